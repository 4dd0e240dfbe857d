"""Whether a worker can do a shift, with the reasons for and against: the same for everybody, and told to both.

Of those who can, the nearer and the longer waiting come first. Nothing else counts: no past of a person, no age,
no sex, no name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from linli.core.matching.limits import age_problems
from linli.core.matching.people import Free, Shift, Worker
from linli.core.shared.geodesy import metres_between
from linli.core.shared.outcomes import Reason

NEAR_POINTS, WAIT_POINTS, LEVEL_POINTS, LEVEL_STEP = 300, 200, 100, 12
FAR = 30_000
LONG_WAIT = 28
MOST_POINTS = NEAR_POINTS + WAIT_POINTS + LEVEL_POINTS
DAY = 1440


@dataclass(frozen=True, slots=True)
class Fit:
    """A worker and a shift: what speaks for it, what forbids it, and the points among those that can."""

    worker: str
    shift: str
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    points: int

    @property
    def allowed(self) -> bool:
        """Say whether nothing forbids it."""
        return not self.against


def fit(worker: Worker, shift: Shift, at: datetime) -> Fit:
    """Weigh one worker against one shift."""
    here, there = (np.array([worker.lon, worker.lat]), np.array([shift.lon, shift.lat]))
    return weigh(worker, shift, int(metres_between(here[:1], here[1:], there[:1], there[1:])[0]), at)


def weigh(worker: Worker, shift: Shift, metres: int, at: datetime) -> Fit:
    """Weigh a worker against a shift whose distance is known."""
    against = (*_skill(worker, shift), *_time(worker, shift), *_place(worker, metres))
    against += age_problems(worker.born, shift.starts, shift.ends, dangerous=shift.dangerous)
    waited = max((at - worker.since).days, 0)
    reasons = []
    if shift.trade in worker.trades:
        reasons.append(Reason("matching.has_trade", {"level": worker.trades[shift.trade]}))
    reasons += [Reason("matching.distance", {"metres": metres}), Reason("matching.waited", {"n": waited})]
    return Fit(worker.ref, shift.ref, tuple(reasons), against, points(worker, shift, metres, waited))


def points(worker: Worker, shift: Shift, metres: int, waited: int) -> int:
    """Return the points of a pair: nearness, waiting, and a level that is asked for rather than far above."""
    near = NEAR_POINTS - NEAR_POINTS * min(metres, FAR) // FAR
    wait = WAIT_POINTS * min(waited, LONG_WAIT) // LONG_WAIT
    above = max(worker.trades.get(shift.trade, 0) - shift.level, 0)
    return near + wait + max(LEVEL_POINTS - LEVEL_STEP * above, 0)


def _skill(worker: Worker, shift: Shift) -> tuple[Reason, ...]:
    level = worker.trades.get(shift.trade)
    if level is None:
        return (Reason("matching.no_trade"),)
    if level < shift.level:
        return (Reason("matching.level_below", {"level": level, "wanted": shift.level}),)
    return ()


def _time(worker: Worker, shift: Shift) -> tuple[Reason, ...]:
    return () if is_free(worker.free, shift.starts, shift.ends) else (Reason("matching.not_free"),)


def _place(worker: Worker, metres: int) -> tuple[Reason, ...]:
    if metres <= worker.reach:
        return ()
    return (Reason("matching.too_far", {"metres": metres, "reach": worker.reach}),)


def is_free(free: Iterable[Free], starts: datetime, ends: datetime) -> bool:
    """Say whether somebody's free stretches cover a shift; one after midnight needs the next day's too."""
    here, midnight = tuple(free), starts.replace(hour=0, minute=0, second=0, microsecond=0)
    first, last = _minute(starts, midnight), _minute(ends, midnight)
    days = [(midnight.isoweekday(), first, min(last, DAY))]
    if last > DAY:
        days.append(((midnight + timedelta(days=1)).isoweekday(), 0, last - DAY))
    return all(_covered(here, *one) for one in days)


def _minute(moment: datetime, midnight: datetime) -> int:
    return int((moment - midnight).total_seconds()) // 60


def _covered(free: tuple[Free, ...], weekday: int, start: int, end: int) -> bool:
    for one in sorted((one.start, one.end) for one in free if one.weekday == weekday):
        if one[0] <= start < one[1]:
            start = one[1]
    return start >= end
