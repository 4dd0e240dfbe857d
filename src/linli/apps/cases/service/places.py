"""Where a case lies: from a point, from an area's code, or nowhere yet."""

from __future__ import annotations

from dataclasses import dataclass

from linli.apps.grid import facts as grid
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.audit.outcomes import Invalid

COMMUNITY_DIGITS = 12
"""Codes of this length and shorter name communities, villages and what is above them."""

EVERYWHERE = "/"


@dataclass(frozen=True, slots=True)
class Spot:
    """An area by its path, and the grids around the point."""

    area_path: str = EVERYWHERE
    unit_cell: str = ""
    responsibility_grid: str = ""


def spot(lon: float | None, lat: float | None, area_code: str) -> Spot:
    """Return the spot; Invalid when the point or the code is outside the map."""
    if lon is not None and lat is not None:
        found = grid.locate(lon, lat)
        if isinstance(found, Refusal):
            raise Invalid(Problem("place", found.code, found.because))
        return Spot(found.area_path, found.cells.get("unit", ""), found.cells.get("responsibility", ""))
    if not area_code:
        return Spot(_everywhere())
    area = grid.area(area_code)
    if area is None:
        raise Invalid(Problem("area", "cases.no_such_area"))
    return Spot(area.path)


def _everywhere() -> str:
    """Return the path of the whole city, so that its desks see what nobody could place yet."""
    cities = grid.children(EVERYWHERE)
    return cities[0].path if len(cities) == 1 else EVERYWHERE


def community_code(area_path: str) -> str | None:
    """Return the finest code that may be public: the community's or village's, else what is above it."""
    codes = [code for code in area_path.split("/") if code and len(code) <= COMMUNITY_DIGITS]
    return codes[-1] if codes else None
