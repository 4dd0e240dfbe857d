"""The role follows the volunteer: given when they are taken in, ended when they go. The worker does it, once."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.volunteers.models import Volunteer
from linli.apps.volunteers.models.joining import ACTIVE, PAUSED
from linli.kernel.access import service as access
from linli.kernel.access.actors import Grant, system_actor
from linli.kernel.access.permissions import Role
from linli.kernel.audit.outcomes import NotVisible, Refused

KEEPER = "volunteers"


def give_role(volunteer: str, *, key: str, at: datetime) -> None:
    """Give the role of a volunteer in the volunteer's area, so that what they see can be reported outdoors."""
    row = (
        Volunteer.objects.select_related("account").filter(ref=volunteer, state__in=[ACTIVE, PAUSED]).first()
    )
    if row is None or row.account is None or row.grant_number is not None:
        return
    number = access.give_role(
        str(row.account.ref), Grant(Role.VOLUNTEER, None, None, row.area_path, at),
        actor=system_actor(KEEPER), act_id=key, at=at,
    )  # fmt: skip
    Volunteer.objects.filter(pk=row.pk).update(grant_number=number)


def end_role(volunteer: str, *, key: str, at: datetime) -> None:
    """End the role of somebody who has gone; who came back meanwhile keeps it."""
    row = Volunteer.objects.filter(ref=volunteer, grant_number__isnull=False).first()
    if row is None or row.state in {ACTIVE, PAUSED}:
        return
    act_id = str(uuid5(UUID(key), "end"))
    with suppress(NotVisible, Refused):  # it was ended by hand
        access.end_role(int(row.grant_number or 0), actor=system_actor(KEEPER), act_id=act_id, at=at)
    Volunteer.objects.filter(pk=row.pk).update(grant_number=None)
