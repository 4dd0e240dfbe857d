"""Which times an adviser offers: a weekly pattern, without days of rest and absences, cut into times of one length."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

BEFORE, AFTER = timedelta(minutes=15), timedelta(minutes=30)
"""How long before it begins and after it ends a room link is shown."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """Minutes of a day of the week (Monday is 0) in which somebody advises."""

    weekday: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A time that can be booked."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Pattern:
    """All that says when somebody advises: hours of the week, length, days away, and what a day of rest is."""

    weekly: Sequence[Weekly]
    minutes: int
    away: Sequence[tuple[date, date]]
    is_rest: Callable[[date], bool]
    midnight: Callable[[date], datetime]


def offered(pattern: Pattern, first: date, last: date) -> Iterator[Offer]:
    """Yield every time of the days from ``first`` to ``last``, whether taken or not, in their order."""
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        if pattern.is_rest(day) or any(begin <= day <= end for begin, end in pattern.away):
            continue
        for each in sorted(pattern.weekly, key=lambda one: one.starts):
            if each.weekday == day.weekday():
                yield from _cut(pattern, day, each)


def free(offers: Iterable[Offer], taken: Sequence[tuple[datetime, datetime]], after: datetime) -> list[Offer]:
    """Return the times that begin after a moment and touch nothing that is taken."""
    return [
        one
        for one in offers
        if one.starts > after and not any(one.starts < end and begin < one.ends for begin, end in taken)
    ]


def room_is_open(starts: datetime, ends: datetime, at: datetime) -> bool:
    """Say whether the link to the room is shown at a moment: only around the hour."""
    return starts - BEFORE <= at <= ends + AFTER


def overlaps(weekly: Sequence[Weekly]) -> bool:
    """Say whether hours of a week overlap."""
    ordered = sorted(weekly, key=lambda one: (one.weekday, one.starts))
    pairs = itertools.pairwise(ordered)
    return any(one.weekday == two.weekday and two.starts < one.ends for one, two in pairs)


def _cut(pattern: Pattern, day: date, hours: Weekly) -> Iterator[Offer]:
    length = timedelta(minutes=pattern.minutes)
    starts = pattern.midnight(day) + timedelta(minutes=hours.starts)
    end = pattern.midnight(day) + timedelta(minutes=hours.ends)
    while starts + length <= end:
        yield Offer(starts, starts + length)
        starts += length
