"""Draws for those who keep them: open one, enter who applies at the counter, close the list, draw."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.centres import facts, service
from linli.core.clock.instants import read_instant
from linli.core.shared.outcomes import Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason
from linli.web.centres import draws, places
from linli.web.centres.desk_day import own_centres
from linli.web.centres.told import named, plain, read_number, ref_of
from linli.web.desk import seat
from linli.web.portal.visitor import act_id_of, new_act_id

HERE = "page:draws"
KEEP = Permission.DRAW_KEEP
LINES = 4


@requires(KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def listed(request: ActorRequest) -> HttpResponse:
    """List the draws that the reader keeps, and open one."""
    if request.method == "GET":
        return _list(request, {})
    try:
        ref = service.open_draw(_read(request), **_said(request))
    except Invalid as wrong:
        return _list(request, {"problems": wrong.problems}, status=422)
    return HttpResponseRedirect(url("desk-draw", ref=ref))


def _list(request: ActorRequest, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    actor, at = request.actor, request.at
    rows = [one for one in facts.draws(at) if facts.keeps_draws(actor, one.area_path, one.body_id)]
    context = seat.frame(
        request, here=HERE, rows=rows, named=named, at=at, said=request.POST, lines=range(1, LINES + 1),
        centres=[(one.ref, named(one.name_zh, one.name_en)) for one in own_centres(request, KEEP)],
        act_id=new_act_id(), **{"problems": (), **more},
    )  # fmt: skip
    return render(request, "centres/desk_draws.html", context, status=status)


def _read(request: ActorRequest) -> service.NewDraw:
    said = request.POST
    until = read_instant(said.get("apply_until", "").replace(" ", "T"), "apply_until")
    choices = [
        service.NewChoice(f"c{n}", said.get(f"choice_{n}", "")[:80], read_number(said.get(f"places_{n}", "")),
                          said.get(f"choice_en_{n}", "")[:80])
        for n in range(1, LINES + 1) if said.get(f"choice_{n}", "").strip()
    ]  # fmt: skip
    if not isinstance(until, datetime):
        raise Invalid(Problem("apply_until", "centres.apply_until_missing"))
    return service.NewDraw(
        centre=str(ref_of(said.get("centre", ""))), family=plain(said.get("family", ""))[:40],
        title_zh=said.get("title_zh", "")[:80], title_en=said.get("title_en", "")[:80], apply_until=until,
        choices=tuple(choices),
    )  # fmt: skip


@requires(KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show a draw with who applied, masked; do the next step of it."""
    found = facts.draw(ref)
    if not facts.keeps_draws(request.actor, found.area_path, found.body_id):
        raise NotVisible
    if request.method == "GET":
        return _one(request, ref, {})
    what = request.POST.get("do", "")
    try:
        if what:
            _do(what, ref, request)
        else:
            contact = service.Contact(request.POST.get("name", "")[:60], request.POST.get("phone", "")[:30])
            told = service.apply(ref, draws.wanted_of(request), contact, **_said(request))
            return _one(request, ref, {"applied": told, "said": {}})
    except Invalid as wrong:
        return _one(request, ref, {"problems": wrong.problems}, status=422)
    except (Refused, Stale) as no:
        return _one(request, ref, {"refused": reason(no.refusal)}, status=409)
    return HttpResponseRedirect(url("desk-draw", ref=str(ref)))


def _do(what: str, ref: UUID, request: ActorRequest) -> None:
    """Close the list, draw, or do something about one of those who applied."""
    if what == "close":
        service.close_draw(ref, **_said(request))
    elif what == "run":
        service.run_draw(ref, **_said(request))
    elif what == "withdraw":
        service.withdraw(ref_of(request.POST.get("applicant", "")), **_said(request))
    else:
        places.move(what, ref_of(request.POST.get("applicant", "")), **_said(request))


def _said(request: ActorRequest) -> dict[str, Any]:
    return {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}


def _one(request: ActorRequest, ref: UUID, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    found = facts.draw(ref)
    names = {each.code: named(each.name_zh, each.name_en) for each in found.choices}
    context = seat.frame(
        request, here=HERE, one=found, title=named(found.title_zh, found.title_en), names=names, at=request.at,
        choices=[*names.items()], rows=facts.listed(found, request.actor), open=found.takes_applications(request.at),
        may_close=found.state == "open" and request.at >= found.apply_until, new_act_id=new_act_id,
        **{"problems": (), "refused": "", "applied": None, "said": request.POST, **more},
    )  # fmt: skip
    return render(request, "centres/desk_draw.html", context, status=status)
