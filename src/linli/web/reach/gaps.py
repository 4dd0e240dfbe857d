"""Where the gaps are: what share of households does not reach a kind on foot, as a drawing and as a table."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli.apps.centres import facts
from linli.apps.centres.facts import ShareFact
from linli.apps.grid import facts as grid
from linli.apps.grid.facts import AreaFact
from linli.core.reach.measure import MINUTES
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import t
from linli.web.public import naming, outlines
from linli.web.public.asking import area_of, below, crumbs, tabs
from linli.web.public.outlines import Counted

STEPS = (1, 20, 50, 80)
"""From how many households in a hundred that do not reach it each darker ground begins."""
FIRST = ("health_station", "old", 15)


@public_page
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show an area split into those below it, each with the share that one kind is too far for. Six statements."""
    area = area_of(request.GET.get("area", ""))
    result = facts.latest()
    parts = below(area) or ([area] if area else [])
    kind, walker, minutes = _wanted(request)
    shares = facts.shares_of(result, [one.path for one in parts]) if result else {}
    found = {one.code: _share(shares.get(one.path, ()), kind, walker, minutes) for one in parts}
    drawn = _drawn(area, parts)
    counts = {code: Counted(_gap(share)) for code, share in found.items() if share}
    context = {
        "tabs": tabs("map"), "area": area, "place": naming.name_of(area) if area else "",
        "crumbs": crumbs(area, request.path), "result": result, "kind": kind, "walker": walker, "minutes": minutes,
        "kinds": [(code, t(f"centres.kind.{code}")) for code in facts.ALL_KINDS],
        "walkers": [(code, t(f"centres.walker.{code}")) for code in (result.speeds if result else ())],
        "spans": MINUTES, "drawing": outlines.draw(drawn, counts, STEPS), "gaps": counts, "steps": STEPS,
        "rows": [(one, found[one.code], _href(one, request)) for one in parts], "name": naming.name_of,
        "href": lambda one: _href(one, request), "measured": any(found.values()),
    }  # fmt: skip
    return render(request, "reach/gaps.html", context)


def _wanted(request: HttpRequest) -> tuple[str, str, int]:
    kind = request.GET.get("kind", "") or FIRST[0]
    walker = request.GET.get("walker", "") or FIRST[1]
    minutes = request.GET.get("minutes", "") or str(FIRST[2])
    if kind not in facts.ALL_KINDS or minutes not in {str(one) for one in MINUTES}:
        raise NotVisible
    return kind, walker, int(minutes)


def _share(shares: tuple[ShareFact, ...], kind: str, walker: str, minutes: int) -> ShareFact | None:
    """Return one share; a kind that nobody has entered is reached by nobody."""
    for one in shares:
        if (one.kind, one.walker, one.minutes) == (kind, walker, minutes):
            return one
    return ShareFact(kind, walker, minutes, 0, 0, 0, shares[0].of) if shares else None


def _gap(share: ShareFact) -> int:
    """Return how many in a hundred do not reach it, up: a gap of half a household is one."""
    return 100 - (share.percent or 0) if share.of else 0


def _drawn(area: AreaFact | None, parts: list[AreaFact]) -> list[tuple[AreaFact, Any]]:
    codes = {one.code for one in parts}
    kinds = tuple(sorted({one.kind for one in parts}))
    found = grid.outlines(area.path if area else "/", *kinds) if kinds else []
    return [one for one in found if one[0].code in codes]


def _href(area: AreaFact, request: HttpRequest) -> str:
    said = {name: request.GET[name] for name in ("kind", "walker", "minutes") if request.GET.get(name)}
    query = "&".join(f"{name}={value}" for name, value in {"area": area.code, **said}.items())
    return f"{url('reach:gaps')}?{query}"
