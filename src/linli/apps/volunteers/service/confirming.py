"""Hours are confirmed by who was helped or who organised, corrected by new entries, disputed to the supervisor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Sum

from linli.apps.volunteers import events
from linli.apps.volunteers.facts.codes import same, slip_code
from linli.apps.volunteers.models import Dispute, Engagement, Hours
from linli.apps.volunteers.models.working import FINISHED, GIVEN_BACK, HELPED, ORGANISER, RULING, WAITING
from linli.apps.volunteers.policy.hours import check_minutes, may_confirm
from linli.apps.volunteers.service import banking
from linli.apps.volunteers.service.rows import who
from linli.apps.volunteers.service.tasks import organises
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.personal import index, seal

CONFIRMED = "volunteers.confirmed"
"""Announced with the ref of the entry: who keeps a register of hours hears of it."""
SEALED = "volunteer_dispute"
LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is to be entered, by whom, instead of what."""

    row: Engagement
    minutes: int
    by: str
    old: Hours | None = None


def confirm(ref: UUID | str, minutes: int, *, code: str = "", actor: Actor, act_id: str, at: datetime) -> str:
    """Confirm what somebody did: as the one who was helped, as the organiser, or with the code on the slip.

    Raises:
        NotVisible: absent, or the actor has no part in it.
        Invalid: none, more than a day in a day, far more than was planned.
        Refused: one's own hours, or the work is not done yet.
        Stale: confirmed already.
    """
    row, by = _part_in(ref, actor, code)
    _check(row, minutes, actor, at)

    def work(acting: Acting) -> JsonValue:
        fresh, _ = _part_in(ref, actor, code)
        if Hours.objects.filter(engagement=fresh, stands=True).exists():
            raise Stale("volunteers.confirmed_already")
        _check(fresh, minutes, actor, at)
        return _enter(_Entry(fresh, minutes, by), acting, actor)

    said: JsonValue = [str(ref), minutes, index(code, "said") if code else ""]
    return str(act("volunteers.confirm", work, said=said, actor=actor, act_id=act_id, at=at))


