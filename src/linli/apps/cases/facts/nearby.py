"""Open public cases around a point: "is it this one?" before anything new is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, hypot, radians

from django.db.models import Q

from linli.apps.cases.facts.ratings import stage_shown
from linli.apps.cases.models import Case

METRES_A_DEGREE = 111_320.0
NEAR_METRES = 150
AT_MOST = 200
COMMUNITY_DEPTH = 4
"""City, district, sub-district, community: in anything wider the same subject is seldom the same thing."""


@dataclass(frozen=True, slots=True)
class Near:
    """A case in sight. No words of its reporter: subject, stage, distance in whole metres."""

    ref: str
    number: str
    subject: str
    stage: str
    pack: str
    joined: int
    opened_at: datetime
    metres: int | None  # None where only the area is known


def nearby(lon: float, lat: float, *, subject: str = "", limit: int = 5) -> list[Near]:
    """Return open, public cases within 150 m, the nearest first; places are rounded to ten metres."""
    reach = NEAR_METRES / METRES_A_DEGREE
    across = reach / max(cos(radians(lat)), 0.01)
    rows = Case.objects.filter(
        closed_at=None,
        sensitivity="normal",
        listed=True,
        text__lat__range=(lat - reach, lat + reach),
        text__lon__range=(lon - across, lon + across),
    )
    if subject:
        rows = rows.filter(subject=subject)
    columns = ("ref", "number", "subject", "stage", "pack", "joined", "opened_at", "text__lon", "text__lat")
    found = [_near(row, lon, lat) for row in rows.values_list(*columns)[:AT_MOST]]
    return sorted((one for one in found if one.metres <= NEAR_METRES), key=lambda one: one.metres)[:limit]


def nearby_in(area_path: str, subjects: Sequence[str], *, limit: int = 5) -> list[Near]:
    """Return open, public cases on one of some subjects in a community or estate, the newest first.

    In an estate those count too that were told of its community and no place nearer.
    """
    codes = area_path.strip("/").split("/")
    if not subjects or len(codes) < COMMUNITY_DEPTH:
        return []
    community = "/" + "".join(f"{code}/" for code in codes[:COMMUNITY_DEPTH])
    rows = Case.objects.filter(
        Q(area_path__startswith=area_path) | Q(area_path=community),
        closed_at=None,
        sensitivity="normal",
        listed=True,
        subject__in=list(subjects),
    )
    columns = ("ref", "number", "subject", "stage", "pack", "joined", "opened_at")
    found = rows.order_by("-opened_at").values_list(*columns)[:limit]
    return [
        Near(str(ref), number, subject, stage_shown(stage), *rest, metres=None)
        for ref, number, subject, stage, *rest in found
    ]


def _near(row: tuple[object, ...], lon: float, lat: float) -> Near:
    ref, number, subject, stage, *rest, its_lon, its_lat = row
    east = (float(str(its_lon)) - lon) * cos(radians(lat)) * METRES_A_DEGREE
    north = (float(str(its_lat)) - lat) * METRES_A_DEGREE
    told = (str(ref), number, subject, stage_shown(str(stage)), *rest)
    return Near(*told, metres=round(hypot(east, north), -1).__int__())  # type: ignore[arg-type]
