"""The register of centres, as anybody may read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.apps.centres.models import Centre
from linli.kernel.audit.outcomes import NotVisible


@dataclass(frozen=True, slots=True)
class CentreFact:
    """A centre; degrees are WGS84, areas of floors in square metres."""

    id: int
    ref: str
    code: str
    name_zh: str
    name_en: str
    address_zh: str
    address_en: str
    phone: str
    body_id: int
    area_id: int
    area_path: str
    lon: float | None
    lat: float | None
    floor_area: int | None
    floor_area_before: int | None
    functions: tuple[str, ...]
    opened_on: date
    closed_on: date | None


def centre(ref: UUID | str) -> CentreFact:
    """Return a centre; raises NotVisible where there is none."""
    row = Centre.objects.filter(ref=ref).prefetch_related("functions").first()
    if row is None:
        raise NotVisible
    return _fact(row)


def centres_in(area_path: str = "/", *, on: date | None = None) -> tuple[CentreFact, ...]:
    """Return the centres of an area and all below it, by name; those open on a day where one is given."""
    rows = Centre.objects.filter(area_path__startswith=area_path) if area_path != "/" else Centre.objects
    if on is not None:
        rows = rows.filter(opened_on__lte=on).exclude(closed_on__lte=on)
    return _facts(rows.order_by("name_zh", "id"))


def search_centres(
    words: str = "", area_path: str = "/", *, on: date, after: str = "", limit: int = 20
) -> tuple[tuple[CentreFact, ...], str]:
    """Return centres in use whose name, address or code holds ``words``, and the cursor of the next page. Two statements."""
    rows = Centre.objects.filter(opened_on__lte=on).exclude(closed_on__lte=on)
    if area_path != "/":
        rows = rows.filter(area_path__startswith=area_path)
    if said := words.strip()[:60]:
        fields = ("name_zh", "name_en", "address_zh", "address_en", "code")
        rows = rows.filter(reduce(or_, (Q(**{f"{one}__icontains": said}) for one in fields)))
    if after:
        rows = rows.filter(code__gt=after[:40])
    found = _facts(rows.order_by("code")[: limit + 1])
    return found[:limit], found[limit - 1].code if len(found) > limit else ""


def centres_by_id(ids: Iterable[int]) -> dict[int, CentreFact]:
    """Return centres by their key."""
    return {one.id: one for one in _facts(Centre.objects.filter(pk__in={*ids}))}


def _facts(rows: QuerySet[Centre]) -> tuple[CentreFact, ...]:
    return tuple(_fact(one) for one in rows.prefetch_related("functions"))


def _fact(row: Centre) -> CentreFact:
    return CentreFact(
        row.pk, str(row.ref), row.code, row.name_zh, row.name_en, row.address_zh, row.address_en, row.phone,
        row.body_id, row.area_id, row.area_path, row.lon, row.lat, row.floor_area, row.floor_area_before,
        tuple(sorted(one.code for one in row.functions.all())), row.opened_on, row.closed_on,
    )  # fmt: skip
