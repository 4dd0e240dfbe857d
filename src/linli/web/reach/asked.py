"""Which place somebody means: by its code, by an address as it is typed, or by the place button; nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from linli.apps.centres import facts as centres
from linli.apps.grid import facts as grid
from linli.apps.grid.facts import AreaFact
from linli.core.shared.outcomes import Problem, Refusal
from linli.web.public.naming import name_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A place, its point, others that were meant perhaps, and what is wrong with what was said."""

    area: AreaFact | None = None
    point: tuple[float, float] | None = None
    choices: tuple[AreaFact, ...] = ()
    typed: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Nothing was asked yet."""
        return not (self.area or self.choices or self.problems)


def asked(request: HttpRequest) -> Asked:
    """Read a place from the form or the address of the page. Two statements."""
    said = request.POST if request.method == "POST" else request.GET
    if said.get("lon") and said.get("lat"):
        return _at(said["lon"], said["lat"], said.get("datum", "wgs84"))
    if code := said.get("area", "")[:40]:
        found = grid.area(code)
        return _of(found) if found else Asked(problems=(Problem("q", "reach.no_such_area"),))
    typed = said.get("q", "")[:80].strip()
    if not typed:
        return Asked(problems=(Problem("q", "reach.say_where"),)) if request.method == "POST" else Asked()
    return _typed(typed)


def _typed(typed: str) -> Asked:
    if typed.isdecimal() and (found := grid.area(typed)):
        return _of(found)
    choices = grid.addressed(typed)
    named = [one for one in choices if one.name_zh in "".join(typed.split())]
    finest = [one for one in named if len(one.code) == len(named[0].code)]
    if len(finest) == 1 or len(choices) == 1:
        return _of((finest or choices)[0], typed)
    if not choices:
        return Asked(typed=typed, problems=(Problem("q", "reach.not_found", {"said": typed[:40]}),))
    return Asked(choices=tuple(choices), typed=typed)


def _at(lon: str, lat: str, datum: str) -> Asked:
    """Take a point; in the datum of Chinese maps it is converted here."""
    try:
        point = float(lon), float(lat)
    except ValueError:
        return Asked(problems=(Problem("q", "reach.point_unreadable"),))
    found = grid.locate(*point, datum)
    if isinstance(found, Refusal):
        return Asked(problems=(Problem("q", found.code, found.because),))
    return Asked(area=grid.area_at(found.area_path), point=centres.in_wgs84(*point, datum))


def _of(area: AreaFact, typed: str = "") -> Asked:
    if area.lon is None or area.lat is None:
        return Asked(
            area=area, typed=typed, problems=(Problem("q", "reach.no_point", {"place": name_of(area)}),)
        )
    return Asked(area=area, point=(area.lon, area.lat), typed=typed)
