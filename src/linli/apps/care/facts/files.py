"""Care files: lists for those who coordinate or oversee, one file for whoever has a part in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from linli.apps.care.models import ASSESSED, Assessment, CareFile, FamilyMember
from linli.apps.care.policy import (
    as_uuid,
    bodies_of,
    coordinates,
    family_of,
    is_own,
    opened,
    oversees,
    visible_files,
)
from linli.apps.grid import facts as grid
from linli.apps.people import facts as people
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.models import Account
from linli.kernel.identity.personal import mask_phone, unseal

SHOWN = 30


@dataclass(frozen=True, slots=True)
class FileFact:
    """A file as a list shows it: the name masked, the level of the last result."""

    ref: str
    name: str
    area_path: str
    body_id: int
    level: int | None
    due_on: date | None
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class FilePage:
    """The latest of them; ``before`` asks for the next, empty at the end."""

    rows: tuple[FileFact, ...]
    before: str


@dataclass(frozen=True, slots=True)
class FamilyFact:
    """A family member as the person and the coordinator see them; the telephone masked."""

    ref: str
    name: str
    relation: str
    phone: str
    may_view: bool
    may_fetch: bool
    is_told: bool


@dataclass(frozen=True, slots=True)
class PlanFact:
    """What was agreed."""

    version: int
    needs: str
    goals: str
    family_part: str
    lines: tuple[dict[str, Any], ...]
    agreed_how: str
    agreed_at: datetime
    review_on: date


@dataclass(frozen=True, slots=True)
class ResultFact:
    """What an assessment came to, with each step; ``steps`` are codes with their blanks."""

    ref: str
    reason: str
    assessed_at: datetime
    told_at: datetime | None
    contested_at: datetime | None
    points: int
    level: int
    level_by_points: int
    by_group: dict[str, int]
    steps: tuple[dict[str, Any], ...]


def files(actor: Actor, *, before: str = "", limit: int = SHOWN) -> FilePage:
    """Return the open files of one's body or area, the newest first."""
    rows = _with_levels(CareFile.objects.filter(visible_files(actor), closed_at=None))
    if before.isascii() and before.isdecimal():
        rows = rows.filter(pk__lt=int(before[:18]))
    found = list(rows.order_by("-pk")[: limit + 1])
    shown = found[:limit]
    facts = tuple(_fact(one) for one in shown)
    return FilePage(facts, str(shown[-1].pk) if len(found) > limit else "")


def due(actor: Actor, on: date, limit: int = SHOWN) -> tuple[FileFact, ...]:
    """Return whose assessment is due by a day, the earliest first; who was never assessed comes before all."""
    rows = _with_levels(CareFile.objects.filter(visible_files(actor), closed_at=None))
    rows = rows.filter(Q(due_on=None) | Q(due_on__lte=on)).order_by(F("due_on").asc(nulls_first=True), "pk")
    return tuple(_fact(one) for one in rows[:limit])


def _with_levels(rows: QuerySet[CareFile]) -> QuerySet[CareFile]:
    """Add the latest result of each, sealed as it is."""
    results = Assessment.objects.filter(file=OuterRef("pk"), state=ASSESSED).order_by("-pk")
    return rows.select_related("resident").annotate(latest=Subquery(results.values("result_sealed")[:1]))


def _fact(row: CareFile) -> FileFact:
    held = opened(row.latest)  # type: ignore[attr-defined]
    level = held["level"] if held else None
    name = row.resident.name_masked
    return FileFact(str(row.ref), name, row.area_path, row.body_id, level, row.due_on, row.opened_at)


def seat_at(actor: Actor, ref: UUID | str) -> tuple[CareFile, str]:
    """Return an open file and the part in which the actor sees it: self, family, coordinator or supervisor.

    Raises:
        NotVisible: absent, closed, or no part of the actor.
    """
    row = CareFile.objects.select_related("resident").filter(ref=as_uuid(ref), closed_at=None).first()
    if row is None:
        raise NotVisible
    if is_own(actor, row):
        return row, "self"
    if coordinates(actor, row.body_id):
        return row, "coordinator"
    if oversees(actor, row):
        return row, "supervisor"
    if family_of(actor, phone_index_of(actor), row):
        return row, "family"
    raise NotVisible


