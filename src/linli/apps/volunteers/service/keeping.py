"""What staff do for volunteers: take them in, note safety and insurance, a guardian's word on paper; and the guardian's own."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from linli.apps.volunteers import events
from linli.apps.volunteers.models import Clearance, Volunteer
from linli.apps.volunteers.models.joining import ACTIVE, APPLIED, CHILDREN, FRAIL, LEFT, REFUSED
from linli.apps.volunteers.service.joining import TAKEN_IN, go
from linli.apps.volunteers.service.rows import kept, signed_in, who
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.models import Account

REASONS = ("not_reached", "not_here", "not_now", "other")
LONGEST_DAYS = 3 * 366


def decide(ref: UUID | str, *, accept: bool, why: str = "", actor: Actor, act_id: str, at: datetime) -> None:
    """Take somebody in, or not, with a reason by code.

    Raises:
        NotVisible: absent, or not in the actor's area.
        Invalid: a no without a reason.
        Refused: under age, and no guardian has agreed; or one's own application.
        Stale: decided already.
    """
    row = kept(ref, actor)
    if not accept and why not in REASONS:
        raise Invalid(Problem("why", "volunteers.reason_missing"))
    _not_oneself(row, actor)

    def work(acting: Acting) -> JsonValue:
        fresh = kept(ref, actor)
        if fresh.state != APPLIED:
            raise Stale("volunteers.decided_already")
        if accept and fresh.adult_on and fresh.adult_on > local(at).date() and not fresh.guardian_agreed_at:
            raise Refused(Refusal("volunteers.guardian_first"))
        acting.enter(fresh.stream, events.DECIDED, {"accepted": accept, "reason": why or None}, [who(actor)])
        fresh.state, fresh.why, fresh.decided_at = ACTIVE if accept else REFUSED, why, at
        fresh.save(update_fields=["state", "why", "decided_at"])
        if accept:
            acting.announce(TAKEN_IN, {"volunteer": str(fresh.ref)}, stream=fresh.stream)
        return None

    act("volunteers.decide", work, said=[str(ref), accept, why], actor=actor, act_id=act_id, at=at)


def end(ref: UUID | str, why: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Let a volunteer go, as staff, with a reason by code; open tasks are given back."""
    _not_oneself(kept(ref, actor), actor)
    if why not in REASONS:
        raise Invalid(Problem("why", "volunteers.reason_missing"))

    def work(acting: Acting) -> JsonValue:
        row = kept(ref, actor)
        if row.state == LEFT:
            raise Stale("volunteers.left_already")
        acting.enter(row.stream, events.LEFT, {"by": "staff"}, [who(actor)])
        row.why = why
        return go(row, acting)

    act("volunteers.end", work, said=[str(ref), why], actor=actor, act_id=act_id, at=at)


def clear(ref: UUID | str, kind: str, until: date, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Note that what the law asks before being with children, or alone with frail people, was looked at; until a day.

    Raises:
        NotVisible: absent, or not in the actor's area.
        Invalid: no such kind, or a day that is past or too far away.
        Refused: oneself.
    """
    _not_oneself(kept(ref, actor), actor)
    if kind not in {CHILDREN, FRAIL}:
        raise Invalid(Problem("kind", "volunteers.unknown_choice"))
    _check_day("until", until, at)

    def work(acting: Acting) -> JsonValue:
        row = kept(ref, actor)
        public: dict[str, JsonValue] = {"kind": kind, "until": until.isoformat()}
        acting.enter(row.stream, events.CLEARED, public, [who(actor)])
        Clearance.objects.update_or_create(
            volunteer=row, kind=kind, defaults={"noted_by_id": actor.account_id, "noted_at": at, "until": until}
        )  # fmt: skip
        return None

    act("volunteers.clear", work, said=[str(ref), kind, until.isoformat()], actor=actor, act_id=act_id, at=at)


def end_clearance(ref: UUID | str, kind: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take a clearance back at once, for example because something came up; what was begun is for staff to stop.

    Raises:
        NotVisible: absent, or not in the actor's area.
        Stale: there is none.
    """
    kept(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = kept(ref, actor)
        if not Clearance.objects.filter(volunteer=row, kind=kind).exists():
            raise Stale("volunteers.not_cleared_now")
        acting.enter(row.stream, events.CLEARANCE_ENDED, {"kind": kind}, [who(actor)])
        Clearance.objects.filter(volunteer=row, kind=kind).delete()
        return None

    act("volunteers.end_clearance", work, said=[str(ref), kind], actor=actor, act_id=act_id, at=at)


def insure(ref: UUID | str, until: date, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Note until when somebody is insured by the organiser."""
    kept(ref, actor)
    _check_day("until", until, at)

    def work(acting: Acting) -> JsonValue:
        row = kept(ref, actor)
        acting.enter(row.stream, events.INSURED, {"until": until.isoformat()}, [who(actor)])
        row.insured_until = until
        row.save(update_fields=["insured_until"])
        return None

    act("volunteers.insure", work, said=[str(ref), until.isoformat()], actor=actor, act_id=act_id, at=at)


def guardian_says(
    ref: UUID | str, *, agrees: bool, on_paper: bool = False, actor: Actor, act_id: str, at: datetime
) -> None:
    """Agree as the guardian who was named, or take it back; on paper it is staff who note it.

    Raises:
        NotVisible: no such volunteer, or the actor is not the guardian (or not staff of the area).
        Refused: staff who themselves are the young person.
    """
    _for_guardian(ref, actor, on_paper=on_paper)

    def work(acting: Acting) -> JsonValue:
        row = _for_guardian(ref, actor, on_paper=on_paper)
        if bool(row.guardian_agreed_at) == agrees:
            raise Stale("volunteers.so_already")
        public: dict[str, JsonValue] = {"agreed": agrees, "by": "staff" if on_paper else "guardian"}
        acting.enter(row.stream, events.GUARDIAN_AGREED, public, [who(actor)])
        row.guardian_agreed_at, row.guardian_on_paper = at if agrees else None, on_paper and agrees
        row.save(update_fields=["guardian_agreed_at", "guardian_on_paper"])
        return None

    said: JsonValue = [str(ref), agrees, on_paper]
    act("volunteers.guardian_says", work, said=said, actor=actor, act_id=act_id, at=at)


def _for_guardian(ref: UUID | str, actor: Actor, *, on_paper: bool) -> Volunteer:
    if on_paper:
        row = kept(ref, actor)
        _not_oneself(row, actor)
        if not row.guardian_index:
            raise NotVisible
        return row
    mark = Account.objects.values_list("phone_index", flat=True).get(pk=signed_in(actor))
    rows = Volunteer.objects.select_related("stream").exclude(state=LEFT)
    found = rows.filter(ref=ref, guardian_index=mark).first() if mark else None
    if found is None:
        raise NotVisible
    return found


def _not_oneself(row: Volunteer, actor: Actor) -> None:
    if actor.account_id is not None and row.account_id == actor.account_id:
        raise Refused(Refusal("volunteers.not_oneself"))


def _check_day(field: str, day: date, at: datetime) -> None:
    today = local(at).date()
    if not today < day or (day - today).days > LONGEST_DAYS:
        raise Invalid(Problem(field, "volunteers.day_range"))
