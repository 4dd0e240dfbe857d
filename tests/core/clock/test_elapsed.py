"""Working time between two instants."""

from __future__ import annotations

from datetime import datetime, timedelta

from linli.core.clock import BEIJING, SHIPPED, TIMETABLE, working_time_between


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def test_time_inside_opening_hours_and_days_after_the_first():
    worked = working_time_between(at("2026-11-18T11:00"), at("2026-11-19T09:00"), SHIPPED, TIMETABLE)
    assert (worked.time, worked.days) == (timedelta(hours=5, minutes=30), 1)
    assert worked.hours == 5.5


def test_rest_days_are_nothing():
    worked = working_time_between(at("2026-09-30T18:00"), at("2026-10-08T08:30"), SHIPPED, TIMETABLE)
    assert (worked.time, worked.days) == (timedelta(0), 1)


def test_backwards_is_nothing():
    assert working_time_between(at("2026-11-18T11:00"), at("2026-11-18T09:00"), SHIPPED, TIMETABLE) == (
        timedelta(0),
        0,
    )
