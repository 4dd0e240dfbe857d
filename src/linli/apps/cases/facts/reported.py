"""What somebody of the staff brought in, and what became of it: for thanks, never for a ranking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

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


def reported_by(actor: Actor, since: datetime, until: datetime) -> Reported:
    """Return what the actor's own reports of a time came to, to the actor alone."""
    own = Entry.objects.filter(
        actor_key=actor.key, act=events.CASE_OPENED, recorded_at__gte=since, recorded_at__lt=until
    )
    cases = Case.objects.filter(stream__in=own.values("stream"), channel="grid")
    row = cases.aggregate(
        reported=Count("id"),
        closed=Count("id", filter=Q(closed_at__isnull=False)),
        more=Count("id", filter=Q(joined__gt=0)),
    )
    return Reported(row["reported"], row["closed"], row["more"])
