"""What must hold of every date, whatever the start, the limit and the pauses."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.clock import SHIPPED, TIMETABLE, Due, due, read_timetable, working_time_between
from linli.core.clock.limits import Limit, Unit
from linli.core.clock.vector import due_many
from linli.core.shared.intervals import Interval, merged, without
from linli.core.shared.outcomes import Refusal

SEASONS = read_timetable(
    "08:30-12:00,14:00-18:00; 06-01..09-30 08:00-12:00,15:00-18:30; 12-20..01-10 00:00-24:00"
)
FEW = settings(max_examples=80, deadline=None, derandomize=True)

instants = st.datetimes(datetime(2004, 1, 2), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
anywhere = st.datetimes(datetime(2003, 12, 30), datetime(2100, 1, 3), timezones=st.just(UTC))  # noqa: DTZ001
limits = st.builds(Limit, st.integers(1, 90), st.sampled_from(Unit), st.booleans(), st.booleans())
timetables = st.sampled_from([TIMETABLE, SEASONS])
lengths = st.timedeltas(timedelta(0), timedelta(days=20))


@st.composite
def starts_with_pauses(draw):
    start = draw(instants)
    begins = draw(st.lists(st.timedeltas(timedelta(days=-3), timedelta(days=60)), max_size=3))
    pauses = [Interval(start + begin, start + begin + draw(lengths)) for begin in begins]
    return start, tuple(pauses)


def end(*args, **kwargs):
    found = due(*args, **kwargs)
    assert isinstance(found, Due)
    return found.at


@FEW
@given(starts_with_pauses(), limits, timetables, starts_with_pauses())
def test_a_pause_never_shortens_a_date(one, limit, timetable, other):
    start, pauses = one
    more = (*pauses, *(Interval(start + (p.start - other[0]), start + (p.end - other[0])) for p in other[1]))
    free = end(start, limit, SHIPPED, timetable)
    paused = end(start, limit, SHIPPED, timetable, pauses=pauses)
    assert start < free <= paused <= end(start, limit, SHIPPED, timetable, pauses=more)


@FEW
@given(starts_with_pauses(), lengths, limits, timetables)
def test_a_later_start_never_gives_an_earlier_date(one, later, limit, timetable):
    start, pauses = one
    first = end(start, limit, SHIPPED, timetable, pauses=pauses)
    assert first <= end(start + later, limit, SHIPPED, timetable, pauses=pauses)


@FEW
@given(instants, limits, st.integers(1, 30), timetables)
def test_a_longer_limit_never_ends_earlier(start, limit, more, timetable):
    longer = Limit(limit.amount + more, limit.unit, limit.roll, limit.count_start_day)
    assert end(start, limit, SHIPPED, timetable) <= end(start, longer, SHIPPED, timetable)


@FEW
@given(instants, st.integers(1, 60), timetables)
def test_working_hours_are_the_working_time_that_passes(start, hours, timetable):
    found = end(start, Limit(hours, Unit.WORKING_HOURS), SHIPPED, timetable)
    assert working_time_between(start, found, SHIPPED, timetable).time == timedelta(hours=hours)
    just_before = found - timedelta(microseconds=1)
    assert working_time_between(start, just_before, SHIPPED, timetable).time < timedelta(hours=hours)


@FEW
@given(instants, st.integers(1, 60), timetables)
def test_working_days_are_the_working_days_that_pass(start, days, timetable):
    found = end(start, Limit(days, Unit.WORKING_DAYS), SHIPPED, timetable)
    before_midnight = found - timedelta(microseconds=1)  # where the office closes at 24:00
    assert working_time_between(start, before_midnight, SHIPPED, timetable).days == days


@FEW
@given(st.lists(st.tuples(anywhere, limits), max_size=30), timetables)
def test_many_at_once_are_the_same_as_one_by_one(rows, timetable):
    starts = np.array([start.replace(tzinfo=None) for start, _ in rows], dtype="datetime64[us]")
    many = due_many(starts, [limit for _, limit in rows], SHIPPED, timetable)
    for (start, limit), at, provisional, refused in zip(
        rows, many.at, many.provisional, many.refused, strict=True
    ):
        one = due(start, limit, SHIPPED, timetable)
        assert isinstance(one, Refusal) == bool(refused) == bool(np.isnat(at))
        if isinstance(one, Due):
            assert at.astype(datetime).replace(tzinfo=UTC) == one.at
            assert bool(provisional) == one.provisional


@FEW
@given(st.lists(instants, max_size=20), limits)
def test_one_limit_for_many(starts, limit):
    column = np.array([start.replace(tzinfo=None) for start in starts], dtype="datetime64[s]")
    whole = [start.replace(microsecond=0) for start in starts]
    one = due_many(column, limit, SHIPPED, TIMETABLE)
    pointed = due_many(column, [limit], SHIPPED, TIMETABLE, which=np.zeros(len(starts), dtype=np.int64))
    expected = [np.datetime64(end(start, limit, SHIPPED, TIMETABLE).replace(tzinfo=None)) for start in whole]
    assert list(one.at) == list(pointed.at) == expected


def test_many_refuse_what_one_refuses():
    starts = np.array(["2026-01-05T02:00", "NaT"], dtype="datetime64[us]")
    assert list(due_many(starts, Limit(1, Unit.WORKING_DAYS), SHIPPED, TIMETABLE).refused) == [False, True]
    assert due_many(starts, Limit(0, Unit.WORKING_DAYS), SHIPPED, TIMETABLE).refused.all()


@FEW
@given(st.lists(st.tuples(instants, lengths), max_size=6), instants, lengths)
def test_cutting_holes_loses_exactly_their_time(spans, start, length):
    holes = merged(Interval(begin, begin + span) for begin, span in spans)
    whole = Interval(start, start + length)
    left = list(without(whole, holes))
    inside = sum(
        (Interval(max(hole.start, whole.start), min(hole.end, whole.end)).length for hole in holes),
        timedelta(0),
    )
    assert sum((part.length for part in left), timedelta(0)) + inside == whole.length
    assert all(one.end < other.start for one, other in itertools.pairwise(left))
