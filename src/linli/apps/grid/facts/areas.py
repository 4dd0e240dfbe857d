"""Places as others see them; nothing here is about a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Length

from linli.apps.grid.facts.snapshot import Located, LocatedMany, snapshot
from linli.apps.grid.models import Area, Cell, Placement
from linli.core.shared.geodesy import Degrees, read_datum
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.audit.prepared import Select


@dataclass(frozen=True, slots=True)
class AreaFact:
    """A place. ``id`` is for foreign keys and never leaves the server."""

    id: int
    ref: str
    kind: str
    code: str
    name_zh: str
    name_en: str
    path: str
    lon: float | None
    lat: float | None
    homes: int


@dataclass(frozen=True, slots=True)
class CellFact:
    """A grid with its outline as a GeoJSON geometry."""

    kind: str
    code: str
    area_path: str
    homes: int
    outline: Any


_COLUMNS = ("id", "ref", "kind", "code", "name_zh", "name_en", "path", "lon", "lat", "homes")
_by_codes, _children = (
    Select(lambda: Area.objects.order_by("path").values_list(*_COLUMNS), name)
    for name in ("code__in", "parent__path")
)


def locate(lon: float, lat: float, datum: str = "wgs84") -> Located | Refusal:
    """Find the area, the community and the cells around a point."""
    known = read_datum(datum)
    if isinstance(known, Problem):
        return Refusal(known.code, known.params)
    return snapshot().locate(lon, lat, known)


def locate_many(lon: Degrees, lat: Degrees, datum: str = "wgs84") -> LocatedMany | Refusal:
    """Find areas and cells for many points; those outside get ""."""
    known = read_datum(datum)
    if isinstance(known, Problem):
        return Refusal(known.code, known.params)
    return snapshot().locate_many(np.asarray(lon, float), np.asarray(lat, float), known)


def area(name: str) -> AreaFact | None:
    """Return the area with this ref or code."""
    return _first(Q(code=name) if not is_ref(name) else Q(ref=name))


def area_at(path: str) -> AreaFact | None:
    """Return the area with this path."""
    return _first(Q(path=path))


def areas(codes: Sequence[str]) -> list[AreaFact]:
    """Return the areas with these codes, in the order of their paths."""
    return [AreaFact(*_plain(row)) for row in _by_codes(codes)]


def children(path: str) -> list[AreaFact]:
    """Return the areas one level below, or the cities for "/"."""
    if path == "/":
        return _list(Q(parent=None))
    return [AreaFact(*_plain(row)) for row in _children(path)]


def subtree(path: str, *kinds: str) -> list[AreaFact]:
    """Return an area and all below it, of the given kinds only if any are given."""
    return _list(Q(path__under=path) & (Q(kind__in=kinds) if kinds else Q()))


def breadcrumbs(path: str) -> list[AreaFact]:
    """Return the areas from the city down to the one with this path."""
    return areas([code for code in path.split("/") if code])


def outlines(path: str, *kinds: str) -> list[tuple[AreaFact, Any]]:
    """Return areas of the given kinds below a path with their GeoJSON geometries, for a map."""
    rows = Area.objects.filter(path__under=path, kind__in=kinds).exclude(boundary=None).order_by("path")
    return [(AreaFact(*_plain(row[:-1])), row[-1]) for row in rows.values_list(*_COLUMNS, "boundary")]


def cells(area_path: str, kind: str) -> list[CellFact]:
    """Return the cells of one kind below a path, for a map."""
    rows = Cell.objects.filter(area__path__under=area_path, kind=kind).order_by("code")
    return [CellFact(*row) for row in rows.values_list("kind", "code", "area__path", "homes", "boundary")]


def cells_of(area_path: str) -> dict[str, str]:
    """Return {kind: code} of an address: its own placement, or that of the nearest place around it."""
    rows = Placement.objects.filter(area__code__in=[code for code in area_path.split("/") if code])
    placed = rows.order_by("area__path").values_list("kind", "cell__code")
    return dict(placed)  # deeper paths come later and win


def is_ref(name: str) -> bool:
    """Tell a ref (a UUID) from a code."""
    try:
        UUID(name)
    except ValueError:
        return False
    return "-" in name


def _first(which: Q) -> AreaFact | None:
    row = Area.objects.filter(which).values_list(*_COLUMNS).first()
    return AreaFact(*_plain(row)) if row else None


def _list(which: Q) -> list[AreaFact]:
    return [
        AreaFact(*_plain(row)) for row in Area.objects.filter(which).order_by("path").values_list(*_COLUMNS)
    ]


def _plain(row: Sequence[Any]) -> list[Any]:
    return [str(value) if isinstance(value, UUID) else value for value in row]


FOUND_MOST = 12
"""Places that an address may mean; more are too many to choose from."""
_ADDRESSED = ("subdistrict", "township", "community", "village", "estate", "natural_village")


def addressed(typed: str) -> list[AreaFact]:
    """Return the places that an address may mean, the finest first: named in it, or with it in their name. One statement."""
    said = "".join(typed.split())[:60]
    if not said:
        return []
    within = Q(name_zh__contains=said) | Q(name_en__icontains=typed.strip()[:60])
    rows = Area.objects.filter(kind__in=_ADDRESSED).annotate(said=Value(said, output_field=CharField()))
    found = rows.filter(within | Q(said__contains=F("name_zh"))).annotate(digits=Length("code"))
    return [
        AreaFact(*_plain(row))
        for row in found.order_by("-digits", "path").values_list(*_COLUMNS)[:FOUND_MOST]
    ]
