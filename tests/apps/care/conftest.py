"""A small house of care: a coordinator, three carers, a woman of 86 with a son far away, a day room, visits."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

import pytest
from tests import cast
from tests.city import AT, MAKER, POINT, City, act_id

from linli.apps.care import service
from linli.apps.care.facts import standard
from linli.apps.centres import service as centres
from linli.apps.people import service as people
from linli.kernel.access.actors import Actor

TODAY = date(2026, 10, 9)
SON = "13912345678"
WHOLE = "/9901/"


def said(actor, **more):
    return {"actor": getattr(actor, "actor", actor), "act_id": act_id(), "at": AT, **more}


def by(actor, at=AT):
    return {"actor": getattr(actor, "actor", actor), "act_id": str(uuid.uuid4()), "at": at}


@dataclass(slots=True)
class House:
    """Who is in the tests and what they rest on."""

    city: City
    coordinator: cast.Member
    carers: tuple[cast.Member, ...]
    resident: str
    mother: cast.Member
    son: cast.Member
    room: str = ""
    file: str = ""
    goers: list[str] = field(default_factory=list)

    def open_file(self, resident: str = "", actor: Actor | None = None, **more) -> str:
        new = service.NewFile(
            **{
                "resident": resident or self.resident, "body": self.city.ref("PING"), "consent": "spoken",
                "lon": POINT[0], "lat": POINT[1], **more,
            }
        )  # fmt: skip
        return service.open_file(new, **said(actor or self.coordinator))

    def neighbour(self, name: str, lon: float, lat: float) -> str:
        """Somebody else in care, with a home a little way off."""
        ref = register(name, "")
        return self.open_file(ref, lon=POINT[0] + lon, lat=POINT[1] + lat)

    def assess(self, file: str = "", level: int = 3) -> str:
        items = sheet_of(level)
        ref = service.begin_assessment(file or self.file, "first", self.pair(), **said(self.coordinator))
        for one in self.carers[:2]:
            service.sign_look(ref, service.Sheet(items), **said(one))
        return ref

    def pair(self, *which: int) -> tuple[str, ...]:
        return tuple(str(self.carers[at].account.ref) for at in (which or (0, 1)))


def sheet_of(level: int) -> dict[str, int]:
    """A sheet that comes to a level."""
    share = {0: 4, 1: 3, 2: 2, 3: 2, 4: 0}[level]
    sheet = {one.name: int(one.most * share / 4 + 0.5) for one in standard().items}
    for name in list(sheet)[10:24] if level == 3 else ():
        sheet[name] = max(0, sheet[name] - 1)
    return sheet


def register(name: str, phone: str, actor: Actor = MAKER) -> str:
    person = people_person(name, phone)
    return people.register_resident(person, **said(actor))


def people_person(name: str, phone: str):
    from linli.apps.people.service import Person

    return Person(name=name, phone=phone, address="平桥小区 3 号楼 201", area="990101001001")


@pytest.fixture
def house(city):
    body = city.body("PING")
    coordinator = cast.care_coordinator(body, WHOLE)
    carers = tuple(cast.carer(body, WHOLE) for _ in range(4))
    mother = cast.resident("刘桂兰", phone="13911112222")
    ref = people.register_resident(people_person("刘桂兰", "13911112222"), own=True, **said(mother.actor))
    son = cast.resident("刘志强", phone=SON)
    return House(city, coordinator, carers, ref, mother, son)


@pytest.fixture
def in_care(house):
    house.file = house.open_file()
    return house


@pytest.fixture
def roomy(in_care):
    keeper = cast.county_administrator(WHOLE)
    centre = centres.register_centre(
        centres.NewCentre(
            "PING-1", "平桥党群服务中心", body="PING", area="990101001001", opened_on=date(2026, 1, 5)
        ),
        **said(keeper),
    )
    in_care.room = service.set_room(centre, 2, **said(in_care.coordinator))
    return in_care


@pytest.fixture
def visited(in_care):
    """Three carers who can go: one bathes and turns, one brings meals, one does both."""
    skills = (("bathing", "turning"), ("meal", "company"), ("bathing", "meal", "turning"))
    for member, able in zip(in_care.carers, skills, strict=False):
        new = service.NewCarer(
            str(member.account.ref), able, 8 * 60, 17 * 60, *POINT, traits=("woman",), days=tuple(range(7))
        )
        in_care.goers.append(service.set_carer("PING", new, **said(in_care.coordinator)))
    return in_care
