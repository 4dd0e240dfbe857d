"""What care holds of a person, told to that person."""

from __future__ import annotations

from datetime import datetime

from linli.apps.care.models import CareFile, FamilyMember
from linli.apps.grid import facts as grid
from linli.kernel.identity.held import Held
from linli.kernel.identity.models import Account


def what_is_held(account_id: int, _ref: str, _at: datetime) -> list[Held]:
    """Tell a person which care files are theirs, and who named their telephone as family."""
    own = list(CareFile.objects.filter(resident__account_id=account_id).order_by("pk"))
    bodies = grid.bodies_by_id([one.body_id for one in own])
    told = [Held("care.held_file", bodies[one.body_id].name_zh, "care.held_why") for one in own]
    key = Account.objects.filter(pk=account_id).values_list("phone_index", flat=True).first()
    named = (
        FamilyMember.objects.filter(phone_index=key, withdrawn_at=None)
        if key
        else FamilyMember.objects.none()
    )
    count = named.count()
    return [*told, Held("care.held_family", count, "care.held_family_why")] if count else told
