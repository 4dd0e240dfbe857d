"""`GET /public/cases`: what anybody may know; no free text, no person, no point."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from linli.apps.cases import facts
from linli.apps.cases.facts import Wanted
from linli.web.api.access import Open, opens
from linli.web.api.answers import answer
from linli.web.api.asking import READ_SAYS_NO, asking
from linli.web.api.cases_told import public_case, public_line
from linli.web.api.operations.list_cases import path_of
from linli.web.api.sent import Code, Narrowed
from linli.web.api.told import PublicCase, PublicLines

router = Router(tags=["public"])
WHILE = "public, max-age=15"


@router.get("/public/cases", response={200: PublicLines, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_public_cases(request: HttpRequest, by: Query[Narrowed]) -> HttpResponse:
    """List every case that is not confidential, a hundred a page, the newest first."""
    wanted = Wanted("", by.subject, by.service, path_of(by.area), by.stage, by.late, "", by.cursor)
    page = facts.public_list(wanted, at=asking(request).at)
    told = {"cases": [public_line(row) for row in page.rows], "cursor": page.cursor}
    return answer(told, cache=WHILE)


@router.get("/public/cases/{ref}", response={200: PublicCase, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_public_case(request: HttpRequest, ref: Code) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Return what anybody may know of a case; confidential ones are not there."""
    return answer(public_case(facts.public_case(ref)), cache=WHILE)
