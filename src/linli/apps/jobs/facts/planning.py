"""A day shared out: who could do what and why, and the best of all ways; a proposal, nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np

from linli.apps.grid import facts as grid
from linli.apps.jobs.facts import posts, seeking, solver
from linli.apps.jobs.facts.posts import PostFact
from linli.apps.jobs.models import Engagement, WorkerProfile
from linli.core.matching.assignment import Assignment, assign
from linli.core.matching.fits import Fit, fit
from linli.core.matching.pairs import Chosen, Pairs, pairs_of
from linli.core.matching.people import Worker
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused

MOST = 3_000
LISTED = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """A worker and a post with the reasons; the name is masked."""

    post: PostFact
    worker_ref: str
    worker: str
    by_phone: bool
    fit: Fit
    paper_seen: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a day's sharing-out comes to."""

    day: date
    pairs: tuple[Pair, ...]
    places: int
    workers: int
    assignment: Assignment


def candidates(actor: Actor, ref: UUID | str, at: datetime) -> tuple[Pair, ...]:
    """Return who could do a post, the best first, then who could nearly and why not; for staff of the area."""
    one = posts.post(ref, actor)
    if not actor.may(Permission.JOB_REVIEW, area_path=one.area_path):
        raise NotVisible
    row = next(iter(posts.of_day(one.area_path, one.day, at)), None)
    row = next((each for each in posts.of_day(one.area_path, one.day, at) if str(each.ref) == one.ref), row)
    if row is None or str(row.ref) != one.ref:
        return ()
    shift = posts.as_shift(row)
    rows = _rows_for(_city(one.area_path), (one.trade,))
    taken = _taken(rows, one.starts_at, one.ends_at)
    known = {str(each.ref): each for each in rows if str(each.ref) not in taken}
    found = [fit(value, shift, at) for value in seeking.matching_workers(known.values())]
    found.sort(key=lambda each: (len(each.against), -each.points, each.worker))
    return tuple(_pair(one, known[each.worker], each) for each in found[:LISTED])


def plan(actor: Actor, area: str, day: date, at: datetime) -> Plan:
    """Share out a day in an area: as many places filled as can be, then the nearest and longest waiting.

    Raises:
        NotVisible: no such area, or not the actor's.
        Invalid: more pairs than can be looked at, or a day long past.
        Refused: the answer of the solver did not hold.
    """
    where = grid.area(area)
    if where is None or not actor.may(Permission.JOB_REVIEW, area_path=where.path):
        raise NotVisible
    if day < at.date() - timedelta(days=1):
        raise Invalid(Problem("day", "jobs.day_over"))
    todo = posts.of_day(where.path, day, at)
    people = _rows_for(_city(where.path), {one.trade.code for one in todo})
    if len(todo) > MOST or len(people) > MOST:
        raise Invalid(Problem("area", "jobs.area_too_large", {"most": MOST}))
    shifts = {str(one.ref): posts.as_shift(one) for one in todo}
    values, taken = seeking.matching_workers(people), _promised(people, day)
    possible = pairs_of(values, shifts.values(), at)
    possible = possible.only(~_clashing(possible, taken))
    busy = {ref: sum(int((b - a).total_seconds()) // 60 for a, b in spans) for ref, spans in taken.items()}
    found = assign(possible, solver.solve, busy)
    if isinstance(found, Refusal):
        raise Refused(found)
    return _told(day, found, {str(one.ref): one for one in todo}, people, values)


def _told(
    day: date,
    found: Assignment,
    todo: Mapping[str, object],
    people: list[WorkerProfile],
    values: list[Worker],
) -> Plan:
    known = {str(one.ref): one for one in people}
    facts = {ref: posts.fact(row) for ref, row in todo.items()}  # type: ignore[arg-type]
    pairs = tuple(_pair(facts[one.shift], known[one.worker], one) for one in found.pairs)
    ordered = tuple(sorted(pairs, key=lambda one: (one.post.starts_at, one.post.ref, -one.fit.points)))
    return Plan(day, ordered, sum(one.left for one in facts.values()), len(values), found)


def _rows_for(area_path: str, trades: object) -> list[WorkerProfile]:
    codes = list(trades)  # type: ignore[call-overload]
    rows = seeking.active_rows(area_path).filter(trades__trade__code__in=codes).distinct()
    return list(rows.order_by("id")[: MOST + 1])


def _city(area_path: str) -> str:
    """Return the widest place round an area: people go to the next sub-district for work."""
    return "/" + area_path.strip("/").partition("/")[0] + "/"


def _taken(rows: list[WorkerProfile], starts: datetime, ends: datetime) -> set[str]:
    found = Engagement.objects.filter(worker__in=rows, loose=False, starts_at__lt=ends, ends_at__gt=starts)
    return {str(ref) for ref in found.values_list("worker__ref", flat=True)}


def _promised(rows: list[WorkerProfile], day: date) -> dict[str, list[tuple[datetime, datetime]]]:
    near = Engagement.objects.filter(
        loose=False, post__day__range=(day - timedelta(days=1), day + timedelta(days=1)), worker__in=rows
    )
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    for ref, starts, ends in near.values_list("worker__ref", "starts_at", "ends_at"):
        found.setdefault(str(ref), []).append((starts, ends))
    return found


def _clashing(pairs: Pairs, taken: Mapping[str, list[tuple[datetime, datetime]]]) -> Chosen:
    """Mark the pairs whose worker has promised another shift for some of that time."""
    found = np.zeros(len(pairs), dtype=np.bool_)
    for n, worker in enumerate(pairs.workers):
        for starts, ends in taken.get(worker.ref, ()):
            then = [one.starts < ends and starts < one.ends for one in pairs.shifts]
            found |= (pairs.worker == n) & np.array(then)[pairs.shift]
    return found


def _pair(post: PostFact, row: WorkerProfile, one: Fit) -> Pair:
    return Pair(
        post, str(row.ref), seeking.name_of(row, whole=False), row.by_phone, one, _seen(row, post.trade)
    )


def _seen(row: WorkerProfile, trade: str) -> bool:
    return any(one.paper_seen and one.trade.code == trade for one in row.trades.all())
