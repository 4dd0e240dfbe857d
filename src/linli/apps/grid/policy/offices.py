"""Is this a sound list of bodies?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from linli.apps.grid.models.kinds import BodyKind
from linli.apps.grid.policy.table import Row, Table
from linli.core.shared.outcomes import Problem

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_OFFICE = re.compile(r"[a-z][a-z0-9_]{0,19}")
_YES = frozenset({"1", "true", "yes", "是"})
_NO = frozenset({"", "0", "false", "no", "否"})


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body as the file has it, checked on its own."""

    row: Row
    kind: BodyKind
    code: str
    office: str
    name_zh: str
    name_en: str
    area: str
    parent: str
    may_lead: bool
    phone: str


def read_bodies(table: Table) -> tuple[list[BodyRow], list[Problem]]:
    """Check each row alone."""
    read = [_body(row) for row in table.rows]
    bodies = [one for one in read if isinstance(one, BodyRow)]
    problems = [one for one in read if isinstance(one, Problem)]
    seen: set[object] = set()
    for one in bodies:
        keys = {one.code, (one.area, one.kind, one.office or one.code)}
        if seen & keys:
            problems.append(one.row.problem("code_twice", code=one.code))
        seen |= keys
    return bodies, problems


def check_bodies(
    bodies: Sequence[BodyRow], areas: AbstractSet[str], stored: AbstractSet[str]
) -> list[Problem]:
    """Check that areas and parents are there and that no body stands under itself."""
    parents = {one.code: one.parent for one in bodies}
    problems = []
    for one in bodies:
        if one.area not in areas:
            problems.append(one.row.problem("body_area_unknown", code=one.code, area=one.area))
        elif one.parent and one.parent not in parents and one.parent not in stored:
            problems.append(one.row.problem("body_parent_unknown", code=one.code, parent=one.parent))
        elif _circle(one.code, parents):
            problems.append(one.row.problem("body_under_itself", code=one.code))
    return problems


def parents_first(bodies: Sequence[BodyRow]) -> list[BodyRow]:
    """Order bodies so that a parent comes before its children."""
    parents = {one.code: one.parent for one in bodies}

    def depth(code: str) -> int:
        return 0 if parents.get(code, "") not in parents else 1 + depth(parents[code])

    return sorted(bodies, key=lambda one: depth(one.code))


def _body(row: Row) -> BodyRow | Problem:
    said = {name: row.values.get(name, "") for name in ("code", "kind", "office", "name", "may_lead", "area")}
    if not _CODE.fullmatch(said["code"]):
        return row.problem("body_code", code=said["code"][:40])
    if said["kind"] not in set(BodyKind):
        return row.problem("body_kind_unknown", kind=said["kind"][:40], code=said["code"])
    if said["office"] and not _OFFICE.fullmatch(said["office"]):
        return row.problem("body_office", office=said["office"][:40], code=said["code"])
    if not said["name"]:
        return row.problem("name_missing", code=said["code"])
    if said["may_lead"].lower() not in _YES | _NO:
        return row.problem("body_yes_or_no", value=said["may_lead"][:20], code=said["code"])
    return _leading(row, BodyKind(said["kind"]), may_lead=said["may_lead"].lower() in _YES)


def _leading(row: Row, kind: BodyKind, *, may_lead: bool) -> BodyRow | Problem:
    said = row.values
    if may_lead and kind is BodyKind.COMMUNITY:
        return row.problem("body_community_leads", code=said["code"])
    return BodyRow(
        row=row,
        kind=kind,
        code=said["code"],
        office=said.get("office", ""),
        name_zh=said["name"][:100],
        name_en=said.get("name_en", "")[:100],
        area=said.get("area", ""),
        parent=said.get("parent", ""),
        may_lead=may_lead,
        phone=said.get("phone", "")[:30],
    )


def _circle(code: str, parents: Mapping[str, str]) -> bool:
    above = parents[code]
    steps = 0
    while above in parents and above != code and steps <= len(parents):
        above, steps = parents[above], steps + 1
    return above == code or steps > len(parents)
