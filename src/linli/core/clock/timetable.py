"""Opening hours of a working day, with variants for parts of the year and for years to come."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from linli.core.clock.instants import midnight
from linli.core.shared.intervals import Interval
from linli.core.shared.outcomes import Problem

_MINUTES_A_DAY = 24 * 60
_OPENING = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*-\s*([0-9]{1,2}):([0-9]{2})")
_SPAN = re.compile(r"([0-9]{4}-)?([0-9]{2})-([0-9]{2})\.\.([0-9]{4}-)?([0-9]{2})-([0-9]{2})\s+(.+)")


@dataclass(frozen=True, slots=True)
class Opening:
    """Open from one minute of the day up to another; 1440 is 24:00."""

    start: int
    end: int

    def on(self, day: date) -> Interval:
        """Return the instants at which it opens and closes on a day."""
        start = midnight(day)
        return Interval(start + timedelta(minutes=self.start), start + timedelta(minutes=self.end))

    @property
    def text(self) -> str:
        """The opening as it is typed."""
        return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in (self.start, self.end))


Hours = tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """Other hours from one day to another: (month, day) every year, or dates once."""

    first: tuple[int, ...]
    last: tuple[int, ...]
    hours: Hours

    def applies(self, day: date) -> bool:
        """Whether the day lies in the span; a yearly span may cross the new year."""
        here = (day.year, day.month, day.day)[-len(self.first) :]
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last

    @property
    def text(self) -> str:
        """The variant as it is typed."""
        first, last = ("-".join(f"{part:02}" for part in end) for end in (self.first, self.last))
        return f"{first}..{last} {_hours_text(self.hours)}"


@dataclass(frozen=True, slots=True)
class Timetable:
    """The usual hours and their variants; the first variant that applies to a day wins."""

    usual: Hours
    variants: tuple[Variant, ...] = ()

    def hours(self, day: date) -> Hours:
        """Return the openings of a day if people work on it, in order."""
        for variant in self.variants:
            if variant.applies(day):
                return variant.hours
        return self.usual

    def openings(self, day: date) -> tuple[Interval, ...]:
        """Return the same as instants."""
        return tuple(opening.on(day) for opening in self.hours(day))

    def close(self, day: date) -> datetime:
        """Return the close of business of a day if people work on it."""
        return self.hours(day)[-1].on(day).end

    @property
    def text(self) -> str:
        """The timetable as ``read_timetable`` reads it."""
        return "; ".join([_hours_text(self.usual), *(variant.text for variant in self.variants)])


def read_timetable(text: str, field: str = "hours") -> Timetable | Problem:
    """Read "08:30-12:00,14:00-18:00", and variants after it: "; 06-01..09-30 08:30-12:00,15:00-18:30".

    A span with years, "2026-06-01..2026-09-30 ...", holds once.
    """
    usual_text, *more = text.split(";")
    usual = _read_hours(usual_text, field)
    if isinstance(usual, Problem):
        return usual
    variants = []
    for part in more:
        variant = _read_variant(part.strip(), field)
        if isinstance(variant, Problem):
            return variant
        variants.append(variant)
    return Timetable(usual, tuple(variants))


def _read_variant(text: str, field: str) -> Variant | Problem:
    match = _SPAN.fullmatch(text)
    if match is None or bool(match[1]) != bool(match[4]):
        return Problem(field, "clock.not_hours", {"text": text[:60]})
    ends = tuple(
        tuple(int(part) for part in ((year or "").rstrip("-"), month, day) if part)
        for year, month, day in (match.group(1, 2, 3), match.group(4, 5, 6))
    )
    backwards = bool(match[1]) and ends[0] > ends[1]
    if backwards or not all(_is_a_day(end) for end in ends):
        return Problem(field, "clock.not_a_span", {"text": text[:60]})
    hours = _read_hours(match[7], field)
    return hours if isinstance(hours, Problem) else Variant(ends[0], ends[1], hours)


def _is_a_day(parts: tuple[int, ...]) -> bool:
    year, month, day = (2024, *parts)[-3:]  # a leap year, so that 29 February may begin or end a span
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _read_hours(text: str, field: str) -> Hours | Problem:
    openings = []
    for part in text.split(","):
        match = _OPENING.fullmatch(part.strip())
        if match is None:
            return Problem(field, "clock.not_hours", {"text": text.strip()[:60]})
        hour, minute, end_hour, end_minute = (int(number) for number in match.groups())
        opening = Opening(hour * 60 + minute, end_hour * 60 + end_minute)
        late = opening.end > _MINUTES_A_DAY or max(minute, end_minute) >= 60  # noqa: PLR2004 - an hour's
        if late or opening.start >= opening.end:
            return Problem(field, "clock.not_an_opening", {"text": part.strip()})
        openings.append(opening)
    openings.sort(key=lambda opening: opening.start)
    for before, after in itertools.pairwise(openings):
        if after.start < before.end:
            return Problem(field, "clock.openings_overlap", {"first": before.text, "second": after.text})
    return tuple(openings)


def _hours_text(hours: Hours) -> str:
    return ",".join(opening.text for opening in hours)


TIMETABLE = Timetable((Opening(8 * 60 + 30, 12 * 60), Opening(14 * 60, 18 * 60)))
"""08:30-12:00 and 14:00-18:00: what applies where nobody has said otherwise."""
