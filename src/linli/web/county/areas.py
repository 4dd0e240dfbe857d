"""The tree of areas: who answers for a place, its grids, its contact households, and bringing in places."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.apps.grid import facts as grid
from linli.apps.grid import service
from linli.apps.grid.service import Reading
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.identity.personal import mask_phone
from linli.kernel.identity.service import open_resident
from linli.kernel.ui.text import reason
from linli.web.county import words
from linli.web.county.frame import Wrong, asked, attempt, done, page, said, today
from linli.web.field import households as households_asked

TOP = "/"
LARGEST = 25 * 1024 * 1024
COMMUNITY_CODE = 12
SEARCHED = ("district", "subdistrict", "township", "community", "village", "estate", "natural_village")
FILES = ("areas", "unit", "responsibility", "bodies")
DATUMS = ("wgs84", "gcj02", "cgcs2000")
SHOWN = 100


@requires(Permission.AREA_IMPORT)
@require_GET
def areas(request: HttpRequest) -> HttpResponse:
    """Show the top of the tree, or places by name."""
    q = request.GET.get("q", "")[:60].strip()
    if q:
        found = [
            one
            for one in grid.subtree(TOP, *SEARCHED)
            if q.lower() in f"{one.name_zh} {one.name_en} {one.code}".lower()
        ]
        names = words.names(one.path for one in found[:SHOWN])
        rows = [(one, names.area(one.path)) for one in found[:SHOWN]]
        return page(request, "areas", {"q": q, "found": rows, "all_found": len(found)})
    cities = grid.children(TOP)
    context = {
        "q": "",
        "cities": [(one, _counts(one.path), grid.cell_counts(one.path)) for one in cities],
        "children": _children(cities[0].path) if len(cities) == 1 else [],
    }
    return page(request, "areas", context)


@requires(Permission.AREA_IMPORT)
@require_GET
def area(request: HttpRequest, code: str) -> HttpResponse:
    """Show one place."""
    return _area(request, code, None)


@requires(Permission.HOUSEHOLD_CONTACT)
@require_POST
def household(request: HttpRequest, code: str) -> HttpResponseBase:
    """Record a consent that was signed on paper, or its withdrawal; ask a household, or take that back."""
    place = _place(code)
    if request.POST.get("do") == "withdraw":
        ref = request.POST.get("ref", "")
        _, wrong = attempt(lambda: service.withdraw_consent(ref, **said(request)))
        return _area(request, code, wrong) if wrong else done("household_withdrawn", "area", code=code)
    if request.POST.get("do") in {"ask", "take_back"}:
        what, wrong = attempt(lambda: households_asked.do(request))
        return _area(request, code, wrong) if wrong else done(what, "area", code=code)
    _, wrong = attempt(lambda: _consent(request, place))
    return _area(request, code, wrong) if wrong else done("household_given", "area", code=code)


@requires(Permission.AREA_IMPORT)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Bring in areas, grids or bodies: a whole file or nothing, with every line that is wrong."""
    wrong, report, what = None, None, request.POST.get("what") or request.GET.get("what", FILES[0])
    what = what if what in FILES else FILES[0]
    if request.method == "POST":
        report, wrong = attempt(lambda: _import(request, what))
    lines = [(_line(one), reason(one)) for one in wrong.problems] if wrong else []
    context = {
        "what": what,
        "files": FILES,
        "datum": request.POST.get("datum", DATUMS[0]),
        "datums": DATUMS,
        "report": report,
        "lines": lines[:SHOWN],
        "all_lines": len(lines),
    }
    return page(request, "upload", context, wrong=wrong)


