"""Limits, opening hours and instants as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from linli.core.clock.instants import read_instant, read_stamp, stamp
from linli.core.clock.limits import Limit, Unit, read_limit
from linli.core.clock.timetable import TIMETABLE, Timetable, read_timetable
from linli.core.shared.outcomes import Problem


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("3 working_days", Limit(3, Unit.WORKING_DAYS)),
        (" 1  Working_Day ", Limit(1, Unit.WORKING_DAYS)),
        ("24_emergency_hours", Limit(24, Unit.EMERGENCY_HOURS)),
        ("30 calendar_days no_roll", Limit(30, Unit.CALENDAR_DAYS, roll=False)),
        (
            "30_calendar_days_no_roll_count_start_day",
            Limit(30, Unit.CALENDAR_DAYS, roll=False, count_start_day=True),
        ),
    ],
)
def test_limits_are_read(text, limit):
    assert read_limit(text) == limit
    assert read_limit(limit.text) == limit


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "clock.not_a_limit"),
        ("3", "clock.not_a_limit"),
        ("1.5 working_days", "clock.not_a_limit"),
        ("three working_days", "clock.not_a_limit"),
        ("３ working_days", "clock.not_a_limit"),
        ("3 weeks", "clock.unknown_unit"),
        ("3 working_day_", "clock.unknown_unit"),
        ("0 working_days", "clock.limit_not_positive"),
        ("-3 working_days", "clock.limit_not_positive"),
        ("100001 emergency_hours", "clock.limit_too_long"),
    ],
)
def test_what_is_no_limit_is_a_problem(text, code):
    assert read_limit(text).code == code


def test_hours_are_read_in_any_order_and_written_back():
    assert read_timetable("14:00-18:00, 8:30-12:00") == TIMETABLE
    text = "08:30-12:00,14:00-18:00; 06-01..09-30 08:00-12:00; 2026-12-01..2026-12-03 10:00-24:00"
    assert read_timetable(text).text == text
    assert read_timetable(read_timetable(text).text) == read_timetable(text)


def test_variants_hold_on_their_days():
    table = read_timetable("09:00-17:00; 12-20..01-10 10:00-16:00; 2026-06-01..2026-06-02 07:00-11:00")
    assert isinstance(table, Timetable)
    opens = {day: table.hours(date.fromisoformat(day))[0].start // 60 for day in (
        "2026-12-19", "2026-12-20", "2027-01-10", "2027-01-11", "2026-06-01", "2026-06-03", "2027-06-01",
    )}  # fmt: skip
    assert opens == {
        "2026-12-19": 9, "2026-12-20": 10, "2027-01-10": 10, "2027-01-11": 9,
        "2026-06-01": 7, "2026-06-03": 9, "2027-06-01": 9,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "clock.not_hours"),
        ("nine to five", "clock.not_hours"),
        ("12:00-08:30", "clock.not_an_opening"),
        ("08:30-08:30", "clock.not_an_opening"),
        ("08:30-24:30", "clock.not_an_opening"),
        ("08:75-12:00", "clock.not_an_opening"),
        ("08:30-12:00,11:00-18:00", "clock.openings_overlap"),
        ("08:30-12:00; summer 09:00-10:00", "clock.not_hours"),
        ("08:30-12:00; 2026-06-01..09-30 09:00-10:00", "clock.not_hours"),
        ("08:30-12:00; 2026-06-01..2026-05-30 09:00-10:00", "clock.not_a_span"),
        ("08:30-12:00; 06-31..09-30 09:00-10:00", "clock.not_a_span"),
        ("08:30-12:00; 06-01..09-30 x", "clock.not_hours"),
    ],
)
def test_what_are_no_hours_is_a_problem(text, code):
    found = read_timetable(text)
    assert isinstance(found, Problem)
    assert found.code == code


def test_instants_are_read_with_and_without_an_offset():
    assert read_instant("2026-09-30T16:00+08:00") == datetime(2026, 9, 30, 8, tzinfo=UTC)
    assert read_instant(" 2026-09-30 16:00 ") == datetime(2026, 9, 30, 8, tzinfo=UTC)
    assert read_instant("2026-09-30T16:00Z") == datetime(2026, 9, 30, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "clock.not_an_instant"),
        ("tomorrow", "clock.not_an_instant"),
        ("2026-02-30T10:00", "clock.not_an_instant"),
        ("0001-01-01T00:00+08:00", "clock.not_an_instant"),
        ("9999-12-31T23:00-08:00", "clock.not_an_instant"),
        ("2026-09-30", "clock.time_missing"),
        ("20260930", "clock.time_missing"),
    ],
)
def test_what_is_no_instant_is_a_problem(text, code):
    assert read_instant(text).code == code


def test_a_stamp_is_utc_with_six_decimals():
    at = datetime(2026, 9, 30, 8, 0, 0, 5, tzinfo=UTC)
    assert stamp(at) == "2026-09-30T08:00:00.000005Z"
    assert read_stamp(stamp(at)) == at
