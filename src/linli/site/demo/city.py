"""Builds the demo city and lets its year go by; asked again, goes on where it was interrupted."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Protocol
from uuid import uuid4

from linli.apps.cases.models import Case
from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue.facts.matrix import resolver
from linli.apps.grid import facts as grid
from linli.core.routing.choose import route as choose
from linli.core.routing.rows import HANDLE, Routed
from linli.kernel.access import service as access
from linli.kernel.identity.models import Account
from linli.site.demo import (
    activities,
    announced,
    asking,
    begun,
    bundles,
    care,
    centres,
    counter,
    entered,
    entitled,
    fuel,
    ground,
    honours,
    jobs,
    meetings,
    offices,
    people,
    reach,
    schools,
    volunteers,
)
from linli.site.demo.hand import Hand, Voice
from linli.site.demo.openings import Openings
from linli.site.demo.play import Player, actor_of, in_order, play, stories
from linli.site.demo.settle import MAKER, settle
from linli.site.demo.sizes import SIZES, Size
from linli.site.demo.stories import HERE
from linli.site.demo.world import KINDS, Resident, World


class Progress(Protocol):
    """Hears how far it has come."""

    def stage(self, name: str) -> None:
        """Begin a stage of the setting-up."""

    def steps(self, count: int) -> None:
        """Steps of stories were taken."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How one of the fictional people signs in."""

    role: str
    name: str
    login: str
    password: str


@dataclass(frozen=True, slots=True)
class Built:
    """What was built."""

    size: str
    seed: str
    until: datetime
    cases: int
    places: int
    bodies: int
    new: int
    faults: Mapping[str, int]
    staff: Sequence[SignIn]
    resident: Resident
    password: str


SHOWN = (
    "clerk", "dispatcher", "officer-lights", "officer-drains", "officer-civil-990101", "officer-labour-990101", "checker", "inspector", "caller", "supervisor",
    "grid-worker", "mediator", "administrator", "approver", "auditor", "technician", "volunteer",
    "care-coordinator", "carer", "lawyer", "doctor",
)  # fmt: skip
"""Whose sign-in names are printed; all staff share the password."""


def build(
    size_name: str, seed: str, until: datetime, password: str, progress: Progress, *, cases: int | None = None
) -> Built:
    """Build the city of a size up to a moment."""
    size = SIZES[size_name]
    hand = Hand(seed, size_name, until.astimezone(HERE).date().isoformat())
    voice = Voice(hand, _beginning(until, size))
    city = ground.invent(size, seed)
    settled = settle(city, size, seed, password, voice, progress.stage)
    world = make_world(city, size, seed, until, {code: one.ref for code, one in settled.bodies.items()})
    player = Player(world, hand, settled.bodies, settled.actors)
    progress.stage("cases")
    play(player, in_order(stories(world, seed, size, cases or size.cases)), progress.steps)
    fuel.tell(city, settled.actors, hand, seed, until)
    asking.ask(world.residents, settled.actors, hand, until)
    bundles.send(city, world.residents, settled.actors, hand, until)
    honours.nominate(city, world.residents, settled.bodies, settled.actors, hand, until)
    entered.enter(world.residents, settled.actors, hand, until)
    entitled.agree(world.residents, settled.actors, hand, until)
    begun.begin(world.residents[0], hand, until)
    centres.open_centres(city, world.residents, settled.actors, hand, until)
    jobs.open_market(world, settled.actors, hand, size.name)
    care.care(world.residents, settled.actors, hand, until)
    activities.hold(world.residents, settled.actors, hand, until)
    announced.announce(city, world.residents, settled.actors, hand, until)
    centres.draw(settled.actors, hand, until)
    counter.serve(size, world.residents, settled.actors, hand, until)
    meetings.hold(world.residents, settled.actors, hand, until)
    volunteers.lend_a_hand(size, world.residents, settled.actors, hand, until)
    reach.lay(city, settled.actors, hand, until)
    schools.count(city, hand, until)
    for person in world.residents[:5]:
        actor_of(person, until)
    logins = {one.login: one for one in settled.staff}
    shown = [_sign_in(logins[login], password) for login in SHOWN if login in logins]
    return Built(
        size_name, seed, until, count_cases(), len(grid.subtree("/")), len(settled.bodies), hand.done,
        dict(player.faults), shown, world.residents[0], password,
    )  # fmt: skip


