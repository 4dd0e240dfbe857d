"""Books a time with an adviser, moves it, ends it; a time that becomes free is offered to who waits."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from linli.apps.centres import events
from linli.apps.centres.facts import advising
from linli.apps.centres.models import AdviceMonth, Adviser, Consultation, ConsultationWait
from linli.apps.centres.models.advising import BOOKED, CANCELLED, KEPT, LAPSED, MISSED, OFFERED, WAYS
from linli.apps.centres.service.advice_letters import write
from linli.core.clock.instants import local, stamp
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.acting import LostRaceError
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.models import Account
from linli.kernel.identity.personal import index, seal
from linli.kernel.identity.service import open_resident

OFFERED_FOR, AT_LEAST = timedelta(hours=24), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ConsultationWish:
    """What is asked for: an adviser, when it begins, how; ``phone`` where staff book for a caller."""

    adviser: UUID | str
    starts: datetime
    way: str = "on_site"
    phone: str = ""


def book_consultation(wish: ConsultationWish, *, actor: Actor, act_id: str, at: datetime) -> dict[str, str]:
    """Book a time, for oneself or by staff for a caller; returns the ref and the digits to tell when calling.

    Raises:
        NotVisible: no such adviser, or staff of another place.
        Invalid: a time that is past or not offered, or a way that is not.
        Refused: nobody is signed in, the time is taken, or the client has another then.
    """
    adviser = advising.adviser_row(wish.adviser)
    client = _client(wish, adviser, actor, at)
    ends = _ends(adviser, wish.starts, wish.way, at)

    def work(acting: Acting) -> JsonValue:
        _refuse_taken(adviser, client, wish.starts, ends)
        public: dict[str, JsonValue] = {
            "centre": str(adviser.centre.ref), "way": wish.way, "by": "staff" if wish.phone else "client",
        }  # fmt: skip
        row = Consultation(
            adviser=adviser, client=client, starts=wish.starts, ends=ends, way=wish.way, state=BOOKED, room_sealed=_room(),
        )  # fmt: skip
        digits = _give_code(row)
        row.stream = acting.open_stream("consultation", events.CONSULTATION_BOOKED, public, sealed=True)
        _store(row.save, force_insert=True)
        count(adviser, wish.starts, booked=1)
        write(row, "booked", acting, code=f"{digits[:4]} {digits[4:]}")
        return {"ref": str(row.ref), "code": digits}

    said: JsonValue = [str(wish.adviser), stamp(wish.starts), wish.way, index(wish.phone, "said")]
    answer = act("centres.book_consultation", work, said=said, actor=actor, act_id=act_id, at=at)
    return {key: str(value) for key, value in answer.items()} if isinstance(answer, dict) else {}


def move_consultation(ref: UUID | str, starts: datetime, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Move one's own consultation to another time; the old one is offered to who waits.

    Raises:
        NotVisible: not one of the two.
        Invalid: a time that is past or not offered.
        Refused: the time is taken, or the client has another then.
        Stale: it is over or cancelled.
    """
    known = advising.own_row(ref, actor)
    ends = _ends(advising.adviser_row(known.adviser.ref), starts, known.way, at)

    def work(acting: Acting) -> JsonValue:
        row = _live(advising.own_row(ref, actor), at, BOOKED)
        if row.client is None:
            raise Stale("centres.advice.over")
        _refuse_taken(row.adviser, row.client, starts, ends, but=row.pk)
        by = _by(row, actor)
        acting.enter(row.stream, events.CONSULTATION_MOVED, {"centre": str(row.adviser.centre.ref), "by": by})
        freed = (row.starts, row.ends)
        row.starts, row.ends, row.reminded_at = starts, ends, None
        _store(row.save, update_fields=["starts", "ends", "reminded_at"])
        write(row, "moved", acting)
        _offer(acting, row.adviser, *freed, at)
        return None

    said: JsonValue = [str(ref), stamp(starts)]
    act("centres.move_consultation", work, said=said, actor=actor, act_id=act_id, at=at)


