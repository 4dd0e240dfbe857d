"""The market of casual work of the demo city: employers looked at twice, shifts, workers, and what became of them.

The large city has the figures of the page it answers to: 48 employers, 1,944 places, 200-odd intents, 600-odd workers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from linli.apps.jobs import facts, service
from linli.apps.jobs.service import Free
from linli.core.clock.instants import BEIJING
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Source
from linli.site.demo import naming
from linli.site.demo.hand import Hand, together
from linli.site.demo.play import actor_of
from linli.site.demo.settle import MAKER
from linli.site.demo.world import Resident, World, spot

PARTS = {"morning": (360, 720), "midday": (720, 1080), "evening": (1080, 1440)}
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
OWNERS, WORKERS = 30, 60
AT_ONCE = 60
"""Shifts in one commit; each is a handful of acts."""
HOUSEHOLD_EVERY = 6


@dataclass(frozen=True, slots=True)
class Market:
    """What the steps need."""

    world: World
    staff: Mapping[str, Actor]
    hand: Hand
    size: Mapping[str, int]
    table: Mapping[str, Any]

    def resident(self, n: int) -> Resident:
        """Return somebody of the city."""
        return self.world.residents[n % len(self.world.residents)]

    def do(self, step: str, what: Any, *args: Any, actor: Actor, at: datetime, **more: Any) -> Any:
        """Do a step once."""
        return self.hand.once(f"jobs/{step}", what, *args, actor=actor, at=at, **more)


def open_market(world: World, staff: Mapping[str, Actor], hand: Hand, size: str) -> None:
    """Let the market have its months."""
    table = naming.table("jobs")
    market = Market(world, staff, hand, table["sizes"][size], table)
    began = world.until - timedelta(days=market.size["days"] + 20)
    with together():
        _tables(market, began)
        employers = _employers(market, began)
    workers: list[str] = []
    for some in _portions(market.size["workers"], 300):
        with together():
            workers += [_worker(market, n, began + timedelta(hours=n % 240)) for n in some]
    for some in _portions(market.size["posts"], AT_ONCE):
        with together():
            for n in some:
                _shift(market, n, employers)
    if "wage-arrears" in world.packs:
        service.look_after_pay(world.until - timedelta(days=3), source=Source.DEMO)
        service.look_after_pay(world.until - timedelta(days=1), source=Source.DEMO)
    _helped(market, workers)


def _portions(count: int, size: int) -> Iterator[range]:
    for start in range(0, count, size):
        yield range(start, min(start + size, count))


def _tables(market: Market, at: datetime) -> None:
    for code, one in facts.table("trades").items():
        new = service.TradeIn(
            code, one["zh"], one["en"], one.get("occupation", ""), bool(one.get("dangerous", False))
        )
        market.do(f"trade/{code}", service.keep_trade, new, actor=MAKER, at=at)
    wage = market.table["wage"]
    area = market.world.communities[0].code[: wage["area_digits"]]
    new_wage = service.WageIn(area, wage["since"], wage["hourly"], wage["source"], is_example=True)
    market.do("wage", service.keep_wage, new_wage, actor=MAKER, at=at)


def _employers(market: Market, at: datetime) -> list[tuple[str, Resident]]:
    found = []
    for n in range(market.size["employers"]):
        owner = market.resident(OWNERS + 7 * n)
        actor = actor_of(owner, at)
        household = n % HOUSEHOLD_EVERY == HOUSEHOLD_EVERY - 1
        firms = market.table["firms"]
        name = owner.name if household else firms[n % len(firms)] + ("" if n < len(firms) else f"{n}部")
        new = service.NewEmployer(
            "household" if household else "company", name, owner.phone, _home(market, owner),
            "" if household else _credit_code(n),
        )  # fmt: skip
        ref = market.do(f"employer/{n}", service.register_employer, new, actor=actor, at=at)
        last = n == market.size["employers"] - 1
        seen = ["id_card"] if household else ["licence", "id_card"]
        market.do(f"employer/{n}/look", service.look_at, ref, seen, actor=market.staff["clerk"], at=at)
        if not last or market.size["employers"] > AT_ONCE // 2:
            market.do(f"employer/{n}/verify", service.verify, ref, actor=market.staff["supervisor"], at=at)
            found.append((ref, owner))
    return found


def _credit_code(n: int) -> str:
    body = f"91990100MA{n:07d}"
    total = sum(ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


def _home(market: Market, person: Resident) -> str:
    codes = {one.code for one in (*market.world.communities, *market.world.villages)}
    return person.home if person.home in codes else market.world.communities[0].code


def _worker(market: Market, n: int, at: datetime) -> str:
    person = market.resident(0 if n == 0 else WORKERS + 3 * n)
    kind = market.table["people"][n % len(market.table["people"])]
    chance = Random(f"jobs/worker/{n}")  # noqa: S311 - invention
    by_phone = bool(kind.get("phone")) and n > 0
    new = service.NewWorker(
        name=person.name,
        born=date(chance.randrange(1966, 2004), chance.randrange(1, 13), chance.randrange(1, 28)),
        area=_home(market, person), trades=tuple(kind["trades"].items()),
        free=tuple(Free(day, *PARTS[part]) for day in range(1, 8) for part in kind["parts"]),
        reach=kind["reach"] * 1000, helps=tuple(kind.get("helps", ())),
        phone=person.phone if by_phone else "", consent="spoken" if by_phone else "own",
        key_group=market.table["groups"].get(n, ""),
    )  # fmt: skip
    actor = market.staff["clerk"] if by_phone else actor_of(person, at)
    return str(market.do(f"worker/{n}", service.enter_worker, new, actor=actor, at=at))


def _helped(market: Market, workers: Sequence[str]) -> None:
    """Let two ask for help with finding work; one wishes that the group they named is told, one has named none."""
    for one in market.table["asks"]:
        n, at = one["worker"], market.world.until - timedelta(hours=one["hours_ago"])
        worker = actor_of(market.resident(WORKERS + 3 * n), at)
        more = {"says_group": n in market.table["groups"], "source": Source.DEMO}
        market.do(f"help/{n}", service.ask_for_help, workers[n], one["words"], actor=worker, at=at, **more)


def _shift(market: Market, n: int, employers: Sequence[tuple[str, Resident]]) -> None:
    """Post, open, and let some worker take it; a shift of the last days is still to come."""
    ref, owner = employers[n % len(employers)]
    kind = market.table["shifts"][n % len(market.table["shifts"])]
    chance = Random(f"jobs/shift/{n}")  # noqa: S311 - invention
    where = spot(market.world, "estate", chance)
    ahead = n % 3 == 0 or n == market.size["posts"] - 1
    days = 1 + n % 4 if ahead else -(2 + n * 7 % market.size["days"])
    if n == 1:
        days = -6  # the one whose pay does not come
    day = (market.world.until.astimezone(BEIJING) + timedelta(days=days)).replace(
        hour=kind["start"], minute=0, second=0, microsecond=0
    )
    at = min(market.world.until - timedelta(hours=2), day - timedelta(days=2))
    new = service.NewPost(
        kind["trade"], where.leaf.code, where.words, day, day + timedelta(hours=kind["hours"]),
        places=market.size["places"], pay_fen=kind["pay"] * 100, pay_unit="day", pay_days=kind["days"],
        level=kind["level"], lon=where.lon, lat=where.lat, protection=kind.get("protection", ""),
        insurance=kind.get("insurance", "none"), meals=kind.get("meals", "none"), demands=tuple(kind["demands"]),
        words=kind["words"],
    )  # fmt: skip
    actor = actor_of(owner, at)
    post = market.do(f"post/{n}", service.post_shift, ref, new, actor=actor, at=at)
    if n == market.size["posts"] - 1:
        return  # waits to be read
    later = at + timedelta(minutes=20)
    market.do(f"post/{n}/open", service.open_post, post, actor=market.staff["clerk"], at=later)
    if n < market.size["engaged"]:
        _engage(market, n, post, actor, later + timedelta(minutes=30), day)


def _engage(market: Market, n: int, post: str, owner: Actor, at: datetime, day: datetime) -> None:
    """Let a worker wish it; most are agreed, worked and paid."""
    count = market.size["workers"]
    # No worker twice within the tables' turn, so that no two shifts of one overlap.
    own = n % count
    person = market.resident(0 if own == 0 else WORKERS + 3 * own)
    worker = actor_of(person, at)
    ref = market.do(f"wish/{n}", service.wish, post, actor=worker, at=at)
    if n % 9 == 3:  # noqa: PLR2004 - some still wait
        return
    later = at + timedelta(hours=1)
    market.do(f"wish/{n}/yes", service.answer, ref, yes=True, actor=owner, at=later)
    if n % 9 == 6:  # noqa: PLR2004 - the agreement still waits
        return
    case = {"wants_case": True, "keeps_name": n % 2 == 1}
    market.do(f"wish/{n}/worker", service.confirm, ref, **case, actor=worker, at=later)
    market.do(f"wish/{n}/employer", service.confirm, ref, actor=owner, at=later)
    evening = day + timedelta(hours=10)
    if evening > market.world.until or n == 1:
        return
    market.do(f"wish/{n}/paid", service.say_paid, ref, actor=owner, at=evening)
    market.do(f"wish/{n}/got", service.confirm_paid, ref, actor=worker, at=evening)
    if n % 5 == 2:  # noqa: PLR2004 - some say a word
        market.do(
            f"wish/{n}/word", service.note, ref, market.table["notes"]["worker"], actor=worker, at=evening
        )
