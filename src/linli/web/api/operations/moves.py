"""`POST /cases/{case}/moves`: the one way a case changes its stage."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.cases import service
from linli.kernel.access.tokens import Scope
from linli.web.api.access import Open, opens
from linli.web.api.answers import answer
from linli.web.api.asking import SAYS_NO, ActId, QueryCode, meant
from linli.web.api.sent import CaseName, MoveIn
from linli.web.api.told import Moved

router = Router(tags=["cases"])


@router.post("/cases/{case}/moves", response={200: Moved, **SAYS_NO}, **opens(Open.PARTICIPANTS, Scope.MOVE))
def make_move(
    request: HttpRequest, case: CaseName, sent: MoveIn, act_id: ActId, code: QueryCode = ""
) -> HttpResponse:
    """Make a move. Which are open to you, and what they ask, is told by GET /cases/{case}."""
    which = meant(request, case, code)
    moved = service.move(
        which.ref,
        sent.move,
        sent.inputs,
        actor=which.actor,
        act_id=act_id,
        at=which.at,
        version=sent.version,
    )
    return answer(moved)
