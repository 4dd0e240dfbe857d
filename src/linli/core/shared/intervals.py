"""Stretches of time, half-open: the start belongs to them and the end does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From ``start`` up to but not including ``end``; empty when the end is not later."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasts, never negative."""
        return max(self.end - self.start, timedelta(0))


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the same time as ordered stretches that neither touch nor overlap."""
    joined: list[Interval] = []
    for one in sorted(one for one in intervals if one.end > one.start):
        if joined and one.start <= joined[-1].end:
            joined[-1] = Interval(joined[-1].start, max(joined[-1].end, one.end))
        else:
            joined.append(one)
    return tuple(joined)


def without(whole: Interval, holes: Sequence[Interval]) -> Iterator[Interval]:
    """Yield what is left of ``whole`` when the merged ``holes`` are cut out of it."""
    start = whole.start
    for hole in holes:
        if hole.end > start and hole.start < whole.end:
            if hole.start > start:
                yield Interval(start, hole.start)
            start = hole.end
    if start < whole.end:
        yield Interval(start, whole.end)
