"""Keeps rooms and closed days: a room is entered, changed, closed; a centre closes for some days and opens again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from linli.apps.centres import events
from linli.apps.centres.models import (
    CLOSING_REASONS,
    EQUIPMENT,
    ROOM_KINDS,
    Booking,
    Centre,
    Closing,
    Room,
    RoomEquipment,
)
from linli.apps.centres.service.register import own_centre
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.core.slots.week import MINUTES_A_DAY, read_week
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

MOST_PLACES, MOST_DAYS, MOST_BOOKINGS = 2_000, 365, 50


@dataclass(frozen=True, slots=True)
class NewRoom:
    """A room as it is entered. Blank hours are the centre's; ``rows`` above nought number the seats."""

    code: str
    kind: str
    name_zh: str
    places: int
    name_en: str = ""
    rows: int = 0
    hours: str = ""
    days_ahead: int = 30
    longest: int = 120
    most_open: int = 3
    bookable: bool = True
    equipment: tuple[str, ...] = ()


def enter_room(centre: UUID | str, new: NewRoom, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Enter a room of a centre and return its ref.

    Raises:
        NotVisible: no such centre, or not the actor's to keep.
        Invalid: what is missing or cannot be, by field.
    """
    own = own_centre(centre, actor)
    _refuse(new)

    def work(acting: Acting) -> JsonValue:
        if Room.objects.filter(centre=own, code=new.code.strip()).exists():
            raise Invalid(Problem("code", "centres.code_taken", {"code": new.code}))
        row = Room(centre=own, code=clean_text(new.code).strip()[:40])
        row.stream = acting.open_stream("room", events.ROOM_ENTERED, _public(own, new))
        _fill(row, new)
        row.save(force_insert=True)
        _set_equipment(row, new.equipment)
        return str(row.ref)

    said: JsonValue = [str(centre), _said(new)]
    return str(act("centres.enter_room", work, said=said, actor=actor, act_id=act_id, at=at))


def change_room(ref: UUID | str, new: NewRoom, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Write a room anew; its code stays. Bookings that were made stay as they are.

    Raises:
        NotVisible: no such room, or not the actor's to keep.
        Invalid: what is missing or cannot be, by field.
    """
    own_room(ref, actor)
    _refuse(new)

    def work(acting: Acting) -> JsonValue:
        row = own_room(ref, actor)
        acting.enter(row.stream, events.ROOM_CHANGED, _public(row.centre, new))
        _fill(row, new)
        row.save()
        _set_equipment(row, new.equipment)
        return None

    act("centres.change_room", work, said=[str(ref), _said(new)], actor=actor, act_id=act_id, at=at)


def close_room(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take a room out of use.

    Raises:
        NotVisible: no such room, or not the actor's to keep.
        Refused: somebody has booked it still.
        Stale: it is closed already.
    """
    own_room(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = own_room(ref, actor)
        if row.closed_on is not None:
            raise Stale("centres.closed_already")
        if Booking.objects.filter(room=row, cancelled=False, ends_at__gt=at).exists():
            raise Refused(Refusal("centres.room_is_booked"))
        acting.enter(row.stream, events.ROOM_CLOSED, {"centre": str(row.centre.ref)})
        row.closed_on = local(at).date()
        row.save(update_fields=["closed_on"])
        return None

    act("centres.close_room", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def close_days(
    centre: UUID | str, first: date, last: date, reason: str, *, actor: Actor, act_id: str, at: datetime
) -> str:
    """Close a centre for some days; what was booked then is cancelled and told, one by one, by the worker.

    Raises:
        NotVisible: no such centre, or not the actor's to keep.
        Invalid: it ends before it begins, is over, or has no reason of the list.
    """
    own_centre(centre, actor)
    problems = []
    if last < first or (last - first).days > MOST_DAYS:
        problems.append(Problem("last", "centres.closing_ends"))
    if last < local(at).date():
        problems.append(Problem("first", "centres.closing_past"))
    if reason not in CLOSING_REASONS:
        problems.append(Problem("reason", "centres.closing_reason"))
    if problems:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        own = own_centre(centre, actor)
        public: dict[str, JsonValue] = {
            "centre": str(own.ref), "first": first.isoformat(), "last": last.isoformat(), "reason": reason,
        }  # fmt: skip
        acting.enter(own.stream, events.DAYS_CLOSED, public)
        row = Closing.objects.create(centre=own, first=first, last=last, reason=reason)
        acting.announce(events.DAYS_CLOSED, {"closing": str(row.ref)})
        return str(row.ref)

    said: JsonValue = [str(centre), first.isoformat(), last.isoformat(), reason]
    return str(act("centres.close_days", work, said=said, actor=actor, act_id=act_id, at=at))


def open_days(closing: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take a closing back; what was cancelled stays cancelled.

    Raises:
        NotVisible: no such closing, or not the actor's to keep.
    """
    own_centre(_closing(closing).centre.ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _closing(closing)
        own = own_centre(row.centre.ref, actor)
        public: dict[str, JsonValue] = {
            "centre": str(own.ref), "first": row.first.isoformat(), "last": row.last.isoformat(),
        }  # fmt: skip
        acting.enter(own.stream, events.DAYS_OPENED, public)
        row.delete()
        return None

    act("centres.open_days", work, said=str(closing), actor=actor, act_id=act_id, at=at)


def own_room(ref: UUID | str, actor: Actor) -> Room:
    """Return a room that the actor keeps; raises NotVisible for all others."""
    row = Room.objects.select_related("stream", "centre").filter(ref=ref).first()
    if row is None:
        raise NotVisible
    own_centre(row.centre.ref, actor)
    return row


def _closing(ref: UUID | str) -> Closing:
    row = Closing.objects.select_related("centre").filter(ref=ref).first()
    if row is None:
        raise NotVisible
    return row


def _refuse(new: NewRoom) -> None:
    if problems := [*_wrong(new)]:
        raise Invalid(*problems)


def _wrong(new: NewRoom) -> Iterator[Problem]:
    if not new.code.strip():
        yield Problem("code", "centres.code_missing")
    if not new.name_zh.strip():
        yield Problem("name_zh", "centres.name_missing")
    if new.kind not in ROOM_KINDS:
        yield Problem("kind", "centres.no_such_room_kind")
    if not 0 < new.places <= MOST_PLACES:
        yield Problem("places", "centres.places", {"most": MOST_PLACES})
    elif not 0 <= new.rows <= new.places:
        yield Problem("rows", "centres.rows")
    for code in sorted({*new.equipment} - {*EQUIPMENT}):
        yield Problem("equipment", "centres.no_such_equipment", {"code": code[:20]})
    yield from _wrong_limits(new)


def _wrong_limits(new: NewRoom) -> Iterator[Problem]:
    for name, most in (("days_ahead", MOST_DAYS), ("longest", MINUTES_A_DAY), ("most_open", MOST_BOOKINGS)):
        if not 0 < getattr(new, name) <= most:
            yield Problem(name, "centres.limit", {"most": most})
    if new.hours.strip():
        read = read_week(new.hours)
        if isinstance(read, Problem):
            yield read


def _fill(row: Room, new: NewRoom) -> None:
    row.kind, row.name_zh, row.name_en = (
        new.kind,
        clean_text(new.name_zh).strip()[:80],
        clean_text(new.name_en).strip()[:80],
    )
    row.places, row.rows = new.places, new.rows
    week = read_week(new.hours)
    row.hours = "" if isinstance(week, Problem) else week.text
    row.days_ahead, row.longest, row.most_open = new.days_ahead, new.longest, new.most_open
    row.bookable = new.bookable


def _set_equipment(row: Room, codes: tuple[str, ...]) -> None:
    row.equipment.exclude(code__in=codes).delete()
    there = {one.code for one in row.equipment.all()}
    RoomEquipment.objects.bulk_create(
        RoomEquipment(room=row, code=code) for code in dict.fromkeys(codes) if code not in there
    )


def _public(centre: Centre, new: NewRoom) -> dict[str, JsonValue]:
    return {"centre": str(centre.ref), "kind": new.kind, "places": new.places}


def _said(new: NewRoom) -> JsonValue:
    return asdict(new) | {"equipment": [*new.equipment]}
