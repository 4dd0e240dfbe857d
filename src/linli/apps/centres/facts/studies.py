"""Studies of where one more would help most, for who may read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from linli.apps.centres.models import SiteStudy
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import within
from linli.kernel.audit.outcomes import NotVisible

SHOWN = 50


@dataclass(frozen=True, slots=True)
class StudyFact:
    """A question and, once it is there, its answer."""

    ref: str
    kind: str
    count: int
    minutes: int
    walker: str
    area_path: str
    asked_at: datetime
    answered_at: datetime | None
    answer: Mapping[str, Any] | None


def studies(actor: Actor) -> list[StudyFact]:
    """Return the latest studies of the areas that the reader plans for. One statement."""
    return [
        _fact(row) for row in SiteStudy.objects.filter(_visible(actor)).order_by("-asked_at", "-id")[:SHOWN]
    ]


def study(ref: UUID | str, *, actor: Actor) -> StudyFact:
    """Return one study.

    Raises:
        NotVisible: it is not there, or of an area that is not the reader's.
    """
    row = SiteStudy.objects.filter(_visible(actor), ref=ref).first()
    if row is None:
        raise NotVisible
    return _fact(row)


def _visible(actor: Actor) -> Q:
    if actor.is_system:
        return Q()
    paths = [one.area_path for one in actor.grants_for(Permission.REACH_STUDY)]
    return within(paths) if paths else Q(pk__in=[])


def _fact(row: SiteStudy) -> StudyFact:
    return StudyFact(
        str(row.ref), row.kind, row.count, row.minutes, row.walker, row.area_path, row.asked_at, row.answered_at,
        row.answer,
    )  # fmt: skip
