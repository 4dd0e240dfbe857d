"""Reminds of check-ups and vaccinations: who asked for it, and guardians of children in childcare who agreed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from linli.apps.activities import events
from linli.apps.activities.facts.finding import as_uuid
from linli.apps.activities.models import ChildcareApplication, Reminded
from linli.apps.activities.models.childcare import CHILD, EXPECTING, STARTED
from linli.apps.activities.policy.childcare import is_past, soon, wrong_day
from linli.apps.activities.service.lists import who
from linli.apps.people import facts as people
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.identity.models import Account
from linli.kernel.identity.service import phone_of
from linli.kernel.messaging.service import send
from linli.kernel.ui.text import t

MOST = 2_000
"""Rows looked at in one portion."""
MOST_OWN = 8


def want_reminders(
    kind: str, day: date | None, *, agrees: bool, actor: Actor, act_id: str, at: datetime
) -> str:
    """Ask to be reminded by text message, for a child or as an expecting mother; returns the ref.

    Raises:
        Invalid: no such kind, a day that cannot be, or without agreeing.
        Refused: nobody is signed in, without a telephone, asked for already, or for very many.
    """
    if actor.account_id is None:
        raise Refused(Refusal("activities.remind_sign_in"))
    problems = [] if kind in {CHILD, EXPECTING} else [Problem("kind", "activities.remind_kind")]
    problems += [one] if (one := wrong_day(kind, day, local(at).date())) else []
    problems += [] if agrees else [Problem("agrees", "activities.remind_agree")]
    if problems or day is None:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        account = Account.objects.get(pk=actor.account_id)
        mine = Reminded.objects.filter(account=account)
        if not phone_of(account):
            raise Refused(Refusal("activities.remind_phone"))
        if mine.filter(kind=kind, day=day).exists():
            raise Refused(Refusal("activities.reminded_already"))
        if mine.count() >= MOST_OWN:
            raise Refused(Refusal("activities.remind_many", {"n": MOST_OWN}))
        row = Reminded(account=account, kind=kind, day=day, made_at=at)
        row.stream = acting.open_stream(
            "reminders", events.REMINDERS_WANTED, {"kind": kind}, [who(actor)], sealed=True
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as clash:
            raise Refused(Refusal("activities.reminded_already")) from clash
        return str(row.ref)

    said: JsonValue = [kind, day.isoformat(), agrees]
    return str(act("activities.want_reminders", work, said=said, actor=actor, act_id=act_id, at=at))


def end_reminders(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime, by: str = "person") -> None:
    """End reminders; what was kept for them is gone.

    Raises:
        NotVisible: not this actor's.
    """

    def work(acting: Acting) -> JsonValue:
        row = Reminded.objects.select_related("stream").filter(ref=as_uuid(ref)).first()
        if row is None or (row.account_id != actor.account_id and not actor.is_system):
            raise NotVisible
        acting.enter(row.stream, events.REMINDERS_ENDED, {"by": by})
        row.delete()
        return None

    act("activities.end_reminders", work, said=[str(ref), by], actor=actor, act_id=act_id, at=at)


def remind(at: datetime) -> int:
    """Write of what is due in the next days, to who asked for it or agreed to it; returns how many letters.

    The letter names no child; under one ref it is written once, however often the round comes. What is over is ended.
    """
    return _remind_children(at) + _remind_asked(at)


def _remind_children(at: datetime) -> int:
    rows = ChildcareApplication.objects.filter(
        standing__in=("taken", STARTED),
        born__isnull=False,
        account_id__in=people.agreeing_accounts("reminders", at),
    )
    return sum(
        _write(row.account, row.ref, CHILD, row.born, at)
        for row in rows.select_related("account").order_by("id")[:MOST]
        if row.account is not None and row.born is not None
    )


def _remind_asked(at: datetime) -> int:
    written, last, today = 0, 0, local(at).date()
    while rows := list(Reminded.objects.filter(pk__gt=last).select_related("account").order_by("pk")[:MOST]):
        last = rows[-1].pk
        for row in rows:
            written += _write(row.account, row.ref, row.kind, row.day, at)
            if is_past(row.kind, row.day, today):
                _end(row, at)
    return written


def _end(row: Reminded, at: datetime) -> None:
    end_reminders(
        row.ref, actor=system_actor("reminders"), act_id=str(uuid5(row.ref, "over")), at=at, by="calendar"
    )


def _write(account: Account, key: UUID, kind: str, day: date, at: datetime) -> int:
    """Write to one person of everything that comes up; returns how many letters."""
    phone = phone_of(account)
    if not phone:
        return 0
    spoken, written = account.language, 0
    for what, n, on in soon(kind, day, local(at).date()):
        body = t(f"activities.letter.{what}", lang=spoken, n=n, day=on)
        subject = t("activities.letter.reminder_subject", lang=spoken)
        send(phone, "sms", subject, body, at, ref=uuid5(key, f"{what}/{n}"))
        written += 1
    return written
