"""`GET /cases/{case}/entries`: what happened with a case, entry by entry."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.cases import facts
from linli.web.api.access import Open, opens
from linli.web.api.answers import answer
from linli.web.api.asking import READ_SAYS_NO, QueryCode, meant
from linli.web.api.cases_told import entries
from linli.web.api.sent import CaseName
from linli.web.api.told import Entries

router = Router(tags=["cases"])


@router.get("/cases/{case}/entries", response={200: Entries, **READ_SAYS_NO}, **opens(Open.PARTICIPANTS))
def list_entries(request: HttpRequest, case: CaseName, code: QueryCode = "") -> HttpResponse:
    """Return the entries of a case, oldest first, with the words that the asker may read."""
    which = meant(request, case, code)
    view = facts.case_view(which.actor, which.ref, at=which.at)
    told = {
        "case": str(view.case.ref),
        "stream": "" if view.veiled else view.case.stream.sid,
        "entries": entries(view.steps),
    }
    return answer(told)
