"""How much working time lies between two instants."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from linli.core.clock.calendar import Calendar
from linli.core.clock.instants import DAY, local
from linli.core.clock.timetable import Timetable
from linli.core.shared.intervals import Interval


class Worked(NamedTuple):
    """Time inside opening hours, and working days counted as limits count them.

    ``days`` leaves out the day of the start: what is done on the day it came took 0 days.
    """

    time: timedelta
    days: int

    @property
    def hours(self) -> float:
        """The time in hours."""
        return self.time / timedelta(hours=1)


def working_time_between(start: datetime, end: datetime, calendar: Calendar, timetable: Timetable) -> Worked:
    """Return the working time from ``start`` to ``end``; nothing when the end is not later."""
    begun, ended = local(start), local(end)
    time, days = timedelta(0), 0
    day = begun.date()
    while day <= ended.date():
        if calendar.is_working(day):
            days += day > begun.date()
            for opening in timetable.openings(day):
                time += Interval(max(begun, opening.start), min(ended, opening.end)).length
        day += DAY
    return Worked(time, days)
