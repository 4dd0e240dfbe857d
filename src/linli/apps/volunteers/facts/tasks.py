"""Tasks near somebody, with why they fit; what one took; what one organises. Nothing personal before taking."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.apps.volunteers.facts.codes import code_index, slip_code, start_code
from linli.apps.volunteers.facts.matching import helpers, job, middles
from linli.apps.volunteers.facts.people import VolunteerFact, own_fact, own_row
from linli.apps.volunteers.models import Dispute, Engagement, Hours, Task, Team, Volunteer
from linli.apps.volunteers.models.joining import ACTIVE
from linli.apps.volunteers.models.working import FINISHED, GIVEN_BACK, OPEN, STARTED, TAKEN
from linli.apps.volunteers.policy.hours import counted
from linli.apps.volunteers.policy.taking import fits, may_take
from linli.core.shared.outcomes import Reason, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import reachable
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.personal import unseal
from linli.kernel.ui.text import language

PAGE, LOOKED_AT = 30, 400
SEALED = "volunteer_task"


@dataclass(frozen=True, slots=True)
class TaskFact:
    """A task as anybody who helps may read it; ``details`` are there for who took it."""

    id: int
    ref: str
    kind: str
    state: str
    title: str
    words: str
    place: str
    safety: str
    area_path: str
    body_id: int
    starts_at: datetime
    ends_at: datetime
    wanted: int
    taken: int
    skills: tuple[str, ...]
    care: str
    insured: bool
    from_case: bool
    from_centre: bool
    team: str
    why: tuple[Reason, ...] = ()
    refusal: Refusal | None = None
    details: str = ""

    @property
    def is_full(self) -> bool:
        """Say whether every place is taken."""
        return self.taken >= self.wanted


@dataclass(frozen=True, slots=True)
class EngagementFact:
    """What somebody took, and how far it is; ``name`` is masked and for organisers."""

    ref: str
    task: TaskFact
    state: str
    name: str
    taken_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    minutes: int | None
    by: str
    hours_ref: str
    proposed: int | None
    disputed: bool
    is_done: bool
    slip: str = ""


def near(actor: Actor, at: datetime) -> tuple[TaskFact, ...]:
    """Return open tasks that fit the actor, the soonest first, each with why; five statements."""
    return me_and_near(actor, at)[1]


def me_and_near(actor: Actor, at: datetime) -> tuple[VolunteerFact | None, tuple[TaskFact, ...]]:
    """Return the actor's own record and `near`; five statements."""
    row = own_row(actor)
    if row is None:
        return None, ()
    if row.state != ACTIVE:
        return own_fact(row), ()
    district = "/".join(row.area_path.split("/")[:3]) + "/"
    taken = Engagement.objects.filter(volunteer=row, task=OuterRef("pk")).exclude(state=GIVEN_BACK)
    rows = _open(at).filter(~Exists(taken), area_path__under=district)
    tasks = list(rows.order_by("starts_at", "pk")[:LOOKED_AT])
    points = middles({one.area_path for one in tasks} | {row.area_path})
    who = helpers([row], points)[row.pk]
    found = []
    for one in tasks:
        if why := fits(who, job(one, points), at):
            found.append(_fact(one, why=why))
        if len(found) == PAGE:
            break
    return own_fact(row, who.cleared), tuple(found)


def open_tasks(
    at: datetime, *, area_path: str = "/", after: int = 0
) -> tuple[tuple[TaskFact, ...], int | None]:
    """Return a page of the open tasks for anybody: what, where, when; and the cursor of the next."""
    rows = _open(at).filter(pk__gt=after, team=None)
    rows = rows.filter(area_path__under=area_path) if area_path != "/" else rows
    found = list(rows.order_by("pk")[: PAGE + 1])
    return tuple(_fact(one) for one in found[:PAGE]), found[PAGE - 1].pk if len(found) > PAGE else None


