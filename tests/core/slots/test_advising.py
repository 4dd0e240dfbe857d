"""Times that an adviser offers."""

import itertools
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linli.core.slots.advising import Offer, Pattern, Weekly, free, offered, overlaps, room_is_open

MONDAY = date(2026, 10, 12)


def midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def pattern(*weekly, minutes=30, away=(), rest=()):
    return Pattern(weekly, minutes, away, lambda day: day in rest, midnight)


def at(day, hour, minute=0):
    return midnight(day) + timedelta(hours=hour, minutes=minute)


def test_hours_of_a_week_are_cut_into_times():
    found = list(offered(pattern(Weekly(0, 840, 910), Weekly(0, 540, 600)), MONDAY, MONDAY + timedelta(8)))
    first = [at(MONDAY, 9), at(MONDAY, 9, 30), at(MONDAY, 14), at(MONDAY, 14, 30)]
    assert [one.starts for one in found] == first[:2] + first[2:] + [one + timedelta(7) for one in first]


def test_rest_days_and_absences_offer_nothing():
    week = pattern(Weekly(0, 540, 600), Weekly(1, 540, 600), Weekly(2, 540, 600), rest={MONDAY}, away=[(MONDAY + timedelta(1), MONDAY + timedelta(1))])  # fmt: skip
    days = {one.starts.date() for one in offered(week, MONDAY, MONDAY + timedelta(3))}
    assert days == {MONDAY + timedelta(2)}


def test_what_is_taken_or_past_is_not_free():
    offers = [Offer(at(MONDAY, hour), at(MONDAY, hour + 1)) for hour in (9, 10, 11)]
    taken = [(at(MONDAY, 10, 30), at(MONDAY, 11))]
    assert free(offers, taken, at(MONDAY, 9)) == [offers[2]]


def test_the_room_is_open_around_the_hour_only():
    start, end = at(MONDAY, 9), at(MONDAY, 9, 30)
    assert not room_is_open(start, end, at(MONDAY, 8, 44))
    assert room_is_open(start, end, at(MONDAY, 8, 45))
    assert room_is_open(start, end, at(MONDAY, 10))
    assert not room_is_open(start, end, at(MONDAY, 10, 1))


def test_hours_that_overlap():
    assert overlaps([Weekly(0, 600, 700), Weekly(0, 540, 601)])
    assert not overlaps([Weekly(0, 600, 700), Weekly(1, 600, 700), Weekly(0, 540, 600)])


SPANS = st.tuples(st.integers(0, 6), st.integers(0, 1300), st.integers(10, 139)).map(
    lambda one: Weekly(one[0], one[1], one[1] + one[2])
)


@given(st.lists(SPANS, max_size=4), st.integers(10, 120))
def test_times_lie_within_hours_and_apart_when_hours_do(weekly, minutes):
    found = list(offered(pattern(*weekly, minutes=minutes), MONDAY, MONDAY + timedelta(6)))
    for one in found:
        start = one.starts.hour * 60 + one.starts.minute
        assert any(
            each.weekday == one.starts.weekday() and each.starts <= start and start + minutes <= each.ends
            for each in weekly
        )
    if not overlaps(weekly):
        assert all(one.ends <= two.starts for one, two in itertools.pairwise(found))
