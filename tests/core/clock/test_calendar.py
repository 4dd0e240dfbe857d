"""The shipped calendar, day by day against two outside sources."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from linli.core.clock.calendar import Calendar, DayKind
from linli.core.clock.calendar_cn import SHIPPED
from linli.core.clock.statutory import statutory_days

HOLIDAYS = Path(__file__).parents[4] / "shared/data/holidays"

# The notice for 2006 (国办发明电〔2005〕35号) makes Saturday 31 December 2005 a working day in exchange
# for 3 January 2006; all three sources carry the day off and lost the working day.
DECIDED_BY_NOTICE = {date(2005, 12, 31): True}

DAYS = [date(2004, 1, 1) + timedelta(n) for n in range((date(2026, 12, 31) - date(2004, 1, 1)).days + 1)]


def differences(is_working):
    return {day: SHIPPED.is_working(day) for day in DAYS if SHIPPED.is_working(day) != is_working(day)}


def test_every_day_agrees_with_the_package_but_for_what_the_notice_says():
    package = pytest.importorskip("chinese_calendar", reason="install requirements/dev.txt to compare")
    assert differences(package.is_workday) == DECIDED_BY_NOTICE


def test_every_day_agrees_with_the_csv_of_the_shared_data():
    path = HOLIDAYS / "chinese_calendar_2004_2026.csv"
    if not path.exists():
        pytest.skip(f"{path} is not here: the comparison with the second source was left out")
    with path.open(encoding="utf-8") as file:
        rows = {date.fromisoformat(row["date"]): row["is_workday"] == "1" for row in csv.DictReader(file)}
    assert differences(lambda day: rows.get(day, day.weekday() < 5)) == DECIDED_BY_NOTICE


def test_every_day_agrees_with_the_json_of_the_shared_data():
    path = HOLIDAYS / "chinese-days.json"
    if not path.exists():
        pytest.skip(f"{path} is not here: the comparison with the third source was left out")
    told = json.loads(path.read_text(encoding="utf-8"))

    def is_working(day):
        text = day.isoformat()
        return text in told["workdays"] or (text not in told["holidays"] and day.weekday() < 5)

    assert differences(is_working) == DECIDED_BY_NOTICE


@pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_the_working_days_that_are_published(year, days):
    assert sum(SHIPPED.is_working(day) for day in DAYS if day.year == year) == days


def test_what_the_notices_say_is_possible():
    for notice in SHIPPED.notices:
        resting = [day for rest in notice.rests for day in rest.days]
        assert len(resting) == len(set(resting)), notice.year
        assert all(day.weekday() >= 5 for day in notice.working), notice.year
        assert not set(resting) & set(notice.working), notice.year


def test_a_day_is_told_with_its_holiday():
    assert SHIPPED.kind(date(2026, 10, 7)) == DayKind(working=False, provisional=False, name="national_day")
    assert SHIPPED.kind(date(2026, 10, 10)) == DayKind(working=True, provisional=False)
    assert SHIPPED.kind(date(2026, 10, 11)) == DayKind(working=False, provisional=False)


def test_after_the_last_notice_days_are_provisional_and_statutory_holidays_are_off():
    assert SHIPPED.kind(date(2027, 3, 1)) == DayKind(working=True, provisional=True)
    assert SHIPPED.kind(date(2027, 10, 1)) == DayKind(working=False, provisional=True, name="national_day")
    assert SHIPPED.kind(date(2027, 2, 5)).name == "spring_festival"
    assert SHIPPED.kind(date(2027, 10, 9)) == DayKind(working=False, provisional=True)


def test_before_the_first_notice_nothing_is_certain():
    assert SHIPPED.kind(date(2003, 12, 31)) == DayKind(working=True, provisional=True)


def test_the_version_names_the_content():
    assert SHIPPED.version.startswith("cn-2026-")
    assert SHIPPED.last_certain_day == date(2026, 12, 31)
    assert SHIPPED.notice(2026).year == 2026
    assert SHIPPED.notice(2027) is None
    assert hash(SHIPPED) == hash(Calendar(SHIPPED.version, 2004, 2026, (), {}, frozenset()))


@pytest.mark.parametrize("year", range(2008, 2027))
def test_the_rule_for_qingming_gives_the_days_that_were_off(year):
    day = next(day for day, name in statutory_days(year).items() if name == "qingming")
    assert SHIPPED.kind(day).name == "qingming"


def test_lunar_holidays_are_known_to_2050_and_the_fixed_ones_after():
    assert len(statutory_days(2027)) == 13
    assert len(statutory_days(2031)) == 12, "Mid-Autumn is 1 October"
    assert len(statutory_days(2051)) == 7
