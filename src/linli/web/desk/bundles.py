"""Bundles at the desk: a list of what several bodies do together, and how far each part is."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.bundles import facts
from linli.apps.cases import facts as cases
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language
from linli.web.desk import seat
from linli.web.desk.names import area_names
from linli.web.portal.together import told

HERE = "page:bundles"


@requires(Permission.CASE_READ)
@never_cache
@require_safe
def bundles(request: ActorRequest) -> HttpResponse:
    """List the bundles that the reader may see."""
    said = request.GET.get("before", "")
    before = int(said) if said.isascii() and said.isdigit() and len(said) < 12 else 0  # noqa: PLR2004 - a key
    found, more = facts.in_area(request.actor, before=before)
    places = area_names([row.area_path for row in found])
    rows = [
        {
            "ref": row.ref,
            "number": row.number,
            "title": facts.definition(row.pack).text("title", language()),
            "place": places.get(row.area_path, ""),
            "at": row.opened_at,
            "settled": row.settled,
            "asked": row.asked,
            "kind": "ok" if row.done_at else "late" if row.refused else "run",
        }
        for row in found
    ]
    context = seat.frame(request, here=HERE, rows=rows, following=f"?before={more}" if more else "")
    return render(request, "desk/bundles.html", context)


@requires(Permission.CASE_READ)
@never_cache
@require_safe
def bundle(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show how the parts of one bundle stand."""
    view = facts.view(request.actor, ref)
    shown = told(view)
    mine = cases.places(request.actor, [str(one["case"]) for one in shown["bundle_parts"] if one["case"]])
    lines = [
        {**one, "case": one["case"] if str(one["case"]) in mine else None} for one in shown["bundle_parts"]
    ]
    context = seat.frame(request, here=HERE, **{**shown, "bundle_parts": lines})
    return render(request, "desk/bundle.html", context)
