"""`GET /cases/{case}`: one case as the asker may see it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.cases import facts
from linli.web.api.access import Open, opens
from linli.web.api.answers import answer
from linli.web.api.asking import READ_SAYS_NO, QueryCode, meant
from linli.web.api.cases_told import case as written
from linli.web.api.sent import CaseName
from linli.web.api.told import Case

router = Router(tags=["cases"])


@router.get("/cases/{case}", response={200: Case, **READ_SAYS_NO}, **opens(Open.PARTICIPANTS))
def get_case(request: HttpRequest, case: CaseName, code: QueryCode = "") -> HttpResponse:
    """Return a case by its ref, or by its number with the query code."""
    which = meant(request, case, code)
    return answer(written(facts.case_view(which.actor, which.ref, at=which.at)))
