"""For staff: subscriptions written down on somebody's word, and search notices that wait to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.notices import facts, service
from linli.core.shared.outcomes import Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui import show
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import reason
from linli.web.desk import seat
from linli.web.notices.places import chosen, named
from linli.web.notices.subscribing import PLACES, wish_of
from linli.web.portal.visitor import act_id_of, new_act_id

SUBSCRIPTIONS, SEARCHES = "page:subscriptions", "page:searches"
ENDS = ("show", "refuse", "end")


@requires(Permission.SUBSCRIPTION_RECORD)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def subscriptions(request: ActorRequest) -> HttpResponse:
    """List subscriptions of one's area, masked; write one down, end one."""
    if request.method == "GET":
        return _subscriptions(request)
    said = {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}
    try:
        if request.POST.get("do") == "leave":
            service.leave_for(_ref(request.POST.get("ref", "")), **said)
        else:
            service.write_down(wish_of(request), _day(request), **said)
    except Invalid as wrong:
        return _subscriptions(request, problems=wrong.problems)
    except (Refused, Stale) as no:
        return _subscriptions(request, refused=reason(no.refusal))
    return HttpResponseRedirect(f"{url('desk-subscriptions')}?done={request.POST.get('do', '')[:10]}")


def _ref(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible from None


def _day(request: ActorRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("consented_on", "")[:10])
    except ValueError:
        raise Invalid(Problem("consented_on", "near.notices.consent_missing")) from None


def _subscriptions(
    request: ActorRequest, *, problems: Sequence[Problem] = (), refused: str = ""
) -> HttpResponse:
    rows, before = facts.listed(request.actor, before=request.GET.get("before", ""))
    tops = sorted({one.area_path for one in request.actor.grants_for(Permission.SUBSCRIPTION_RECORD)})
    given = wish_of(request) if problems or refused else None
    context = seat.frame(
        request,
        here=SUBSCRIPTIONS,
        rows=rows,
        next=here(request, before=before) if before else None,
        place=chosen(given.area if given else request.GET.get("area", ""), top=tops[0] if tops else "/"),
        given=given,
        order={
            place: given.channels[n] if given else ("sms" if n == 0 else "") for n, place in enumerate(PLACES)
        },
        places=PLACES,
        channels=facts.CHANNELS,
        topics=facts.TOPICS,
        ages=facts.AGES,
        today=show.local(request.at).date().isoformat(),
        here_with=lambda **changes: here(request, **changes),
        problems=tuple(problems),
        refused=refused,
        done=request.GET.get("done", ""),
        new_act_id=new_act_id,
    )
    status = 422 if problems else 409 if refused else 200
    return render(request, "notices/desk_subscriptions.html", context, status=status)


@requires(Permission.SEARCH_REVIEW)
@never_cache
@require_safe
def searches(request: ActorRequest) -> HttpResponse:
    """List the search notices that wait, people first, each with the time by which somebody looks."""
    context = seat.frame(
        request, here=SEARCHES, rows=facts.waiting_searches(request.actor), named=named, at=request.at,
        done=done if (done := request.GET.get("done", "")) in ENDS else "",
    )  # fmt: skip
    return render(request, "notices/desk_searches.html", context)


@requires(Permission.SEARCH_REVIEW)
@never_cache
@require_http_methods(["GET", "POST"])
def search(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show one with what only staff see; let it be shown, refuse it with a reason, or end it."""
    row = facts.search(ref, request.actor, request.at)
    if not facts.may_review(row, request.actor):
        raise NotVisible
    if request.method == "GET":
        return _search(request, ref)
    said = {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}
    what = request.POST.get("do", "")
    try:
        if what == "show":
            service.show(ref, **said)
        elif what == "refuse":
            service.refuse(ref, request.POST.get("why", "")[:400], **said)
        elif what == "end":
            service.end(ref, request.POST.get("outcome", "")[:20], **said)
        else:
            raise NotVisible
    except Invalid as wrong:
        return _search(request, ref, problems=wrong.problems, status=422)
    except (Refused, Stale) as no:
        return _search(request, ref, refused=reason(no.refusal), status=409)
    return HttpResponseRedirect(f"{url('desk-searches')}?done={what}")


def _search(
    request: ActorRequest,
    ref: UUID,
    *,
    problems: Sequence[Problem] = (),
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    row = facts.search(ref, request.actor, request.at)
    context = seat.frame(
        request, here=SEARCHES, row=row, area=named(row.area), opened=facts.opened(row), outcomes=("found", "returned", "mistake"),
        problems=tuple(problems), refused=refused, new_act_id=new_act_id,
    )  # fmt: skip
    return render(request, "notices/desk_search.html", context, status=status)
