"""The kinds of places and bodies, and how their codes are built (GB/T 2260, GB/T 10114, GB/T 30428.1)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class AreaKind(StrEnum):
    """Levels of the tree, urban and rural."""

    CITY = "city"
    DISTRICT = "district"  # and counties
    SUBDISTRICT = "subdistrict"
    TOWNSHIP = "township"
    COMMUNITY = "community"
    VILLAGE = "village"  # administrative
    ESTATE = "estate"
    NATURAL_VILLAGE = "natural_village"
    GROUP = "group"  # villagers' group
    BUILDING = "building"
    ENTRANCE = "entrance"


class CellKind(StrEnum):
    """The two kinds of grid; both have fifteen digits, so a code alone does not name one."""

    UNIT = "unit"
    RESPONSIBILITY = "responsibility"


class BodyKind(StrEnum):
    """Who can answer for something."""

    CITY_DEPARTMENT = "city_department"
    DISTRICT_DEPARTMENT = "district_department"
    SUBDISTRICT = "subdistrict"
    TOWNSHIP = "township"
    COMMUNITY = "community"  # residents' or villagers' committee
    CENTRE = "centre"
    COMPANY = "company"
    MEDIATION = "mediation"
    OTHER = "other"


CODE_LENGTHS: Mapping[AreaKind, int] = MappingProxyType(
    {
        AreaKind.CITY: 4,
        AreaKind.DISTRICT: 6,
        AreaKind.SUBDISTRICT: 9,
        AreaKind.TOWNSHIP: 9,
        AreaKind.COMMUNITY: 12,
        AreaKind.VILLAGE: 12,
        AreaKind.ESTATE: 15,
        AreaKind.NATURAL_VILLAGE: 15,
        AreaKind.GROUP: 15,
        AreaKind.BUILDING: 18,
        AreaKind.ENTRANCE: 21,
    }
)
"""Digits of a code. Below the community the codes are local: the parent's code and three digits."""

PARENTS: Mapping[AreaKind, frozenset[AreaKind]] = MappingProxyType(
    {
        AreaKind.CITY: frozenset(),
        AreaKind.DISTRICT: frozenset({AreaKind.CITY}),
        AreaKind.SUBDISTRICT: frozenset({AreaKind.DISTRICT}),
        AreaKind.TOWNSHIP: frozenset({AreaKind.DISTRICT}),
        AreaKind.COMMUNITY: frozenset({AreaKind.SUBDISTRICT, AreaKind.TOWNSHIP}),
        AreaKind.VILLAGE: frozenset({AreaKind.SUBDISTRICT, AreaKind.TOWNSHIP}),
        AreaKind.ESTATE: frozenset({AreaKind.COMMUNITY, AreaKind.VILLAGE}),
        AreaKind.NATURAL_VILLAGE: frozenset({AreaKind.VILLAGE}),
        AreaKind.GROUP: frozenset({AreaKind.VILLAGE}),
        AreaKind.BUILDING: frozenset({AreaKind.ESTATE, AreaKind.NATURAL_VILLAGE, AreaKind.GROUP}),
        AreaKind.ENTRANCE: frozenset({AreaKind.BUILDING}),
    }
)

TIERS: tuple[int, ...] = tuple(sorted(set(CODE_LENGTHS.values())))
"""Lengths of codes from the city down: the level of a place is the length of its code."""

COMMUNITY_TIER = CODE_LENGTHS[AreaKind.COMMUNITY]
COVERING = frozenset({6, 9, 12})
"""Levels that leave no ground out: districts, sub-districts and townships, communities and villages."""

CELL_CODE_LENGTH = 15
