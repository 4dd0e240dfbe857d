"""Invents the ground: one coverage of small polygons, whose unions are the larger areas, so that borders fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]
"""Kilometres east and north of the middle."""

MIDDLE_LON, MIDDLE_LAT = 112.5, 37.8
KM_EAST, KM_NORTH = 87.96, 111.0  # of a degree here
DIGITS = 7
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_TRIES = 30


def blob(radius: float, chance: Random) -> BaseGeometry:
    """Return a rounded outline that wanders like a border."""
    waves = [(n, chance.uniform(0, 2 * math.pi), chance.uniform(0.02, 0.11) / n**0.5) for n in range(2, 9)]
    corners = []
    for step in range(180):
        angle = 2 * math.pi * step / 180
        reach = radius * (1 + sum(size * math.sin(n * angle + turn) for n, turn, size in waves))
        corners.append((reach * math.cos(angle), reach * 1.12 * math.sin(angle)))
    return shapely.Polygon(corners)


def sunflower(middle: Point, count: int, step: float) -> list[Point]:
    """Return points evenly spread around a middle, as seeds lie in a sunflower."""
    return [
        (
            middle[0] + step * math.sqrt(n + 0.5) * math.cos(n * _GOLDEN_ANGLE),
            middle[1] + step * math.sqrt(n + 0.5) * math.sin(n * _GOLDEN_ANGLE),
        )
        for n in range(count)
    ]


def scatter(
    ground: BaseGeometry, count: int, chance: Random, *, away: Sequence[tuple[Point, float]] = ()
) -> list[Point]:
    """Return points inside a ground, each the farthest of some tries from those there are already."""
    west, south, east, north = ground.bounds
    shapely.prepare(ground)
    chosen: list[Point] = []
    while len(chosen) < count:
        tries = [(chance.uniform(west, east), chance.uniform(south, north)) for _ in range(_TRIES)]
        inside = [one for one in tries if _fits(ground, one, away)]
        if inside:
            chosen.append(max(inside, key=lambda one: _nearest(one, chosen)))
    return chosen


def coverage(seeds: Sequence[Point], ground: BaseGeometry) -> list[BaseGeometry]:
    """Divide a ground among seeds, each point to its nearest; the polygons come in the order of the seeds."""
    if len(seeds) == 1:
        return [ground]
    parts = list(shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=ground).geoms)
    tree = shapely.STRtree(parts)
    order = [int(tree.query(shapely.Point(seed), predicate="intersects")[0]) for seed in seeds]
    return [_one(shapely.intersection(parts[n], ground)) for n in order]


def union(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return the union of polygons of one coverage."""
    return shapely.coverage_union_all(np.array(parts, dtype=object))


def degrees(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape of the plane in degrees, rounded to the centimetre."""

    def turn(points: np.ndarray) -> np.ndarray:
        east = MIDDLE_LON + points[:, 0] / KM_EAST
        north = MIDDLE_LAT + points[:, 1] / KM_NORTH
        return np.round(np.stack([east, north], axis=1), DIGITS)

    return shapely.transform(shape, turn)


def to_degrees(east: float, north: float) -> Point:
    """Return a point of the plane as longitude and latitude."""
    return MIDDLE_LON + east / KM_EAST, MIDDLE_LAT + north / KM_NORTH


def sound(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape in degrees that is still a polygon after rounding; a cut piece may cross itself by it."""
    return _one(shapely.set_precision(degrees(shape), 10**-DIGITS))


def block(middle: Point, width: float, height: float, turn: float) -> BaseGeometry:
    """Return a rectangle turned by some radians."""
    corners = [
        (-width / 2, -height / 2),
        (width / 2, -height / 2),
        (width / 2, height / 2),
        (-width / 2, height / 2),
    ]
    cos, sin = math.cos(turn), math.sin(turn)
    return shapely.Polygon(
        [(middle[0] + x * cos - y * sin, middle[1] + x * sin + y * cos) for x, y in corners]
    )


def squares(ground: BaseGeometry, side: float) -> list[BaseGeometry]:
    """Divide a ground into squares; slivers join the neighbour with which they share most."""
    west, south, east, north = ground.bounds
    cells: list[BaseGeometry] = []
    for row in range(math.ceil((north - south) / side)):
        for column in range(math.ceil((east - west) / side)):
            x, y = west + column * side, south + row * side
            cell = shapely.intersection(shapely.box(x, y, x + side, y + side), ground)
            if cell.area > 0:
                cells.append(_one(cell))
    return _without_slivers(cells, side * side * 0.2)


def _without_slivers(cells: list[BaseGeometry], least: float) -> list[BaseGeometry]:
    kept = [cell for cell in cells if cell.area >= least]
    if not kept:
        return [shapely.union_all(cells)]
    tree = shapely.STRtree(kept)
    for sliver in (cell for cell in cells if cell.area < least):
        near = [int(n) for n in tree.query(sliver, predicate="intersects")] or [int(tree.nearest(sliver))]
        best = max(near, key=lambda n: (shapely.intersection(kept[n], sliver).length, -n))
        kept[best] = shapely.union(kept[best], sliver)
    return kept


def _one(shape: BaseGeometry) -> BaseGeometry:
    """Keep what is polygon of an intersection."""
    polygons = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _fits(ground: BaseGeometry, point: Point, away: Sequence[tuple[Point, float]]) -> bool:
    far = all(math.dist(point, middle) >= radius for middle, radius in away)
    return far and bool(shapely.contains_xy(ground, *point))


def _nearest(point: Point, chosen: Sequence[Point]) -> float:
    return min((math.dist(point, one) for one in chosen), default=math.inf)
