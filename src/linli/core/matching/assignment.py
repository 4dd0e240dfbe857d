"""The best sharing-out of a day: as many places filled as can be, and among those the most points.

Nobody trusts the solver: its answer is read back, counted and weighed here once more, and asked for in whole numbers
where it was not. It brings the prices of the rows with it, and these prove, by a sum that anybody can add up, that no
other way is better.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from linli.core.matching.fits import Fit
from linli.core.matching.model import MOST_MINUTES, Model, Numbers, bound, build, overlap
from linli.core.matching.pairs import Pairs
from linli.core.matching.people import Shift
from linli.core.shared.outcomes import Refusal

WHOLE = 1e-6
HALF = 0.5
"""Values are whole numbers: what cannot be exceeded by a half cannot be exceeded."""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The best x that a solver found, and the prices of the rows that prove it, where it has them."""

    x: Numbers
    prices: Numbers | None = None


Solver = Callable[[Model], "Answer | None"]
"""Returns the best it proved, or None where it could not."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who does what: pairs, how many places are filled, their points, and how the greedy way would have done.

    ``at_once`` says that the linear answer was whole already; ``proven``, that prices show there is no better one.
    """

    pairs: tuple[Fit, ...]
    points: int
    greedy_filled: int
    greedy_points: int
    at_once: bool
    proven: bool

    @property
    def filled(self) -> int:
        """Return how many places are filled."""
        return len(self.pairs)


def assign(pairs: Pairs, solve: Solver, busy: Mapping[str, int] | None = None) -> Assignment | Refusal:
    """Share out what can be; a refusal where the solver's answer does not hold.

    ``busy`` has the minutes that somebody has on that day already.
    """
    spent = busy or {}
    usable = pairs.only(_fitting(pairs, spent))
    if not len(usable):
        return Assignment((), 0, 0, 0, at_once=True, proven=True)
    simple = [usable.fit(n) for n in greedy(usable, spent)]
    model = build(usable, spent)
    answer = solve(model)
    at_once = answer is not None and is_whole(answer.x)
    if not at_once:
        answer = solve(replace(model, whole=True, prices=answer.prices if answer else None))
    if answer is None or not is_whole(answer.x):
        return Refusal("matching.unsolved")
    chosen = np.flatnonzero(answer.x > HALF)
    found = tuple(usable.fit(n) for n in chosen.tolist())
    shifts = {one.ref: one for one in usable.shifts}
    if wrong := faults(found, shifts, spent):
        return Refusal("matching.answer_wrong", {"fault": wrong[0]})
    if worth(found) < worth(simple):
        return Refusal("matching.answer_wrong", {"fault": "below_greedy"})
    proven = answer.prices is not None and is_best(model, answer.prices, float(model.values[chosen].sum()))
    return Assignment(found, *worth(found)[1:], *worth(simple), at_once=at_once, proven=proven)


def is_best(model: Model, prices: Numbers, value: float) -> bool:
    """Say whether prices prove that no answer is worth more."""
    return bound(model, prices) < value + HALF


def is_whole(x: Numbers) -> bool:
    """Say whether every number is nought or one."""
    return bool(np.all(np.abs(x - np.round(x)) <= WHOLE))


def _fitting(pairs: Pairs, busy: Mapping[str, int]) -> np.typing.NDArray[np.bool_]:
    minutes = np.array([one.minutes for one in pairs.shifts], dtype=np.int64)
    spent = np.array([busy.get(one.ref, 0) for one in pairs.workers], dtype=np.int64)
    return np.asarray(minutes[pairs.shift] + spent[pairs.worker] <= MOST_MINUTES)


def greedy(pairs: Pairs, busy: Mapping[str, int]) -> list[int]:
    """Return what taking the best pair first comes to: the yardstick, not the answer."""
    left = [one.places for one in pairs.shifts]
    minutes = [busy.get(one.ref, 0) for one in pairs.workers]
    taken: list[list[Shift]] = [[] for _ in pairs.workers]
    chosen = []
    order = np.lexsort((pairs.shift, pairs.worker, -pairs.points))
    for n, w, s in zip(
        order.tolist(), pairs.worker[order].tolist(), pairs.shift[order].tolist(), strict=True
    ):
        if not left[s]:
            continue
        shift = pairs.shifts[s]
        spent = minutes[w] + shift.minutes
        if spent > MOST_MINUTES or any(overlap(shift, other) for other in taken[w]):
            continue
        left[s] -= 1
        minutes[w] = spent
        taken[w].append(shift)
        chosen.append(n)
    return chosen


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
        if any(overlap(shift, other) for other in taken.get(one.worker, ())):
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
    return len(pairs), sum(one.points for one in pairs)
