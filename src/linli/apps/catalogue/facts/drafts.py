"""Drafts of services, for those who may publish them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from linli.apps.catalogue.models import PackDraft, PackDraftEdition
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class DraftEdition:
    """One step in the history of a draft; ``what`` was done to the file ``path``."""

    number: int
    what: str
    path: str
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it is now, or as it was in one edition."""

    name: str
    edition: int
    files: dict[str, str]
    editions: tuple[DraftEdition, ...]


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A draft on a list."""

    name: str
    edition: int
    saved_at: datetime


def drafts(*, actor: Actor) -> tuple[DraftCard, ...]:
    """Return all drafts, the one touched last first."""
    _may(actor)
    rows = PackDraftEdition.objects.filter(number=F("draft__edition")).order_by("-saved_at")
    return tuple(DraftCard(*row) for row in rows.values_list("draft__name", "number", "saved_at"))


def draft(name: str, *, actor: Actor) -> Draft:
    """Return a draft with its history.

    Raises:
        NotVisible: there is none, or the actor may not see it.
    """
    _may(actor)
    row = PackDraft.objects.filter(name=name).first()
    if row is None:
        raise NotVisible
    rows = row.editions.order_by("-number")
    files = rows.values_list("files", flat=True).get(number=row.edition)
    history = rows.values_list("number", "what", "path", "saved_by", "saved_at")[:MOST_SHOWN]
    return Draft(name, row.edition, dict(files), tuple(DraftEdition(*one) for one in history))


def _may(actor: Actor) -> None:
    if not actor.may(Permission.PACK_PUBLISH):
        raise NotVisible
