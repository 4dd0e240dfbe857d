"""Care in the demo city: a dozen people, a day room with a line, two days of visits, one of them under way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from linli.apps.care import facts, service
from linli.apps.centres import service as centres
from linli.apps.grid import facts as grid
from linli.apps.people import facts as people
from linli.apps.people import service as registry
from linli.core.clock.instants import local, midnight
from linli.kernel.access.actors import Actor
from linli.site.demo import naming
from linli.site.demo.hand import Hand, together
from linli.site.demo.play import actor_of
from linli.site.demo.settle import MAKER
from linli.site.demo.world import Resident

AGO, DAY, THOUSAND = timedelta(days=20), timedelta(days=1), 1000
FIRST_PHONE = 19800000000  # fictional numbers of one block
EVERY_DAY, WORKDAYS = tuple(range(7)), (0, 1, 2, 3, 4)
SHARES = {1: 3, 2: 2, 3: 2, 4: 0}
FEW = 1_500
"""Steps for a dozen visits."""


class _House:
    """Who and where, for the steps."""

    def __init__(self, staff: Mapping[str, Actor], hand: Hand, until: datetime) -> None:
        self.staff, self.hand, self.until = staff, hand, until
        self.lead = staff["care-coordinator"]
        body = grid.body(str(next(one.body_ref for one in self.lead.grants if one.body_ref)))
        area = grid.area_at(body.area_path) if body else None
        if body is None or area is None or area.lon is None or area.lat is None:
            raise RuntimeError("the demo's care coordinator works nowhere")
        self.body, self.area, self.middle = body, area, (area.lon, area.lat)

    def place(self, at: Sequence[int]) -> tuple[float, float]:
        """Return a place a little way from the middle."""
        return self.middle[0] + at[0] / THOUSAND, self.middle[1] + at[1] / THOUSAND

    def once(
        self, step: str, do: Any, *args: Any, by: Actor | None = None, at: datetime | None = None, **more: Any
    ) -> Any:
        """Do a step by the coordinator, three weeks ago, unless it says otherwise."""
        when = at or self.until - AGO
        return self.hand.once(f"care/{step}", do, *args, actor=by or self.lead, at=when, **more)


def care(residents: Sequence[Resident], staff: Mapping[str, Actor], hand: Hand, until: datetime) -> None:
    """Open files, assess some, enrol, plan two days and let one begin."""
    said, house = naming.table("care"), _House(staff, hand, until)
    with together():
        room = _room(said, house)
        carers = [_carer(one, house) for one in said["carers"]]
        files = [_person(n, one, room, residents, house) for n, one in enumerate(said["people"])]
    with together():
        for n, one in enumerate(said["people"]):
            if "level" in one:
                _assess(n, files[n], one["level"], said, house)
        _family(said, files[0], residents, house)
    with together():
        _today(said, room, house)
        _visits(carers, said, house)


def _room(said: Mapping[str, Any], house: _House) -> str:
    new = centres.NewCentre(
        body=house.body.code, area=house.area.code, lon=house.middle[0], lat=house.middle[1], phone=house.body.phone,
        functions=("elderly",), opened_on=date(2024, 6, 1), **said["centre"],
    )  # fmt: skip
    centre = house.once("centre", centres.register_centre, new, by=MAKER)
    return str(house.once("room", service.set_room, str(centre), said["places"]))


def _carer(one: Mapping[str, Any], house: _House) -> str:
    actor = house.staff[one["login"]]
    new = service.NewCarer(
        str(actor.account_ref),
        tuple(one["skills"]),
        480,
        1020,
        *house.middle,
        tuple(one["traits"]),
        EVERY_DAY,
    )
    return str(house.once(f"carer/{one['login']}", service.set_carer, house.body.code, new))


def _person(n: int, one: Mapping[str, Any], room: str, residents: Sequence[Resident], house: _House) -> str:
    lon, lat = house.place(one["at"])
    new = service.NewFile(
        _record(n, one, residents, house), house.body.code, "paper", lon, lat, tuple(one.get("wishes", ()))
    )
    file = str(house.once(f"file/{n}", service.open_file, new))
    for key, what, minutes, opens, closes, *second in one["visits"]:
        parts = ((what, minutes), *((code, minutes) for code in second))
        wish = service.NewRequirement(key, parts, _minute(opens), _minute(closes), EVERY_DAY)
        house.once(f"visit/{n}/{key}", service.set_requirement, file, wish)
    if "room" in one:
        place = service.NewEnrolment(room, EVERY_DAY, one["room"], one.get("needs", ""))
        at = house.until - AGO + timedelta(minutes=n)
        house.once(f"enrol/{n}", service.enrol, file, place, at=at)
    return file


def _record(n: int, one: Mapping[str, Any], residents: Sequence[Resident], house: _House) -> str:
    """Return the ref of somebody's record: the first resident's own, the others' made at the counter."""
    if not one["name"]:
        me = people.me(actor_of(residents[0], house.until))
        if me is not None:
            return me.ref
    name = one["name"] or residents[0].name
    said = registry.Person(
        name, str(FIRST_PHONE + n), address=f"{n + 1} 号楼 {n % 3 + 1} 单元", area=house.area.code
    )
    return str(house.once(f"person/{n}", registry.register_resident, said, by=MAKER))


