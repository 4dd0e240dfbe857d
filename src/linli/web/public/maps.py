"""The map of open cases on our own outlines: drawn on the server, and movable where there are scripts.

Zoomed out it counts by area; close to, each mark is a unit cell, never the place of a person. Tiles of a
provider are shown only where the city has configured one with its approval number.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import PlaceCount
from linli.apps.grid import facts as grid
from linli.apps.grid.facts import AreaFact
from linli.core.packs.definition import Place
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.show import now
from linli.web.public import naming, outlines
from linli.web.public.asking import area_of, below, crumbs, tabs
from linli.web.public.outlines import Bounds, Counted

LEVELS: dict[str, tuple[int, tuple[str, ...]]] = {
    "district": (6, ("district",)),
    "street": (9, ("subdistrict", "township")),
    "community": (12, ("community", "village")),
}
"""Digits of the code, and the kinds of areas, at each level of the map."""

Outline = tuple[AreaFact, Any]
CELL = "cell"
SOON_OLD = "public, max-age=60"
DEGREES = 4


@public_page
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show an area split into those below it, each with its open cases, as a drawing and as a table."""
    area = area_of(request.GET.get("area", ""))
    places = cases.place_counts(area.path if area else "", at=now())
    parts = below(area) or ([area] if area else [])
    counts = outlines.counted(places, len(parts[0].code) if parts else 0)
    drawn = _drawn(area, parts)
    context = {
        "tabs": tabs("map"),
        "area": area,
        "place": naming.name_of(area) if area else "",
        "crumbs": crumbs(area, request.path),
        "drawing": outlines.draw(drawn, _counts_of(drawn, places)),
        "bounds": outlines.bounds(geometry for _area, geometry in drawn),
        "rows": [_row(one, counts.get(one.code, Counted())) for one in parts],
        "total": sum(one.n for one in places),
        "late": sum(one.late for one in places),
        "steps": outlines.STEPS,
        "tiles": getattr(settings, "TILES", ""),
        "tiles_notice": getattr(settings, "TILES_NOTICE", ""),
        "name": naming.name_of,
        "href": _href,
    }
    return render(request, "public/map.html", context)


def _drawn(area: AreaFact | None, parts: list[AreaFact]) -> list[Outline]:
    """Return the outlines of the parts, or of the first level below that has any."""
    path = area.path if area else "/"
    finest = max((len(one.code) for one in parts), default=0)
    wanted = [tuple(sorted({one.kind for one in parts}))]
    wanted += [kinds for digits, kinds in LEVELS.values() if digits > finest]
    return next((found for kinds in wanted if kinds and (found := grid.outlines(path, *kinds))), [])


def _counts_of(drawn: list[Outline], places: list[PlaceCount]) -> dict[str, Counted]:
    return outlines.counted(places, len(drawn[0][0].code)) if drawn else {}


def _row(area: AreaFact, count: Counted) -> dict[str, object]:
    return {"name": naming.name_of(area), "href": _href(area), "n": count.n, "late": count.late}


def _href(area: AreaFact) -> str:
    """Return where a click on an area leads: further in, or to its cases."""
    page = "public:cases" if len(area.code) >= naming.COMMUNITY_DIGITS else "public:map"
    return f"{url(page)}?area={area.code}"


@public_page
@require_safe
def shapes(request: HttpRequest) -> HttpResponse:
    """Return GeoJSON of one level inside a box: areas with counts, or unit cells with open cases."""
    level = request.GET.get("level", "district")
    box = _box(request.GET.get("bbox", ""))
    places = cases.place_counts(at=now())
    if level == CELL:
        features = _cells(places, box)
    elif level in LEVELS:
        digits, kinds = LEVELS[level]
        features = _areas(kinds, outlines.counted(places, digits), box)
    else:
        raise NotVisible
    found = {"type": "FeatureCollection", "features": features}
    return JsonResponse(found, headers={"Cache-Control": SOON_OLD}, content_type="application/geo+json")


def _box(text: str) -> Bounds | None:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return west, south, east, north


def _areas(kinds: Iterable[str], counts: dict[str, Counted], box: Bounds | None) -> list[dict[str, Any]]:
    return [
        _feature(geometry, naming.name_of(area), counts.get(area.code, Counted()), _href(area))
        for area, geometry in grid.outlines("/", *kinds)
        if box is None or _meets(geometry, box)
    ]


def _cells(places: list[PlaceCount], box: Bounds | None) -> list[dict[str, Any]]:
    """Return marks: at the middle of a unit cell where the service shows that, else of the community."""
    by_cell: dict[str, Counted] = {}
    rest: list[PlaceCount] = []
    shown = {one.pack: cases.definition(one.pack).public.place for one in places}
    community: dict[str, str] = {}
    for one in places:
        if one.unit_cell and shown[one.pack] is Place.GRID:
            so_far = by_cell.get(one.unit_cell, Counted())
            by_cell[one.unit_cell] = Counted(so_far.n + one.n, so_far.late + one.late)
            community[one.unit_cell] = next(iter(naming.community_of(one.area_path)[-1:]), "")
        elif shown[one.pack] is not Place.NONE:
            rest.append(one)
    marks = [
        _mark(outlines.centre(cell.outline), by_cell[cell.code], community[cell.code])
        for cell in grid.cells("/", "unit")
        if cell.outline and cell.code in by_cell
    ]
    return [mark for mark in [*marks, *_middles(rest)] if box is None or _inside(mark, box)]


def _middles(places: list[PlaceCount]) -> list[dict[str, Any]]:
    counts = outlines.counted(places, naming.COMMUNITY_DIGITS)
    return [
        _mark((area.lon, area.lat), counts[area.code], area.code)
        for area in (grid.areas(sorted(counts)) if counts else [])
        if area.lon is not None and area.lat is not None
    ]


def _mark(point: tuple[float, float], count: Counted, community: str) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [round(part, DEGREES) for part in point]}
    return _feature(geometry, "", count, f"{url('public:cases')}?area={community}")


def _feature(geometry: Any, name: str, count: Counted, href: str) -> dict[str, Any]:
    said = {"name": name, "n": count.n, "late": count.late, "shade": outlines.shade(count.n), "href": href}
    return {"type": "Feature", "geometry": geometry, "properties": said}


def _meets(geometry: Any, box: Bounds) -> bool:
    own = outlines.bounds([geometry])
    return own is not None and own[0] <= box[2] and own[2] >= box[0] and own[1] <= box[3] and own[3] >= box[1]


def _inside(mark: dict[str, Any], box: Bounds) -> bool:
    lon, lat = map(float, mark["geometry"]["coordinates"])
    return box[0] <= lon <= box[2] and box[1] <= lat <= box[3]
