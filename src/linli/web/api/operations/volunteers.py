"""`/volunteers`, `/volunteer-tasks`, `/time`, `/favours`: joining, tasks and hours, saved time, help among neighbours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.volunteers import facts, service
from linli.core.shared.outcomes import Problem
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant, why
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName, Code
from linli.web.api.sent_volunteers import (
    EngagementIn,
    FavourIn,
    GiftIn,
    MatchIn,
    StatusIn,
    VolunteerIn,
    VolunteerTaskIn,
)
from linli.web.api.told_volunteers import (
    FavourMatch,
    Favours,
    Helping,
    TimeStatement,
    TimeUndoable,
    VolunteerRef,
    VolunteerTasks,
    VolunteerTeams,
    VolunteerTotals,
)

router = Router(tags=["volunteers"])
RULE = (Permission.VOLUNTEER_RULE,)
YEAR = timedelta(days=365)
TASK = (Permission.VOLUNTEER_TASK,)


@router.get("/volunteers/totals", response={200: VolunteerTotals, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def volunteer_totals(request: HttpRequest) -> HttpResponse:
    """Tell what was done together in the last year; counts of few people are left out."""
    at, time = asking(request).at, facts.totals()
    figures = facts.figures(at - YEAR, at + timedelta(seconds=1), "/")
    counts = facts.team_counts()
    return answer(
        {
            "teams": {kind: counts.get(kind, 0) for kind in facts.TEAM_KINDS},
            "figures": {one.code: one.numerator for one in figures if not one.is_small},
            "minutes_earned": time.earned,
            "minutes_saved": time.saved,
            "minutes_in_pools": time.pools,
        }
    )


@router.get("/volunteers/teams", response={200: VolunteerTeams, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_volunteer_teams(request: HttpRequest, kind: Code = "", after: Code = "") -> HttpResponse:  # noqa: ARG001 - every operation is given it
    """List the teams by type; never who is in them."""
    rows, more = facts.teams(kind if kind in facts.TEAM_KINDS else "", after=_cursor(after))
    told = [
        {
            "ref": one.ref, "kind": one.kind, "name": both(one.name_zh, one.name_en or one.name_zh),
            "area": _code(one.area_path), "members": one.members,
        }
        for one in rows
    ]  # fmt: skip
    return answer({"teams": told, "next": str(more) if more else None})


@router.post("/volunteers", response={201: VolunteerRef, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def join_volunteers(request: HttpRequest, sent: VolunteerIn, act_id: ActId) -> HttpResponse:
    """Apply for oneself, or report in as a courier."""
    asked = asking(request)
    wish = service.Application(
        name=sent.name, area=sent.area, born=sent.born, radius=sent.radius, skills=tuple(sent.skills),
        times=tuple(sent.times), languages=tuple(sent.languages), guardian_phone=sent.guardian_phone,
        code=sent.code, banks=sent.saves_time, agrees=sent.agrees, platform=sent.platform,
    )  # fmt: skip
    join = service.report_in if sent.courier else service.apply
    return answer({"ref": join(wish, actor=asked.actor, act_id=act_id, at=asked.at)}, status=CREATED)


@router.get("/volunteers/me", response={200: Helping, **READ_SAYS_NO}, **opens(Open.PERSONS))
def my_helping(request: HttpRequest) -> HttpResponse:
    """Tell one's own helping: state, what one took, confirmed minutes."""
    return answer(_mine(request))


