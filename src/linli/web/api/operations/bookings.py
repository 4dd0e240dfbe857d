"""`/bookings`, `/showings`, `/seats`: rooms and seats, by residents and by who keeps bookings for them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.centres import facts, service
from linli.core.clock.instants import local
from linli.core.shared.outcomes import Refusal
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.ui.text import LANGUAGES, reason
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.operations.centres import day_of, ref_of
from linli.web.api.sent import CaseName
from linli.web.api.sent_centres import BookingIn, BookingMoveIn, SeatsIn
from linli.web.api.told_centres import BookingMade, Bookings, BookingTold, SeatsMade, ShowingTold

router = Router(tags=["centres"])
KEEP = (Permission.BOOKING_KEEP,)


@router.get("/bookings", response={200: Bookings, **READ_SAYS_NO}, **opens(Open.PERSONS))
def my_bookings(request: HttpRequest) -> HttpResponse:
    """List the asker's own bookings, the next one first."""
    asked = asking(request)
    return answer({"bookings": [_told(one, asked) for one in facts.mine(asked.actor, asked.at)]})


@router.get("/centres/{centre}/bookings", response={200: Bookings, **READ_SAYS_NO}, **opens(KEEP))
def bookings_of_a_day(request: HttpRequest, centre: CaseName, day: str = "") -> HttpResponse:
    """List the bookings of a centre's day with masked names, for who keeps them there."""
    asked = asking(request)
    on = day_of(day, local(asked.at).date())
    found = facts.of_day(ref_of(centre), on, asked.actor)
    return answer({"bookings": [_told(one, asked) for one in found]})


@router.post("/bookings", response={201: BookingMade, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def book_room(request: HttpRequest, sent: BookingIn, act_id: ActId) -> HttpResponse:
    """Book a room, once or for several weeks."""
    asked = asking(request)
    new = service.NewBooking(
        room=str(ref_of(sent.room)), day=day_of(sent.day or "-", local(asked.at).date()), start=sent.start, end=sent.end,
        people=sent.people, purpose=sent.purpose, weeks=sent.weeks, contact=contact_of(sent.name, sent.phone),
    )  # fmt: skip
    made: Any = service.book(new, actor=asked.actor, act_id=act_id, at=asked.at)
    left = [
        {"day": one["day"], "code": one["code"]}
        | {lang: reason(Refusal(one["code"], one["params"]), lang=lang) for lang in LANGUAGES}
        for one in made["left_out"]
    ]
    return answer({"booked": made["booked"], "left_out": left}, status=CREATED)


@router.post(
    "/bookings/{booking}/moves", response={200: BookingTold, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE)
)
def move_booking(request: HttpRequest, booking: CaseName, sent: BookingMoveIn, act_id: ActId) -> HttpResponse:
    """Cancel a booking, undo that within minutes, or note at the door who came."""
    asked, ref = asking(request), ref_of(booking)
    said: dict[str, Any] = {"actor": asked.actor, "act_id": act_id, "at": asked.at}
    if sent.move == "cancel":
        service.cancel(ref, **said)
    elif sent.move == "undo":
        service.undo(ref, **said)
    else:
        service.note(ref, came=sent.move == "came", **said)
    return answer(_told(facts.booking(ref, asked.actor), asked))


@router.get("/showings/{showing}", response={200: ShowingTold, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def show_showing(request: HttpRequest, showing: CaseName) -> HttpResponse:  # noqa: ARG001 - open to everybody
    """Tell a showing with the seats that are taken, by number."""
    one = facts.showing(ref_of(showing))
    return answer(
        {
            "ref": one.ref, "room": one.room_ref, "centre": one.centre_ref,
            "title": both(one.title_zh, one.title_en or one.title_zh), "starts_at": instant(one.starts_at),
            "ends_at": instant(one.ends_at), "rows": one.rows, "seats": one.seats, "most_each": one.most_each,
            "cancelled": one.cancelled, "taken": sorted(facts.taken_seats(one.id)),
        }
    )  # fmt: skip


@router.post(
    "/showings/{showing}/seats", response={201: SeatsMade, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN)
)
def take_seats(request: HttpRequest, showing: CaseName, sent: SeatsIn, act_id: ActId) -> HttpResponse:
    """Take seats of a showing, all or none."""
    asked = asking(request)
    refs = service.take_seats(
        ref_of(showing), tuple(sent.seats), contact_of(sent.name, sent.phone),
        actor=asked.actor, act_id=act_id, at=asked.at,
    )  # fmt: skip
    return answer({"seats": refs}, status=CREATED)


@router.post("/seats/{seat}/end", response={200: SeatsMade, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE))
def give_back_seat(request: HttpRequest, seat: CaseName, act_id: ActId) -> HttpResponse:
    """Give a seat back before it begins."""
    asked, ref = asking(request), ref_of(seat)
    service.give_back_seat(ref, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"seats": [str(ref)]})


def contact_of(name: str, phone: str) -> service.Contact | None:
    """Return whom it is for, where somebody else is named."""
    return service.Contact(name, phone) if name or phone else None


def _told(one: facts.BookingFact, asked: ActorRequest) -> Json:
    return {
        "ref": one.ref, "room": one.room_ref, "centre": one.centre_ref, "starts_at": instant(one.starts_at),
        "ends_at": instant(one.ends_at), "purpose": one.purpose, "people": one.people, "name": one.name,
        "phone": one.phone, "taken_down": one.taken_down, "cancelled": one.cancelled, "ended_by": one.ended_by,
        "came": one.came, "may_cancel": one.may_cancel(asked.at), "may_undo": one.may_undo(asked.at),
    }  # fmt: skip
