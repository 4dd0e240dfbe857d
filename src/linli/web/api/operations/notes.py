"""`POST /cases/{case}/notes`: a remark beside the course; no clock hears it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.cases import service
from linli.kernel.access.tokens import Scope
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, answer
from linli.web.api.asking import SAYS_NO, ActId, QueryCode, meant
from linli.web.api.sent import CaseName, NoteIn
from linli.web.api.told import Moved

router = Router(tags=["cases"])


@router.post("/cases/{case}/notes", response={201: Moved, **SAYS_NO}, **opens(Open.PARTICIPANTS, Scope.NOTE))
def add_note(
    request: HttpRequest, case: CaseName, sent: NoteIn, act_id: ActId, code: QueryCode = ""
) -> HttpResponse:
    """Write a remark, to the resident or inside; what a resident writes is always seen by both."""
    which = meant(request, case, code)
    noted = service.add_note(
        which.ref, sent.text, audience=sent.audience, actor=which.actor, act_id=act_id, at=which.at
    )
    return answer(noted, status=CREATED)
