"""Showings and their seats: a room with numbered seats is opened for one, and a seat is taken once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from linli.apps.centres import events
from linli.apps.centres.facts.bookings import keeps
from linli.apps.centres.models import Booking, Seat, Showing
from linli.apps.centres.service.booking import (
    Contact,
    moment,
    objections,
    open_room,
    read_contact,
    said_contact,
    settled,
    spans_taken,
    who,
    written,
)
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.core.slots.booking import Wish
from linli.core.slots.week import MINUTES_A_DAY, read_minute
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused

MOST_EACH, MOST_AT_COUNTER = 10, 50


@dataclass(frozen=True, slots=True)
class NewShowing:
    """Something to be shown in a room with numbered seats."""

    room: str
    day: date
    start: str
    end: str
    title_zh: str
    title_en: str = ""
    most_each: int = 4


def open_showing(
    new: NewShowing, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> str:
    """Open a showing; it holds the room for its time. Returns its ref.

    Raises:
        NotVisible: no such room, or the actor does not keep bookings there.
        Invalid: what is wrong, by field.
        Refused: the seats of the room are not numbered, or it is taken then.
    """
    start, end = _read(new)

    def work(acting: Acting) -> JsonValue:
        room = open_room(new.room)
        if not keeps(actor, room.centre):
            raise NotVisible
        if not room.rows:
            raise Refused(Refusal("centres.seats_not_numbered"))
        if wrong := objections(room, [Wish(new.day, start, end)], at, longest=MINUTES_A_DAY)[0]:
            raise Invalid(*wrong)
        span = moment(new.day, start), moment(new.day, end)
        if spans_taken(room, [span])[0]:
            raise Refused(Refusal("centres.taken"))
        public: dict[str, JsonValue] = {"room": str(room.ref), "seats": room.places}
        stream = acting.open_stream("showing", events.SHOWING_OPENED, public, [who(actor)])
        held = Booking.objects.create(
            stream=stream, room=room, purpose="showing", people=room.places, starts_at=span[0], ends_at=span[1],
            made_at=at, taken_down=True,
        )  # fmt: skip
        row = Showing.objects.create(
            stream=stream, booking=held, title_zh=clean_text(new.title_zh).strip()[:80], title_en=clean_text(new.title_en).strip()[:80],
            rows=room.rows, seats=room.places, most_each=new.most_each,
        )  # fmt: skip
        return str(row.ref)

    said: JsonValue = [
        new.room, new.day.isoformat(), new.start, new.end, new.title_zh, new.title_en, new.most_each
    ]  # fmt: skip
    return str(settled(
        lambda: act("centres.open_showing", work, said=said, actor=actor, act_id=act_id, at=at, source=source)
    ))  # fmt: skip


def take_seats(
    showing: UUID | str, numbers: tuple[int, ...], contact: Contact | None = None, *,
    actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE,
) -> list[str]:  # fmt: skip
    """Take seats, all or none; staff take them for somebody they name. Returns their refs.

    Raises:
        NotVisible: no such showing, or the actor does not keep bookings there and names somebody.
        Invalid: no seat, or one that the room does not have.
        Refused: nobody signed in, it has begun, one of them is taken, or too many for one person.
    """
    phone = _read_seats(numbers, contact)

    def work(acting: Acting) -> JsonValue:
        row = _showing(showing)
        _demand(row, numbers, contact, actor, at)
        held = dict(Seat.objects.filter(showing=row, given_back_at=None).values_list("number", "account_id"))
        if clash := sorted({*numbers} & held.keys()):
            raise Refused(Refusal("centres.seat_taken", {"number": clash[0]}))
        turns = _turns(row, actor, len(numbers)) if contact is None else [None] * len(numbers)
        public: dict[str, JsonValue] = {
            "showing": str(row.ref), "seats": len(numbers), "by": "person" if contact is None else "staff",
        }  # fmt: skip
        stream = acting.open_stream("seats", events.SEATS_TAKEN, public, [who(actor)], sealed=True)
        taken = [
            Seat(
                stream=stream, showing=row, number=number, turn=turn, taken_at=at,
                account_id=actor.account_id if contact is None else None, **written(contact, phone),
            )
            for number, turn in zip(numbers, turns, strict=True)
        ]  # fmt: skip
        Seat.objects.bulk_create(taken)
        return [str(one.ref) for one in taken]

    said: JsonValue = [str(showing), [*numbers], said_contact(contact)]
    answer = settled(
        lambda: act("centres.take_seats", work, said=said, actor=actor, act_id=act_id, at=at, source=source)
    )
    return [str(one) for one in answer] if isinstance(answer, list) else []


def give_back_seat(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Give a seat back, before it begins.

    Raises:
        NotVisible: not the actor's own, nor at a centre where they keep bookings.
        Refused: it has begun.
    """
    _seat(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _seat(ref, actor)
        if row.showing.booking.starts_at <= at:
            raise Refused(Refusal("centres.begun"))
        own = row.account_id is not None and row.account_id == actor.account_id
        public: dict[str, JsonValue] = {"showing": str(row.showing.ref), "by": "person" if own else "staff"}
        acting.enter(row.stream, events.SEAT_GIVEN_BACK, public, [who(actor)])
        row.given_back_at = at
        row.save(update_fields=["given_back_at"])
        return None

    act("centres.give_back_seat", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def _read(new: NewShowing) -> tuple[int, int]:
    start, end = read_minute(new.start), read_minute(new.end)
    problems = []
    if not new.title_zh.strip():
        problems.append(Problem("title_zh", "centres.title_missing"))
    if not 0 < new.most_each <= MOST_EACH:
        problems.append(Problem("most_each", "centres.limit", {"most": MOST_EACH}))
    if start is None or end is None:
        problems.append(Problem("start" if start is None else "end", "centres.time_missing"))
    if problems or start is None or end is None:
        raise Invalid(*problems)
    return start, end


def _read_seats(numbers: tuple[int, ...], contact: Contact | None) -> str:
    problems: list[Problem] = []
    if not numbers or len({*numbers}) != len(numbers) or len(numbers) > MOST_AT_COUNTER:
        problems.append(Problem("seats", "centres.no_seat"))
    phone = read_contact(contact, problems)
    if problems:
        raise Invalid(*problems)
    return phone


def _demand(
    row: Showing, numbers: tuple[int, ...], contact: Contact | None, actor: Actor, at: datetime
) -> None:
    if contact is not None and not keeps(actor, row.booking.room.centre):
        raise NotVisible
    if contact is None and actor.account_id is None:
        raise Refused(Refusal("centres.sign_in"))
    if row.booking.cancelled:
        raise Refused(Refusal("centres.showing_cancelled"))
    if row.booking.starts_at <= at:
        raise Refused(Refusal("centres.begun"))
    if not all(0 < number <= row.seats for number in numbers):
        raise Invalid(Problem("seats", "centres.no_such_seat", {"most": row.seats}))


def _turns(row: Showing, actor: Actor, count: int) -> list[int | None]:
    own = Seat.objects.filter(showing=row, given_back_at=None, account_id=actor.account_id)
    used = {*own.values_list("turn", flat=True)}
    free: list[int | None] = [n for n in range(1, row.most_each + 1) if n not in used]
    if len(free) < count:
        raise Refused(Refusal("centres.too_many_seats", {"most": row.most_each}))
    return free[:count]


def _showing(ref: UUID | str) -> Showing:
    row = Showing.objects.select_related("booking__room__centre").filter(ref=ref).first()
    if row is None:
        raise NotVisible
    return row


def _seat(ref: UUID | str, actor: Actor) -> Seat:
    rows = Seat.objects.select_related("stream", "showing__booking__room__centre")
    row = rows.filter(ref=ref, given_back_at=None).first()
    own = row is not None and row.account_id is not None and row.account_id == actor.account_id
    if row is None or not (own or keeps(actor, row.showing.booking.room.centre)):
        raise NotVisible
    return row
