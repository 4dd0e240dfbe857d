"""The register of centres for those who keep it: enter, change, close one; close some days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.centres import facts, service
from linli.apps.grid import facts as grid
from linli.core.shared.outcomes import Problem
from linli.core.slots.week import DAYS, read_week, write_hours
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason, t
from linli.web.centres.desk_day import own_centres
from linli.web.centres.told import named, plain, read_number, ref_of, room_said, today
from linli.web.desk import seat
from linli.web.portal.visitor import act_id_of, new_act_id

HERE = "page:centres"
KEEP = Permission.CENTRE_KEEP
TEXTS = ("code", "name_zh", "name_en", "address_zh", "address_en", "phone", "body", "area")


@requires(KEEP)
@never_cache
@require_safe
def listed(request: ActorRequest) -> HttpResponse:
    """List the centres that the reader keeps."""
    rows = [(one, named(one.name_zh, one.name_en)) for one in own_centres(request, KEEP)]
    return render(request, "centres/desk_list.html", seat.frame(request, here=HERE, rows=rows))


@requires(KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Enter a centre."""
    if request.method == "GET":
        return _form(request, None, {})
    try:
        ref = service.register_centre(_read(request.POST), **_said(request))
    except Invalid as wrong:
        return _form(request, None, {"problems": _shown(wrong.problems, request.POST)}, status=422)
    return HttpResponseRedirect(f"{url('desk-centre', ref=ref)}?done=entered")


@requires(KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show a centre as it is kept, and write it anew."""
    centre = _own(request, ref)
    if request.method == "GET":
        return _form(request, centre, {})
    try:
        service.change_centre(ref, _read(request.POST, centre), **_said(request))
    except Invalid as wrong:
        return _form(request, centre, {"problems": _shown(wrong.problems, request.POST)}, status=422)
    return HttpResponseRedirect(f"{url('desk-centre', ref=str(ref))}?done=changed")


@requires(KEEP)
@require_POST
def closing(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Close the centre for some days, open them again, or close it for good."""
    centre, what = _own(request, ref), request.POST.get("do", "")
    try:
        if what == "close":
            first = _day(request.POST.get("first", ""), "first")
            last = _day(request.POST.get("last", "") or request.POST.get("first", ""), "last")
            service.close_days(ref, first, last, request.POST.get("reason", "")[:20], **_said(request))
        elif what == "open":
            service.open_days(ref_of(request.POST.get("closing", "")), **_said(request))
        elif what == "for_good":
            service.close_centre(ref, _day(request.POST.get("on", ""), "on"), **_said(request))
        else:
            raise NotVisible
    except Invalid as wrong:
        return _form(request, centre, {"problems": wrong.problems}, status=422)
    except (Refused, Stale) as no:
        return _form(request, centre, {"refused": reason(no.refusal)}, status=409)
    return HttpResponseRedirect(f"{url('desk-centre', ref=str(ref))}?done={what}")


def _own(request: ActorRequest, ref: UUID) -> facts.CentreFact:
    centre = facts.centre(ref)
    if not request.actor.may(KEEP, area_path=centre.area_path, body_id=centre.body_id):
        raise NotVisible
    return centre


def _said(request: ActorRequest) -> dict[str, Any]:
    return {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(Problem(field, "centres_page.day_missing")) from None


def _read(said: Mapping[str, str], centre: facts.CentreFact | None = None) -> service.NewCentre:
    """Read the form; the hours of each line of the week come in fields of their own."""
    texts = {name: plain(said.get(name, "")) for name in TEXTS}
    if centre is not None:
        texts["code"] = centre.code
    opened = said.get("opened_on", "")
    return service.NewCentre(
        **texts, lon=_degree(said.get("lon", "")), lat=_degree(said.get("lat", "")),
        floor_area=_size(said.get("floor_area", "")), floor_area_before=_size(said.get("floor_area_before", "")),
        functions=tuple(one for one in facts.FUNCTIONS if f"function.{one}" in said),
        opened_on=_day(opened, "opened_on") if opened and centre is None else None,
        hours=week_text(said),
    )  # fmt: skip


def week_text(said: Mapping[str, str]) -> str:
    """Put the lines of the week together as the timetable is written; a blank line of a working weekend is a Monday's."""
    lines = [(key, plain(said.get(f"hours.{key}", "")).replace(";", ",")[:60]) for key in DAYS]
    return "; ".join(f"{key} {hours}" for key, hours in lines if hours)


def week_lines(text: str, said: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return each line of the week: key, label, hours as they are typed."""
    week = read_week(text)
    stored = {} if isinstance(week, Problem) else week.hours
    return [
        (f"hours.{key}", t(f"centres_page.line_{key}"),
         said.get(f"hours.{key}", write_hours(stored[key]) or "closed" if key in stored else ""))
        for key in DAYS
    ]  # fmt: skip


def _shown(problems: tuple[Problem, ...], said: Mapping[str, str]) -> tuple[Problem, ...]:
    """Name the fields as the form has them; what was typed for degrees may be no number at all."""
    names = {"hours": "hours.1", "point": "lon"}
    unreadable = next((name for name in ("lon", "lat") if _degree(said.get(name, "")) == NO_DEGREE), "")
    return tuple(
        Problem(unreadable, "centres.degrees_no_number")
        if one.field == "point" and unreadable
        else replace(one, field=names.get(one.field, one.field))
        for one in problems
    )


NO_DEGREE = 999.0
"""What is no number: the register says that there is no such degree."""


def _degree(text: str) -> float | None:
    try:
        return float(text) if text.strip() else None
    except ValueError:
        return NO_DEGREE


def _size(text: str) -> int | None:
    return read_number(text.replace(",", ""), -1) if text.strip() else None


def _form(
    request: ActorRequest, centre: facts.CentreFact | None, more: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    said = request.POST if request.method == "POST" and status != 409 else {}  # noqa: PLR2004 - a conflict
    values = _values(centre, said)
    done = request.GET.get("done", "")
    context = seat.frame(
        request, here=HERE, centre=centre, name=named(centre.name_zh, centre.name_en) if centre else "", said=values,
        week=week_lines(facts.timetable(centre.id) if centre else "", said),
        functions=[(one, t(f"centres.function.{one}"), _has(centre, said, one)) for one in facts.FUNCTIONS],
        rooms=[room_said(one) for one in facts.rooms_of(centre.id, closed=True)] if centre else [],
        closings=facts.closings(centre.id, today(request.at)) if centre else (),
        reasons=[(one, t(f"centres.closing.{one}")) for one in facts.CLOSING_REASONS],
        new_act_id=new_act_id, done=done if done in {"entered", "changed", "close", "open", "for_good", "room"} else "",
        **{"problems": (), "refused": "", **more},
    )  # fmt: skip
    return render(request, "centres/desk_one.html", context, status=status)


def _values(centre: facts.CentreFact | None, said: Mapping[str, str]) -> Mapping[str, Any]:
    if said or centre is None:
        return said
    body = grid.bodies_by_id({centre.body_id}).get(centre.body_id)
    area = grid.area_at(centre.area_path)
    known = {
        name: getattr(centre, name, "") for name in (*TEXTS, "lon", "lat", "floor_area", "floor_area_before")
    }
    return {
        **{name: "" if value is None else value for name, value in known.items()},
        "body": body.code if body else "", "area": area.code if area else "",
    }  # fmt: skip


def _has(centre: facts.CentreFact | None, said: Mapping[str, str], code: str) -> bool:
    return f"function.{code}" in said if said else centre is not None and code in centre.functions
