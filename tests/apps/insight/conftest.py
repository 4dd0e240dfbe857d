"""A tiny city with a few cases whose course is told in a line each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.city import POINT, act_id

from linli.apps.cases import service
from linli.core.clock.instants import BEIJING

SUBJECT = "30428.2:component:01-02"


def at(text: str) -> datetime:
    """A moment in Beijing: "09-10 09:00" of 2026."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING).astimezone(UTC)


class Teller:
    """Tells cases: each word of a line is a move, with the time it happened."""

    def __init__(self, city):
        self.city = city

    def actor(self, who):
        return self.city.people[who].actor

    def tell(self, when, **more):
        told = service.Told(
            **{"body": "井盖碎了。", "lon": POINT[0], "lat": POINT[1], "subject": SUBJECT, **more}
        )
        return service.open_case(
            told, actor=self.actor("resident"), act_id=act_id(), at=at(when), occurred_at=at(when)
        )["ref"]

    def go(self, ref, name, who, when, **inputs):
        return service.move(
            ref, name, inputs, actor=self.actor(who), act_id=act_id(), at=at(when), occurred_at=at(when)
        )

    def dispatched(self, when, lead="DRAINS", **more):
        ref = self.tell(when, **more)
        self.go(ref, "accept", "clerk", when)
        self.go(ref, "dispatch", "dispatcher", when, lead=self.city.ref(lead))
        return ref

    def reported(self, when, done, **more):
        ref = self.dispatched(when, **more)
        self.go(ref, "take", "officer", when)
        self.go(ref, "report", "officer", done, outcome="explained", answer="换好了")
        return ref

    def checked(self, when, done, **more):
        ref = self.reported(when, done, **more)
        self.go(ref, "pass_check", "checker", done)
        return ref

    def closed(self, when, done, *, satisfaction="satisfied", result="solved", contacted=True, **more):
        ref = self.checked(when, done, **more)
        said = {} if result == "unreachable" else {"satisfaction": satisfaction}
        self.go(ref, "record_call_back", "caller", done, result=result, contacted_in_time=contacted, **said)
        return ref


@pytest.fixture
def teller(city):
    return Teller(city)


def later(moment: datetime, **by) -> datetime:
    return moment + timedelta(**by)
