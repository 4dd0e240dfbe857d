"""Choosing a place one step at a time, and how places and moments are written on these pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from linli.apps.grid import facts as grid
from linli.kernel.ui import show
from linli.kernel.ui.text import language

FINEST = frozenset({"community", "village"})
"""Below these nobody is asked for their place: an estate or door says too much."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A place with the way to it and what lies below it."""

    area: grid.AreaFact | None
    trail: tuple[tuple[str, str], ...]
    below: tuple[tuple[str, str], ...]

    @property
    def path(self) -> str:
        """Return the path of the place, "" for everywhere."""
        return self.area.path if self.area else ""

    @property
    def code(self) -> str:
        """Return the code of the place, "" for everywhere."""
        return self.area.code if self.area else ""


def chosen(code: str, *, top: str = "/", below_city: bool = False) -> Chosen:
    """Return a place by its code, never finer than a community; an unknown one is everywhere.

    ``below_city``: where there is one city only, nobody has to choose it first.
    """
    area = grid.area(code[:40]) if code else None
    if area is None and top != "/":
        area = grid.area_at(top)
    trail = list(grid.breadcrumbs(area.path)) if area else []
    below = [] if area is not None and area.kind in FINEST else grid.children(area.path if area else "/")
    if below_city and area is None and len(below) == 1:
        below = grid.children(below[0].path)
    return Chosen(area, _told(trail), _told(below))


def _told(areas: list[grid.AreaFact]) -> tuple[tuple[str, str], ...]:
    return tuple((one.code, named(one)) for one in areas)


def named(place: Any) -> str:
    """Return the name of an area or body in the language of the page."""
    name: str = place.name_zh if language() == "zh" else place.name_en or place.name_zh
    return name


def read_moment(text: str) -> datetime | None:
    """Read what a field for date and time holds, as the wall clock of the city; None for what is none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(settings.DISPLAY_TIME_ZONE))


def written(at: datetime | None) -> str:
    """Write a moment for a field for date and time."""
    return f"{show.local(at):%Y-%m-%dT%H:%M}" if at else ""
