"""Opening hours of a week: of each weekday, of holidays, and of weekends on which everybody works.

Written "1-5 08:30-12:00,14:00-18:00; 6,7 09:00-17:00; holiday 09:00-12:00; moved 08:30-18:00". What is not mentioned is
closed; a working weekend is kept like a Monday unless ``moved`` says otherwise.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from linli.core.shared.outcomes import Problem

MINUTES_A_DAY = 24 * 60
MINUTES_AN_HOUR = 60
MONDAY, SATURDAY = "1", 6
HOLIDAY, MOVED = "holiday", "moved"
DAYS = ("1", "2", "3", "4", "5", "6", "7", HOLIDAY, MOVED)
_SPAN = re.compile(r"([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})")
_WEEKDAYS = re.compile(r"[1-7](-[1-7])?(,[1-7](-[1-7])?)*")


@dataclass(frozen=True, slots=True, order=True)
class Open:
    """From one minute of the day up to another."""

    start: int
    end: int

    @property
    def text(self) -> str:
        """The hours as they are typed."""
        return f"{write_minute(self.start)}-{write_minute(self.end)}"


Hours = tuple[Open, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What the calendar knows of a day: worked or not, part of a holiday, not decided by a notice yet."""

    day: date
    working: bool
    holiday: bool = False
    provisional: bool = False

    @property
    def moved(self) -> bool:
        """Say whether it is a Saturday or Sunday on which everybody works."""
        return self.working and self.day.isoweekday() >= SATURDAY


@dataclass(frozen=True, slots=True)
class Week:
    """The hours by key of ``DAYS``; a key that is missing is closed."""

    hours: Mapping[str, Hours]

    def key(self, day: Day) -> str:
        """Return which line of the timetable holds on a day."""
        if day.holiday and not day.working:
            return HOLIDAY
        if day.moved:
            return MOVED if MOVED in self.hours else MONDAY
        return str(day.day.isoweekday())

    def on(self, day: Day) -> Hours:
        """Return the hours of a day; none when it is closed."""
        return self.hours.get(self.key(day), ())

    @property
    def text(self) -> str:
        """The timetable as ``read_week`` reads it, days with equal hours together."""
        parts = []
        for hours, days in itertools.groupby(DAYS[:7], key=lambda one: self.hours.get(one, ())):
            run = [*days]
            name = run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}"
            parts += [f"{name} {write_hours(hours)}"] if hours else []
        for name in (HOLIDAY, MOVED):
            if name in self.hours:
                parts.append(f"{name} {write_hours(self.hours[name]) or 'closed'}")
        return "; ".join(parts)


def common(these: Hours, those: Hours) -> Hours:
    """Return when both are open."""
    return tuple(
        Open(max(one.start, other.start), min(one.end, other.end))
        for one in these
        for other in those
        if max(one.start, other.start) < min(one.end, other.end)
    )


def write_minute(minute: int) -> str:
    """Write a minute of the day: 08:30."""
    return f"{minute // MINUTES_AN_HOUR:02}:{minute % MINUTES_AN_HOUR:02}"


def write_hours(hours: Hours) -> str:
    """Write the hours of a day as they are typed."""
    return ",".join(one.text for one in hours)


def read_minute(text: str) -> int | None:
    """Read a time of day; 24:00 is its end. None where it is none."""
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", text.strip())
    if found is None:
        return None
    minute = int(found[1]) * MINUTES_AN_HOUR + int(found[2])
    return minute if int(found[2]) < MINUTES_AN_HOUR and minute <= MINUTES_A_DAY else None


def read_hours(text: str, field: str = "hours") -> Hours | Problem:
    """Read the hours of a day, "08:30-12:00,14:00-18:00"; "closed" or nothing is closed."""
    if text.strip() in {"", "closed"}:
        return ()
    found = []
    for part in text.split(","):
        if not _SPAN.fullmatch(part.strip()):
            return Problem(field, "slots.not_hours", {"text": part.strip()[:40]})
        start, end = (read_minute(one) for one in part.split("-"))
        if start is None or end is None or end <= start:
            return Problem(field, "slots.not_hours", {"text": part.strip()[:40]})
        found.append(Open(start, end))
    found.sort()
    for before, after in itertools.pairwise(found):
        if after.start < before.end:
            return Problem(field, "slots.hours_overlap", {"first": before.text, "second": after.text})
    return tuple(found)


def read_week(text: str, field: str = "hours") -> Week | Problem:
    """Read a timetable; a weekday said twice is a slip."""
    hours: dict[str, Hours] = {}
    for part in text.split(";"):
        if not part.strip():
            continue
        name, _, said = part.strip().partition(" ")
        days = _days(name)
        if not days or not said.strip():
            return Problem(field, "slots.not_a_week", {"text": part.strip()[:60]})
        read = read_hours(said, field)
        if isinstance(read, Problem):
            return read
        if twice := [day for day in days if day in hours]:
            return Problem(field, "slots.day_twice", {"day": twice[0]})
        hours |= dict.fromkeys(days, read)
    return Week(hours)


def _days(name: str) -> Sequence[str]:
    if name in {HOLIDAY, MOVED}:
        return [name]
    if not _WEEKDAYS.fullmatch(name):
        return []
    days: list[str] = []
    for part in name.split(","):
        first, _, last = part.partition("-")
        days += DAYS[int(first) - 1 : int(last or first)]
    return days
