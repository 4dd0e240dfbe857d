"""What somebody of the staff brought in, and what became of it: for thanks, never for a ranking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from linli.apps.cases import events
from linli.apps.cases.models import Case
from linli.kernel.access.actors import Actor
from linli.kernel.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Reported:
    """Counts of one person's own reports; shown to that person only."""

    reported: int
    closed: int
    neighbours: int


@dataclass(frozen=True, slots=True)
class OwnReport:
    """One of a person's own reports and where it stands."""

    number: str
    title: str
    stage: str
    pack: str
    opened_at: datetime


LATEST = 5
LOOK_BACK = timedelta(days=60)
"""What a device may have waited for, and what one still remembers."""


def latest_reports(actor: Actor, at: datetime) -> list[OwnReport]:
    """Return the last reports that the actor made from outdoors, newest first. One statement."""
    begun = _begun(actor, at - LOOK_BACK, at + timedelta(days=1)).values("stream")
    rows = Case.objects.filter(stream__in=begun, channel="grid").order_by("-recorded_at", "-id")
    columns = ("number", "text__title", "stage", "pack", "opened_at")
    return [OwnReport(*row) for row in rows.values_list(*columns)[:LATEST]]


def reported_by(actor: Actor, since: datetime, until: datetime) -> Reported:
    """Return what the actor's own reports of a time came to, to the actor alone."""
    cases = Case.objects.filter(stream__in=_begun(actor, since, until).values("stream"), channel="grid")
    row = cases.aggregate(
        reported=Count("id"),
        closed=Count("id", filter=Q(closed_at__isnull=False)),
        more=Count("id", filter=Q(joined__gt=0)),
    )
    return Reported(row["reported"], row["closed"], row["more"])


def _begun(actor: Actor, since: datetime, until: datetime) -> QuerySet[Entry]:
    first = Entry.objects.filter(seq=1, act=events.CASE_OPENED, actor_key=actor.key)
    return first.filter(recorded_at__gte=since, recorded_at__lt=until)
