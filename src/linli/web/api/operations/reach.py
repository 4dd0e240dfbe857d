"""`/facilities`, `/reach`, `/site-studies`: what lies within a walk, for whom it is too far, where one more helps most."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from linli.apps.centres import facts, service
from linli.apps.grid import facts as grid
from linli.core.reach.nearest import DETOUR
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.ui.show import local
from linli.kernel.ui.text import t
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.operations.areas import Datum, Latitude, Longitude
from linli.web.api.sent import CODE, CaseName
from linli.web.api.sent_reach import ClosedFromIn, FacilityIn, StudyIn, day
from linli.web.api.told_reach import (
    Facilities,
    Facility,
    FacilityKinds,
    Made,
    Nearest,
    Reach,
    SiteStudies,
    SiteStudy,
)

router = Router(tags=["places"])
WHILE = "public, max-age=60"
COARSE = 12
"""Digits of the finest areas that shares are kept of."""
KEEP, STUDY = (Permission.FACILITY_KEEP,), (Permission.REACH_STUDY,)
Within = Annotated[str, Query(description="Code of an area.", max_length=21, pattern=CODE)]
Kind = Annotated[str, Query(description="One of GET /facility-kinds.", max_length=24, pattern=CODE)]
After = Annotated[str, Query(description="``next`` of the page before.", max_length=40, pattern=CODE)]


@router.get("/facility-kinds", response={200: FacilityKinds, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_facility_kinds(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """List the kinds of facility with their circles (GB 50180-2018, and the six functions of centres)."""
    kinds = [
        {"kind": one.code, "name": _said(f"centres.kind.{one.code}"), "minutes": one.minutes, "radius": one.radius}
        for one in facts.ALL_KINDS.values()
    ]  # fmt: skip
    return answer({"kinds": kinds}, cache=WHILE)


@router.get("/facilities", response={200: Facilities, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_facilities(
    request: HttpRequest,  # noqa: ARG001 - the same for everybody
    within: Within = "",
    kind: Kind = "",
    after: After = "",
) -> HttpResponse:
    """List what people walk to, a page at a time, closed ones too."""
    found = facts.facilities(_area(within).path if within else "/", kind, after=after)
    return answer({"facilities": [_facility(one) for one in found.rows], "next": found.cursor}, cache=WHILE)


@router.post("/facilities", response={201: Made, **SAYS_NO}, **opens(KEEP, Scope.MOVE))
def enter_facility(request: HttpRequest, sent: FacilityIn, act_id: ActId) -> HttpResponse:
    """Enter a facility; degrees in another datum are converted."""
    asked = asking(request)
    said = {**sent.model_dump(), "opened_on": _day(sent.opened_on, "opened_on")}
    new = service.NewFacility(**said)
    ref = service.register_facility(new, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.post("/facilities/{facility}/close", response={200: Facility, **SAYS_NO}, **opens(KEEP, Scope.MOVE))
def end_facility(request: HttpRequest, facility: CaseName, sent: ClosedFromIn, act_id: ActId) -> HttpResponse:
    """Close a facility from a day on."""
    asked = asking(request)
    _ref(facility)
    on = _day(sent.on, "on")
    if on is None:
        raise Invalid(Problem("on", "reach.day_missing"))
    service.close_facility(facility, on, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(_facility(facts.facility(facility)))


@router.get("/reach/nearest", response={200: Nearest, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def find_nearest(request: HttpRequest, lon: Longitude, lat: Latitude, datum: Datum = "wgs84") -> HttpResponse:
    """Find the nearest of each kind from a point, with minutes for an adult and an older person; nothing is kept."""
    located = grid.locate(lon, lat, datum)
    if isinstance(located, Refusal):
        raise Invalid(Problem("place", located.code, located.because))
    found = facts.around(*facts.in_wgs84(lon, lat, datum), local(asking(request).at).date())
    told = {
        "nearest": [_nearest(one) for one in found.nearest],
        "has_street": found.has_street,
        "network": _network(found.network),
    }
    return answer(told)


@router.get("/reach/shares", response={200: Reach, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_reach(request: HttpRequest, within: Within, kind: Kind = "") -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Return what share of an area's households reaches what, as measured last, with all that it rests on."""
    area, result = _area(within), facts.latest()
    if result is None or len(area.code) > COARSE:
        raise NotVisible
    shares = facts.shares_of(result, [area.path]).get(area.path, ())
    told = {
        "area": area.code, "day": result.day.isoformat(), "measured_at": instant(result.measured_at),
        "network": _network(result.network), "speeds": dict(result.speeds), "detour": DETOUR,
        "homes_without_point": result.homes_without_point,
        "facilities_without_point": result.facilities_without_point, "homes_without_street": result.off_network,
        "shares": [_share(one) for one in shares if kind in {"", one.kind}],
    }  # fmt: skip
    return answer(told, cache=WHILE)


