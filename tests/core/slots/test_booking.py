"""May a room be booked then: every objection by field, and the free spans between what is taken."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.slots.booking import Limits, Now, Wish, check, free, hours_on, weekly
from linli.core.slots.giving import give
from linli.core.slots.week import Day, Open, read_week

WEEK = read_week("1-5 08:30-12:00,14:00-18:00")
MONDAY = date(2026, 10, 12)
LIMITS = Limits(days_ahead=30, longest=120, places=20)
WISH = Wish(MONDAY, 540, 660, 10)
NOW = Now(date(2026, 10, 9), 600)
WORKED = Day(MONDAY, working=True)


def codes(wish, day=WORKED, now=NOW, limits=LIMITS):
    hours = hours_on(WEEK, None, replace(day, day=wish.day), closed=False)
    return [(one.field, one.code) for one in check(wish, limits, replace(day, day=wish.day), hours, now)]


def test_a_wish_within_everything_is_free_of_objections():
    assert codes(WISH) == []


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"people": 0}, ("people", "slots.too_many_people")),
        ({"people": 21}, ("people", "slots.too_many_people")),
        ({"day": date(2026, 10, 8)}, ("day", "slots.past")),
        ({"day": date(2026, 12, 1)}, ("day", "slots.too_far")),
        ({"end": 540}, ("end", "slots.ends_before")),
        ({"end": 480}, ("end", "slots.ends_before")),
        ({"start": 1380, "end": 1500}, ("end", "slots.ends_before")),
        ({"end": 690}, ("end", "slots.too_long")),
        ({"start": 541}, ("start", "slots.quarters")),
        ({"start": 690, "end": 750}, ("end", "slots.open_until")),
        ({"start": 720, "end": 750}, ("start", "slots.outside_hours")),
        ({"start": 1080, "end": 1140}, ("start", "slots.outside_hours")),
        ({"day": date(2026, 10, 17)}, ("day", "slots.closed_day")),
    ],
)
def test_each_objection_names_its_field(wrong, found):
    assert found in codes(replace(WISH, **wrong), replace(WORKED, working="day" not in wrong))


def test_a_minute_ago_is_past_and_now_is_not():
    assert codes(WISH, now=Now(MONDAY, 541)) == [("day", "slots.past")]
    assert codes(WISH, now=Now(MONDAY, 540)) == []


def test_a_holiday_and_a_year_without_its_notice_are_told_apart():
    assert codes(WISH, Day(MONDAY, working=False, holiday=True)) == [("day", "slots.closed_holiday")]
    assert codes(WISH, replace(WORKED, provisional=True)) == [("day", "slots.year_not_out")]


def test_a_room_is_open_when_it_and_its_centre_are():
    own = read_week("1-7 11:00-15:00")
    assert hours_on(WEEK, own, WORKED, closed=False) == (Open(660, 720), Open(840, 900))
    assert hours_on(WEEK, own, WORKED, closed=True) == ()


def test_what_is_taken_is_cut_out():
    hours = (Open(510, 720), Open(840, 1080))
    assert free(hours, [Open(600, 660), Open(510, 540)]) == (Open(540, 600), Open(660, 720), Open(840, 1080))
    assert free(hours, [Open(480, 1200)]) == ()


spans = st.tuples(st.integers(0, 96), st.integers(1, 40)).map(lambda one: Open(one[0], one[0] + one[1]))


@given(st.lists(spans, max_size=8))
def test_free_and_taken_never_share_a_minute_and_miss_none(taken):
    hours = (Open(20, 60), Open(70, 100))
    left = {minute for one in free(hours, taken) for minute in range(one.start, one.end)}
    held = {minute for one in taken for minute in range(one.start, one.end)}
    whole = {minute for one in hours for minute in range(one.start, one.end)}
    assert left == whole - held


def test_every_week_on_the_same_day():
    assert weekly(MONDAY, 3) == (MONDAY, MONDAY + timedelta(7), MONDAY + timedelta(14))


wishes = st.lists(st.sampled_from("abc"), unique=True, max_size=3)


@given(st.lists(wishes, max_size=12), st.dictionaries(st.sampled_from("abc"), st.integers(1, 4)))
def test_nothing_is_given_too_often_nor_withheld_from_who_wanted_it(wanted, places):
    order = [(str(n), wish) for n, wish in enumerate(wanted)]
    given_ = give(order, places)
    counts = {one: [*given_.values()].count(one) for one in places}
    assert all(counts[one] <= places[one] for one in places)
    assert set(given_) == {number for number, _ in order}
    for number, wish in order:
        assert given_[number] in {"", *wish}
        if given_[number] == "":
            assert all(counts.get(one, 0) == places.get(one, 0) for one in wish)
