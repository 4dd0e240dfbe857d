"""Facilities as anybody may see them, and what the search takes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from django.db.models import Q, QuerySet

from linli.apps.centres.facts.register import centres_in
from linli.apps.centres.models import Facility
from linli.apps.centres.policy.kinds import ALL, CENTRE_KINDS
from linli.core.reach.measure import Doors
from linli.core.reach.snap import Points
from linli.kernel.audit.outcomes import NotVisible

PAGE = 50


@dataclass(frozen=True, slots=True)
class FacilityFact:
    """A facility; of a centre's function ``ref`` is the centre's."""

    ref: str
    code: str
    kind: str
    name_zh: str
    name_en: str
    address_zh: str
    address_en: str
    phone: str
    area_path: str
    lon: float | None
    lat: float | None
    opened_on: date
    closed_on: date | None
    of_centre: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some facilities, and where the next page begins."""

    rows: tuple[FacilityFact, ...]
    cursor: str | None


def facility(ref: UUID | str) -> FacilityFact:
    """Return one facility.

    Raises:
        NotVisible: there is none.
    """
    row = Facility.objects.filter(ref=ref).first()
    if row is None:
        raise NotVisible
    return _fact(row)


def facilities(area_path: str = "/", kind: str = "", *, after: str = "", limit: int = PAGE) -> Page:
    """Return a page of facilities, closed ones too, by code. One statement."""
    rows = Facility.objects.filter(code__gt=after).order_by("code")
    if area_path != "/":
        rows = rows.filter(area_path__under=area_path)
    found = _facts((rows.filter(kind=kind) if kind else rows)[: limit + 1])
    return Page(tuple(found[:limit]), found[limit - 1].code if len(found) > limit else None)


def open_on(day: date) -> list[FacilityFact]:
    """Return what is open on a day, the functions of centres among them. Three statements."""
    rows = Facility.objects.filter(opened_on__lte=day).filter(Q(closed_on=None) | Q(closed_on__gt=day))
    return [*_facts(rows.order_by("code")), *_of_centres(day)]


def _of_centres(day: date) -> list[FacilityFact]:
    return [
        FacilityFact(
            one.ref, one.code, f"centre_{code}", one.name_zh, one.name_en, one.address_zh, one.address_en, one.phone,
            one.area_path, one.lon, one.lat, one.opened_on, one.closed_on, of_centre=True,
        )
        for one in centres_in(on=day)
        for code in one.functions
        if f"centre_{code}" in CENTRE_KINDS
    ]  # fmt: skip


def doors(found: Sequence[FacilityFact], kinds: Sequence[str]) -> Doors:
    """Return those with a point as columns; the number of a kind is its place in ``kinds``."""
    number = {kind: n for n, kind in enumerate(kinds)}
    placed = [one for one in found if one.lon is not None and one.kind in number]
    columns = np.array([(one.lon, one.lat) for one in placed], dtype=np.float64).reshape(-1, 2)
    kind = np.array([number[one.kind] for one in placed], dtype=np.int64)
    return Doors(Points(columns[:, 0], columns[:, 1]), kind, len(kinds))


def kinds_of(found: Sequence[FacilityFact]) -> list[str]:
    """Return the kinds that are there, in the order of the table."""
    there = {one.kind for one in found}
    return [one for one in ALL if one in there]


def _facts(rows: QuerySet[Facility]) -> list[FacilityFact]:
    return [_fact(row) for row in rows]


def _fact(row: Facility) -> FacilityFact:
    return FacilityFact(
        str(row.ref), row.code, row.kind, row.name_zh, row.name_en, row.address_zh, row.address_en, row.phone,
        row.area_path, row.lon, row.lat, row.opened_on, row.closed_on,
    )  # fmt: skip
