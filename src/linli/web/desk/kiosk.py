"""The look of staff at who stands at a kiosk: without it nothing is printed there."""

from __future__ import annotations

import uuid

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.certificates import service
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason
from linli.web.desk import seat


@requires(Permission.CERTIFICATE_ISSUE)
@never_cache
@require_http_methods(["GET", "POST"])
def kiosk(request: ActorRequest) -> HttpResponse:
    """List who waits at the kiosks, and say after a look who is who they say."""
    if request.method == "GET":
        return _page(request)
    try:
        service.look(
            request.POST.get("visit", ""),
            is_person=request.POST.get("is") == "person",
            actor=request.actor,
            act_id=request.POST.get("act_id", ""),
            at=request.at,
        )
    except (Refused, Stale) as refused:
        return _page(request, reason(refused.refusal))
    return HttpResponseRedirect(url("desk:kiosk"))


def _page(request: ActorRequest, refused: str = "") -> HttpResponse:
    rows = [(one, str(uuid.uuid4())) for one in service.waiting(request.actor, request.at)]
    context = seat.frame(request, here="page:kiosk", rows=rows, refused=refused)
    return render(request, "desk/kiosk.html", context, status=409 if refused else 200)
