"""Gives each address the one cell of each kind that it lies in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
from django.db.models import Q
from django.db.models.functions import Length
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from linli.apps.grid.models import Area, Cell, Placement
from linli.apps.grid.models.kinds import COMMUNITY_TIER

Stated = Mapping[int, tuple[str, int]]
"""What a file said outright: area id -> (kind, cell id)."""

MOST_AT_ONCE = 200
"""Beyond so many communities all addresses are read: a database takes only so deep an expression."""


def place_addresses(communities: set[str], stated: Stated | None = None) -> None:
    """Place all addresses of some communities anew; what a file stated goes before what is measured."""
    addresses = _addresses(communities)
    rows = {(area, kind): cell for area, (kind, cell) in (stated or {}).items()}
    measured = _measured(addresses, communities)
    Placement.objects.filter(_of(rows.keys() | measured.keys())).delete()
    placed = measured | rows
    Placement.objects.bulk_create(
        Placement(area_id=area, kind=kind, cell_id=cell) for (area, kind), cell in placed.items()
    )


def _of(keys: set[tuple[int, str]]) -> Q:
    kinds: dict[str, list[int]] = {}
    for area, kind in keys:
        kinds.setdefault(kind, []).append(area)
    which = Q(pk__in=[])
    for kind, areas in kinds.items():
        which |= Q(kind=kind, area_id__in=areas)
    return which


def _addresses(communities: set[str]) -> dict[int, shapely.Point]:
    rows = Area.objects.annotate(digits=Length("code")).filter(digits__gt=COMMUNITY_TIER)
    if len(communities) <= MOST_AT_ONCE:
        rows = rows.filter(_under(communities))
    points: dict[int, shapely.Point] = {}
    for number, code, lon, lat, drawn in rows.values_list("id", "code", "lon", "lat", "boundary"):
        if code[:COMMUNITY_TIER] not in communities:
            continue
        if lon is not None and lat is not None:
            points[number] = shapely.Point(lon, lat)
        elif drawn:
            points[number] = _outline(drawn).representative_point()
    return points


def _under(communities: set[str]) -> Q:
    which = Q(pk__in=[])
    for path in Area.objects.filter(code__in=communities).values_list("path", flat=True):
        which |= Q(path__under=path)
    return which


def _measured(addresses: Mapping[int, shapely.Point], communities: set[str]) -> dict[tuple[int, str], int]:
    cells = Cell.objects.filter(area__code__in=communities).exclude(boundary=None).order_by("id")
    rows = list(cells.values_list("id", "kind", "boundary"))
    if not rows or not addresses:
        return {}
    tree = shapely.STRtree([_outline(drawn) for _, _, drawn in rows])
    which, cell = tree.query(np.array(list(addresses.values()), object), predicate="intersects")
    numbers = list(addresses)
    found: dict[tuple[int, str], int] = {}
    for address, place in sorted(zip(which.tolist(), cell.tolist(), strict=True)):
        found.setdefault((numbers[address], rows[place][1]), rows[place][0])  # the lowest id has it
    return found


def _outline(stored: Any) -> BaseGeometry:
    return shape(stored)
