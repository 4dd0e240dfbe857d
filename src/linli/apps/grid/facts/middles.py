"""Where an area is, as one point: its own, else the middle of its outline or of the places in it."""

from __future__ import annotations

import numpy as np
import shapely

from linli.apps.grid.facts.areas import AreaFact, outlines

Point = tuple[float, float]


def middle(area: AreaFact) -> Point | None:
    """Return degrees (WGS84) for who gives an area and no point; None where nothing is drawn."""
    if area.lon is not None and area.lat is not None:
        return area.lon, area.lat
    shapes = outlines(area.path, area.kind) or outlines(area.path, "community", "village")
    inside = [shapely.geometry.shape(drawn).representative_point() for _, drawn in shapes]
    if not inside:
        return None
    lon, lat = np.mean([(one.x, one.y) for one in inside], axis=0)
    return round(float(lon), 6), round(float(lat), 6)
