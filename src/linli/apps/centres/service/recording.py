"""The day itself: arriving, calling in, how it went; the record that the two keep; and what the worker looks after."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from linli.apps.centres import events
from linli.apps.centres.facts import advising
from linli.apps.centres.models import Consultation, ConsultationRecord, ConsultationWait
from linli.apps.centres.models.advising import BOOKED, KEPT, OFFERED
from linli.apps.centres.service.advice_letters import write
from linli.apps.centres.service.consulting import ENDS, count, lapse
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Problem
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Outcome, Stale
from linli.kernel.identity.personal import index, seal

LONGEST = 2_000
EARLY = timedelta(hours=2)
MORNING = 9
AT_ONCE = 300


def arrive(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Say that one is here; by the client on the own page."""
    if advising.own_row(ref, actor).client_id != actor.account_id:
        raise NotVisible
    _arrive(str(ref), "client", actor=actor, act_id=act_id, at=at)


def arrive_by_code(code: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Say for somebody in the hall that they are here."""
    _arrive(str(advising.code_row(code, actor).ref), "staff", actor=actor, act_id=act_id, at=at)


def call_in(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Call the client in; the client's page shows it."""

    def work(acting: Acting) -> JsonValue:
        row = _given(ref, actor)
        if row.state != BOOKED:
            raise Stale("centres.advice.over")
        acting.enter(row.stream, events.CONSULTATION_CALLED, {"centre": str(row.adviser.centre.ref)})
        Consultation.objects.filter(pk=row.pk).update(called_at=at)
        return None

    _given(ref, actor)
    act("centres.call_in", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def end_consultation(ref: UUID | str, how: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Say how it went: kept or missed. A miss is counted and has no consequence.

    Raises:
        NotVisible: not the adviser's.
        Invalid: no such end.
        Stale: it is over, or has not begun.
    """
    _given(ref, actor)
    if how not in ENDS:
        raise Invalid(Problem("how", "centres.advice.no_such_end"))

    def work(acting: Acting) -> JsonValue:
        row = _given(ref, actor)
        if row.state != BOOKED or at < row.starts - EARLY:
            raise Stale("centres.advice.not_yet" if row.state == BOOKED else "centres.advice.over")
        public: dict[str, JsonValue] = {
            "centre": str(row.adviser.centre.ref),
            "state": ENDS[how],
            "by": "adviser",
        }
        acting.enter(row.stream, events.CONSULTATION_ENDED, public)
        Consultation.objects.filter(pk=row.pk).update(state=ENDS[how])
        count(row.adviser, row.starts, **{how: 1})
        return None

    act("centres.end_consultation", work, said=[str(ref), how], actor=actor, act_id=act_id, at=at)


def write_record(ref: UUID | str, text: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Write the short record, or write it anew; it is sealed, and the two alone read it.

    Raises:
        NotVisible: not the adviser's.
        Invalid: nothing written, or too much.
        Stale: it has not begun, or the client is forgotten.
    """
    _given(ref, actor)
    said = clean_text(text).strip()
    if not said:
        raise Invalid(Problem("text", "centres.advice.record_missing"))
    if len(said) > LONGEST:
        raise Invalid(Problem("text", "centres.advice.record_long", {"most": LONGEST}))

    def work(acting: Acting) -> JsonValue:
        row = _given(ref, actor)
        if row.state not in (BOOKED, KEPT) or at < row.starts - EARLY or row.client_id is None:
            raise Stale("centres.advice.not_yet")
        until = at + timedelta(days=row.adviser.kept_days)
        public: dict[str, JsonValue] = {
            "centre": str(row.adviser.centre.ref),
            "until": until.date().isoformat(),
        }
        acting.enter(row.stream, events.RECORD_WRITTEN, public)
        values = {"text_sealed": seal(said, advising.SEALED), "written_at": at, "until": until}
        ConsultationRecord.objects.update_or_create(consultation=row, defaults=values)
        return None

    hashed: JsonValue = [str(ref), index(said, "said")]
    act("centres.write_record", work, said=hashed, actor=actor, act_id=act_id, at=at)


def erase_record(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Erase the record: the client may at any time, without a reason.

    Raises:
        NotVisible: not the client's.
        Stale: there is none.
    """
    if advising.own_row(ref, actor).client_id != actor.account_id:
        raise NotVisible
    _erase(str(ref), "client", actor=actor, act_id=act_id, at=at)


def look_after_advice(at: datetime) -> int:
    """Remind of tomorrow, let offers lapse, erase what has run out; the worker does it every hour."""
    actor, done = system_actor("advice"), 0
    for ref in list(
        Consultation.objects.filter(state=OFFERED, offer_until__lt=at).values_list("ref", flat=True)[:AT_ONCE]
    ):
        done += _try(lapse, ref, actor=actor, act_id=str(uuid5(ref, "lapse")), at=at)
    for ref in list(
        ConsultationRecord.objects.filter(until__lte=at).values_list("consultation__ref", flat=True)[:AT_ONCE]
    ):
        _erase(str(ref), "time", actor=actor, act_id=str(uuid5(ref, f"run out {at.date()}")), at=at)
        done += 1
    return done + _remind_all(actor, at)


def forget_client(account: str, *, key: str, at: datetime) -> None:
    """Let go of a person: records are erased, times become free, the rows keep nobody."""
    actor = system_actor("erasure")
    rows = Consultation.objects.filter(client__ref=account)
    for ref in list(rows.filter(record__isnull=False).values_list("ref", flat=True)):
        _erase(str(ref), "erasure", actor=actor, act_id=str(uuid5(UUID(key), str(ref))), at=at)
    rows.update(off=True, client=None)
    ConsultationWait.objects.filter(client__ref=account).delete()


def _try(do: object, ref: UUID, **said: object) -> int:
    try:
        do(ref, **said)  # type: ignore[operator]
    except Outcome:
        return 0
    return 1


def _remind_all(actor: Actor, at: datetime) -> int:
    here = local(at)
    if here.hour < MORNING:
        return 0
    first = here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    rows = Consultation.objects.filter(
        state=BOOKED, off=False, reminded_at=None, starts__gte=first, starts__lt=first + timedelta(days=1)
    )
    refs = list(rows.values_list("ref", flat=True)[:AT_ONCE])
    for ref in refs:
        _try(_remind, ref, actor=actor, act_id=str(uuid5(ref, f"remind {first.date()}")), at=at)
    return len(refs)


def _remind(ref: UUID, *, actor: Actor, act_id: str, at: datetime) -> None:
    def work(acting: Acting) -> JsonValue:
        rows = Consultation.objects.select_related("adviser__centre", "client", "stream")
        row = rows.filter(ref=ref, state=BOOKED, off=False, reminded_at=None).first()
        if row is None:
            raise Stale("centres.advice.over")
        acting.enter(row.stream, events.CONSULTATION_REMINDED, {"centre": str(row.adviser.centre.ref)})
        Consultation.objects.filter(pk=row.pk).update(reminded_at=at)
        write(row, "tomorrow", acting)
        return None

    act("centres.remind_consultation", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def _arrive(ref: str, by: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    def work(acting: Acting) -> JsonValue:
        rows = Consultation.objects.select_related("adviser__centre", "stream")
        row = rows.filter(ref=ref, state=BOOKED, off=False).first()
        if row is None or row.arrived_at is not None or at > row.ends:
            raise Stale("centres.advice.over")
        if local(at).date() != local(row.starts).date():
            raise Stale("centres.advice.not_today")
        acting.enter(
            row.stream, events.CONSULTATION_ARRIVED, {"centre": str(row.adviser.centre.ref), "by": by}
        )
        Consultation.objects.filter(pk=row.pk).update(arrived_at=at)
        return None

    act("centres.arrive", work, said=ref, actor=actor, act_id=act_id, at=at)


def _erase(ref: str, by: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    def work(acting: Acting) -> JsonValue:
        record = (
            ConsultationRecord.objects.select_related("consultation__stream", "consultation__adviser__centre")
            .filter(consultation__ref=ref)
            .first()
        )
        if record is None:
            raise Stale("centres.advice.no_record")
        row = record.consultation
        acting.enter(row.stream, events.RECORD_ERASED, {"centre": str(row.adviser.centre.ref), "by": by})
        ConsultationRecord.objects.filter(pk=record.pk).update(text_sealed=bytes(len(record.text_sealed)))
        record.delete()
        return None

    act("centres.erase_record", work, said=[ref, by], actor=actor, act_id=act_id, at=at)


def _given(ref: UUID | str, actor: Actor) -> Consultation:
    row = advising.own_row(ref, actor)
    if row.adviser.account_id != actor.account_id:
        raise NotVisible
    return row
