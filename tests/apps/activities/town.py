"""What the tests of activities stand on: a centre, a class for children with two adults, families."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from tests import cast
from tests.city import AT, MAKER

from linli.apps.activities import service
from linli.apps.centres import service as centres
from linli.apps.people import facts as people_facts
from linli.apps.people import service as people
from linli.apps.people.service import Person

CENTRE = centres.NewCentre(
    code="PING-1", name_zh="平桥党群服务中心", name_en="Pingqiao centre", body="PING", area="990101001001",
    opened_on=date(2026, 1, 5),
)  # fmt: skip
FIRST = datetime(2026, 10, 17, 1, 0, tzinfo=AT.tzinfo)  # a Saturday, 09:00 in Shanghai
CARE = service.NewActivity(
    kind="holiday_care", centre="PING-1", title_zh="周末书法托管班", title_en="Saturday calligraphy",
    first=date(2026, 10, 17), last=date(2026, 10, 31), weekdays=(6,), starts=time(9), ends=time(11),
    places=2, age_from=6, age_to=12, fee_fen=0, bring_zh="毛笔、墨", bring_en="Brush and ink", room="二楼书画室",
    answer_hours=24,
)  # fmt: skip
TALK = replace(
    CARE, kind="talk", title_zh="防骗讲座", title_en="Against fraud", age_from=None, age_to=None, last=None,
    weekdays=(), places=30, link="https://meet.example/fanpian",
)  # fmt: skip
NIECE = date(2018, 5, 1)


def said(member, at=AT, **more):
    return {"actor": member.actor, "act_id": str(uuid.uuid4()), "at": at, **more}


def centre():
    return centres.register_centre(CENTRE, actor=MAKER, act_id=str(uuid.uuid4()), at=AT)


def publish(city, new=CARE, teacher=None, **changes):
    """An activity that is out, held by the clerk and a teacher."""
    clerk = city.people["clerk"]
    ref = service.plan_activity(replace(new, **changes), **said(clerk))
    service.name_helper(ref, clerk.account.login, "organiser", **said(clerk))
    service.name_helper(ref, teacher.account.login if teacher else "13900000077", "teacher", **said(clerk))
    service.publish_activity(ref, **said(clerk))
    return ref


def child(member, ref, name="陈小雨", born=NIECE, at=AT, **wish):
    return service.sign_up(ref, service.Wish(name=name, born=born, agrees=True, **wish), **said(member, at))


def household(member, head, *others):
    """A household: the member in the part ``head``, and (name, relation) of the others."""
    own = people.register_resident(
        Person(name=member.account.name, phone="13711112222", area="990101001001"), own=True, **said(member)
    )
    first = own
    if head != "head":
        first = _person("家长", str(13711113000))
    home = people.open_household("990101001001", "1 号楼 201", first, **as_maker())
    if head != "head":
        people.add_member(home, own, head, **as_maker())
    for n, (name, relation) in enumerate(others):
        people.add_member(home, _person(name, str(13711114000 + n)), relation, **as_maker())
    return home


def _person(name, phone):
    return people.register_resident(Person(name=name, phone=phone, area="990101001001"), **as_maker())


def as_maker():
    return {"actor": MAKER, "act_id": str(uuid.uuid4()), "at": AT}


def mother():
    return cast.guardian()


def codes(caught):
    return [(one.field, one.code) for one in caught.value.problems]


HOUR = timedelta(hours=1)
__all__ = [
    "AT",
    "CARE",
    "FIRST",
    "HOUR",
    "NIECE",
    "TALK",
    "centre",
    "child",
    "codes",
    "household",
    "people_facts",
]
