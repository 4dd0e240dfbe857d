"""Lets go of a person who is forgotten: what is to come is cancelled, names and numbers go, counts stay."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from linli.apps.centres.models import Applicant, Booking, Seat
from linli.apps.centres.service.booking import end_booking
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import system_actor
from linli.kernel.audit.act import Acting, act

_BLANK = {"account": None, "contact_sealed": None, "name_masked": "", "phone_masked": ""}


def forget_account(account: str, *, key: str, at: datetime) -> None:
    """Forget somebody by the ref of their account; ``key`` names the erasure, so that it happens once."""
    if not account:
        return
    own = Booking.objects.filter(account__ref=account)
    for row in own.filter(cancelled=False, starts_at__gt=at).select_related("stream", "room"):
        _cancel(row, key=key, at=at)
    own.update(**_BLANK, turn=None)
    Seat.objects.filter(account__ref=account, given_back_at=None, showing__booking__starts_at__gt=at).update(
        given_back_at=at
    )
    Seat.objects.filter(account__ref=account).update(**_BLANK, turn=None)
    Applicant.objects.filter(account__ref=account).update(**_BLANK, person_key="")


def _cancel(row: Booking, *, key: str, at: datetime) -> None:
    def work(acting: Acting) -> JsonValue:
        end_booking(acting, row, "erasure")
        return None

    act_id = str(uuid5(UUID(key), str(row.ref)))
    act("centres.forget", work, said=str(row.ref), actor=system_actor("erasure"), act_id=act_id, at=at)
