"""Opening hours are read as they are typed, and a day gets its line: weekday, holiday, working weekend."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.shared.outcomes import Problem
from linli.core.slots.week import DAYS, Day, Open, Week, read_hours, read_minute, read_week

USUAL = "1-5 08:30-12:00,14:00-18:00; 6-7 09:00-17:00"
FRIDAY, SATURDAY, FEAST = date(2026, 10, 9), date(2026, 10, 10), date(2026, 10, 1)
MORNING, DAY = Open(510, 720), Open(540, 1020)

minutes = st.integers(0, 96).map(lambda n: 15 * n)
hours = st.lists(minutes, min_size=0, max_size=6, unique=True).map(
    lambda ends: tuple(Open(a, b) for a, b in zip(*[iter(sorted(ends))] * 2, strict=False))
)
weeks = st.dictionaries(st.sampled_from(DAYS), hours).map(
    lambda said: Week({key: one for key, one in said.items() if one or key in {"holiday", "moved"}})
)


@given(weeks)
def test_a_week_is_read_as_it_was_written(week):
    assert read_week(week.text) == week


def test_days_that_are_not_mentioned_are_closed():
    week = read_week("1,3-4 08:30-12:00")
    assert week.on(Day(date(2026, 10, 12), working=True)) == (MORNING,)
    assert week.on(Day(date(2026, 10, 13), working=True)) == ()
    assert week.text == "1 08:30-12:00; 3-4 08:30-12:00"


def test_a_holiday_is_closed_unless_the_timetable_says_otherwise():
    feast = Day(FEAST, working=False, holiday=True)
    assert read_week(USUAL).on(feast) == ()
    assert read_week(USUAL + "; holiday 09:00-17:00").on(feast) == (DAY,)


def test_a_weekend_on_which_everybody_works_is_kept_like_a_monday():
    moved = Day(SATURDAY, working=True)
    assert read_week(USUAL).on(moved) == (MORNING, Open(840, 1080))
    assert read_week(USUAL + "; moved 09:00-17:00").on(moved) == (DAY,)
    assert read_week(USUAL + "; moved closed").on(moved) == ()
    assert read_week(USUAL).on(Day(SATURDAY, working=False)) == (DAY,)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1-5 8 to 12", "slots.not_hours"),
        ("1-5 12:00-08:30", "slots.not_hours"),
        ("1-5 08:61-12:00", "slots.not_hours"),
        ("1-5 08:30-12:00,11:00-13:00", "slots.hours_overlap"),
        ("1-5", "slots.not_a_week"),
        ("8 08:30-12:00", "slots.not_a_week"),
        ("Monday 08:30-12:00", "slots.not_a_week"),
        ("1-5 08:30-12:00; 5 09:00-10:00", "slots.day_twice"),
    ],
)
def test_what_cannot_be_read_is_named(text, code):
    found = read_week(text, "hours")
    assert isinstance(found, Problem)
    assert (found.field, found.code) == ("hours", code)


def test_times_of_day():
    assert [read_minute(one) for one in ("8:30", "24:00", "24:15", "9:60", "nine")] == [
        510,
        1440,
        None,
        None,
        None,
    ]
    assert read_hours("closed") == read_hours(" ") == ()
    assert read_week(" ; 1 08:30-12:00;").text == "1 08:30-12:00"
