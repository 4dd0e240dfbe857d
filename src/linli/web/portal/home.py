"""The front page: one question, and the ways to everything else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli.apps.cases import facts as cases
from linli.apps.catalogue import facts as catalogue
from linli.kernel.access.pages import public_page
from linli.kernel.ui.pages import render
from linli.web.portal import draft as drafts
from linli.web.portal.listing import rows
from linli.web.portal.visitor import actor_of

SHOWN = 3


@public_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Ask what is wrong."""
    actor = actor_of(request)
    mine = cases.mine(actor).rows if actor.account_id is not None or actor.case_refs else []
    running = [row for row in mine if row.closed_at is None][:SHOWN]
    context = {
        "draft": drafts.fresh(),
        "problems": (),
        "files": [],
        "mine": rows(running),
        "services": catalogue.snapshot().packs,
        "entitlements": catalogue.snapshot().rules,
        "more": len(mine) > len(running),
    }
    return render(request, "portal/home.html", context)
