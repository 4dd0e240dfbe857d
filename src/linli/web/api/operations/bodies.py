"""`GET /bodies`: the bodies that handle, support, check and answer."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from linli.apps.grid import facts as grid
from linli.apps.grid.facts import BodyFact
from linli.kernel.audit.outcomes import NotVisible
from linli.web.api.access import Open, opens
from linli.web.api.answers import Json, answer, both
from linli.web.api.asking import READ_SAYS_NO
from linli.web.api.sent import CODE, Code
from linli.web.api.told import Bodies, Body

router = Router(tags=["places"])
WHILE = "public, max-age=60"
Kind = Annotated[
    str, Query(description="city_department, subdistrict, community ...", max_length=100, pattern=CODE)
]
Within = Annotated[
    str, Query(description="Code or ref of the place they lie in.", max_length=100, pattern=CODE)
]


@router.get("/bodies", response={200: Bodies, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_bodies(request: HttpRequest, kind: Kind = "", within: Within = "") -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """List bodies, of one kind or within one place."""
    under = grid.area(within) if within else None
    if within and under is None:
        raise NotVisible
    found = grid.bodies(kind or None, under.path if under else "/")
    return answer({"bodies": [body(one) for one in found]}, cache=WHILE)


@router.get("/bodies/{name}", response={200: Body, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_body(request: HttpRequest, name: Code) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Return a body by code or ref."""
    found = grid.body(name)
    if found is None:
        raise NotVisible
    return answer(body(found), cache=WHILE)


def body(found: BodyFact) -> Json:
    """Write a body."""
    return {
        "ref": found.ref,
        "code": found.code,
        "kind": found.kind,
        "name": both(found.name_zh, found.name_en),
        "area_path": found.area_path,
        "parent": found.parent_ref,
        "may_lead": found.may_lead,
        "phone": found.phone,
    }
