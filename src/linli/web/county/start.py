"""Where the county administrator begins: what waits for a person, and how the city is described."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from linli.apps.catalogue import facts as catalogue
from linli.apps.grid import facts as grid
from linli.kernel.access.actors import Actor
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.web.county.frame import MENU, asked, page, today

OPENS = tuple(dict.fromkeys(permission for _, items in MENU for _, permission in items))


@requires(*OPENS)
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Show what waits and where everything is."""
    actor = asked(request).actor
    menu = [(group, [name for name, permission in items if actor.may(permission)]) for group, items in MENU]
    return page(
        request,
        "start",
        {
            "waits": _waits(actor, request),
            "groups": [one for one in menu if one[1]],
            "figures": _figures(actor),
        },
    )


def _waits(actor: Actor, request: HttpRequest) -> list[tuple[str, int, str]]:
    """Return what somebody has to decide: (what, how many, where)."""
    found: list[tuple[str, int, str]] = []
    if actor.may(Permission.MATRIX_READ):
        proposed = len(catalogue.matrix_lines(actor=actor, state="proposed"))
        found.append(("rows", proposed, reverse("county:waiting")))
    if actor.may(Permission.PACK_READ):
        versions = sum(one.status == "proposed" for one in catalogue.pack_versions())
        found.append(("packs", versions, reverse("county:packs")))
        rules = sum(one.status == "proposed" for one in catalogue.pack_versions(kind="rules"))
        found.append(("rules", rules, reverse("county:rules")))
    if actor.may(Permission.SUBJECT_EDIT):
        found.append(("mapping", len(catalogue.mappings(open_only=True)), reverse("county:mapping")))
    if actor.may(Permission.CALENDAR_IMPORT):
        missing = max(0, today(request).year - catalogue.calendar().last_year)
        found.append(("calendar", missing, reverse("county:calendar")))
    return [one for one in found if one[1]]


def _figures(actor: Actor) -> dict[str, Any]:
    if not actor.may(Permission.AREA_IMPORT):
        return {}
    now = catalogue.snapshot()
    return {
        "areas": sum(grid.kind_counts("/").values()),
        "bodies": len(grid.bodies()),
        "rows": len({row.id.partition(".")[0] for row in now.rows}),
        "subjects": len(now.links),
        "packs": len(now.packs),
        "year": now.calendar.last_year,
    }