def task(ref: UUID | str, *, actor: Actor, at: datetime) -> tuple[TaskFact, EngagementFact | None]:
    """Return a task and what the actor has of it; details for who took it and who organises.

    Raises:
        NotVisible: no such task.
    """
    row = Task.objects.select_related("team__leader").filter(ref=ref).first()
    if row is None:
        raise NotVisible
    me = Volunteer.objects.filter(account_id=actor.account_id).first() if actor.account_id else None
    rows = Engagement.objects.select_related("task__team", "volunteer").filter(task=row, volunteer=me)
    mine = rows.exclude(state=GIVEN_BACK).first() if me else None
    took = mine is not None and mine.state in {TAKEN, STARTED, FINISHED}
    refusal = may_take(helpers([me])[me.pk], job(row), at) if me and mine is None else None
    shown = took or organises(row, actor)
    details = unseal(bytes(row.details_sealed), SEALED) if shown and row.details_sealed else ""
    fact = _fact(row, refusal=refusal, details=details)
    return fact, _engagements([mine], at)[0] if mine else None


def mine(actor: Actor, at: datetime) -> tuple[EngagementFact, ...]:
    """Return what the actor took: what is ahead first, then the latest."""
    if actor.account_id is None:
        return ()
    rows = Engagement.objects.select_related("task__team", "volunteer").filter(
        volunteer__account_id=actor.account_id
    )
    rows = rows.exclude(state=GIVEN_BACK)
    ahead = list(rows.filter(ends_at__gt=at).order_by("starts_at")[:PAGE])
    past = list(rows.filter(ends_at__lte=at).order_by("-starts_at")[:PAGE])
    return _engagements([*ahead, *past], at)


def helped_by(actor: Actor, at: datetime) -> tuple[EngagementFact, ...]:
    """Return what others do for the actor: who is coming, and what waits to be confirmed."""
    if actor.account_id is None:
        return ()
    rows = Engagement.objects.select_related("task__team", "volunteer").filter(
        task__helped_id=actor.account_id, state__in=[TAKEN, STARTED, FINISHED]
    )
    return _engagements(list(rows.order_by("-starts_at")[:PAGE]), at)


def organised(
    actor: Actor, at: datetime, *, past: bool = False, after: int = 0
) -> tuple[tuple[TaskFact, ...], int | None]:
    """Return a page of the tasks that the actor organises: those ahead, or those of the last months."""
    where = reachable(actor, Permission.VOLUNTEER_TASK, body="body_id")
    rows = Task.objects.select_related("team").filter(
        where, pk__gt=after, ends_at__gt=at - timedelta(days=120)
    )
    rows = rows.filter(ends_at__lte=at) if past else rows.filter(ends_at__gt=at, state=OPEN)
    found = list(rows.order_by("pk")[: PAGE + 1])
    return tuple(_fact(one) for one in found[:PAGE]), found[PAGE - 1].pk if len(found) > PAGE else None


def tasks_of_team(team_id: int, at: datetime) -> tuple[TaskFact, ...]:
    """Return the latest tasks of a team."""
    rows = Task.objects.select_related("team").filter(team_id=team_id, ends_at__gt=at - timedelta(days=60))
    return tuple(_fact(one) for one in rows.order_by("-starts_at")[:PAGE])


@dataclass(frozen=True, slots=True)
class Organised:
    """A task as its organiser sees it: who took it, the code to show, who else would fit and why."""

    task: TaskFact
    engagements: tuple[EngagementFact, ...]
    code: str
    details: str
    given_back: int = 0
    fitting: tuple[tuple[str, str, tuple[Reason, ...]], ...] = field(default=())


def organised_task(ref: UUID | str, *, actor: Actor, at: datetime) -> Organised:
    """Return a task to who organises it; raises NotVisible for others."""
    row = Task.objects.select_related("team__leader").filter(ref=ref).first()
    if row is None or not organises(row, actor):
        raise NotVisible
    rows = Engagement.objects.select_related("task__team", "volunteer").filter(task=row)
    found = list(rows.exclude(state=GIVEN_BACK).order_by("pk")[:200])
    details = unseal(bytes(row.details_sealed), SEALED) if row.details_sealed else ""
    return Organised(
        _fact(row), _engagements(found, at, slips_for=actor), start_code(row.ref), details,
        Engagement.objects.filter(task=row, state=GIVEN_BACK).count(), _fitting(row, {one.volunteer_id for one in found}, at),
    )  # fmt: skip


def slip(ref: UUID | str, *, actor: Actor, at: datetime) -> EngagementFact:
    """Return one engagement with the code for the slip of the person helped; to who organises it.

    Never that of one's own work: with it one could confirm one's own hours.
    """
    row = Engagement.objects.select_related("task__team__leader", "volunteer").filter(ref=ref).first()
    if row is None or not organises(row.task, actor) or _is_own(row, actor):
        raise NotVisible
    return _engagements([row], at, slips_for=actor)[0]


