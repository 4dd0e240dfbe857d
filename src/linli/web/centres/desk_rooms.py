"""Rooms for those who keep the register: entered, written anew, taken out of use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.centres import facts, service
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason, t
from linli.web.centres.told import named, plain, read_number
from linli.web.desk import seat
from linli.web.portal.visitor import act_id_of, new_act_id

KEEP = Permission.CENTRE_KEEP
NUMBERS = {"places": 0, "rows": 0, "days_ahead": 30, "longest": 120, "most_open": 3}


@requires(KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Enter a room of a centre."""
    centre = facts.centre(ref)
    _demand(request, centre.area_path, centre.body_id)
    if request.method == "GET":
        return _form(request, centre, None, {})
    try:
        service.enter_room(ref, _read(request.POST), **_said(request))
    except Invalid as wrong:
        return _form(request, centre, None, {"problems": wrong.problems}, status=422)
    return HttpResponseRedirect(f"{url('desk-centre', ref=str(ref))}?done=room")


@requires(KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Write a room anew, or take it out of use."""
    found = facts.room(ref)
    _demand(request, found.area_path, found.body_id)
    centre = facts.centre(found.centre_ref)
    if request.method == "GET":
        return _form(request, centre, found, {})
    try:
        if request.POST.get("do") == "close":
            service.close_room(ref, **_said(request))
        else:
            service.change_room(ref, _read(request.POST, found.code), **_said(request))
    except Invalid as wrong:
        return _form(request, centre, found, {"problems": wrong.problems}, status=422)
    except (Refused, Stale) as no:
        return _form(request, centre, found, {"refused": reason(no.refusal)}, status=409)
    return HttpResponseRedirect(f"{url('desk-centre', ref=found.centre_ref)}?done=room")


def _demand(request: ActorRequest, area_path: str, body_id: int) -> None:
    if not request.actor.may(KEEP, area_path=area_path, body_id=body_id):
        raise NotVisible


def _said(request: ActorRequest) -> dict[str, Any]:
    return {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}


def _read(said: Mapping[str, str], code: str = "") -> service.NewRoom:
    numbers = {name: read_number(said.get(name, ""), -1 if name != "rows" else 0) for name in NUMBERS}
    return service.NewRoom(
        code=code or plain(said.get("code", ""))[:40], kind=said.get("kind", "")[:20], name_zh=said.get("name_zh", "")[:80],
        name_en=said.get("name_en", "")[:80], hours=said.get("hours", "")[:400], bookable="bookable" in said,
        equipment=tuple(one for one in facts.EQUIPMENT if f"equipment.{one}" in said), **numbers,
    )  # fmt: skip


def _form(
    request: ActorRequest, centre: facts.CentreFact, found: facts.RoomFact | None, more: dict[str, Any],
    *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    said: Mapping[str, Any] = request.POST if status == 422 else {}  # noqa: PLR2004 - a slip to mend
    stored = (
        {name: getattr(found, name) for name in ("code", "kind", "name_zh", "name_en", "hours", *NUMBERS)}
        if found
        else {}
    )
    has = {
        one: f"equipment.{one}" in said if said else found is not None and one in found.equipment for one in facts.EQUIPMENT
    }  # fmt: skip
    context = seat.frame(
        request, here="page:centres", centre=centre, centre_name=named(centre.name_zh, centre.name_en), room=found,
        said=said or stored or {**NUMBERS, "places": ""}, kinds=[(one, t(f"centres.kind.{one}")) for one in facts.ROOM_KINDS],
        equipment=[(one, t(f"centres.equipment.{one}"), on) for one, on in has.items()],
        bookable="bookable" in said if said else found is None or found.bookable, act_id=new_act_id(),
        **{"problems": (), "refused": "", **more},
    )  # fmt: skip
    return render(request, "centres/desk_room_form.html", context, status=status)
