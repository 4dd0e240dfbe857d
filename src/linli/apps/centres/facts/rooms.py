"""Rooms, as anybody may read them, and what of a day is still free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from linli.apps.centres.facts.hours import DayHours, now_of, room_days
from linli.apps.centres.facts.hours import day_of as legal_day
from linli.apps.centres.models import Booking, Room
from linli.core.clock.instants import DAY, local, midnight
from linli.core.shared.outcomes import Problem
from linli.core.slots.booking import Limits, free, wrong_day
from linli.core.slots.week import Hours, Open
from linli.kernel.audit.outcomes import NotVisible


@dataclass(frozen=True, slots=True)
class RoomFact:
    """A room with its limits; ``rows`` is above nought where its seats are numbered."""

    id: int
    ref: str
    code: str
    centre_id: int
    centre_ref: str
    centre_zh: str
    centre_en: str
    area_path: str
    body_id: int
    kind: str
    name_zh: str
    name_en: str
    places: int
    rows: int
    hours: str
    days_ahead: int
    longest: int
    most_open: int
    bookable: bool
    equipment: tuple[str, ...]
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A day of a room: when it is open, what is taken, what is free."""

    hours: DayHours
    taken: Hours
    free: Hours


def room(ref: UUID | str) -> RoomFact:
    """Return a room; raises NotVisible where there is none."""
    row = _rows().filter(ref=ref).first()
    if row is None:
        raise NotVisible
    return fact(row)


def rooms_of(centre_id: int, *, closed: bool = False) -> tuple[RoomFact, ...]:
    """Return the rooms of a centre by name; those that were closed only on demand."""
    rows = _rows().filter(centre_id=centre_id)
    return tuple(
        fact(one) for one in (rows if closed else rows.filter(closed_on=None)).order_by("name_zh", "id")
    )


def rooms_by_id(ids: set[int]) -> dict[int, RoomFact]:
    """Return rooms by their key."""
    return {one.pk: fact(one) for one in _rows().filter(pk__in=ids)}


def free_day(ref: UUID | str, day: date) -> FreeDay:
    """Return what of a room's day is taken and free. Five statements."""
    row = _rows().filter(ref=ref, closed_on=None).first()
    if row is None:
        raise NotVisible
    (opening,) = room_days(row, day)
    taken = taken_on(row.pk, day)
    return FreeDay(opening, taken, free(opening.hours, taken))


def not_yet(found: RoomFact, day: date, at: datetime) -> Problem | None:
    """Return why a room takes no bookings for a day yet, whatever the hour."""
    return wrong_day(day, Limits(found.days_ahead, found.longest, found.places), legal_day(day), now_of(at))


def taken_on(room_id: int, day: date) -> Hours:
    """Return the taken spans of a room's day, in minutes."""
    start = midnight(day)
    rows = Booking.objects.filter(
        room_id=room_id, cancelled=False, starts_at__lt=start + DAY, ends_at__gt=start
    ).order_by("starts_at")
    return tuple(
        Open(*one) for one in (_minutes(day, *each) for each in rows.values_list("starts_at", "ends_at"))
    )


def _minutes(day: date, starts: object, ends: object) -> tuple[int, int]:
    start = midnight(day)
    return tuple(int((local(one) - start) / timedelta(minutes=1)) for one in (starts, ends))  # type: ignore[return-value, arg-type]


def _rows() -> QuerySet[Room]:
    return Room.objects.select_related("centre").prefetch_related("equipment")


def fact(row: Room) -> RoomFact:
    """Return a stored room as it is told."""
    return RoomFact(
        row.pk, str(row.ref), row.code, row.centre_id, str(row.centre.ref), row.centre.name_zh, row.centre.name_en,
        row.centre.area_path, row.centre.body_id, row.kind, row.name_zh, row.name_en, row.places, row.rows, row.hours,
        row.days_ahead, row.longest, row.most_open, row.bookable,
        tuple(sorted(one.code for one in row.equipment.all())), row.closed_on,
    )  # fmt: skip
