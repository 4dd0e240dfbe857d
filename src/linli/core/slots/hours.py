"""When something is open: hours of a day, on working days or on every day, by the calendar that is passed in.

What is inside of something else is open only while that is; ``within`` gives its hours of a day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from linli.core.slots import week

Within = Callable[[date], week.Hours]

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

    def spans(
        self, day: date, is_working: Callable[[date], bool], within: Within | None = None
    ) -> week.Hours:
        """Return from when until when it is open on a day."""
        own = (week.Open(self.opens, self.closes),) if self.on(day, is_working) else ()
        return own if within is None else week.common(own, within(day))


def is_open(
    hours: Hours,
    at: datetime,
    is_working: Callable[[date], bool],
    *,
    early: int = 0,
    within: Within | None = None,
) -> bool:
    """Say whether it is open at a local moment, or opens within ``early`` minutes on that day."""
    minute = at.hour * 60 + at.minute
    return any(one.start - early <= minute < one.end for one in hours.spans(at.date(), is_working, within))


def opens_next(
    hours: Hours, at: datetime, is_working: Callable[[date], bool], *, within: Within | None = None
) -> datetime | None:
    """Return the next local moment after ``at`` at which it opens; None when not within two months."""
    for ahead in range(FAR):
        start = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=ahead)
        for one in hours.spans(start.date(), is_working, within):
            begins = start + timedelta(minutes=one.start)
            if begins > at:
                return begins
    return None
