"""From the first yes to the agreement: wish or offer, answer, the text that both confirm, calling off with notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F

from linli.apps.jobs import events, policy
from linli.apps.jobs.facts.agreement import agreement_text, sum_of
from linli.apps.jobs.facts.seeking import matching_worker
from linli.apps.jobs.models import Engagement, Post, WorkerProfile
from linli.apps.jobs.models import engagements as kept
from linli.apps.jobs.service.employers import who
from linli.core.clock.instants import BEIJING
from linli.core.matching.limits import age_problems
from linli.core.matching.pay import due_on
from linli.core.shared.outcomes import JsonValue, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit import rows
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import NotVisible, Refused, Stale
from linli.kernel.identity.personal import seal

NOTICE = timedelta(hours=2)
AGREEMENT = "jobs.agreement"


def wish(post: UUID | str, *, actor: Actor, act_id: str, at: datetime, worker: str = "") -> str:
    """Say as a worker that one would take a shift; returns the ref of the engagement.

    ``worker`` names somebody who came by telephone, for staff.

    Raises:
        NotVisible: no such open post, or not one's own entry.
        Refused: too young for it, said already, or the shift is full or over.
    """
    mine = _worker_of(actor, worker)
    return _begin(post, mine, kept.WISHED, actor=actor, act_id=act_id, at=at)


def offer(post: UUID | str, worker: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Offer a shift to a worker: by staff who match the day, or by the employer to somebody of its list.

    Raises:
        NotVisible: no such post or worker, or neither staff nor the employer's own.
        Refused: as for a wish.
    """
    row = _post(post)
    staff = actor.may(Permission.JOB_REVIEW, area_path=row.area_path)
    if not staff and not policy.acts_for(actor, row.employer_id):
        raise NotVisible
    one = WorkerProfile.objects.filter(ref=worker, state="active").first()
    if one is None:
        raise NotVisible
    return _begin(post, one, kept.OFFERED, actor=actor, act_id=act_id, at=at)


def _begin(
    ref: UUID | str, worker: WorkerProfile, state: str, *, actor: Actor, act_id: str, at: datetime
) -> str:
    _refuse_unfit(_post(ref), worker)

    def work(acting: Acting) -> JsonValue:
        post = _post(ref)
        if post.state != "open":
            raise NotVisible
        if post.starts_at <= at:
            raise Refused(Refusal("jobs.begun_already"))
        if post.filled >= post.places:
            raise Refused(Refusal("jobs.full"))
        row = Engagement(
            post=post,
            worker=worker,
            starts_at=post.starts_at,
            ends_at=post.ends_at,
            state=state,
            wished_at=at,
        )
        row.stream = acting.open_stream(
            "engagement", events.WISHED, {"by": _by(state)}, [who(actor)], sealed=True
        )
        row.save(force_insert=True)
        _tell(acting, row, "asked")
        return str(row.ref)

    here = Engagement.objects.filter(post__ref=ref, worker=worker).exclude(state__in=kept.OVER)
    if here.exists() and rows.find_answer(actor.key, act_id) is None:
        raise Refused(Refusal("jobs.wished_already"))
    said: JsonValue = [str(ref), str(worker.ref), state]
    return str(done("jobs.begin", work, said=said, actor=actor, act_id=act_id, at=at))


def _refuse_unfit(post: Post, worker: WorkerProfile) -> None:
    value = matching_worker(worker)
    if value is None:
        raise NotVisible
    starts, ends = post.starts_at.astimezone(BEIJING), post.ends_at.astimezone(BEIJING)
    wrong = age_problems(value.born, starts, ends, dangerous=post.trade.dangerous)
    if wrong:
        raise Refused(Refusal(wrong[0].code, wrong[0].params))


