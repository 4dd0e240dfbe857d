"""Is this file a sound part of the tree of areas, or of the grids of one kind?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from linli.apps.grid.models.kinds import (
    CELL_CODE_LENGTH,
    CODE_LENGTHS,
    COMMUNITY_TIER,
    COVERING,
    PARENTS,
    TIERS,
    AreaKind,
    CellKind,
)
from linli.apps.grid.policy.coverage import Ground, Piece, check_level
from linli.apps.grid.policy.outline import read_outline
from linli.apps.grid.policy.table import Row, Table
from linli.core.shared.geodesy import Datum, check_degrees, point_to_wgs84
from linli.core.shared.outcomes import Problem

_URBAN_ORDER = 100  # of a sub-district 001-099 (GB/T 10114); townships have 100-399
_RURAL_ORDER = 200  # of an administrative village 200-399; communities have 001-199


@dataclass(frozen=True, slots=True)
class Known:
    """An area that is stored already."""

    kind: str
    path: str
    outline: BaseGeometry | None = None


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area as the file has it, checked on its own."""

    row: Row
    kind: AreaKind
    code: str
    parent: str
    name_zh: str
    name_en: str
    centre: tuple[float, float] | None
    homes: int
    outline: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class CellRow:
    """A cell as the file has it, checked on its own."""

    row: Row
    kind: CellKind
    code: str
    area: str
    homes: int
    outline: BaseGeometry | None
    addresses: tuple[str, ...]


def read_areas(table: Table) -> tuple[list[AreaRow], list[Problem]]:
    """Check each row alone; the rows come back from the top of the tree down."""
    read = [_area(row, table.datum) for row in table.rows]
    areas = [one for one in read if isinstance(one, AreaRow)]
    problems = [one for one in read if isinstance(one, Problem)]
    problems += _repeats((one.code, one.row) for one in areas)
    return sorted(areas, key=lambda one: (len(one.code), one.code)), problems


def check_tree(areas: Sequence[AreaRow], known: Mapping[str, Known]) -> list[Problem]:
    """Check that every parent is there and of a kind that may have such a child."""
    kinds = {code: area.kind for code, area in known.items()} | {one.code: one.kind for one in areas}
    problems = []
    for one in areas:
        stored = known.get(one.code)
        if stored and stored.kind != one.kind:
            problems.append(one.row.problem("area_changes_kind", code=one.code, kind=stored.kind))
        elif one.parent and one.parent not in kinds:
            problems.append(one.row.problem("parent_unknown", code=one.code, parent=one.parent))
        elif one.parent and kinds[one.parent] not in PARENTS[one.kind]:
            problems.append(one.row.problem("parent_of_wrong_kind", code=one.code, parent=one.parent))
    return problems


def check_ground(
    areas: Sequence[AreaRow], known: Mapping[str, Known], datum: Datum, tolerance: float
) -> list[Problem]:
    """Check level by level that the outlines, with those stored, tile their parents."""
    problems: list[Problem] = []
    outlines = {one.code: one.outline for one in areas}
    outlines |= {code: area.outline for code, area in known.items() if outlines.get(code) is None}
    drawn = {code: outline for code, outline in outlines.items() if outline is not None}
    lines = {one.code: one.row.line for one in areas}
    for tier in TIERS:
        level = [code for code in outlines if len(code) == tier]
        children = {parent_code(code) for code in level if code in drawn}
        touched = {parent_code(code) for code in lines if len(code) == tier and code in drawn}
        touched |= {code for code in lines if code in children and code in drawn}
        whole = touched - {parent_code(code) for code in level if code not in drawn}
        pieces = [Piece(lines.get(c, 0), c, parent_code(c), drawn[c]) for c in level if c in drawn]
        if touched:
            covering = touched - {""} if tier in COVERING else set()
            grounds = {code: Ground(lines.get(code, 0), drawn.get(code), code in whole) for code in covering}
            problems += check_level(pieces, grounds, datum=datum, tolerance=tolerance)
    return problems


def read_cells(table: Table, kind: CellKind) -> tuple[list[CellRow], list[Problem]]:
    """Check each row alone."""
    read = [_cell(row, kind, table.datum) for row in table.rows]
    cells = [one for one in read if isinstance(one, CellRow)]
    problems = [one for one in read if isinstance(one, Problem)]
    return cells, problems + _repeats((one.code, one.row) for one in cells)


def check_cells(
    cells: Sequence[CellRow],
    stored: Mapping[str, BaseGeometry | None],
    communities: Mapping[str, Known],
    datum: Datum,
    tolerance: float,
) -> list[Problem]:
    """Check that each cell's community is there, and that the cells tile the communities they touch."""
    problems = [
        one.row.problem("cell_area_unknown", code=one.code, area=one.area)
        for one in cells
        if one.area not in communities
    ]
    outlines = {one.code: one.outline for one in cells}
    outlines |= {code: outline for code, outline in stored.items() if outlines.get(code) is None}
    lines = {one.code: one.row.line for one in cells}
    touched = {one.area for one in cells if one.outline is not None}
    whole = touched - {code[:COMMUNITY_TIER] for code, outline in outlines.items() if outline is None}
    pieces = [
        Piece(lines.get(code, 0), code, code[:COMMUNITY_TIER], outline)
        for code, outline in outlines.items()
        if outline is not None
    ]
    grounds = {
        code: Ground(0, area.outline, code in whole) for code, area in communities.items() if code in touched
    }
    return problems + list(check_level(pieces, grounds, datum=datum, tolerance=tolerance))


