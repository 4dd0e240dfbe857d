"""`/school-supply`: places at schools against the children who come of age, and the figures that this rests on."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from linli.apps.centres import facts, service
from linli.apps.grid.facts import AreaFact
from linli.core.shared.outcomes import Problem
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.ui.show import local
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CODE
from linli.web.api.sent_reach import day
from linli.web.api.sent_schools import SchoolFiguresIn
from linli.web.api.told_schools import SchoolFiguresTaken, SchoolSupply

router = Router(tags=["places"])
WHILE = "public, max-age=60"
Area = Annotated[
    str, Query(description="Code of an area, no finer than a sub-district.", max_length=21, pattern=CODE)
]
Stage = Annotated[str, Query(description="kindergarten, primary or junior.", max_length=12, pattern=CODE)]
Year = Annotated[
    int | None, Query(description="The school year that the parts are told of.", ge=2000, le=2060)
]


@router.get("/school-supply", response={200: SchoolSupply, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_school_supply(
    request: HttpRequest, area: Area = "", stage: Stage = "primary", year: Year = None
) -> HttpResponse:
    """Tell places against children by school year, with what is not known and where it comes from."""
    found = facts.school_supply(area, stage, local(asking(request).at).date(), year)
    told = {
        "area": found.area.code, "name": _name(found.area), "stage": found.stage,
        "years": [_year(one) for one in found.years], "year": found.year,
        "parts": [{"area": one.code, "name": _name(one), "supply": _year(of)} for one, of in found.parts],
        "sources": [{"source": source, "as_of": as_of.isoformat()} for source, as_of in found.sources],
    }  # fmt: skip
    return answer(told, cache=WHILE)


@router.post(
    "/school-supply",
    response={201: SchoolFiguresTaken, **SAYS_NO},
    **opens((Permission.FACILITY_KEEP,), Scope.MOVE),
)
def enter_school_supply(request: HttpRequest, sent: SchoolFiguresIn, act_id: ActId) -> HttpResponse:
    """Enter a list of figures, all or none; one that is there already is replaced. Lines are counted from 1."""
    asked = asking(request)
    rows = [
        service.NewFigure(n, one.area, one.what, one.year, one.count)
        for n, one in enumerate(sent.rows, start=1)
    ]
    taken = service.enter_school_figures(
        rows, sent.source, _day(sent.as_of), actor=asked.actor, act_id=act_id, at=asked.at
    )
    return answer({"taken": taken}, status=CREATED)


def _day(text: str) -> date:
    try:
        found = day(text)
    except ValueError:
        found = None
    if found is None:
        raise Invalid(Problem("as_of", "centres.day_unreadable", {"day": text[:20]}))
    return found


def _name(one: AreaFact) -> Json:
    return both(one.name_zh, one.name_en or one.name_zh)


def _year(one: facts.SchoolYear) -> Json:
    return {
        "year": one.year, "born_from": one.born[0].isoformat(), "born_to": one.born[1].isoformat(),
        "children": one.children, "places": one.places, "gap": one.gap, "few": one.few, "unknown": [*one.unknown],
    }  # fmt: skip
