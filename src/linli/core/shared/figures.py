"""A figure that anybody can check: what was counted, of how many, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

SMALL = 5
"""Counts of people below this are not shown."""


@dataclass(frozen=True, slots=True)
class Figure:
    """``numerator`` of ``denominator``; a plain count has no denominator.

    ``code`` names the sentence ``figures.<code>``; ``excluded`` says how many were left out, by reason code.
    ``of_people`` figures are blank where they are small.
    """

    code: str
    numerator: int
    denominator: int | None = None
    excluded: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    of_people: bool = False

    @property
    def is_small(self) -> bool:
        """Say whether the figure would tell of few people: a small count, or all but a few of a group."""
        if not self.of_people:
            return False
        parts = [self.numerator]
        if self.denominator is not None:
            parts += [self.denominator, self.denominator - self.numerator]
        return any(0 < part < SMALL for part in parts)
