"""Programmes of one's body: who agreed, who may be entitled, who said yes or no and why; never a person."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.benefits import facts, service
from linli.core.shared.outcomes import Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language, reason
from linli.web.desk import seat


@requires(Permission.PROGRAMME_READ)
@never_cache
@require_http_methods(["GET", "POST"])
def programmes(request: ActorRequest) -> HttpResponse:
    """List the programmes of one's body or area, and start one."""
    problems: tuple[Problem, ...] = ()
    refused = ""
    if request.method == "POST":
        try:
            ref = service.start_programme(
                request.POST.get("benefit", "")[:60], request.POST.get("body", "")[:40],
                actor=request.actor, act_id=request.POST.get("act_id", ""), at=request.at,
            )  # fmt: skip
            return HttpResponseRedirect(url("desk:programme", ref=ref))
        except Invalid as wrong:
            problems = wrong.problems
        except Refused as no:
            refused = reason(no.refusal)
    bodies = facts.own_bodies(request.actor)
    context = seat.frame(
        request,
        here="page:programmes",
        rows=[_told(one) for one in facts.programmes(request.actor, request.at)],
        bodies=[(one.ref, _name(one)) for one in bodies],
        benefits=[(one.name, one.text("title", language())) for one in facts.benefits()],
        problems=problems,
        refused=refused,
        act_id=str(uuid.uuid4()),
    )
    status = 422 if problems else 409 if refused else 200
    return render(request, "desk/programmes.html", context, status=status)


@requires(Permission.PROGRAMME_READ)
@never_cache
@require_http_methods(["GET", "POST"])
def programme(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Show the counts of one programme; run it, look for one firm, or end it."""
    if request.method == "GET":
        return _one(request, ref)
    what, said = request.POST.get("do", ""), {"act_id": request.POST.get("act_id", ""), "at": request.at}
    try:
        if what == "end":
            service.end_programme(ref, actor=request.actor, **said)
            return HttpResponseRedirect(url("desk:programme", ref=ref))
        ran = service.run_programme(ref, company=_company(request, what), actor=request.actor, **said)
        return _one(request, ref, ran=ran)
    except Invalid as wrong:
        return _one(request, ref, problems=wrong.problems)
    except (Refused, Stale) as no:
        return _one(request, ref, refused=reason(no.refusal))


def _company(request: ActorRequest, what: str) -> str:
    """Return the credit code to look for; nothing when all are looked at."""
    if what not in {"run", "firm"}:
        raise NotVisible
    company = request.POST.get("company", "").strip()[:40] if what == "firm" else ""
    if what == "firm" and not company:
        raise Invalid(Problem("company", "desk.programme.company_missing"))
    return company


def _one(
    request: ActorRequest,
    ref: uuid.UUID,
    *,
    problems: tuple[Problem, ...] = (),
    refused: str = "",
    ran: service.Ran | None = None,
) -> HttpResponse:
    found = facts.programme(request.actor, ref, request.at)
    context = seat.frame(
        request,
        here="page:programmes",
        row=_told(found),
        may_run=facts.may_run(request.actor, found.body) and found.ended_at is None,
        problems=problems,
        refused=refused,
        ran=ran,
        act_id=str(uuid.uuid4()),
    )
    status = 422 if problems else 409 if refused else 200
    return render(request, "desk/programme.html", context, status=status)


def _told(one: facts.ProgrammeFact) -> dict[str, Any]:
    try:
        benefit = facts.benefit(one.benefit)
        title, firms = benefit.text("title", language()), facts.is_of_firms(benefit)
    except NotVisible:  # its rules were retired
        title, firms = one.benefit, False
    return {"one": one, "title": title, "body": _name(one.body), "firms": firms}


def _name(body: Any) -> str:
    name: str = body.name_zh if language() == "zh" else body.name_en or body.name_zh
    return name
