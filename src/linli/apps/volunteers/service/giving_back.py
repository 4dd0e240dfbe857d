"""Giving a task back: its place goes to the first who waits and is free then."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F

from linli.apps.volunteers import events
from linli.apps.volunteers.models import Engagement, Task, Volunteer
from linli.apps.volunteers.models.joining import ACTIVE
from linli.apps.volunteers.models.working import GIVEN_BACK, TAKEN, WAITING
from linli.apps.volunteers.policy.taking import first_waiting
from linli.kernel.audit.act import Acting

MOVED = "volunteers.moved_up"
BACK = "volunteers.given_back"
"""Announced so that the one who moved up, and the organiser, are told."""


def all_of(volunteer: Volunteer, acting: Acting) -> int:
    """Give back everything that somebody took and has not begun; return how many."""
    rows = Engagement.objects.select_related("stream", "task").filter(
        volunteer=volunteer, state__in=[WAITING, TAKEN]
    )
    found = list(rows)
    for row in found:
        one(row, acting, by="left")
    return len(found)


def one(row: Engagement, acting: Acting, *, by: str) -> None:
    """Give one task back inside an act."""
    acting.enter(row.stream, events.GIVEN_BACK, {"by": by})
    held = row.state == TAKEN
    Engagement.objects.filter(pk=row.pk).update(state=GIVEN_BACK, off=True)
    acting.announce(BACK, {"engagement": str(row.ref), "held": held})
    if held and not _move_up(row.task, acting):
        Task.objects.filter(pk=row.task_id).update(taken=F("taken") - 1)


def _move_up(task: Task, acting: Acting) -> UUID | None:
    waiting = list(
        Engagement.objects.select_related("stream")
        .filter(task=task, state=WAITING, volunteer__state=ACTIVE)
        .order_by("id")[:20]
    )
    busy = {
        *Engagement.objects.filter(
            volunteer__in=[one.volunteer_id for one in waiting], off=False,
            starts_at__lt=task.ends_at, ends_at__gt=task.starts_at,
        ).values_list("volunteer_id", flat=True)
    }  # fmt: skip
    key = first_waiting((one.pk, one.volunteer_id not in busy) for one in waiting)
    row = next((one for one in waiting if one.pk == key), None)
    if row is None:
        return None
    acting.enter(row.stream, events.MOVED_UP, {"kind": task.kind})
    Engagement.objects.filter(pk=row.pk).update(state=TAKEN, off=False)
    acting.announce(MOVED, {"engagement": str(row.ref)})
    return row.ref
