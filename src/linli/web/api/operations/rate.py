"""`POST /cases/{case}/rating`: how it went, from those who told or joined."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.cases import facts, service
from linli.core.lifecycle.definition import Lifecycle
from linli.core.shared.outcomes import Refusal
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import Refused
from linli.web.api.access import Open, opens
from linli.web.api.answers import answer
from linli.web.api.asking import SAYS_NO, ActId, QueryCode, meant
from linli.web.api.sent import CaseName, RatingIn
from linli.web.api.told import Moved

router = Router(tags=["cases"])
SATISFACTION = "satisfaction"


@router.post("/cases/{case}/rating", response={200: Moved, **SAYS_NO}, **opens(Open.PARTICIPANTS, Scope.MOVE))
def rate(
    request: HttpRequest, case: CaseName, sent: RatingIn, act_id: ActId, code: QueryCode = ""
) -> HttpResponse:
    """Say how it went; to object to a result, make the move ``contest``. Handlers never see who rated."""
    which = meant(request, case, code)
    view = facts.case_view(which.actor, which.ref, at=which.at)
    move = rating_move(view.definition.lifecycle)
    inputs = {SATISFACTION: sent.satisfaction, **({"note": sent.note} if sent.note else {})}
    rated = service.move(
        which.ref, move, inputs, actor=which.actor, act_id=act_id, at=which.at, version=sent.version
    )
    return answer(rated)


def rating_move(course: Lifecycle) -> str:
    """Return the move by which a resident rates; the same also after it was made, so that it can be said again.

    Raises:
        Refused: nobody is asked how it went in this service.
    """
    for move in course.moves.values():
        if "resident" in move.roles and any(one.name == SATISFACTION for one in move.inputs):
            return move.name
    raise Refused(Refusal("api.not_rated"))
