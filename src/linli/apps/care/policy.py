"""Who may do and see what in care, said once."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db.models import Q

from linli.apps.care.models import IN, CareFile, DayRoom, Enrolment, FamilyMember
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import reachable
from linli.kernel.identity.personal import seal, unseal

NOTHING = UUID(int=0)
PURPOSE = "care"


def sealed(value: JsonValue) -> bytes:
    """Seal anything plain."""
    return seal(json.dumps(value, ensure_ascii=False, sort_keys=True), PURPOSE)


def opened(held: bytes | memoryview | None) -> Any:
    """Read what was sealed; None where nothing is."""
    return None if held is None else json.loads(unseal(bytes(held), PURPOSE))


def as_uuid(text: UUID | str) -> UUID:
    """Read a ref; what is none becomes one that finds nothing."""
    try:
        return UUID(str(text))
    except ValueError:
        return NOTHING


def works_for(actor: Actor, permission: Permission, body_id: int) -> bool:
    """Say whether somebody may do something for a body: by a grant of that body, wherever it lies."""
    return actor.is_system or any(one.body_id == body_id for one in actor.grants_for(permission))


def bodies_of(actor: Actor, permission: Permission) -> frozenset[int]:
    """Return the bodies for which somebody may do something."""
    return frozenset(one.body_id for one in actor.grants_for(permission) if one.body_id is not None)


def coordinates(actor: Actor, body_id: int) -> bool:
    """Say whether somebody coordinates the care of a body."""
    return works_for(actor, Permission.CARE_COORDINATE, body_id)


def visible_files(actor: Actor) -> Q:
    """Return the files that somebody sees in a list: of their body, or of their area."""
    return reachable(actor, Permission.CARE_READ, body="body_id")


def oversees(actor: Actor, file: CareFile | DayRoom) -> bool:
    """Say whether somebody sees a file or room as staff."""
    return actor.may(Permission.CARE_READ, area_path=file.area_path, body_id=file.body_id)


def is_own(actor: Actor, file: CareFile) -> bool:
    """Say whether a file is about the actor."""
    return actor.account_id is not None and file.resident.account_id == actor.account_id


def family_of(actor: Actor, phone_index: str, file: CareFile) -> FamilyMember | None:
    """Return the family member that the actor is, if the person lets them see."""
    if not phone_index or actor.account_id is None:
        return None
    return file.family.filter(phone_index=phone_index, may_view=True, withdrawn_at=None).first()


def free(room: DayRoom) -> int:
    """Return how many places of a room are free."""
    return room.places - room.taken


def is_next(enrolment: Enrolment) -> bool:
    """Say whether nobody asked for the room before: the line goes by the order of asking, and by nothing else."""
    before = Enrolment.objects.filter(room_id=enrolment.room_id, state="waiting").exclude(pk=enrolment.pk)
    earlier = Q(asked_at__lt=enrolment.asked_at) | Q(asked_at=enrolment.asked_at, pk__lt=enrolment.pk)
    return not before.filter(earlier).exists()


def in_room(file: CareFile) -> bool:
    """Say whether somebody has a place in a day room."""
    return file.enrolments.filter(state=IN).exists()