def answer(ref: UUID | str, *, yes: bool, actor: Actor, act_id: str, at: datetime) -> None:
    """Answer the other side's wish. A yes takes the place and the hours, and writes the agreement.

    Raises:
        NotVisible: not the actor's to answer.
        Stale: it was answered already.
        Refused: the shift is full, has begun, or overlaps another that was agreed.
    """
    _to_answer(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row, side = _to_answer(ref, actor)
        if row.state not in kept.ASKING:
            raise Stale("jobs.answered_already")
        if row.starts_at <= at:
            raise Refused(Refusal("jobs.begun_already"))
        if yes:
            refuse_overlap(row, side)
            _take_place(row.post)
        acting.enter(
            row.stream, events.ANSWERED, {"by": side, "answer": "yes" if yes else "no"}, [who(actor)]
        )
        row.state, row.loose = (kept.AGREED, False) if yes else (kept.DECLINED, True)
        if yes:
            _write_agreement(row, at)
        row.save()
        _tell(acting, row, "agreed" if yes else "declined")
        return None

    done("jobs.answer", work, said=[str(ref), yes], actor=actor, act_id=act_id, at=at)


def _write_agreement(row: Engagement, at: datetime) -> None:
    row.agreed_at, row.sum_fen = at, sum_of(row.post)
    row.due_on = due_on(row.ends_at.astimezone(BEIJING).date(), row.post.pay_days)
    texts = "\n\n".join(agreement_text(row, spoken) for spoken in ("zh", "en"))
    row.agreement_sealed = seal(texts, AGREEMENT)


def _take_place(post: Post) -> None:
    free = Post.objects.filter(pk=post.pk, state="open", filled__lt=F("places"))
    if not free.update(filled=F("filled") + 1):
        raise Refused(Refusal("jobs.full"))


def refuse_overlap(row: Engagement, side: str) -> None:
    """Refuse a shift at hours that the worker has promised to another; of which one, an employer is not told."""
    clash = Engagement.objects.filter(
        worker_id=row.worker_id, loose=False, starts_at__lt=row.ends_at, ends_at__gt=row.starts_at
    ).exclude(pk=row.pk)
    if other := clash.first():
        if side == policy.EMPLOYER:
            raise Refused(Refusal("jobs.worker_busy"))
        raise Refused(Refusal("jobs.busy_then", {"starts": other.starts_at.isoformat()}))


def confirm(
    ref: UUID | str,
    *,
    wants_case: bool = True,
    keeps_name: bool = False,
    actor: Actor,
    act_id: str,
    at: datetime,
) -> None:
    """Confirm the agreement for one's side; when both have, it stands.

    ``wants_case`` is the worker's consent that a wage case opens by itself if the pay is not there in time,
    ``keeps_name`` that the name stays unsaid in it. Both may be changed later.

    Raises:
        NotVisible: not a side of it.
        Stale: this side has confirmed, or it is over.
    """
    side_in(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row, side = side_in(ref, actor)
        if row.state != kept.AGREED or getattr(row, f"{side}_confirmed_at") is not None:
            raise Stale("jobs.confirmed_already")
        acting.enter(row.stream, events.CONFIRMED, {"by": side}, [who(actor)])
        setattr(row, f"{side}_confirmed_at", at)
        if side == policy.WORKER:
            row.wants_case, row.keeps_name = wants_case, keeps_name
        if row.worker_confirmed_at and row.employer_confirmed_at:
            row.state = kept.CONFIRMED
            WorkerProfile.objects.filter(pk=row.worker_id).update(waiting_since=row.ends_at)
            _tell(acting, row, "confirmed")
        row.save()
        return None

    said: JsonValue = [str(ref), wants_case, keeps_name]
    act("jobs.confirm", work, said=said, actor=actor, act_id=act_id, at=at)


def change_case_wish(
    ref: UUID | str, *, wants_case: bool, keeps_name: bool, actor: Actor, act_id: str, at: datetime
) -> None:
    """Change as the worker whether a wage case opens by itself, at any time before it did."""
    _worker_side(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _worker_side(ref, actor)
        if row.case_id is not None or row.state not in (kept.AGREED, kept.CONFIRMED, kept.PAID_SAID):
            raise Stale("jobs.not_in_this_state")
        acting.enter(row.stream, events.CONFIRMED, {"by": "worker"}, [who(actor)])
        row.wants_case, row.keeps_name = wants_case, keeps_name
        row.save(update_fields=["wants_case", "keeps_name"])
        return None

    said: JsonValue = [str(ref), wants_case, keeps_name]
    act("jobs.case_wish", work, said=said, actor=actor, act_id=act_id, at=at)


def call_off(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Call an engagement off before it begins, or take one's wish back; the place is free again.

    How long before is noted. Nobody is listed for it.
    """
    side_in(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row, side = side_in(ref, actor)
        if row.state in kept.OVER or row.state in (kept.PAID, kept.UNPAID, kept.PAID_SAID):
            raise Stale("jobs.not_in_this_state")
        if row.starts_at <= at:
            raise Refused(Refusal("jobs.begun_already"))
        notice = "early" if row.starts_at - at >= NOTICE else "short"
        _free_place(row)
        acting.enter(row.stream, events.CALLED_OFF, {"by": side, "notice": notice}, [who(actor)])
        row.state, row.loose = kept.CALLED_OFF, True
        row.save(update_fields=["state", "loose"])
        _tell(acting, row, "called_off")
        return None

    act("jobs.call_off", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def not_there(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Note as the employer that nobody came; the place is free for a replacement. No list is kept of it.

    Raises:
        Refused: the shift has not begun, or the worker noted hours.
    """
    side_in(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row, side = side_in(ref, actor)
        if side != policy.EMPLOYER:
            raise NotVisible
        if row.state not in (kept.AGREED, kept.CONFIRMED):
            raise Stale("jobs.not_in_this_state")
        if row.starts_at > at:
            raise Refused(Refusal("jobs.not_begun"))
        if row.worker_from is not None:
            raise Refused(Refusal("jobs.was_there"))
        _free_place(row)
        acting.enter(row.stream, events.NOT_THERE, {"by": side}, [who(actor)])
        row.state, row.loose = kept.NOT_THERE, True
        row.save(update_fields=["state", "loose"])
        _tell(acting, row, "not_there")
        return None

    act("jobs.not_there", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def _free_place(row: Engagement) -> None:
    if not row.loose:
        Post.objects.filter(pk=row.post_id, filled__gt=0).update(filled=F("filled") - 1)


def done(name: str, work: object, **said: object) -> JsonValue:
    """Do an act; a clash that the database saw first is told like one that we saw."""
    try:
        return act(name, work, **said)  # type: ignore[arg-type]
    except IntegrityError as error:
        raise Refused(because(str(error))) from error


_CLASHES: Mapping[str, str] = {
    "jobs_no_two_places": "jobs.busy_then_too",
    "jobs_wish_once": "jobs.wished_already",
    "jobs_post_not_overfull": "jobs.full",
    "jobs_engagement.post_id": "jobs.wished_already",
}


def because(error: str) -> Refusal:
    """Return what a clash in the database means.

    Raises:
        IntegrityError: none of those that somebody can cause.
    """
    code = next((code for name, code in _CLASHES.items() if name in error), "")
    if not code:
        raise IntegrityError(error)
    return Refusal(code)


def _by(state: str) -> str:
    return "worker" if state == kept.WISHED else "employer"


def _tell(acting: Acting, row: Engagement, what: str) -> None:
    acting.announce(events.TOLD, {"engagement": str(row.ref), "what": what}, stream=row.stream)


def _post(ref: UUID | str) -> Post:
    row = Post.objects.select_related("employer", "trade").filter(ref=ref, state="open").first()
    if row is None:
        raise NotVisible
    return row


def _worker_of(actor: Actor, worker: str) -> WorkerProfile:
    from linli.apps.jobs.service.workers import own_worker

    if worker:
        return own_worker(worker, actor)
    row = WorkerProfile.objects.filter(account_id=actor.account_id).first() if actor.account_id else None
    if row is None:
        raise Refused(Refusal("jobs.enter_first"))
    return row


def engagement_row(ref: UUID | str) -> Engagement:
    """Return an engagement with what it hangs on; raises NotVisible where there is none."""
    found = Engagement.objects.select_related("stream", "post__employer", "post__trade", "worker__account")
    row = found.filter(ref=ref).first()
    if row is None:
        raise NotVisible
    return row


def side_in(ref: UUID | str, actor: Actor) -> tuple[Engagement, str]:
    """Return an engagement and the actor's side in it; staff stand in for a worker who came by telephone.

    Raises:
        NotVisible: neither side.
    """
    row = engagement_row(ref)
    side = policy.side_of(actor, row)
    if side == policy.STAFF and policy.stands_in(actor, row):
        return row, policy.WORKER
    if side not in (policy.WORKER, policy.EMPLOYER):
        raise NotVisible
    return row, side


def _worker_side(ref: UUID | str, actor: Actor) -> Engagement:
    row, side = side_in(ref, actor)
    if side != policy.WORKER:
        raise NotVisible
    return row


def _to_answer(ref: UUID | str, actor: Actor) -> tuple[Engagement, str]:
    row, side = side_in(ref, actor)
    if row.state in kept.ASKING and side == (policy.EMPLOYER if row.state == kept.OFFERED else policy.WORKER):
        raise NotVisible  # one's own wish is not one's own to answer
    return row, side
