"""The whole cast of the tests: each function gives an account and its actor, on bodies and areas of your choice."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from django.contrib.auth.hashers import make_password

from linli.kernel.access.actors import STRANGER, Actor
from linli.kernel.access.facts import actor_of_account
from linli.kernel.access.models import GrantRow
from linli.kernel.access.permissions import Role
from linli.kernel.identity.models import Account, AccountKind
from linli.kernel.identity.service import open_resident

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
PASSWORD = "lantern-bridge-42-willow"

CITY = "/1401/"
DISTRICT = "/1401/140105/"
SUBDISTRICT = "/1401/140105/140105001/"
COMMUNITY = "/1401/140105/140105001/140105001001/"
ELSEWHERE = "/1401/140106/140106001/140106001001/"

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Body:
    """What a test says about a body; apps that have real ones pass these two of it."""

    id: int
    ref: str


CENTRE = Body(901, "00000000-0000-4000-8000-000000000901")
STREET_LIGHTS = Body(902, "00000000-0000-4000-8000-000000000902")
WATER = Body(903, "00000000-0000-4000-8000-000000000903")
CHECK_TEAM = Body(904, "00000000-0000-4000-8000-000000000904")


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast."""

    account: Account | None
    actor: Actor


def resident(name: str = "王秀兰", *, phone: str | None = None) -> Member:
    """Somebody with a problem of her own; the same builder makes every private person."""
    number = phone or f"138{next(_numbers):08d}"
    account = open_resident(number, name=name, at=SINCE)
    return _member(account)


def joined_neighbour() -> Member:
    """Somebody who says "me too"; the test joins the case."""
    return resident("李建国")


def unrelated_neighbour() -> Member:
    """Somebody from next door who has nothing to do with it."""
    return resident("赵敏")


def guardian() -> Member:
    """A mother who acts for a child."""
    return resident("陈静")


def agent() -> Member:
    """A son who acts for his mother of 80; the test records her consent in `people`."""
    return resident("王磊")


def volunteer(area: str = COMMUNITY) -> Member:
    """Somebody who helps near home."""
    return staff(Role.VOLUNTEER, "孙阳", area=area)


def grid_worker(area: str = COMMUNITY) -> Member:
    """Walks the grid of one community."""
    return staff(Role.GRID_WORKER, "周桂英", area=area)


def field_inspector(area: str = DISTRICT) -> Member:
    """Collects and checks for the district's centre."""
    return staff(Role.FIELD_INSPECTOR, "冯强", area=area, body=CHECK_TEAM)


def clerk(area: str = SUBDISTRICT, body: Body = CENTRE) -> Member:
    """Sits at the counter of a service centre."""
    return staff(Role.CLERK, "吴丽", area=area, body=body)


def dispatcher(area: str = SUBDISTRICT, body: Body = CENTRE) -> Member:
    """Dispatches what comes in from an area."""
    return staff(Role.DISPATCHER, "郑涛", area=area, body=body)


def officer(body: Body = STREET_LIGHTS, area: str = DISTRICT) -> Member:
    """Handles cases of one body."""
    return staff(Role.OFFICER, "刘洋", area=area, body=body)


def officer_of_another_body(body: Body = WATER, area: str = DISTRICT) -> Member:
    """Handles cases of another body and sees none of the first's."""
    return staff(Role.OFFICER, "马军", area=area, body=body)


def checker(area: str = DISTRICT, body: Body = CHECK_TEAM) -> Member:
    """Checks on the spot what others completed."""
    return staff(Role.CHECKER, "黄芳", area=area, body=body)


def caller(area: str = DISTRICT, body: Body = CENTRE) -> Member:
    """Calls residents back."""
    return staff(Role.CALLER, "何霞", area=area, body=body)


def carer(body: Body = CENTRE, area: str = SUBDISTRICT) -> Member:
    """Keeps a day room and visits people at home."""
    return staff(Role.CARER, "田雨", area=area, body=body)


def care_coordinator(body: Body = CENTRE, area: str = SUBDISTRICT) -> Member:
    """Plans who cares for whom, and when."""
    return staff(Role.CARE_COORDINATOR, "秦岚", area=area, body=body)


def mediator(body: Body = CENTRE, area: str = SUBDISTRICT) -> Member:
    """Mediates disputes that the parties brought."""
    return staff(Role.MEDIATOR, "宋明", area=area, body=body)


def adviser(area: str = SUBDISTRICT) -> Member:
    """A lawyer or doctor who advises in hours of her own."""
    return staff(Role.ADVISER, "沈律", area=area)


def supervisor(area: str = DISTRICT) -> Member:
    """Watches dates and causes, issues supervision orders."""
    return staff(Role.SUPERVISOR, "高峰", area=area)


def county_administrator(area: str = DISTRICT) -> Member:
    """Keeps the matrix, packs, calendar and posts of a county."""
    return staff(Role.COUNTY_ADMINISTRATOR, "林慧", area=area)


def second_approver(area: str = DISTRICT) -> Member:
    """Agrees, as the second person, to what the first proposed."""
    return staff(Role.APPROVER, "罗斌", area=area)


def auditor(area: str = CITY) -> Member:
    """Reads everything, changes nothing."""
    return staff(Role.AUDITOR, "梁文", area=area)


def technical_administrator() -> Member:
    """Keeps the machines running and sees no personal data."""
    return staff(Role.TECHNICAL_ADMINISTRATOR, "谢宇", area="/")


def stranger() -> Member:
    """Nobody is signed in."""
    return Member(None, STRANGER)


def staff(role: Role, name: str, *, area: str = CITY, body: Body | None = None) -> Member:
    """A member of staff with one role, able to sign in with ``PASSWORD``."""
    account = Account(kind=AccountKind.STAFF, name=name, login=f"{role}-{next(_numbers)}", created_at=SINCE)
    account.password = _hashed()
    account.save()
    give(account, role, area=area, body=body)
    return _member(account)


def give(account: Account, role: Role, *, area: str = CITY, body: Body | None = None) -> GrantRow:
    """Add a role to an account, in force for all of the tests' time."""
    return GrantRow.objects.create(
        account=account,
        role=role,
        area_path=area,
        body_id=body.id if body else None,
        body_ref=body.ref if body else "",
        valid_from=SINCE,
    )


def actor_of(account: Account) -> Actor:
    """The actor of an account as it stands now."""
    actor = actor_of_account(account.pk, NOW)
    assert actor is not None
    return actor


@cache
def _hashed() -> str:
    """Hash once: a good password hash is slow on purpose."""
    return make_password(PASSWORD)


def _member(account: Account) -> Member:
    return Member(account, actor_of(account))


EVERYBODY = (
    resident,
    joined_neighbour,
    unrelated_neighbour,
    guardian,
    agent,
    volunteer,
    grid_worker,
    field_inspector,
    clerk,
    dispatcher,
    officer,
    officer_of_another_body,
    checker,
    caller,
    carer,
    care_coordinator,
    mediator,
    adviser,
    supervisor,
    county_administrator,
    second_approver,
    auditor,
    technical_administrator,
    stranger,
)
