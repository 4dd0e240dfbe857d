"""The lines of service cards at the desk: what an area enters itself, and what it has from above."""

from __future__ import annotations

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.centres import facts, service
from linli.apps.grid import facts as grid
from linli.core.shared.outcomes import Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason, t
from linli.web.desk import seat
from linli.web.public.naming import name_of
from linli.web.reach.carding import COARSEST

HERE = "page:cards"
FIELDS = ("area", "kind", "name_zh", "name_en", "phone", "where_zh", "where_en", "hours")
FINEST = 15


@requires(Permission.CARD_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: ActorRequest) -> HttpResponse:
    """Show the lines of one area and enter or end one."""
    problems: tuple[Problem, ...] = ()
    refused = ""
    area = _area(request)
    if request.method == "POST" and area is not None:
        try:
            _do(request, area)
            return HttpResponseRedirect(f"{url('reach:cards')}?area={area.code}&done=1")
        except Invalid as wrong:
            problems = wrong.problems
        except Stale as no:
            refused = reason(no.refusal)
    lines = facts.card_lines(area.path) if area else ()
    above = {one.path: name_of(one) for one in grid.breadcrumbs(area.path)} if area else {}
    context = seat.frame(
        request, here=HERE, area=area, name=name_of, lines=[(one, above.get(one.area_path, "")) for one in lines],
        own=area.path if area else "", kinds=[(code, t(f"centres.line.{code}")) for code in facts.ENTRIES],
        areas=_areas(request, area), crumbs=grid.breadcrumbs(area.path) if area else [], problems=problems,
        refused=refused, said=request.POST, new_act_id=lambda: str(uuid.uuid4()), done="done" in request.GET,
        has_card=area is not None and len(area.code) >= COARSEST,
    )  # fmt: skip
    return render(request, "reach/cards.html", context, status=422 if problems else 409 if refused else 200)


def _area(request: ActorRequest) -> grid.AreaFact | None:
    code = request.POST.get("area", "") or request.GET.get("area", "")
    if not code:
        return None
    found = grid.area(code[:21])
    if found is None or not request.actor.may(Permission.CARD_KEEP, area_path=found.path):
        raise NotVisible
    return found


def _areas(request: ActorRequest, area: grid.AreaFact | None) -> list[grid.AreaFact]:
    """Return where one can go from here: one's own areas, then step by step down."""
    if area is not None:
        return [one for one in grid.children(area.path) if len(one.code) <= FINEST]
    paths = {one.area_path for one in request.actor.grants_for(Permission.CARD_KEEP)}
    return [
        one
        for path in sorted(paths)
        for one in ([grid.area_at(path)] if path != "/" else grid.children("/"))
        if one
    ]


def _do(request: ActorRequest, area: grid.AreaFact) -> None:
    said = {"actor": request.actor, "act_id": request.POST.get("act_id", ""), "at": request.at}
    if request.POST.get("do") == "end":
        service.end_line(_ref(request), **said)
        return
    texts = {name: request.POST.get(name, "").strip()[:80] for name in FIELDS}
    service.enter_line(service.NewLine(**{**texts, "area": area.code}), **said)


def _ref(request: ActorRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("line", ""))
    except ValueError:
        raise NotVisible from None
