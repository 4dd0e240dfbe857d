"""What lies beside the cases on a desk: supervision orders, wishes for exclusion, notes between shifts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from linli.apps.cases import policy
from linli.apps.cases.models import Case, Exclusion, ShiftNote, SupervisionOrder
from linli.core.clock.running import ClockState
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission

AT_MOST = 200


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A supervision order; ``mine`` when a body of the reader has to answer it."""

    ref: str
    case: str
    number: str
    title: str
    body: str
    reason: str
    text: str
    clock: ClockState
    due_at: datetime
    issued_at: datetime
    answered_at: datetime | None
    answer: str
    mine: bool


@dataclass(frozen=True, slots=True)
class ExclusionRow:
    """A wish to leave a case out of a rate, and what became of it."""

    case: str
    number: str
    title: str
    rate: str
    reason: str
    body: str | None
    state: str
    at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShiftNoteRow:
    """A note that waits for the next on a desk."""

    ref: str
    body_zh: str
    body_en: str
    desk: str
    text: str
    author: str
    at: datetime
    mine: bool


def orders_to_answer(actor: Actor) -> list[OrderRow]:
    """Return the open orders to bodies of this actor, the most urgent first."""
    rows = SupervisionOrder.objects.filter(body_id__in=actor.body_ids, answered_at=None)
    return _orders(rows.filter(_seen(actor)).order_by("due_at", "id"), actor)


def orders_issued(actor: Actor) -> list[OrderRow]:
    """Return the open orders in the areas that this actor supervises, the most urgent first."""
    if not actor.may(Permission.CASE_SUPERVISE):
        return []
    rows = SupervisionOrder.objects.filter(answered_at=None).filter(_seen(actor))
    return _orders(rows.order_by("due_at", "id"), actor)


def orders_answered(actor: Actor) -> list[OrderRow]:
    """Return the latest orders in the areas that this actor supervises that were answered, newest first."""
    if not actor.may(Permission.CASE_SUPERVISE):
        return []
    rows = SupervisionOrder.objects.exclude(answered_at=None).filter(_seen(actor))
    return _orders(rows.order_by("-answered_at", "-id")[:30], actor)


def orders_of(case: Case, actor: Actor) -> list[OrderRow]:
    """Return all orders on one case, for a page that has checked who may see the case."""
    return _orders(SupervisionOrder.objects.filter(case=case).order_by("id"), actor)


def exclusions_of(case: Case) -> list[ExclusionRow]:
    """Return the wishes for exclusion on one case."""
    return _exclusions(Exclusion.objects.filter(case=case).order_by("id"))


def exclusions_to_decide(actor: Actor) -> list[ExclusionRow]:
    """Return the wishes that wait for this actor's decision."""
    if not actor.may(Permission.CASE_SUPERVISE):
        return []
    return _exclusions(Exclusion.objects.filter(state="asked").filter(_seen(actor)).order_by("at", "id"))


def beside_counts(actor: Actor) -> dict[str, int]:
    """Return how many cases a body of this actor's only supports, and how many orders it must answer."""
    return {
        "supporting": Case.objects.filter(policy.supports(actor), closed_at=None).count(),
        "orders": SupervisionOrder.objects.filter(body_id__in=actor.body_ids, answered_at=None).count(),
    }


def shift_notes(actor: Actor) -> list[ShiftNoteRow]:
    """Return the notes that wait at the desks of this actor, newest first. One statement."""
    return _notes(ShiftNote.objects.filter(_desks(actor), taken_at=None).order_by("-id"), actor)


def _desks(actor: Actor) -> Q:
    desks = Q(pk__in=[])
    for body_id, role in {(one.body_id, one.role) for one in actor.grants if one.body_id is not None}:
        desks |= Q(body_id=body_id, desk=role)
    return desks


def _notes(rows: QuerySet[ShiftNote], actor: Actor) -> list[ShiftNoteRow]:
    columns = ("ref", "body__name_zh", "body__name_en", "desk", "text", "author__name", "at", "author_id")
    return [
        ShiftNoteRow(str(ref), zh, en, desk, text, name or "", at, author == actor.account_id)
        for ref, zh, en, desk, text, name, at, author in rows.values_list(*columns)[:AT_MOST]
    ]


def _seen(actor: Actor) -> Q:
    return Q(case__in=Case.objects.filter(policy.visible_to(actor)).values("pk"))


def _orders(rows: QuerySet[SupervisionOrder], actor: Actor) -> list[OrderRow]:
    return [_order(row, actor.body_ids) for row in rows.select_related("case__text", "body")[:AT_MOST]]


def _order(row: SupervisionOrder, bodies: Collection[int]) -> OrderRow:
    return OrderRow(
        ref=str(row.ref),
        case=str(row.case.ref),
        number=row.case.number,
        title=row.case.text.title,
        body=str(row.body.ref),
        reason=row.reason,
        text=row.text,
        clock=ClockState.from_json(row.clock),
        due_at=row.due_at,
        issued_at=row.issued_at,
        answered_at=row.answered_at,
        answer=row.answer,
        mine=row.body_id in bodies,
    )


def _exclusions(rows: QuerySet[Exclusion]) -> list[ExclusionRow]:
    columns = (
        "case__ref", "case__number", "case__text__title", "rate", "reason", "asked_by__ref",
        "state", "at", "decided_at",
    )  # fmt: skip
    return [
        ExclusionRow(str(case), number, title, rate, reason, str(body) if body else None, state, at, decided)
        for case, number, title, rate, reason, body, state, at, decided in rows.values_list(*columns)[
            :AT_MOST
        ]
    ]
