"""The kinds of value, and the functions with what they take and give."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of value an expression works with."""

    YES_NO = "yes_no"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    TABLE = "table"
    GROUP = "group"  # members of a household, lines of a claim, the ticks of a multiple choice


PLAIN = frozenset({Kind.YES_NO, Kind.NUMBER, Kind.TEXT, Kind.DATE})
_NUMBER = frozenset({Kind.NUMBER})
_DATE = frozenset({Kind.DATE})
_YES_NO = frozenset({Kind.YES_NO})
ORDERED = _NUMBER | _DATE


@dataclass(frozen=True, slots=True)
class Signature:
    """How a function is called.

    ``takes`` are the kinds allowed at each place, the last one repeating up to ``most``. The
    places from ``same_from`` on must hold one kind; ``gives`` is None where the answer has theirs.
    """

    takes: tuple[frozenset[Kind], ...]
    gives: Kind | None
    least: int
    most: int
    same_from: int | None = None

    def kinds_at(self, place: int) -> frozenset[Kind]:
        """Return the kinds allowed at ``place``, counted from 0."""
        return self.takes[min(place, len(self.takes) - 1)]


MANY = 50
"""Values that a function like ``max`` takes."""
MOST_PLACES = 12
"""Decimal places, or tens, that are rounded to."""
ROUNDINGS = ("round_down", "round_half_up", "round_up")

FUNCTIONS = {
    "abs": Signature((_NUMBER,), Kind.NUMBER, 1, 1),
    "age": Signature((_DATE, _DATE), Kind.NUMBER, 2, 2),
    "days_after": Signature((_DATE, _NUMBER), Kind.DATE, 2, 2),
    "days_between": Signature((_DATE, _DATE), Kind.NUMBER, 2, 2),
    "if": Signature((_YES_NO, PLAIN, PLAIN), None, 3, 3, 1),
    "known": Signature((PLAIN,), Kind.YES_NO, 1, 1),
    "known_or": Signature((PLAIN, PLAIN), None, 2, 2, 0),
    "max": Signature((ORDERED,), None, 2, MANY, 0),
    "min": Signature((ORDERED,), None, 2, MANY, 0),
    "month": Signature((_DATE,), Kind.NUMBER, 1, 1),
    "months_after": Signature((_DATE, _NUMBER), Kind.DATE, 2, 2),
    "months_between": Signature((_DATE, _DATE), Kind.NUMBER, 2, 2),
    "round_down": Signature((_NUMBER, _NUMBER), Kind.NUMBER, 1, 2),
    "round_half_up": Signature((_NUMBER, _NUMBER), Kind.NUMBER, 1, 2),
    "round_up": Signature((_NUMBER, _NUMBER), Kind.NUMBER, 1, 2),
    "table": Signature(
        (frozenset({Kind.TABLE}), frozenset({Kind.NUMBER, Kind.DATE, Kind.TEXT})), Kind.NUMBER, 2, 2
    ),
    "year": Signature((_DATE,), Kind.NUMBER, 1, 1),
    "years_after": Signature((_DATE, _NUMBER), Kind.DATE, 2, 2),
}

NOT = Signature((_YES_NO,), Kind.YES_NO, 1, 1)
NEGATIVE = Signature((_NUMBER,), Kind.NUMBER, 1, 1)
LOGIC = Signature((_YES_NO,), Kind.YES_NO, 2, 2)
ARITHMETIC = Signature((_NUMBER,), Kind.NUMBER, 2, 2)
"""The operators, for the same check of kinds."""

MEMBER_FUNCTIONS = {"all": Kind.YES_NO, "any": Kind.YES_NO, "count": Kind.NUMBER, "sum": Kind.NUMBER}
"""Functions over the members of a group, and the kind they give."""

WORDS = ("and", "or", "not", "in", "true", "false", "unknown")
