"""The public page: what there is to do, who does it, in numbers; and the list of teams."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli.apps.volunteers import facts
from linli.kernel.access.pages import public_page
from linli.kernel.ui.pages import render
from linli.web.county import words
from linli.web.portal.visitor import actor_of, at_of
from linli.web.volunteers.asking import cursor, frame

YEAR = timedelta(days=365)


@public_page
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Lead to joining, tasks, favours and the time bank; tell what was done together."""
    at = at_of(request)
    counts = facts.team_counts()
    context = frame(
        request,
        me=facts.me(actor_of(request)),
        wards=facts.wards(actor_of(request)),
        figures=[one for one in facts.figures(at - YEAR, at + timedelta(seconds=1), "/") if not one.is_small],
        kinds=[(kind, counts.get(kind, 0)) for kind in facts.TEAM_KINDS],
        teams=sum(counts.values()),
        time=facts.totals(),
    )
    return render(request, "volunteers/front.html", context)


@public_page
@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """List the teams by type: names and places, never people; small teams without their size."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in facts.TEAM_KINDS else ""
    rows, more = facts.teams(kind, after=cursor(request))
    names = words.names(one.area_path for one in rows)
    context = frame(
        request,
        rows=[(one, names.area(one.area_path)) for one in rows],
        kinds=facts.TEAM_KINDS,
        kind=kind,
        more=more,
    )
    return render(request, "volunteers/teams.html", context)