@router.post("/volunteers/me", response={200: Helping, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE))
def change_my_helping(request: HttpRequest, sent: StatusIn, act_id: ActId) -> HttpResponse:
    """Pause, go on or leave; no reason is asked."""
    asked = asking(request)
    if sent.do == "leave":
        service.leave(actor=asked.actor, act_id=act_id, at=asked.at)
    else:
        service.pause(wants=sent.do == "pause", actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(_mine(request))


@router.get("/volunteer-tasks", response={200: VolunteerTasks, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_volunteer_tasks(request: HttpRequest, near: bool = False, after: Code = "") -> HttpResponse:  # noqa: FBT001, FBT002 - a query
    """List open tasks; ``near``: only those that fit the asker, with why."""
    asked = asking(request)
    if near:
        rows, more = facts.near(asked.actor, asked.at), None
    else:
        rows, more = facts.open_tasks(asked.at, after=_cursor(after))
    return answer({"tasks": [_task(one) for one in rows], "next": str(more) if more else None})


@router.post("/volunteer-tasks", response={201: VolunteerRef, **SAYS_NO}, **opens(TASK, Scope.OPEN))
def open_volunteer_task(request: HttpRequest, sent: VolunteerTaskIn, act_id: ActId) -> HttpResponse:
    """Put up a task, out of a case or a centre too; never out of a confidential case."""
    asked = asking(request)
    new = service.NewTask(
        kind=sent.kind, title=sent.title, place=sent.place, area=sent.area, body=sent.body,
        starts_at=_instant("starts_at", sent.starts_at), ends_at=_instant("ends_at", sent.ends_at),
        words=sent.words, safety=sent.safety, wanted=sent.wanted, skills=tuple(sent.skills), care=sent.care,
        insured=sent.insured, details=sent.details, helped_phone=sent.helped_phone,
        case=str(_ref(sent.case)) if sent.case else "", centre=str(_ref(sent.centre)) if sent.centre else "",
    )  # fmt: skip
    return answer(
        {"ref": service.open_task(new, actor=asked.actor, act_id=act_id, at=asked.at)}, status=CREATED
    )


@router.post(
    "/volunteer-tasks/{task}/take", response={201: VolunteerRef, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE)
)
def take_volunteer_task(request: HttpRequest, task: CaseName, act_id: ActId) -> HttpResponse:
    """Take a task, or a place on its list where it is full."""
    asked = asking(request)
    ref = service.take(_ref(task), actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.post(
    "/engagements/{engagement}", response={200: VolunteerRef, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE)
)
def change_engagement(
    request: HttpRequest, engagement: CaseName, sent: EngagementIn, act_id: ActId
) -> HttpResponse:
    """Give back, begin, end, dispute as the volunteer; confirm as the organiser or the person helped."""
    asked, ref = asking(request), _ref(engagement)
    by = {"actor": asked.actor, "act_id": act_id, "at": asked.at}
    acts: dict[str, Callable[[], object]] = {
        "give_back": lambda: service.give_back(ref, **by),
        "start": lambda: service.start(ref, sent.code, **by),
        "finish": lambda: service.finish(ref, sent.code, **by),
        "confirm": lambda: service.confirm(ref, sent.minutes, code=sent.code, **by),
        "dispute": lambda: service.dispute(ref, sent.words, **by),
    }
    return answer({"ref": str(acts[sent.do]() or ref)})


@router.get("/time", response={200: TimeStatement, **READ_SAYS_NO}, **opens(Open.PERSONS))
def my_time(request: HttpRequest) -> HttpResponse:
    """Tell one's own statement of the time bank, in minutes."""
    return answer(_statement(request))


@router.post("/time/gifts", response={200: TimeStatement, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE))
def give_time(request: HttpRequest, sent: GiftIn, act_id: ActId) -> HttpResponse:
    """Give minutes to the pool or to somebody of one's household; never more than one has."""
    asked = asking(request)
    service.give(sent.to, sent.minutes, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(_statement(request))


@router.get("/time/bookings/{code}", response={200: TimeUndoable, **READ_SAYS_NO}, **opens(RULE))
def show_time_booking(request: HttpRequest, code: CaseName) -> HttpResponse:
    """Tell a supervisor of a gift or a payment by the code of a statement."""
    return answer(_undoable(facts.undoable(code, asking(request).actor)))


@router.post("/time/bookings/{code}/undo", response={200: TimeUndoable, **SAYS_NO}, **opens(RULE, Scope.MOVE))
def undo_time_booking(request: HttpRequest, code: CaseName, act_id: ActId) -> HttpResponse:
    """Book against a gift or a payment that was a mistake; by a supervisor, never by deleting."""
    asked = asking(request)
    found = facts.undoable(code, asked.actor)
    service.undo(found.ref, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(_undoable(facts.undoable(code, asked.actor)))


def _undoable(one: facts.Undoable) -> Json:
    return {
        "ref": one.ref, "code": one.code, "kind": one.kind, "at": instant(one.at), "minutes": one.minutes,
        "undone": one.undone,
    }  # fmt: skip


@router.get("/favours", response={200: Favours, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_favours(request: HttpRequest, side: Code = "", after: Code = "") -> HttpResponse:
    """List what neighbours ask and offer, the latest first."""
    asked = asking(request)
    rows, more = facts.shown(
        asked.actor, asked.at, side=side if side in {"ask", "offer"} else "", after=_cursor(after) or None
    )
    return answer({"favours": [_favour(one) for one in rows], "next": str(more) if more else None})


@router.post("/favours", response={201: VolunteerRef, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def put_up_favour(request: HttpRequest, sent: FavourIn, act_id: ActId) -> HttpResponse:
    """Ask or offer; staff look at it before it is shown."""
    asked = asking(request)
    new = service.NewFavour(**sent.model_dump())
    return answer({"ref": service.put_up(new, actor=asked.actor, act_id=act_id, at=asked.at)}, status=CREATED)


@router.post(
    "/favours/{favour}/answer", response={201: FavourMatch, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE)
)
def answer_favour(request: HttpRequest, favour: CaseName, act_id: ActId) -> HttpResponse:
    """Say "I will" to an ask, or "I need that" to an offer."""
    asked = asking(request)
    ref = service.answer(_ref(favour), actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(_match(facts.match(ref, actor=asked.actor)), status=CREATED)


@router.get("/favour-matches/{match}", response={200: FavourMatch, **READ_SAYS_NO}, **opens(Open.PERSONS))
def get_favour_match(request: HttpRequest, match: CaseName) -> HttpResponse:
    """Tell what goes on between oneself and a neighbour; nobody else can ask."""
    return answer(_match(facts.match(_ref(match), actor=asking(request).actor)))


@router.post(
    "/favour-matches/{match}", response={200: FavourMatch, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE)
)
def say_in_match(request: HttpRequest, match: CaseName, sent: MatchIn, act_id: ActId) -> HttpResponse:
    """Write a line, agree to show numbers, say that it is done, or end it."""
    asked, ref = asking(request), _ref(match)
    by = {"actor": asked.actor, "act_id": act_id, "at": asked.at}
    acts: dict[str, Callable[[], object]] = {
        "write": lambda: service.write(ref, sent.text, **by),
        "show_number": lambda: service.show_number(ref, wants=True, **by),
        "hide_number": lambda: service.show_number(ref, wants=False, **by),
        "done": lambda: service.say_done(ref, sent.minutes, bank=sent.bank, **by),
        "break": lambda: service.break_off(ref, **by),
    }
    acts[sent.do]()
    return answer(_match(facts.match(ref, actor=asked.actor)))


def _mine(request: HttpRequest) -> Json:
    asked = asking(request)
    me, engagements = facts.me(asked.actor), facts.mine(asked.actor, asked.at)
    return {
        "ref": me.ref if me else None,
        "kind": me.kind if me else "",
        "state": me.state if me else "left",
        "area": _code(me.area_path) if me else "",
        "skills": [*me.skills] if me else [],
        "times": [*me.times] if me else [],
        "languages": [*me.languages] if me else [],
        "saves_time": bool(me and me.banks),
        "minutes": facts.own_hours(asked.actor)[1],
        "engagements": [_engagement(one) for one in engagements],
    }


def _engagement(one: facts.EngagementFact) -> Json:
    return {
        "ref": one.ref, "task": _task(one.task), "state": one.state, "details": one.task.details,
        "started_at": instant(one.started_at), "finished_at": instant(one.finished_at), "minutes": one.minutes,
        "confirmed_by": one.by, "disputed": one.disputed,
    }  # fmt: skip


def _task(one: facts.TaskFact) -> Json:
    return {
        "ref": one.ref, "kind": one.kind, "state": one.state, "title": one.title, "words": one.words,
        "place": one.place, "safety": one.safety, "area": _code(one.area_path), "starts_at": instant(one.starts_at),
        "ends_at": instant(one.ends_at), "wanted": one.wanted, "taken": one.taken, "skills": [*one.skills],
        "care": one.care, "insured": one.insured, "why": why(one.why),
    }  # fmt: skip


def _statement(request: HttpRequest) -> Json:
    asked = asking(request)
    told = facts.statement(asked.actor, asked.at)
    lines = [
        {
            "at": instant(one.at), "kind": one.kind, "minutes": one.minutes,
            "runs_out": one.runs_out.isoformat() if one.runs_out else None, "code": one.code, "undone": one.undone,
        }
        for one in told.lines
    ]  # fmt: skip
    return {"minutes": told.minutes, "pool": told.pool, "lines": lines}


def _favour(one: facts.FavourFact) -> Json:
    return {
        "ref": one.ref, "side": one.side, "kind": one.kind, "state": one.state, "words": one.words,
        "area": _code(one.area_path), "until": instant(one.until),
    }  # fmt: skip


def _match(one: facts.MatchFact) -> Json:
    return {
        "ref": one.ref, "favour": _favour(one.favour), "asks": one.asks, "state": one.state, "phone": one.phone,
        "minutes": one.my_minutes, "their_minutes": one.their_minutes,
        "lines": [{"mine": mine, "text": text, "at": instant(at)} for mine, text, at in one.messages],
    }  # fmt: skip


def _code(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[-1]


def _cursor(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 18 else 0  # noqa: PLR2004 - a key


def _ref(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as wrong:
        raise NotVisible from wrong


def _instant(field: str, typed: str) -> datetime:
    try:
        at = datetime.fromisoformat(typed)
    except ValueError as wrong:
        raise Invalid(Problem(field, "volunteers.when_missing")) from wrong
    if at.tzinfo is None:
        raise Invalid(Problem(field, "volunteers.when_missing"))
    return at
