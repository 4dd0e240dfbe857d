"""A team, for its members and its leader: who is in it, codes to invite with, its tasks."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.grid import facts as grid
from linli.apps.volunteers import facts, service
from linli.kernel.access.pages import signed_in
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.pages import render
from linli.web.county import words
from linli.web.portal.visitor import actor_of, at_of
from linli.web.volunteers.asking import attempt, frame, line, said
from linli.web.volunteers.task_forms import task_form, task_options


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def team(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show a team to its members; its leader invites and puts up tasks here."""
    actor, at = actor_of(request), at_of(request)
    one = facts.team(ref, actor=actor)
    leads = one.id in facts.led_by(actor)

    def page(**more: object) -> HttpResponse:
        status = int(str(more.pop("status", 200)))
        context = frame(
            request, one=one, leads=leads, place=words.names([one.area_path]).area(one.area_path),
            members=facts.members(one.id), codes=facts.invitations(one.id, at) if leads else (),
            tasks=facts.tasks_of_team(one.id, at), options=task_options(), **more,
        )  # fmt: skip
        return render(request, "volunteers/team.html", context, status=status)

    if request.method == "GET":
        return page()
    what = line(request, "do")
    if what == "invite":
        act = lambda: service.invite(ref, **said(request))  # noqa: E731 - the one to be done
    elif what == "task":
        code = one.area_path.rstrip("/").rsplit("/", 1)[-1]
        body = grid.bodies_by_id([one.body_id])[one.body_id].ref
        new = task_form(request, area=code, body=body, team=str(ref))
        act = lambda: service.open_task(new, **said(request))  # noqa: E731
    else:
        raise NotVisible
    return attempt(act, page, f"{reverse('volunteer-team', args=[ref])}?done={what}")
