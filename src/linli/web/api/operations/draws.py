"""`/draws`, `/applications`: scarce places by lot, and the file from which anybody draws again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.centres import facts, service
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.operations.bookings import contact_of
from linli.web.api.operations.centres import ref_of
from linli.web.api.sent import CaseName
from linli.web.api.sent_centres import ApplicationIn, DrawMoveIn
from linli.web.api.told_centres import ApplicationMade, CentreMade, DrawFile, Draws, DrawTold

router = Router(tags=["centres"])
KEEP = (Permission.DRAW_KEEP,)


@router.get("/draws", response={200: Draws, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_draws(request: HttpRequest) -> HttpResponse:
    """List draws that are open, wait for their seed, or were drawn within half a year."""
    return answer({"draws": [_told(one) for one in facts.draws(asking(request).at)]})


@router.get("/draws/{draw}", response={200: DrawTold, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def show_draw(request: HttpRequest, draw: CaseName) -> HttpResponse:  # noqa: ARG001 - open to everybody
    """Tell a draw."""
    return answer(_told(facts.draw(ref_of(draw))))


@router.get("/draws/{draw}/file", response={200: DrawFile, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def draw_file(request: HttpRequest, draw: CaseName) -> HttpResponse:  # noqa: ARG001 - open to everybody
    """Hand out list, commitment, seed, results and proofs; numbers, never persons."""
    return answer(facts.draw_file(ref_of(draw)))


@router.post(
    "/draws/{draw}/applications",
    response={201: ApplicationMade, **SAYS_NO},
    **opens(Open.PERSONS, Scope.OPEN),
)
def apply(request: HttpRequest, draw: CaseName, sent: ApplicationIn, act_id: ActId) -> HttpResponse:
    """Apply for a draw; with name and phone for somebody else, by who keeps draws there."""
    asked = asking(request)
    made = service.apply(
        ref_of(draw), tuple(sent.wanted), contact_of(sent.name, sent.phone),
        actor=asked.actor, act_id=act_id, at=asked.at,
    )  # fmt: skip
    return answer(made, status=CREATED)


@router.post(
    "/applications/{application}/end",
    response={200: CentreMade, **SAYS_NO},
    **opens(Open.PERSONS, Scope.MOVE),
)
def withdraw(request: HttpRequest, application: CaseName, act_id: ActId) -> HttpResponse:
    """Take an application back while the list is open."""
    asked, ref = asking(request), ref_of(application)
    service.withdraw(ref, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": str(ref)})


@router.post("/draws/{draw}/moves", response={200: DrawTold, **SAYS_NO}, **opens(KEEP, Scope.MOVE))
def move_draw(request: HttpRequest, draw: CaseName, sent: DrawMoveIn, act_id: ActId) -> HttpResponse:
    """Close the list of a draw, which commits it, or draw once the seed exists."""
    asked, ref = asking(request), ref_of(draw)
    do = service.close_draw if sent.move == "close" else service.run_draw
    do(ref, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(_told(facts.draw(ref)))


def _told(one: facts.DrawFact) -> Json:
    choices = [
        {"code": each.code, "name": both(each.name_zh, each.name_en or each.name_zh), "places": each.places}
        for each in one.choices
    ]
    return {
        "ref": one.ref, "centre": one.centre_ref, "family": one.family,
        "title": both(one.title_zh, one.title_en or one.title_zh), "choices": choices,
        "apply_until": instant(one.apply_until), "state": one.state, "applicants": one.applicants,
        "list_hash": one.list_hash, "seed": one.seed, "seed_size": one.seed_size, "drawn_at": instant(one.drawn_at),
        "waits_for": one.waits_for,
    }  # fmt: skip
