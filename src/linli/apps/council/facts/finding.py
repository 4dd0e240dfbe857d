"""Finds meetings that an actor may act on; everything else is not there."""

from __future__ import annotations

from uuid import UUID

from linli.apps.council.models import Meeting, Sitting
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible

NOTHING = UUID(int=0)


def as_uuid(ref: UUID | str) -> UUID:
    """Read a ref; what is none becomes one that finds nothing."""
    try:
        return UUID(str(ref))
    except ValueError:
        return NOTHING


def keeps(row: Meeting, actor: Actor) -> bool:
    """Say whether the actor keeps this meeting."""
    return actor.may(Permission.COUNCIL_KEEP, area_path=row.area_path, body_id=row.body_id)


def any_meeting(ref: UUID | str) -> Meeting:
    """Return a meeting: all are public."""
    row = Meeting.objects.select_related("stream").filter(ref=as_uuid(ref)).first()
    if row is None:
        raise NotVisible
    return row


def kept_meeting(ref: UUID | str, actor: Actor) -> Meeting:
    """Return a meeting that the actor keeps; raises NotVisible for all others."""
    row = any_meeting(ref)
    if not keeps(row, actor):
        raise NotVisible
    return row


def any_sitting(ref: UUID | str) -> Sitting:
    """Return a sitting: all are public."""
    rows = Sitting.objects.select_related("meeting", "meeting__stream")
    row = rows.filter(ref=as_uuid(ref)).first()
    if row is None:
        raise NotVisible
    return row


def kept_sitting(ref: UUID | str, actor: Actor) -> Sitting:
    """Return a sitting of a meeting that the actor keeps; raises NotVisible for all others."""
    row = any_sitting(ref)
    if not keeps(row.meeting, actor):
        raise NotVisible
    return row
