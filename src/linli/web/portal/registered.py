"""What registers hold of oneself, and the certificates that rest on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.certificates import facts, service
from linli.apps.people import facts as people
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.pages import signed_in
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import t
from linli.web.portal.paper import amount, offered
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show which certificates one's entries allow, with every value they would hold, and issue one."""
    if request.method == "GET":
        return _page(request, request.GET.get("for", "")[:40])
    allow_writing(request, "certificate", 30)
    chosen = frozenset(request.POST.getlist("chosen"))
    person = request.POST.get("person", "")[:40]
    wish = service.RegisterWish(
        request.POST.get("kind", ""), request.POST.get("source", ""), chosen, person=person
    )
    try:
        made = service.issue_registered(
            wish, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request)
        )
    except Invalid as wrong:
        return _page(request, person, problems=wrong.problems)
    except Refused as refused:
        return _page(request, person, refusal=refused.refusal)
    return HttpResponseRedirect(f"{reverse('portal-certificate', args=[made['ref']])}?new=1")


def _page(
    request: HttpRequest,
    person: str,
    *,
    problems: Sequence[Problem] = (),
    refusal: Refusal | None = None,
) -> HttpResponse:
    actor, at = actor_of(request), at_of(request)
    if person:
        found = service.registered_of(person, actor=actor, at=at)
    else:
        found = facts.registered(actor.account_id) if actor.account_id is not None else ()
    context = {
        "person": person,
        "whom": _whom(actor, person, at),
        "offers": [offered(one) for one in found],
        "entries": [
            (row, amount(row.unit, row.amount)) for row in (() if person else facts.my_entries(actor))
        ],
        "problems": problems,
        "refusal": refusal,
    }
    status = 422 if problems else 409 if refusal else 200
    return render(request, "portal/certificate_registered.html", context, status=status)


def _whom(actor: Actor, person: str, at: datetime) -> list[tuple[str, str, bool]]:
    """Return the ways to one's own entries and to those of the people one is an agent of."""
    here = reverse("portal-certificate-new")
    others = [(f"{here}?for={ref}", name, ref == person) for ref, name in people.represented(actor, at)]
    return [(here, t("portal.certificate.for_me"), not person), *others]
