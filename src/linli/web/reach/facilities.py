"""The register of what people walk to, at the desk: listed by kind, entered, changed, closed."""

from __future__ import annotations

import uuid
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.centres import facts, service
from linli.core.shared.outcomes import Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import here as moved
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason, t
from linli.web.desk import seat
from linli.web.public.naming import name_of

HERE = "page:facilities"
FIELDS = (
    "code",
    "kind",
    "name_zh",
    "name_en",
    "address_zh",
    "address_en",
    "phone",
    "area",
    "datum",
    "centre",
)


@requires(Permission.FACILITY_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def listing(request: ActorRequest) -> HttpResponse:
    """List facilities by kind, a page at a time, and enter one."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            service.register_facility(
                _said(request), actor=request.actor, act_id=_act(request), at=request.at
            )
            return HttpResponseRedirect(f"{url('reach:facilities')}?done=entered")
        except Invalid as wrong:
            problems = _as_typed(wrong.problems)
        except NotVisible:
            problems = (Problem("area", "reach.not_your_area"),)
    kind = request.GET.get("kind", "")
    found = facts.facilities("/", kind if kind in facts.KINDS else "", after=request.GET.get("from", "")[:40])
    context = seat.frame(
        request, here=HERE, rows=found.rows, kind=kind, kinds=_kinds(), name=name_of, problems=problems,
        said=request.POST, act_id=str(uuid.uuid4()), done=request.GET.get("done") == "entered",
        next=moved(request, **{"from": found.cursor}) if found.cursor else None,
    )  # fmt: skip
    return render(request, "reach/facilities.html", context, status=422 if problems else 200)


@requires(Permission.FACILITY_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Show one facility with its form; write it anew or close it."""
    found, problems, refused = facts.facility(ref), (), ""
    said: dict[str, Any] = {**asdict(found), "area": "", "datum": "wgs84", "centre": ""}
    if request.method == "POST":
        try:
            _do(request, ref)
            return HttpResponseRedirect(f"{url('reach:facility', ref=ref)}?done=1")
        except Invalid as wrong:
            problems, said = _as_typed(wrong.problems), {**said, **request.POST.dict()}
        except Stale as no:
            refused = reason(no.refusal)
    context = seat.frame(
        request, here=HERE, row=found, said=said, kinds=_kinds(), problems=problems, refused=refused,
        act_id=str(uuid.uuid4()), close_id=str(uuid.uuid4()), done="done" in request.GET, name=name_of,
    )  # fmt: skip
    return render(
        request, "reach/facility.html", context, status=422 if problems else 409 if refused else 200
    )


def _do(request: ActorRequest, ref: uuid.UUID) -> None:
    said = {"actor": request.actor, "act_id": _act(request), "at": request.at}
    if request.POST.get("do") == "close":
        on = _day(request.POST.get("on", ""), "on")
        if on is None:
            raise Invalid(Problem("on", "reach.day_missing"))
        service.close_facility(ref, on, **said)
    else:
        service.change_facility(ref, _said(request), **said)


def _said(request: ActorRequest) -> service.NewFacility:
    texts = {name: request.POST.get(name, "").strip()[:120] for name in FIELDS}
    degrees = [_number(request.POST.get(name, ""), name) for name in ("lon", "lat")]
    opened = _day(request.POST.get("opened_on", ""), "opened_on")
    texts["datum"] = texts["datum"] or "wgs84"
    return service.NewFacility(**texts, lon=degrees[0], lat=degrees[1], opened_on=opened)


def _number(text: str, field: str) -> float | None:
    try:
        return float(text) if text.strip() else None
    except ValueError:
        raise Invalid(Problem(field, "centres.degrees_no_number")) from None


def _as_typed(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Name the fields as the form has them: a point is typed as its two degrees."""
    return tuple(replace(one, field="lon") if one.field == "point" else one for one in problems)


def _day(text: str, field: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise Invalid(Problem(field, "centres.day_unreadable", {"day": text[:20]})) from None


def _kinds() -> list[tuple[str, str]]:
    return [(code, t(f"centres.kind.{code}")) for code in facts.KINDS]


def _act(request: ActorRequest) -> str:
    return request.POST.get("act_id", "")
