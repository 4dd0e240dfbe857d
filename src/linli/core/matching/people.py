"""Workers and shifts as the matching sees them: what they can, when, where; nothing else about anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

HIGHEST_LEVEL = 8
"""新八级工: apprentice, junior, intermediate, senior, technician, senior technician, special, chief technician."""


@dataclass(frozen=True, slots=True)
class Free:
    """A stretch of a weekday (Monday is 1), in minutes after midnight; 1440 is the end of the day."""

    weekday: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who looks for work: trades with levels, stretches of free time, a place and how far from it.

    ``since`` is when the waiting began: the last shift, or the first day on the list.
    """

    ref: str
    trades: Mapping[str, int]
    free: tuple[Free, ...]
    born: date
    since: datetime
    lon: float
    lat: float
    reach: int  # metres


@dataclass(frozen=True, slots=True)
class Shift:
    """Some hours of work at a place, for so many people; moments are those of the local clock."""

    ref: str
    trade: str
    level: int
    starts: datetime
    ends: datetime
    places: int
    lon: float
    lat: float
    dangerous: bool = False

    @property
    def minutes(self) -> int:
        """Return how long it lasts."""
        return int((self.ends - self.starts).total_seconds()) // 60