def by_slip(code: str, at: datetime) -> EngagementFact:
    """Return the engagement whose slip bears a code; raises NotVisible where there is none."""
    rows = Engagement.objects.select_related("task__team", "volunteer").filter(slip_index=code_index(code))
    row = rows.first() if code else None
    if row is None:
        raise NotVisible
    return _engagements([row], at)[0]


def organises(row: Task, actor: Actor) -> bool:
    """Say whether somebody organises a task: staff of its area, or the leader of its team."""
    if actor.may(Permission.VOLUNTEER_TASK, area_path=row.area_path):
        return True
    leader = row.team.leader if row.team is not None else None
    return leader is not None and actor.account_id is not None and leader.account_id == actor.account_id


def _fitting(row: Task, but: set[int], at: datetime) -> tuple[tuple[str, str, tuple[Reason, ...]], ...]:
    """Return who else would fit, in the order of joining: reasons, no rank."""
    if row.state != OPEN or row.ends_at <= at:
        return ()
    district = "/".join(row.area_path.split("/")[:3]) + "/"
    rows = Volunteer.objects.filter(state=ACTIVE, area_path__under=district).exclude(pk__in=but)
    people = list(rows.order_by("pk")[:LOOKED_AT])
    known, wanted = helpers(people), job(row)
    told = ((str(one.ref), one.name_masked, fits(known[one.pk], wanted, at)) for one in people)
    return tuple(one for one in told if one[2])[:20]


def _open(at: datetime) -> QuerySet[Task]:
    return Task.objects.select_related("team").filter(state=OPEN, ends_at__gt=at)


def _fact(
    row: Task, *, why: tuple[Reason, ...] = (), refusal: Refusal | None = None, details: str = ""
) -> TaskFact:
    return TaskFact(
        id=row.pk, ref=str(row.ref), kind=row.kind, state=row.state, title=row.title, words=row.words, place=row.place,
        safety=row.safety, area_path=row.area_path, body_id=row.body_id, starts_at=row.starts_at, ends_at=row.ends_at,
        wanted=row.wanted, taken=row.taken, skills=tuple(row.skills), care=row.care, insured=row.insured,
        from_case=row.case_id is not None, from_centre=row.centre_id is not None,
        team=_team_name(row.team), why=why, refusal=refusal, details=details,
    )  # fmt: skip


def _is_own(row: Engagement, actor: Actor) -> bool:
    return actor.account_id is not None and row.volunteer.account_id == actor.account_id


def _team_name(team: Team | None) -> str:
    """Return a team's name in the language of the page."""
    if team is None:
        return ""
    return team.name_zh if language() == "zh" else team.name_en or team.name_zh


def _engagements(
    rows: list[Engagement], at: datetime, *, slips_for: Actor | None = None
) -> tuple[EngagementFact, ...]:
    keys = [one.pk for one in rows]
    hours = {one.engagement_id: one for one in Hours.objects.filter(engagement__in=keys, stands=True)}
    waiting = Dispute.objects.filter(engagement__in=keys, decided_at=None)
    disputed = set(waiting.values_list("engagement_id", flat=True))
    return tuple(
        EngagementFact(
            ref=str(one.ref), task=_fact(one.task), state=one.state, name=one.volunteer.name_masked,
            taken_at=one.taken_at, started_at=one.started_at, finished_at=one.finished_at,
            minutes=hours[one.pk].minutes if one.pk in hours else None,
            by=hours[one.pk].by if one.pk in hours else "",
            hours_ref=str(hours[one.pk].ref) if one.pk in hours else "",
            proposed=counted(one.started_at, one.finished_at) if one.started_at and one.finished_at else None,
            disputed=one.pk in disputed,
            is_done=one.state == FINISHED or (one.state in {TAKEN, STARTED} and one.ends_at <= at),
            slip=slip_code(one.ref) if slips_for is not None and not _is_own(one, slips_for) else "",
        )
        for one in rows
    )  # fmt: skip


def waiting_count(actor: Actor) -> int:
    """Return how many engagements that are done wait for the actor's word."""
    rows = Engagement.objects.filter(Q(task__helped_id=actor.account_id), state=FINISHED)
    return rows.exclude(hours__stands=True).count() if actor.account_id else 0
