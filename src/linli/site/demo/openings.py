"""Working time as a line of minutes: what happens in offices happens while they are open."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta

from linli.core.clock.calendar import Calendar
from linli.core.clock.limits import Limit, Unit, read_limit
from linli.core.clock.timetable import TIMETABLE
from linli.core.shared.outcomes import Problem

WORKING_DAY = 450.0  # minutes of the usual timetable
_OF_A_DAY = {Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.EMERGENCY_DAYS}


class Openings:
    """The opening hours of a span of days."""

    def __init__(self, first: date, last: date, calendar: Calendar) -> None:
        self._starts: list[datetime] = []
        self._ends: list[datetime] = []
        self._before: list[float] = []
        total, day = 0.0, first
        while day <= last:
            for opening in TIMETABLE.openings(day) if calendar.is_working(day) else ():
                self._starts.append(opening.start)
                self._ends.append(opening.end)
                self._before.append(total)
                total += (opening.end - opening.start).total_seconds() / 60
            day += timedelta(days=1)

    def minutes(self, at: datetime) -> float:
        """Return how many minutes offices were open before a moment."""
        n = bisect_right(self._starts, at) - 1
        if n < 0:
            return 0.0
        return self._before[n] + (min(at, self._ends[n]) - self._starts[n]).total_seconds() / 60

    def instant(self, minutes: float) -> datetime:
        """Return the moment by which offices were open for so many minutes."""
        n = max(bisect_right(self._before, minutes) - 1, 0)
        return self._starts[n] + timedelta(minutes=minutes - self._before[n])

    def after(self, at: datetime, minutes: float) -> datetime:
        """Return the moment so many open minutes later."""
        return self.instant(self.minutes(at) + minutes)


def spend(openings: Openings, at: datetime, limit: str, share: float) -> datetime:
    """Return the moment at which a share of a limit is used up."""
    read = read_limit(limit)
    amount = read if isinstance(read, Limit) else None
    if isinstance(read, Problem) or amount is None:
        return openings.after(at, WORKING_DAY * share)
    if amount.unit is Unit.EMERGENCY_HOURS:
        return at + timedelta(hours=amount.amount * share)
    if amount.unit is Unit.WORKING_HOURS:
        return openings.after(at, 60 * amount.amount * share)
    days = amount.amount if amount.unit in _OF_A_DAY else 1
    factor = 5 / 7 if amount.unit is not Unit.WORKING_DAYS else 1.0
    return openings.after(at, WORKING_DAY * days * factor * share)
