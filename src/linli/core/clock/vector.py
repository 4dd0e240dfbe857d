"""The same dates for many starts at once: one table of the calendar, then array arithmetic only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from linli.core.clock.calendar import LAST_DAY, Calendar
from linli.core.clock.instants import DAY
from linli.core.clock.limits import Limit, Unit
from linli.core.clock.timetable import Timetable

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Instants = NDArray[np.datetime64]

_MINUTE = 60_000_000
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_BEIJING = 8 * _HOUR
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class DueMany:
    """One answer a start: NaT and ``refused`` where a single start would be refused."""

    at: Instants
    provisional: Bools
    refused: Bools


@dataclass(frozen=True, slots=True)
class _Table:
    """A calendar and a timetable as arrays; days count from ``first``, times are local microseconds."""

    first: int
    working: Bools
    workdays: Ints  # the working days in order
    done: Ints  # how many working days lie before each day
    next_working: Ints
    close: Ints  # close of business, by working day
    opens: Ints
    closes: Ints
    worked: Ints  # working time before each opening
    certain_days: int


def due_many(
    starts: Instants,
    limits: Limit | Sequence[Limit],
    calendar: Calendar,
    timetable: Timetable,
    which: Ints | None = None,
) -> DueMany:
    """Return when the limits end; ``starts`` are UTC ``datetime64``.

    ``limits`` is one for all, one for each start, or (with ``which``) a list that ``which`` points into.
    """
    table = _table(calendar, timetable)
    begun = starts.astype("datetime64[us]").astype(np.int64) + _BEIJING
    distinct, index = _distinct(limits, which, len(begun))
    end = np.full(len(begun), -1, dtype=np.int64)
    last = np.full(len(begun), -1, dtype=np.int64)
    inside = (begun >= table.first * _DAY) & (begun < (table.first + len(table.working)) * _DAY)
    for number, limit in enumerate(distinct):
        if limit.amount < 1:
            continue
        here = inside if index is None else inside & (index == number)
        end[here], last[here] = _count(begun[here], limit, table)
    refused = end < 0
    at = (end - _BEIJING).astype("datetime64[us]")
    at[refused] = np.datetime64("NaT")
    asks = np.array([limit.asks_calendar for limit in distinct])
    asked = asks[0] if index is None else asks[index]
    return DueMany(at, asked & (last >= table.certain_days), refused)


def _distinct(
    limits: Limit | Sequence[Limit], which: Ints | None, length: int
) -> tuple[Sequence[Limit], Ints | None]:
    if isinstance(limits, Limit):
        return (limits,), None
    if which is not None:
        return limits, which
    numbers: dict[Limit, int] = {}
    index = np.fromiter((numbers.setdefault(one, len(numbers)) for one in limits), np.int64, length)
    return tuple(numbers) or (Limit(1, Unit.WORKING_DAYS),), index


def _count(begun: Ints, limit: Limit, table: _Table) -> tuple[Ints, Ints]:
    """Return the local end and the day (of the table) it falls on; -1 where the table is too short."""
    if limit.unit is Unit.EMERGENCY_HOURS:
        end = begun + limit.amount * _HOUR
        day = (end - 1) // _DAY - table.first
        return _within(end, day, day < len(table.working))
    if limit.unit is Unit.WORKING_HOURS:
        return _working_hours(begun, limit, table)
    today = begun // _DAY - table.first
    if limit.unit is Unit.WORKING_DAYS:
        return _working_days(today, limit, table)
    last = today + limit.amount - limit.count_start_day
    fits = last < len(table.working)
    if limit.rolls:
        last = table.next_working[np.where(fits, last, 0)]
        fits &= last < len(table.working)
    return _within((last + 1 + table.first) * _DAY, last, fits)


def _working_days(today: Ints, limit: Limit, table: _Table) -> tuple[Ints, Ints]:
    nth = table.done[today + (not limit.count_start_day)] + limit.amount - 1
    fits = nth < len(table.workdays)
    nth = np.where(fits, nth, 0)
    return _within(table.close[nth], table.workdays[nth], fits)


def _working_hours(begun: Ints, limit: Limit, table: _Table) -> tuple[Ints, Ints]:
    now = np.searchsorted(table.closes, begun, side="right")
    still_open = now < len(table.closes)
    now = np.where(still_open, now, 0)
    goal = table.worked[now] + np.maximum(begun - table.opens[now], 0) + limit.amount * _HOUR
    after = table.worked[1:]  # working time up to the close of each opening
    then = np.searchsorted(after, goal, side="left")
    fits = still_open & (then < len(after))
    then = np.where(fits, then, 0)
    end = table.opens[then] + goal - table.worked[then]
    return _within(end, (end - 1) // _DAY - table.first, fits)


def _within(end: Ints, day: Ints, fits: Bools) -> tuple[Ints, Ints]:
    return np.where(fits, end, -1), np.where(fits, day, -1)


@lru_cache(maxsize=16)
def _table(calendar: Calendar, timetable: Timetable) -> _Table:
    first = date(calendar.first_year, 1, 1)
    days = [first + n * DAY for n in range((LAST_DAY - first).days + 1)]
    offset = (first - _EPOCH).days
    working = np.array([calendar.is_working(day) for day in days], dtype=np.bool_)
    workdays = np.flatnonzero(working).astype(np.int64)
    done = np.concatenate(([0], np.cumsum(working, dtype=np.int64)))
    following = np.append(workdays, len(days))  # beyond the table: does not fit
    hours = [timetable.hours(days[n]) for n in workdays]
    midnights = (workdays + offset) * _DAY
    which = np.repeat(np.arange(len(hours)), [len(openings) for openings in hours])
    flat = np.array([(one.start, one.end) for openings in hours for one in openings], dtype=np.int64)
    opens, closes = midnights[which] + flat[:, 0] * _MINUTE, midnights[which] + flat[:, 1] * _MINUTE
    ends = np.array([openings[-1].end for openings in hours], dtype=np.int64)
    return _Table(
        first=offset,
        working=working,
        workdays=workdays,
        done=done,
        next_working=following[done[:-1]],
        close=midnights + ends * _MINUTE,
        opens=opens,
        closes=closes,
        worked=np.concatenate(([0], np.cumsum(closes - opens))),
        certain_days=(calendar.last_certain_day - first).days + 1,
    )
