"""Bookings: one's own, the list of a day for the door, one of them. Nobody else sees who booked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.apps.centres.models import Applicant, Booking, Centre, Seat
from linli.core.clock.instants import DAY, midnight
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.held import Held
from linli.kernel.identity.personal import mask_name, unseal

SEALED = "centres"
UNDO = timedelta(minutes=10)
"""So long something done to a booking can be undone."""
SHOWN_FOR = timedelta(days=60)
MOST = 200


@dataclass(frozen=True, slots=True)
class BookingFact:
    """A booking for somebody who may see it. Names and numbers are masked; ``mine`` says that it is the reader's own."""

    id: int
    ref: str
    room_id: int
    room_ref: str
    room_zh: str
    room_en: str
    centre_ref: str
    centre_zh: str
    centre_en: str
    starts_at: datetime
    ends_at: datetime
    purpose: str
    people: int
    name: str
    phone: str
    taken_down: bool
    series: str
    cancelled: bool
    ended_by: str
    came: bool | None
    noted_at: datetime | None
    mine: bool
    showing: str

    def may_cancel(self, at: datetime) -> bool:
        """Say whether it can be cancelled still."""
        return not self.cancelled and at < self.starts_at

    def may_undo(self, at: datetime) -> bool:
        """Say whether what was last done to it can be undone still; one's own word only, for its owner."""
        fresh = self.noted_at is not None and self.noted_at <= at < self.noted_at + UNDO
        done = self.ended_by in ("person", "staff") or self.came is not None
        return fresh and done and (self.ended_by == "person" or not self.mine)


def mine(actor: Actor, at: datetime) -> tuple[BookingFact, ...]:
    """Return the reader's bookings that are to come or lately past, the next one first. Two statements."""
    if actor.account_id is None:
        return ()
    rows = (
        _rows()
        .filter(account_id=actor.account_id, ends_at__gte=at - SHOWN_FOR)
        .order_by("starts_at", "id")[:MOST]
    )
    return tuple(fact(one, actor) for one in rows)


def booking(ref: UUID | str, actor: Actor) -> BookingFact:
    """Return a booking of the reader's own, or of a centre where they keep bookings; NotVisible for all others."""
    row = _rows().filter(ref=ref).first()
    if row is None or not may_see(row, actor):
        raise NotVisible
    return fact(row, actor)


def of_day(centre: UUID | str, day: date, actor: Actor) -> tuple[BookingFact, ...]:
    """Return the bookings of a centre's day by time, for those who keep them there. Two statements.

    Raises:
        NotVisible: no such centre, or not the reader's to keep.
    """
    found = Centre.objects.filter(ref=centre).first()
    if found is None or not keeps(actor, found):
        raise NotVisible
    start = midnight(day)
    rows = _rows().filter(room__centre=found, starts_at__gte=start, starts_at__lt=start + DAY)
    return tuple(fact(one, actor) for one in rows.order_by("starts_at", "room__name_zh", "id")[: MOST * 2])


def keeps(actor: Actor, centre: Centre) -> bool:
    """Say whether somebody keeps the bookings of a centre."""
    return actor.may(Permission.BOOKING_KEEP, area_path=centre.area_path, body_id=centre.body_id)


def may_see(row: Booking, actor: Actor) -> bool:
    """Say whether a booking is the reader's own or at a centre where they keep bookings."""
    own = actor.account_id is not None and row.account_id == actor.account_id
    return own or keeps(actor, row.room.centre)


def contact_of(row: Booking | Seat | Applicant) -> tuple[str, str]:
    """Return name and number that were taken down, whole; for letters and for the page of what is held."""
    if row.contact_sealed is None:
        return "", ""
    name, phone = json.loads(unseal(bytes(row.contact_sealed), SEALED))
    return str(name), str(phone)


def _rows() -> QuerySet[Booking]:
    return Booking.objects.select_related("room__centre", "account", "showing")


def fact(row: Booking, actor: Actor) -> BookingFact:
    """Return a stored booking as its reader sees it."""
    own = actor.account_id is not None and row.account_id == actor.account_id
    room, account = row.room, row.account
    showing = getattr(row, "showing", None)
    return BookingFact(
        row.pk, str(row.ref), room.pk, str(room.ref), room.name_zh, room.name_en, str(room.centre.ref),
        room.centre.name_zh, room.centre.name_en, row.starts_at, row.ends_at, row.purpose, row.people,
        row.name_masked or (mask_name(account.name) if account else ""),
        row.phone_masked or (account.phone_masked if account else ""),
        row.taken_down, str(row.series or ""), row.cancelled, row.ended_by, row.came, row.noted_at, own,
        str(showing.ref) if showing else "",
    )  # fmt: skip


def what_is_held(account_id: int, _ref: str, at: datetime) -> list[Held]:
    """Tell a person which bookings of theirs are stored."""
    rows = Booking.objects.filter(Q(account_id=account_id), ends_at__gte=at - timedelta(days=365))
    return [
        Held("centres.held_booking", one.starts_at, "centres.held_why", None)
        for one in rows.order_by("starts_at")[:MOST]
    ]
