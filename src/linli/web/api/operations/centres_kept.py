"""What who keeps a centre does to it: writes it and its rooms anew, closes days, opens showings and draws."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.centres import facts, service
from linli.core.clock.instants import read_instant
from linli.core.shared.outcomes import Problem
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import Invalid
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, instant
from linli.web.api.asking import SAYS_NO, ActId, asking, day_said
from linli.web.api.operations.centres import ref_of
from linli.web.api.sent import CaseName
from linli.web.api.sent_centres import CentreIn
from linli.web.api.sent_kept import ClosingIn, DrawIn, OnDayIn, PlaceMoveIn, RoomChangeIn, ShowingIn
from linli.web.api.told_centres import ApplicationTold, CentreMade
from linli.web.centres import places

router = Router(tags=["centres"])
KEEP = (Permission.CENTRE_KEEP,)
BOOK = (Permission.BOOKING_KEEP,)
DRAW = (Permission.DRAW_KEEP,)
MADE = {201: CentreMade, **SAYS_NO}
DONE = {200: CentreMade, **SAYS_NO}


@router.post("/centres/{centre}/change", response=DONE, **opens(KEEP, Scope.MOVE))
def change_centre(request: HttpRequest, centre: CaseName, sent: CentreIn, act_id: ActId) -> HttpResponse:
    """Write a centre anew; its code stays."""
    asked, ref = asking(request), ref_of(centre)
    new = service.NewCentre(**{**sent.model_dump(), "functions": tuple(sent.functions)})
    service.change_centre(ref, new, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": str(ref)})


@router.post("/centres/{centre}/end", response=DONE, **opens(KEEP, Scope.MOVE))
def close_centre(request: HttpRequest, centre: CaseName, sent: OnDayIn, act_id: ActId) -> HttpResponse:
    """Close a centre for good from a day on."""
    asked, ref = asking(request), ref_of(centre)
    service.close_centre(ref, said_day(sent.on, "on"), actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": str(ref)})


@router.post("/centres/{centre}/closings", response=MADE, **opens(KEEP, Scope.MOVE))
def close_days(request: HttpRequest, centre: CaseName, sent: ClosingIn, act_id: ActId) -> HttpResponse:
    """Close a centre for some days; what was booked then is cancelled with a letter."""
    asked = asking(request)
    first, last = said_day(sent.first, "first"), said_day(sent.last, "last")
    ref = service.close_days(
        ref_of(centre), first, last, sent.reason[:20], actor=asked.actor, act_id=act_id, at=asked.at
    )
    return answer({"ref": ref}, status=CREATED)


@router.post("/closings/{closing}/end", response=DONE, **opens(KEEP, Scope.MOVE))
def open_days(request: HttpRequest, closing: CaseName, act_id: ActId) -> HttpResponse:
    """Take a closing back; what was cancelled stays cancelled."""
    asked, ref = asking(request), ref_of(closing)
    service.open_days(ref, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": str(ref)})


@router.post("/rooms/{room}/change", response=DONE, **opens(KEEP, Scope.MOVE))
def change_room(request: HttpRequest, room: CaseName, sent: RoomChangeIn, act_id: ActId) -> HttpResponse:
    """Write a room anew; its code stays."""
    asked, ref = asking(request), ref_of(room)
    new = service.NewRoom(**{**sent.model_dump(), "equipment": tuple(sent.equipment)})
    service.change_room(ref, new, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": str(ref)})


@router.post("/rooms/{room}/end", response=DONE, **opens(KEEP, Scope.MOVE))
def close_room(request: HttpRequest, room: CaseName, act_id: ActId) -> HttpResponse:
    """Take a room out of use."""
    asked, ref = asking(request), ref_of(room)
    service.close_room(ref, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": str(ref)})


@router.post("/rooms/{room}/showings", response=MADE, **opens(BOOK, Scope.MOVE))
def open_showing(request: HttpRequest, room: CaseName, sent: ShowingIn, act_id: ActId) -> HttpResponse:
    """Open a showing in a room with numbered seats; it holds the room for its time."""
    asked = asking(request)
    new = service.NewShowing(
        str(ref_of(room)), said_day(sent.day, "day"), sent.start, sent.end, sent.title_zh, sent.title_en, sent.most_each
    )  # fmt: skip
    ref = service.open_showing(new, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.post("/centres/{centre}/draws", response=MADE, **opens(DRAW, Scope.MOVE))
def open_draw(request: HttpRequest, centre: CaseName, sent: DrawIn, act_id: ActId) -> HttpResponse:
    """Open a draw for scarce places."""
    asked = asking(request)
    until = read_instant(sent.apply_until, "apply_until")
    if isinstance(until, Problem):
        raise Invalid(until)
    choices = tuple(service.NewChoice(one.code, one.name_zh, one.places, one.name_en) for one in sent.choices)
    new = service.NewDraw(str(ref_of(centre)), sent.family, sent.title_zh, until, choices, sent.title_en)
    ref = service.open_draw(new, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.post(
    "/applications/{application}/moves",
    response={200: ApplicationTold, **SAYS_NO},
    **opens(Open.PERSONS, Scope.MOVE),
)
def move_application(
    request: HttpRequest, application: CaseName, sent: PlaceMoveIn, act_id: ActId
) -> HttpResponse:
    """Give back a place from a draw, which goes to the next in the order, or answer about one that was handed on."""
    asked, ref = asking(request), ref_of(application)
    places.move(sent.move, ref, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(_application(facts.application(ref, asked.actor)))


def _application(one: facts.ApplicantFact) -> Json:
    return {
        "ref": one.ref, "draw": one.draw_ref, "number": one.number, "place": one.place, "given": one.given,
        "has": one.has, "gave_back": one.gave_back, "later": one.later, "later_state": one.later_state,
        "later_until": instant(one.later_until),
    }  # fmt: skip


def said_day(text: str, field: str) -> date:
    """Read a day that has to be said."""
    return day_said(text, field, "centres.no_day")
