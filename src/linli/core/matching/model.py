"""A day as a linear model: a column for each pair that can be, a row for each limit.

Rows: each shift has its places; of shifts that exclude one another (they overlap, or are too long together) a
worker does one at most; and a worker whose shifts could come to more than a day may have has a row of hours. The rows
of exclusion are drawn as wide as they go, so that the corners of the model are whole numbers nearly always.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from linli.core.matching.fits import MOST_POINTS
from linli.core.matching.limits import MINUTES_A_DAY, MINUTES_MORE
from linli.core.matching.pairs import Chosen, Pairs, Whole
from linli.core.matching.people import Shift

Numbers = NDArray[np.float64]
Places = NDArray[np.int32]
MOST_MINUTES = MINUTES_A_DAY + MINUTES_MORE
FEW = 12
"""Sorts of shifts of one worker whose ways to go together are all tried; with more, a row of hours is simply written."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Maximise ``values`` x, each x between 0 and 1, every row of the matrix at most its limit.

    The matrix is given by column: column j has ``weights`` in ``rows`` from ``starts[j]`` to ``starts[j + 1]``.
    Who asks for ``whole`` numbers gives the ``prices`` of the linear answer along, where they are known.
    """

    values: Numbers
    starts: Places
    rows: Places
    weights: Numbers
    limits: Numbers
    whole: bool = False
    prices: Numbers | None = None

    @property
    def columns(self) -> Places:
        """Return the column of each entry of the matrix."""
        return np.repeat(np.arange(len(self.values), dtype=np.int32), np.diff(self.starts))


def part(model: Model, some: Whole) -> Model:
    """Return the model with some of the columns only; every row stays."""
    counts = np.diff(model.starts)[some]
    ends = np.cumsum(counts)
    entries = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)
    entries += np.repeat(model.starts[some], counts)
    return replace(
        model,
        values=model.values[some],
        starts=np.concatenate([[0], ends]).astype(np.int32),
        rows=model.rows[entries],
        weights=model.weights[entries],
    )


def gains(model: Model, prices: Numbers) -> Numbers:
    """Return what each column is worth beyond what its rows cost at these prices."""
    costs = np.bincount(model.columns, prices[model.rows] * model.weights, minlength=len(model.values))
    return np.asarray(model.values - costs)


def bound(model: Model, prices: Numbers) -> float:
    """Return what no answer can exceed: weak duality, true for any prices that are not negative."""
    paid = np.maximum(prices, 0.0)
    return float(paid @ model.limits + np.maximum(gains(model, paid), 0.0).sum())


def likely(model: Model, each: int) -> Chosen:
    """Mark the best columns of each row: few, and the best answer is nearly always among them."""
    columns = model.columns
    order = np.lexsort((columns, -model.values[columns], model.rows))
    rows = model.rows[order]
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    found = np.zeros(len(model.values), dtype=np.bool_)
    found[columns[order[rank < each]]] = True
    return found


def build(pairs: Pairs, busy: Mapping[str, int]) -> Model:
    """Write the pairs down."""
    used, row = np.unique(pairs.shift, return_inverse=True)
    limits = [float(pairs.shifts[n].places) for n in used]
    # one more place is worth more than all points together
    more = MOST_POINTS * sum(limits) + 1
    sheet = _Sheet([np.arange(len(pairs))], [row], [np.ones(len(pairs))], limits)
    _of_workers(sheet, pairs, busy)
    columns, rows = np.concatenate(sheet.columns), np.concatenate(sheet.rows)
    order = np.lexsort((rows, columns))
    counts = np.bincount(columns, minlength=len(pairs))
    return Model(
        values=more + pairs.points.astype(np.float64),
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        rows=rows[order].astype(np.int32),
        weights=np.concatenate(sheet.weights)[order],
        limits=np.array(limits),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The entries of the matrix as they are written, and the limits of the rows."""

    columns: list[Whole]
    rows: list[Whole]
    weights: list[Numbers]
    limits: list[float]

    def write(self, columns: Whole, weights: Numbers, limit: float) -> None:
        """Add a row."""
        self.columns.append(columns)
        self.rows.append(np.full(len(columns), len(self.limits)))
        self.weights.append(weights)
        self.limits.append(limit)


