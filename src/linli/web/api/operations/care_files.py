"""`/care/files/{file}`: files are opened, plans agreed and visits asked for by the coordinator, by program as on the page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.care import facts, service
from linli.apps.grid import facts as grid
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import NotVisible
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking, day_said
from linli.web.api.sent import CaseName
from linli.web.api.sent_care import CareFileIn, CarePlanIn, CarerIn, RequirementEndIn, RequirementIn
from linli.web.api.told_care import CareCarers, CareMade, CareNeeds, CarePlanMade, CarePlanTold

router = Router(tags=["care"])
COORDINATE = (Permission.CARE_COORDINATE,)
READ = (Permission.CARE_READ,)


@router.post("/care/files", response={201: CareMade, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def open_care_file(request: HttpRequest, sent: CareFileIn, act_id: ActId) -> HttpResponse:
    """Open a file, for oneself or as the coordinator for somebody who agreed."""
    asked = asking(request)
    new = service.NewFile(sent.resident, sent.body, sent.consent, sent.lon, sent.lat, tuple(sent.wishes))
    ref = service.open_file(new, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.get("/care/files/{file}/plan", response={200: CarePlanTold, **READ_SAYS_NO}, **opens(READ))
def show_care_plan(request: HttpRequest, file: CaseName) -> HttpResponse:
    """Tell the coordinator the plan that holds."""
    row, part = facts.seat_at(asking(request).actor, file)
    plan = facts.plan(row) if part == "coordinator" else None
    if plan is None:
        raise NotVisible
    return answer(
        {
            "version": plan.version, "needs": plan.needs, "goals": plan.goals, "family_part": plan.family_part,
            "lines": [dict(one) for one in plan.lines], "agreed_how": plan.agreed_how,
            "agreed_at": instant(plan.agreed_at), "review_on": plan.review_on.isoformat(),
        }
    )  # fmt: skip


@router.post(
    "/care/files/{file}/plans", response={201: CarePlanMade, **SAYS_NO}, **opens(COORDINATE, Scope.MOVE)
)
def agree_care_plan(request: HttpRequest, file: CaseName, sent: CarePlanIn, act_id: ActId) -> HttpResponse:
    """Write down what the person agreed to; each agreement is a version."""
    asked = asking(request)
    lines = tuple(service.Line(one.service, one.times, one.by) for one in sent.lines)
    new = service.NewPlan(
        sent.needs,
        sent.goals,
        lines,
        day_said(sent.review_on, "review_on", "care.not_a_day"),
        sent.how,
        sent.family_part,
    )
    version = service.agree_plan(file, new, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"version": version}, status=CREATED)


@router.get("/care/files/{file}/requirements", response={200: CareNeeds, **READ_SAYS_NO}, **opens(READ))
def list_care_requirements(request: HttpRequest, file: CaseName) -> HttpResponse:
    """List the visits that come round for somebody."""
    row, _ = facts.seat_at(asking(request).actor, file)
    return answer({"requirements": [_need(one) for one in facts.requirements(row)]})


@router.post(
    "/care/files/{file}/requirements", response={201: CareMade, **SAYS_NO}, **opens(COORDINATE, Scope.MOVE)
)
def set_care_requirement(
    request: HttpRequest, file: CaseName, sent: RequirementIn, act_id: ActId
) -> HttpResponse:
    """Ask for a visit that comes round, or write the one of this key anew."""
    asked = asking(request)
    new = service.NewRequirement(
        sent.key, tuple((one.service, one.minutes) for one in sent.parts), sent.opens, sent.closes,
        tuple(sent.days), tuple(sent.gap), sent.latest, tuple(sent.usual),
    )  # fmt: skip
    ref = service.set_requirement(file, new, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.post(
    "/care/files/{file}/requirements/end",
    response={200: CareMade, **SAYS_NO},
    **opens(COORDINATE, Scope.MOVE),
)
def end_care_requirement(
    request: HttpRequest, file: CaseName, sent: RequirementEndIn, act_id: ActId
) -> HttpResponse:
    """End a visit that came round."""
    asked = asking(request)
    service.end_requirement(file, sent.key, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": file})


@router.get("/care/carers/{body}", response={200: CareCarers, **READ_SAYS_NO}, **opens(COORDINATE))
def list_care_carers(request: HttpRequest, body: CaseName) -> HttpResponse:
    """List the carers of one's body with what they can, and the colleagues who could be entered."""
    asked, office = asking(request), grid.body(body)
    if office is None:
        raise NotVisible
    names = ("ref", "name", "begins", "ends", "is_active")
    carers = [
        {name: getattr(one, name) for name in names}
        | {"skills": [*one.skills], "traits": [*one.traits], "days": [*one.days]}
        for one in facts.carers(asked.actor, office.id)
    ]
    colleagues = [{"account": one.ref, "name": one.name} for one in service.carers_of(office.id, asked.at)]
    return answer({"carers": carers, "colleagues": colleagues})


@router.post("/care/carers/{body}", response={200: CareMade, **SAYS_NO}, **opens(COORDINATE, Scope.MOVE))
def set_care_carer(request: HttpRequest, body: CaseName, sent: CarerIn, act_id: ActId) -> HttpResponse:
    """Enter a carer of one's body, or write one anew."""
    asked = asking(request)
    new = service.NewCarer(
        sent.account, tuple(sent.skills), sent.begins, sent.ends, sent.lon, sent.lat, tuple(sent.traits),
        tuple(sent.days), sent.is_active,
    )  # fmt: skip
    return answer({"ref": service.set_carer(body, new, actor=asked.actor, act_id=act_id, at=asked.at)})


def _need(one: facts.RequirementFact) -> Json:
    return {
        "ref": one.ref, "key": one.key, "parts": [[*part] for part in one.parts], "opens": one.opens,
        "closes": one.closes, "latest": one.latest, "days": [*one.days], "gap": [*one.gap],
    }  # fmt: skip
