"""When limits end: each unit by its rule, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from linli.core.clock import SHIPPED, TIMETABLE, Due, due, read_limit, read_timetable
from linli.core.clock.instants import BEIJING, local
from linli.core.clock.limits import Limit, Unit
from linli.core.shared.intervals import Interval
from linli.core.shared.outcomes import Refusal


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def ends(start, limit, *, hours=None, pauses=()):
    timetable = read_timetable(hours) if hours else TIMETABLE
    pauses = tuple(Interval(at(one), at(other)) for one, other in pauses)
    found = due(at(start), read_limit(limit), SHIPPED, timetable, pauses=pauses)
    assert isinstance(found, Due), found
    return f"{local(found.at):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(
    ("start", "limit", "end"),
    [
        # the example: National Day, and a Saturday worked in exchange
        ("2026-09-30T16:00", "3 working_days", "2026-10-10T18:00"),
        ("2026-10-03T10:00", "1 working_days", "2026-10-08T18:00"),  # came in on a rest day
        ("2026-10-09T23:59", "1 working_days", "2026-10-10T18:00"),
        ("2026-10-09T10:00", "1 working_days count_start_day", "2026-10-09T18:00"),
        ("2026-10-11T10:00", "1 working_days count_start_day", "2026-10-12T18:00"),
        # opening hours only
        ("2026-11-18T09:00", "2 working_hours", "2026-11-18T11:00"),
        ("2026-11-18T11:00", "2 working_hours", "2026-11-18T15:00"),  # over lunch
        ("2026-11-18T12:30", "1 working_hours", "2026-11-18T15:00"),  # from the next opening
        ("2026-11-18T06:00", "1 working_hours", "2026-11-18T09:30"),
        ("2026-11-18T14:00", "4 working_hours", "2026-11-18T18:00"),  # the close, not the next opening
        ("2026-11-18T18:00", "1 working_hours", "2026-11-19T09:30"),
        ("2026-11-20T17:00", "2 working_hours", "2026-11-23T09:30"),  # over a weekend
        ("2026-10-09T17:30", "1 working_hours", "2026-10-10T09:00"),  # into a worked Saturday
        # day and night
        ("2026-09-30T23:00", "2 emergency_hours", "2026-10-01T01:00"),
        # 24:00 of the last day, written as 00:00 of the next
        ("2026-11-16T10:00", "3 calendar_days", "2026-11-20T00:00"),
        ("2026-11-18T10:00", "3 calendar_days", "2026-11-24T00:00"),  # Saturday -> Monday
        ("2026-11-18T10:00", "3 calendar_days no_roll", "2026-11-22T00:00"),
        ("2026-10-07T10:00", "3 calendar_days", "2026-10-11T00:00"),  # a worked Saturday is no rest day
        ("2026-11-16T10:00", "3 calendar_days count_start_day", "2026-11-19T00:00"),
        ("2026-09-30T16:00", "1 emergency_days", "2026-10-02T00:00"),
        ("2026-11-18T10:00", "3 emergency_days", "2026-11-22T00:00"),
        # 31 December 2005 was worked, by the notice
        ("2005-12-30T10:00", "1 working_days", "2005-12-31T18:00"),
    ],
)
def test_each_unit_by_its_rule(start, limit, end):
    assert ends(start, limit) == end


def test_other_opening_hours():
    assert ends("2026-11-18T09:00", "1 working_days", hours="09:00-17:00") == "2026-11-19T17:00"
    assert ends("2026-11-18T16:00", "2 working_hours", hours="09:00-17:00") == "2026-11-19T10:00"
    assert ends("2026-11-18T16:00", "24 working_hours", hours="00:00-24:00") == "2026-11-19T16:00"


def test_summer_hours_close_later_only_in_summer():
    hours = "08:30-12:00,14:00-18:00; 06-01..09-30 08:30-12:00,15:00-18:30"
    assert ends("2026-07-01T10:00", "1 working_days", hours=hours) == "2026-07-02T18:30"
    assert ends("2026-09-30T10:00", "1 working_days", hours=hours) == "2026-10-08T18:00"
    assert ends("2026-09-30T18:00", "1 working_hours", hours=hours) == "2026-10-08T09:00"


def test_the_start_is_read_in_beijing_time():
    evening = datetime(2026, 11, 17, 17, 0, tzinfo=UTC)  # 01:00 on the 18th
    found = due(evening, Limit(1, Unit.WORKING_DAYS), SHIPPED, TIMETABLE)
    assert local(found.at) == at("2026-11-19T18:00")


def test_a_pause_in_hours_is_deducted_exactly():
    lunch_to_three = [("2026-11-18T11:30", "2026-11-18T15:15")]
    assert ends("2026-11-18T11:00", "2 working_hours", pauses=lunch_to_three) == "2026-11-18T16:45"
    night = [("2026-11-18T22:00", "2026-11-19T01:30")]
    assert ends("2026-11-18T21:00", "2 emergency_hours", pauses=night) == "2026-11-19T02:30"


def test_a_day_touched_by_a_pause_does_not_count():
    touch = [("2026-11-19T23:00", "2026-11-20T08:00")]
    assert ends("2026-11-18T10:00", "2 working_days", pauses=touch) == "2026-11-24T18:00"
    assert ends("2026-11-18T10:00", "1 emergency_days", pauses=touch) == "2026-11-22T00:00"
    to_midnight = [("2026-11-19T09:00", "2026-11-20T00:00")]
    assert ends("2026-11-18T10:00", "1 working_days", pauses=to_midnight) == "2026-11-20T18:00"


def test_a_day_that_rolls_passes_over_a_pause_too():
    monday = [("2026-11-21T09:00", "2026-11-23T10:00")]
    assert ends("2026-11-18T10:00", "3 calendar_days", pauses=monday) == "2026-11-25T00:00"


def test_a_pause_after_the_date_does_not_heal_lateness():
    evening = [("2026-11-19T20:00", "2026-11-20T10:00"), ("2026-11-21T20:00", "2026-11-22T10:00")]
    assert ends("2026-11-18T10:00", "1 working_days", pauses=evening) == "2026-11-19T18:00"


def test_a_pause_before_the_start_is_nothing():
    before = [("2026-11-01T10:00", "2026-11-02T10:00")]
    assert ends("2026-11-18T10:00", "1 working_hours", pauses=before) == "2026-11-18T11:00"


@pytest.mark.parametrize(
    ("limit", "provisional"),
    [
        ("1 working_days", False),
        ("2 working_days", True),
        ("9 working_hours", True),
        ("1 calendar_days", False),
        ("3 calendar_days", True),
        ("3 calendar_days no_roll", False),
        ("48 emergency_hours", False),
        ("3 emergency_days", False),
    ],
)
def test_only_what_asks_the_calendar_is_provisional_after_its_end(limit, provisional):
    found = due(at("2026-12-30T17:00"), read_limit(limit), SHIPPED, TIMETABLE)
    assert found.provisional is provisional
    assert ("clock.provisional" in [step.code for step in found.steps]) is provisional
    assert found.calendar == SHIPPED.version


@pytest.mark.parametrize(
    ("start", "limit", "code"),
    [
        (at("2003-12-31T23:59"), "1 emergency_hours", "clock.before_calendar"),
        (datetime(1, 1, 1, tzinfo=UTC), "1 working_days", "clock.before_calendar"),
        (at("2100-01-01T00:00"), "1 working_days", "clock.after_horizon"),
        (datetime(9999, 12, 31, 23, tzinfo=UTC), "1 working_days", "clock.after_horizon"),
        (at("2099-12-31T10:00"), "1 working_days", "clock.too_far"),
        (at("2099-12-31T10:00"), "9 working_hours", "clock.too_far"),
        (at("2099-12-31T10:00"), "15 emergency_hours", "clock.too_far"),
        (at("2099-12-30T10:00"), "2 calendar_days", "clock.too_far"),
        (datetime(2026, 1, 1), "1 working_days", "clock.zone_missing"),  # noqa: DTZ001 - that is the mistake
    ],
)
def test_what_the_calendar_cannot_answer_is_refused(start, limit, code):
    found = due(start, read_limit(limit), SHIPPED, TIMETABLE)
    assert isinstance(found, Refusal)
    assert found.code == code


def test_the_last_instants_of_the_calendar_are_answered():
    assert ends("2099-12-31T10:00", "14 emergency_hours") == "2100-01-01T00:00"
    assert ends("2099-12-31T10:00", "6 working_hours") == "2099-12-31T18:00"


def test_a_limit_made_in_code_is_checked_too():
    assert due(at("2026-01-05T10:00"), Limit(0, Unit.WORKING_DAYS), SHIPPED, TIMETABLE).code == (
        "clock.limit_not_positive"
    )


def test_a_pause_to_beyond_the_calendar_is_refused():
    never = (Interval(at("2026-11-18T12:00"), at("2100-02-01T00:00")),)
    for unit in Unit:
        found = due(at("2026-11-18T10:00"), Limit(9, unit), SHIPPED, TIMETABLE, pauses=never)
        assert isinstance(found, Refusal), unit
    later = (*never, Interval(at("2101-01-01T00:00"), at("2101-01-02T00:00")))
    found = due(at("2026-11-18T10:00"), Limit(9, Unit.WORKING_DAYS), SHIPPED, TIMETABLE, pauses=later)
    assert found.code == "clock.too_far"


def codes(start, limit, pauses=()):
    pauses = tuple(Interval(at(one), at(other)) for one, other in pauses)
    return [step.code for step in due(at(start), read_limit(limit), SHIPPED, TIMETABLE, pauses=pauses).steps]


def test_the_steps_tell_what_happened():
    assert codes("2026-09-30T16:00", "3 working_days") == [
        "clock.limit.working_days",
        "clock.received",
        "clock.start_day_not_counted",
        "clock.off.national_day",
        "clock.moved_working_day",
        "clock.nth_working_day",
        "clock.until_close",
    ]
    assert codes("2026-09-30T16:00", "3 calendar_days")[-3:] == [
        "clock.nth_day",
        "clock.rolled",
        "clock.until_midnight",
    ]
    assert "clock.stays_on_rest_day" in codes("2026-09-30T16:00", "3 emergency_days")
    assert "clock.received_on_rest_day" in codes("2026-10-03T16:00", "3 working_days")
    assert "clock.start_day_counts" in codes("2026-10-09T16:00", "1 working_days count_start_day")
    assert "clock.around_the_clock" in codes("2026-10-09T16:00", "1 emergency_hours")
    assert "clock.within_hours" in codes("2026-10-09T16:00", "1 working_hours")
    assert "clock.outside_hours" in codes("2026-10-03T16:00", "1 working_hours")
    assert "clock.off_day.qingming" in codes("2023-04-04T16:00", "1 working_days")


def test_the_steps_count_weekends_and_too_many_holidays():
    found = due(at("2026-11-18T16:00"), read_limit("10 working_days"), SHIPPED, TIMETABLE)
    assert [step.params["n"] for step in found.steps if step.code == "clock.weekends"] == [4]
    many = due(at("2024-01-02T16:00"), read_limit("300 working_days"), SHIPPED, TIMETABLE)
    assert [step.params for step in many.steps if step.code == "clock.many_holidays"] == [
        {"holidays": 8, "moved": 10}
    ]


def test_the_steps_name_pauses_that_matter():
    pauses = [("2026-11-01T10:00", "2026-11-02T10:00"), ("2026-11-19T10:00", "2026-11-19T11:00")]
    assert codes("2026-11-18T16:00", "3 working_days", pauses).count("clock.paused_days") == 1
    assert codes("2026-11-18T16:00", "9 working_hours", pauses).count("clock.paused_hours") == 1


def test_a_long_limit_is_still_quick_and_right():
    found = due(at("2004-01-02T16:00"), Limit(20_000, Unit.WORKING_DAYS), SHIPPED, TIMETABLE)
    assert found.at - at("2004-01-02T16:00") > timedelta(days=28_000)
