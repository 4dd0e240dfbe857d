"""Where a case of another city lies on our map, as far as its answers say so; else a dispatcher places it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from linli.apps.cases import service as cases
from linli.core.forms.questions import Form, QuestionType
from linli.core.shared.outcomes import JsonValue
from linli.kernel.audit.outcomes import Invalid

NAMED = frozenset({QuestionType.AREA, QuestionType.ADDRESS})


@dataclass(frozen=True, slots=True)
class Place:
    """A point, or the code of an area; neither where the answers name none of ours."""

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
        cases.spot(place.lon, place.lat, place.area)
    except Invalid:
        return False
    return True
