"""Divisions in what a service works out or decides: no answer and no figure of the law may make a divisor nought."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from linli.core.expr.parse import parse
from linli.core.expr.tree import Expression
from linli.core.forms.questions import PREFIX, Form
from linli.core.packs.amounts import PARAMETER
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.finding import Finding
from linli.core.rules.never_zero import divisions, least_value

WHEN = "when"


def check_divisions(definition: ServiceDefinition) -> Iterator[Finding]:
    """Yield every division of a service whose divisor is not surely above nought."""
    known = _least(definition)
    for path, expression in _expressions(definition):
        for one in divisions(path, expression, known.get):
            yield Finding(one.code, path, params=dict(one.params))


def least_answers(form: Form) -> dict[str, Fraction]:
    """Return what answers are never below, and of how many rows a table has; what has no such number is left out."""
    return {
        f"{PREFIX}{one.name}": Fraction(one.least) for one in form.questions if isinstance(one.least, Decimal)
    }


def _least(definition: ServiceDefinition) -> dict[str, Fraction]:
    """Return what answers and figures are never below."""
    figures = {f"{PARAMETER}{name}": least_value(one) for name, one in definition.parameters.items()}
    known = {name: number for name, number in figures.items() if number is not None}
    return {**least_answers(definition.form), **known}


def _expressions(definition: ServiceDefinition) -> Iterator[tuple[str, Expression]]:
    """Yield everything that a service works out, with where it is written."""
    for amount in definition.amounts.values():
        if amount.formula is not None:
            yield f"amounts.{amount.name}.is", amount.formula
    yield from asked("ask", definition.form)
    if definition.confidential_if is not None:
        yield "confidential_if", definition.confidential_if
    for index, effect in enumerate(definition.lifecycle.opening):
        condition = parse(effect.options.get(WHEN, ""))
        if isinstance(condition, Expression):
            yield f"opening[{index}].flag.when", condition
    for move in definition.lifecycle.moves.values():
        for index, guard in enumerate(move.guards):
            yield f"moves.{move.name}.when[{index}].holds", guard.condition
    yield from _in_guide(definition)


def _in_guide(definition: ServiceDefinition) -> Iterator[tuple[str, Expression]]:
    if definition.guide is None:
        return
    yield from asked("guide.ask", definition.guide.form)
    for material in definition.guide.materials:
        where = f"guide.materials.{material.name}"
        if material.when is not None:
            yield f"{where}.when", material.when
        if material.held is not None and material.held.when is not None:
            yield f"{where}.held.when", material.held.when


def asked(path: str, form: Form) -> Iterator[tuple[str, Expression]]:
    """Yield the conditions of questions, with where they are written."""
    for question in form.questions:
        if question.when is not None:
            yield f"{path}.{question.name}.when", question.when
