"""May this room be booked then? Hours, limits and the calendar in; every objection out, each mendable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from linli.core.shared.outcomes import Problem
from linli.core.slots.week import MINUTES_A_DAY, Day, Hours, Open, Week, common, write_hours, write_minute

STEP = 15
"""Bookings begin and end on a quarter of an hour."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a room allows: days ahead, minutes at a time, people."""

    days_ahead: int
    longest: int
    places: int


@dataclass(frozen=True, slots=True)
class Wish:
    """A room wanted on a day, from a minute up to another, for so many people."""

    day: date
    start: int
    end: int
    people: int = 1


@dataclass(frozen=True, slots=True)
class Now:
    """The day and the minute at which it is asked."""

    day: date
    minute: int


def hours_on(week: Week, own: Week | None, day: Day, *, closed: bool) -> Hours:
    """Return a room's hours on a day: its own where it has some, and never outside its centre's."""
    if closed:
        return ()
    centre = week.on(day)
    return centre if own is None else common(own.on(day), centre)


def check(wish: Wish, limits: Limits, day: Day, hours: Hours, now: Now) -> tuple[Problem, ...]:
    """Return every objection to a wish, the first ones first."""
    return tuple(_wrong(wish, limits, day, hours, now))


def wrong_day(on: date, limits: Limits, day: Day, now: Now) -> Problem | None:
    """Return why nothing can be booked on a day yet: it is too far ahead, or its holidays are not announced."""
    if on > now.day + timedelta(days=limits.days_ahead):
        return Problem("day", "slots.too_far", {"days": limits.days_ahead})
    if day.provisional:
        return Problem("day", "slots.year_not_out", {"year": on.year})
    return None


def _wrong(wish: Wish, limits: Limits, day: Day, hours: Hours, now: Now) -> Iterator[Problem]:
    if not 0 < wish.people <= limits.places:
        yield Problem("people", "slots.too_many_people", {"most": limits.places})
    if (wish.day, wish.start) < (now.day, now.minute):
        yield Problem("day", "slots.past")
        return
    if not_yet := wrong_day(wish.day, limits, day, now):
        yield not_yet
        return
    yield from _wrong_span(wish, limits)
    if not hours:
        yield Problem(
            "day", "slots.closed_holiday" if day.holiday and not day.working else "slots.closed_day"
        )
    elif wish.end > wish.start and not any(one.start <= wish.start and wish.end <= one.end for one in hours):
        yield _outside(wish, hours)


def _outside(wish: Wish, hours: Hours) -> Problem:
    """Say until when it is open where a shorter time fits, otherwise when it is open."""
    here = next((one for one in hours if one.start <= wish.start <= one.end - STEP), None)
    if here is None:
        return Problem("start", "slots.outside_hours", {"hours": write_hours(hours)})
    minutes = here.end - wish.start
    return Problem("end", "slots.open_until", {"until": write_minute(here.end), "minutes": minutes})


def _wrong_span(wish: Wish, limits: Limits) -> Iterator[Problem]:
    if wish.end <= wish.start or wish.end > MINUTES_A_DAY:
        yield Problem("end", "slots.ends_before", {"start": write_minute(wish.start)})
    elif wish.end - wish.start > limits.longest:
        yield Problem("end", "slots.too_long", {"minutes": limits.longest})
    if wish.start % STEP or wish.end % STEP:
        yield Problem("start", "slots.quarters")


def free(hours: Hours, taken: Sequence[Open]) -> Hours:
    """Return what is left of the hours of a day when the taken spans are cut out."""
    left: list[Open] = []
    for one in hours:
        start = one.start
        for other in sorted(taken):
            if other.end <= start or other.start >= one.end:
                continue
            if other.start > start:
                left.append(Open(start, other.start))
            start = max(start, other.end)
        if start < one.end:
            left.append(Open(start, one.end))
    return tuple(left)


def weekly(first: date, times: int) -> tuple[date, ...]:
    """Return the days of a booking that comes round every week."""
    return tuple(first + timedelta(weeks=n) for n in range(times))