@router.get("/site-studies", response={200: SiteStudies, **READ_SAYS_NO}, **opens(STUDY))
def list_site_studies(request: HttpRequest) -> HttpResponse:
    """List the latest questions of one's areas with their answers."""
    return answer({"studies": [_study(one) for one in facts.studies(asking(request).actor)]})


@router.post("/site-studies", response={201: Made, **SAYS_NO}, **opens(STUDY, Scope.MOVE))
def ask_site_study(request: HttpRequest, sent: StudyIn, act_id: ActId) -> HttpResponse:
    """Ask where so many more of a kind would help most; the worker answers."""
    asked = asking(request)
    new = service.NewStudy(sent.kind, sent.area, sent.count, sent.minutes, sent.walker)
    ref = service.ask_study(new, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.get("/site-studies/{study}", response={200: SiteStudy, **READ_SAYS_NO}, **opens(STUDY))
def get_site_study(request: HttpRequest, study: CaseName) -> HttpResponse:
    """Return one question and, once it is there, its answer."""
    _ref(study)
    return answer(_study(facts.study(study, actor=asking(request).actor)))


def _area(code: str) -> grid.AreaFact:
    found = grid.area(code)
    if found is None:
        raise NotVisible
    return found


def _ref(name: str) -> None:
    """A name that is none is not there, rather than wrong."""
    if not grid.is_ref(name):
        raise NotVisible


def _day(text: str | None, field: str) -> Any:
    try:
        return day(text)
    except ValueError:
        raise Invalid(Problem(field, "centres.day_unreadable", {"day": str(text)[:20]})) from None


def _said(key: str) -> Json:
    return both(t(key, lang="zh"), t(key, lang="en"))


def _facility(one: facts.FacilityFact) -> Json:
    return {
        "ref": one.ref, "code": one.code, "kind": one.kind, "name": both(one.name_zh, one.name_en or one.name_zh),
        "address": both(one.address_zh, one.address_en or one.address_zh), "phone": one.phone,
        "area_path": one.area_path, "lon": one.lon, "lat": one.lat, "opened_on": one.opened_on.isoformat(),
        "closed_on": one.closed_on.isoformat() if one.closed_on else None,
    }  # fmt: skip


def _nearest(one: facts.Nearest) -> Json:
    return {
        "kind": one.kind, "facility": _facility(one.facility), "metres": one.metres, "minutes": dict(one.minutes),
        "rests_on": "streets" if one.by_streets else "straight", "apart": one.apart,
    }  # fmt: skip


def _network(one: facts.StreetsFact | None) -> Json | None:
    if one is None:
        return None
    return {
        "ref": one.ref, "source": one.source, "licence": one.licence, "day": one.day.isoformat(),
        "digest": one.digest, "nodes": one.nodes, "edges": one.edges, "left_out": one.left_out,
        "pieces": one.pieces_count,
    }  # fmt: skip


def _share(one: facts.ShareFact) -> Json:
    return {
        "kind": one.kind, "walker": one.walker, "minutes": one.minutes, "reached": one.reached,
        "straight": one.straight, "cut_off": one.cut_off, "of": one.of,
    }  # fmt: skip


def _study(one: facts.StudyFact) -> Json:
    names = ("gain", "bound", "proven", "greedy", "households", "reached_before", "candidates", "sites")
    told = {name: one.answer[name] for name in names} if one.answer else None
    return {
        "ref": one.ref, "kind": one.kind, "count": one.count, "minutes": one.minutes, "walker": one.walker,
        "area_path": one.area_path, "asked_at": instant(one.asked_at), "answered_at": instant(one.answered_at),
        "answer": told,
    }  # fmt: skip
