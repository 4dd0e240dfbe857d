"""Stretches of time that figures are made for: a day, a month, a quarter, a year, or from one day to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from linli.core.clock.instants import DAY, local, midnight
from linli.core.shared.outcomes import Problem

_FORMS = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|-Q(?P<quarter>[1-4]))?")
_FIRST_YEAR, _LAST_YEAR = 2004, 9000
MONTHS_OF_QUARTER, MONTHS = 3, 12


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From ``start`` up to, not including, ``end``; both are midnights in Beijing."""

    start: datetime
    end: datetime
    name: str

    def holds(self, moment: datetime | None) -> bool:
        """Say whether a moment lies inside."""
        return moment is not None and self.start <= moment < self.end

    def cutoff(self, as_of: datetime) -> datetime:
        """Return up to when a promise may be judged: nothing that is due later has failed yet."""
        return min(self.end, as_of)

    def before(self) -> Period:
        """Return the month before a month."""
        return month_of(self.start - DAY)


def month_of(moment: datetime) -> Period:
    """Return the month that a moment lies in, as Beijing counts."""
    return month(local(moment).date())


def month(day: date) -> Period:
    """Return the month of a day."""
    first = day.replace(day=1)
    return Period(midnight(first), midnight(_months_later(first, 1)), f"{first:%Y-%m}")


def months_until(last: Period, many: int) -> tuple[Period, ...]:
    """Return ``many`` months, the last one being ``last``, the earliest first."""
    first = local(last.start).date()
    return tuple(month(_months_later(first, -back)) for back in range(many - 1, -1, -1))


def months_between(first: datetime, last: datetime) -> Iterator[Period]:
    """Yield every month from that of one moment to that of another."""
    now = month_of(first)
    while now.start <= last:
        yield now
        now = month(_months_later(local(now.start).date(), 1))


def read_period(text: str, field: str = "period") -> Period | Problem:
    """Read 2026, 2026-10, 2026-Q4, 2026-10-09 or 2026-10-01..2026-10-09 (the last day counts)."""
    first, dots, last = text.strip().partition("..")
    began, ended = _read_one(first), _read_one(last) if dots else None
    if began is None or (dots and ended is None):
        return Problem(field, "insight.not_a_period", {"text": text[:40]})
    if ended is None:
        return began
    if ended.end <= began.start:
        return Problem(field, "insight.period_backwards", {"text": text[:40]})
    return Period(began.start, ended.end, f"{began.name}..{ended.name}")


def _read_one(text: str) -> Period | None:
    found = _FORMS.fullmatch(text)
    if found is None or not _FIRST_YEAR <= int(found["year"]) <= _LAST_YEAR:
        return None
    year, quarter = int(found["year"]), int(found["quarter"] or 0)
    if quarter:
        return _span(date(year, MONTHS_OF_QUARTER * (quarter - 1) + 1, 1), MONTHS_OF_QUARTER, text)
    try:
        day = date(year, int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        return None
    if found["day"]:
        return Period(midnight(day), midnight(day + timedelta(days=1)), text)
    return month(day) if found["month"] else _span(day, MONTHS, text)


def _span(first: date, many: int, name: str) -> Period:
    return Period(midnight(first), midnight(_months_later(first, many)), name)


def _months_later(first: date, many: int) -> date:
    year, zero_month = divmod(first.year * MONTHS + first.month - 1 + many, MONTHS)
    return date(year, zero_month + 1, 1)
