"""Carers, what people require, and the visits of a day: for who plans them, and for the carer who goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from linli.apps.care.facts.planner import home_of, parts_of
from linli.apps.care.models import (
    CANCELLED,
    MISSED,
    CareFile,
    Carer,
    Requirement,
    VisitPart,
    VisitPlan,
)
from linli.apps.care.policy import as_uuid, opened, works_for
from linli.apps.people import facts as people
from linli.core.clock.instants import local, midnight
from linli.core.shared.outcomes import Reason
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible

SHOWN = 100
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CarerFact:
    """A carer as colleagues see one."""

    ref: str
    name: str
    skills: tuple[str, ...]
    traits: tuple[str, ...]
    days: tuple[int, ...]
    begins: int
    ends: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class RequirementFact:
    """A visit that comes round."""

    ref: str
    key: str
    parts: tuple[tuple[str, int], ...]
    gap: tuple[int, ...]
    days: tuple[int, ...]
    opens: int
    closes: int
    latest: int
    until: date | None


@dataclass(frozen=True, slots=True)
class PartFact:
    """One carer at one visit, as the coordinator sees it: the name masked."""

    ref: str
    requirement: str
    file: str
    name: str
    turn: int
    service: str
    carer: str
    carer_name: str
    starts_at: datetime
    ends_at: datetime
    late_minutes: int
    state: str
    has_case: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A visit that nobody can keep, and which requirement fails."""

    requirement: str
    file: str
    name: str
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class DayFact:
    """The plan of a day; ``ref`` is "" while nothing is planned."""

    ref: str
    day: date
    planned_at: datetime | None
    released_at: datetime | None
    parts: tuple[PartFact, ...]
    left_out: tuple[LeftOut, ...]
    way: float
    late: float
    latest: float
    away: tuple[str, ...]
    walked: dict[str, Any] = field(default_factory=dict)
    """Over which streets the ways were counted; empty: straight lines with their detour."""


@dataclass(frozen=True, slots=True)
class Call:
    """A visit as its carer needs it, on its day and no other: name, telephone, address, what to do."""

    ref: str
    name: str
    phone: str
    address: str
    service: str
    starts_at: datetime
    ends_at: datetime
    state: str
    begun_at: datetime | None
    with_whom: str
    needs: str
    lon: float
    lat: float


def carers(actor: Actor, body_id: int) -> tuple[CarerFact, ...]:
    """Return the carers of a body that the actor works for."""
    if not works_for(actor, Permission.CARE_COORDINATE, body_id):
        raise NotVisible
    return tuple(_carer(one) for one in Carer.objects.filter(body_id=body_id).order_by("name", "pk")[:SHOWN])


def _carer(row: Carer) -> CarerFact:
    return CarerFact(
        str(row.ref),
        row.name,
        tuple(row.skills),
        tuple(row.traits),
        tuple(row.days),
        row.begins,
        row.ends,
        row.is_active,
    )


def requirements(row: CareFile) -> tuple[RequirementFact, ...]:
    """Return what a person requires; the caller has checked the seat."""
    return tuple(_requirement(one) for one in row.requirements.filter(until=None).order_by("key")[:SHOWN])


def _requirement(row: Requirement) -> RequirementFact:
    parts = tuple((service, minutes) for service, minutes in row.parts)
    return RequirementFact(
        str(row.ref),
        row.key,
        parts,
        tuple(row.gap),
        tuple(row.days),
        row.opens,
        row.closes,
        row.latest,
        row.until,
    )


def day(actor: Actor, body_id: int, on: date) -> DayFact:
    """Return a body's plan of a day to who coordinates it; raises NotVisible for all others."""
    if not works_for(actor, Permission.CARE_COORDINATE, body_id):
        raise NotVisible
    row = VisitPlan.objects.filter(body_id=body_id, day=on).first()
    if row is None:
        return DayFact("", on, None, None, (), (), 0.0, 0.0, 0.0, ())
    parts = tuple(part_fact(one) for one in parts_of(row.pk))
    return DayFact(
        str(row.ref), on, row.planned_at, row.released_at, parts, _left_out(row.left_out), row.way, row.late,
        row.latest, tuple(row.away), dict(row.walked),
    )  # fmt: skip


def plan_of(actor: Actor, ref: UUID | str) -> tuple[int, date]:
    """Return body and day of a plan that the actor coordinates; raises NotVisible for all others."""
    row = VisitPlan.objects.filter(ref=as_uuid(ref)).first()
    if row is None or not works_for(actor, Permission.CARE_COORDINATE, row.body_id):
        raise NotVisible
    return row.body_id, row.day


