"""When something is open: hours of a day, on working days or on every day, by the calendar that is passed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

FAR = 60
"""Days; no holiday is longer."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes of the day from ``opens`` to ``closes``; ``every_day``, or on working days only."""

    opens: int
    closes: int
    every_day: bool = False

    def on(self, day: date, is_working: Callable[[date], bool]) -> bool:
        """Say whether it opens on a day."""
        return self.every_day or is_working(day)


def is_open(hours: Hours, at: datetime, is_working: Callable[[date], bool], *, early: int = 0) -> bool:
    """Say whether it is open at a local moment, or opens within ``early`` minutes on that day."""
    minute = at.hour * 60 + at.minute
    return hours.opens - early <= minute < hours.closes and hours.on(at.date(), is_working)


def opens_next(hours: Hours, at: datetime, is_working: Callable[[date], bool]) -> datetime | None:
    """Return the next local moment after ``at`` at which it opens; None when not within two months."""
    for ahead in range(FAR):
        start = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=ahead)
        begins = start + timedelta(minutes=hours.opens)
        if begins > at and hours.on(start.date(), is_working):
            return begins
    return None
