"""Limits: so many of one unit, counted by that unit's rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from linli.core.shared.outcomes import Problem


class Unit(StrEnum):
    """The five ways in which time is counted (docs/legal-time.md)."""

    WORKING_HOURS = "working_hours"
    EMERGENCY_HOURS = "emergency_hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    EMERGENCY_DAYS = "emergency_days"


HOURS = frozenset({Unit.WORKING_HOURS, Unit.EMERGENCY_HOURS})
WORKING = frozenset({Unit.WORKING_HOURS, Unit.WORKING_DAYS})

MOST = 100_000
"""More than anybody may promise: eleven years of hours, far beyond the calendar in days."""

_WRITTEN = re.compile(
    r"(?P<amount>[+-]?[0-9]{1,18})[ _]+(?P<unit>[a-z_]+?)(?P<flags>([ _]+(no_roll|count_start_day))*)"
)


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of a unit.

    ``roll``: calendar days that end on a rest day move to the next working day.
    ``count_start_day``: a property of the table that the limit comes from; legal limits do not.
    """

    amount: int
    unit: Unit
    roll: bool = True
    count_start_day: bool = False

    @property
    def text(self) -> str:
        """The limit as ``read_limit`` reads it, without blanks so that an entry may hold it."""
        flags = ("_no_roll" * (not self.roll)) + ("_count_start_day" * self.count_start_day)
        return f"{self.amount}_{self.unit}{flags}"

    @property
    def rolls(self) -> bool:
        """Whether the last day moves when it is a rest day."""
        return self.roll and self.unit is Unit.CALENDAR_DAYS

    @property
    def asks_calendar(self) -> bool:
        """Whether holidays can change the date: natural days and hours run through them."""
        return self.rolls or self.unit in WORKING


def read_limit(text: str, field: str = "limit") -> Limit | Problem:
    """Read "3 working_days", "30 calendar_days no_roll", or the form without blanks."""
    said = " ".join(text.lower().split())
    match = _WRITTEN.fullmatch(said)
    if match is None:
        return Problem(field, "clock.not_a_limit", {"text": said[:40]})
    unit = match["unit"] if match["unit"].endswith("s") else match["unit"] + "s"  # "1 working_day"
    if unit not in list(Unit):
        return Problem(field, "clock.unknown_unit", {"unit": match["unit"], "units": ", ".join(Unit)})
    amount = int(match["amount"])
    if amount < 1:
        return Problem(field, "clock.limit_not_positive", {"amount": amount})
    if amount > MOST:
        return Problem(field, "clock.limit_too_long", {"amount": amount, "most": MOST})
    return Limit(
        amount,
        Unit(unit),
        roll="no_roll" not in match["flags"],
        count_start_day="count_start_day" in match["flags"],
    )
