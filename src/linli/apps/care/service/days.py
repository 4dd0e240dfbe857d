"""Plans the home visits of a day, changes them by hand, and plans anew with few changes when something falls out."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from linli.apps.care import events
from linli.apps.care.facts import planner as days
from linli.apps.care.models import BEGUN, CANCELLED, DONE, MISSED, PLANNED, Carer, VisitPart, VisitPlan
from linli.apps.care.policy import as_uuid, coordinates
from linli.apps.care.service.writing import who
from linli.apps.grid import facts as grid
from linli.core.clock.instants import local
from linli.core.matching.visit_search import plan as search
from linli.core.matching.visits import Plan
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

STEPS = 6_000
"""What a page waits for: about half a second for thirty visits; the benchmark takes more."""
MOST_STEPS = 100_000
AHEAD = timedelta(days=60)
STAYS = (BEGUN, DONE, MISSED)


@dataclass(frozen=True, slots=True)
class Planned:
    """What came of planning."""

    ref: str
    visits: int
    left_out: int
    changed: int


def plan_day(body: str, on: date, *, steps: int = STEPS, actor: Actor, act_id: str, at: datetime) -> Planned:
    """Plan the visits of a day that is to come, or plan them anew; nothing of a day that runs is touched.

    Raises:
        NotVisible: not a body that the actor coordinates.
        Invalid: a day that is over or too far, or steps that cannot be.
        Refused: the day was released: change it, or let somebody fall out.
    """
    office = _office(body, actor)
    today = local(at).date()
    if not today <= on <= today + AHEAD:
        raise Invalid(Problem("day", "care.plan_which_day", {"days": AHEAD.days}))
    if not 0 < steps <= MOST_STEPS:
        raise Invalid(Problem("steps", "care.steps", {"most": MOST_STEPS}))
    asked = days.asked(office.id, on)
    found = search(asked.day, seed=seed_of(office.code, on), steps=steps)

    def work(acting: Acting) -> JsonValue:
        row = VisitPlan.objects.select_related("stream").filter(body_id=office.id, day=on).first()
        if row is not None and row.released_at is not None:
            raise Refused(Refusal("care.day_released"))
        return _store(acting, row or VisitPlan(body_id=office.id, day=on), asked, found, by="planned")

    said: JsonValue = [body, on.isoformat(), steps]
    return _planned(act("care.plan_day", work, said=said, actor=actor, act_id=act_id, at=at))


def _planned(answer: JsonValue) -> Planned:
    ref, visits, left_out, changed = answer if isinstance(answer, list) else ["", 0, 0, 0]
    return Planned(str(ref), int(str(visits)), int(str(left_out)), int(str(changed)))


def seed_of(body: str, on: date) -> int:
    """Return the seed of a day's search: the same day planned twice from the same facts is the same plan."""
    return int.from_bytes(hashlib.sha256(f"{body}/{on.isoformat()}".encode()).digest()[:4], "big")


def _office(body: str, actor: Actor) -> grid.BodyFact:
    office = grid.body(body)
    if office is None or not coordinates(actor, office.id):
        raise NotVisible
    return office


def _store(
    acting: Acting,
    row: VisitPlan,
    asked: days.Asked,
    found: Plan,
    *,
    by: str,
    before: Sequence[VisitPart] = (),
) -> JsonValue:
    """Write a plan in the place of what was planned and not begun."""
    office = grid.bodies_by_id([row.body_id])[row.body_id]
    fresh = [*_parts(asked, found, row)]
    changed = _changed(before, fresh)
    visits = len({one.requirement_id for one in fresh})
    public: dict[str, JsonValue] = {
        "body": office.ref, "day": row.day.isoformat(), "visits": visits, "left_out": len(found.left_out),
        "changed": changed, "by": by,
    }  # fmt: skip
    if row.pk is None:
        row.stream = acting.open_stream("visit_plan", events.DAY_PLANNED, public, [who(acting.actor)])
    else:
        acting.enter(row.stream, events.DAY_PLANNED, public, [who(acting.actor)])
    row.planned_at = acting.at
    row.way, row.late, row.latest = found.way, found.late, found.latest
    row.walked = asked.walked
    row.left_out = {
        key: [[one.code, dict(one.params)] for one in why] for key, why in sorted(found.left_out.items())
    }
    row.save()
    stays = [one.pk for one in before]
    VisitPart.objects.filter(
        plan=row, state=PLANNED, **({"pk__in": stays} if by == "replanned" else {})
    ).delete()
    for one in fresh:
        one.plan = row
    VisitPart.objects.bulk_create(fresh)
    return [str(row.ref), visits, len(found.left_out), changed]


