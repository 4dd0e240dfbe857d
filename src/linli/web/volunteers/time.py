"""The time bank: one's own statement, for reading and printing; giving to the pool or to a relative."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.volunteers import facts, service
from linli.kernel.access.pages import signed_in
from linli.kernel.ui.pages import render
from linli.web.county import words
from linli.web.portal.visitor import actor_of, at_of
from linli.web.volunteers.asking import attempt, frame, line, minutes, said


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def time(request: HttpRequest) -> HttpResponse:
    """Show what one has saved, and give of it."""

    def page(**more: object) -> HttpResponse:
        status = int(str(more.pop("status", 200)))
        told = facts.statement(actor_of(request), at_of(request))
        place = words.names([told.pool_area]).area(told.pool_area) if told.pool_area else ""
        context = frame(request, told=told, place=place, lasts=facts.terms().time_lasts_days, **more)
        return render(request, "volunteers/time.html", context, status=status)

    if request.method == "GET":
        return page()
    return attempt(
        lambda: service.give(line(request, "to", 40), minutes(request), **said(request)),
        page,
        f"{reverse('volunteer-time')}?done=given",
    )
