"""A centre with a hall of two counters, another with rooms, and the people around them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

import pytest
from tests import cast
from tests.apps.centres import stage
from tests.city import AT, MAKER
from tests.rows import once

from linli.apps.centres import facts, service

HALL = service.HallWish(opens=8 * 60 + 30, closes=17 * 60, early=60)


def act(at=AT, actor=MAKER, **more):
    """What every service is told besides."""
    return {"actor": actor, "act_id": str(uuid.uuid4()), "at": at, **more}


@dataclass
class Place:
    """The centre's ref, its counters, its clerk."""

    city: object
    ref: str
    counters: list
    clerk: cast.Member
    keeper: cast.Member

    def take(self, business="social", at=AT, actor=None, **more):
        return service.take_number(self.ref, business, **act(at, actor or cast.STRANGER), **more)

    def call(self, which=0, at=AT, actor=None):
        return service.call_next(self.counters[which], **act(at, actor or self.clerk.actor))

    def board(self, at=AT):
        return facts.board(self.ref, at)


def build(city):
    new = service.NewCentre(
        code="PING-1", name_zh="平桥党群服务中心", name_en="Pingqiao centre", body="PING",
        area="990101001001", opened_on=date(2026, 1, 5),
    )  # fmt: skip
    ref = service.register_centre(new, **act())
    service.set_hall(ref, HALL, **act())
    service.set_business(
        ref, service.BusinessWish("A", "social", "社保、医保", "Social security", 10), **act()
    )
    service.set_business(ref, service.BusinessWish("B", "papers", "证明、盖章", "Papers", 6), **act())
    counters = [
        service.set_counter(ref, "1", ("social", "papers"), **act()),
        service.set_counter(ref, "2", ("social",), **act()),
    ]
    for one in counters:
        service.turn_counter(one, opens=True, **act())
    return Place(
        city,
        ref,
        counters,
        cast.clerk("/9901/990101/", city.body("PING")),
        cast.county_administrator("/9901/990101/"),
    )


@pytest.fixture
def place(city):
    return once("a centre with a hall", lambda: build(city))


@pytest.fixture
def centre(city):
    return stage.centre()


@pytest.fixture
def dance(centre):
    return stage.room(centre)


@pytest.fixture
def cinema(centre):
    return stage.room(centre, stage.CINEMA)
