"""The carer's day on a phone: who, where, what; noted with one tap, also without a network."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_http_methods

from linli.apps.care import facts, service
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.ui import failures, show
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason
from linli.web.care.reading import NOTHING, Outcome, carry_out, hand, named
from linli.web.portal.visitor import actor_of, at_of, new_act_id


@requires(Permission.CARE_VISIT)
@never_cache
@ensure_csrf_cookie
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show today's visits; note that one is there, or that it is done."""
    if request.method == "GET":
        return _page(request, NOTHING)
    outcome = carry_out(request, _acts(request))
    if failures.for_program(request):
        return _for_the_queue(request, outcome)
    if outcome.done:
        return HttpResponseRedirect(url("care-round"))
    return _page(request, outcome)


def _acts(request: HttpRequest) -> dict[str, Any]:
    post, said = request.POST, hand(request) | {"happened_at": _occurred(request)}
    ref = post.get("part", "")[:40]
    shared = post.get("shared") == "yes"
    return {
        "begin": lambda: service.begin_visit(ref, **said),
        "end": lambda: service.end_visit(ref, post.get("note", ""), shared=shared, **said),
    }


def _for_the_queue(request: HttpRequest, outcome: Outcome) -> JsonResponse:
    if outcome.done:
        return JsonResponse({"number": show.clock(at_of(request))})
    told = " ".join([*(reason(one) for one in outcome.problems), outcome.refused]).strip()
    return JsonResponse({"detail": told}, status=outcome.status)


def _occurred(request: HttpRequest) -> datetime | None:
    """When the device says it was; the service refuses what cannot be."""
    try:
        said = datetime.fromisoformat(request.POST.get("occurred_at", "")[:40])
    except ValueError:
        return None
    return said if said.tzinfo else None


def _page(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    actor, at = actor_of(request), at_of(request)
    context = {
        "calls": facts.my_round(actor, at),
        "rooms": facts.kept_rooms(actor),
        "tasks": [one for one in facts.open_assessments(actor) if one.mine in {"look", "settle"}],
        "outcome": outcome,
        "named": named,
        "new_act_id": new_act_id,
    }
    return render(request, "care/round.html", context, status=outcome.status)
