"""The complete file of a case on one sheet: what was told, every step with its words, the papers."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.cases import facts as cases
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.pages import render
from linli.web.desk import seat, telling
from linli.web.desk.names import body_names, stage_name, title_of
from linli.web.portal import answered


@requires(Permission.CASE_READ)
@never_cache
@require_safe
def whole_file(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show everything of a case that its staff may see, oldest first, to be printed."""
    view = cases.case_view(request.actor, ref, at=request.at)
    if not view.staff:
        raise NotVisible
    bodies = body_names({*telling.refs_in(view.steps)})
    context = seat.frame(
        request,
        view=view,
        title=title_of(view.title, view.case.pack),
        stage=stage_name(view.definition, view.case.stage),
        answers=answered.told(view.definition, view.answers, masked=True),
        history=telling.history(view, bodies)[::-1],
    )
    return render(request, "desk/file.html", context)
