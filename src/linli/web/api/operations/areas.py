"""`GET /areas` and `GET /locate`: the tree of places, and what lies around a point."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from linli.apps.grid import facts as grid
from linli.apps.grid.facts import AreaFact
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.web.api.access import Open, opens
from linli.web.api.answers import Json, answer, both
from linli.web.api.asking import READ_SAYS_NO
from linli.web.api.sent import CODE, Code
from linli.web.api.told import Areas, AreaWithWay, Place

router = Router(tags=["places"])
WHILE = "public, max-age=60"
TOP = "/"
Within = Annotated[
    str,
    Query(
        description="Code or ref of the place around them; without it the cities.",
        max_length=100,
        pattern=CODE,
    ),
]
Longitude = Annotated[float, Query(description="Degrees.", ge=-180, le=180)]
Latitude = Annotated[float, Query(description="Degrees.", ge=-90, le=90)]
Datum = Annotated[str, Query(description="wgs84, gcj02 or bd09.", max_length=100, pattern=CODE)]


@router.get("/areas", response={200: Areas, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_areas(request: HttpRequest, within: Within = "") -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """List the places one level below another."""
    path = _area(within).path if within else TOP
    return answer({"areas": [area(one) for one in grid.children(path)]}, cache=WHILE)


@router.get("/areas/{name}", response={200: AreaWithWay, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_area(request: HttpRequest, name: Code) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Return a place by code or ref, with the places around it from the city down."""
    found = _area(name)
    way = [area(one) for one in grid.breadcrumbs(found.path)]
    return answer({**area(found), "way": way}, cache=WHILE)


@router.get("/locate", response={200: Place, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def locate(request: HttpRequest, lon: Longitude, lat: Latitude, datum: Datum = "wgs84") -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Find the place, the community and the grids around a point."""
    found = grid.locate(lon, lat, datum)
    if isinstance(found, Refusal):
        raise Invalid(Problem("place", found.code, found.because))
    deepest = _area(found.area_ref)
    community = _area(found.community_ref) if found.community_ref else None
    told = {
        "area": area(deepest),
        "community": area(community) if community else None,
        "cells": dict(found.cells),
    }
    return answer(told)


def area(found: AreaFact) -> Json:
    """Write a place."""
    return {
        "ref": found.ref,
        "kind": found.kind,
        "code": found.code,
        "name": both(found.name_zh, found.name_en),
        "path": found.path,
        "lon": found.lon,
        "lat": found.lat,
    }


def _area(name: str) -> AreaFact:
    found = grid.area(name)
    if found is None:
        raise NotVisible
    return found
