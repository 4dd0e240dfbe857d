"""Instants as they are written and as the law reads them: stored in UTC, counted in Beijing time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

from linli.core.shared.outcomes import Problem

BEIJING = timezone(timedelta(hours=8))
"""The legal time of the whole country; it has had no summer time since 1991."""

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)

_EARLIEST, _LATEST = 2, 9998  # a year further and turning the zone would leave what a date can hold
_DATE_ONLY = 10  # 2026-09-30


def local(at: datetime) -> datetime:
    """Return the same instant as Beijing reads it."""
    return at.astimezone(BEIJING)


def midnight(day: date) -> datetime:
    """Return 00:00 of a day in Beijing."""
    return datetime.combine(day, time(), BEIJING)


def stamp(at: datetime) -> str:
    """Write an instant as entries hold it: UTC, six decimals, Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_stamp(text: str) -> datetime:
    """Read back what ``stamp`` wrote."""
    return datetime.fromisoformat(text).astimezone(UTC)


def read_instant(text: str, field: str = "start") -> datetime | Problem:
    """Read a date with a time as a person types it; without an offset it is Beijing time."""
    said = text.strip()
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return Problem(field, "clock.not_an_instant", {"text": said[:40]})
    if len(said) <= _DATE_ONLY:
        return Problem(field, "clock.time_missing", {"text": said})
    if not _EARLIEST <= at.year <= _LATEST:
        return Problem(field, "clock.not_an_instant", {"text": said[:40]})
    if at.tzinfo is None:
        at = at.replace(tzinfo=BEIJING)
    return at.astimezone(UTC)
