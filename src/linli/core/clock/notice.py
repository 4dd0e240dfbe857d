"""A year's notice as a file says it: read, checked, and taken into a new version of the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import cast

from linli.core.clock.calendar import LAST_DAY, SATURDAY, Calendar, Notice, Rest, calendar_of
from linli.core.clock.statutory import statutory_days
from linli.core.shared.outcomes import JsonValue, Problem

HOLIDAYS = (
    "new_year",
    "spring_festival",
    "qingming",
    "labour_day",
    "dragon_boat",
    "mid_autumn",
    "national_day",
    "victory_day",
)
"""The names a notice may use; ``victory_day`` was given once, in 2015."""

_KEYS = ("year", "source", "holidays", "working")  # not "off", which YAML reads as false
_REST_KEYS = frozenset({"name", "from", "to"})
_EDGE = timedelta(days=15)  # New Year's weekend may be arranged across the turn of the year
_LONGEST = timedelta(days=15)
_SOURCE_LENGTH = 200


def read_notice(raw: object) -> Notice | tuple[Problem, ...]:
    """Read and check what a YAML or JSON file of a notice holds (docs/legal-time.md shows one)."""
    if not isinstance(raw, Mapping):
        return (Problem("", "clock.notice_not_a_mapping"),)
    unknown = [
        Problem(str(key), "clock.notice_unknown_key", {"key": str(key), "keys": ", ".join(_KEYS)})
        for key in raw
        if key not in _KEYS
    ]
    year = raw.get("year")
    if not isinstance(year, int) or isinstance(year, bool) or not 2004 <= year <= LAST_DAY.year:  # noqa: PLR2004
        return (*unknown, Problem("year", "clock.notice_year", {"first": 2004, "last": LAST_DAY.year}))
    rests, rest_problems = _read_rests(raw.get("holidays"))
    working, day_problems = _read_working(raw.get("working", []))
    source = raw.get("source", "")
    problems = [*unknown, *rest_problems, *day_problems]
    if not isinstance(source, str) or len(source) > _SOURCE_LENGTH:
        problems.append(Problem("source", "clock.notice_source", {"most": _SOURCE_LENGTH}))
    if problems:
        return tuple(problems)
    notice = Notice(year, tuple(rests), tuple(sorted(working)), str(source))
    return tuple(_contradictions(notice)) or notice


def amended(calendar: Calendar, notice: Notice) -> Calendar | tuple[Problem, ...]:
    """Return the calendar with this notice in it, in place of an older one for the same year.

    Years may not be skipped, and a notice may not turn over what its neighbours have decided.
    """
    if not calendar.first_year <= notice.year <= calendar.last_year + 1:
        params = {"year": notice.year, "next": calendar.last_year + 1}
        return (Problem("year", "clock.notice_gap", params),)
    others = [one for one in calendar.notices if one.year != notice.year]
    problems = tuple(
        problem
        for other in others
        if abs(other.year - notice.year) == 1
        for problem in _disputes(notice, other)
    )
    return problems or calendar_of([*others, notice])


def read_calendar(stored: Mapping[str, JsonValue]) -> Calendar | tuple[Problem, ...]:
    """Read back what ``Calendar.to_json`` wrote."""
    notices = []
    for raw in cast("list[JsonValue]", stored["notices"]):
        notice = read_notice(raw)
        if not isinstance(notice, Notice):
            return notice
        notices.append(notice)
    return calendar_of(notices)


def read_day(raw: object) -> date | None:
    """Read a day as YAML (a date) or JSON (its text) gives it."""
    if type(raw) is date:  # a datetime is a date too, but no day
        return raw
    try:
        return date.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        return None


def _read_rests(raw: object) -> tuple[list[Rest], list[Problem]]:
    if not isinstance(raw, Sequence) or isinstance(raw, str) or not raw:
        return [], [Problem("holidays", "clock.notice_holidays_missing")]
    rests: list[Rest] = []
    problems: list[Problem] = []
    for number, one in enumerate(raw, start=1):
        read = _read_rest(one, f"holidays.{number}")
        if isinstance(read, Rest):
            rests.append(read)
        else:
            problems.append(read)
    return rests, problems


def _read_rest(raw: object, where: str) -> Rest | Problem:
    if not isinstance(raw, Mapping) or not {"name", "from"} <= raw.keys() <= _REST_KEYS:
        return Problem(where, "clock.notice_rest")
    if raw["name"] not in HOLIDAYS:
        return Problem(
            where, "clock.notice_unknown_holiday", {"name": str(raw["name"]), "names": ", ".join(HOLIDAYS)}
        )
    first, last = read_day(raw["from"]), read_day(raw.get("to", raw["from"]))
    if first is None or last is None:
        return Problem(where, "clock.notice_not_a_day", {"text": f"{raw['from']} - {raw.get('to', '')}"})
    if not timedelta(0) <= last - first < _LONGEST:
        return Problem(where, "clock.notice_span", {"first": first.isoformat(), "last": last.isoformat()})
    return Rest(str(raw["name"]), first, last)


def _read_working(raw: object) -> tuple[list[date], list[Problem]]:
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        return [], [Problem("working", "clock.notice_working")]
    days: list[date] = []
    problems: list[Problem] = []
    for number, one in enumerate(raw, start=1):
        day = read_day(one)
        if day is None:
            problems.append(Problem(f"working.{number}", "clock.notice_not_a_day", {"text": str(one)}))
        else:
            days.append(day)
    return days, problems


def _contradictions(notice: Notice) -> Iterator[Problem]:
    """Yield what cannot be right in a notice that could be read."""
    first, last = date(notice.year, 1, 1) - _EDGE, date(notice.year, 12, 31) + _EDGE
    seen: set[date] = set()
    for where, day, working in _days(notice):
        told = {"date": day.isoformat()}
        if not first <= day <= last:
            yield Problem(where, "clock.notice_other_year", {**told, "year": notice.year})
        if day in seen:
            yield Problem(where, "clock.notice_twice", told)
        elif working and day.weekday() < SATURDAY:
            yield Problem(where, "clock.notice_works_anyway", told)
        seen.add(day)
    off = {day for rest in notice.rests for day in rest.days}
    for day in sorted(_always_off(notice.year) - off):
        yield Problem("holidays", "clock.notice_statutory_missing", {"date": day.isoformat()})


def _days(notice: Notice) -> Iterator[tuple[str, date, bool]]:
    for number, rest in enumerate(notice.rests, start=1):
        for day in rest.days:
            yield f"holidays.{number}", day, False
    for number, day in enumerate(notice.working, start=1):
        yield f"working.{number}", day, True


def _always_off(year: int) -> set[date]:
    """The days that were off by law under every version of it: a notice without them was cut off."""
    names = {"new_year", "labour_day", "national_day"}
    second_of_may = date(year, 5, 2)  # only since 2025, and until 2007
    return {day for day, name in statutory_days(year).items() if name in names} - {second_of_may}


def _disputes(notice: Notice, other: Notice) -> Iterator[Problem]:
    off = {day for rest in other.rests for day in rest.days}
    for where, day, working in _days(notice):
        if day in (off if working else other.working):
            yield Problem(where, "clock.notice_disputes", {"date": day.isoformat(), "year": other.year})
