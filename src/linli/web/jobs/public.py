"""For everybody: what is open, without contact; one post; the board for the hall; the market's figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.grid import facts as grid
from linli.apps.jobs import facts, service
from linli.core.clock.instants import BEIJING
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import reason
from linli.web.jobs import reading
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id

BOARD_SECONDS = 60


@public_page
@never_cache
@require_safe
def market(request: HttpRequest) -> HttpResponse:
    """List what is open and still to come, narrowed to a trade if somebody wants."""
    trade = request.GET.get("trade", "")[:30]
    page = facts.open_posts(at_of(request), trade=trade, cursor=request.GET.get("cursor", "")[:200])
    context = {
        "rows": page.rows,
        "next": here(request, cursor=page.next) if page.next else None,
        "trades": [(one.code, reading.trade_name(one)) for one in facts.trades()],
        "trade": trade,
        "name": reading.trade_name,
    }
    return render(request, "jobs/market.html", context)


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def post(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show one post; a worker says yes here."""
    actor = actor_of(request)
    found = facts.post(ref, actor)
    if request.method == "GET":
        return _post(request, found)
    if actor.is_stranger:
        return HttpResponseRedirect(f"/login?next={request.path}")
    allow_writing(request, "jobs")
    try:
        made = service.wish(ref, actor=actor, act_id=act_id_of(request), at=at_of(request))
    except Refused as no:
        if no.refusal.code == "jobs.enter_first":
            return HttpResponseRedirect(f"{reverse('jobs-enter')}?post={ref}")
        return _post(request, found, refused=reason(no.refusal))
    return HttpResponseRedirect(reverse("jobs-engagement", args=[made]))


def _post(request: HttpRequest, found: facts.PostFact, refused: str = "") -> HttpResponse:
    actor = actor_of(request)
    entry = facts.my_entry(actor)
    context = {
        "one": found,
        "name": reading.trade_name(found),
        "counts": facts.counts(found.employer_id),
        "entry": entry,
        "refused": refused,
        "now": at_of(request),
        "over": found.starts_at <= at_of(request) or found.state != "open",
        "act_id": new_act_id(),
    }
    return render(request, "jobs/post.html", context, status=409 if refused else 200)


@public_page
@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show the board of a hall: large, by trade, anew every minute without a script; prints on A3 or A4."""
    area = grid.area(request.GET.get("area", "")[:20]) if request.GET.get("area") else None
    if request.GET.get("area") and area is None:
        raise NotVisible
    rows = facts.board(at_of(request), area.path if area else "/")
    groups: dict[str, list[facts.PostFact]] = {}
    for one in rows:
        groups.setdefault(reading.trade_name(one), []).append(one)
    context: dict[str, Any] = {
        "groups": groups,
        "day": rows[0].day if rows else at_of(request).astimezone(BEIJING).date(),
        "places": sum(one.left for one in rows),
        "now": at_of(request),
        "paper": "a3" if request.GET.get("paper") == "a3" else "a4",
        "area": area,
    }
    answer = render(request, "jobs/board.html", context)
    answer["Refresh"] = str(BOARD_SECONDS)
    return answer


@public_page
@require_safe
def counted(request: HttpRequest) -> HttpResponse:
    """Show what the market comes to in the last year, beside what the page says that it answers to."""
    now = at_of(request)
    context = {
        "figures": facts.figures(now.replace(year=now.year - 1, day=1), now, "/"),
        "source": facts.source_figures(),
        "until": now,
    }
    return render(request, "jobs/figures.html", context)


def problems_of(error: Invalid | Refused) -> tuple[Any, str]:
    """Return what a page shows of an error: problems by field, or one refusal."""
    if isinstance(error, Invalid):
        return error.problems, ""
    return (), reason(error.refusal)
