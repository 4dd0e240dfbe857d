"""Sums that a service works out from the answers: a fee by days, an amount by household, by the figures of the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from linli.core.expr.check import Kinds, check
from linli.core.expr.evaluate import Value, evaluate
from linli.core.expr.explanation import missing
from linli.core.expr.tables import Table
from linli.core.expr.tree import Call, Expression, Name, children, names_in
from linli.core.expr.tree import Node as Tree
from linli.core.expr.vocabulary import Kind
from linli.core.forms.questions import PREFIX
from linli.core.packs.definition import Amount, AmountUnit, ServiceDefinition
from linli.core.packs.finding import Finding
from linli.core.packs.node import Node
from linli.core.packs.read_guide import expression
from linli.core.rules.parameters import Dated, Parameter

TODAY = "today"
PARAMETER = "parameters."


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What an amount came to on a day; ``value`` None is open, and ``waits_for`` names the questions it needs.

    ``rests_on`` are the figures that were in force, by name: since when, and where they are written.
    """

    name: str
    unit: AmountUnit
    value: int | Decimal | None
    waits_for: tuple[str, ...]
    rests_on: Mapping[str, Dated]


def read_amount(name: str, node: Node) -> Amount:
    """Read ``{is: expression, unit: fen or number}``."""
    Node(name, node.path, node.problems).name()
    node.only("is", "unit", required=("is",))
    return Amount(name, expression(node.child("is")), node.child("unit").choice(AmountUnit, AmountUnit.FEN))


def amounts(definition: ServiceDefinition, facts: Mapping[str, Value], day: date) -> tuple[WorkedOut, ...]:
    """Return every amount of a service for these answers, by the figures in force on ``day``."""
    if not definition.amounts:
        return ()
    known = {**facts, **figures(definition, day), TODAY: day}
    return tuple(_work_out(one, definition, known, day) for one in definition.amounts.values())


def _work_out(
    amount: Amount, definition: ServiceDefinition, known: Mapping[str, Value], day: date
) -> WorkedOut:
    if amount.formula is None:
        return WorkedOut(amount.name, amount.unit, None, (), {})
    found = evaluate(amount.formula, known)
    used = {name: definition.parameters[name].at(day) for name in parameters_of(amount.formula, definition)}
    rests_on = {name: dated for name, dated in used.items() if dated is not None}
    waits = dict.fromkeys(
        name.removeprefix(PREFIX).partition(".")[0].partition("[")[0]
        for name in missing(found.why)
        if name.startswith(PREFIX)
    )
    return WorkedOut(amount.name, amount.unit, _whole(amount, found.value), tuple(waits), rests_on)


def _whole(amount: Amount, value: Value) -> int | Decimal | None:
    """Return a sum in whole fen; other numbers stay as they are."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return int(Decimal(value).to_integral_value(ROUND_HALF_UP)) if amount.unit is AmountUnit.FEN else value


def parameters_of(formula: Expression, definition: ServiceDefinition) -> tuple[str, ...]:
    """Return the figures that a formula speaks of."""
    names = (one.removeprefix(PARAMETER) for one in sorted(formula.names) if one.startswith(PARAMETER))
    return tuple(name for name in names if name in definition.parameters)


def named_by(amount: Amount, definition: ServiceDefinition) -> tuple[str, ...]:
    """Return the figures that an amount rests on; each has a sentence that says of what it is."""
    return parameters_of(amount.formula, definition) if amount.formula else ()


MEASURES = {"days_between": "days", "months_between": "months", "age": "years"}
"""What functions count, for saying what the first column of a table is."""


def looked_up_by(amount: Amount, parameter: str) -> tuple[str, ...]:
    """Return the questions by whose answers an amount looks a table up, in the order of the formula."""
    names = (one for key in _keys(amount, parameter) for one, group in names_in(key) if group is None)
    asked = (one.removeprefix(PREFIX).partition(".")[0] for one in names if one.startswith(PREFIX))
    return tuple(dict.fromkeys(asked))


def measured_in(amount: Amount, parameter: str) -> str:
    """Return what a table is looked up by is counted in: days, months, years, or "" where nothing says so."""
    counted = (one for key in _keys(amount, parameter) for one in _below(key) if isinstance(one, Call))
    return next((MEASURES[one.function] for one in counted if one.function in MEASURES), "")


def _keys(amount: Amount, parameter: str) -> Iterator[Tree]:
    """Yield what an amount looks a table up by."""
    for one in _below(amount.formula.root) if amount.formula else ():
        match one:
            case Call(function="table", arguments=(Name(name=name), key)) if name == PARAMETER + parameter:
                yield key


def _below(node: Tree) -> Iterator[Tree]:
    yield node
    for child in children(node):
        yield from _below(child)


def figures(definition: ServiceDefinition, day: date) -> dict[str, Value]:
    """Return the figures of a service as facts, by what is in force on a day; None before the first."""
    dated = {name: one.at(day) for name, one in definition.parameters.items()}
    return {PARAMETER + name: found.value if found else None for name, found in dated.items()}


def kinds(definition: ServiceDefinition) -> Kinds:
    """Return what conditions and amounts may speak of: the answers, the figures, the day."""
    own = {PARAMETER + name: kind_of(one) for name, one in definition.parameters.items()}
    return {**definition.form.kinds, **own, TODAY: Kind.DATE}


def kind_of(parameter: Parameter) -> Kind:
    """Return what sort of value a figure is, by its first one."""
    first = next((one.value for one in parameter.values if one.value is not None), None)
    if isinstance(first, Table):
        return Kind.TABLE
    if isinstance(first, bool):
        return Kind.YES_NO
    return Kind.TEXT if isinstance(first, str) else Kind.NUMBER


def check_amounts(definition: ServiceDefinition) -> Iterator[Finding]:
    """Yield amounts that do not read, and figures that change their sort or begin after the service does."""
    for name, parameter in definition.parameters.items():
        sorts = {type(one.value) for one in parameter.values if isinstance(one.value, Table | str)}
        if sorts and any(type(one.value) not in sorts for one in parameter.values if one.value is not None):
            yield Finding("packs.parameter_mixed", f"parameters.{name}", params={"name": name})
    for name, amount in definition.amounts.items():
        if amount.formula is None:
            yield Finding("packs.amount_empty", f"amounts.{name}.is", params={"name": name})
            continue
        for one in check(amount.formula, kinds(definition), Kind.NUMBER):
            yield Finding(one.code, f"amounts.{name}.is", params=dict(one.params))
        yield from _too_late(name, amount.formula, definition)


def _too_late(name: str, formula: Expression, definition: ServiceDefinition) -> Iterator[Finding]:
    for used in parameters_of(formula, definition):
        if definition.parameters[used].at(definition.effective_from) is None:
            said = {"name": used, "day": definition.effective_from.isoformat()}
            yield Finding("packs.parameter_later", f"amounts.{name}.is", params=said)
