"""Books rooms: by a resident, or by staff for somebody who calls; cancels, undoes, notes who came.

Nothing is booked twice because the table does not take it (`models/bookings.py`); what is asked before only makes the
answer polite.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Q, QuerySet

from linli.apps.centres import events
from linli.apps.centres.facts.bookings import SEALED, UNDO, keeps, may_see
from linli.apps.centres.facts.hours import closings, day_of, hours_of, now_of, week_of
from linli.apps.centres.models import PURPOSES, Booking, Room
from linli.core.clock.instants import local, midnight
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.core.slots.booking import Limits, Wish, check, weekly
from linli.core.slots.week import read_minute
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, Item, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.audit.prepared import Insert, Select, asked
from linli.kernel.identity.personal import index, mask_name, mask_phone, read_phone, seal

TRIES = 4
MOST_WEEKS = 12
EARLY = timedelta(minutes=30)
"""So long before it begins the door may note who came."""
RETENTION = "booking"
LONGEST = timedelta(days=1, minutes=1)
"""No booking lasts longer than a day, so nothing that began before can still be there."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Who it is for, where that person has no account or did not sign in: taken down on their word."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class NewBooking:
    """A room wanted on a day from one time up to another; for several weeks, the same again each week."""

    room: str
    day: date
    start: str
    end: str
    people: int = 1
    purpose: str = "other"
    weeks: int = 1
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was read of a new booking."""

    start: int
    end: int
    phone: str


def book(
    new: NewBooking, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> dict[str, JsonValue]:
    """Book a room; answers {"booked": [{"ref", "day"}], "left_out": [{"day", "code", ...}]}.

    Of several weeks, those that cannot be are left out and told; the first of them must be possible.

    Raises:
        NotVisible: no such room, or the actor does not keep bookings there and names somebody else.
        Invalid: what is wrong with the wish, by field.
        Refused: nobody signed in, it is taken, or too many are open.
        Stale: somebody was quicker, again and again.
    """
    asked = _read(new)

    def work(acting: Acting) -> JsonValue:
        return _book(acting, new, asked, actor)

    return _answer(settled(
        lambda: act("centres.book", work, said=_said(new), actor=actor, act_id=act_id, at=at, source=source)
    ))  # fmt: skip


def cancel(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE) -> None:
    """Cancel a booking: one's own, or as staff for whoever asks for it. No reason is needed.

    Raises:
        NotVisible: not the actor's to see.
        Refused: it has begun.
        Stale: it is cancelled already.
    """
    _seen(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _seen(ref, actor)
        if row.starts_at <= at:
            raise Refused(Refusal("centres.begun"))
        end_booking(acting, row, "person" if row.account_id == actor.account_id else "staff", who(actor))
        return None

    act("centres.cancel", work, said=str(ref), actor=actor, act_id=act_id, at=at, source=source)


def end_booking(acting: Acting, row: Booking, by: str, who: Item | None = None) -> None:
    """Mark a booking as cancelled within an act; the turn of a series goes on to another of its bookings."""
    if row.cancelled:
        raise Stale("centres.cancelled_already")
    acting.enter(
        row.stream, events.BOOKING_CANCELLED, {"room": str(row.room.ref), "by": by}, [who] if who else []
    )
    turn, row.turn = row.turn, None
    row.cancelled, row.ended_by, row.noted_at = True, by, acting.at
    row.save(update_fields=["turn", "cancelled", "ended_by", "noted_at"])
    if turn is not None and row.series is not None:
        rest = Booking.objects.filter(series=row.series, cancelled=False, ends_at__gt=acting.at)
        if (last := rest.order_by("-starts_at").first()) is not None:
            Booking.objects.filter(pk=last.pk, cancelled=False).update(turn=turn)
    if by != "person" or row.purpose == "showing":
        acting.announce(events.BOOKING_CANCELLED, {"booking": str(row.ref), "by": by})


def undo(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Undo what was last done to a booking, within minutes: a cancelled one stands again, a note is taken out.

    Raises:
        NotVisible: not the actor's to see.
        Refused: too late, nothing to undo, somebody else's word, or the room was taken meanwhile.
    """
    _seen(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _seen(ref, actor)
        own = row.account_id is not None and row.account_id == actor.account_id
        if row.noted_at is None or not row.noted_at <= at < row.noted_at + UNDO:
            raise Refused(Refusal("centres.too_late_to_undo", {"minutes": UNDO // timedelta(minutes=1)}))
        if row.ended_by in {"closing", "erasure"} or (own and row.ended_by != "person"):
            raise Refused(Refusal("centres.not_yours_to_undo"))
        if row.cancelled and _is_taken(row.room, row.starts_at, row.ends_at):
            raise Refused(Refusal("centres.taken"))
        public: dict[str, JsonValue] = {"room": str(row.room.ref), "by": "person" if own else "staff"}
        acting.enter(row.stream, events.BOOKING_RESTORED, public, [who(actor)])
        row.turn = _turn(row.account_id, row.room, at) if row.cancelled and own else row.turn
        if row.cancelled and not own:
            acting.announce(events.BOOKING_RESTORED, {"booking": str(row.ref), "by": "staff"})
        row.cancelled, row.ended_by, row.came, row.noted_at = False, "", None, None
        row.save(update_fields=["turn", "cancelled", "ended_by", "came", "noted_at"])
        return None

    settled(lambda: act("centres.undo", work, said=str(ref), actor=actor, act_id=act_id, at=at))


def note(ref: UUID | str, *, came: bool, actor: Actor, act_id: str, at: datetime) -> None:
    """Note at the door whether somebody came. It is counted, never held against anybody.

    Raises:
        NotVisible: the actor does not keep bookings there.
        Refused: it has not begun, or is cancelled.
        Stale: it is noted so already.
    """
    _kept(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _kept(ref, actor)
        if row.cancelled or at < row.starts_at - EARLY:
            raise Refused(Refusal("centres.not_begun"))
        if row.came is came:
            raise Stale("centres.noted_already")
        acting.enter(
            row.stream, events.ATTENDANCE_NOTED, {"room": str(row.room.ref), "came": came}, [who(actor)]
        )
        row.came, row.noted_at = came, at
        row.save(update_fields=["came", "noted_at"])
        return None

    act("centres.note", work, said=[str(ref), came], actor=actor, act_id=act_id, at=at)


def cancel_for_closing(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Cancel a booking because its centre is closed that day; whoever did so already is left alone."""

    def work(acting: Acting) -> JsonValue:
        end_booking(acting, _found(ref), "closing")
        return None

    act("centres.cancel_for_closing", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def _book(acting: Acting, new: NewBooking, asked: _Asked, actor: Actor) -> JsonValue:
    room = open_room(new.room)
    _demand(room, new, actor)
    days = weekly(new.day, new.weeks)
    wrong = objections(room, [Wish(day, asked.start, asked.end, new.people) for day in days], acting.at)
    spans = [(moment(day, asked.start), moment(day, asked.end)) for day in days]
    own = new.contact is None
    taken, held = _held(room, spans, actor.account_id if own and not actor.is_system else None)
    if wrong[0]:
        raise Invalid(*wrong[0])
    if taken[0]:
        raise Refused(Refusal("centres.taken"))
    turn = None if held is None else free_turn(held, actor.account_id, room, acting.at)
    kept = [n for n in range(len(days)) if not wrong[n] and not taken[n]]
    series = uuid.uuid4() if new.weeks > 1 else None
    public: dict[str, JsonValue] = {
        "room": str(room.ref), "days": [days[n].isoformat() for n in kept], "purpose": new.purpose,
        "by": "person" if own else "staff",
    }  # fmt: skip
    stream = acting.open_stream("booking", events.BOOKED, public, [who(actor)], sealed=True)
    rows = [
        Booking(
            stream=stream, room=room, account_id=actor.account_id if own else None, purpose=new.purpose,
            people=new.people, starts_at=spans[n][0], ends_at=spans[n][1], series=series, made_at=acting.at,
            taken_down=not own, turn=turn if n == kept[-1] else None, **written(new.contact, asked.phone),
        )
        for n in kept
    ]  # fmt: skip
    _BOOKINGS.many(rows)
    left_out: list[JsonValue] = [
        {"day": days[n].isoformat(), **_why(wrong[n])} for n in range(len(days)) if n not in kept
    ]
    return {
        "booked": [{"ref": str(one.ref), "day": local(one.starts_at).date().isoformat()} for one in rows],
        "left_out": left_out,
    }


def _why(wrong: Sequence[Problem]) -> dict[str, JsonValue]:
    if wrong:
        return {"code": wrong[0].code, "params": dict(wrong[0].params)}
    return {"code": "centres.taken", "params": {}}


def objections(
    room: Room, wishes: Sequence[Wish], at: datetime, *, longest: int = 0
) -> list[tuple[Problem, ...]]:
    """Return what speaks against each wish: hours, calendar, closed days, limits of the room."""
    now, limits = now_of(at), Limits(room.days_ahead, longest or room.longest, room.places)
    hours = getattr(room.centre, "timetable", None)  # there is none before the hours are first written down
    week, shut = week_of(hours.week if hours else ""), closings(room.centre_id, wishes[0].day)
    return [
        check(one, limits, day_of(one.day), hours_of(week, room.hours, one.day, shut).hours, now)
        for one in wishes
    ]


def open_room(ref: str) -> Room:
    """Return a room that can be booked; raises NotVisible where there is none, Refused where it is not booked."""
    row = _ROOM.one(ref)
    if row is None:
        raise NotVisible
    if not row.bookable:
        raise Refused(Refusal("centres.not_bookable"))
    return row


def _demand(room: Room, new: NewBooking, actor: Actor) -> None:
    if new.contact is not None:
        if not keeps(actor, room.centre):
            raise NotVisible
    elif actor.account_id is None and not actor.is_system:
        raise Refused(Refusal("centres.sign_in"))


def _read(new: NewBooking) -> _Asked:
    start, end = read_minute(new.start), read_minute(new.end)
    problems = []
    if start is None:
        problems.append(Problem("start", "centres.time_missing"))
    if end is None:
        problems.append(Problem("end", "centres.time_missing"))
    if new.purpose not in PURPOSES or new.purpose == "showing":
        problems.append(Problem("purpose", "centres.no_such_purpose"))
    if not 0 < new.weeks <= MOST_WEEKS:
        problems.append(Problem("weeks", "centres.weeks", {"most": MOST_WEEKS}))
    phone = read_contact(new.contact, problems)
    if problems or start is None or end is None:
        raise Invalid(*problems)
    return _Asked(start, end, phone)


def read_contact(contact: Contact | None, problems: list[Problem]) -> str:
    """Return the number of a contact as digits; what is missing is added to ``problems``."""
    if contact is None:
        return ""
    if not contact.name.strip():
        problems.append(Problem("name", "centres.contact_name"))
    phone = read_phone(contact.phone)
    if isinstance(phone, Problem):
        problems.append(phone)
        return ""
    return phone


def written(contact: Contact | None, phone: str) -> dict[str, object]:
    """Return the columns of somebody who was taken down: sealed, and masked for the list."""
    if contact is None:
        return {}
    name = clean_text(contact.name).strip()[:60]
    return {
        "contact_sealed": seal(json.dumps([name, phone], ensure_ascii=False), SEALED),
        "name_masked": mask_name(name), "phone_masked": mask_phone(phone),
    }  # fmt: skip


def _turn(account_id: int | None, room: Room, at: datetime) -> int | None:
    """Return the next free turn of an account; raises Refused when none is left."""
    if account_id is None:
        return None
    held = Booking.objects.filter(account_id=account_id, turn__isnull=False).values_list("turn", "ends_at")
    return free_turn(dict(held), account_id, room, at)


def free_turn(held: Mapping[int, datetime], account_id: int | None, room: Room, at: datetime) -> int:
    """Return the next free turn beside those held; turns of what is over are free again.

    Raises:
        Refused: none is left.
    """
    over = [turn for turn, ends in held.items() if ends <= at]
    if over:
        Booking.objects.filter(account_id=account_id, turn__in=over, ends_at__lte=at).update(turn=None)
    used = held.keys() - {*over}
    free = next((n for n in range(1, room.most_open + 1) if n not in used), None)
    if free is None or len(used) >= room.most_open:
        raise Refused(Refusal("centres.too_many_open", {"most": room.most_open}))
    return free


def _held(
    room: Room, spans: Sequence[tuple[datetime, datetime]], account_id: int | None
) -> tuple[list[bool], dict[int, datetime] | None]:
    """Return `spans_taken` and the turns that an account holds (None without one), in one statement."""
    if account_id is None:
        return spans_taken(room, spans), None
    first, last = spans[0][0], spans[-1][1]
    rows = _HELD(room.pk, last, first, first - LONGEST, account_id)
    here = [(starts, ends) for of, over, starts, ends, *_ in rows if of == room.pk and not over]
    turns = {turn: ends for *_, ends, who, turn in rows if who == account_id and turn is not None}
    return _taken(here, spans), turns


def _taken(
    held: Sequence[tuple[datetime, datetime]], spans: Sequence[tuple[datetime, datetime]]
) -> list[bool]:
    return [any(a < ends and starts < b for a, b in held) for starts, ends in spans]


def _of_room_or_account() -> QuerySet[Booking, tuple[Any, ...]]:
    here = Q(room=asked(Booking, "room", 0), cancelled=False)
    then = Q(starts_at__lt=asked(Booking, "starts_at", 1), ends_at__gt=asked(Booking, "ends_at", 2))
    then &= Q(starts_at__gt=asked(Booking, "starts_at", 3))
    own = Q(account=asked(Booking, "account", 4), turn__isnull=False)
    rows = Booking.objects.filter((here & then) | own).order_by()
    return rows.values_list("room_id", "cancelled", "starts_at", "ends_at", "account_id", "turn")


_HELD = Select(_of_room_or_account)
_ROOM = Select(lambda: Room.objects.select_related("centre__timetable").filter(closed_on=None), "ref")
_IN_ROOM = Select(
    lambda: Booking.objects.filter(cancelled=False).order_by().values_list("starts_at", "ends_at"),
    "room_id", "starts_at__lt", "ends_at__gt", "starts_at__gt",
)  # fmt: skip
_BOOKINGS = Insert(Booking)


def spans_taken(room: Room, spans: Sequence[tuple[datetime, datetime]]) -> list[bool]:
    """Say of each span, in their order, whether the room is taken then."""
    first, last = spans[0][0], spans[-1][1]
    return _taken(_IN_ROOM(room.pk, last, first, first - LONGEST), spans)


def _is_taken(room: Room, starts: datetime, ends: datetime) -> bool:
    rows = Booking.objects.filter(room=room, cancelled=False)
    return rows.filter(Q(starts_at__lt=ends) & Q(ends_at__gt=starts)).exists()


def settled(do: Callable[[], JsonValue]) -> JsonValue:
    """Do an act again when another took the place meanwhile: then it sees what is taken and says so.

    Raises:
        Stale: the table refused it every time.
    """
    for _ in range(TRIES):
        try:
            return do()
        except IntegrityError:
            continue
    raise Stale("centres.just_taken")


def moment(day: date, minute: int) -> datetime:
    """Return a minute of a local day as an instant."""
    return midnight(day) + timedelta(minutes=minute)


def _found(ref: UUID | str) -> Booking:
    row = Booking.objects.select_related("stream", "room__centre").filter(ref=ref).first()
    if row is None:
        raise NotVisible
    return row


def _seen(ref: UUID | str, actor: Actor) -> Booking:
    row = _found(ref)
    if not may_see(row, actor):
        raise NotVisible
    return row


def _kept(ref: UUID | str, actor: Actor) -> Booking:
    row = _found(ref)
    if not keeps(actor, row.room.centre):
        raise NotVisible
    return row


def who(actor: Actor) -> Item:
    """Return who did it, as a private item."""
    return Item("actor", actor.key, actor.key, "actor")


def _said(new: NewBooking) -> JsonValue:
    return [
        new.room, new.day.isoformat(), new.start, new.end, new.people, new.purpose, new.weeks,
        said_contact(new.contact),
    ]  # fmt: skip


def said_contact(contact: Contact | None) -> JsonValue:
    """Return a digest of somebody who was taken down: the same act is known again, the person is not."""
    return index(f"{contact.name}\n{contact.phone}", "said") if contact else None


def _answer(told: JsonValue) -> dict[str, JsonValue]:
    return told if isinstance(told, dict) else {}
