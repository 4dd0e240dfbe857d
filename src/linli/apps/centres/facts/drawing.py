"""Draws, as anybody may read them: what there is, who stands where by number, and the file that proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from linli.apps.centres.models import CLOSED, DRAWN, OPEN, Applicant, Draw
from linli.apps.centres.models.drawing import OFFERED, TAKEN
from linli.core.draw.order import seed_size, tickets
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit import log
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.held import Held

FORM = "linli/draw/v1"
MOST = 100
LATER = 8
"""So many entries of the public log come between the closed list and the root that is the seed."""


@dataclass(frozen=True, slots=True)
class ChoiceFact:
    """One thing that a draw gives."""

    code: str
    name_zh: str
    name_en: str
    places: int


@dataclass(frozen=True, slots=True)
class DrawFact:
    """A draw. ``waits_for`` is how many more entries the log needs before the seed exists; None where it does not wait."""

    id: int
    ref: str
    centre_ref: str
    centre_zh: str
    centre_en: str
    area_path: str
    body_id: int
    family: str
    title_zh: str
    title_en: str
    choices: tuple[ChoiceFact, ...]
    apply_until: datetime
    state: str
    applicants: int
    list_hash: str
    leaf_index: int | None
    seed_size: int | None
    seed: str
    drawn_at: datetime | None
    waits_for: int | None

    @property
    def places(self) -> int:
        """How many places there are in all."""
        return sum(one.places for one in self.choices)

    def stands(self, at: datetime) -> str:
        """Return how it stands for people: ``ended`` when nobody can apply any more and the list is not closed yet."""
        return "ended" if self.state == OPEN and not self.takes_applications(at) else self.state

    def takes_applications(self, at: datetime) -> bool:
        """Say whether one may apply."""
        return self.state == OPEN and at < self.apply_until


@dataclass(frozen=True, slots=True)
class ApplicantFact:
    """Somebody on the list. ``name`` and ``phone`` are masked, and blank for who does not keep draws there."""

    ref: str
    draw_ref: str
    number: str
    tickets: int
    wanted: tuple[str, ...]
    place: int | None
    given: str
    name: str
    phone: str
    gave_back: bool
    later: str
    later_state: str
    later_until: datetime | None

    @property
    def has(self) -> str:
        """Return what somebody has now: drawn, or handed on later; "" for nothing."""
        if self.gave_back:
            return ""
        return self.later if self.later_state == TAKEN else self.given

    def is_asked(self, at: datetime) -> bool:
        """Say whether a place is offered that can be taken still."""
        return self.later_state == OFFERED and self.later_until is not None and at < self.later_until


def draws(at: datetime, *, centre_id: int | None = None) -> tuple[DrawFact, ...]:
    """Return draws that are open, wait, or were drawn within half a year; the newest first. Three statements."""
    rows = _rows().exclude(state=DRAWN, drawn_at__lt=at - timedelta(days=183))
    rows = rows.filter(centre_id=centre_id) if centre_id is not None else rows
    size = log.checkpoint().size
    return tuple(_fact(one, size) for one in rows.order_by("-opened_at", "-id")[:MOST])


def draw(ref: UUID | str) -> DrawFact:
    """Return a draw; raises NotVisible where there is none. Three statements."""
    row = _rows().filter(ref=ref).first()
    if row is None:
        raise NotVisible
    return _fact(row, log.checkpoint().size)


def own_application(draw_id: int, actor: Actor) -> ApplicantFact | None:
    """Return the reader's own application."""
    if actor.account_id is None:
        return None
    row = (
        Applicant.objects.filter(draw_id=draw_id, account_id=actor.account_id).select_related("draw").first()
    )
    return _applicant(row) if row else None


def application(ref: UUID | str, actor: Actor) -> ApplicantFact:
    """Return an application to its owner and to who keeps draws there; raises NotVisible for all others."""
    row = Applicant.objects.select_related("draw__centre").filter(ref=ref).first()
    if row is None:
        raise NotVisible
    own = row.account_id is not None and row.account_id == actor.account_id
    if not own and not keeps_draws(actor, row.draw.centre.area_path, row.draw.centre.body_id):
        raise NotVisible
    return _applicant(row, named=not own)


def own_applications(actor: Actor) -> tuple[tuple[DrawFact, ApplicantFact], ...]:
    """Return the reader's applications with their draws, the newest first."""
    if actor.account_id is None:
        return ()
    rows = (
        Applicant.objects.filter(account_id=actor.account_id)
        .select_related("draw")
        .order_by("-applied_at")[:MOST]
    )
    mine = {one.draw_id: _applicant(one) for one in rows}
    found = _rows().filter(pk__in=mine).order_by("-opened_at") if mine else []
    size = log.checkpoint().size if mine else 0
    return tuple((_fact(one, size), mine[one.pk]) for one in found)