def _area(request: HttpRequest, code: str, wrong: Wrong | None) -> HttpResponse:
    actor, one = asked(request).actor, _place(code)
    served = _bodies_of(one.path)
    households = grid.contact_households(one.path, actor=actor)
    names = words.names(each.area_path for each in households)
    context: dict[str, Any] = {
        "one": one,
        "name": words.named(one),
        "crumbs": [(each, words.named(each)) for each in grid.breadcrumbs(one.path)[:-1]],
        "counts": _counts(one.path),
        "cells": grid.cell_counts(one.path) if len(one.code) <= COMMUNITY_CODE else {},
        "own_cells": grid.cells_of(one.path),
        "children": _children(one.path),
        "contacts": grid.named_contacts(one.path, today(request)),
        "bodies": served,
        "households": [
            (each, names.area(each.area_path), mask_phone(each.phone)) for each in households[:SHOWN]
        ],
        "all_households": grid.household_counts([one.path])[one.path],
        "takes_household": len(one.code) > COMMUNITY_CODE,
        "may_keep": actor.may(Permission.HOUSEHOLD_CONTACT, area_path=one.path),
        "typed": request.POST,
        **_asking(request, one, households),
    }
    return page(request, "area", context, wrong=wrong)


def _asking(request: HttpRequest, one: grid.AreaFact, households: list[grid.HouseholdFact]) -> dict[str, Any]:
    """Return what households were asked and may be, from the community down; above there are too many."""
    if len(one.code) < COMMUNITY_CODE:
        return {"can_answer": [], "asked": []}
    return households_asked.context(request, one.path, households)


def _place(code: str) -> grid.AreaFact:
    one = grid.area(code)
    if one is None:
        raise NotVisible
    return one


def _counts(path: str) -> list[tuple[str, int]]:
    found = grid.kind_counts(path)
    order = (
        "district",
        "subdistrict",
        "township",
        "community",
        "village",
        "estate",
        "natural_village",
        "group",
        "building",
        "entrance",
    )
    return [(kind, found[kind]) for kind in order if kind in found]


def _children(path: str) -> list[dict[str, Any]]:
    below = grid.children(path)
    paths = [one.path for one in below]
    inside, households = grid.child_counts(paths), grid.household_counts(paths)
    return [
        {
            "fact": one, "name": words.named(one), "kind": words.area_kind(one.kind),
            "inside": inside.get(one.path, 0), "households": households[one.path],
        }
        for one in below
    ]  # fmt: skip


def _bodies_of(path: str) -> list[tuple[grid.BodyFact, str]]:
    """Return the bodies of a place and of those around it, the nearest first."""
    around = {one.path for one in grid.breadcrumbs(path)}
    near = [one for one in grid.bodies() if one.area_path in around]
    near.sort(key=lambda one: -len(one.area_path))
    return [(one, words.named(one)) for one in near]


def _consent(request: HttpRequest, place: grid.AreaFact) -> None:
    if request.POST.get("signed") != "yes":
        raise Invalid(Problem("signed", "county.consent_unsigned"))
    name, phone = request.POST.get("name", "")[:60].strip(), request.POST.get("phone", "")[:40]
    online = request.POST.get("online") == "yes" and bool(name)
    account = open_resident(phone, name=name, at=asked(request).at) if online else None
    service.give_consent(
        place.ref,
        name=name,
        phone=phone,
        account_ref=str(account.ref) if account else None,
        wants_letters=online and request.POST.get("letters") == "yes",
        **said(request),
    )


def _import(request: HttpRequest, what: str) -> Any:
    file = request.FILES.get("file")
    if file is None:
        raise Invalid(Problem("file", "county.choose_file"))
    if (file.size or 0) > LARGEST:
        raise Invalid(Problem("file", "county.file_too_big", {"mb": LARGEST // 1024 // 1024}))
    content, how = file.read(), Reading(datum=request.POST.get("datum", DATUMS[0]))
    if what == "areas":
        return service.import_areas(content, how=how, **said(request))
    if what == "bodies":
        return service.import_bodies(content, how=how, **said(request))
    return service.import_cells(content, kind=what, how=how, **said(request))


def _line(one: Problem) -> str:
    """Return the line a problem is about, if it is about one."""
    return one.field.removeprefix("line:") if one.field.startswith("line:") else ""
