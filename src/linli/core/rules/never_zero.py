"""Divisors that could be nought: each must be shown to be above it before any case exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from linli.core.expr.tree import Arithmetic, Call, Expression, Literal, Name, Node, Over, children
from linli.core.rules.ruleset import Ruleset
from linli.core.shared.outcomes import Problem

DEEPEST = 8


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What is known of the least values: ``facts`` by name, a group's by the count of its members."""

    ruleset: Ruleset
    facts: Mapping[str, Decimal]
    depth: int = 0


def division_problems(ruleset: Ruleset, facts: Mapping[str, Decimal]) -> Iterator[Problem]:
    """Yield every division whose divisor is not surely above nought."""
    for provision in ruleset.provisions.values():
        for version in provision.versions:
            if version.expression is not None:
                for divisor in _divisors(version.expression.root):
                    least = lowest(divisor, _Bounds(ruleset, facts))
                    if least is None or least <= 0:
                        text = version.expression.text_of(divisor)
                        yield Problem(provision.name, "rules.may_divide_by_zero", {"text": text})


def _divisors(node: Node) -> Iterator[Node]:
    if isinstance(node, Arithmetic):
        for sign, operand in zip(node.signs, node.operands[1:], strict=True):
            if sign == "/":
                yield operand
    for child in children(node):
        yield from _divisors(child)


def lowest(node: Node, bounds: _Bounds) -> Fraction | None:
    """Return a number that the node is never below, or None where none is known."""
    match node:
        case Literal(value=int() | Decimal() as value):  # kinds are checked elsewhere
            return Fraction(value)
        case Name(name=name) | Over(function="count", group=Name(name=name), inner=None):
            return _of_name(name, bounds)
        case Call(function=function, arguments=arguments):
            return _of_call(function, [lowest(one, bounds) for one in arguments])
        case Arithmetic(operands=operands, signs=signs):
            return _of_arithmetic([lowest(one, bounds) for one in operands], signs)
        case _:
            return None


def _of_name(name: str, bounds: _Bounds) -> Fraction | None:
    ruleset = bounds.ruleset
    if name in ruleset.parameters:
        values = [one.value for one in ruleset.parameters[name].values if one.value is not None]
        numbers = [one for one in values if isinstance(one, int | Decimal) and not isinstance(one, bool)]
        return Fraction(min(numbers)) if numbers and len(numbers) == len(values) else None
    if name in ruleset.provisions and bounds.depth < DEEPEST:
        inner = _Bounds(ruleset, bounds.facts, bounds.depth + 1)
        formulas: list[Expression] = [
            one.expression for one in ruleset.provisions[name].versions if one.expression is not None
        ]
        return _least([lowest(one.root, inner) for one in formulas])
    return _of_fact(name, bounds)


def _of_fact(name: str, bounds: _Bounds) -> Fraction | None:
    return Fraction(bounds.facts[name]) if name in bounds.facts else None


def _of_call(function: str, found: Sequence[Fraction | None]) -> Fraction | None:
    if function == "max":
        return max((one for one in found if one is not None), default=None)
    if function in {"min", "known_or"}:
        return _least(found)
    return _least(found[1:]) if function == "if" else None


def _of_arithmetic(found: Sequence[Fraction | None], signs: Sequence[str]) -> Fraction | None:
    """Work out sums and products of what is not below nought; of anything else nothing is known."""
    known = [one for one in found if one is not None and one >= 0]
    if len(known) < len(found) or not {*signs} <= {"+", "*"} or len({*signs}) > 1:
        return None
    result = known[0]
    for one in known[1:]:
        result = result + one if signs[0] == "+" else result * one
    return result


def _least(found: Sequence[Fraction | None]) -> Fraction | None:
    known = [one for one in found if one is not None]
    return min(known) if known and len(known) == len(found) else None
