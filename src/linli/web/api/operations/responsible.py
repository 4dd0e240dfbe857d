"""`GET /responsible`: who answers for a subject at a place on a day, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from linli.apps.catalogue import facts as catalogue
from linli.apps.grid import facts as grid
from linli.core.clock.instants import local
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.web.api.access import Open, opens
from linli.web.api.answers import answer, why
from linli.web.api.asking import READ_SAYS_NO, asking, day_said
from linli.web.api.operations.bodies import body
from linli.web.api.sent import Matter
from linli.web.api.told import Responsible

router = Router(tags=["places"])


@router.get("/responsible", response={200: Responsible, 409: None, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def responsible(request: HttpRequest, of: Query[Matter]) -> HttpResponse:
    """Tell who answers for a subject at a place on a day, by which row of the matrix."""
    if catalogue.snapshot().subject(of.subject) is None:
        raise Invalid(Problem("subject", "cases.no_such_subject"))
    wrong = catalogue.link_problem(of.subject, of.link)
    if wrong:
        raise Invalid(wrong)
    path = _path(of)
    day = day_said(of.on, "on", "api.wrong_value") if of.on else local(asking(request).at).date()
    found = catalogue.responsible(of.subject, path, day, link=of.link)
    if isinstance(found, Refusal):
        raise Refused(found)
    bodies = grid.bodies_by_ref({found.lead, *found.supporting})
    told = {
        "subject": of.subject,
        "link": found.row.link,
        "area_path": path,
        "on": day.isoformat(),
        "row": found.row.id,
        "article": found.row.article,
        "lead": body(bodies[found.lead]),
        "supporting": [body(bodies[one]) for one in found.supporting if one in bodies],
        "why": why(found.why),
    }
    return answer(told)


def _path(of: Matter) -> str:
    if of.lon is not None and of.lat is not None:
        located = grid.locate(of.lon, of.lat)
        if isinstance(located, Refusal):
            raise Invalid(Problem("place", located.code, located.because))
        return located.area_path
    if not of.area:
        raise Invalid(Problem("area", "api.place_missing"))
    found = grid.area(of.area)
    if found is None:
        raise NotVisible
    return found.path
