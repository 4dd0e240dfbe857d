"""The line for what is out: somebody waits, a copy is set aside, the line moves up by itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from linli.apps.centres import events
from linli.apps.centres.facts import lending
from linli.apps.centres.models import Copy, Loan, Reservation
from linli.apps.centres.models.lending import HELD, SHELF
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Refusal
from linli.core.slots.lending import Reserved, next_in_line
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import NotVisible, Outcome, Refused, Stale
from linli.kernel.identity.models import Account
from linli.kernel.identity.service import phone_of
from linli.kernel.messaging.service import send
from linli.kernel.ui.text import t

AGAIN = timedelta(days=7)
AT_ONCE = 300
"""So many are looked after in one round."""


def reserve(title: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Join the line for a title; returns the reservation's ref.

    Raises:
        NotVisible: no such title.
        Refused: nobody is signed in, one waits or has it already, or a copy is on the shelf.
    """
    row = lending.title_row(title)
    if actor.account_id is None:
        raise Refused(Refusal("centres.lending.sign_in"))

    def work(acting: Acting) -> JsonValue:
        if Copy.objects.filter(title=row, state=SHELF).exists():
            raise Refused(Refusal("centres.lending.on_shelf"))
        if Reservation.objects.filter(title=row, account_id=actor.account_id).exists():
            raise Refused(Refusal("centres.lending.waits_already"))
        if Loan.objects.filter(copy__title=row, borrower_id=actor.account_id).exists():
            raise Refused(Refusal("centres.lending.has_it"))
        made = Reservation(title=row, account_id=actor.account_id, made_at=at)
        made.stream = acting.open_stream("reservation", events.RESERVED, _public(made), sealed=True)
        made.save(force_insert=True)
        return str(made.ref)

    return str(act("centres.reserve", work, said=str(title), actor=actor, act_id=act_id, at=at))


def end_reservation(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Leave the line; what was set aside goes to the next.

    Raises:
        NotVisible: no such reservation, or somebody else's.
    """
    row = _row(ref)
    if row is None or row.account_id != actor.account_id:
        raise NotVisible
    _end(row, "person", actor=actor, act_id=act_id, at=at)


def set_aside_next(acting: Acting, copy: Copy) -> bool:
    """Set a copy aside for who waits longest, and write to them; False where nobody waits."""
    rows = list(
        Reservation.objects.filter(title_id=copy.title_id).select_related(
            "stream", "account", "title__library__centre"
        )
    )
    chosen = next_in_line([Reserved(one.pk, one.made_at, one.copy_id is not None) for one in rows])
    if chosen is None:
        return False
    row = next(one for one in rows if one.pk == chosen.key)
    until, _steps = lending.due_day(acting.at, row.title.library.held_days)
    acting.enter(row.stream, events.SET_ASIDE, _public(row) | {"until": until.isoformat()})
    Copy.objects.filter(pk=copy.pk).update(state=HELD)
    Reservation.objects.filter(pk=row.pk, copy=None).update(copy=copy, held_until=until)
    _write(row.account, "ready", acting, row.stream.sid, until, row.title.library.centre.name_zh)
    return True


def look_after(at: datetime) -> int:
    """Move lines up where nobody came in time, and remind who is late; the worker does it every hour."""
    today, actor, done = local(at).date(), system_actor("lending"), 0
    for row in list(_rows().filter(held_until__lt=today).order_by("held_until")[:AT_ONCE]):
        done += _quietly(row, "time", actor, str(uuid5(row.ref, f"run out {row.held_until}")), at)
    late = Loan.objects.filter(due_on__lt=today, borrower__isnull=False).exclude(
        reminded_on__gt=today - AGAIN
    )
    for ref in list(late.order_by("due_on").values_list("ref", flat=True)[:AT_ONCE]):
        _remind(ref, today, actor=actor, at=at)
        done += 1
    return done


def forget_borrower(account: str, *, key: str, at: datetime) -> None:
    """Let go of a person: reservations end; a loan goes on without a name until the thing is back."""
    actor = system_actor("erasure")
    for row in list(_rows().filter(account__ref=account)):
        _end(row, "erasure", actor=actor, act_id=str(uuid5(UUID(key), str(row.ref))), at=at)
    Loan.objects.filter(borrower__ref=account).update(borrower=None)


def _quietly(row: Reservation, by: str, actor: Actor, act_id: str, at: datetime) -> int:
    try:
        _end(row, by, actor=actor, act_id=act_id, at=at)
    except Outcome:
        return 0
    return 1


def _end(row: Reservation, by: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    def work(acting: Acting) -> JsonValue:
        fresh = _row(row.ref)
        if fresh is None:
            raise Stale("centres.lending.ended_already")
        acting.enter(fresh.stream, events.RESERVATION_ENDED, _public(fresh) | {"by": by})
        copy = fresh.copy
        fresh.delete()
        if copy is not None:
            Copy.objects.filter(pk=copy.pk, state=HELD).update(state=SHELF)
            set_aside_next(acting, copy)
        return None

    act("centres.end_reservation", work, said=[str(row.ref), by], actor=actor, act_id=act_id, at=at)


def _remind(ref: UUID, today: date, *, actor: Actor, at: datetime) -> None:
    def work(acting: Acting) -> JsonValue:
        rows = Loan.objects.select_related("stream", "borrower", "copy__title__library__centre")
        row = rows.filter(ref=ref, borrower__isnull=False).first()
        if row is None or row.borrower is None:
            raise Stale("centres.lending.not_lent")
        centre = row.copy.title.library.centre
        public: dict[str, JsonValue] = {"centre": str(centre.ref), "kind": row.copy.title.kind}
        acting.enter(row.stream, events.LOAN_REMINDED, public)
        Loan.objects.filter(pk=row.pk).update(reminded_on=today)
        _write(row.borrower, "late", acting, row.stream.sid, row.due_on, centre.name_zh)
        return None

    act_id = str(uuid5(ref, f"late {today}"))
    act("centres.remind", work, said=[str(ref), today.isoformat()], actor=actor, act_id=act_id, at=at)


def _write(account: Account, what: str, acting: Acting, stream: str, day: date, place: str) -> None:
    """Write without naming what it is: somebody else may read the telephone."""
    phone, spoken = phone_of(account), account.language
    if not phone:
        return
    subject = t("centres.lending.letter_subject", lang=spoken)
    body = t(f"centres.lending.letter_{what}", lang=spoken, day=day, place=place)
    ref = uuid5(UUID(acting.act_id), f"{what}/{stream}")
    send(phone, "sms", subject, body, acting.at, ref=ref)


def _public(row: Reservation) -> dict[str, JsonValue]:
    return {"centre": str(row.title.library.centre.ref), "kind": row.title.kind}


def _rows() -> QuerySet[Reservation]:
    return Reservation.objects.select_related("stream", "account", "copy", "title__library__centre")


def _row(ref: UUID | str) -> Reservation | None:
    try:
        return _rows().filter(ref=ref).first()
    except ValidationError:
        return None
