"""`GET /cases`: queues, lists of a body, one's own cases."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from linli.apps.cases import facts
from linli.apps.cases.facts import CasePage, Wanted
from linli.apps.grid import facts as grid
from linli.core.shared.outcomes import Problem
from linli.kernel.audit.outcomes import Invalid
from linli.web.api.access import Open, opens
from linli.web.api.answers import answer
from linli.web.api.asking import READ_SAYS_NO, asking
from linli.web.api.cases_told import line
from linli.web.api.sent import NarrowedByStaff
from linli.web.api.told import Lines

router = Router(tags=["cases"])


@router.get("/cases", response={200: Lines, **READ_SAYS_NO}, **opens(Open.PERSONS))
def list_cases(request: HttpRequest, by: Query[NarrowedByStaff]) -> HttpResponse:
    """List cases, a hundred a page, the most urgent first (one's own: the newest first)."""
    asked = asking(request)
    shown = by.view or ("queue" if asked.actor.grants else "mine")
    if shown == "mine":
        page = facts.mine(asked.actor, by.cursor)
    elif shown == "supporting":
        page = facts.supporting(asked.actor, by.cursor)
    else:
        wanted = Wanted(
            by.queue, by.subject, by.service, path_of(by.area), by.stage, by.late, by.words, by.cursor
        )
        page = facts.queue(asked.actor, wanted, at=asked.at)
    return answer(lines(page))


def lines(page: CasePage) -> dict[str, object]:
    """Write a page of a list."""
    return {"cases": [line(row) for row in page.rows], "cursor": page.cursor}


def path_of(area: str) -> str:
    """Return the path of an area told by code or ref, "" for everywhere.

    Raises:
        Invalid: there is none.
    """
    if not area:
        return ""
    found = grid.area(area)
    if found is None:
        raise Invalid(Problem("area", "cases.no_such_area"))
    return found.path
