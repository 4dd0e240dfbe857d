"""Tasks: put up by staff or a team's leader, out of a case, a centre or neither; called off with everybody told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from linli.apps.cases import facts as cases
from linli.apps.centres import facts as centres
from linli.apps.grid import facts as grid
from linli.apps.volunteers import events
from linli.apps.volunteers.facts.matching import helpers, job
from linli.apps.volunteers.models import Engagement, Task, Team, Volunteer
from linli.apps.volunteers.models.joining import ACTIVE
from linli.apps.volunteers.models.working import CANCELLED, CARE, GIVEN_BACK, KINDS, OPEN, TAKEN, WAITING
from linli.apps.volunteers.policy.joining import SKILLS
from linli.apps.volunteers.policy.taking import CHILDREN, TWO, fits
from linli.apps.volunteers.policy.wording import read_words
from linli.apps.volunteers.service.rows import area_said, coarse, leads, who
from linli.core.ledger.entry import write_instant
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity import personal
from linli.kernel.identity.service import open_resident

CALLED_OFF, ASKED = "volunteers.called_off", "volunteers.asked"
MOST_WANTED, LONGEST, FURTHEST = 200, timedelta(hours=24), timedelta(days=366)
LONGEST_DETAILS = 400
SEALED = "volunteer_task"


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task as it is put up. ``details`` (whose door, what to know) are for those who took it only."""

    kind: str
    title: str
    place: str
    area: str
    body: str
    starts_at: datetime | None
    ends_at: datetime | None
    words: str = ""
    safety: str = ""
    wanted: int = 1
    skills: Sequence[str] = ()
    care: str = "none"
    insured: bool = False
    details: str = ""
    helped_phone: str = ""
    case: str = ""
    centre: str = ""
    team: str = ""


