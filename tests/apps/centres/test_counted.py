"""What is counted in public of queues, lending and advice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.apps.centres.conftest import act
from tests.apps.centres.test_advising import MONDAY, Office
from tests.apps.centres.test_lending import Desk
from tests.city import AT

from linli.apps.centres import facts, service

SINCE, UNTIL = datetime(2026, 9, 30, 16, tzinfo=UTC), datetime(2026, 10, 31, 16, tzinfo=UTC)


def counted(area="/"):
    return {one.code: (one.numerator, one.denominator) for one in facts.counter_figures(SINCE, UNTIL, area)}


@pytest.mark.django_db
def test_what_the_counters_did_is_counted(place, django_assert_num_queries):
    assert counted()["counter_served"] == (0, 0)
    first = place.take()
    place.take()
    place.call(at=AT + timedelta(minutes=7))
    service.finish(first["ref"], **act(AT + timedelta(minutes=9), place.clerk.actor))
    desk, office = Desk(place), Office(place)
    desk.lend()
    desk.back(at=AT + timedelta(days=1))
    made = office.book()
    service.end_consultation(made["ref"], "kept", **act(MONDAY, office.lawyer.actor))
    with django_assert_num_queries(5):
        found = counted("/9901/")
    assert found == {
        "counter_served": (1, 2),
        "counter_wait": (7, None),
        "counter_books": (1, None),
        "counter_loans": (1, None),
        "counter_late": (0, 1),
        "counter_advice": (1, 1),
    }
    assert counted("/9902/")["counter_served"] == (0, 0)
