"""For those who plan: where would one more help most, asked at the desk and answered by the worker; printed for a meeting."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.centres import facts, service
from linli.apps.grid import facts as grid
from linli.core.reach.measure import MINUTES
from linli.core.shared.outcomes import Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import t
from linli.web.desk import seat
from linli.web.public.naming import name_of

HERE = "page:reach"
WATCH_SECONDS = 5


@requires(Permission.REACH_STUDY)
@never_cache
@require_http_methods(["GET", "POST"])
def studies(request: ActorRequest) -> HttpResponse:
    """List what was asked, say what figures rest on, and ask anew."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            ref = service.ask_study(
                _said(request), actor=request.actor, act_id=request.POST.get("act_id", ""), at=request.at
            )
            return HttpResponseRedirect(url("reach:study", ref=ref))
        except Invalid as wrong:
            problems = wrong.problems
        except NotVisible:
            problems = (Problem("area", "reach.not_your_area"),)
    found = facts.studies(request.actor)
    names = _names([one.area_path for one in found])
    context = seat.frame(
        request, here=HERE, rows=[(one, names.get(one.area_path, "")) for one in found], result=facts.latest(),
        areas=_areas(request), kinds=[(code, t(f"centres.kind.{code}")) for code in facts.ALL_KINDS], spans=MINUTES,
        problems=problems, said=request.POST, act_id=str(uuid.uuid4()),
        may_bring=request.actor.may(Permission.STREETS_IMPORT),
    )  # fmt: skip
    return render(request, "reach/studies.html", context, status=422 if problems else 200)


@requires(Permission.REACH_STUDY)
@never_cache
@require_safe
def study(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Show one answer: the sites with their reasons, how greedy differs, whether it is proven; or that it waits."""
    one = facts.study(ref, actor=request.actor)
    answer: dict[str, Any] = dict(one.answer or {})
    codes = [site["area"] for site in answer.get("sites", [])]
    known = {area.code: area for area in grid.areas(codes)} if codes else {}
    ways = _names([area.path for area in known.values()])
    context = seat.frame(
        request, here=HERE, one=one, answer=answer, where=_names([one.area_path]).get(one.area_path, ""),
        sites=[(ways[known[site["area"]].path], site) for site in answer.get("sites", []) if site["area"] in known],
        network=next((net for net in facts.networks() if net.ref == answer.get("network")), None),
    )  # fmt: skip
    page = render(request, "reach/study.html", context)
    if one.answered_at is None:
        page.headers["Refresh"] = str(WATCH_SECONDS)
    return page


def _said(request: ActorRequest) -> service.NewStudy:
    def number(name: str) -> int:
        text = request.POST.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0  # noqa: PLR2004 - a figure

    return service.NewStudy(
        request.POST.get("kind", "")[:24], request.POST.get("area", "")[:21], number("count"), number("minutes"),
        request.POST.get("walker", "")[:10],
    )  # fmt: skip


def _areas(request: ActorRequest) -> list[tuple[str, str]]:
    """Return the areas that the reader plans for, no finer than a sub-district."""
    found = grid.subtree("/", "city", "district", "subdistrict", "township")
    names = {one.code: name_of(one) for one in found}
    return [
        (one.code, " ".join(names[code] for code in one.path.strip("/").split("/")[-2:] if code in names))
        for one in found
        if request.actor.may(Permission.REACH_STUDY, area_path=one.path)
    ]


def _names(paths: list[str]) -> dict[str, str]:
    codes = sorted({code for path in paths for code in path.strip("/").split("/")})
    known = {one.code: name_of(one) for one in grid.areas(codes)} if codes else {}
    return {
        path: " ".join(known[code] for code in path.strip("/").split("/")[1:] if code in known)
        or known.get(path.strip("/"), "")
        for path in paths
    }
