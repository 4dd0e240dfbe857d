"""For who keeps the tables: trades, minimum wages with their dates and sources, and the dictionary to read."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.jobs import facts, service
from linli.core.shared.outcomes import Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language
from linli.web.desk import seat
from linli.web.jobs import reading
from linli.web.portal.visitor import act_id_of, new_act_id


@requires(Permission.JOB_TABLES)
@never_cache
@require_http_methods(["GET", "POST"])
def tables(request: ActorRequest) -> HttpResponse:
    """Show and keep trades and minimum wages."""
    problems: Any = ()
    if request.method == "POST":
        try:
            _keep(request)
            return HttpResponseRedirect(url("desk-jobs-tables"))
        except Invalid as wrong:
            problems = wrong.problems
    context = seat.frame(
        request,
        here="page:jobs",
        trades=facts.trades(),
        wages=facts.wages(),
        claims=[(one, one.basis[language()]) for one in facts.claims()],
        said=request.POST,
        problems=problems,
        new_act_id=new_act_id,
    )
    return render(request, "jobs/desk_tables.html", context, status=422 if problems else 200)


def _keep(request: ActorRequest) -> None:
    said = {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}
    post = request.POST
    if post.get("do") == "trade":
        new = service.TradeIn(
            post.get("code", "").strip(), post.get("name_zh", ""), post.get("name_en", ""),
            post.get("occupation", "").strip(), post.get("dangerous") == "yes", post.get("closed") != "yes",
        )  # fmt: skip
        service.keep_trade(new, **said)
        return
    since = reading.day_of(post.get("since", ""))
    if since is None:
        raise Invalid(Problem("since", "jobs.page.day"))
    wage = service.WageIn(
        reading.area_code(post.get("area", "")), since, max(reading.fen(post.get("hourly", "")), 0),
        post.get("source", ""), post.get("example") == "yes",
    )  # fmt: skip
    service.keep_wage(wage, **said)
