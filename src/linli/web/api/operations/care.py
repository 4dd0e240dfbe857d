"""`/care/...`: day rooms for everybody, one's own care, the carer's round, a day's plan, a room's list, assessments."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from linli.apps.care import facts, service
from linli.apps.grid import facts as grid
from linli.core.shared.outcomes import Problem, Reason
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.ui import show
from linli.kernel.ui.text import LANGUAGES, t
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant, why
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName
from linli.web.api.sent_care import AttendanceIn, CareDayIn, CareVisitIn, FamilyIn, LookIn, WithdrawIn
from linli.web.api.told_care import (
    CareDaily,
    CareDone,
    CareFiles,
    CareMade,
    CareOpenAssessments,
    CarePlanned,
    CareRoomDay,
    CareRooms,
    CareRound,
    OwnCares,
)

router = Router(tags=["care"])
READ, VISIT = (Permission.CARE_READ,), (Permission.CARE_VISIT,)
COORDINATE, ASSESS = (Permission.CARE_COORDINATE,), (Permission.CARE_ASSESS,)
KEEP = (Permission.CARE_VISIT, Permission.CARE_COORDINATE)
Day = Annotated[str, Path(max_length=10, description="A day, 2026-12-01.")]


@router.get("/care/rooms", response={200: CareRooms, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_care_rooms(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """List the day rooms with their free places and how many people wait; never who."""
    rooms = [
        {
            "ref": one.ref,
            "centre": one.centre.ref,
            "name": both(one.centre.name_zh, one.centre.name_en or one.centre.name_zh),
            "places": one.places,
            "free": one.free,
            "waiting": one.waiting,
        }
        for one in facts.rooms()
    ]
    return answer({"rooms": rooms})


@router.get("/care/mine", response={200: OwnCares, **READ_SAYS_NO}, **opens(Open.PERSONS))
def list_own_care(request: HttpRequest) -> HttpResponse:
    """List the care files that are the asker's own, or of people who let the asker see."""
    found = facts.my_files(asking(request).actor)
    return answer({"files": [{"ref": ref, "name": name, "relation": what} for ref, name, what in found]})


@router.get("/care/mine/{file}", response={200: CareDaily, **READ_SAYS_NO}, **opens(Open.PERSONS))
def show_own_care(request: HttpRequest, file: CaseName) -> HttpResponse:
    """Show today, the visits and the results to the person, and to family while the person lets them."""
    asked = asking(request)
    found = facts.daily(asked.actor, file, asked.at)
    return answer(
        {
            "ref": found.file,
            "seat": found.seat,
            "name": found.name,
            "next_assessment": found.due_on.isoformat() if found.due_on else None,
            "days": [_day(one) for one in found.came],
            "places": [_place(one) for one in found.places],
            "visits": [_visit(one, note) for one, note in found.visits],
            "results": [_result(one) for one in found.results],
        }
    )


@router.post(
    "/care/mine/{file}/family", response={201: CareMade, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE)
)
def name_care_family(request: HttpRequest, file: CaseName, sent: FamilyIn, act_id: ActId) -> HttpResponse:
    """Name somebody who may see, fetch or is told; the person's own act, or the coordinator's on their word."""
    asked = asking(request)
    new = service.NewFamily(sent.name, sent.phone, sent.relation, sent.may_view, sent.may_fetch, sent.is_told)
    ref = service.name_family(file, new, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.post(
    "/care/mine/{file}/family/{member}/withdraw",
    response={200: CareDone, **SAYS_NO},
    **opens(Open.PERSONS, Scope.MOVE),
)
def withdraw_care_family(
    request: HttpRequest,
    file: CaseName,
    member: CaseName,
    sent: WithdrawIn,  # noqa: ARG001 - an empty object, so that nothing else is taken for a wish
    act_id: ActId,
) -> HttpResponse:
    """Take back what a family member may, at once."""
    asked = asking(request)
    service.withdraw_family(file, member, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"state": "withdrawn"})


