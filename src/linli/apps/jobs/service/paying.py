"""Hours, pay and what happens when it does not come: noted by both, confirmed by the worker, else a case by itself."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from linli.apps.cases import service as cases
from linli.apps.cases.facts import case_view
from linli.apps.jobs import events, policy
from linli.apps.jobs.facts.employing import shown_name
from linli.apps.jobs.models import Engagement
from linli.apps.jobs.models import engagements as kept
from linli.apps.jobs.service.employers import who
from linli.apps.jobs.service.engaging import engagement_row, side_in
from linli.core.clock.instants import BEIJING
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.audit.act import Acting, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Outcome, Refused, Stale
from linli.kernel.identity.service import phone_of
from linli.kernel.ui.text import t

WAGES = "wage-arrears"
REMIND_AFTER = timedelta(days=1)
"""A due day is over at its midnight; the employer is reminded then, the case opens a day later."""
LONGEST = timedelta(hours=16)
EARLY = timedelta(hours=2)
AT_ONCE = 200

log = logging.getLogger(__name__)


def note_hours(
    ref: UUID | str, starts: datetime, ends: datetime | None, *, actor: Actor, act_id: str, at: datetime
) -> None:
    """Note for one's side when the work began and ended; where the two differ, both see both.

    Raises:
        NotVisible: not a side of it.
        Invalid: hours before the shift, in the future, or an end before the start.
    """
    row, _ = side_in(ref, actor)
    problems = []
    if not row.starts_at - EARLY <= starts <= min(row.ends_at, at):
        problems.append(Problem("starts", "jobs.hours_when"))
    if ends is not None and not starts < ends <= min(starts + LONGEST, at):
        problems.append(Problem("ends", "jobs.hours_end"))
    if problems:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        row, side = side_in(ref, actor)
        if row.state not in (kept.AGREED, kept.CONFIRMED, kept.PAID_SAID):
            raise Stale("jobs.not_in_this_state")
        acting.enter(row.stream, events.HOURS_NOTED, {"by": side}, [who(actor)])
        setattr(row, f"{side}_from", starts)
        setattr(row, f"{side}_until", ends)
        row.save(update_fields=[f"{side}_from", f"{side}_until"])
        return None

    said: JsonValue = [str(ref), starts.isoformat(), ends.isoformat() if ends else None]
    act("jobs.note_hours", work, said=said, actor=actor, act_id=act_id, at=at)


def say_paid(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Say as the employer that the worker was paid; it counts when the worker confirms."""
    _employer_side(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _employer_side(ref, actor)
        if row.state not in (kept.CONFIRMED, kept.UNPAID) or row.paid_said_at is not None:
            raise Stale("jobs.not_in_this_state")
        if row.starts_at > at:
            raise Refused(Refusal("jobs.not_begun"))
        acting.enter(row.stream, events.PAID_SAID, {"by": "employer"}, [who(actor)])
        row.paid_said_at = at
        if row.state == kept.CONFIRMED:
            row.state = kept.PAID_SAID
        row.save(update_fields=["paid_said_at", "state"])
        acting.announce(events.TOLD, {"engagement": str(row.ref), "what": "paid_said"}, stream=row.stream)
        return None

    act("jobs.say_paid", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def confirm_paid(ref: UUID | str, *, got: bool = True, actor: Actor, act_id: str, at: datetime) -> None:
    """Confirm as the worker that the pay is there, or say that it is not.

    Raises:
        NotVisible: anybody but this worker (or staff who stand in for one that came by telephone).
        Stale: it was confirmed already, or nothing was agreed.
    """
    _worker_side(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _worker_side(ref, actor)
        if row.state not in (kept.CONFIRMED, kept.PAID_SAID, kept.UNPAID):
            raise Stale("jobs.not_in_this_state")
        if got:
            acting.enter(row.stream, events.PAID_CONFIRMED, {"by": "worker"}, [who(actor)])
            row.state, row.paid_at = kept.PAID, at
            row.paid_said_at = row.paid_said_at or at
        else:
            acting.enter(row.stream, events.PAY_MISSED, {"by": "worker"}, [who(actor)])
            row.paid_said_at = None
            row.state = kept.UNPAID if row.case_id else kept.CONFIRMED
        row.save(update_fields=["state", "paid_at", "paid_said_at"])
        return None

    act("jobs.confirm_paid", work, said=[str(ref), got], actor=actor, act_id=act_id, at=at)


def open_wage_case(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> dict[str, JsonValue]:
    """Open the wage case with one tap as the worker, once the due day is over.

    Raises:
        NotVisible: not this worker.
        Refused: the due day is not over.
        Stale: the pay was confirmed, or the case is open.
    """
    _worker_side(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _worker_side(ref, actor)
        if not _is_late(row, at):
            raise Refused(Refusal("jobs.not_due_yet"))
        return _open(acting, row, actor, at)

    answer = act("jobs.open_case", work, said=str(ref), actor=actor, act_id=act_id, at=at)
    return dict(answer) if isinstance(answer, dict) else {}


def look_after_pay(at: datetime, *, source: Source = Source.LIVE) -> int:
    """Remind employers whose day to pay is over, and a day later open the cases that workers agreed to.

    Returns how many cases were opened. Each engagement is an act of its own; one that fails holds no other up.
    """
    today = at.astimezone(BEIJING).date()
    late = Engagement.objects.filter(state__in=(kept.CONFIRMED, kept.PAID_SAID), due_on__lt=today).order_by(
        "due_on", "id"
    )
    for ref in list(late.filter(reminded_at=None).values_list("ref", flat=True)[:AT_ONCE]):
        _try(_remind, ref, at, source)
    ripe = late.filter(reminded_at__lte=at - REMIND_AFTER, wants_case=True, case=None)
    refs = list(ripe.values_list("ref", flat=True)[:AT_ONCE])
    return sum(_try(_open_by_itself, ref, at, source) for ref in refs)


def _try(do: object, ref: UUID, at: datetime, source: Source) -> bool:
    try:
        do(ref, at, source)  # type: ignore[operator]
    except Outcome:
        log.exception("the pay of an engagement could not be looked after")
        return False
    return True


def _remind(ref: UUID, at: datetime, source: Source) -> None:
    actor = system_actor("jobs")

    def work(acting: Acting) -> JsonValue:
        row = engagement_row(ref)
        if row.reminded_at is not None:
            raise Stale("jobs.so_already")
        acting.enter(row.stream, events.REMINDED, {"to": "employer"}, [who(actor)])
        row.reminded_at = at
        row.save(update_fields=["reminded_at"])
        acting.announce(events.TOLD, {"engagement": str(ref), "what": "pay_late"}, stream=row.stream)
        return None

    act_id = str(uuid5(ref, "remind"))
    act("jobs.remind", work, said=str(ref), actor=actor, act_id=act_id, at=at, source=source)


def _open_by_itself(ref: UUID, at: datetime, source: Source) -> None:
    actor = system_actor("jobs")

    def work(acting: Acting) -> JsonValue:
        row = engagement_row(ref)
        if not row.wants_case:
            raise Stale("jobs.not_in_this_state")
        return _open(acting, row, actor, at)

    act_id = str(uuid5(ref, "case"))
    act("jobs.open_case_itself", work, said=str(ref), actor=actor, act_id=act_id, at=at, source=source)


def _open(acting: Acting, row: Engagement, actor: Actor, at: datetime) -> dict[str, JsonValue]:
    if row.case_id is not None or row.state not in (kept.CONFIRMED, kept.PAID_SAID):
        raise Stale("jobs.not_in_this_state")
    opened = cases.open_within(acting, _told(row, actor), actor)
    acting.enter(
        row.stream, events.CASE_OPENED, {"by": "system" if actor.is_system else "worker"}, [who(actor)]
    )
    row.state, row.case_id = kept.UNPAID, case_view(actor, str(opened["ref"]), at=at).case.pk
    row.save(update_fields=["state", "case"])
    acting.announce(events.TOLD, {"engagement": str(row.ref), "what": "case_opened"}, stream=row.stream)
    return opened


def _told(row: Engagement, actor: Actor) -> cases.Told:
    """Say what the agreement says: who owes, how much, since when; the sum is claimed until it is decided."""
    account, post = row.worker.account, row.post
    spoken = account.language if account else "zh"
    words = t(
        "jobs.case_words", lang=spoken, employer=shown_name(post.employer), day=post.day, sum=row.sum_fen
    )
    by_clerk = not actor.is_system and account is not None and actor.account_id != account.pk
    phone = phone_of(account) if account else ""
    return cases.Told(
        body=words, service=WAGES, kind="help", place=post.place,
        channel="phone" if by_clerk else "web",
        area=post.area_path.strip("/").rpartition("/")[2],
        answers={
            "employer": shown_name(post.employer), "hired_by": "other", "worked_until": post.day.isoformat(),
            "still_owed": True, "claimed": row.sum_fen, "keep_name": row.keeps_name,
            "crew": [{"name": _name(row), "claimed": row.sum_fen}],
        },
        contact=cases.Contact(_name(row), phone) if by_clerk else cases.Contact(),
        confidential=row.keeps_name, language=spoken, consent="spoken" if by_clerk else "",
        teller=str(account.ref) if actor.is_system and account else "",
    )  # fmt: skip


def _name(row: Engagement) -> str:
    from linli.apps.jobs.facts.seeking import name_of

    return name_of(row.worker, whole=True) or "—"


def _is_late(row: Engagement, at: datetime) -> bool:
    return row.due_on is not None and row.due_on < at.astimezone(BEIJING).date()


def _employer_side(ref: UUID | str, actor: Actor) -> Engagement:
    row, side = side_in(ref, actor)
    if side != policy.EMPLOYER:
        raise NotVisible
    return row


def _worker_side(ref: UUID | str, actor: Actor) -> Engagement:
    row, side = side_in(ref, actor)
    if side != policy.WORKER:
        raise NotVisible
    return row
