"""A city with volunteers of every kind: a teacher, a courier, a student of 17 and the mother, an old man who is helped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests import cast
from tests.city import AT, act_id, tiny_city
from tests.journeys.desk_pages.fixed import FixedTime

from linli.apps.volunteers import service
from linli.apps.volunteers.models import Volunteer
from linli.apps.volunteers.service import Application, NewTask, NewTeam
from linli.kernel.outbox.worker import deliver, fan_out

PING, CLOUD = "990101001001", "990101001002"
START = AT + timedelta(days=1, hours=1)  # Saturday, 10:00 in Shanghai
END = START + timedelta(hours=2)
MOTHER, PUPIL, OLD_MAN = "13900000002", "13900000003", "13900000004"


class Town:
    """The city, and short words for what people do in it."""

    def __init__(self, city):
        self.city = city
        self.people = city.people
        self.people["teacher"] = cast.resident("李老师", phone="13900000001")
        self.people["mother"] = cast.resident("陈静", phone=MOTHER)
        self.people["pupil"] = cast.resident("陈小雨", phone=PUPIL)
        self.people["old_man"] = cast.resident("王德福", phone=OLD_MAN)
        self.people["courier"] = cast.resident("赵强", phone="13900000005")
        self.people["friend"] = cast.resident("孙阳", phone="13900000006")

    def said(self, who, at=AT):
        return {"actor": self.people[who].actor, "act_id": act_id(), "at": at}

    def apply(self, who, at=AT, **more):
        wish = {"name": "李老师", "born": "1960-03-01", "area": PING, "agrees": True, **more}
        return service.apply(Application(**wish), **self.said(who, at))

    def join(self, who, at=AT, **more):
        ref = self.apply(who, at, **more)
        service.decide(ref, accept=True, **self.said("clerk", at))
        return ref

    def young(self, at=AT, *, agreed=True):
        ref = self.apply("pupil", at, name="陈小雨", born="2009-05-01", guardian_phone=MOTHER)
        if agreed:
            service.guardian_says(ref, agrees=True, **self.said("mother", at))
            service.decide(ref, accept=True, **self.said("clerk", at))
        return ref

    def team(self, kind="environment", name="柳溪护河队"):
        new = NewTeam(kind, name, self.city.ref("PING"), PING)
        return service.open_team(new, **self.said("clerk"))

    def task(self, who="clerk", **more):
        wish = {
            "kind": "errand", "title": "帮邻居取米面", "place": "平桥社区服务站门口", "area": PING,
            "body": self.city.ref("PING"), "starts_at": START, "ends_at": END, **more,
        }  # fmt: skip
        return service.open_task(NewTask(**wish), **self.said(who))

    def done(self, who, task=None, **more):
        """Take, begin and end a task; returns task and engagement."""
        from linli.apps.volunteers.facts.codes import start_code

        ref = task or self.task(**more)
        part = service.take(ref, **self.said(who))
        service.start(part, start_code(ref), **self.said(who, START))
        service.finish(part, start_code(ref), **self.said(who, END))
        return ref, part


@pytest.fixture
def town(db):
    return Town(tiny_city())


@pytest.fixture
def still(settings, monkeypatch):
    """Hold the clock of the pages still at the moment of the tests; call it to move it."""
    settings.MIDDLEWARE = ["tests.journeys.desk_pages.fixed.FixedTime", *settings.MIDDLEWARE]

    def at(moment):
        monkeypatch.setattr(FixedTime, "moment", moment)

    at(AT)
    return at


def hear(at=AT):
    while fan_out(at) or deliver(at):
        pass


def row(ref):
    return Volunteer.objects.get(ref=ref)
