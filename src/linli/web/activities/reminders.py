"""Reminders of check-ups and vaccinations, for children under three and expecting mothers: asked for, seen, ended."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from linli.apps.activities import facts, service
from linli.kernel.access.pages import signed_in
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason, t
from linli.web.activities.reading import day
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id

KINDS = ("child", "expecting")


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """Show one's own reminders with what comes next; begin some, end some."""
    problems: tuple[Any, ...] = ()
    because = ""
    if request.method == "POST":
        try:
            done = _do(request)
            return HttpResponseRedirect(f"{reverse('childcare-reminders')}?done={done}")
        except Invalid as wrong:
            problems = wrong.problems
        except (Refused, Stale) as no:
            because = reason(no.refusal)
    done = request.GET.get("done", "")
    context = {
        "rows": facts.my_reminders(actor_of(request), at_of(request)),
        "kinds": [(code, t(f"activities.remind.{code}")) for code in KINDS],
        "typed": request.POST, "problems": problems, "because": because,
        "done": done if done in {"on", "off"} else "", "new_act_id": new_act_id,
    }  # fmt: skip
    status = 422 if problems else 409 if because else 200
    return render(request, "activities/reminders.html", context, status=status)


def _do(request: HttpRequest) -> str:
    post = request.POST
    said = {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}
    if post.get("do") == "off":
        service.end_reminders(post.get("reminders", "")[:40], **said)
        return "off"
    if post.get("do") != "on":
        raise NotVisible
    allow_writing(request, "reminders", 30)
    agrees = post.get("agrees") == "yes"
    service.want_reminders(post.get("kind", "")[:20], day(post.get("day", "")), agrees=agrees, **said)
    return "on"
