"""Where a case lies: from a point, from an area's code, from what was answered, or nowhere yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from linli.apps.grid import facts as grid
from linli.core.forms.questions import Form, QuestionType
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.audit.outcomes import Invalid

COMMUNITY_DIGITS = 12
"""Codes of this length and shorter name communities, villages and what is above them."""

EVERYWHERE = "/"
NAMED = frozenset({QuestionType.AREA, QuestionType.ADDRESS})


@dataclass(frozen=True, slots=True)
class Spot:
    """An area by its path, and the grids around the point."""

    area_path: str = EVERYWHERE
    unit_cell: str = ""
    responsibility_grid: str = ""


def spot(lon: float | None, lat: float | None, area_code: str) -> Spot:
    """Return the spot; Invalid when the point or the code is outside the map."""
    if lon is not None and lat is not None:
        found = grid.locate(lon, lat)
        if isinstance(found, Refusal):
            raise Invalid(Problem("place", found.code, found.because))
        return Spot(found.area_path, found.cells.get("unit", ""), found.cells.get("responsibility", ""))
    if not area_code:
        return Spot(_everywhere())
    area = grid.area(area_code)
    if area is None:
        raise Invalid(Problem("area", "cases.no_such_area"))
    return Spot(area.path)


def _everywhere() -> str:
    """Return the path of the whole city, so that its desks see what nobody could place yet."""
    cities = grid.children(EVERYWHERE)
    return cities[0].path if len(cities) == 1 else EVERYWHERE


def community_code(area_path: str) -> str | None:
    """Return the finest code that may be public: the community's or village's, else what is above it."""
    codes = [code for code in area_path.split("/") if code and len(code) <= COMMUNITY_DIGITS]
    return codes[-1] if codes else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where answers say that a case lies: a point, or the code of an area; neither where they name none of ours."""

    lon: float | None = None
    lat: float | None = None
    area: str = ""
    words: str = ""


def place_of(form: Form, answers: Mapping[str, JsonValue]) -> Place:
    """Return the first place of the answers that lies on our map."""
    return next((one for one in _named(form, answers) if _is_ours(one)), Place())


def _named(form: Form, answers: Mapping[str, JsonValue]) -> Iterator[Place]:
    for question in form.questions:
        said = answers.get(question.name)
        if question.type is QuestionType.PLACE and isinstance(said, dict):
            lon, lat = _degrees(said.get("lon")), _degrees(said.get("lat"))
            if lon is not None and lat is not None:
                yield Place(lon, lat, words=str(said.get("text") or "")[:200])
        elif question.type in NAMED:
            code = said.get("area") if isinstance(said, dict) else said
            if isinstance(code, str) and code:
                yield Place(area=code[:20])


def _degrees(said: JsonValue) -> float | None:
    try:
        return float(said) if isinstance(said, str | int | float) else None
    except ValueError:
        return None


def _is_ours(place: Place) -> bool:
    try:
        spot(place.lon, place.lat, place.area)
    except Invalid:
        return False
    return True
