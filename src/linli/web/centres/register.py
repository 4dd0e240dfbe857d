"""The register of centres: where they are, when they are open, what there is in them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli.apps.centres import facts
from linli.apps.grid import facts as grid
from linli.kernel.access.pages import public_page
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import t
from linli.web.centres.told import areas_in, hours_said, named, plain, room_said, today, week_of, why_said
from linli.web.desk.mapping import draw
from linli.web.portal.visitor import actor_of, at_of

KINDS = ("district", "subdistrict", "township")


@public_page
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List the centres of an area, or those whose name or address holds some words."""
    at, words = at_of(request), plain(request.GET.get("q", ""))
    area = grid.area_at(plain(request.GET.get("area", "")))
    path = area.path if area else "/"
    found, after = facts.search_centres(words, path, on=today(at), after=plain(request.GET.get("after", "")))
    opened = facts.open_now((one.id for one in found), at)
    context = {
        "rows": [(one, named(one.name_zh, one.name_en), named(one.address_zh, one.address_en), one.id in opened)
                 for one in found],
        "words": words, "area": path, "areas": areas_in(grid.subtree("/", *KINDS)),
        "next": here(request, after=after) if after else None,
        "floors": [_floor(one) for one in facts.floors(at, path)],
    }  # fmt: skip
    return render(request, "centres/list.html", context)


def _floor(one: Any) -> dict[str, Any]:
    """Return a floor figure with its mean and what is left out."""
    count = one.denominator or 0
    mean = round(one.numerator / count) if count else 0
    return {
        "code": one.code,
        "sum": one.numerator,
        "n": count,
        "mean": mean,
        "left": sum(one.excluded.values()),
    }


@public_page
@require_safe
def one(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show a centre: open now or not, this week's hours, rooms, what is shown and drawn, who is on duty."""
    at, centre = at_of(request), facts.centre(ref)
    week = week_of(centre.id, today(at))
    body = grid.bodies_by_id({centre.body_id}).get(centre.body_id)
    duty = grid.who_is_on_duty(body.ref, at, actor=actor_of(request)) if body else []
    point = (centre.lon, centre.lat) if centre.lon is not None and centre.lat is not None else None
    name = named(centre.name_zh, centre.name_en)
    context = {
        "centre": centre, "name": name, "address": named(centre.address_zh, centre.address_en),
        "today": hours_said(week[0][0].hours), "today_why": why_said(week[0][0]),
        "open_now": centre.id in facts.open_now([centre.id], at), "week": week,
        "functions": [t(f"centres.function.{code}") for code in centre.functions],
        "rooms": [room_said(each) for each in facts.rooms_of(centre.id)],
        "showings": facts.showings(at, centre_id=centre.id),
        "draws": facts.draws(at, centre_id=centre.id),
        "duty": [(named(each.roster.name_zh, each.roster.name_en), each) for each in duty],
        "body": named(body.name_zh, body.name_en) if body else "",
        "map": draw(centre.area_path, point, t("centres_page.map", name=name)) if point else None,
        "named": named,
    }  # fmt: skip
    return render(request, "centres/one.html", context)