def phone_index_of(actor: Actor) -> str:
    """Return under which key the actor's own telephone is kept; "" for whoever has none."""
    if actor.account_id is None:
        return ""
    return Account.objects.filter(pk=actor.account_id).values_list("phone_index", flat=True).first() or ""


def my_files(actor: Actor) -> tuple[tuple[str, str, str], ...]:
    """Return the files that are the actor's own or that a person lets them see: ref, name, relation ("" is oneself)."""
    if actor.account_id is None:
        return ()
    own = CareFile.objects.filter(resident__account_id=actor.account_id, closed_at=None).select_related(
        "resident"
    )
    found = [(str(one.ref), one.resident.name_masked, "") for one in own.order_by("pk")[:SHOWN]]
    key = phone_index_of(actor)
    members = FamilyMember.objects.filter(
        phone_index=key, may_view=True, withdrawn_at=None, file__closed_at=None
    ).select_related("file__resident") if key else FamilyMember.objects.none()  # fmt: skip
    mine = {ref for ref, _, _ in found}
    found += [
        (str(one.file.ref), one.file.resident.name_masked, one.relation)
        for one in members.order_by("pk")[:SHOWN]
        if str(one.file.ref) not in mine
    ]
    return tuple(found)


def family(row: CareFile) -> tuple[FamilyFact, ...]:
    """Return whom the person named; the caller has checked the seat."""
    return tuple(_member(one) for one in row.family.filter(withdrawn_at=None).order_by("pk"))


def _member(row: FamilyMember) -> FamilyFact:
    name = unseal(bytes(row.name_sealed), "name") if row.name_sealed else ""
    phone = mask_phone(unseal(bytes(row.phone_sealed), "phone")) if row.phone_sealed else ""
    return FamilyFact(str(row.ref), name, row.relation, phone, row.may_view, row.may_fetch, row.is_told)


def plan(row: CareFile) -> PlanFact | None:
    """Return the plan that holds; the caller has checked the seat."""
    held = row.plans.order_by("-version").first()
    if held is None:
        return None
    said = opened(held.content_sealed)
    return PlanFact(
        held.version, said["needs"], said["goals"], said["family_part"], tuple(said["lines"]),
        held.agreed_how, held.agreed_at, held.review_on,
    )  # fmt: skip


def results(row: CareFile, *, told_only: bool, limit: int = 10) -> tuple[ResultFact, ...]:
    """Return what assessments came to, the newest first; the person and the family see what was told."""
    rows = row.assessments.filter(state=ASSESSED)
    if told_only:
        rows = rows.filter(told_at__isnull=False)
    return tuple(_result(one) for one in rows.order_by("-pk")[:limit])


def _result(row: Assessment) -> ResultFact:
    said = opened(row.result_sealed)
    return ResultFact(
        str(row.ref), row.reason, row.assessed_at, row.told_at, row.contested_at, said["points"], said["level"],
        said["level_by_points"], said["by_group"], tuple(said["steps"]),
    )  # fmt: skip


def own_bodies(
    actor: Actor, permission: Permission = Permission.CARE_COORDINATE
) -> tuple[grid.BodyFact, ...]:
    """Return the bodies for which somebody may do something, by name."""
    return tuple(
        sorted(grid.bodies_by_id(bodies_of(actor, permission)).values(), key=lambda one: one.name_zh)
    )


def find_person(actor: Actor, said: str) -> tuple[people.ResidentFact, ...]:
    """Find a person by whole telephone or identity number, masked, for who coordinates; by name is not offered."""
    if not bodies_of(actor, Permission.CARE_COORDINATE):
        raise NotVisible
    return people.find_residents(said, actor=system_actor("care"))
