"""Turning a GeoJSON geometry of any datum into a sound WGS84 polygon, or saying what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from linli.apps.grid.policy.table import Row
from linli.core.shared.geodesy import Datum, Degrees, check_degrees, to_wgs84
from linli.core.shared.outcomes import Problem

DIGITS = 7  # a centimetre
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.errors.ShapelyError)


def read_outline(row: Row, datum: Datum) -> BaseGeometry | Problem | None:
    """Return the row's polygon in WGS84, None when it has none."""
    if row.geometry is None:
        return None
    try:
        drawn = shape(dict(row.geometry))
    except _UNREADABLE:
        return row.problem("outline_unreadable")
    if drawn.geom_type not in {"Polygon", "MultiPolygon"} or drawn.is_empty:
        return row.problem("outline_not_polygon", type=drawn.geom_type)
    if wrong := _corner_problem(drawn):
        return row.problem("outline_datum", lon=wrong.params["lon"], lat=wrong.params["lat"])
    if not drawn.is_valid:
        return row.problem("outline_crosses", at=_where(drawn))
    return convert(drawn, datum)


def convert(drawn: BaseGeometry, datum: Datum) -> BaseGeometry:
    """Convert a geometry to WGS84."""

    def corners(points: Degrees) -> Degrees:
        return np.stack(to_wgs84(points[:, 0], points[:, 1], datum), axis=1)

    return shapely.transform(shapely.force_2d(drawn), corners)


def to_json(outline: BaseGeometry) -> Mapping[str, Any]:
    """Return the GeoJSON geometry that is stored."""
    return dict(mapping(shapely.transform(outline, lambda points: np.round(points, DIGITS))))


def _corner_problem(drawn: BaseGeometry) -> Problem | None:
    west, south, east, north = drawn.bounds
    return check_degrees(west, south) or check_degrees(east, north)


def _where(drawn: BaseGeometry) -> str:
    """Read the place out of GEOS' sentence: "Self-intersection[112.5 37.8]"."""
    _, _, place = shapely.is_valid_reason(drawn).partition("[")
    return place.rstrip("]")
