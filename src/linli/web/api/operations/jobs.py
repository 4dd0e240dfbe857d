"""`/jobs`: casual work: shifts for everybody, one's own entry, employers and engagements, the day for staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.jobs import facts, service
from linli.core.shared.outcomes import Problem
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant, why
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking, day_said
from linli.web.api.sent import CaseName
from linli.web.api.sent_jobs import (
    EmployerIn,
    EmployerMoveIn,
    EngagementIn,
    EngagementMoveIn,
    PaperSeenIn,
    ShiftIn,
    ShiftMoveIn,
    WorkerIn,
    WorkerMoveIn,
)
from linli.web.api.told_jobs import (
    JobDay,
    JobEmployer,
    JobEmployers,
    JobEngagement,
    JobEngagements,
    JobMade,
    JobShift,
    JobShifts,
    JobTrades,
    JobWorker,
)

router = Router(tags=["jobs"])
VERIFY, REVIEW = (Permission.EMPLOYER_VERIFY,), (Permission.JOB_REVIEW,)
ENTER = (Permission.WORKER_ENTER,)
Do = Callable[[], Any]


@router.get("/jobs/trades", response={200: JobTrades, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_job_trades(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """List the trades of casual work."""
    rows = [
        {"trade": one.code, "name": both(one.name_zh, one.name_en), "occupation": one.occupation, "dangerous": one.dangerous}
        for one in facts.trades()
    ]  # fmt: skip
    return answer({"trades": rows})


@router.get("/jobs/shifts", response={200: JobShifts, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_job_shifts(request: HttpRequest, trade: str = "", cursor: str = "") -> HttpResponse:
    """List the shifts that are open and still to come, the earliest first."""
    page = facts.open_posts(
        asking(request).at, trade=trade[:30].replace("\x00", ""), cursor=cursor[:200].replace("\x00", "")
    )
    return answer({"shifts": [_shift(one) for one in page.rows], "cursor": page.next})


@router.get("/jobs/shifts/{shift}", response={200: JobShift, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def show_job_shift(request: HttpRequest, shift: CaseName) -> HttpResponse:
    """Tell one shift."""
    return answer(_shift(facts.post(_ref(shift), asking(request).actor)))


@router.post(
    "/jobs/shifts/{shift}/moves", response={200: JobShift, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE)
)
def move_job_shift(request: HttpRequest, shift: CaseName, sent: ShiftMoveIn, act_id: ActId) -> HttpResponse:
    """Open or refuse a shift as staff, offer it to a worker, or take one's own down."""
    asked, ref = asking(request), _ref(shift)
    said = {"actor": asked.actor, "act_id": act_id, "at": asked.at}
    acts: dict[str, Do] = {
        "open": lambda: service.open_post(ref, **said),
        "refuse": lambda: service.refuse_post(ref, sent.reason, **said),
        "withdraw": lambda: service.withdraw_post(ref, **said),
        "offer": lambda: service.offer(ref, _ref(sent.worker), **said),
    }
    acts[sent.move]()
    return answer(_shift(facts.post(ref, asked.actor)))


@router.get("/jobs/employers", response={200: JobEmployers, **READ_SAYS_NO}, **opens(Open.PERSONS))
def list_job_employers(request: HttpRequest) -> HttpResponse:
    """List the employers that one acts for."""
    return answer({"employers": [_employer(one) for one in facts.mine(asking(request).actor)]})