def check_addresses(cells: Sequence[CellRow], known: AbstractSet[str]) -> list[Problem]:
    """Check the addresses that the file lists for a cell: known ones, of that community, each once."""
    problems = []
    seen: set[str] = set()
    for one in cells:
        for address in one.addresses:
            if address in seen:
                problems.append(one.row.problem("address_in_two_cells", code=one.code, address=address))
            elif address not in known or address[:COMMUNITY_TIER] != one.area:
                problems.append(one.row.problem("address_unknown", code=one.code, address=address))
            seen.add(address)
    return problems


def parent_code(code: str) -> str:
    """Return the code one level up, "" for a city's."""
    tier = TIERS.index(len(code))
    return code[: TIERS[tier - 1]] if tier else ""


def _area(row: Row, datum: Datum) -> AreaRow | Problem:
    code, name = row.values.get("code", ""), row.values.get("name", "")
    kind = _area_kind(row.values.get("kind", ""), code)
    if kind is None:
        return row.problem("area_kind_unknown", kind=row.values.get("kind", ""), code=code)
    if not (code.isascii() and code.isdigit() and len(code) == CODE_LENGTHS[kind]):
        return row.problem("area_code_length", code=code, digits=CODE_LENGTHS[kind])
    if not name:
        return row.problem("name_missing", code=code)
    parent = parent_code(code)
    if not _names(row.values.get("parent", ""), parent):
        return row.problem("area_code_outside_parent", code=code, parent=row.values["parent"])
    homes, centre, outline = _homes(row), _centre(row, datum), read_outline(row, datum)
    if isinstance(homes, Problem) or isinstance(centre, Problem) or isinstance(outline, Problem):
        return next(one for one in (homes, centre, outline) if isinstance(one, Problem))
    name_en = row.values.get("name_en", "")[:100]
    return AreaRow(row, kind, code, parent, name[:100], name_en, centre, homes, outline)


def _names(said: str, parent: str) -> bool:
    """Say whether a parent's cell is empty or means this parent; "140100" is a way to write 1401."""
    return not said or (said.startswith(parent) and not said[len(parent) :].strip("0"))


def _area_kind(text: str, code: str) -> AreaKind | None:
    """Read the kind, or tell it from the code where the standard's number ranges do."""
    if text:
        return AreaKind(text) if text in set(AreaKind) else None
    if len(code) == CODE_LENGTHS[AreaKind.SUBDISTRICT] and code.isdigit():
        return AreaKind.SUBDISTRICT if int(code[-3:]) < _URBAN_ORDER else AreaKind.TOWNSHIP
    if len(code) == COMMUNITY_TIER and code.isdigit():
        return AreaKind.COMMUNITY if int(code[-3:]) < _RURAL_ORDER else AreaKind.VILLAGE
    return {4: AreaKind.CITY, 6: AreaKind.DISTRICT}.get(len(code))


def _homes(row: Row) -> int | Problem:
    text = row.values.get("homes", "") or "0"
    if not (text.isascii() and text.isdigit() and len(text) <= 8):  # noqa: PLR2004 - more than any city has
        return row.problem("homes_not_number", homes=text[:20])
    return int(text)


def _centre(row: Row, datum: Datum) -> tuple[float, float] | Problem | None:
    texts = row.values.get("lon", ""), row.values.get("lat", "")
    if not any(texts):
        return None
    try:
        lon, lat = float(texts[0]), float(texts[1])
    except ValueError:
        return row.problem("centre_not_numbers", lon=texts[0][:20], lat=texts[1][:20])
    if wrong := check_degrees(lon, lat):
        return row.problem("outline_datum", lon=wrong.params["lon"], lat=wrong.params["lat"])
    return point_to_wgs84(lon, lat, datum)


def _cell(row: Row, kind: CellKind, datum: Datum) -> CellRow | Problem:
    code = row.values.get("code", "")
    if not (code.isascii() and code.isdigit() and len(code) == CELL_CODE_LENGTH):
        return row.problem("cell_code_length", code=code, digits=CELL_CODE_LENGTH)
    homes, outline = _homes(row), read_outline(row, datum)
    if isinstance(homes, Problem):
        return homes
    if isinstance(outline, Problem):
        return outline
    addresses = tuple(row.values.get("addresses", "").split())
    return CellRow(row, kind, code, code[:COMMUNITY_TIER], homes, outline, addresses)


def _repeats(codes: Iterable[tuple[str, Row]]) -> list[Problem]:
    seen: Counter[str] = Counter()
    problems = []
    for code, row in codes:
        seen[code] += 1
        if seen[code] > 1:
            problems.append(row.problem("code_twice", code=code))
    return problems
