"""When a hall is open, and when next."""

from datetime import UTC, date, datetime

from linli.core.slots.hours import Hours, is_open, opens_next

HALL = Hours(8 * 60 + 30, 17 * 60)


def weekday(day: date) -> bool:
    return day.weekday() < 5


def at(day, hour, minute=0):
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC)  # the 9th is a Friday


def test_open_by_the_hour_on_working_days():
    assert is_open(HALL, at(9, 8, 30), weekday)
    assert not is_open(HALL, at(9, 17), weekday)
    assert not is_open(HALL, at(10, 9), weekday)
    assert is_open(Hours(510, 1020, every_day=True), at(10, 9), weekday)


def test_a_little_early():
    assert not is_open(HALL, at(9, 8), weekday)
    assert is_open(HALL, at(9, 8), weekday, early=30)


def test_the_next_opening_leaps_over_days_off():
    assert opens_next(HALL, at(9, 7), weekday) == at(9, 8, 30)
    assert opens_next(HALL, at(9, 18), weekday) == at(12, 8, 30)
    assert opens_next(HALL, at(9, 18), lambda _: False) is None
