"""All pairs of a day weighed at once: the columns say who could do what, the reasons come when somebody asks.

`fits.fit` is the measure: a law in the tests holds every pair here, and every pair left out, against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linli.core.matching.fits import (
    FAR,
    LEVEL_POINTS,
    LEVEL_STEP,
    LONG_WAIT,
    NEAR_POINTS,
    WAIT_POINTS,
    Fit,
    is_free,
    weigh,
)
from linli.core.matching.limits import age_problems
from linli.core.matching.people import Shift, Worker
from linli.core.shared.geodesy import metres_between

Whole = NDArray[np.int64]
Chosen = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs that nothing forbids: row n is ``workers[worker[n]]`` with ``shifts[shift[n]]``.

    They lie in the order of the workers, and of the shifts for each worker.
    """

    workers: tuple[Worker, ...]
    shifts: tuple[Shift, ...]
    worker: Whole
    shift: Whole
    metres: Whole
    points: Whole
    at: datetime

    def __len__(self) -> int:
        """Return how many pairs there are."""
        return len(self.worker)

    def only(self, kept: Chosen) -> Pairs:
        """Return the pairs that are kept."""
        return replace(
            self,
            worker=self.worker[kept],
            shift=self.shift[kept],
            metres=self.metres[kept],
            points=self.points[kept],
        )

    def fit(self, n: int) -> Fit:
        """Weigh one pair by itself: with its reasons, and with what forbids it if this here was wrong."""
        worker, shift = self.workers[self.worker[n]], self.shifts[self.shift[n]]
        return replace(weigh(worker, shift, int(self.metres[n]), self.at), points=int(self.points[n]))


def pairs_of(workers: Iterable[Worker], shifts: Iterable[Shift], at: datetime) -> Pairs:
    """Return every pair that nothing forbids."""
    people, todo = tuple(workers), tuple(shifts)
    parts = [_of_trade(people, todo, *one) for one in _by_trade(people, todo)]
    worker, shift, metres, above = (np.concatenate([_NONE, *columns]) for columns in _columns(parts))
    order = np.lexsort((shift, worker))
    waited = np.array([max((at - one.since).days, 0) for one in people], dtype=np.int64)
    points = _points(metres, waited[worker], above)
    found = Pairs(people, todo, worker[order], shift[order], metres[order], points[order], at)
    found = found.only(_allowed(found, lambda one: one.free, _span, lambda free, span: is_free(free, *span)))
    return found.only(_allowed(found, lambda one: one.born, _strain, _of_age))


_NONE = np.zeros(0, dtype=np.int64)


def _columns(parts: Sequence[tuple[Whole, ...]]) -> Iterable[Sequence[Whole]]:
    return zip(*parts, strict=True) if parts else ((),) * 4


def _by_trade(people: Sequence[Worker], todo: Sequence[Shift]) -> list[tuple[str, Whole, Whole]]:
    """Return the trades of the day with who knows each and which shifts ask for it."""
    asked: dict[str, list[int]] = {}
    for n, shift in enumerate(todo):
        asked.setdefault(shift.trade, []).append(n)
    known: dict[str, list[int]] = {}
    for n, worker in enumerate(people):
        for trade in worker.trades:
            known.setdefault(trade, []).append(n)
    return [(one, np.array(known[one]), np.array(asked[one])) for one in asked if one in known]


def _of_trade(
    people: Sequence[Worker], todo: Sequence[Shift], trade: str, who: Whole, which: Whole
) -> tuple[Whole, ...]:
    """Return worker, shift, metres and levels above what is asked, of the near enough who know enough."""
    mine, theirs = [people[n] for n in who], [todo[n] for n in which]
    far = metres_between(
        _column(mine, lambda one: one.lon), _column(mine, lambda one: one.lat),
        _row(theirs, lambda one: one.lon), _row(theirs, lambda one: one.lat),
    )  # fmt: skip
    metres = far.astype(np.int64)
    above = _column(mine, lambda one: one.trades[trade]) - _row(theirs, lambda one: one.level)
    i, j = np.nonzero((metres <= _column(mine, lambda one: one.reach)) & (above >= 0))
    return who[i], which[j], metres[i, j], above[i, j]


def _column(some: Sequence[Worker], of: Callable[[Worker], float]) -> NDArray[Any]:
    return np.array([of(one) for one in some])[:, None]


def _row(some: Sequence[Shift], of: Callable[[Shift], float]) -> NDArray[Any]:
    return np.array([of(one) for one in some])[None, :]


def _points(metres: Whole, waited: Whole, above: Whole) -> Whole:
    near = NEAR_POINTS - NEAR_POINTS * np.minimum(metres, FAR) // FAR
    wait = WAIT_POINTS * np.minimum(waited, LONG_WAIT) // LONG_WAIT
    return np.asarray(near + wait + np.maximum(LEVEL_POINTS - LEVEL_STEP * above, 0))


def _allowed(
    pairs: Pairs, of: Callable[[Worker], Any], by: Callable[[Shift], Any], may: Callable[[Any, Any], bool]
) -> Chosen:
    """Ask once for each sort of worker with each sort of shift: a day has few sorts, and many pairs."""
    sort_of, mine = _sorts([of(one) for one in pairs.workers])
    kind_of, theirs = _sorts([by(one) for one in pairs.shifts])
    codes = mine[pairs.worker] * len(kind_of) + theirs[pairs.shift]
    some, places = np.unique(codes, return_inverse=True)
    answers = [may(sort_of[code // len(kind_of)], kind_of[code % len(kind_of)]) for code in some.tolist()]
    return np.array(answers, dtype=np.bool_)[places]


def _sorts(values: Sequence[Any]) -> tuple[list[Any], Whole]:
    place: dict[Any, int] = {}
    places = [place.setdefault(value, len(place)) for value in values]
    return list(place), np.array(places, dtype=np.int64)


def _span(shift: Shift) -> tuple[datetime, datetime]:
    return shift.starts, shift.ends


def _strain(shift: Shift) -> tuple[datetime, datetime, bool]:
    return shift.starts, shift.ends, shift.dangerous


def _of_age(born: Any, strain: tuple[datetime, datetime, bool]) -> bool:
    starts, ends, dangerous = strain
    return not age_problems(born, starts, ends, dangerous=dangerous)
