"""What a post may not say: read by whoever keeps the tables, changed by one and put in force by another."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.jobs import facts, service
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language, reason
from linli.web.desk import seat
from linli.web.jobs import reading
from linli.web.portal.visitor import act_id_of, new_act_id

LONGEST = 20_000


@requires(Permission.JOB_TABLES, Permission.JOB_WORDS_APPROVE)
@never_cache
@require_http_methods(["GET", "POST"])
def wording(request: ActorRequest) -> HttpResponse:
    """Show the edition in force and what waits; propose another, try it, decide, take back."""
    problems: Any = ()
    found: Any = None
    refused = ""
    if request.method == "POST":
        try:
            found = _do(request)
        except Invalid as wrong:
            problems = wrong.problems
        except (Refused, Stale) as no:
            refused = reason(no.refusal)
        else:
            if found is None:
                return HttpResponseRedirect(url("desk-jobs-wording"))
    now, actor = facts.wording(), request.actor
    changing = next((one for one in now.sorts if one.code == _asked(request)), None)
    context = seat.frame(
        request,
        here="page:jobs",
        now=now,
        proposal=facts.proposal(actor),
        editions=facts.editions(actor),
        changing=changing,
        said=_said(request, changing),
        tried=found,
        spoken=language(),
        may_propose=actor.may(Permission.JOB_TABLES),
        problems=problems,
        refused=refused,
        new_act_id=new_act_id,
    )
    return render(
        request, "jobs/desk_wording.html", context, status=422 if problems else 409 if refused else 200
    )


def _asked(request: ActorRequest) -> str:
    return str(request.POST.get("code") or request.GET.get("sort", ""))[:20]


def _do(request: ActorRequest) -> Any:
    """Do what was pressed; trying out answers with what was found, everything else with None."""
    said = {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}
    what = request.POST.get("do", "")
    number = reading.number(request.POST.get("edition", ""))
    if what == "try" and request.actor.may(Permission.JOB_TABLES):
        return facts.tried(request.POST.get("words", "")[:500], [service.read_sort(_sort(request))])
    if what == "propose":
        service.propose_wording(_sort(request), **said)
    elif what in ("approve", "refuse"):
        service.decide_wording(number, yes=what == "approve", **said)
    elif what == "withdraw":
        service.withdraw_wording(number, **said)
    else:
        raise NotVisible
    return None


def _sort(request: ActorRequest) -> service.SortIn:
    post = request.POST
    patterns, excuses = (tuple(post.get(name, "")[:LONGEST].splitlines()) for name in ("patterns", "excuses"))
    return service.SortIn(
        _asked(request), patterns, excuses, post.get("basis_zh", ""), post.get("basis_en", ""),
        post.get("confirmed") == "yes",
    )  # fmt: skip


def _said(request: ActorRequest, one: facts.Sort | None) -> dict[str, str]:
    """Return what the form of a sort shows: what was just sent, else what is in force."""
    if request.method == "POST":
        return {name: str(value) for name, value in request.POST.items()}
    if one is None:
        return {}
    return {
        "patterns": "\n".join(one.patterns), "excuses": "\n".join(one.excuses), "basis_zh": one.basis["zh"],
        "basis_en": one.basis["en"], "confirmed": "yes" if one.confirmed else "",
    }  # fmt: skip