def results(draw_id: int) -> tuple[ApplicantFact, ...]:
    """Return everybody in the order of the draw, by number. One statement."""
    rows = Applicant.objects.filter(draw_id=draw_id, place__isnull=False).select_related("draw")
    return tuple(_applicant(one) for one in rows.order_by("place"))


def listed(draw: DrawFact, actor: Actor) -> tuple[ApplicantFact, ...]:
    """Return who applied, masked, for those who keep draws there.

    Raises:
        NotVisible: for everybody else.
    """
    if not keeps_draws(actor, draw.area_path, draw.body_id):
        raise NotVisible
    rows = Applicant.objects.filter(draw_id=draw.id).select_related("draw").order_by("place", "number")
    return tuple(_applicant(one, named=True) for one in rows)


def keeps_draws(actor: Actor, area_path: str, body_id: int) -> bool:
    """Say whether somebody keeps the draws of a centre."""
    return actor.may(Permission.DRAW_KEEP, area_path=area_path, body_id=body_id)


def draw_file(ref: UUID | str) -> dict[str, JsonValue]:
    """Return all that anybody needs to draw again: list, commitment, seed, results, proofs; no person is in it.

    Raises:
        NotVisible: no such draw, or its list is still open.
    """
    row = Draw.objects.select_related("entry").filter(ref=ref).exclude(state=OPEN).first()
    if row is None or row.entry is None:
        raise NotVisible
    told: dict[str, JsonValue] = {
        "form": FORM, "draw": str(row.ref), "list": row.list_json, "list_hash": row.list_hash,
        "entry": row.entry.body, "index": row.entry.leaf_index, "seed": None, "results": [],
    }  # fmt: skip
    if row.state != DRAWN or row.seed_size is None or row.entry.leaf_index is None:
        return told
    published = log.checkpoint()
    told["seed"] = {
        "size": row.seed_size, "root": log.root(row.seed_size).hex(), "value": row.seed,
        "inclusion": _hex(log.inclusion(row.entry.leaf_index, row.seed_size)),
        "consistency": _hex(log.consistency(row.seed_size, published.size)), "checkpoint": published.note,
    }  # fmt: skip
    told["results"] = [
        {"place": one.place, "number": one.number, "given": one.given} for one in results(row.pk)
    ]
    return told


def _hex(proof: tuple[bytes, ...] | Problem) -> list[JsonValue]:
    return [] if isinstance(proof, Problem) else [one.hex() for one in proof]


def _rows() -> QuerySet[Draw]:
    applied = Applicant.objects.filter(draw=OuterRef("pk")).order_by().values("draw").annotate(n=Count("pk"))
    rows = Draw.objects.annotate(applied=Coalesce(Subquery(applied.values("n")), 0))
    return rows.select_related("centre", "entry").prefetch_related("choices")


def _fact(row: Draw, log_size: int) -> DrawFact:
    index = row.entry.leaf_index if row.entry else None
    waits = None
    if row.state == CLOSED:
        waits = LATER if index is None else max(0, seed_size(index, row.later) - log_size)
    choices = tuple(
        ChoiceFact(one.code, one.name_zh, one.name_en, one.places)
        for one in sorted(row.choices.all(), key=lambda one: one.pk)
    )
    return DrawFact(
        row.pk, str(row.ref), str(row.centre.ref), row.centre.name_zh, row.centre.name_en, row.centre.area_path,
        row.centre.body_id, row.family, row.title_zh, row.title_en, choices, row.apply_until, row.state,
        getattr(row, "applied", 0), row.list_hash, index, row.seed_size, row.seed, row.drawn_at, waits,
    )  # fmt: skip


def _applicant(row: Applicant, *, named: bool = False) -> ApplicantFact:
    name, phone = (row.name_masked, row.phone_masked) if named else ("", "")
    return ApplicantFact(
        str(row.ref), str(row.draw.ref), row.number, tickets(row.missed), tuple(row.wanted.split()), row.place,
        row.given, name, phone, row.given_back_at is not None, row.later, row.later_state, row.later_until,
    )  # fmt: skip


def what_is_held(account_id: int, _ref: str, _at: datetime) -> list[Held]:
    """Tell a person for which draws they applied."""
    rows = (
        Applicant.objects.filter(account_id=account_id).select_related("draw").order_by("-applied_at")[:MOST]
    )
    return [
        Held("centres.held_application", one.draw.title_zh, "centres.held_draw_why", None) for one in rows
    ]
