"""Certificates of registers at the counter: for a person who is present and whose card was compared with them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from linli.apps.certificates import service
from linli.core.shared.outcomes import Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason
from linli.web.desk import seat
from linli.web.portal.paper import offered

LONGEST = 40


@sensitive_post_parameters()
@requires(Permission.CERTIFICATE_ISSUE)
@never_cache
@require_http_methods(["GET", "POST"])
def issue_registered(request: ActorRequest) -> HttpResponse:
    """Ask for the number under which the person is known, show what can be certified, issue it after a look."""
    if request.method == "GET":
        return _page(request)
    phone = request.POST.get("phone", "")[:LONGEST]
    if request.POST.get("do") != "issue":
        return _found(request, phone)
    wish = service.RegisterWish(
        request.POST.get("kind", ""),
        request.POST.get("source", ""),
        frozenset(request.POST.getlist("chosen")),
        service.CARD if request.POST.get("seen") == "yes" else "",
        phone,
    )
    act_id = request.POST.get("act_id", "")
    try:
        made = service.issue_registered(wish, actor=request.actor, act_id=act_id, at=request.at)
    except Invalid as wrong:
        return _found(request, phone, problems=wrong.problems)
    except NotVisible:
        return _found(request, phone)
    except Refused as refused:
        return _found(request, phone, refused=reason(refused.refusal))
    return HttpResponseRedirect(url("desk:certificate", ref=made["ref"]))


def _found(
    request: ActorRequest, phone: str, *, problems: Sequence[Problem] = (), refused: str = ""
) -> HttpResponse:
    try:
        offers = service.offered_at_counter(phone, actor=request.actor)
    except Invalid as wrong:
        return _page(request, phone, problems=wrong.problems)
    return _page(request, phone, problems=problems, refused=refused, offers=[offered(one) for one in offers])


def _page(
    request: ActorRequest,
    phone: str = "",
    *,
    problems: Sequence[Problem] = (),
    refused: str = "",
    offers: Sequence[object] | None = None,
) -> HttpResponse:
    context = seat.frame(
        request,
        here="page:certificates",
        phone=phone,
        offers=offers,
        problems=problems,
        refused=refused,
        find_id=str(uuid.uuid4()),
    )
    status = 422 if problems else 409 if refused else 200
    return render(request, "desk/issue_registered.html", context, status=status)