def _of_workers(sheet: _Sheet, pairs: Pairs, busy: Mapping[str, int]) -> None:
    """Write the rows of each worker. Who may do the same sorts of shifts has the same rows."""
    shifts = pairs.shifts
    place: dict[tuple[datetime, datetime], int] = {}
    kinds = np.array([place.setdefault((one.starts, one.ends), len(place)) for one in shifts])
    sample = [shifts[n] for n in np.unique(kinds, return_index=True)[1]]
    minutes = np.array([one.minutes for one in shifts], dtype=np.float64)
    ends = np.searchsorted(pairs.worker, np.arange(len(pairs.workers) + 1))
    known: dict[tuple[bytes, int], tuple[list[Chosen], bool]] = {}
    for n, worker in enumerate(pairs.workers):
        mine = np.arange(ends[n], ends[n + 1])
        if not len(mine):
            continue
        left = MOST_MINUTES - busy.get(worker.ref, 0)
        own = kinds[pairs.shift[mine]]
        sorts = np.unique(own)
        key = sorts.tobytes(), left
        if key not in known:
            known[key] = _limits_of([sample[one] for one in sorts], sorts, len(place), left)
        groups, hours = known[key]
        for group in groups:
            some = mine[group[own]]
            sheet.write(some, np.ones(len(some)), 1.0)
        if hours:
            sheet.write(mine, minutes[pairs.shift[mine]], float(left))


def _limits_of(spans: Sequence[Shift], sorts: Whole, count: int, left: int) -> tuple[list[Chosen], bool]:
    """Return groups of sorts of which one at most is done, as marks on all sorts; and whether hours have to count."""
    marked = []
    for group in excluding(spans, left):
        marks = np.zeros(count, dtype=np.bool_)
        marks[sorts[group]] = True
        marked.append(marks)
    return marked, needs_hours(spans, left)


def exclude(one: Shift, other: Shift, left: int) -> bool:
    """Say whether nobody who has so many minutes left does both."""
    return overlap(one, other) or one.minutes + other.minutes > left


def overlap(one: Shift, other: Shift) -> bool:
    """Say whether two shifts have a moment in common."""
    return one.starts < other.ends and other.starts < one.ends


def excluding(spans: Sequence[Shift], left: int) -> list[list[int]]:
    """Return groups of shifts that all exclude one another, as places in the list, each as wide as it goes."""
    found: list[list[int]] = []
    for group in overlapping(spans):
        wide = list(group)
        for n, one in enumerate(spans):
            if n not in group and all(exclude(one, spans[m], left) for m in wide):
                wide.append(n)
        if sorted(wide) not in found:
            found.append(sorted(wide))
    return found


def overlapping(shifts: Sequence[Shift]) -> list[list[int]]:
    """Return the largest groups of shifts that all overlap one another, as places in the list."""
    order = sorted(range(len(shifts)), key=lambda n: shifts[n].starts)
    groups: list[list[int]] = []
    now: list[int] = []
    grown = False
    for n in order:
        still = [m for m in now if shifts[m].ends > shifts[n].starts]
        if grown and len(still) < len(now):
            groups.append(now)
        now, grown = [*still, n], True
    return [*groups, now] if now else []


def needs_hours(spans: Sequence[Shift], left: int) -> bool:
    """Say whether shifts that do not exclude one another, two by two, can be too long together."""
    if longest(spans) <= left:
        return False
    return len(spans) > FEW or _too_long(spans, 0, [], left)


def _too_long(spans: Sequence[Shift], first: int, taken: list[Shift], left: int) -> bool:
    if sum(one.minutes for one in taken) > left:
        return True
    return any(
        _too_long(spans, n + 1, [*taken, spans[n]], left)
        for n in range(first, len(spans))
        if not any(exclude(spans[n], other, left) for other in taken)
    )


def longest(shifts: Sequence[Shift]) -> int:
    """Return the most minutes that shifts apart from one another come to."""
    best: list[tuple[datetime, int]] = []
    for one in sorted(shifts, key=lambda each: each.ends):
        before = max((minutes for ends, minutes in best if ends <= one.starts), default=0)
        best.append((one.ends, before + one.minutes))
    return max((minutes for _, minutes in best), default=0)
