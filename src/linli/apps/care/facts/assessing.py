"""Assessments as those see them who look, and as the coordinator follows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from linli.apps.care.facts.sheets import facts_differ, in_question, sheets_of
from linli.apps.care.models import ASSESSED, DIFFERING, OPEN_STATES, Assessment, Look
from linli.apps.care.policy import as_uuid, bodies_of, coordinates
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible

SHOWN = 50


@dataclass(frozen=True, slots=True)
class OpenAssessment:
    """An assessment that runs; ``mine`` says what the reader has to do: look, settle, or nothing.

    ``question`` are the items in which the two differ, with both points, shown once both have signed.
    """

    ref: str
    file: str
    name: str
    reason: str
    state: str
    begun_at: datetime
    signed: int
    mine: str
    question: tuple[tuple[str, int, int], ...]
    facts_differ: bool
    standard: str


def open_assessments(actor: Actor) -> tuple[OpenAssessment, ...]:
    """Return what the actor has to look at, to settle or to follow."""
    bodies = bodies_of(actor, Permission.CARE_ASSESS)
    mine = Q(first_id=actor.account_id) | Q(second_id=actor.account_id)
    rows = Assessment.objects.filter(state__in=OPEN_STATES, file__closed_at=None, file__body_id__in=bodies)
    follows = bodies_of(actor, Permission.CARE_COORDINATE)
    rows = rows.filter(mine | Q(state=DIFFERING) | Q(file__body_id__in=follows))
    rows = rows.select_related("file__resident").prefetch_related("looks").order_by("begun_at", "pk")
    return tuple(_open(one, actor) for one in rows[:SHOWN])


def open_assessment(actor: Actor, ref: UUID | str) -> OpenAssessment:
    """Return one that the actor looks at, settles or follows; raises NotVisible for all others."""
    rows = Assessment.objects.select_related("file__resident").prefetch_related("looks")
    row = rows.filter(ref=as_uuid(ref), state__in=OPEN_STATES, file__closed_at=None).first()
    if row is None:
        raise NotVisible
    seen = _open(row, actor)
    if seen.mine == "" and not coordinates(actor, row.file.body_id):
        raise NotVisible
    return seen


def _open(row: Assessment, actor: Actor) -> OpenAssessment:
    looks: list[Look] = [*row.looks.all()]
    sheets = {one.turn: one for one in looks}
    question: tuple[tuple[str, int, int], ...] = ()
    if row.state == DIFFERING:
        held = sheets_of(row)
        question = tuple((name, held[1]["items"][name], held[2]["items"][name]) for name in in_question(row))
    return OpenAssessment(
        str(row.ref), str(row.file.ref), row.file.resident.name_masked, row.reason, row.state, row.begun_at,
        len(sheets), _mine(row, looks, actor), question, row.state == DIFFERING and facts_differ(row), row.standard,
    )  # fmt: skip


def _mine(row: Assessment, looks: list[Look], actor: Actor) -> str:
    pair = {row.first_id, row.second_id}
    if actor.account_id in pair:
        return "" if any(one.account_id == actor.account_id for one in looks) and row.state != DIFFERING else (
            "look" if row.state != DIFFERING else "wait"
        )  # fmt: skip
    assesses = row.file.body_id in bodies_of(actor, Permission.CARE_ASSESS)
    return "settle" if row.state == DIFFERING and assesses else ""


def untold(actor: Actor) -> tuple[tuple[str, str, str], ...]:
    """Return the results that nobody was told yet: assessment, file, masked name."""
    bodies = bodies_of(actor, Permission.CARE_COORDINATE)
    rows = Assessment.objects.filter(
        state=ASSESSED, told_at=None, file__body_id__in=bodies, file__closed_at=None
    )
    rows = rows.select_related("file__resident").order_by("assessed_at", "pk")[:SHOWN]
    return tuple((str(one.ref), str(one.file.ref), one.file.resident.name_masked) for one in rows)


def contested(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return the files whose person contests the result and nobody looks again yet: ref and masked name."""
    bodies = bodies_of(actor, Permission.CARE_COORDINATE)
    rows = Assessment.objects.filter(
        state=ASSESSED, contested_at__isnull=False, file__body_id__in=bodies, file__closed_at=None
    ).select_related("file__resident")  # fmt: skip
    newer = Assessment.objects.filter(file__in=rows.values("file_id")).values_list("file_id", "pk")
    last: dict[int, int] = {}
    for file_id, pk in newer:
        last[file_id] = max(last.get(file_id, 0), pk)
    found = [one for one in rows.order_by("contested_at", "pk")[:SHOWN] if last[one.file_id] == one.pk]
    return tuple((str(one.file.ref), one.file.resident.name_masked) for one in found)