def part_fact(row: VisitPart) -> PartFact:
    """Return a part as a list shows it."""
    file = row.requirement.file
    return PartFact(
        str(row.ref), str(row.requirement.ref), str(file.ref), file.resident.name_masked, row.turn,
        row.requirement.parts[row.turn][0], str(row.carer.ref), row.carer.name, row.starts_at, row.ends_at,
        row.late_minutes, row.state, row.case_id is not None,
    )  # fmt: skip


def _left_out(said: dict[str, Any]) -> tuple[LeftOut, ...]:
    rows = Requirement.objects.filter(ref__in=list(said)).select_related("file__resident").order_by("pk")
    return tuple(
        LeftOut(
            str(one.ref), str(one.file.ref), one.file.resident.name_masked,
            tuple(Reason(code, params) for code, params in said[str(one.ref)]),
        )
        for one in rows
    )  # fmt: skip


def my_round(actor: Actor, at: datetime) -> tuple[Call, ...]:
    """Return the actor's own visits of today, once the plan is released."""
    if actor.account_id is None:
        return ()
    begins = midnight(local(at).date())
    rows = VisitPart.objects.filter(
        carer__account_id=actor.account_id, plan__released_at__isnull=False, is_off=False,
        starts_at__gte=begins, starts_at__lt=begins + DAY,
    ).exclude(state=CANCELLED)  # fmt: skip
    found = list(
        rows.select_related("carer", "requirement__file__resident").order_by("starts_at", "pk")[:SHOWN]
    )
    known = people.contacts(str(one.requirement.file.resident.ref) for one in found)
    pairs = _others(found)
    return tuple(_call(one, known, pairs) for one in found)


def _others(rows: Iterable[VisitPart]) -> dict[tuple[int, int], str]:
    """Return who else is at a visit of two, by plan and requirement."""
    double = [one for one in rows if len(one.requirement.parts) > 1]
    found = VisitPart.objects.filter(
        plan__in=[one.plan_id for one in double],
        requirement__in=[one.requirement_id for one in double],
        is_off=False,
    ).select_related("carer")
    mine = {one.pk for one in double}
    return {(one.plan_id, one.requirement_id): one.carer.name for one in found if one.pk not in mine}


def _call(row: VisitPart, known: dict[str, people.ResidentFact], pairs: dict[tuple[int, int], str]) -> Call:
    file = row.requirement.file
    who, (lon, lat) = known.get(str(file.resident.ref)), home_of(row.requirement)
    return Call(
        ref=str(row.ref),
        name=who.name if who else file.resident.name_masked,
        phone=who.phone if who else "",
        address=who.address if who else "",
        service=row.requirement.parts[row.turn][0],
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=row.state,
        begun_at=row.begun_at,
        with_whom=pairs.get((row.plan_id, row.requirement_id), ""),
        needs="",
        lon=lon,
        lat=lat,
    )


def alerts(actor: Actor, *bodies: int) -> tuple[PartFact, ...]:
    """Return the visits of bodies that should have begun and have not, the newest first."""
    if not all(works_for(actor, Permission.CARE_COORDINATE, one) for one in bodies):
        raise NotVisible
    rows = VisitPart.objects.filter(plan__body_id__in=bodies, state=MISSED, is_off=False)
    rows = rows.select_related("carer", "requirement__file__resident").order_by("-starts_at", "-pk")
    return tuple(part_fact(one) for one in rows[:SHOWN])


def visits_of(row: CareFile, at: datetime, days: int = 7) -> tuple[tuple[PartFact, str], ...]:
    """Return a person's released visits: today's and tomorrow's in their order, then earlier ones, the newest first.

    With each comes the note, where the family may read it.
    """
    today = midnight(local(at).date())
    rows = VisitPart.objects.filter(
        requirement__file=row, plan__released_at__isnull=False, is_off=False,
        starts_at__gte=today - days * DAY, starts_at__lt=today + 2 * DAY,
    ).select_related("carer", "requirement__file__resident")  # fmt: skip
    found = list(rows.order_by("-starts_at", "-pk")[:SHOWN])
    coming = [one for one in reversed(found) if one.starts_at >= today]
    ordered = [*coming, *(one for one in found if one.starts_at < today)]
    return tuple(
        (part_fact(one), (opened(one.note_sealed) or "") if one.is_shared else "") for one in ordered
    )