def _parts(asked: days.Asked, found: Plan, row: VisitPlan) -> Iterator[VisitPart]:
    for stop in found.stops:
        carer, starts = asked.carers[stop.carer], days.moment_of(stop.starts, row.day)
        minutes = math.ceil(stop.ends - stop.starts - 1e-9)
        yield VisitPart(
            requirement=asked.requirements[stop.visit], turn=stop.part, carer=carer, starts_at=starts,
            ends_at=starts + timedelta(minutes=minutes), late_minutes=math.ceil(stop.late - 1e-9),
        )  # fmt: skip


def _changed(before: Sequence[VisitPart], fresh: Sequence[VisitPart]) -> int:
    """Count the parts that go to another carer than before."""
    told = {(one.requirement_id, one.turn): one.carer_id for one in before}
    return sum(told.get((one.requirement_id, one.turn), one.carer_id) != one.carer_id for one in fresh)


def release_day(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Let the carers see their day.

    Raises:
        NotVisible: not a plan of a body that the actor coordinates.
        Stale: released already.
    """
    _own(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor)
        if row.released_at is not None:
            raise Stale("care.day_released_already")
        office = grid.bodies_by_id([row.body_id])[row.body_id]
        public: dict[str, JsonValue] = {"body": office.ref, "day": row.day.isoformat()}
        acting.enter(row.stream, events.DAY_RELEASED, public, [who(actor)])
        VisitPlan.objects.filter(pk=row.pk).update(released_at=at)
        return None

    act("care.release_day", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def replan_without(
    ref: UUID | str, carer: str, *, steps: int = STEPS, actor: Actor, act_id: str, at: datetime
) -> Planned:
    """Let a carer fall out, and plan what is not begun anew; who was told somebody keeps them where that can be.

    Raises:
        NotVisible: not a plan of a body that the actor coordinates, or no carer of it.
    """
    row = _own(ref, actor)
    gone = Carer.objects.filter(body_id=row.body_id, ref=as_uuid(carer)).first()
    if gone is None:
        raise NotVisible

    def work(acting: Acting) -> JsonValue:
        fresh = _own(ref, actor)
        fresh.away = sorted({*fresh.away, str(gone.ref)})
        parts = days.parts_of(fresh.pk)
        begun = {one.requirement_id for one in parts if one.state in STAYS}
        kept = [one for one in parts if one.requirement_id in begun]
        rest = [one for one in parts if one.requirement_id not in begun]
        now = days.minute_of(at, fresh.day) if local(at).date() == fresh.day else 0.0
        already = days.Already(kept, rest, frozenset(fresh.away), now)
        asked = days.asked(fresh.body_id, fresh.day, already)
        found = search(asked.day, seed=seed_of(str(fresh.ref), fresh.day), steps=steps)
        return _store(acting, fresh, asked, found, by="replanned", before=rest)

    said: JsonValue = [str(ref), carer, steps]
    return _planned(act("care.replan", work, said=said, actor=actor, act_id=act_id, at=at))


def cancel_visit(ref: UUID | str, requirement: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Cancel a visit of a day: the person does not want it, is away, is in hospital. The rest stays as it is.

    Raises:
        NotVisible: no such visit in a plan of this actor.
        Refused: it has begun.
    """
    _own(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor)
        parts = list(row.parts.filter(requirement__ref=as_uuid(requirement)).exclude(state=CANCELLED))
        if not parts:
            raise NotVisible
        if any(one.state != PLANNED for one in parts):
            raise Refused(Refusal("care.visit_begun"))
        _enter_change(acting, row, actor, changed=len(parts), by="cancelled")
        row.parts.filter(pk__in=[one.pk for one in parts]).update(state=CANCELLED, is_off=True)
        return None

    act("care.cancel_visit", work, said=[str(ref), requirement], actor=actor, act_id=act_id, at=at)


def move_part(part: UUID | str, carer: str, minute: int, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Give a part to another carer, or another time; checked like the plan itself.

    Raises:
        NotVisible: no such part in a plan of this actor.
        Invalid: the carer cannot do it, is not at work, is elsewhere; the window or the gap is not kept.
        Refused: it has begun.
    """
    row = _part(part, actor)
    goer = Carer.objects.filter(body_id=row.plan.body_id, ref=as_uuid(carer)).first()
    if goer is None:
        raise Invalid(Problem("carer", "care.no_carer"))
    if problems := [*check_move(row, goer, minute)]:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        fresh = _part(part, actor)
        if fresh.state != PLANNED:
            raise Refused(Refusal("care.visit_begun"))
        if problems := [*check_move(fresh, goer, minute)]:
            raise Invalid(*problems)
        _enter_change(acting, fresh.plan, actor, changed=1, by="moved")
        starts, length = days.moment_of(minute, fresh.plan.day), fresh.ends_at - fresh.starts_at
        late = max(0, minute - fresh.requirement.closes)
        VisitPart.objects.filter(pk=fresh.pk).update(
            carer=goer, starts_at=starts, ends_at=starts + length, late_minutes=late
        )
        return None

    act("care.move_part", work, said=[str(part), carer, minute], actor=actor, act_id=act_id, at=at)


def check_move(row: VisitPart, carer: Carer, minute: int) -> Iterator[Problem]:
    """Yield what speaks against a part by a carer at a minute of the day."""
    asked, on = row.requirement, row.plan.day
    service, minutes = asked.parts[row.turn]
    if service not in carer.skills:
        yield Problem("carer", "care.carer_cannot", {"service": f"care.service.{service}"})
    for wish in asked.file.wishes:
        if wish not in carer.traits:
            yield Problem("carer", "care.carer_not_wished", {"wish": f"care.wish.{wish}"})
    if on.weekday() not in carer.days or str(carer.ref) in row.plan.away or not carer.is_active:
        yield Problem("carer", "care.carer_not_at_work")
    if not asked.opens <= minute <= asked.latest:
        yield Problem(
            "minute", "care.outside_window", {"opens": clock(asked.opens), "latest": clock(asked.latest)}
        )
    others = [one for one in days.parts_of(row.plan_id) if one.pk != row.pk]
    yield from _wrong_day(row, carer, (minute, minute + minutes), others)
    yield from _wrong_gap(row, carer, minute, others)


def _wrong_day(
    row: VisitPart, carer: Carer, span: tuple[int, int], others: Sequence[VisitPart]
) -> Iterator[Problem]:
    """The visits of a carer follow each other with the way between, inside the hours of work."""
    here, base = days.home_of(row.requirement), (carer.lon, carer.lat)
    way_out, way_home = days.way(base, here), days.way(here, base)
    if span[0] < carer.begins + way_out or span[1] + way_home > carer.ends:
        yield Problem(
            "minute", "care.outside_hours", {"begins": clock(carer.begins), "ends": clock(carer.ends)}
        )
    for one in others:
        if one.carer_id != carer.pk:
            continue
        there = days.home_of(one.requirement)
        begins, ends = (days.minute_of(moment, row.plan.day) for moment in (one.starts_at, one.ends_at))
        if span[0] < ends and begins < span[1]:
            yield Problem("minute", "care.overlapping", {"at": clock(math.floor(begins))})
        elif begins >= span[1] > begins - days.way(here, there) or ends <= span[0] < ends + days.way(
            there, here
        ):
            yield Problem("minute", "care.no_time_for_way", {"at": clock(math.floor(begins))})


def _wrong_gap(row: VisitPart, carer: Carer, minute: int, others: Sequence[VisitPart]) -> Iterator[Problem]:
    other = next((one for one in others if one.requirement_id == row.requirement_id), None)
    if other is None:
        return
    if other.carer_id == carer.pk:
        yield Problem("carer", "care.needs_two_carers")
    least, most = row.requirement.gap or (0, 0)
    there = days.minute_of(other.starts_at, row.plan.day)
    between = there - minute if row.turn == 0 else minute - there
    if not least <= between <= most:
        yield Problem("minute", "care.gap_not_kept", {"least": int(least), "most": int(most)})


def clock(minute: int) -> str:
    """Write a minute of the day as people read it."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _enter_change(acting: Acting, row: VisitPlan, actor: Actor, *, changed: int, by: str) -> None:
    office = grid.bodies_by_id([row.body_id])[row.body_id]
    visits = row.parts.exclude(state=CANCELLED).values("requirement_id").distinct().count()
    public: dict[str, JsonValue] = {
        "body": office.ref, "day": row.day.isoformat(), "visits": visits, "left_out": len(row.left_out),
        "changed": changed, "by": by,
    }  # fmt: skip
    acting.enter(row.stream, events.DAY_PLANNED, public, [who(actor)])


def _own(ref: UUID | str, actor: Actor) -> VisitPlan:
    row = VisitPlan.objects.select_related("stream").filter(ref=as_uuid(ref)).first()
    if row is None or not coordinates(actor, row.body_id):
        raise NotVisible
    return row


def _part(ref: UUID | str, actor: Actor) -> VisitPart:
    rows = VisitPart.objects.select_related("plan__stream", "carer", "requirement__file__resident")
    row = rows.filter(ref=as_uuid(ref), is_off=False).first()
    if row is None or not coordinates(actor, row.plan.body_id):
        raise NotVisible
    return row
