"""`/circuits` and `/childcare`: rounds of a team, and places for children up to three."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.activities import facts, service
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.web.activities.reading import day, moment
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName
from linli.web.api.sent_activities import ApplicationIn, CircuitIn, GroupIn, ReachedIn
from linli.web.api.told_activities import Childcare, ChildcareApplications, Circuits, CircuitTold, Made

router = Router(tags=["activities"])
KEEP = (Permission.ACTIVITY_KEEP,)


@router.get("/circuits", response={200: Circuits, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_circuits(request: HttpRequest, over: bool = False, cursor: str = "") -> HttpResponse:  # noqa: FBT001, FBT002 - a parameter of the address
    """List rounds that are to come, or those that are over."""
    page = facts.circuits(asking(request).at, cursor=cursor[:20], over=over)
    return answer({"circuits": [_circuit(one) for one in page.rows], "cursor": page.cursor})


@router.get("/circuits/{circuit}", response={200: CircuitTold, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_circuit(request: HttpRequest, circuit: CaseName) -> HttpResponse:
    """Tell one round."""
    return answer(_circuit(facts.circuit(circuit, asking(request).actor)))


@router.post("/circuits", response={201: Made, **SAYS_NO}, **opens(KEEP, Scope.OPEN))
def plan_circuit(request: HttpRequest, sent: CircuitIn, act_id: ActId) -> HttpResponse:
    """Plan a round; a team is in one place at a time."""
    stops = tuple(
        service.NewStop(one.area, moment(one.starts), moment(one.ends), one.place) for one in sent.stops
    )
    new = service.NewCircuit(**(sent.model_dump() | {"stops": stops}))
    return answer({"ref": service.plan_circuit(new, **_said(request, act_id))}, status=CREATED)


@router.post(
    "/circuits/{circuit}/stops/{stop}/reached",
    response={200: CircuitTold, **SAYS_NO},
    **opens(KEEP, Scope.MOVE),
)
def note_reached(
    request: HttpRequest, circuit: CaseName, stop: int, sent: ReachedIn, act_id: ActId
) -> HttpResponse:
    """Note how many people a stop reached."""
    service.note_reached(circuit, stop, sent.reached, **_said(request, act_id))
    return answer(_circuit(facts.circuit(circuit, asking(request).actor)))


@router.post(
    "/circuits/{circuit}/stops/{stop}/drop", response={200: CircuitTold, **SAYS_NO}, **opens(KEEP, Scope.MOVE)
)
def drop_stop(request: HttpRequest, circuit: CaseName, stop: int, act_id: ActId) -> HttpResponse:
    """Take a stop out that does not take place."""
    service.drop_stop(circuit, stop, **_said(request, act_id))
    return answer(_circuit(facts.circuit(circuit, asking(request).actor)))


@router.get("/childcare", response={200: Childcare, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_childcare(request: HttpRequest) -> HttpResponse:
    """List all groups with their places, and the order of priorities."""
    asking(request)
    rules = facts.rules()
    groups = [_group(one) for one in facts.groups()]
    return answer({"groups": groups, "priorities": [*rules.priorities], "certainty": rules.certainty})


@router.post("/childcare", response={201: Made, **SAYS_NO}, **opens(KEEP, Scope.OPEN))
def open_childcare_group(request: HttpRequest, sent: GroupIn, act_id: ActId) -> HttpResponse:
    """Open a group; more places than the staff suffices for are refused."""
    ref = service.open_group(service.NewGroup(**sent.model_dump()), **_said(request, act_id))
    return answer({"ref": ref}, status=CREATED)


@router.post(
    "/childcare/{group}/applications", response={201: Made, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN)
)
def apply_for_childcare(
    request: HttpRequest, group: CaseName, sent: ApplicationIn, act_id: ActId
) -> HttpResponse:
    """Apply for a place as a guardian."""
    said = sent.model_dump() | {"born": day(sent.born), "wants_from": day(sent.wants_from)}
    ref = service.apply_for_place(group, service.NewApplication(**said), **_said(request, act_id))
    return answer({"ref": ref}, status=CREATED)


@router.get(
    "/childcare/applications", response={200: ChildcareApplications, **READ_SAYS_NO}, **opens(Open.PERSONS)
)
def list_childcare_applications(request: HttpRequest) -> HttpResponse:
    """List one's own applications."""
    return answer(_mine(request))


@router.post(
    "/childcare/applications/{application}/accept",
    response={200: ChildcareApplications, **SAYS_NO},
    **opens(Open.PERSONS, Scope.MOVE),
)
def accept_childcare(request: HttpRequest, application: CaseName, act_id: ActId) -> HttpResponse:
    """Take the place that was offered."""
    service.accept_childcare(application, **_said(request, act_id))
    return answer(_mine(request))


@router.post(
    "/childcare/applications/{application}/leave",
    response={200: ChildcareApplications, **SAYS_NO},
    **opens(Open.PERSONS, Scope.MOVE),
)
def leave_childcare(request: HttpRequest, application: CaseName, act_id: ActId) -> HttpResponse:
    """Withdraw, decline or leave; the place goes to the next."""
    service.leave_childcare(application, **_said(request, act_id))
    return answer(_mine(request))


def _said(request: HttpRequest, act_id: str) -> dict[str, Any]:
    asked = asking(request)
    return {"actor": asked.actor, "act_id": act_id, "at": asked.at}


def _circuit(one: facts.CircuitFact) -> Json:
    return {
        "ref": one.ref,
        "title": both(one.row.title_zh, one.row.title_en),
        "team": one.row.team,
        "members": one.row.members,
        "kit": [*one.kit],
        "stops": [
            {
                "stop": stop.id, "area_path": stop.area, "place": stop.place, "starts": instant(stop.starts),
                "ends": instant(stop.ends), "dropped": stop.dropped, "reached": stop.reached, "few": stop.small,
            }
            for stop in one.stops
        ],
    }  # fmt: skip


def _group(one: facts.GroupFact) -> Json:
    row, centre = one.row, one.centre
    return {
        "ref": one.ref, "name": both(row.name_zh, row.name_en),
        "centre": both(centre.name_zh, centre.name_en) if centre else both("", ""), "months_from": row.months_from,
        "months_to": row.months_to, "staff": row.staff, "capacity": one.capacity, "held": one.held, "waits": one.waits,
        "fee_fen": row.fee_fen, "hours": row.hours,
    }  # fmt: skip


def _mine(request: HttpRequest) -> Json:
    return {
        "applications": [
            {
                "ref": one.ref, "group": one.group.ref, "name": one.name, "wants_from": one.wants_from.isoformat(),
                "priority": one.priority, "paper_seen": one.paper_seen, "standing": one.standing,
                "position": one.position, "offered_until": instant(one.offered_until),
            }
            for one in facts.my_applications(asking(request).actor)
        ]
    }  # fmt: skip
