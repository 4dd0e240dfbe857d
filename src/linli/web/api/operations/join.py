"""`POST /cases/{case}/join`: me too."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.cases import service
from linli.kernel.access.tokens import Scope
from linli.web.api.access import Open, opens
from linli.web.api.answers import answer
from linli.web.api.asking import SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName
from linli.web.api.told import Joined

router = Router(tags=["cases"])


@router.post("/cases/{case}/join", response={200: Joined, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def join(request: HttpRequest, case: CaseName, act_id: ActId) -> HttpResponse:
    """Join somebody else's public case and be told of its result."""
    asked = asking(request)
    return answer(service.join(case, actor=asked.actor, act_id=act_id, at=asked.at))