def new_password() -> str:
    """Return a password that can be read out and typed."""
    return "-".join(secrets.token_hex(2) for _ in range(4))


def today(now: datetime | None = None) -> datetime:
    """Return the full hour up to which the year goes."""
    return (now or datetime.now(UTC)).replace(minute=0, second=0, microsecond=0)


def make_world(city: ground.Place, size: Size, seed: str, until: datetime, refs: Mapping[str, str]) -> World:
    """Return what plans are made from."""
    residents = people.residents(city, size.residents, seed)
    neighbours: dict[str, list[Resident]] = {}
    for one in residents:
        neighbours.setdefault(one.home, []).append(one)
    snapshot = catalogue.snapshot()
    first = (until - timedelta(days=size.days + 30)).date()
    return World(
        city=city,
        communities=list(city.below("community")),
        villages=list(city.below("village")),
        residents=residents,
        neighbours=neighbours,
        packs=frozenset(
            name for name in ("city-fault", "wage-arrears", "mediation") if snapshot.current_pack(name)
        ),
        limits=_limits(snapshot),
        route=_router(refs),
        speeds=offices.speeds(),
        crew=people.desk_counts(size.name),
        openings=Openings(first, until.date() + timedelta(days=500), catalogue.calendar()),
        until=until,
    )


def _limits(snapshot: Any) -> dict[str, list[tuple[str, str]]]:
    return {
        key: [(one.key, one.limit) for one in snapshot.conditions_of(key)]
        for key in snapshot.links
        if key.startswith(tuple(KINDS.values()))
    }


def _router(refs: Mapping[str, str]) -> Callable[[str, str, date], tuple[str, tuple[str, ...]]]:
    """Ask the matrix in force, remembering which body each role means in each district and unit."""
    codes = {ref: code for code, ref in refs.items()}
    rows = catalogue.snapshot().rows
    meant = cache(resolver())

    def resolve(token: str, area_path: str) -> str | None:
        depth = 3 if token.startswith("$district") else 4
        return meant(token, "/".join(area_path.split("/")[:depth]) + "/")

    @cache
    def route(subject: str, unit: str, month: date) -> tuple[str, tuple[str, ...]]:
        found = choose(rows, subject=subject, link=HANDLE, area_path=unit, on=month, resolve=resolve)
        if not isinstance(found, Routed):
            raise LookupError(  # noqa: TRY004 - a gap in the matrix, no wrong type
                f"nobody answers for {subject} at {unit}: {found.code}"
            )
        return codes[found.lead], tuple(codes[one] for one in found.supporting if one in codes)

    return lambda subject, path, day: route(subject, "/".join(path.split("/")[:4]) + "/", day.replace(day=1))


def _beginning(until: datetime, size: Size) -> datetime:
    return until - timedelta(days=size.days + 1)


def _sign_in(one: people.Employee, password: str) -> SignIn:
    return SignIn(one.roles[0][0], one.name, one.login, password)


def is_empty() -> bool:
    """Say whether there is no case yet."""
    return not Case.objects.exists()


def count_cases() -> int:
    """Return how many cases there are."""
    return Case.objects.count()


def renew_passwords(password: str) -> int:
    """Give all demo staff another password, each recorded; returns how many there are."""
    shown = Account.objects.filter(login__in=SHOWN, kind="staff", is_active=True)
    refs = [str(ref) for ref in shown.values_list("ref", flat=True)]
    now = datetime.now(UTC)
    for ref in refs:
        access.reset_password(ref, password, actor=MAKER, act_id=str(uuid4()), at=now)
    return len(refs)
