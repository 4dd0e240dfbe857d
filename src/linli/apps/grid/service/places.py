"""Bringing in areas and cells: a whole file or nothing of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from linli.apps.grid.events import AREAS_IMPORTED
from linli.apps.grid.models import Area, Cell, CellKind
from linli.apps.grid.models.kinds import CODE_LENGTHS, COMMUNITY_TIER, AreaKind
from linli.apps.grid.policy.outline import to_json
from linli.apps.grid.policy.table import Reading, Table, read_table
from linli.apps.grid.policy.trees import (
    AreaRow,
    CellRow,
    Known,
    check_addresses,
    check_cells,
    check_ground,
    check_tree,
    read_areas,
    read_cells,
)
from linli.apps.grid.policy.visibility import demand_everywhere
from linli.apps.grid.service.ground import digest, epoch, refuse, turn_page
from linli.apps.grid.service.placing import place_addresses
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Source, act
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.audit.vocabulary import register

_AREAS = register("grid.import_areas", ("areas", "new", "digest", "datum", "epoch"))
_CELLS = register("grid.import_cells", ("cells", "new", "kind", "digest", "datum", "epoch"))
PLAIN = Reading()
_ADDRESS_TIER = CODE_LENGTHS[AreaKind.ESTATE]


@dataclass(frozen=True, slots=True)
class _File:
    """A file that was read, and the epoch it is checked against."""

    content: bytes
    table: Table
    epoch: int
    how: Reading


def import_areas(
    content: bytes,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
    how: Reading = PLAIN,
    source: Source = Source.LIVE,
) -> JsonValue:
    """Add areas of a CSV or GeoJSON file, or change those that are known; returns how many.

    Fields: code, name, and where needed kind, name_en, parent, lon, lat, homes; outlines by GeoJSON.

    Raises:
        Invalid: with a problem for each line that is wrong; nothing was stored.
        NotVisible: the actor may not import there.
        Stale: the map changed while the file was checked.
    """
    file = _open(content, how, ("code", "name"))
    areas, problems = read_areas(file.table)
    refuse(problems)
    known = _known_areas(with_outlines=any(one.outline is not None for one in areas))
    refuse(check_tree(areas, known))
    paths = _paths(areas, known)
    for one in areas:
        if one.parent not in paths or one.parent in known:
            demand_everywhere(actor, Permission.AREA_IMPORT, paths[one.code])
    refuse(check_ground(areas, known, file.table.datum, file.how.tolerance_metres))

    def work(acting: Acting) -> JsonValue:
        new = [one for one in areas if one.code not in known]
        public: dict[str, JsonValue] = {**_shown(file), "areas": len(areas), "new": len(new)}
        now = turn_page(acting, _AREAS, public, file.epoch)
        _store_areas(areas, paths)
        place_addresses({one.code[:COMMUNITY_TIER] for one in areas if len(one.code) >= _ADDRESS_TIER})
        acting.announce(AREAS_IMPORTED, {"epoch": now})
        return {"areas": len(areas), "new": len(new), "epoch": now}

    said = _said(file)
    return act(_AREAS, work, said=said, actor=actor, act_id=act_id, at=at, source=source)


def import_cells(
    content: bytes,
    *,
    kind: str,
    actor: Actor,
    act_id: str,
    at: datetime,
    how: Reading = PLAIN,
    source: Source = Source.LIVE,
) -> JsonValue:
    """Add or change the cells of one kind; ``addresses`` lists area codes for cells without an outline.

    Raises:
        Invalid: with a problem for each line that is wrong; nothing was stored.
        NotVisible: the actor may not import there.
        Stale: the map changed while the file was checked.
    """
    file = _open(content, how, ("code",))
    cells, problems = read_cells(file.table, CellKind(kind))
    refuse(problems)
    communities = _communities({one.area for one in cells})
    for area in communities.values():
        demand_everywhere(actor, Permission.AREA_IMPORT, area.path)
    stored = _known_cells(kind, set(communities))
    refuse(check_cells(cells, stored, communities, file.table.datum, file.how.tolerance_metres))
    listed = {address for one in cells for address in one.addresses}
    addresses = dict(Area.objects.filter(code__in=listed).values_list("code", "id"))
    refuse(check_addresses(cells, addresses.keys()))

    def work(acting: Acting) -> JsonValue:
        new = [one for one in cells if one.code not in stored]
        public: dict[str, JsonValue] = {**_shown(file), "cells": len(cells), "new": len(new), "kind": kind}
        now = turn_page(acting, _CELLS, public, file.epoch)
        ids = _store_cells(cells)
        place_addresses(
            set(communities), {addresses[a]: (kind, ids[one.code]) for one in cells for a in one.addresses}
        )
        acting.announce(AREAS_IMPORTED, {"epoch": now})
        return {"cells": len(cells), "new": len(new), "epoch": now}

    said = {**_said(file), "kind": kind}
    return act(_CELLS, work, said=said, actor=actor, act_id=act_id, at=at, source=source)


def _open(content: bytes, how: Reading, required: tuple[str, ...]) -> _File:
    now = epoch()
    table = read_table(content, how, required)
    if not isinstance(table, Table):
        raise Invalid(*table)
    return _File(content, table, now, how)


def _shown(file: _File) -> dict[str, JsonValue]:
    return {"digest": digest(file.content), "datum": file.table.datum.value}


def _said(file: _File) -> dict[str, JsonValue]:
    named: dict[str, JsonValue] = dict(file.how.columns)
    return _shown(file) | {"columns": named, "tolerance": str(file.how.tolerance_metres)}


def _known_areas(*, with_outlines: bool) -> dict[str, Known]:
    if not with_outlines:
        return {
            code: Known(kind, path) for code, kind, path in Area.objects.values_list("code", "kind", "path")
        }
    rows = Area.objects.values_list("code", "kind", "path", "boundary")
    return {code: Known(kind, path, shape(drawn) if drawn else None) for code, kind, path, drawn in rows}


def _communities(codes: set[str]) -> dict[str, Known]:
    rows = Area.objects.filter(code__in=codes).values_list("code", "kind", "path", "boundary")
    return {code: Known(kind, path, shape(drawn) if drawn else None) for code, kind, path, drawn in rows}


def _known_cells(kind: str, communities: set[str]) -> dict[str, BaseGeometry | None]:
    rows = Cell.objects.filter(kind=kind, area__code__in=communities).values_list("code", "boundary")
    return {code: shape(drawn) if drawn else None for code, drawn in rows}


def _paths(areas: Sequence[AreaRow], known: Mapping[str, Known]) -> dict[str, str]:
    """Return the path of every stored area and every row; rows come from the top down."""
    paths = {code: area.path for code, area in known.items()}
    for one in areas:
        paths[one.code] = f"{paths.get(one.parent, '/')}{one.code}/"
    return paths


def _store_areas(areas: Sequence[AreaRow], paths: Mapping[str, str]) -> None:
    stored = {area.code: area for area in Area.objects.defer("boundary")}
    for tier in sorted(set(CODE_LENGTHS.values())):
        level = [one for one in areas if len(one.code) == tier]
        fresh = [_area(one, paths, stored) for one in level if one.code not in stored]
        changed = [_changed(stored[one.code], one) for one in level if one.code in stored]
        for made in Area.objects.bulk_create(fresh):
            stored[made.code] = made
        for fields in {tuple(names) for _, names in changed}:
            same = [area for area, names in changed if tuple(names) == fields]
            Area.objects.bulk_update(same, fields, batch_size=200)


def _area(one: AreaRow, paths: Mapping[str, str], stored: Mapping[str, Area]) -> Area:
    area = Area(code=one.code, kind=one.kind.value, path=paths[one.code], parent=stored.get(one.parent))
    _changed(area, one)
    return area


def _changed(area: Area, one: AreaRow) -> tuple[Area, list[str]]:
    """Take over what the file says; what it does not say stays."""
    said: dict[str, object] = {"name_zh": one.name_zh, "name_en": one.name_en, "homes": one.homes}
    if one.centre:
        said |= {"lon": one.centre[0], "lat": one.centre[1]}
    if one.outline is not None:
        said["boundary"] = to_json(one.outline)
    fields = [name for name, value in said.items() if value not in ("", 0)]
    for name in fields:
        setattr(area, name, said[name])
    return area, fields


def _store_cells(cells: Sequence[CellRow]) -> dict[str, int]:
    areas = dict(Area.objects.filter(code__in={one.area for one in cells}).values_list("code", "id"))
    rows = [
        Cell(
            kind=one.kind.value,
            code=one.code,
            area_id=areas[one.area],
            homes=one.homes,
            boundary=to_json(one.outline) if one.outline is not None else None,
        )
        for one in cells
    ]
    Cell.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["kind", "code"],
        update_fields=["area", "homes", "boundary"],
    )
    found = Cell.objects.filter(kind=cells[0].kind.value, area__code__in=areas)
    return dict(found.values_list("code", "id"))
