"""Bodies as others see them, and who a role such as "$subdistrict" means in an area."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from linli.apps.grid.facts.areas import is_ref
from linli.apps.grid.models import Body, BodyKind

_ROLES: dict[str, tuple[str, ...]] = {
    "subdistrict": (BodyKind.SUBDISTRICT, BodyKind.TOWNSHIP),
    "township": (BodyKind.TOWNSHIP, BodyKind.SUBDISTRICT),
    "community": (BodyKind.COMMUNITY,),
    "district_dept": (BodyKind.DISTRICT_DEPARTMENT,),
    "city_dept": (BodyKind.CITY_DEPARTMENT,),
    "mediation": (BodyKind.MEDIATION,),
    "centre": (BodyKind.CENTRE,),
}


@dataclass(frozen=True, slots=True)
class BodyFact:
    """A body. ``id`` is for foreign keys and never leaves the server; ``phone`` is the office's."""

    id: int
    ref: str
    code: str
    kind: str
    office: str
    name_zh: str
    name_en: str
    area_path: str
    parent_ref: str | None
    may_lead: bool
    phone: str


def body(name: str) -> BodyFact | None:
    """Return the body with this ref or code."""
    found = _list(Q(ref=name) if is_ref(name) else Q(code=name))
    return found[0] if found else None


def bodies(kind: str | None = None, under: str = "/") -> list[BodyFact]:
    """Return the bodies whose area lies under a path, of one kind if it is given."""
    return _list(within_area(under) & (Q(kind=kind) if kind else Q()))


def bodies_by_id(ids: set[int]) -> dict[int, BodyFact]:
    """Return bodies for rows that hold their ids, in one statement."""
    return {one.id: one for one in _list(Q(id__in=ids))}


def resolve(token: str, area_path: str) -> BodyFact | None:
    """Return the body that a role of the matrix means in an area, or the one a plain code names.

    "$subdistrict" and "$township" mean either, as half of the tree is rural; "$district_dept:cgj" is the
    office ``cgj`` of the nearest area upwards.
    """
    if not token.startswith("$"):
        return body(token)
    role, _, office = token[1:].partition(":")
    codes = [code for code in area_path.split("/") if code]
    found = _list(
        Q(kind__in=_ROLES.get(role, ()), area__code__in=codes) & (Q(office=office) if office else Q())
    )
    return max(found, key=lambda one: (len(one.area_path), -one.id), default=None)


def within_area(path: str) -> Q:
    """Return the predicate "the body's area lies under this path"."""
    return Q() if path == "/" else Q(area__path__under=path)


def _list(which: Q) -> list[BodyFact]:
    rows = Body.objects.filter(which).order_by("area__path", "kind", "code")
    return [
        BodyFact(row.id, str(row.ref), row.code, row.kind, row.office, row.name_zh, row.name_en,
                 row.area.path, str(row.parent.ref) if row.parent else None, row.may_lead, row.phone)
        for row in rows.select_related("area", "parent").defer("area__boundary")
    ]  # fmt: skip


def bodies_by_ref(refs: Collection[str]) -> dict[str, BodyFact]:
    """Return bodies by ref, in one statement; unknown refs are left out."""
    return {one.ref: one for one in _list(Q(ref__in=refs))}
