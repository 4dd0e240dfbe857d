"""The best sharing-out of a day: as many places filled as can be, and among those the most points.

The model is sparse and linear: a column for each pair that can be, a row for each shift (its places), rows for each
worker (of shifts that overlap only one; no more hours in all than a day may have). With one row a worker it is the
transport problem, whose corners are whole numbers; with more they need not be. So nobody trusts the solver: the
answer is read back, counted and checked here, and asked for in whole numbers where it was not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from linli.core.matching.fits import MOST_POINTS, Fit
from linli.core.matching.limits import MINUTES_A_DAY, MINUTES_MORE
from linli.core.matching.people import Shift
from linli.core.shared.outcomes import Refusal

Numbers = NDArray[np.float64]
Places = NDArray[np.int32]
WHOLE = 1e-6
MOST_MINUTES = MINUTES_A_DAY + MINUTES_MORE


@dataclass(frozen=True, slots=True)
class Model:
    """Maximise ``values`` x, each x between 0 and 1, every row of the matrix at most its limit.

    The matrix is given by column: column j has ``weights`` in ``rows`` from ``starts[j]`` to ``starts[j + 1]``.
    """

    values: Numbers
    starts: Places
    rows: Places
    weights: Numbers
    limits: Numbers
    whole: bool = False


Solver = Callable[[Model], "Numbers | None"]
"""Returns the best x it proved, or None where it could not."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who does what: pairs, how many places are filled, their points, and how the greedy way would have done.

    ``at_once`` says that the linear answer was whole already.
    """

    pairs: tuple[Fit, ...]
    points: int
    greedy_filled: int
    greedy_points: int
    at_once: bool

    @property
    def filled(self) -> int:
        """Return how many places are filled."""
        return len(self.pairs)


def assign(
    fits: Sequence[Fit], shifts: Mapping[str, Shift], solve: Solver, busy: Mapping[str, int] | None = None
) -> Assignment | Refusal:
    """Share out what can be; a refusal where the solver's answer does not hold.

    ``busy`` has the minutes that somebody has on that day already.
    """
    spent = busy or {}
    usable = [
        one
        for one in fits
        if one.allowed and shifts[one.shift].minutes + spent.get(one.worker, 0) <= MOST_MINUTES
    ]
    simple = greedy(usable, shifts, busy)
    if not usable:
        return Assignment((), 0, 0, 0, at_once=True)
    model = build(usable, shifts, busy)
    answer = solve(model)
    at_once = answer is not None and is_whole(answer)
    if not at_once:
        answer = solve(replace(model, whole=True))
    if answer is None or not is_whole(answer):
        return Refusal("matching.unsolved")
    pairs = tuple(one for one, x in zip(usable, answer, strict=True) if x > 1 / 2)
    if wrong := faults(pairs, shifts, busy):
        return Refusal("matching.answer_wrong", {"fault": wrong[0]})
    if worth(pairs) < worth(simple):
        return Refusal("matching.answer_wrong", {"fault": "below_greedy"})
    return Assignment(pairs, _points(pairs), len(simple), _points(simple), at_once=at_once)


def build(fits: Sequence[Fit], shifts: Mapping[str, Shift], busy: Mapping[str, int] | None = None) -> Model:
    """Write the pairs down as a model."""
    row_of = {ref: n for n, ref in enumerate(dict.fromkeys(one.shift for one in fits))}
    limits: list[float] = [shifts[ref].places for ref in row_of]
    columns: list[list[tuple[int, float]]] = [[(row_of[one.shift], 1.0)] for one in fits]
    for worker, mine in _by_worker(fits).items():
        own = [shifts[fits[n].shift] for n in mine]
        for group in overlapping(own):
            for n in group:
                columns[mine[n]].append((len(limits), 1.0))
            limits.append(1.0)
        left = MOST_MINUTES - (busy or {}).get(worker, 0)
        if longest(own) > left:
            for n, shift in zip(mine, own, strict=True):
                columns[n].append((len(limits), float(shift.minutes)))
            limits.append(float(left))
    more = (
        MOST_POINTS * sum(limits[: len(row_of)]) + 1
    )  # one more place is worth more than all points together
    counts = np.array([len(one) for one in columns])
    return Model(
        values=np.array([more + one.points for one in fits], dtype=np.float64),
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        rows=np.array([row for one in columns for row, _ in one], dtype=np.int32),
        weights=np.array([weight for one in columns for _, weight in one]),
        limits=np.array(limits),
    )


def _by_worker(fits: Sequence[Fit]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for n, one in enumerate(fits):
        found.setdefault(one.worker, []).append(n)
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


def longest(shifts: Sequence[Shift]) -> int:
    """Return the most minutes that shifts apart from one another come to: rows of hours are for who can exceed a day."""
    best: list[tuple[datetime, int]] = []
    for one in sorted(shifts, key=lambda each: each.ends):
        before = max((minutes for ends, minutes in best if ends <= one.starts), default=0)
        best.append((one.ends, before + one.minutes))
    return max((minutes for _, minutes in best), default=0)


def is_whole(answer: Numbers) -> bool:
    """Say whether every number is nought or one."""
    return bool(np.all(np.abs(answer - np.round(answer)) <= WHOLE))


def greedy(
    fits: Iterable[Fit], shifts: Mapping[str, Shift], busy: Mapping[str, int] | None = None
) -> tuple[Fit, ...]:
    """Return what taking the best pair first comes to: the yardstick, not the answer."""
    taken: dict[str, list[Shift]] = {}
    left = {ref: one.places for ref, one in shifts.items()}
    minutes = dict(busy or {})
    chosen: list[Fit] = []
    for one in sorted(fits, key=lambda each: (-each.points, each.worker, each.shift)):
        shift = shifts[one.shift]
        mine = taken.setdefault(one.worker, [])
        spent = minutes.get(one.worker, 0) + shift.minutes
        if not left[one.shift] or spent > MOST_MINUTES or any(_overlap(shift, other) for other in mine):
            continue
        left[one.shift] -= 1
        minutes[one.worker] = spent
        mine.append(shift)
        chosen.append(one)
    return tuple(chosen)


def faults(
    pairs: Iterable[Fit], shifts: Mapping[str, Shift], busy: Mapping[str, int] | None = None
) -> tuple[str, ...]:
    """Return what is wrong with a sharing-out; nothing for a good one."""
    found: list[str] = []
    taken: dict[str, list[Shift]] = {}
    count: dict[str, int] = {}
    for one in pairs:
        shift = shifts[one.shift]
        if not one.allowed:
            found.append("not_allowed")
        if any(_overlap(shift, other) for other in taken.get(one.worker, ())):
            found.append("overlap")
        taken.setdefault(one.worker, []).append(shift)
        count[one.shift] = count.get(one.shift, 0) + 1
    if any(n > shifts[ref].places for ref, n in count.items()):
        found.append("too_many")
    for worker, mine in taken.items():
        if sum(one.minutes for one in mine) + (busy or {}).get(worker, 0) > MOST_MINUTES:
            found.append("too_long")
    return tuple(found)


def worth(pairs: Sequence[Fit]) -> tuple[int, int]:
    """Return what counts, in its order: places filled, then points."""
    return len(pairs), _points(pairs)


def _points(pairs: Iterable[Fit]) -> int:
    return sum(one.points for one in pairs)


def _overlap(one: Shift, other: Shift) -> bool:
    return one.starts < other.ends and other.starts < one.ends