def correct(ref: UUID | str, minutes: int, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Enter what should have stood there, as the organiser; 0 takes the hours out. Nothing is overwritten.

    Raises:
        NotVisible: nothing stands there, or the actor does not organise it.
        Invalid: an amount that cannot be.
        Refused: one's own hours, or the time has been spent.
    """
    old = _standing(ref, actor)
    _check(old.engagement, minutes, actor, at, nothing=True, old=old)

    def work(acting: Acting) -> JsonValue:
        fresh = _standing(ref, actor)
        return _enter(_Entry(fresh.engagement, minutes, ORGANISER, fresh), acting, actor)

    said: JsonValue = [str(ref), minutes]
    return str(act("volunteers.correct", work, said=said, actor=actor, act_id=act_id, at=at))


def dispute(ref: UUID | str, words: str, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Say that one's hours are not right, or that nobody confirms them; the organiser's supervisor decides.

    Raises:
        NotVisible: not one's own.
        Invalid: no words, or too many.
        Refused: the work is not done yet.
        Stale: a dispute about it waits already.
    """
    row = _own(ref, actor)
    told = clean_text(words).strip()
    if not 0 < len(told) <= LONGEST_WORDS:
        raise Invalid(Problem("words", "volunteers.words_range", {"n": LONGEST_WORDS}))
    if refusal := may_confirm(own=False, finished=_is_done(row, at)):
        raise Refused(refusal)

    def work(acting: Acting) -> JsonValue:
        fresh = _own(ref, actor)
        if Dispute.objects.filter(engagement=fresh, decided_at=None).exists():
            raise Stale("volunteers.disputed_already")
        acting.enter(fresh.stream, events.DISPUTED, {"kind": fresh.task.kind}, [who(actor)])
        made = Dispute.objects.create(engagement=fresh, words_sealed=seal(told, SEALED), made_at=at)
        return str(made.ref)

    said: JsonValue = [str(ref), index(told, "said")]
    return str(act("volunteers.dispute", work, said=said, actor=actor, act_id=act_id, at=at))


def rule(ref: UUID | str, minutes: int | None, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Decide on a dispute as the organiser's supervisor: other minutes, or none to change.

    Raises:
        NotVisible: absent, or not in the actor's area.
        Invalid: an amount that cannot be.
        Refused: about one's own hours, or hours that one confirmed.
        Stale: decided already.
    """
    row = _dispute(ref, actor)
    if minutes is not None:
        old = Hours.objects.filter(engagement=row.engagement, stands=True).first()
        _check(row.engagement, minutes, actor, at, nothing=True, old=old)

    def work(acting: Acting) -> JsonValue:
        fresh = _dispute(ref, actor)
        if fresh.decided_at is not None:
            raise Stale("volunteers.decided_already")
        old = Hours.objects.filter(engagement=fresh.engagement, stands=True).first()
        if old is not None and old.confirmed_by_id == actor.account_id:
            raise Refused(Refusal("volunteers.ruled_by_another"))
        if minutes is None:
            acting.enter(fresh.engagement.stream, events.DISPUTE_DECIDED, {"upheld": False}, [who(actor)])
        else:
            _enter(_Entry(fresh.engagement, minutes, RULING, old), acting, actor)
        Dispute.objects.filter(pk=fresh.pk).update(decided_at=at, upheld=minutes is not None)
        return None

    act("volunteers.rule", work, said=[str(ref), minutes], actor=actor, act_id=act_id, at=at)


def note_entry(ref: UUID | str, entry: str) -> None:
    """Note under which ref an entry of hours stands in the register that certificates rest on."""
    Hours.objects.filter(ref=ref).update(entered_as=entry)


def _enter(entry: _Entry, acting: Acting, actor: Actor) -> JsonValue:
    row, account = entry.row, entry.row.volunteer.account_id
    banked = entry.old.banked if entry.old else row.volunteer.banks and account is not None
    event = events.HOURS_CORRECTED if entry.old else events.HOURS_CONFIRMED
    acting.enter(row.stream, event, {"minutes": entry.minutes, "by": entry.by}, [who(actor)])
    if entry.old is not None and not Hours.objects.filter(pk=entry.old.pk, stands=True).update(stands=False):
        raise Stale("volunteers.corrected_meanwhile")
    hours = Hours(
        engagement=row, volunteer=row.volunteer, body_id=row.task.body_id, area_path=row.task.area_path,
        on=local(row.started_at or row.starts_at).date(), minutes=entry.minutes, by=entry.by,
        confirmed_by_id=actor.account_id, recorded_at=acting.at, corrects=entry.old, banked=banked,
    )  # fmt: skip
    try:
        with transaction.atomic():
            hours.save(force_insert=True)
    except IntegrityError as clash:
        raise Stale("volunteers.confirmed_already") from clash
    if banked and account is not None:
        _bank(entry, hours, account, acting)
    acting.announce(CONFIRMED, {"hours": str(hours.ref)}, stream=row.stream)
    return str(hours.ref)


def _bank(entry: _Entry, hours: Hours, account: int, acting: Acting) -> None:
    if entry.old is not None:
        banking.correct(entry.old, hours, account, acting)
    else:
        banking.earn(hours, account, acting)


def _check(
    row: Engagement, minutes: int, actor: Actor, at: datetime, *, nothing: bool = False, old: Hours | None = None
) -> None:  # fmt: skip
    own = actor.account_id is not None and row.volunteer.account_id == actor.account_id
    if refusal := may_confirm(own=own, finished=_is_done(row, at)):
        raise Refused(refusal)
    if nothing and minutes == 0:
        return
    day = local(row.started_at or row.starts_at).date()
    others = Hours.objects.filter(volunteer=row.volunteer, on=day, stands=True).exclude(engagement=row)
    that_day = others.aggregate(all=Sum("minutes"))["all"] or 0
    if wrong := check_minutes(minutes, row.ends_at - row.starts_at, that_day):
        raise Invalid(wrong)
    if old is not None and old.banked and minutes < old.minutes and row.volunteer.account_id is not None:
        banking.refuse_overdraft(row.volunteer.account_id, old.minutes - minutes)


def _is_done(row: Engagement, at: datetime) -> bool:
    return row.state == FINISHED or (row.state not in {WAITING, GIVEN_BACK} and row.ends_at <= at)


def _part_in(ref: UUID | str, actor: Actor, code: str) -> tuple[Engagement, str]:
    rows = Engagement.objects.select_related("stream", "task__team__leader", "volunteer")
    row = rows.filter(ref=ref).first()
    if row is None:
        raise NotVisible
    if code:
        if not same(code, slip_code(row.ref)):
            raise NotVisible
        return row, HELPED
    own = actor.account_id is not None and row.volunteer.account_id == actor.account_id
    if organises(row.task, actor) or own:  # one's own is found, and refused with a sentence
        return row, ORGANISER
    if actor.account_id is not None and row.task.helped_id == actor.account_id:
        return row, HELPED
    raise NotVisible


def _standing(ref: UUID | str, actor: Actor) -> Hours:
    rows = Hours.objects.select_related(
        "engagement__stream", "engagement__task__team__leader", "engagement__volunteer"
    )
    row = rows.filter(ref=ref, stands=True).first()
    if row is None or not organises(row.engagement.task, actor):
        raise NotVisible
    return row


def _own(ref: UUID | str, actor: Actor) -> Engagement:
    rows = Engagement.objects.select_related("stream", "task", "volunteer").filter(ref=ref)
    row = (
        rows.filter(volunteer__account_id=actor.account_id).first() if actor.account_id is not None else None
    )
    if row is None:
        raise NotVisible
    return row


def _dispute(ref: UUID | str, actor: Actor) -> Dispute:
    rows = Dispute.objects.select_related("engagement__stream", "engagement__task", "engagement__volunteer")
    row = rows.filter(ref=ref).first()
    if row is None or not actor.may(Permission.VOLUNTEER_RULE, area_path=row.engagement.task.area_path):
        raise NotVisible
    return row
