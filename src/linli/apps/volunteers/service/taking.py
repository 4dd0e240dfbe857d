"""Taking a task, giving it back, beginning and ending it: moments only, no positions."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F

from linli.apps.volunteers import events
from linli.apps.volunteers.facts.codes import code_index, same, slip_code, start_code
from linli.apps.volunteers.facts.matching import helpers, job
from linli.apps.volunteers.models import Engagement, Task, Volunteer
from linli.apps.volunteers.models.working import FINISHED, GIVEN_BACK, OPEN, STARTED, TAKEN, WAITING
from linli.apps.volunteers.policy.taking import is_minor, may_start, may_take
from linli.apps.volunteers.service import giving_back
from linli.apps.volunteers.service.rows import own, who
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

EARLY = timedelta(hours=1)


def take(task: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Take a task, or a place on its list where it is full; returns the engagement's ref.

    Raises:
        NotVisible: no such task, or the actor is no volunteer.
        Refused: the rules say no: under age, not cleared, another task at that time, taken already.
        Stale: another was quicker with the same time, or it was called off meanwhile.
    """
    _task(task)
    own(actor)

    def work(acting: Acting) -> JsonValue:
        row, volunteer = _task(task), own(actor)
        _refuse(row, volunteer, at)
        places = Task.objects.filter(pk=row.pk, state=OPEN, taken__lt=F("wanted"))
        waits = not places.update(taken=F("taken") + 1)
        return _store(row, volunteer, acting, actor, waits=waits)

    return str(act("volunteers.take", work, said=str(task), actor=actor, act_id=act_id, at=at))


def give_back(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Give a task back, before it began; no reason is asked.

    Raises:
        NotVisible: not one's own.
        Stale: begun, ended or given back already.
    """
    _own(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor)
        if row.state not in {WAITING, TAKEN}:
            raise Stale("volunteers.begun_already")
        giving_back.one(row, acting, by="volunteer")
        return None

    act("volunteers.give_back", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def start(ref: UUID | str, code: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Begin, with the code that the organiser or the person helped shows.

    Raises:
        NotVisible: not one's own.
        Invalid: another code.
        Refused: too early, over, or the second adult is missing.
        Stale: begun already.
    """
    row = _own(ref, actor)
    _check_code(code, row)
    if not row.starts_at - EARLY <= at <= row.ends_at:
        raise Refused(Refusal("volunteers.not_the_time"))
    if refusal := _alone(row):
        raise Refused(refusal)
    _step(ref, (TAKEN, STARTED), events.STARTED, "started_at", actor=actor, act_id=act_id, at=at)


def finish(ref: UUID | str, code: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """End, with the same code; the minutes between are only proposed to who confirms.

    Raises:
        NotVisible: not one's own.
        Invalid: another code.
        Stale: not begun, or ended already.
    """
    _check_code(code, _own(ref, actor))
    _step(ref, (STARTED, FINISHED), events.FINISHED, "finished_at", actor=actor, act_id=act_id, at=at)


def _step(
    ref: UUID | str, states: tuple[str, str], event: str, field: str,
    *, actor: Actor, act_id: str, at: datetime,
) -> None:  # fmt: skip
    before, after = states

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor)
        if row.state != before:
            raise Stale("volunteers.so_already" if row.state == after else "volunteers.not_begun")
        acting.enter(row.stream, event, {"kind": row.task.kind})
        Engagement.objects.filter(pk=row.pk).update(**{"state": after, field: at})
        return None

    act(event, work, said=str(ref), actor=actor, act_id=act_id, at=at)


def _refuse(task: Task, volunteer: Volunteer, at: datetime) -> None:
    if task.state != OPEN:
        raise Refused(Refusal("volunteers.called_off_already"))
    if task.helped_id is not None and task.helped_id == volunteer.account_id:
        raise Refused(Refusal("volunteers.your_own_task"))
    if refusal := may_take(helpers([volunteer])[volunteer.pk], job(task), at):
        raise Refused(refusal)
    mine = Engagement.objects.filter(volunteer=volunteer).exclude(state=GIVEN_BACK)
    if mine.filter(task=task).exists():
        raise Refused(Refusal("volunteers.taken_already"))
    if mine.filter(off=False, starts_at__lt=task.ends_at, ends_at__gt=task.starts_at).exists():
        raise Refused(Refusal("volunteers.overlap"))


def _store(task: Task, volunteer: Volunteer, acting: Acting, actor: Actor, *, waits: bool) -> JsonValue:
    ref = uuid4()
    row = Engagement(
        ref=ref, slip_index=code_index(slip_code(ref)), task=task, volunteer=volunteer, state=WAITING if waits else TAKEN, off=waits,
        starts_at=task.starts_at, ends_at=task.ends_at, taken_at=acting.at,
    )  # fmt: skip
    row.stream = acting.open_stream("engagement", events.TAKEN, {"waits": waits}, [who(actor)], sealed=True)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as clash:
        raise Stale("volunteers.overlap") from clash
    return str(row.ref)


def _alone(row: Engagement) -> Refusal | None:
    """Look at who else took it: children are never with one adult, frail people never with one who is not cleared."""
    if row.task.care == "none":
        return None
    day = local(row.ends_at).date()
    takers = Engagement.objects.select_related("volunteer").filter(
        task_id=row.task_id, state__in=[TAKEN, STARTED, FINISHED]
    )
    known = helpers(one.volunteer for one in takers)
    adults = [one for one in known.values() if not is_minor(one.adult_on, day)]
    cleared = [row.task.care in one.cleared and one.cleared[row.task.care] >= day for one in adults]
    return may_start(row.task.care, cleared)


def _task(ref: UUID | str) -> Task:
    row = Task.objects.select_related("stream").filter(ref=ref).first()
    if row is None:
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


def _check_code(code: str, row: Engagement) -> None:
    if not same(code, start_code(row.task.ref)):
        raise Invalid(Problem("code", "volunteers.code_wrong"))
