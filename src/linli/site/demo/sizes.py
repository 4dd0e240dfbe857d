"""How large a demo city is; `city` has the figures of the pages that the project answers to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Size:
    """Figures of a demo city. ``urban`` and ``rural`` say how many units each district has."""

    name: str
    cases: int
    districts: int
    urban_districts: int
    subdistricts: int
    townships: int
    communities: int
    villages: int
    estates: int
    buildings: int
    residents: int
    radius_km: float
    with_unit_cells: int  # sub-districts whose ground is divided into unit cells
    recent: float  # share of the stories that begin in the last two weeks
    days: int = 365


SIZES: Mapping[str, Size] = MappingProxyType(
    {
        "small": Size(
            "small",
            cases=240,
            districts=2,
            urban_districts=1,
            subdistricts=3,
            townships=2,
            communities=12,
            villages=14,
            estates=40,
            buildings=160,
            residents=150,
            radius_km=3.6,
            with_unit_cells=3,
            recent=0.3,
        ),
        "city": Size(
            "city",
            cases=25_000,
            districts=6,
            urban_districts=2,
            subdistricts=24,
            townships=59,
            communities=168,
            villages=1_162,
            estates=676,
            buildings=3_126,
            residents=4_000,
            radius_km=44.0,
            with_unit_cells=4,
            recent=0.055,
        ),
    }
)
