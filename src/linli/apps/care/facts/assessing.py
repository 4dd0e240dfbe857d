"""Assessments as those see them who look, and as the coordinator follows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

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


@dataclass(frozen=True, slots=True)
class ToDo:
    """What a coordinator has to do about results, each with the file and the masked name."""

    untold: tuple[tuple[str, str, str], ...]
    """Results that nobody was told yet, with the assessment in front."""
    contested: tuple[tuple[str, str], ...]
    """Results that the person contests and that nobody looks at again yet."""


def to_do(actor: Actor) -> ToDo:
    """Return the results that wait to be told or looked at again, the longest waiting first; one statement."""
    bodies = bodies_of(actor, Permission.CARE_COORDINATE)
    rows = Assessment.objects.filter(state=ASSESSED, file__body_id__in=bodies, file__closed_at=None)
    newer = Assessment.objects.filter(file=OuterRef("file"), pk__gt=OuterRef("pk"))
    waits = Q(told_at=None) | Q(Q(contested_at__isnull=False) & ~Exists(newer))
    found = list(
        rows.filter(waits).select_related("file__resident").order_by("assessed_at", "pk")[: 2 * SHOWN]
    )
    untold = [one for one in found if one.told_at is None][:SHOWN]
    contested = [one for one in found if one.contested_at is not None and one.told_at is not None]
    return ToDo(
        tuple((str(one.ref), str(one.file.ref), one.file.resident.name_masked) for one in untold),
        tuple((str(one.file.ref), one.file.resident.name_masked) for one in contested[:SHOWN]),
    )