@router.get("/care/files", response={200: CareFiles, **READ_SAYS_NO}, **opens(READ))
def list_care_files(request: HttpRequest, cursor: str = "") -> HttpResponse:
    """List the people in care of one's body or area, masked, the newest first."""
    page = facts.files(asking(request).actor, before=cursor[:18])
    rows = [
        {
            "ref": one.ref,
            "name": one.name,
            "level": one.level,
            "next_assessment": one.due_on.isoformat() if one.due_on else None,
        }
        for one in page.rows
    ]
    return answer({"files": rows, "cursor": page.before or None})


@router.get("/care/round", response={200: CareRound, **READ_SAYS_NO}, **opens(VISIT))
def show_care_round(request: HttpRequest) -> HttpResponse:
    """List the asker's own visits of today, with name, telephone and address; of no other day."""
    asked = asking(request)
    visits = [
        {
            "ref": one.ref,
            "name": one.name,
            "phone": one.phone,
            "address": one.address,
            "service": one.service,
            "starts_at": instant(one.starts_at),
            "ends_at": instant(one.ends_at),
            "state": one.state,
        }
        for one in facts.my_round(asked.actor, asked.at)
    ]
    return answer({"visits": visits})


@router.post("/care/round/{visit}", response={200: CareDone, **SAYS_NO}, **opens(VISIT, Scope.MOVE))
def note_care_visit(request: HttpRequest, visit: CaseName, sent: CareVisitIn, act_id: ActId) -> HttpResponse:
    """Note that one is there, or that the visit is done."""
    asked = asking(request)
    said: dict[str, Any] = {"actor": asked.actor, "act_id": act_id, "at": asked.at}
    if sent.move == "begin":
        service.begin_visit(visit, **said)
        return answer({"state": "begun"})
    service.end_visit(visit, sent.note, shared=sent.shared, **said)
    return answer({"state": "done"})


@router.get("/care/days/{body}/{day}", response={200: CarePlanned, **READ_SAYS_NO}, **opens(COORDINATE))
def show_care_day(request: HttpRequest, body: CaseName, day: Day) -> HttpResponse:
    """Show a body's plan of a day, the people masked, and what cannot be kept with its reason."""
    return _planned(request, _body(body), _read_day(day))


@router.post(
    "/care/days/{body}/{day}", response={200: CarePlanned, **SAYS_NO}, **opens(COORDINATE, Scope.MOVE)
)
def change_care_day(
    request: HttpRequest, body: CaseName, day: Day, sent: CareDayIn, act_id: ActId
) -> HttpResponse:
    """Plan a day, release it to the carers, or plan the rest without somebody who falls out."""
    asked, office, on = asking(request), _body(body), _read_day(day)
    said: dict[str, Any] = {"actor": asked.actor, "act_id": act_id, "at": asked.at}
    if sent.move == "plan":
        service.plan_day(office.ref, on, **said)
    else:
        ref = facts.day(asked.actor, office.id, on).ref
        if sent.move == "release":
            service.release_day(ref, **said)
        else:
            service.replan_without(ref, sent.carer, **said)
    return _planned(request, office, on)


@router.get("/care/rooms/{room}/days/{day}", response={200: CareRoomDay, **READ_SAYS_NO}, **opens(KEEP))
def show_care_room_day(request: HttpRequest, room: CaseName, day: Day) -> HttpResponse:
    """List who is expected and here on a day, with the meals counted for the kitchen."""
    found = facts.room_day(asking(request).actor, room, _read_day(day))
    guests = [
        {
            "enrolment": one.ref, "file": one.file, "name": one.name, "state": one.state, "meal": one.meal,
            "needs": one.needs,
        }
        for one in found.guests
    ]  # fmt: skip
    line = [
        {"enrolment": one.ref, "file": one.file, "name": one.name, "asked_at": instant(one.asked_at)}
        for one in found.line
    ]
    meals = [{"meal": code, "n": n} for code, n in found.meals]
    told = {"room": found.room.ref, "day": found.day.isoformat(), "guests": guests}
    return answer({**told, "line": line, "meals": meals})


@router.post(
    "/care/enrolments/{enrolment}/today", response={200: CareDone, **SAYS_NO}, **opens(KEEP, Scope.MOVE)
)
def note_care_attendance(
    request: HttpRequest, enrolment: CaseName, sent: AttendanceIn, act_id: ActId
) -> HttpResponse:
    """Note that somebody came, left with whom, or is absent today."""
    asked = asking(request)
    noted = service.Noted(sent.state, sent.meal, sent.fetched_by, sent.note)
    service.note_attendance(enrolment, noted, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"state": sent.state})


