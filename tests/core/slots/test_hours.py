"""When a hall is open, and when next."""

from datetime import UTC, date, datetime

from linli.core.slots.hours import Hours, is_open, opens_next
from linli.core.slots.week import Open

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


def test_what_is_inside_of_a_house_is_open_only_while_the_house_is():
    def house(day):
        return (Open(510, 720), Open(840, 1080)) if weekday(day) else ()

    late = Hours(510, 1320, every_day=True)
    assert is_open(late, at(9, 11, 59), weekday, within=house)
    assert not is_open(late, at(9, 12, 30), weekday, within=house)
    assert is_open(late, at(9, 13, 30), weekday, early=60, within=house)
    assert not is_open(late, at(9, 18, 39), weekday, within=house)
    assert not is_open(late, at(10, 9), weekday, within=house)
    assert opens_next(late, at(9, 12, 30), weekday, within=house) == at(9, 14)
    assert opens_next(late, at(9, 18, 39), weekday, within=house) == at(12, 8, 30)
