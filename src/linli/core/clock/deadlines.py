"""When a limit ends: one start, one limit, one date and the steps that lead to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta

from linli.core.clock.calendar import LAST_DAY, Calendar
from linli.core.clock.instants import DAY, TICK, local, midnight
from linli.core.clock.limits import HOURS, Limit, Unit
from linli.core.clock.steps import Course, steps_of
from linli.core.clock.timetable import Timetable
from linli.core.shared.intervals import Interval, merged, without
from linli.core.shared.outcomes import Reason, Refusal

_FAR = midnight(LAST_DAY) + DAY


@dataclass(frozen=True, slots=True)
class Due:
    """The instant (UTC) at which a limit ends, by which calendar, and why."""

    at: datetime
    provisional: bool
    calendar: str
    steps: tuple[Reason, ...]


def due(
    start: datetime,
    limit: Limit,
    calendar: Calendar,
    timetable: Timetable,
    *,
    pauses: Sequence[Interval] = (),
) -> Due | Refusal:
    """Return when ``limit`` ends if it starts at ``start`` and stands still during ``pauses``."""
    refusal = _refused(start, limit, calendar)
    if refusal is not None:
        return refusal
    begun = local(start)
    course = _course(begun, limit, calendar, timetable, pauses)
    if course is None:
        return Refusal(
            "clock.too_far", {"limit": f"{limit.amount} {limit.unit}", "last": LAST_DAY.isoformat()}
        )
    return Due(
        course.end.astimezone(UTC),
        limit.asks_calendar and course.last > calendar.last_certain_day,
        calendar.version,
        steps_of(course, calendar, timetable),
    )


def _refused(start: datetime, limit: Limit, calendar: Calendar) -> Refusal | None:
    if limit.amount < 1:
        return Refusal("clock.limit_not_positive", {"amount": limit.amount})
    if start.tzinfo is None:
        return Refusal("clock.zone_missing")
    # At the ends of time turning the zone would leave what a date can hold.
    year = start.year if start.year in {MINYEAR, MAXYEAR} else local(start).year
    if year < calendar.first_year:
        return Refusal("clock.before_calendar", {"year": year, "first_year": calendar.first_year})
    if year > LAST_DAY.year:
        return Refusal("clock.after_horizon", {"year": year, "last": LAST_DAY.isoformat()})
    return None


def _course(
    start: datetime,
    limit: Limit,
    calendar: Calendar,
    timetable: Timetable,
    pauses: Sequence[Interval],
) -> Course | None:
    """Take the pauses in one by one: one that begins after the end has come no longer matters."""
    count = _count_hours if limit.unit in HOURS else _count_days
    kept: tuple[Interval, ...] = ()
    course = count(start, limit, calendar, timetable, kept)
    for pause in merged(pauses):
        if course is None or pause.start >= course.end:
            break
        kept = (*kept, pause)
        course = count(start, limit, calendar, timetable, kept)
    return course


def _count_hours(
    start: datetime,
    limit: Limit,
    calendar: Calendar,
    timetable: Timetable,
    pauses: tuple[Interval, ...],
) -> Course | None:
    working = limit.unit is Unit.WORKING_HOURS
    windows = _opening_times(start, calendar, timetable) if working else iter([Interval(start, _FAR)])
    left = timedelta(hours=limit.amount)
    for window in windows:
        for part in without(window, pauses):
            if part.length >= left:
                end = part.start + left
                last = (end - TICK).date()
                return Course(start, limit, end, last, last, pauses)
            left -= part.length
    return None


def _opening_times(start: datetime, calendar: Calendar, timetable: Timetable) -> Iterator[Interval]:
    day = start.date()
    while day <= LAST_DAY:
        if calendar.is_working(day):
            for opening in timetable.openings(day):
                if opening.end > start:
                    yield Interval(max(start, opening.start), opening.end)
        day += DAY


def _count_days(
    start: datetime,
    limit: Limit,
    calendar: Calendar,
    timetable: Timetable,
    pauses: tuple[Interval, ...],
) -> Course | None:
    working = limit.unit is Unit.WORKING_DAYS
    still = _touched(pauses)
    left = limit.amount
    day = start.date() if limit.count_start_day else start.date() + DAY
    while day <= LAST_DAY:
        if day not in still and (not working or calendar.is_working(day)):
            left -= 1
            if left == 0:
                break
        day += DAY
    last = _rolled(day, limit, calendar, still)
    if last > LAST_DAY:
        return None
    end = timetable.close(last) if working else midnight(last) + DAY
    return Course(start, limit, end, day, last, pauses)


def _rolled(day: date, limit: Limit, calendar: Calendar, still: frozenset[date]) -> date:
    """Return the day itself, or for rolling units the next working day on which the clock runs."""
    while limit.rolls and day <= LAST_DAY and (day in still or not calendar.is_working(day)):
        day += DAY
    return day


def _touched(pauses: tuple[Interval, ...]) -> frozenset[date]:
    """Return every day that holds an instant of a pause."""
    touched = set()
    for pause in pauses:
        day, last = local(pause.start).date(), (local(pause.end) - TICK).date()
        while day <= last:
            touched.add(day)
            day += DAY
    return frozenset(touched)
