"""Settles the demo city: places, bodies, taxonomy, packs, matrix, people, posts, rosters, by the services themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service as tending
from linli.apps.grid import facts as grid
from linli.apps.grid import service as placing
from linli.core.shared.outcomes import Problem
from linli.kernel.access import service as access
from linli.kernel.access.actors import Actor, Grant, system_actor
from linli.kernel.access.facts import actor_of_account
from linli.kernel.access.staff import hashed
from linli.kernel.identity.models import Account
from linli.packs.benefits import publish_benefit
from linli.packs.bundles import publish_bundle_folder
from linli.packs.folder import BUNDLE, RULES, SHIPPED, packs_below, services_below
from linli.packs.service import publish_folder
from linli.packs.skeletons import drafted
from linli.site.demo import bundles, fuel, ground, naming, offices, people
from linli.site.demo.ground import Place
from linli.site.demo.hand import Voice, portions, together
from linli.site.demo.people import Employee
from linli.site.demo.sizes import Size

MAKER = system_actor("demo")
DRAFT = "elder-meal"
FUEL = "matrix_vegetable_oil_fuel.csv"
HOUSEHOLDS = {"small": 40, "city": 1_500}
Tell = Any
"""Called with the name of each stage of the setting-up."""


@dataclass(frozen=True)
class Settled:
    """What the lives need to know: refs by code, actors by sign-in name, staff as invented."""

    bodies: Mapping[str, grid.BodyFact]
    actors: Mapping[str, Actor]
    staff: tuple[Employee, ...]


def settle(city: Place, size: Size, seed: str, password: str, voice: Voice, tell: Tell) -> Settled:
    """Do all of it; what an interrupted run did already is not done again."""
    tell("places")
    _places(city, size, voice)
    tell("offices")
    _bodies(city, voice)
    _taxonomy(city, voice)
    staff = tuple(people.crew(city, size.name, seed))
    bodies = {one.code: one for one in grid.bodies()}
    tell("people")
    accounts = _staff(staff, bodies, password, voice)
    actors = _actors(accounts)
    tell("matrix")
    _matrix(city, voice, actors)
    if voice.hand.answer(DRAFT) is None:
        voice.say(DRAFT, tending.open_draft, DRAFT, _meals(), actor=actors["administrator"], sourced=False)
    tell("posts")
    _posts(city, staff, bodies, accounts, voice)
    _households(city, size, seed, voice)
    _rosters(bodies, staff, accounts, voice)
    voice.say("neighbours", placing.import_bodies, offices.neighbourhood_file(city), actor=MAKER)
    return Settled({one.code: one for one in grid.bodies()}, actors, staff)


def _meals() -> dict[str, str]:
    """Return a service that somebody has begun to write, to be tried in the workshop."""
    files = drafted(DRAFT, "base/registration")
    return {} if isinstance(files, Problem) else files


def _places(city: Place, size: Size, voice: Voice) -> None:
    if voice.hand.answer("areas") is None:
        voice.say("areas", placing.import_areas, ground.areas_file(city), actor=MAKER)
    for kind in ("unit", "responsibility"):
        if voice.hand.answer(f"cells/{kind}") is None:
            content = ground.cells_file(city, kind, size)
            if b'"Feature"' not in content:
                continue
            voice.say(f"cells/{kind}", placing.import_cells, content, kind=kind, actor=MAKER)


def _bodies(city: Place, voice: Voice) -> None:
    voice.say("bodies", placing.import_bodies, offices.bodies_file(city), actor=MAKER)


def _taxonomy(city: Place, voice: Voice) -> None:
    """Load the classes, and publish every service, bundle and entitlement that is shipped."""
    if voice.hand.answer("taxonomy") is None and not catalogue.snapshot().subjects:
        voice.say("taxonomy", tending.load_taxonomy, actor=MAKER, sourced=False)
    services = {one.name: one for one in services_below(SHIPPED)}
    if bundles.PLACES in services:
        bundles.publish_places(services[bundles.PLACES], city, voice, MAKER)
    now = catalogue.snapshot
    _publish("pack", services.values(), publish_folder, lambda: now().packs, voice)
    _publish("bundle", packs_below(SHIPPED, BUNDLE), publish_bundle_folder, lambda: now().bundles, voice)
    _publish("rules", packs_below(SHIPPED, RULES), publish_benefit, lambda: now().rules, voice)


def _publish(kind: str, folders: Iterable[Path], way: Tell, there: Callable[[], Any], voice: Voice) -> None:
    for folder in folders:
        step = f"{kind}/{folder.name}"
        if voice.hand.answer(step) is None and folder.name not in there():
            voice.say(step, way, folder, actor=MAKER, sourced=False)


def _staff(
    staff: Iterable[Employee], bodies: Mapping[str, grid.BodyFact], password: str, voice: Voice
) -> dict[str, str]:
    """Open accounts and give roles; returns refs by sign-in name."""
    kept = hashed(password)
    since = voice.at - timedelta(days=1)
    refs: dict[str, str] = {}
    for portion in portions(staff, 100):
        with together():
            for one in portion:
                ref = voice.say(
                    f"staff/{one.login}", access.open_staff, one.login, one.name, kept, actor=MAKER
                )
                refs[one.login] = str(ref)
                for role, code, area in one.roles:
                    body = bodies.get(code)
                    grant = Grant(role, body.id if body else None, body.ref if body else None, area, since)
                    step = f"role/{one.login}/{role}/{code}"
                    voice.say(step, access.give_role, str(ref), grant, actor=MAKER)
    return refs


def _actors(accounts: Mapping[str, str]) -> dict[str, Actor]:
    keys = {str(ref): key for ref, key in Account.objects.filter(kind="staff").values_list("ref", "id")}
    now = datetime.now().astimezone()
    found = {login: actor_of_account(keys[ref], now) for login, ref in accounts.items()}
    return {login: actor for login, actor in found.items() if actor is not None}


def _matrix(city: Place, voice: Voice, actors: Mapping[str, Actor]) -> None:
    """Let the administrator propose the matrix and somebody else approve it, row by row."""
    starts = voice.at.date() - timedelta(days=40)
    example = (Path(tending.__file__).parents[1] / "data" / FUEL).read_bytes()
    everything = ("matrix", offices.matrix_file(starts), "")
    for name, content, area in (everything, ("fuel", example, fuel.pilot(city))):
        if voice.hand.answer(f"{name}/done") is not None:
            continue
        proposer, approver = actors["administrator"], actors["approver"]
        act_id = voice.hand.act_id(name)
        with together():
            report = tending.import_rows(content, pilot=area, actor=proposer, act_id=act_id, at=voice.at)
        if report.rejected:
            raise RuntimeError(f"the demo's own matrix is refused: {report.rejected[0]}")
        _approve(voice, name, approver, report.proposed)


def _approve(voice: Voice, name: str, approver: Actor, numbers: Iterable[int]) -> None:
    from linli.apps.catalogue.models import MatrixRow

    refs = dict(MatrixRow.objects.filter(number__in=list(numbers)).values_list("number", "ref"))
    chosen = [str(ref) for _number, ref in sorted(refs.items())]
    for n, portion in enumerate(portions(chosen, tending.MOST_AT_ONCE)):
        voice.say(f"{name}/approve/{n}", tending.approve_rows, portion, actor=approver, sourced=False)


def _posts(
    city: Place,
    staff: Iterable[Employee],
    bodies: Mapping[str, grid.BodyFact],
    accounts: Mapping[str, str],
    voice: Voice,
) -> None:
    words = naming.table("offices")["posts"]
    wanted = [
        (f"{one.post[1]}-{one.login}", one.post[0], words[one.post[1]], accounts[one.login], None)
        for one in staff
        if one.post[0]
    ]
    wanted += list(_walkers(city, accounts, words))
    for portion in portions(wanted, 200):
        with together():
            for code, body, title, account, cell in portion:
                post = placing.NewPost(code, title["zh"], title["en"], shown=cell is not None, cell=cell)
                opened = voice.say(
                    f"post/{body}/{code}", placing.open_post, bodies[body].ref, post, actor=MAKER
                )
                voice.say(
                    f"appoint/{body}/{code}",
                    placing.appoint,
                    opened["post"],
                    account,
                    _since(voice),
                    actor=MAKER,
                )


def _walkers(
    city: Place, accounts: Mapping[str, str], words: Any
) -> Iterator[tuple[str, str, Any, str, Any]]:
    """Give each responsibility grid its grid worker, by name."""
    units = [unit for district in city.children for unit in district.children]
    for n, unit in enumerate(units):
        account = accounts[people.numbered("grid-worker", n)]
        for leaf in unit.children:
            count = len(list(ground.grids_of(leaf)))
            for number in range(1, count + 1):
                cell = ("responsibility", f"{leaf.code}{number:03d}")
                yield f"grid-{number}", f"COMMITTEE-{leaf.code}", words["grid_worker"], account, cell


def _households(city: Place, size: Size, seed: str, voice: Voice) -> None:
    """Record contact households, each of which agreed on paper."""
    chance = Random(f"{seed}/households")  # noqa: S311 - invention
    names = naming.people(chance)
    homes = [*city.below("building"), *city.below("natural_village")]
    chosen = chance.sample(homes, min(HOUSEHOLDS[size.name], len(homes)))
    refs = {one.code: one.ref for one in grid.areas([home.code for home in chosen])}
    phone = people.FIRST_PHONE + 90_000
    for portion in portions(enumerate(chosen), 400):
        with together():
            for n, home in portion:
                voice.say(
                    f"household/{home.code}", placing.give_consent, refs[home.code],
                    name=next(names), phone=str(phone + n), actor=MAKER,
                )  # fmt: skip


def _rosters(
    bodies: Mapping[str, grid.BodyFact],
    staff: Iterable[Employee],
    accounts: Mapping[str, str],
    voice: Voice,
) -> None:
    """Share the nights of these weeks fairly among the people of a body."""
    from linli.core.slots.rotation import Turn

    words = naming.table("offices")["roster"]
    today = voice.at + timedelta(days=366)
    night = today.replace(hour=10, minute=0, second=0, microsecond=0)  # 18:00 here
    turns = [
        Turn(night + timedelta(days=day), night + timedelta(days=day, hours=14), 1) for day in range(-7, 22)
    ]
    crews: dict[str, list[str]] = {}
    for one in staff:
        if one.post[0]:
            crews.setdefault(one.post[0], []).append(accounts[one.login])
    for code, crew in sorted(crews.items()):
        if len(crew) < 2 or not code.startswith(("CENTRE", "CHECK", "UNIT")):  # noqa: PLR2004
            continue
        new = placing.NewRoster(words["code"], words["zh"], words["en"], bodies[code].phone)
        opened = voice.say(f"roster/{code}", placing.open_roster, bodies[code].ref, new, actor=MAKER)
        voice.say(
            f"turns/{code}",
            placing.plan_roster,
            opened["roster"],
            crew,
            turns,
            count_from=turns[0].starts,
            actor=MAKER,
        )


def _since(voice: Voice) -> date:
    return voice.at.date()