@router.get("/care/assessments", response={200: CareOpenAssessments, **READ_SAYS_NO}, **opens(ASSESS))
def list_care_assessments(request: HttpRequest) -> HttpResponse:
    """List what the asker has to look at, to settle or to follow."""
    found = [
        {
            "ref": one.ref,
            "name": one.name,
            "reason": one.reason,
            "state": one.state,
            "mine": one.mine,
            "question": [name for name, _, _ in one.question],
        }
        for one in facts.open_assessments(asking(request).actor)
    ]
    return answer({"assessments": found})


@router.post(
    "/care/assessments/{assessment}", response={200: CareDone, **SAYS_NO}, **opens(ASSESS, Scope.MOVE)
)
def sign_care_look(request: HttpRequest, assessment: CaseName, sent: LookIn, act_id: ActId) -> HttpResponse:
    """Sign what one saw, or settle what two differ in."""
    asked = asking(request)
    sheet = service.Sheet(dict(sent.items), sent.coma, sent.disorder)
    differing = facts.open_assessment(asked.actor, assessment).state == "differing"
    sign = service.settle if differing else service.sign_look
    return answer({"state": sign(assessment, sheet, actor=asked.actor, act_id=act_id, at=asked.at)})


def _body(ref: str) -> grid.BodyFact:
    found = grid.body(ref)
    if found is None:
        raise NotVisible
    return found


def _read_day(said: str) -> date:
    found = show.read_day(said)
    if found is None:
        raise Invalid(Problem("day", "care.not_a_day"))
    return found


def _place(one: Any) -> Json:
    name = both(one.room, one.room_en or one.room)
    return {
        "enrolment": one.ref, "centre": name, "state": one.state, "asked_at": instant(one.asked_at),
        "meal": one.meal, "needs": one.needs,
    }  # fmt: skip


def _day(one: Any) -> Json:
    return {
        "day": one.day.isoformat(),
        "state": one.state,
        "meal": one.meal,
        "arrived_at": instant(one.arrived_at),
        "left_at": instant(one.left_at),
        "fetched_by": one.fetched_by,
        "note": one.note,
    }


def _visit(one: facts.PartFact, note: str) -> Json:
    named = {lang: t(f"care.service.{one.service}", lang=lang) for lang in LANGUAGES}
    return {
        "ref": one.ref,
        "service": one.service,
        "name": named,
        "carer": one.carer_name,
        "starts_at": instant(one.starts_at),
        "ends_at": instant(one.ends_at),
        "state": one.state,
        "note": note,
    }


def _result(one: Any) -> Json:
    return {
        "ref": one.ref,
        "level": one.level,
        "level_name": {lang: t(f"assessment.level.{one.level}", lang=lang) for lang in LANGUAGES},
        "points": one.points,
        "assessed_at": instant(one.assessed_at),
        "contested": one.contested_at is not None,
        "why": why([Reason(step["code"], step["params"]) for step in one.steps]),
    }


def _planned(request: HttpRequest, office: grid.BodyFact, on: date) -> HttpResponse:
    found = facts.day(asking(request).actor, office.id, on)
    return answer(
        {
            "ref": found.ref or None,
            "day": on.isoformat(),
            "released_at": instant(found.released_at),
            "visits": [_part(one) for one in found.parts],
            "left_out": [
                {"requirement": one.requirement, "name": one.name, "why": why(one.why)}
                for one in found.left_out
            ],
            "way_minutes": round(found.way),
            "late_minutes": round(found.late),
            "streets": found.walked.get("streets", ""),
            "straight_ways": found.walked.get("straight"),
        }
    )


def _part(one: facts.PartFact) -> Json:
    return {
        "ref": one.ref,
        "requirement": one.requirement,
        "name": one.name,
        "service": one.service,
        "carer": one.carer,
        "carer_name": one.carer_name,
        "starts_at": instant(one.starts_at),
        "ends_at": instant(one.ends_at),
        "late_minutes": one.late_minutes,
        "state": one.state,
    }
