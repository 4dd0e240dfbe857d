"""Where a point lies: an immutable picture of all outlines, kept in the process until the epoch moves on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

from linli.apps.grid.models import Area, Cell, CellKind, GridMap
from linli.apps.grid.models.kinds import COMMUNITY_TIER, TIERS
from linli.core.shared.geodesy import Datum, Degrees, check_degrees, point_to_wgs84, to_wgs84
from linli.core.shared.outcomes import Refusal
from linli.kernel.audit.prepared import Select

Indices = NDArray[np.int64]
Objects = NDArray[np.object_]
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Located:
    """The deepest area around a point, its community if there is one, and one cell of each kind."""

    area_path: str
    area_ref: str
    community_ref: str | None
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LocatedMany:
    """Answers in the order of the points: "" where a point lies outside every area or cell."""

    area_paths: Objects
    cells: Mapping[str, Objects]


@dataclass(frozen=True, slots=True)
class _Layer:
    """Outlines of one level, in the order of their ids: the first found is the lowest id."""

    tree: shapely.STRtree
    keys: Objects

    def first(self, point: shapely.Point) -> str | None:
        """Return the key of the outline with the lowest id that touches the point."""
        found = self.tree.query(point, predicate="intersects")
        return str(self.keys[found.min()]) if len(found) else None

    def first_of_many(self, points: Objects) -> Indices:
        """Return for each point the place of the outline with the lowest id, or NOWHERE."""
        best = np.full(len(points), len(self.keys), dtype=np.int64)
        which, outline = self.tree.query(points, predicate="intersects")
        np.minimum.at(best, which, outline)
        return np.where(best == len(self.keys), NOWHERE, best)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All places of one epoch of one map. ``refs`` and ``paths`` are by code."""

    key: tuple[str, int]
    areas: Sequence[_Layer]
    cells: Mapping[str, _Layer]
    refs: Mapping[str, str]
    paths: Mapping[str, str]

    def locate(self, lon: float, lat: float, datum: Datum = Datum.WGS84) -> Located | Refusal:
        """Find the deepest area around a point; on a border the lowest id has it."""
        if wrong := check_degrees(lon, lat):
            return Refusal(wrong.code, wrong.params)
        point = shapely.Point(*point_to_wgs84(lon, lat, datum))
        code = next((found for layer in self.areas if (found := layer.first(point))), None)
        if code is None:
            return Refusal("grid.point_outside", {"lon": f"{lon:.5f}", "lat": f"{lat:.5f}"})
        cells = {kind: layer.first(point) for kind, layer in self.cells.items()}
        return Located(
            area_path=self.paths[code],
            area_ref=self.refs[code],
            community_ref=self.refs[code[:COMMUNITY_TIER]] if len(code) >= COMMUNITY_TIER else None,
            cells={kind: cell for kind, cell in cells.items() if cell is not None},
        )

    def locate_many(self, lon: Degrees, lat: Degrees, datum: Datum = Datum.WGS84) -> LocatedMany:
        """Find the deepest area and the cells for many points at once."""
        points: Objects = np.asarray(shapely.points(*to_wgs84(lon, lat, datum)), dtype=np.object_)
        codes = _blank(len(points))
        for layer in self.areas:
            waiting = np.flatnonzero(codes == "")
            _fill(codes, waiting, layer, layer.first_of_many(points[waiting]))
        paths = _objects([self.paths.get(str(code), "") for code in codes])
        return LocatedMany(paths, {kind: _all(layer, points) for kind, layer in self.cells.items()})


_kept: dict[str, Snapshot] = {}
_key = Select(lambda: GridMap.objects.values_list("stream__sid", "epoch"))


def snapshot() -> Snapshot:
    """Return the picture of the current epoch; one statement when it has not moved."""
    key = _key.one() or ("", 0)
    kept = _kept.get("now")
    if kept is None or kept.key != key:
        kept = _kept["now"] = _draw(key)
    return kept


def _draw(key: tuple[str, int]) -> Snapshot:
    areas = Area.objects.order_by("id").values_list("code", "ref", "path", "boundary")
    cells = Cell.objects.exclude(boundary=None).order_by("id").values_list("kind", "code", "boundary")
    return picture(
        key, [(code, str(ref), path, outline) for code, ref, path, outline in areas], cells.iterator()
    )


def picture(
    key: tuple[str, int],
    areas: Sequence[tuple[str, str, str, Any]],
    cells: Iterable[tuple[str, str, Any]],
) -> Snapshot:
    """Build a snapshot of (code, ref, path, outline) and (kind, code, outline), each in the order of ids."""
    drawn = [(code, outline) for code, _, _, outline in areas if outline]
    tiers = [[one for one in drawn if len(one[0]) == tier] for tier in reversed(TIERS)]
    kinds: dict[str, list[tuple[str, Any]]] = {kind.value: [] for kind in CellKind}
    for kind, code, outline in cells:
        kinds[kind].append((code, outline))
    return Snapshot(
        key=key,
        areas=tuple(_layer(tier) for tier in tiers if tier),
        cells={kind: _layer(rows) for kind, rows in kinds.items() if rows},
        refs={code: ref for code, ref, _, _ in areas},
        paths={code: path for code, _, path, _ in areas},
    )


def _layer(rows: Sequence[tuple[str, Any]]) -> _Layer:
    return _Layer(
        shapely.STRtree([shape(outline) for _, outline in rows]), _objects([key for key, _ in rows])
    )


def _fill(codes: Objects, waiting: Indices, layer: _Layer, found: Indices) -> None:
    hit = found != NOWHERE
    codes[waiting[hit]] = layer.keys[found[hit]]


def _all(layer: _Layer, points: Objects) -> Objects:
    keys = _blank(len(points))
    _fill(keys, np.arange(len(points)), layer, layer.first_of_many(points))
    return keys


def _objects(values: Sequence[str]) -> Objects:
    return np.array(values, dtype=np.object_)


def _blank(length: int) -> Objects:
    return _objects([""] * length)
