"""What this app does after the commit: cancels what falls on closed days, writes to those concerned, forgets."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

from linli.apps.centres import events
from linli.apps.centres.facts.bookings import contact_of
from linli.apps.centres.models import Applicant, Booking, Closing, Draw, Seat
from linli.apps.centres.models.drawing import OFFERED
from linli.apps.centres.service import cancel_for_closing, forget_account
from linli.apps.centres.service.recording import forget_client
from linli.apps.centres.service.reserving import forget_borrower
from linli.apps.people.events import PERSON_FORGOTTEN
from linli.core.clock.instants import local, midnight
from linli.kernel.access.actors import system_actor
from linli.kernel.audit.outcomes import Stale
from linli.kernel.identity.service import phone_of
from linli.kernel.messaging.service import send
from linli.kernel.outbox.registry import Happening, subscribe
from linli.kernel.ui.text import t

PORTION = 500


def register() -> None:
    """Declare what this app wants to hear of; called in ``AppConfig.ready``."""
    subscribe(PERSON_FORGOTTEN, "centres.erasing", forget)
    subscribe(PERSON_FORGOTTEN, "centres.lending_erasing", forget_borrowed)
    subscribe(events.DAYS_CLOSED, "centres.closing", cancel_what_falls_on)
    subscribe(events.BOOKING_CANCELLED, "centres.letters", write_of_cancelling)
    subscribe(events.BOOKING_RESTORED, "centres.restored_letters", write_of_restoring)
    subscribe(events.PLACE_OFFERED, "centres.offer_letters", write_of_offer)
    subscribe(events.DRAW_RUN, "centres.draw_letters", write_of_draw)


def forget(happening: Happening) -> None:
    """Let go of what is stored of a person."""
    forget_account(str(happening.payload.get("account", "")), key=happening.key, at=happening.at)


def forget_borrowed(happening: Happening) -> None:
    """Let go of who borrowed, who waited, who was advised."""
    if account := str(happening.payload.get("account", "")):
        forget_borrower(account, key=happening.key, at=happening.at)
        forget_client(account, key=happening.key, at=happening.at)


def cancel_what_falls_on(happening: Happening) -> None:
    """Cancel each booking that falls on days for which the centre closed."""
    row = Closing.objects.filter(ref=str(happening.payload["closing"])).first()
    if row is None:  # opened again meanwhile
        return
    span = (midnight(row.first), midnight(row.last + timedelta(days=1)))
    found = Booking.objects.filter(
        room__centre_id=row.centre_id,
        cancelled=False,
        starts_at__gte=max(span[0], happening.at),
        starts_at__lt=span[1],
    )
    for ref in list(found.order_by("starts_at").values_list("ref", flat=True)):
        act_id = str(uuid5(UUID(happening.key), str(ref)))
        try:
            cancel_for_closing(ref, actor=system_actor("centres"), act_id=act_id, at=happening.at)
        except Stale:
            continue


def write_of_cancelling(happening: Happening) -> None:
    """Tell somebody that their booking was cancelled by others, or whoever has a seat that nothing is shown."""
    by = str(happening.payload["by"])
    _write_to_booked(happening, f"centres.letter_{by}", "centres.letter_showing_off", "cancelled")


def write_of_restoring(happening: Happening) -> None:
    """Tell them that it stands again, after all."""
    _write_to_booked(happening, "centres.letter_restored", "centres.letter_showing_on", "restored")


def _write_to_booked(happening: Happening, code: str, showing_code: str, what: str) -> None:
    """Write where and when, never what for: to who booked, or to everybody with a seat of what would have been shown."""
    rows = Booking.objects.filter(ref=str(happening.payload["booking"]))
    row = rows.select_related("room__centre", "account", "showing").first()
    if row is None:
        return
    showing = getattr(row, "showing", None)
    if showing is None:
        _write_of_booking(happening, code, row, row, what)
        return
    seats = Seat.objects.filter(showing=showing, given_back_at=None).select_related("account")
    told: set[str] = set()
    for one in seats.order_by("number").iterator(chunk_size=PORTION):
        phone = phone_of(one.account) if one.account else contact_of(one)[1]
        if phone not in told:  # one letter, however many seats
            told.add(phone)
            _write_of_booking(happening, showing_code, row, one, f"{what}/{one.ref}", title=showing.title_zh)


def _write_of_booking(
    happening: Happening, code: str, row: Booking, person: Booking | Seat, name: str, **more: str
) -> None:
    spoken = person.account.language if person.account else "zh"
    room, centre = row.room, row.room.centre
    words = t(
        code, lang=spoken,
        centre=centre.name_zh if spoken == "zh" else centre.name_en or centre.name_zh,
        room=room.name_zh if spoken == "zh" else room.name_en or room.name_zh,
        time=f"{local(row.starts_at):%Y-%m-%d %H:%M}", phone=centre.phone or "12345", **more,
    )  # fmt: skip
    phone = phone_of(person.account) if person.account else contact_of(person)[1]
    _send(phone, words, spoken, happening, name)


def write_of_offer(happening: Happening) -> None:
    """Tell somebody that a place came back and it is their turn, and by when to answer."""
    rows = Applicant.objects.filter(ref=str(happening.payload["applicant"]), later_state=OFFERED)
    row = rows.select_related("account", "draw__centre").first()
    if row is None or row.later_until is None:
        return
    spoken, draw = row.account.language if row.account else "zh", row.draw
    choice = draw.choices.get(code=row.later)
    words = t(
        "centres.letter_offered", lang=spoken, number=row.number, place=row.place,
        title=draw.title_zh if spoken == "zh" else draw.title_en or draw.title_zh,
        choice=choice.name_zh if spoken == "zh" else choice.name_en or choice.name_zh,
        until=row.later_until, phone=draw.centre.phone or "12345",
    )  # fmt: skip
    phone = phone_of(row.account) if row.account else contact_of(row)[1]
    _send(phone, words, spoken, happening, str(row.ref))


def write_of_draw(happening: Happening) -> None:
    """Tell everybody who applied how the draw went for them."""
    draw = Draw.objects.filter(ref=str(happening.payload["draw"])).prefetch_related("choices").first()
    if draw is None:
        return
    names = {one.code: (one.name_zh, one.name_en or one.name_zh) for one in draw.choices.all()}
    rows = (
        Applicant.objects.filter(draw=draw, place__isnull=False).select_related("account").order_by("place")
    )
    for one in rows.iterator(chunk_size=PORTION):
        spoken = one.account.language if one.account else "zh"
        code = "centres.letter_given" if one.given else "centres.letter_not_given"
        words = t(
            code, lang=spoken, number=one.number, place=one.place,
            title=draw.title_zh if spoken == "zh" else draw.title_en or draw.title_zh,
            choice=names.get(one.given, ("", ""))[spoken != "zh"],
        )  # fmt: skip
        phone = phone_of(one.account) if one.account else contact_of(one)[1]
        _send(phone, words, spoken, happening, str(one.ref))


def _send(phone: str, words: str, spoken: str, happening: Happening, name: str) -> None:
    if phone:
        subject = t("centres.letter_subject", lang=spoken)
        send(phone, "sms", subject, words, happening.at, ref=uuid5(UUID(happening.key), name))