def cancel_consultation(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Cancel, by one of the two; no reason is asked and nothing follows from it."""
    advising.own_row(ref, actor)
    _cancel(lambda: advising.own_row(ref, actor), str(ref), actor=actor, act_id=act_id, at=at)


def cancel_by_code(code: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Cancel for a caller who told the digits."""
    ref = str(advising.code_row(code, actor).ref)
    _cancel(lambda: advising.code_row(code, actor), ref, actor=actor, act_id=act_id, at=at)


def end_for_adviser(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Cancel because the adviser is away; the service that says so has checked who may."""
    rows = Consultation.objects.select_related("adviser__centre", "client", "stream").filter(ref=ref)
    _cancel(lambda: rows.get(), str(ref), actor=actor, act_id=act_id, at=at, refill=False)  # noqa: PLW0108 - read anew each time


def answer_offer(ref: UUID | str, *, yes: bool, actor: Actor, act_id: str, at: datetime) -> None:
    """Take a time that was offered because it became free, or leave it to the next.

    Raises:
        NotVisible: not the client's.
        Stale: it lapsed.
    """
    advising.own_row(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _live(advising.own_row(ref, actor), at, OFFERED)
        if row.client_id != actor.account_id:
            raise NotVisible
        public: dict[str, JsonValue] = {"centre": str(row.adviser.centre.ref), "yes": yes}
        acting.enter(row.stream, events.CONSULTATION_ANSWERED, public)
        if yes:
            Consultation.objects.filter(pk=row.pk).update(state=BOOKED, offer_until=None)
            count(row.adviser, row.starts, booked=1)
            digits = advising.digits_of(row.ref)
            if row.code == index(digits, advising.SEALED):
                write(row, "booked", acting, code=f"{digits[:4]} {digits[4:]}")
        else:
            _free(acting, row, LAPSED, at)
        return None

    act("centres.answer_offer", work, said=[str(ref), yes], actor=actor, act_id=act_id, at=at)


def lapse(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Let an offer that nobody answered go to the next; the worker does it."""

    def work(acting: Acting) -> JsonValue:
        rows = Consultation.objects.select_related("adviser__centre", "client", "stream")
        row = rows.filter(ref=ref, state=OFFERED, offer_until__lt=at).first()
        if row is None:
            raise Stale("centres.advice.over")
        public: dict[str, JsonValue] = {"centre": str(row.adviser.centre.ref), "yes": False}
        acting.enter(row.stream, events.CONSULTATION_ANSWERED, public)
        _free(acting, row, LAPSED, at)
        return None

    act("centres.lapse", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def wait_for(adviser: UUID | str, *, wants: bool, actor: Actor, act_id: str, at: datetime) -> None:
    """Wait for the next time of an adviser that becomes free, or wait no longer.

    Raises:
        Refused: nobody is signed in, or there are free times.
        Stale: it is so already.
    """
    row = advising.adviser_row(adviser)
    if actor.account_id is None:
        raise Refused(Refusal("centres.advice.sign_in"))

    def work(acting: Acting) -> JsonValue:
        mine = ConsultationWait.objects.select_related("stream").filter(
            adviser=row, client_id=actor.account_id
        )
        known = mine.first()
        if (known is not None) == wants:
            raise Stale("centres.advice.so_already")
        public: dict[str, JsonValue] = {"centre": str(row.centre.ref), "waits": wants}
        if known is not None:
            acting.enter(known.stream, events.CONSULTATION_WAITS, public)
            known.delete()
            return None
        if advising.free_times(adviser, at):
            raise Refused(Refusal("centres.advice.there_are_times"))
        fresh = ConsultationWait(adviser=row, client_id=actor.account_id, since=at)
        fresh.stream = acting.open_stream("consultation", events.CONSULTATION_WAITS, public, sealed=True)
        fresh.save(force_insert=True)
        return None

    act("centres.wait_for", work, said=[str(adviser), wants], actor=actor, act_id=act_id, at=at)


def count(adviser: Adviser, starts: datetime, **more: int) -> None:
    """Count for a month: all that stays."""
    row, _ = AdviceMonth.objects.get_or_create(adviser=adviser, month=local(starts).date().replace(day=1))
    AdviceMonth.objects.filter(pk=row.pk).update(**{name: F(name) + n for name, n in more.items()})


def _client(wish: ConsultationWish, adviser: Adviser, actor: Actor, at: datetime) -> Account:
    if wish.phone:
        if not advising.may_book(actor, adviser.centre):
            raise NotVisible
        return open_resident(wish.phone, at=at)
    account = Account.objects.filter(pk=actor.account_id).first() if actor.account_id is not None else None
    if account is None:
        raise Refused(Refusal("centres.advice.sign_in"))
    if account.pk == adviser.account_id:
        raise Refused(Refusal("centres.advice.oneself"))
    return account


def _ends(adviser: Adviser, starts: datetime, way: str, at: datetime) -> datetime:
    if way not in WAYS or way not in advising.ways_of(adviser):
        raise Invalid(Problem("way", "centres.advice.no_such_way"))
    if starts <= at:
        raise Invalid(Problem("starts", "centres.advice.past"))
    ends = advising.is_offered(adviser, starts, at)
    if ends is None:
        raise Invalid(Problem("starts", "centres.advice.not_offered"))
    return ends


def _refuse_taken(adviser: Adviser, client: Account, starts: datetime, ends: datetime, but: int = 0) -> None:
    clash = Consultation.objects.filter(off=False, starts__lt=ends, ends__gt=starts).exclude(pk=but)
    if clash.filter(adviser=adviser).exists():
        raise Refused(Refusal("centres.advice.taken"))
    if clash.filter(client=client).exists():
        raise Refused(Refusal("centres.advice.has_another"))


def _store(save: Callable[..., None], **how: object) -> None:
    """Store where the constraints allow; who was quicker makes the act look again."""
    try:
        with transaction.atomic():
            save(**how)
    except IntegrityError:
        raise LostRaceError from None


def _give_code(row: Consultation) -> str:
    digits = advising.digits_of(row.ref)
    row.code = index(digits, advising.SEALED)
    return digits


def _room() -> bytes:
    return seal(secrets.token_urlsafe(24), advising.SEALED)


def _live(row: Consultation, at: datetime, *states: str) -> Consultation:
    if row.state not in states or row.off or row.starts <= at:
        raise Stale("centres.advice.over")
    return row


def _by(row: Consultation, actor: Actor) -> str:
    if actor.account_id == row.client_id:
        return "client"
    return "adviser" if actor.account_id == row.adviser.account_id else "staff"


def _cancel(
    read: Callable[[], Consultation],
    said: str,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
    refill: bool = True,
) -> None:
    def work(acting: Acting) -> JsonValue:
        row = _live(read(), at, BOOKED, OFFERED)
        by = _by(row, actor)
        public: dict[str, JsonValue] = {"centre": str(row.adviser.centre.ref), "state": CANCELLED, "by": by}
        acting.enter(row.stream, events.CONSULTATION_ENDED, public)
        if row.state == BOOKED:
            count(row.adviser, row.starts, cancelled=1)
        if by != "client":
            write(row, "cancelled", acting)
        _free(acting, row, CANCELLED, at, refill=refill)
        return None

    act("centres.cancel_consultation", work, said=said, actor=actor, act_id=act_id, at=at)


def _free(acting: Acting, row: Consultation, state: str, at: datetime, *, refill: bool = True) -> None:
    Consultation.objects.filter(pk=row.pk).update(state=state, off=True)
    if refill:
        _offer(acting, row.adviser, row.starts, row.ends, at)


def _offer(acting: Acting, adviser: Adviser, starts: datetime, ends: datetime, at: datetime) -> None:
    """Offer a time that became free to who waits longest and is free then; it is held for them for a day."""
    until = min(at + OFFERED_FOR, starts - AT_LEAST)
    if (
        until <= at
        or Consultation.objects.filter(adviser=adviser, off=False, starts__lt=ends, ends__gt=starts).exists()
    ):
        return
    busy = Consultation.objects.filter(off=False, starts__lt=ends, ends__gt=starts).values("client")
    waiting = ConsultationWait.objects.select_related("client", "stream").filter(adviser=adviser)
    chosen = waiting.exclude(client__in=busy).order_by("since", "id").first()
    if chosen is None:
        return
    public: dict[str, JsonValue] = {"centre": str(adviser.centre.ref), "until": stamp(until)}
    acting.enter(chosen.stream, events.CONSULTATION_OFFERED, public)
    row = Consultation(
        adviser=adviser, client=chosen.client, starts=starts, ends=ends, state=OFFERED, offer_until=until,
        way=advising.ways_of(adviser)[0], room_sealed=_room(), stream=chosen.stream,
    )  # fmt: skip
    _give_code(row)
    _store(row.save, force_insert=True)
    chosen.delete()
    write(row, "offered", acting)


ENDS = {"kept": KEPT, "missed": MISSED}
"""How an adviser says it went; a miss has no consequence and is counted only."""
