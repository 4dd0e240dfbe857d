"""Counts become figures: value, interval, what is left out; groups are rolled up to every area above them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from linli.apps.insight.policy.rates import RATES, TIME_TO_CLOSE, WHOLE
from linli.core.shared.outcomes import JsonValue

Z = 1.959963984540054
"""The normal quantile of a 95 % interval."""

AREA_DIGITS = (4, 6, 9, 12)
BODY_DIGITS, SUBJECT_DIGITS = 9, 6
"""Down to which level bodies and subjects are split: the summary grows with the city, never with its cases."""


@dataclass(frozen=True, slots=True)
class Count:
    """Numerator in thousandths, denominator in rounds, and how many were left out for which reason."""

    numerator: int = 0
    denominator: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Count) -> Count:
        """Count both together."""
        reasons = {*self.left_out, *other.left_out}
        return Count(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            {one: self.left_out.get(one, 0) + other.left_out.get(one, 0) for one in sorted(reasons)},
        )

    @property
    def share(self) -> float | None:
        """The value between 0 and 1; None, shown as a dash, when nothing could be counted."""
        return self.numerator / (WHOLE * self.denominator) if self.denominator else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The Wilson interval of the share."""
        return wilson(self.numerator / WHOLE, self.denominator) if self.denominator else None

    @property
    def all_left_out(self) -> int:
        """How many were left out for any reason."""
        return sum(self.left_out.values())

    def to_json(self) -> list[JsonValue]:
        """Write the count as the summary keeps it."""
        return [self.numerator, self.denominator, dict(self.left_out)]

    @classmethod
    def from_json(cls, stored: Sequence[JsonValue]) -> Count:
        """Read back what ``to_json`` wrote."""
        numerator, denominator, left_out = stored
        if not isinstance(numerator, int) or not isinstance(denominator, int):
            raise TypeError(f"not a count: {stored}")
        reasons = left_out if isinstance(left_out, dict) else {}
        return cls(numerator, denominator, {name: n for name, n in reasons.items() if isinstance(n, int)})


NOTHING = Count()


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one group in one period. ``minutes`` is the median working time to close.

    ``withheld`` names figures about so few people that they are not here at all (policy/suppression.py).
    """

    counts: Mapping[str, Count] = field(default_factory=dict)
    minutes: float | None = None
    closed: int = 0
    withheld: frozenset[str] = frozenset()

    def count(self, code: str) -> Count:
        """Return the count of one figure, nothing if there was none."""
        return self.counts.get(code, NOTHING)

    def size(self, code: str) -> int:
        """Return how many rounds a figure rests on."""
        return self.closed if code == TIME_TO_CLOSE else self.count(code).denominator

    def without(self, codes: frozenset[str]) -> Figures:
        """Return the figures with these taken out; what is not there cannot be shown by mistake."""
        if not codes:
            return self
        counts = {code: count for code, count in self.counts.items() if code not in codes}
        timed = TIME_TO_CLOSE not in codes
        withheld = self.withheld | codes
        return Figures(counts, self.minutes if timed else None, self.closed if timed else 0, withheld)


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """Whose figures: an area ("" is everywhere), in it one body or one subject, or all."""

    area: str = ""
    body: str = ""
    subject: str = ""


def wilson(successes: float, n: int) -> tuple[float, float]:
    """Return the Wilson score interval of ``successes`` out of ``n``."""
    share, squared = successes / n, Z * Z
    middle = (share + squared / (2 * n)) / (1 + squared / n)
    reach = Z / (1 + squared / n) * sqrt(share * (1 - share) / n + squared / (4 * n * n))
    return min(share, max(0.0, middle - reach)), max(share, min(1.0, middle + reach))  # floats may slip past


def median(values: Sequence[int]) -> float | None:
    """Return the middle value, or the mean of the two in the middle."""
    ordered = sorted(values)
    if not ordered:
        return None
    upper = len(ordered) // 2
    return float(ordered[upper]) if len(ordered) % 2 else (ordered[upper - 1] + ordered[upper]) / 2


def groups_above(area: str, body: str, subject: str) -> Iterable[Group]:
    """Yield every group of the summary that a round belongs to."""
    for above in ("", *(area[:digits] for digits in AREA_DIGITS if len(area) >= digits)):
        yield Group(above)
        if body and len(above) <= BODY_DIGITS:
            yield Group(above, body=body)
        if subject and len(above) <= SUBJECT_DIGITS:
            yield Group(above, subject=subject)


Cell = tuple[Group, str, Count]


def rolled_up(cells: Iterable[Cell], minutes: Iterable[tuple[Group, int]]) -> dict[Group, Figures]:
    """Add finest groups up to all above them; medians are taken anew in each, since they do not add up."""
    counts: dict[Group, dict[str, Count]] = {}
    for finest, code, count in cells:
        for group in groups_above(finest.area, finest.body, finest.subject):
            of_group = counts.setdefault(group, {})
            of_group[code] = of_group.get(code, NOTHING) + count
    times: dict[Group, list[int]] = {}
    for finest, taken in minutes:
        for group in groups_above(finest.area, finest.body, finest.subject):
            times.setdefault(group, []).append(taken)
    return {
        group: Figures(counts.get(group, {}), median(times.get(group, [])), len(times.get(group, [])))
        for group in counts.keys() | times.keys()
    }


def to_json(figures: Figures) -> dict[str, JsonValue]:
    """Write figures as the summary keeps them; the median doubled, so that it is a whole number."""
    counts: dict[str, JsonValue] = {
        code: figures.count(code).to_json() for code in RATES if code in figures.counts
    }
    half = None if figures.minutes is None else int(figures.minutes * 2)
    return {**counts, TIME_TO_CLOSE: [half, figures.closed]}


def from_json(stored: Mapping[str, JsonValue]) -> Figures:
    """Read back what ``to_json`` wrote."""
    counts = {
        code: Count.from_json(value)
        for code, value in stored.items()
        if code in RATES and isinstance(value, list)
    }
    times = stored.get(TIME_TO_CLOSE)
    half, closed = times if isinstance(times, list) else (None, 0)
    minutes = half / 2 if isinstance(half, int) else None
    return Figures(counts, minutes, closed if isinstance(closed, int) else 0)
