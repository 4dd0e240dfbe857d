"""Running clocks: started, paused, resumed, extended, stopped, and counted anew."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.clock import (
    SHIPPED,
    TIMETABLE,
    ClockKind,
    ClockState,
    Limit,
    Unit,
    explain,
    extend,
    is_overdue,
    pause,
    read_limit,
    recompute,
    resume,
    start_clock,
    stop,
)
from linli.core.clock.calendar import calendar_of
from linli.core.clock.instants import BEIJING
from linli.core.clock.notice import amended, read_notice
from linli.core.shared.intervals import Interval
from linli.core.shared.outcomes import Refusal

FEW = settings(max_examples=60, deadline=None, derandomize=True)

NOTICE_2027 = read_notice(
    {
        "year": 2027,
        "holidays": [
            {"name": "new_year", "from": "2027-01-01", "to": "2027-01-03"},
            {"name": "spring_festival", "from": "2027-02-05", "to": "2027-02-11"},
            {"name": "labour_day", "from": "2027-05-01", "to": "2027-05-05"},
            {"name": "national_day", "from": "2027-10-01", "to": "2027-10-07"},
        ],
        "working": ["2027-01-30", "2027-02-20", "2027-05-08", "2027-09-26", "2027-10-09"],
    }
)
WITH_2027 = amended(SHIPPED, NOTICE_2027)
YEARS_TO_2025 = calendar_of(SHIPPED.notices[:-1])


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def started(limit="3 working_days", when="2026-11-18T10:00", kind=ClockKind.PROMISE, calendar=SHIPPED):
    return start_clock("promise", kind, "body-1", read_limit(limit), at(when), calendar, TIMETABLE)


def test_a_clock_starts_with_its_date():
    state = started()
    assert state.due == state.told_due == at("2026-11-23T18:00")
    assert (state.limit, state.extensions, state.running) == ("3_working_days", 0, True)
    assert start_clock(
        "a", "holder", None, read_limit("1 working_days"), at("2003-01-01T10:00"), SHIPPED, TIMETABLE
    ).code == ("clock.before_calendar")


def test_a_pause_moves_the_date_when_the_clock_runs_again():
    still = pause(started(), at("2026-11-19T10:00"))
    assert (still.running, still.due) == (False, at("2026-11-23T18:00"))
    going = resume(still, at("2026-11-20T09:00"), SHIPPED, TIMETABLE)
    assert (going.running, going.due) == (True, at("2026-11-25T18:00"))
    assert going.pauses == (Interval(at("2026-11-19T10:00"), at("2026-11-20T09:00")),)


def test_steps_out_of_order_are_refused():
    state = started()
    still = pause(state, at("2026-11-19T10:00"))
    assert pause(state, at("2026-11-17T10:00")).code == "clock.out_of_order"
    assert pause(still, at("2026-11-20T10:00")).code == "clock.already_paused"
    assert resume(state, at("2026-11-20T10:00"), SHIPPED, TIMETABLE).code == "clock.not_paused"
    assert resume(still, at("2026-11-18T10:00"), SHIPPED, TIMETABLE).code == "clock.out_of_order"
    going = resume(still, at("2026-11-20T09:00"), SHIPPED, TIMETABLE)
    assert pause(going, at("2026-11-20T08:00")).code == "clock.out_of_order"
    assert stop(going, at("2026-11-20T08:00")).code == "clock.out_of_order"


def test_a_stopped_clock_stays_stopped():
    done = stop(started(), at("2026-11-19T10:00"))
    assert done.stopped == at("2026-11-19T10:00")
    assert not done.running
    assert pause(done, at("2026-11-20T10:00")).code == "clock.stopped"
    assert stop(done, at("2026-11-20T10:00")).code == "clock.stopped"
    assert (
        extend(done, Limit(1, Unit.WORKING_DAYS), at("2026-11-20T10:00"), SHIPPED, TIMETABLE).code
        == "clock.stopped"
    )


def test_stopping_a_paused_clock_ends_the_pause():
    done = stop(pause(started(), at("2026-11-19T10:00")), at("2026-11-30T10:00"))
    assert done.paused_since is None
    assert done.pauses == (Interval(at("2026-11-19T10:00"), at("2026-11-30T10:00")),)


def test_an_extension_is_counted_after_the_date_that_stands():
    state = started("3 calendar_days")  # Saturday, moved to Monday 24:00
    assert state.due == at("2026-11-24T00:00")
    longer = extend(state, read_limit("2 calendar_days"), at("2026-11-19T10:00"), SHIPPED, TIMETABLE)
    assert (longer.due, longer.extensions) == (at("2026-11-26T00:00"), 1)
    again = extend(
        longer, read_limit("1 working_days"), at("2026-11-19T10:00"), SHIPPED, TIMETABLE, max_extensions=2
    )
    assert again.due == at("2026-11-26T18:00")
    refused = extend(
        again, read_limit("1 working_days"), at("2026-11-19T10:00"), SHIPPED, TIMETABLE, max_extensions=2
    )
    assert refused == Refusal("clock.no_more_extensions", {"n": 2})


def test_what_is_overdue_cannot_be_extended():
    state = started()
    assert not is_overdue(state, at("2026-11-23T18:00"))
    assert is_overdue(state, at("2026-11-23T18:01"))
    assert (
        extend(state, read_limit("1 working_days"), at("2026-11-23T18:01"), SHIPPED, TIMETABLE).code
        == "clock.already_due"
    )


def test_overdue_is_measured_when_the_clock_stood_still():
    still = pause(started(), at("2026-11-19T10:00"))
    assert not is_overdue(still, at("2027-01-01T10:00"))
    assert is_overdue(stop(started(), at("2026-11-30T10:00")), at("2026-11-30T10:00"))
    assert not is_overdue(stop(started(), at("2026-11-20T10:00")), at("2027-11-20T10:00"))


def test_a_clock_survives_being_stored():
    still = pause(started(), at("2026-11-19T10:00"))
    going = extend(
        resume(still, at("2026-11-20T09:00"), SHIPPED, TIMETABLE),
        read_limit("2 working_hours"),
        at("2026-11-20T10:00"),
        SHIPPED,
        TIMETABLE,
    )
    for state in (started(), still, going, stop(going, at("2026-11-30T10:00"))):
        stored = json.loads(json.dumps(state.to_json()))
        assert ClockState.from_json(stored) == state
        assert all(" " not in value for value in stored.values() if isinstance(value, str))
    assert going.to_json()["due"] == "2026-11-26T02:30:00.000000Z"


def test_what_would_end_beyond_the_calendar_is_refused():
    far = started("14000 working_days", "2043-01-01T10:00")
    assert isinstance(far, ClockState)
    by = read_limit("9000 working_days")
    assert extend(far, by, at("2043-01-02T10:00"), SHIPPED, TIMETABLE).code == "clock.too_far"
    twice = replace(far, added=("9000_working_days", "1_working_days"))
    assert recompute(twice, WITH_2027, TIMETABLE).code == "clock.too_far"
    assert explain(twice, SHIPPED, TIMETABLE)[-1].code == "clock.too_far"


def test_a_provisional_date_stays_provisional_when_extended_by_hours():
    longer = extend(
        started("3 working_days", "2026-12-31T10:00"),
        read_limit("5 emergency_hours"),
        at("2026-12-31T11:00"),
        SHIPPED,
        TIMETABLE,
    )
    assert longer.provisional


def test_the_resident_is_told_when_the_notice_moves_the_date():
    state = started("3 working_days", "2027-02-05T10:00", calendar=SHIPPED)
    assert (state.provisional, state.due) == (True, at("2027-02-11T18:00"))
    moved = recompute(state, WITH_2027, TIMETABLE)
    assert (moved.state.due, moved.state.provisional) == (at("2027-02-16T18:00"), False)
    assert moved.state.calendar == WITH_2027.version
    assert [reason.code for reason in moved.tell] == ["clock.tell_resident_later"]


def test_the_handler_is_told_later_dates_only():
    state = started("1 working_days", "2027-01-29T10:00", ClockKind.HOLDER)
    assert state.due == at("2027-02-01T18:00")
    kept = recompute(
        state, WITH_2027, TIMETABLE
    )  # Saturday the 30th is worked: earlier, so it is not held to it
    assert (kept.state.due, kept.tell) == (state.due, ())
    assert not kept.state.provisional
    resident = recompute(started("1 working_days", "2027-01-29T10:00"), WITH_2027, TIMETABLE)
    assert [reason.code for reason in resident.tell] == ["clock.tell_resident_earlier"]
    later = recompute(started("3 working_days", "2027-02-05T10:00", ClockKind.HOLDER), WITH_2027, TIMETABLE)
    assert [reason.code for reason in later.tell] == ["clock.tell_handler_later"]


def test_nothing_moves_without_cause():
    state = started()
    assert recompute(state, SHIPPED, TIMETABLE).state is state
    done = stop(state, at("2026-11-19T10:00"))
    assert recompute(done, WITH_2027, TIMETABLE).state is done
    same = recompute(state, WITH_2027, TIMETABLE)
    assert (same.state.due, same.tell) == (state.due, ())


def test_explain_tells_the_whole_course():
    still = pause(started("3 calendar_days"), at("2026-11-19T10:00"))
    going = resume(still, at("2026-11-20T09:00"), SHIPPED, TIMETABLE)
    longer = extend(going, read_limit("2 working_days"), at("2026-11-20T10:00"), SHIPPED, TIMETABLE)
    told = [reason.code for reason in explain(longer, SHIPPED, TIMETABLE)]
    assert told[0] == "clock.limit.calendar_days"
    assert told.count("clock.received") == 1
    assert {"clock.paused_days", "clock.extended.working_days", "clock.stands_at"} <= set(told)
    assert [reason.code for reason in explain(still, SHIPPED, TIMETABLE)][-2] == "clock.paused_now"
    ended = explain(stop(longer, at("2026-11-21T10:00")), WITH_2027, TIMETABLE)
    assert [reason.code for reason in ended][-3:] == [
        "clock.stopped_at",
        "clock.by_calendar",
        "clock.newer_calendar",
    ]


moments = st.datetimes(datetime(2024, 1, 2), datetime(2027, 11, 1), timezones=st.just(UTC))  # noqa: DTZ001
limits = st.builds(Limit, st.integers(1, 40), st.sampled_from(Unit), st.booleans())
waits = st.timedeltas(timedelta(0), timedelta(days=15))


@FEW
@given(moments, limits, st.lists(st.tuples(waits, waits), max_size=3), limits)
def test_pauses_and_extensions_never_shorten(start, limit, pauses, by):
    state = start_clock("a", "holder", None, limit, start, SHIPPED, TIMETABLE)
    now = start
    for wait, length in pauses:
        still = pause(state, now + wait)
        now += wait + length
        going = resume(still, now, SHIPPED, TIMETABLE)
        assert going.due >= state.due
        state = going
    if not is_overdue(state, now):
        longer = extend(state, by, now, SHIPPED, TIMETABLE)
        assert longer.due >= state.due
        assert longer.due > state.due or by.unit is Unit.EMERGENCY_HOURS or longer.provisional


@FEW
@given(moments, limits, st.sampled_from(ClockKind), st.permutations([YEARS_TO_2025, SHIPPED, WITH_2027]))
def test_told_dates_are_kept_when_calendars_change(start, limit, kind, calendars):
    state = start_clock("a", kind, None, limit, start, calendars[0], TIMETABLE)
    for calendar in calendars[1:]:
        again = recompute(state, calendar, TIMETABLE)
        if kind is ClockKind.HOLDER:
            assert again.state.told_due >= state.told_due
        if again.state.told_due > state.told_due:
            assert again.tell, "a later date is told"
        if kind is ClockKind.PROMISE and again.state.told_due != state.told_due:
            assert again.tell
        state = again.state


@pytest.mark.parametrize("unit", list(Unit))
def test_the_json_of_a_clock_holds_no_blank(unit):
    state = started(f"2 {unit} no_roll")
    assert " " not in json.dumps(state.to_json(), separators=(",", ":"))
