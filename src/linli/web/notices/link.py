"""The page that a letter's link opens: the announcement for one person, "I have heard", and "no more of these"."""

from __future__ import annotations

import contextlib

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.notices import facts, service
from linli.kernel.access.pages import public_page
from linli.kernel.access.throttle import allow_address
from linli.kernel.audit.outcomes import NotVisible, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.web.notices.public import whole
from linli.web.portal.visitor import act_id_of, actor_of, asked, at_of, new_act_id

GUESSES, MINUTE = 30, 60


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def heard(request: HttpRequest, token: str) -> HttpResponse:
    """Show what somebody was told, and take their one tap; the link alone changes nothing, for programs open links."""
    try:
        told = facts.told_by(token)
    except NotVisible:
        allow_address(asked(request), "notices-link", GUESSES, 10 * MINUTE)
        raise
    if request.method == "POST":
        return _do(request, token)
    context = {
        **whole(request, told.announcement),
        "token": token,
        "heard_at": told.heard_at,
        "left": told.subscription.ended_at is not None,
        "done": request.GET.get("done", ""),
        "act_id": new_act_id(),
    }
    if told.subscription.large and "size" not in request.GET:
        context["size"] = "large"
    return render(request, "notices/heard.html", context)


def _do(request: HttpRequest, token: str) -> HttpResponse:
    said = {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}
    what = request.POST.get("do", "")
    if what == "heard":
        first = service.hear(token, **said)
        return HttpResponseRedirect(
            f"{url('notices-heard', token=token)}?done={'heard' if first else 'again'}"
        )
    if what != "leave":
        raise NotVisible
    with contextlib.suppress(Stale):
        service.leave_by_link(token, **said)
    return HttpResponseRedirect(f"{url('notices-heard', token=token)}?done=left")


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def mail(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever reads an address of mail say that letters may go there."""
    done = False
    if request.method == "POST":
        allow_address(asked(request), "notices-link", GUESSES, 10 * MINUTE)
        with contextlib.suppress(Stale):
            service.confirm_mail(token, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request))
        done = True
    return render(request, "notices/mail.html", {"done": done, "act_id": new_act_id()})
