"""Reads what a service asks: the declared questions, filled from what every request tells anyway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from linli.apps.grid import facts as grid
from linli.core.clock.instants import BEIJING
from linli.core.expr.evaluate import Value, evaluate
from linli.core.forms.answers import read_answers
from linli.core.forms.questions import Form, QuestionType
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.audit.outcomes import Invalid

if TYPE_CHECKING:
    from linli.apps.cases.service.intake import Told

WHAT = "what"
OPEN = "open_to_public"
LINK = "link"
"""Questions whose answers a case keeps in places of their own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The answers a case keeps, whether they make it confidential, and the link they name."""

    values: Mapping[str, JsonValue]
    confidential: bool
    link: str = ""
    facts: Mapping[str, Value] = field(default_factory=dict)


def read_asked(told: Told, definition: ServiceDefinition, at: datetime) -> Asked:
    """Read the answers of a service's form.

    Raises:
        Invalid: something is missing or wrong, by question.
    """
    form = definition.form
    read = read_answers(form, _filled(told, form), at.astimezone(BEIJING).date())
    if isinstance(read, tuple):
        raise Invalid(*(_of_body(one) for one in read))
    _refuse_unknown_places(form, read.values)
    link = LINK if _names_link(form) else ""
    elsewhere = {WHAT, OPEN, link, *_first(form, QuestionType.PLACE), *_first(form, QuestionType.FILES)}
    kept = {name: value for name, value in read.values.items() if name not in elsewhere}
    return Asked(kept, _is_confidential(definition, read.facts), str(read.values.get(link) or ""), read.facts)


def _refuse_unknown_places(form: Form, values: Mapping[str, JsonValue]) -> None:
    """Refuse addresses whose code stands for no place of the tree."""
    said = {
        f"{one.name}.area" if one.type is QuestionType.ADDRESS else one.name: _area(values.get(one.name))
        for one in form.questions
        if one.type in {QuestionType.AREA, QuestionType.ADDRESS}
    }
    wrong = [
        Problem(name, "forms.area_unknown") for name, code in said.items() if code and grid.area(code) is None
    ]
    if wrong:
        raise Invalid(*wrong)


def _area(value: JsonValue) -> str:
    said = value.get("area") if isinstance(value, dict) else value
    return said if isinstance(said, str) else ""


def _names_link(form: Form) -> bool:
    """Say whether a service asks for the link of the matrix: a choice of that name."""
    return any(one.name == LINK and one.type is QuestionType.CHOICE for one in form.questions)


def asks_what(definition: ServiceDefinition) -> bool:
    """Say whether a service wants the problem told in words; a claim may be told by its figures alone."""
    return any(question.name == WHAT for question in definition.form.questions)


def _is_confidential(definition: ServiceDefinition, facts: Mapping[str, object]) -> bool:
    condition = definition.confidential_if
    return condition is not None and evaluate(condition, facts).value is True  # type: ignore[arg-type]


def _filled(told: Told, form: Form) -> dict[str, JsonValue]:
    raw: dict[str, JsonValue] = dict(told.answers)
    known = {question.name for question in form.questions}
    if WHAT in known:
        raw.setdefault(WHAT, told.body)
    if OPEN in known and told.may_publish:
        raw.setdefault(OPEN, True)
    for name in _first(form, QuestionType.PLACE):
        raw.setdefault(name, _place(told))
    for name in _first(form, QuestionType.FILES):
        raw.setdefault(name, list(told.files))
    return raw


def _place(told: Told) -> JsonValue:
    if told.lon is None or told.lat is None:
        return told.place or None
    return {"text": told.place, "lon": f"{told.lon:.6f}", "lat": f"{told.lat:.6f}"}


def _first(form: Form, kind: QuestionType) -> list[str]:
    return [question.name for question in form.questions if question.type is kind][:1]


def _of_body(problem: Problem) -> Problem:
    return Problem("body", problem.code, problem.params) if problem.field == WHAT else problem