def _minute(said: str) -> int:
    hours, minutes = said.split(":")
    return int(hours) * 60 + int(minutes)


def _assess(n: int, file: str, level: int, said: Mapping[str, Any], house: _House) -> None:
    pair = [house.staff[one] for one in ("carer", "carer-3")]
    refs = tuple(str(one.account_ref) for one in pair)
    ref = str(house.once(f"assess/{n}", service.begin_assessment, file, "first", refs))
    items = {one.name: int(one.most * SHARES[level] / 4 + 0.5) for one in facts.standard().items}
    if level == 3:  # noqa: PLR2004 - the level of the data
        items |= {name: max(0, points - 1) for name, points in list(items.items())[10:24]}
    items |= said["sheets"].get(level, {})
    for turn, actor in enumerate(pair):
        at = house.until - AGO + timedelta(hours=turn + 1)
        house.once(f"assess/{n}/{turn}", service.sign_look, ref, service.Sheet(items), by=actor, at=at)
    if n < 3:  # noqa: PLR2004 - the others wait on the coordinator's page
        house.once(f"assess/{n}/told", service.tell_result, ref, at=house.until - AGO + DAY)


def _family(said: Mapping[str, Any], file: str, residents: Sequence[Resident], house: _House) -> None:
    son, plan = residents[1], said["plan"]
    house.once("family", service.name_family, file, service.NewFamily(son.name, son.phone, **said["family"]))
    lines = (
        service.Line("bathing", 2, "carer"),
        service.Line("meal", 7, "carer"),
        service.Line("day_room", 3, "day_room"),
    )
    review = local(house.until).date() + timedelta(days=plan["review_days"])
    new = service.NewPlan(plan["needs"], plan["goals"], lines, review, "spoken", plan["family_part"])
    house.once("plan", service.agree_plan, file, new, at=house.until - AGO + 2 * DAY)


def _today(said: Mapping[str, Any], room: str, house: _House) -> None:
    """Let most of the room's people come today, and one stay away."""
    today = local(house.until).date()
    morning = min(midnight(today) + timedelta(hours=8, minutes=40), house.until)
    guests = facts.room_day(house.lead, room, today).guests
    for n, one in enumerate(guests):
        noted = service.Noted("absent" if n == 1 else "here", note=said["notes"][0] if n == 0 else "")
        house.once(
            f"today/{one.ref}", service.note_attendance, one.ref, noted, by=house.staff["carer-2"],
            at=morning + timedelta(minutes=n), day=today,
        )  # fmt: skip


def _visits(carers: Sequence[str], said: Mapping[str, Any], house: _House) -> None:
    """Plan today and tomorrow; today is released, and its first visits have begun where the hour allows."""
    today = local(house.until).date()
    yesterday = house.until - DAY
    house.once("today", _planned, house.body.code, today, at=yesterday)
    house.once("tomorrow", _planned, house.body.code, today + DAY, at=house.until)
    ref = facts.day(house.lead, house.body.id, today).ref
    house.once("released", service.release_day, ref, at=yesterday + timedelta(minutes=5))
    for n, part in enumerate(facts.day(house.lead, house.body.id, today).parts):
        goer = house.staff[said["carers"][carers.index(part.carer)]["login"]]
        if part.ends_at + timedelta(minutes=10) > house.until:
            continue
        begun = part.starts_at + timedelta(minutes=2)
        house.once(f"begin/{part.requirement}/{part.turn}", service.begin_visit, part.ref, by=goer, at=begun)
        note = said["notes"][1] if n == 0 else ""
        house.once(
            f"end/{part.requirement}/{part.turn}", service.end_visit, part.ref, note, by=goer,
            at=part.ends_at + timedelta(minutes=4), shared=bool(note),
        )  # fmt: skip


def _planned(body: str, on: date, **said: Any) -> str:
    return service.plan_day(body, on, steps=FEW, **said).ref
