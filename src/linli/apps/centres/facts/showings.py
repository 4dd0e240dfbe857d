"""Showings with their seats: which are free, which are one's own. Who sits elsewhere nobody is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from linli.apps.centres.models import Seat, Showing
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.personal import mask_name

MOST = 60


@dataclass(frozen=True, slots=True)
class ShowingFact:
    """A showing; ``taken`` counts seats."""

    id: int
    ref: str
    booking_ref: str
    room_ref: str
    room_zh: str
    room_en: str
    centre_ref: str
    centre_zh: str
    centre_en: str
    area_path: str
    body_id: int
    title_zh: str
    title_en: str
    starts_at: datetime
    ends_at: datetime
    rows: int
    seats: int
    most_each: int
    taken: int
    cancelled: bool


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A seat that the reader has, or gave to somebody as staff."""

    ref: str
    number: int
    row: int
    place: int
    name: str
    phone: str


def row_of(number: int, rows: int, seats: int) -> tuple[int, int]:
    """Return row and place of a seat by its number; rows are equally long, the last takes what is left."""
    wide = width(rows, seats)
    row = (number - 1) // wide
    return row + 1, number - row * wide


def width(rows: int, seats: int) -> int:
    """Return how many seats a row has."""
    return -(-seats // max(rows, 1))


def showing(ref: UUID | str) -> ShowingFact:
    """Return a showing; raises NotVisible where there is none."""
    row = _rows().filter(ref=ref).first()
    if row is None:
        raise NotVisible
    return _fact(row)


def showings(at: datetime, *, centre_id: int | None = None, area_path: str = "/") -> tuple[ShowingFact, ...]:
    """Return what is shown from now on, the next first. One statement."""
    rows = _rows().filter(booking__cancelled=False, booking__ends_at__gt=at)
    if centre_id is not None:
        rows = rows.filter(booking__room__centre_id=centre_id)
    if area_path != "/":
        rows = rows.filter(booking__room__centre__area_path__startswith=area_path)
    return tuple(_fact(one) for one in rows.order_by("booking__starts_at", "id")[:MOST])


def taken_seats(showing_id: int) -> frozenset[int]:
    """Return the numbers of the seats that somebody has."""
    return frozenset(_held().filter(showing_id=showing_id).values_list("number", flat=True))


def own_seats(showing_id: int, actor: Actor) -> tuple[HeldSeat, ...]:
    """Return the reader's seats of a showing."""
    if actor.account_id is None:
        return ()
    rows = _held().filter(showing_id=showing_id, account_id=actor.account_id)
    return tuple(_seat(one) for one in rows.select_related("showing").order_by("number"))


def my_seats(actor: Actor, at: datetime) -> tuple[tuple[ShowingFact, tuple[HeldSeat, ...]], ...]:
    """Return the reader's seats of what is still to come, by showing. Two statements."""
    if actor.account_id is None:
        return ()
    held: dict[int, list[HeldSeat]] = {}
    rows = _held().filter(account_id=actor.account_id, showing__booking__ends_at__gt=at)
    for one in rows.select_related("showing").order_by("number")[:200]:
        held.setdefault(one.showing_id, []).append(_seat(one))
    found = _rows().filter(pk__in=held).order_by("booking__starts_at") if held else []
    return tuple((_fact(one), tuple(held[one.pk])) for one in found)


def held_seats(showing_id: int) -> tuple[HeldSeat, ...]:
    """Return all held seats with their masked holders; the page that asks has checked who may."""
    rows = _held().filter(showing_id=showing_id).select_related("showing", "account").order_by("number")
    return tuple(_seat(one, named=True) for one in rows)


def _held() -> QuerySet[Seat]:
    return Seat.objects.filter(given_back_at=None)


def _rows() -> QuerySet[Showing]:
    counted = (
        _held()
        .filter(showing=OuterRef("pk"))
        .order_by()
        .values("showing")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return Showing.objects.select_related("booking__room__centre").annotate(
        taken=Coalesce(Subquery(counted), 0)
    )


def _fact(row: Showing) -> ShowingFact:
    booking = row.booking
    room, centre = booking.room, booking.room.centre
    return ShowingFact(
        row.pk, str(row.ref), str(booking.ref), str(room.ref), room.name_zh, room.name_en, str(centre.ref),
        centre.name_zh, centre.name_en, centre.area_path, centre.body_id, row.title_zh, row.title_en,
        booking.starts_at, booking.ends_at, row.rows, row.seats, row.most_each, row.taken, booking.cancelled,
    )  # fmt: skip


def _seat(row: Seat, *, named: bool = False) -> HeldSeat:
    at_row, place = row_of(row.number, row.showing.rows, row.showing.seats)
    account = row.account if named else None
    name = mask_name(account.name) if account else row.name_masked
    phone = account.phone_masked if account else row.phone_masked
    return HeldSeat(str(row.ref), row.number, at_row, place, name, phone)
