"""How a date came about, in steps that a resident can follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from linli.core.clock.calendar import SATURDAY, Calendar
from linli.core.clock.instants import DAY, local, stamp
from linli.core.clock.limits import HOURS, WORKING, Limit, Unit
from linli.core.clock.timetable import Timetable
from linli.core.shared.intervals import Interval
from linli.core.shared.outcomes import Reason

_NAMED_AT_MOST = 12  # more holidays than this in one span are counted, not listed


@dataclass(frozen=True, slots=True)
class Course:
    """How a count ran: ``counted`` is the last day that the amount reached, ``last`` after rolling."""

    start: datetime
    limit: Limit
    end: datetime
    counted: date
    last: date
    pauses: tuple[Interval, ...]


def steps_of(course: Course, calendar: Calendar, timetable: Timetable) -> tuple[Reason, ...]:
    """Return the steps from the start to the end of a count."""
    limit = course.limit
    steps = [
        Reason(f"clock.limit.{limit.unit}", {"n": limit.amount}),
        Reason("clock.received", {"at": stamp(course.start)}),
        *_beginning(course, calendar, timetable),
    ]
    if limit.unit in WORKING:
        steps += _days_between(course, calendar)
    steps += _standing_still(course)
    steps += _ending(course, calendar)
    if limit.asks_calendar and course.last > calendar.last_certain_day:
        steps.append(Reason("clock.provisional", {"year": course.last.year}))
    return tuple(steps)


def _beginning(course: Course, calendar: Calendar, timetable: Timetable) -> Iterator[Reason]:
    day = course.start.date()
    unit = course.limit.unit
    if unit is Unit.EMERGENCY_HOURS:
        yield Reason("clock.around_the_clock")
    elif unit is Unit.WORKING_HOURS:
        open_now = calendar.is_working(day) and any(
            opening.start <= course.start < opening.end for opening in timetable.openings(day)
        )
        yield Reason("clock.within_hours" if open_now else "clock.outside_hours")
    elif course.limit.count_start_day:
        yield Reason("clock.start_day_counts", {"date": day.isoformat()})
    elif unit is Unit.WORKING_DAYS and not calendar.is_working(day):
        yield Reason("clock.received_on_rest_day", {"date": day.isoformat()})
    else:
        yield Reason("clock.start_day_not_counted", {"date": day.isoformat()})


def _days_between(course: Course, calendar: Calendar) -> list[Reason]:
    """Name the holidays on the way, the weekends in one sentence, and the weekend days worked."""
    rests: list[Reason] = []
    moved: list[Reason] = []
    weekends = 0
    from_start = course.limit.unit in HOURS or course.limit.count_start_day
    day = course.start.date() if from_start else course.start.date() + DAY
    while day <= course.last:
        kind = calendar.kind(day)
        if kind.working and day.weekday() >= SATURDAY:
            moved.append(Reason("clock.moved_working_day", {"date": day.isoformat()}))
        elif kind.name is not None:
            last = _last_of_holiday(day, kind.name, course.last, calendar)
            rests.append(holiday(kind.name, day, last))
            day = last
        elif not kind.working:
            weekends += 1
        day += DAY
    if len(rests) + len(moved) > _NAMED_AT_MOST:
        return [Reason("clock.many_holidays", {"holidays": len(rests), "moved": len(moved)})]
    if weekends:
        rests.append(Reason("clock.weekends", {"n": weekends}))
    return rests + moved


def _last_of_holiday(first: date, name: str, end: date, calendar: Calendar) -> date:
    last = first
    while last < end and calendar.kind(last + DAY).name == name:
        last += DAY
    return last


def holiday(name: str, first: date, last: date) -> Reason:
    """Say which holiday the days from first to last belong to."""
    if first == last:
        return Reason(f"clock.off_day.{name}", {"date": first.isoformat()})
    return Reason(
        f"clock.off.{name}",
        {"first": first.isoformat(), "last": last.isoformat(), "n": (last - first).days + 1},
    )


def _standing_still(course: Course) -> Iterator[Reason]:
    whole_days = course.limit.unit not in HOURS
    for pause in course.pauses:
        until = pause.end
        if until <= course.start:
            continue
        if whole_days:
            first, last = local(pause.start).date(), (local(until) - timedelta(microseconds=1)).date()
            yield Reason("clock.paused_days", {"first": first.isoformat(), "last": last.isoformat()})
        else:
            yield Reason("clock.paused_hours", {"start": stamp(pause.start), "end": stamp(until)})


def _ending(course: Course, calendar: Calendar) -> Iterator[Reason]:
    unit, at = course.limit.unit, {"at": stamp(course.end)}
    if unit in HOURS:
        yield Reason("clock.until", at)
        return
    if unit is Unit.WORKING_DAYS:
        yield Reason("clock.nth_working_day", {"n": course.limit.amount, "date": course.counted.isoformat()})
        yield Reason("clock.until_close", at)
        return
    yield Reason("clock.nth_day", {"n": course.limit.amount, "date": course.counted.isoformat()})
    if course.last != course.counted:
        yield Reason("clock.rolled", {"date": course.last.isoformat()})
    elif not calendar.is_working(course.counted):
        yield Reason("clock.stays_on_rest_day", {"date": course.counted.isoformat()})
    yield Reason("clock.until_midnight", {"date": course.last.isoformat()})
