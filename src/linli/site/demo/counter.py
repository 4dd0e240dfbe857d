"""What goes on at the counters of the clerk's centre: numbers, loans, and times with a lawyer and a doctor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from linli.apps.centres import facts, service
from linli.core.clock.instants import local
from linli.core.slots.advising import Weekly
from linli.core.slots.lending import LendingRule
from linli.kernel.access.actors import STRANGER, Actor
from linli.kernel.audit.outcomes import Refused
from linli.site.demo import naming
from linli.site.demo.hand import Hand, portions, together
from linli.site.demo.play import actor_of
from linli.site.demo.settle import MAKER
from linli.site.demo.sizes import Size
from linli.site.demo.world import Resident

BUILT = timedelta(days=30)
LENT = timedelta(days=12)
BOOKS = {"city": 5_000}
"""How many books more a size has."""


def serve(
    size: Size, residents: Sequence[Resident], staff: Mapping[str, Actor], hand: Hand, until: datetime
) -> None:
    """Open the hall, the desk and the office of the first centre that the clerk serves."""
    said = naming.table("counter")
    places = [one for one in facts.centres_in() if _serves(staff["clerk"], one.area_path)]
    if not places:
        return
    centre = places[0].ref
    with together():
        _hall(centre, said, staff["clerk"], hand, until)
        _lend(centre, said, residents, staff["clerk"], hand, until)
        _advise(centre, said, residents, staff, hand, until)
    for portion in portions(range(BOOKS.get(size.name, 0))):
        with together():
            for n in portion:
                _book(centre, said["made_up"], n, hand, until)


def _serves(clerk: Actor, area_path: str) -> bool:
    return any(area_path.startswith(grant.area_path) for grant in clerk.grants)


def _hall(centre: str, said: Any, clerk: Actor, hand: Hand, until: datetime) -> None:
    at = until - BUILT
    hand.once("counter/hall", service.set_hall, centre, service.HallWish(**said["hall"]), actor=MAKER, at=at)
    for one in said["businesses"]:
        wish = service.BusinessWish(**one)
        hand.once(f"counter/{one['code']}", service.set_business, centre, wish, actor=MAKER, at=at)
    counters = [
        hand.once(f"counter/{one['sign']}", service.set_counter, centre, one["sign"], tuple(one["businesses"]), actor=MAKER, at=at)
        for one in said["counters"]
    ]  # fmt: skip
    for n, ref in enumerate(counters):
        hand.once(f"counter/open/{n}", service.turn_counter, ref, opens=True, actor=clerk, at=at)
    noon = local(until).replace(hour=11, minute=30, second=0, microsecond=0)
    now = min(noon, until) if local(until).hour >= 11 else noon - timedelta(days=1)  # noqa: PLR2004 - late enough for a queue
    for n, one in enumerate(said["numbers"]):
        _visit(f"counter/number/{n}", centre, counters[0], one, clerk, hand, now)


def _visit(
    step: str, centre: str, counter: str, one: Mapping[str, Any], clerk: Actor, hand: Hand, now: datetime
) -> None:
    def ago(what: str) -> datetime:
        return now - timedelta(minutes=one[what])

    try:
        made = hand.once(
            step, service.take_number, centre, one["business"], priority=one.get("priority", ""),
            channel="screen", actor=STRANGER, at=ago("taken"),
        )  # fmt: skip
    except Refused:  # a holiday: the house is shut
        return
    hand.once(f"{step}/called", service.call_next, counter, actor=clerk, at=ago("called"))
    hand.once(f"{step}/done", service.finish, made["ref"], actor=clerk, at=ago("done"))


def _lend(
    centre: str, said: Any, residents: Sequence[Resident], clerk: Actor, hand: Hand, until: datetime
) -> None:
    at = until - BUILT
    hand.once("lending/rules", service.set_library, centre, LendingRule(), actor=MAKER, at=at)
    refs = [
        hand.once(f"lending/{n}", service.add_title, centre, service.NewTitle(**one, barcode=f"D-{n + 1:02d}"), actor=MAKER, at=at)
        for n, one in enumerate(said["titles"])
    ]  # fmt: skip
    for n, (copy, who) in enumerate((("D-02", 0), ("D-04", 1), ("D-06", 2))):
        when = until - LENT * (3 if n == 2 else 1)  # noqa: PLR2004 - the last one is late
        hand.once(f"lending/out/{n}", service.lend, centre, copy, residents[who].phone, actor=clerk, at=when)
    waiting = actor_of(residents[3], until)
    hand.once("lending/reserved", service.reserve, refs[1], actor=waiting, at=until - timedelta(days=2))


def _advise(
    centre: str,
    said: Any,
    residents: Sequence[Resident],
    staff: Mapping[str, Actor],
    hand: Hand,
    until: datetime,
) -> None:
    for one in said["advisers"]:
        name, hours = one["login"], [Weekly(*each) for each in one["hours"]]
        wish = service.AdviserWish(**{key: value for key, value in one.items() if key != "hours"})
        at = until - BUILT
        ref = hand.once(f"advice/{name}", service.set_adviser, centre, wish, actor=MAKER, at=at)
        hand.once(f"advice/{name}/hours", service.set_hours, ref, hours, actor=staff[name], at=at)
        past = facts.free_times(ref, until - timedelta(days=9))[0].starts
        client = actor_of(residents[0], until)
        made = _booked(f"advice/{name}/past", ref, past, client, hand, until - timedelta(days=9))
        if made and name == "lawyer":
            hand.once(
                "advice/record", service.write_record, made["ref"], said["record"], actor=staff[name], at=past
            )
        if made:
            hand.once(
                f"advice/{name}/kept",
                service.end_consultation,
                made["ref"],
                "kept",
                actor=staff[name],
                at=past,
            )
        for n, free in enumerate(facts.free_times(ref, until)[:2]):
            _booked(f"advice/{name}/{n}", ref, free.starts, actor_of(residents[n], until), hand, until)


def _booked(step: str, adviser: str, starts: datetime, client: Actor, hand: Hand, at: datetime) -> Any:
    wish = service.ConsultationWish(adviser, starts)
    try:
        return hand.once(step, service.book_consultation, wish, actor=client, at=at)
    except Refused:  # a step that was done before an interruption took the time already
        return None


def _book(centre: str, made: Mapping[str, Any], n: int, hand: Hand, until: datetime) -> None:
    places, things = made["places"], made["things"]
    name = f"{places[n % len(places)]}{things[n // len(places) % len(things)]} {n + 1}"
    new = service.NewTitle(name, author=made["author"])
    hand.once(f"lending/made/{n}", service.add_title, centre, new, actor=MAKER, at=until - BUILT)
