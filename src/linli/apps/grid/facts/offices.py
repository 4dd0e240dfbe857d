"""Bodies as others see them, and who a role such as "$subdistrict" means in an area."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from linli.apps.grid.facts.areas import is_ref
from linli.apps.grid.models import Body, BodyKind
from linli.kernel.audit.prepared import Select

_ROLES: dict[str, tuple[str, ...]] = {
    "subdistrict": (BodyKind.SUBDISTRICT, BodyKind.TOWNSHIP),
    "township": (BodyKind.TOWNSHIP, BodyKind.SUBDISTRICT),
    "community": (BodyKind.COMMUNITY,),
    "district_dept": (BodyKind.DISTRICT_DEPARTMENT,),
    "city_dept": (BodyKind.CITY_DEPARTMENT,),
    "mediation": (BodyKind.MEDIATION,),
    "centre": (BodyKind.CENTRE,),
}
_COLUMNS = (
    "id",
    "ref",
    "code",
    "kind",
    "office",
    "name_zh",
    "name_en",
    "area__path",
    "parent__ref",
    "may_lead",
    "phone",
)
_by_refs, _by_ids, _by_codes = (
    Select(lambda: Body.objects.values_list(*_COLUMNS), name) for name in ("ref__in", "id__in", "code__in")
)


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
    row = (_by_refs if is_ref(name) else _by_codes).one([name])
    return _fact(row) if row else None


def bodies(kind: str | None = None, under: str = "/") -> list[BodyFact]:
    """Return the bodies whose area lies under a path, of one kind if it is given."""
    return _list(within_area(under) & (Q(kind=kind) if kind else Q()))


def departments() -> frozenset[str]:
    """Return the codes of the departments that there are bodies for."""
    return frozenset(Body.objects.exclude(office="").values_list("office", flat=True).distinct())


def is_office(one: BodyFact) -> bool:
    """Tell an office that people ask from a group of a building or a branch of an estate, of which there are hundreds."""
    return one.kind != "other" or one.may_lead


def bodies_by_id(ids: set[int]) -> dict[int, BodyFact]:
    """Return bodies for rows that hold their ids, in one statement."""
    return {one.id: one for one in map(_fact, _by_ids(sorted(ids)))}


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
    return [_fact(row) for row in rows.values_list(*_COLUMNS)]


def _fact(row: tuple[Any, ...]) -> BodyFact:
    key, ref, *plain, parent, may_lead, phone = row
    return BodyFact(key, str(ref), *plain, str(parent) if parent else None, may_lead, phone)


def bodies_by_ref(refs: Collection[str]) -> dict[str, BodyFact]:
    """Return bodies by ref, in one statement; unknown refs are left out."""
    return {one.ref: one for one in map(_fact, _by_refs([ref for ref in refs if is_ref(ref)]))}
