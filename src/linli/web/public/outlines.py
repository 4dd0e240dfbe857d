"""Outlines on a plane: GeoJSON geometries drawn as SVG paths, shaded by how many open cases lie inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from linli.apps.cases.facts import PlaceCount
from linli.apps.grid.facts import AreaFact

WIDTH = 1000.0
TALLEST = 900.0
MARGIN = 12.0
STEPS = (1, 3, 10, 30)
"""From how many open cases each darker ground begins."""

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Counted:
    """Open cases in an area, and how many of them are past their promise."""

    n: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """An area as it is drawn: its path, where its name goes, how dark it is."""

    area: AreaFact
    path: str
    x: float
    y: float
    count: Counted
    shade: int
    roomy: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map: the size of its plane and the shapes on it."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def shade(n: int, steps: Sequence[int] = STEPS) -> int:
    """Return how dark a ground is, 0 for none."""
    return sum(n >= step for step in steps)


def counted(places: Iterable[PlaceCount], digits: int) -> dict[str, Counted]:
    """Add open cases up by the code of the level with so many digits."""
    found: dict[str, Counted] = {}
    for one in places:
        code = next((code for code in one.area_path.split("/") if len(code) == digits), None)
        if code is not None:
            so_far = found.get(code, Counted())
            found[code] = Counted(so_far.n + one.n, so_far.late + one.late)
    return found


def rings(geometry: Any) -> Iterator[Sequence[Sequence[float]]]:
    """Yield the rings of a polygon or of several."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from polygon


def bounds(geometries: Iterable[Any]) -> Bounds | None:
    """Return west, south, east and north of all geometries."""
    points = [point for one in geometries for ring in rings(one) for point in ring]
    if not points:
        return None
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return min(lons), min(lats), max(lons), max(lats)


def centre(geometry: Any) -> tuple[float, float]:
    """Return the centroid of the largest ring."""
    return max((_centroid(ring) for ring in rings(geometry)), key=lambda found: found[2])[:2]


def _centroid(ring: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    doubled = lon = lat = 0.0
    west, south = ring[0][0], ring[0][1]
    for (x1, y1, *_), (x2, y2, *_) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = (x1 - west) * (y2 - south) - (x2 - west) * (y1 - south)
        doubled += cross
        lon += (x1 + x2 - 2 * west) * cross
        lat += (y1 + y2 - 2 * south) * cross
    if not doubled:
        return west, south, 0.0
    return west + lon / (3 * doubled), south + lat / (3 * doubled), abs(doubled)


def draw(
    areas: Sequence[tuple[AreaFact, Any]], counts: dict[str, Counted], steps: Sequence[int] = STEPS
) -> Drawing | None:
    """Draw areas to fill the plane, keeping their proportions."""
    box = bounds(geometry for _area, geometry in areas)
    if box is None:
        return None
    plane = _Plane(box)
    shapes = [
        _shape(area, geometry, counts.get(area.code, Counted()), plane, steps) for area, geometry in areas
    ]
    return Drawing(plane.width, plane.height, tuple(shapes))


class _Plane:
    """Turns degrees into places on the plane; degrees of longitude shrink with the latitude."""

    def __init__(self, box: Bounds) -> None:
        self._west, self._north = box[0], box[3]
        self._narrow = cos(radians((box[1] + box[3]) / 2))
        across, down = (box[2] - box[0]) * self._narrow or 1e-6, (box[3] - box[1]) or 1e-6
        self._scale = min((WIDTH - 2 * MARGIN) / across, (TALLEST - 2 * MARGIN) / down)
        self.width = round(across * self._scale + 2 * MARGIN, 1)
        self.height = round(down * self._scale + 2 * MARGIN, 1)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a point lies."""
        x = (lon - self._west) * self._narrow * self._scale + MARGIN
        return round(x, 1), round((self._north - lat) * self._scale + MARGIN, 1)


ROOM = 90.0
"""How wide and high an area is drawn at least for its name to fit."""


def _shape(area: AreaFact, geometry: Any, count: Counted, plane: _Plane, steps: Sequence[int]) -> Shape:
    parts: list[str] = []
    xs: list[float] = []
    ys: list[float] = []
    for ring in rings(geometry):
        points = [plane.at(point[0], point[1]) for point in ring]
        parts.append("M" + "L".join(f"{x} {y}" for x, y in points) + "Z")
        xs += [x for x, _ in points]
        ys += [y for _, y in points]
    x, y = plane.at(*centre(geometry))
    roomy = max(xs) - min(xs) > ROOM and max(ys) - min(ys) > ROOM / 2
    return Shape(area, "".join(parts), x, y, count, shade(count.n, steps), roomy)
