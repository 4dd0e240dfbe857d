"""Ages, hours and pay: the limits of the law at their edges."""

from datetime import date, datetime, timedelta

import pytest

from linli.core.clock.instants import BEIJING
from linli.core.matching import limits, pay

DAY = datetime(2026, 12, 1, tzinfo=BEIJING)


def codes(reasons):
    return [one.code for one in reasons]


def at(hour, minute=0):
    return DAY + timedelta(hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("born", "age"), [(date(2010, 12, 1), 16), (date(2010, 12, 2), 15), (date(2008, 2, 29), 18)]
)
def test_the_age_counts_full_years(born, age):
    assert limits.age_on(born, DAY.date()) == age


def test_nobody_below_sixteen_works():
    found = limits.age_problems(date(2010, 12, 2), at(8), at(12), dangerous=False)
    assert [(one.code, one.params["age"]) for one in found] == [("matching.below_sixteen", 15)]


def test_at_sixteen_neither_danger_nor_night_nor_long_days():
    born = date(2010, 1, 1)
    assert limits.age_problems(born, at(8), at(16), dangerous=False) == ()
    found = limits.age_problems(born, at(14), at(23), dangerous=True)
    assert codes(found) == ["matching.young_danger", "matching.young_night", "matching.young_hours"]


def test_from_eighteen_the_general_limits_hold():
    assert limits.age_problems(date(2008, 12, 1), at(22), at(30), dangerous=True) == ()


@pytest.mark.parametrize(
    ("starts", "ends", "night"),
    [(6, 22, False), (5, 9, True), (22, 23, True), (20, 22.5, True), (8, 12, False)],
)
def test_night_is_from_22_to_6(starts, ends, night):
    assert limits.at_night(at(starts), at(0) + timedelta(hours=ends)) is night


def test_a_shift_ends_after_it_starts_and_within_eleven_hours():
    assert limits.length_problem(at(8), at(8)).code == "matching.ends_first"
    assert limits.length_problem(at(8), at(19)) is None
    assert limits.length_problem(at(8), at(19, 30)).params == {"hours": "11.5", "most": "11"}


TABLE = (
    pay.MinimumWage("/14/", date(2023, 1, 1), 2130),
    pay.MinimumWage("/14/", date(2026, 1, 1), 2300),
    pay.MinimumWage("/14/1401/", date(2025, 1, 1), 2400),
)


def test_the_nearest_area_and_the_latest_day_hold():
    assert pay.in_force(TABLE, "/14/1401/", date(2026, 5, 1)).hourly == 2400
    assert pay.in_force(TABLE, "/14/1402/", date(2025, 5, 1)).hourly == 2130
    assert pay.in_force(TABLE, "/14/1402/", date(2022, 5, 1)) is None
    assert pay.in_force(TABLE, "/99/", date(2026, 5, 1)) is None


@pytest.mark.parametrize(
    ("given", "hour"),
    [
        (pay.Pay(2100, pay.Unit.HOUR), 2100),
        (pay.Pay(16_000, pay.Unit.DAY), 2000),
        (pay.Pay(150, pay.Unit.PIECE, 15), 2250),
    ],
)
def test_every_pay_is_compared_by_the_hour(given, hour):
    assert pay.hourly(given, 480) == hour


def test_three_yuan_below_the_minimum_is_refused_with_both_figures():
    no = pay.too_little(pay.Pay(2000, pay.Unit.HOUR), 480, TABLE[1])
    assert no.code == "matching.below_minimum"
    assert no.because == {"offered": 2000, "least": 2300, "since": "2026-01-01"}
    assert pay.too_little(pay.Pay(2300, pay.Unit.HOUR), 480, TABLE[1]) is None


def test_sums_are_rounded_for_the_worker():
    assert pay.sum_due(pay.Pay(2001, pay.Unit.HOUR), 90) == 3002
    assert pay.sum_due(pay.Pay(20_000, pay.Unit.DAY), 540) == 20_000
    assert pay.sum_due(pay.Pay(150, pay.Unit.PIECE, 10), 240) == 6000
    assert pay.sum_due(pay.Pay(150, pay.Unit.PIECE, 10), 240, pieces=7) == 1050
    assert pay.due_on(date(2026, 12, 1), 3) == date(2026, 12, 4)


def test_a_claim_ends_by_the_rule_of_the_day_it_fell_due():
    table = [pay.ClaimRule(date(2021, 1, 1), 3), pay.ClaimRule(date(2030, 1, 1), 5)]
    assert pay.last_claim(date(2020, 12, 31), table) is None
    assert pay.last_claim(date(2026, 10, 13), table) == date(2029, 10, 13)
    assert pay.last_claim(date(2028, 2, 29), table) == date(2031, 3, 1)
    assert pay.last_claim(date(2030, 1, 1), table) == date(2035, 1, 1)
