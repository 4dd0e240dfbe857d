"""Pay against the minimum wage of a place and a day: a table with dates and sources, compared by the hour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from linli.core.shared.outcomes import Refusal


class Unit(StrEnum):
    """What a sum is paid for."""

    HOUR = "hour"
    DAY = "day"
    PIECE = "piece"


@dataclass(frozen=True, slots=True)
class MinimumWage:
    """The least pay by the hour, in fen, in an area and below from a day on."""

    area_path: str
    since: date
    hourly: int


@dataclass(frozen=True, slots=True)
class ClaimRule:
    """For how many years a claim to pay may be made that falls due on this day or later."""

    since: date
    years: int


@dataclass(frozen=True, slots=True)
class Pay:
    """A sum in fen; where it is paid by the piece, how many pieces a usual hour makes."""

    fen: int
    unit: Unit
    pieces_an_hour: int = 0


def in_force(table: Iterable[MinimumWage], area_path: str, day: date) -> MinimumWage | None:
    """Return the row of the nearest area, and there the latest that has begun."""
    rows = [one for one in table if area_path.startswith(one.area_path) and one.since <= day]
    return max(rows, key=lambda one: (len(one.area_path), one.since), default=None)


def hourly(pay: Pay, minutes: int) -> int:
    """Return what an hour brings, in fen, rounded down."""
    if pay.unit is Unit.HOUR:
        return pay.fen
    if pay.unit is Unit.DAY:
        return pay.fen * 60 // minutes
    return pay.fen * pay.pieces_an_hour


def too_little(pay: Pay, minutes: int, least: MinimumWage) -> Refusal | None:
    """Say that an hour brings less than the minimum, with both figures."""
    brings = hourly(pay, minutes)
    if brings >= least.hourly:
        return None
    return Refusal(
        "matching.below_minimum",
        {"offered": brings, "least": least.hourly, "since": least.since.isoformat()},
    )


def sum_due(pay: Pay, minutes: int, pieces: int = 0) -> int:
    """Return what a shift comes to, in fen, rounded up in the worker's favour."""
    if pay.unit is Unit.HOUR:
        return -(-pay.fen * minutes // 60)
    if pay.unit is Unit.DAY:
        return pay.fen
    return pay.fen * (pieces or pay.pieces_an_hour * minutes // 60)


def due_on(last_day: date, days: int) -> date:
    """Return the day by which the pay has to be there: natural days after the last day of work."""
    return last_day + timedelta(days=days)


def last_claim(due: date, table: Iterable[ClaimRule]) -> date | None:
    """Return the last day on which pay that was due on a day can be claimed; None where no rule had begun."""
    begun = [one for one in table if one.since <= due]
    if not begun:
        return None
    years = max(begun, key=lambda one: one.since).years
    try:
        return due.replace(year=due.year + years)
    except ValueError:  # the 29th of February, in a year without one
        return date(due.year + years, 3, 1)