def open_task(new: NewTask, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Put up a task and return its ref.

    Raises:
        NotVisible: the actor organises nothing in this area, or may not see the case.
        Invalid: something in it is wrong; a telephone number in what everybody reads, children with one adult.
        Refused: the case is confidential.
    """
    area, body, row, phone = _read(new, actor, at)

    def work(acting: Acting) -> JsonValue:
        public: dict[str, JsonValue] = {
            "kind": row.kind, "area": coarse(area.path), "body": body.ref, "care": row.care, "wanted": row.wanted,
            "starts": write_instant(row.starts_at), "ends": write_instant(row.ends_at),
        }  # fmt: skip
        row.stream = acting.open_stream("task", events.TASK_OPENED, public, [who(actor)])
        row.helped_id = open_resident(phone, at=at).pk if phone else None
        row.pk = None
        row.save(force_insert=True)
        return str(row.ref)

    return str(act("volunteers.open_task", work, said=_digest(new), actor=actor, act_id=act_id, at=at))


def cancel_task(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Call a task off; who took it is told, and their time is free again.

    Raises:
        NotVisible: no such task, or not the actor's to organise.
        Stale: called off already.
    """
    organised(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = organised(ref, actor)
        if row.state != OPEN:
            raise Stale("volunteers.called_off_already")
        public: dict[str, JsonValue] = {
            "kind": row.kind, "area": coarse(row.area_path), "body": str(row.body.ref),
        }  # fmt: skip
        acting.enter(row.stream, events.TASK_CANCELLED, public, [who(actor)])
        mine = Engagement.objects.filter(task=row, state__in=[WAITING, TAKEN])
        told: list[JsonValue] = [str(one) for one in mine.values_list("ref", flat=True)]
        mine.update(state=GIVEN_BACK, off=True)
        Task.objects.filter(pk=row.pk).update(
            state=CANCELLED, taken=Engagement.objects.filter(task=row, off=False).count()
        )
        acting.announce(CALLED_OFF, {"task": str(row.ref), "engagements": told})
        return None

    act("volunteers.cancel_task", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def ask_volunteer(ref: UUID | str, volunteer: UUID | str, *, actor: Actor, at: datetime) -> None:
    """Ask a volunteer who fits whether they would take a task; once each, and no answer is needed.

    Raises:
        NotVisible: not the actor's to organise.
        Refused: the volunteer does not fit, or the task is not open.
    """
    row, who_fits = organised(ref, actor), Volunteer.objects.filter(ref=volunteer, state=ACTIVE).first()
    if row.state != OPEN or who_fits is None or not fits(helpers([who_fits])[who_fits.pk], job(row), at):
        raise Refused(Refusal("volunteers.does_not_fit"))

    def work(acting: Acting) -> JsonValue:
        fresh = organised(ref, actor)
        acting.enter(fresh.stream, events.TASK_ASKED, {"kind": fresh.kind}, [who(actor)])
        acting.announce(ASKED, {"task": str(fresh.ref), "volunteer": str(volunteer)})
        return None

    act_id = str(uuid5(row.ref, f"asked/{who_fits.ref}"))
    act("volunteers.ask", work, said=[str(ref), str(volunteer)], actor=actor, act_id=act_id, at=at)


def organised(ref: UUID | str, actor: Actor) -> Task:
    """Return a task that the actor organises: staff of its area, or the leader of its team."""
    row = Task.objects.select_related("stream", "body", "team__leader").filter(ref=ref).first()
    if row is None or not organises(row, actor):
        raise NotVisible
    return row


def organises(row: Task, actor: Actor) -> bool:
    """Say whether somebody organises a task."""
    return actor.may(Permission.VOLUNTEER_TASK, area_path=row.area_path) or leads(row.team, actor)


def _read(new: NewTask, actor: Actor, at: datetime) -> tuple[grid.AreaFact, grid.BodyFact, Task, str]:
    area = area_said(new.area)
    team = _team(new.team, actor) if new.team else None
    if not actor.may(Permission.VOLUNTEER_TASK, area_path=area.path) and not leads(team, actor):
        raise NotVisible
    body = (
        grid.bodies_by_id([team.body_id])[team.body_id] if team else grid.body(new.body) if new.body else None
    )
    row, problems = Task(kind=new.kind, care=new.care, wanted=new.wanted, team=team), [*_wrong(new, at)]
    for name, most, least in (("title", 60, 2), ("words", 400, 0), ("place", 80, 2), ("safety", 200, 0)):
        words = read_words(name, getattr(new, name), most, least=least)
        problems += [words] if isinstance(words, Problem) else []
        setattr(row, name, words)
    phone = personal.read_phone(new.helped_phone) if new.helped_phone else ""
    if isinstance(phone, Problem):
        problems.append(Problem("helped_phone", phone.code))
    if body is None:
        problems.append(Problem("body", "volunteers.no_such_body"))
    if problems or body is None or new.starts_at is None or new.ends_at is None:
        raise Invalid(*problems)
    _beside(row, new, actor, at)
    row.body_id, row.area_id, row.area_path = body.id, area.id, area.path
    row.starts_at, row.ends_at, row.skills = new.starts_at, new.ends_at, sorted({*new.skills})
    row.insured, row.made_by_id, row.made_at = new.insured, actor.account_id, at
    row.details_sealed = personal.seal(new.details.strip(), SEALED) if new.details.strip() else None
    return area, body, row, str(phone)


def _beside(row: Task, new: NewTask, actor: Actor, at: datetime) -> None:
    """Tie a task to the case or the centre that it comes from; nothing of a confidential case gets out."""
    if new.case:
        case = cases.case_view(actor, new.case, at=at).case
        if case.sensitivity != "normal":
            raise Refused(Refusal("volunteers.case_confidential"))
        row.case_id = case.pk
    if new.centre:
        row.centre_id = centres.centre(new.centre).id


def _team(ref: str, actor: Actor) -> Team:
    row = Team.objects.select_related("leader").filter(ref=ref, closed_at=None).first()
    if row is None or not (
        actor.may(Permission.VOLUNTEER_TASK, area_path=row.area_path) or leads(row, actor)
    ):
        raise NotVisible
    return row


def _wrong(new: NewTask, at: datetime) -> Iterator[Problem]:
    for name, said, known in (("kind", new.kind, KINDS), ("care", new.care, CARE)):
        if said not in known:
            yield Problem(name, "volunteers.unknown_choice")
    if {*new.skills} - {*SKILLS}:
        yield Problem("skills", "volunteers.unknown_choice")
    if not 0 < new.wanted <= MOST_WANTED:
        yield Problem("wanted", "volunteers.wanted", {"n": MOST_WANTED})
    if new.care == CHILDREN and new.wanted < TWO:
        yield Problem("wanted", "volunteers.two_adults")
    if len(new.details) > LONGEST_DETAILS:
        yield Problem("details", "volunteers.words_long", {"n": LONGEST_DETAILS})
    yield from _wrong_times(new, at)


def _wrong_times(new: NewTask, at: datetime) -> Iterator[Problem]:
    if new.starts_at is None or new.ends_at is None:
        yield Problem("starts_at", "volunteers.when_missing")
    elif new.ends_at <= new.starts_at or new.ends_at - new.starts_at > LONGEST:
        yield Problem("ends_at", "volunteers.task_ends")
    elif new.ends_at <= at or new.starts_at - at > FURTHEST:
        yield Problem("starts_at", "volunteers.task_past")


def _digest(new: NewTask) -> JsonValue:
    private = personal.index(f"{new.details}\n{new.helped_phone}", "said")
    public = [new.kind, new.title, new.place, new.area, new.body, new.words, new.safety, new.care]
    refs = [new.case, new.centre, new.team, str(new.starts_at), str(new.ends_at)]
    return [private, *public, *refs, new.wanted, sorted(new.skills), new.insured]