@router.post("/jobs/employers", response={201: JobMade, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def register_job_employer(request: HttpRequest, sent: EmployerIn, act_id: ActId) -> HttpResponse:
    """Register a firm or a household; two members of staff look at the papers before it may post."""
    asked = asking(request)
    new = service.NewEmployer(sent.kind, sent.name, sent.phone, sent.area, sent.credit_code)
    ref = service.register_employer(new, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.post(
    "/jobs/employers/{employer}/moves", response={200: JobEmployer, **SAYS_NO}, **opens(VERIFY, Scope.MOVE)
)
def move_job_employer(
    request: HttpRequest, employer: CaseName, sent: EmployerMoveIn, act_id: ActId
) -> HttpResponse:
    """Look at an employer's papers, verify as the second person, refuse, suspend, let post again."""
    asked, ref = asking(request), _ref(employer)
    said = {"actor": asked.actor, "act_id": act_id, "at": asked.at}
    acts: dict[str, Do] = {
        "look": lambda: service.look_at(ref, sent.seen, **said),
        "verify": lambda: service.verify(ref, **said),
        "refuse": lambda: service.refuse_employer(ref, sent.reason, **said),
        "suspend": lambda: service.suspend(ref, sent.reason, **said),
        "resume": lambda: service.resume(ref, **said),
    }
    acts[sent.move]()
    return answer(_employer(facts.employer(asked.actor, ref)))


@router.post(
    "/jobs/employers/{employer}/shifts", response={201: JobMade, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN)
)
def post_job_shift(request: HttpRequest, employer: CaseName, sent: ShiftIn, act_id: ActId) -> HttpResponse:
    """Post a shift; words that are not allowed and pay below the minimum come back with reason and law."""
    asked = asking(request)
    said = sent.model_dump(exclude={"starts_at", "ends_at", "demands"})
    new = service.NewPost(
        starts_at=_moment("starts_at", sent.starts_at), ends_at=_moment("ends_at", sent.ends_at),
        demands=tuple(sent.demands), **said,
    )  # fmt: skip
    ref = service.post_shift(_ref(employer), new, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.post("/jobs/workers", response={201: JobMade, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def enter_job_worker(request: HttpRequest, sent: WorkerIn, act_id: ActId) -> HttpResponse:
    """Enter oneself as a worker, or as staff somebody who telephoned; again writes the entry anew."""
    asked = asking(request)
    new = service.NewWorker(
        sent.name, day_said(sent.born, "born", "jobs.page.day"), sent.area, tuple((one.trade, one.level) for one in sent.trades),
        tuple(service.Free(one.weekday, one.start, one.end) for one in sent.free), sent.reach, tuple(sent.helps),
        sent.key_group, sent.phone, sent.consent,
    )  # fmt: skip
    return answer(
        {"ref": service.enter_worker(new, actor=asked.actor, act_id=act_id, at=asked.at)}, status=CREATED
    )


@router.get("/jobs/workers/{worker}", response={200: JobWorker, **READ_SAYS_NO}, **opens(Open.PERSONS))
def show_job_worker(request: HttpRequest, worker: CaseName) -> HttpResponse:
    """Tell an entry to its owner, or with a masked name to staff of the area."""
    return answer(_worker(facts.worker(asking(request).actor, _ref(worker))))


@router.post(
    "/jobs/workers/{worker}/moves", response={200: JobWorker, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE)
)
def move_job_worker(
    request: HttpRequest, worker: CaseName, sent: WorkerMoveIn, act_id: ActId
) -> HttpResponse:
    """Pause, look again, leave, or ask for help with finding work; staff do it for who came by telephone."""
    asked, ref = asking(request), _ref(worker)
    said = {"actor": asked.actor, "act_id": act_id, "at": asked.at}
    before = facts.worker(asked.actor, ref)
    acts: dict[str, Do] = {
        "pause": lambda: service.pause(ref, wants=True, **said),
        "resume": lambda: service.pause(ref, wants=False, **said),
        "leave": lambda: service.leave(ref, **said),
        "help": lambda: service.ask_for_help(ref, sent.words, says_group=sent.says_group, **said),
    }
    acts[sent.move]()
    if sent.move == "leave":
        return answer({**_worker(before), "state": "left"})
    return answer(_worker(facts.worker(asked.actor, ref)))


@router.post(
    "/jobs/workers/{worker}/papers", response={200: JobWorker, **SAYS_NO}, **opens(ENTER, Scope.MOVE)
)
def see_job_worker_paper(
    request: HttpRequest, worker: CaseName, sent: PaperSeenIn, act_id: ActId
) -> HttpResponse:
    """Note as staff that the certificate for a trade's level was seen, or take that back."""
    asked, ref = asking(request), _ref(worker)
    service.see_paper(ref, sent.trade, seen=sent.seen, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(_worker(facts.worker(asked.actor, ref)))


@router.get("/jobs/engagements", response={200: JobEngagements, **READ_SAYS_NO}, **opens(Open.PERSONS))
def list_job_engagements(request: HttpRequest, cursor: str = "") -> HttpResponse:
    """List one's own engagements as a worker, the newest first."""
    page = facts.my_engagements(asking(request).actor, cursor=cursor[:200].replace("\x00", ""))
    return answer({"engagements": [_engagement(one) for one in page.rows], "cursor": page.next})


@router.post("/jobs/engagements", response={201: JobMade, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def wish_job_shift(request: HttpRequest, sent: EngagementIn, act_id: ActId) -> HttpResponse:
    """Say that one would take a shift."""
    asked = asking(request)
    worker = _ref(sent.worker) if sent.worker else ""
    ref = service.wish(_ref(sent.shift), worker=worker, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.get(
    "/jobs/engagements/{engagement}", response={200: JobEngagement, **READ_SAYS_NO}, **opens(Open.PERSONS)
)
def show_job_engagement(request: HttpRequest, engagement: CaseName) -> HttpResponse:
    """Tell an engagement to one of its sides."""
    return answer(_engagement(facts.engagement(asking(request).actor, _ref(engagement))))


@router.post(
    "/jobs/engagements/{engagement}/moves",
    response={200: JobEngagement, **SAYS_NO},
    **opens(Open.PERSONS, Scope.MOVE),
)
def move_job_engagement(
    request: HttpRequest, engagement: CaseName, sent: EngagementMoveIn, act_id: ActId
) -> HttpResponse:
    """Answer, confirm the agreement, call off, note hours, say paid, confirm pay, open the wage case, say a word."""
    asked, ref = asking(request), _ref(engagement)
    said = {"actor": asked.actor, "act_id": act_id, "at": asked.at}
    case = {"wants_case": sent.wants_case, "keeps_name": sent.keeps_name}
    acts: dict[str, Do] = {
        "yes": lambda: service.answer(ref, yes=True, **said),
        "no": lambda: service.answer(ref, yes=False, **said),
        "confirm": lambda: service.confirm(ref, **case, **said),
        "case_wish": lambda: service.change_case_wish(ref, **case, **said),
        "call_off": lambda: service.call_off(ref, **said),
        "not_there": lambda: service.not_there(ref, **said),
        "hours": lambda: service.note_hours(
            ref, _moment("starts", sent.starts), _moment("ends", sent.ends) if sent.ends else None, **said
        ),
        "say_paid": lambda: service.say_paid(ref, **said),
        "got": lambda: service.confirm_paid(ref, **said),
        "not_got": lambda: service.confirm_paid(ref, got=False, **said),
        "open_case": lambda: service.open_wage_case(ref, **said),
        "note": lambda: service.note(ref, sent.text, **said),
    }
    acts[sent.move]()
    return answer(_engagement(facts.engagement(asked.actor, ref)))


@router.get("/jobs/day", response={200: JobDay, **READ_SAYS_NO}, **opens(REVIEW))
def share_out_day(request: HttpRequest, area: str = "", day: str = "") -> HttpResponse:
    """Share out a day in an area: the best way, its reasons, and how first come, first served would have done."""
    asked = asking(request)
    found = facts.plan(
        asked.actor, area[:40].replace("\x00", ""), day_said(day, "day", "jobs.page.day"), asked.at
    )
    pairs = [
        {
            "shift": one.post.ref,
            "worker": one.worker_ref,
            "points": one.fit.points,
            "reasons": why(one.fit.reasons),
        }
        for one in found.pairs
    ]
    told = found.assignment
    return answer(
        {
            "day": found.day.isoformat(), "places": found.places, "filled": told.filled, "points": told.points,
            "greedy_filled": told.greedy_filled, "greedy_points": told.greedy_points, "pairs": pairs,
        }
    )  # fmt: skip


def _ref(said: str) -> str:
    """Return a ref; what is none names nothing."""
    try:
        return str(UUID(said))
    except ValueError:
        raise NotVisible from None


def _moment(field: str, said: str) -> datetime:
    try:
        read = datetime.fromisoformat(said)
        if read.tzinfo is not None:
            return read.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Invalid(Problem(field, "jobs.page.moment"))


def _shift(one: facts.PostFact) -> Json:
    names = (
        "ref", "state", "reason", "employer", "trade", "level", "place", "lon", "lat", "places", "left", "pay_fen",
        "pay_unit", "pay_way", "pay_days", "sum_fen", "words",
    )  # fmt: skip
    return {
        **{name: getattr(one, name) for name in names},
        "starts_at": instant(one.starts_at),
        "ends_at": instant(one.ends_at),
    }


def _employer(one: facts.EmployerFact) -> Json:
    return {
        "ref": one.ref, "kind": one.kind, "name": one.name, "state": one.state, "reason": one.reason,
        "registered_at": instant(one.registered_at),
    }  # fmt: skip


def _worker(one: facts.WorkerFact) -> Json:
    trades = [{"trade": code, "level": level, "paper_seen": code in one.papers} for code, level in one.trades]
    return {
        "ref": one.ref, "name": one.name, "area": one.area_code, "trades": trades, "reach": one.reach, "helps": [*one.helps], "help_asked": one.help_asked,
        "by_phone": one.by_phone, "state": one.state, "entered_at": instant(one.entered_at),
    }  # fmt: skip


def _engagement(one: facts.EngagementFact) -> Json:
    return {
        "ref": one.ref, "shift": one.post.ref, "side": one.side, "state": one.state, "worker": one.worker,
        "agreement": one.agreement, "worker_confirmed": one.worker_confirmed,
        "employer_confirmed": one.employer_confirmed, "wants_case": one.wants_case,
        "hours": [{"by": by, "starts": instant(start), "ends": instant(end)} for by, start, end in one.hours],
        "hours_differ": one.hours_differ, "sum_fen": one.sum_fen,
        "due_on": one.due_on.isoformat() if one.due_on else None, "paid_at": instant(one.paid_at), "case": one.case_ref,
    }  # fmt: skip
