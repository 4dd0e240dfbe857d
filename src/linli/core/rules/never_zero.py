"""Divisors that could be nought: each must be shown to be above it before any case exists."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from linli.core.expr.tree import Arithmetic, Call, Compare, Expression, Literal, Name, Node, Over, children
from linli.core.rules.parameters import Parameter
from linli.core.rules.ruleset import Ruleset
from linli.core.shared.outcomes import Problem

DEEPEST = 8


Lowest = Callable[[str], Fraction | None]
"""What a name is never below, None where that is not known; a group's is the least count of its members."""

WHERE_IT_HOLDS = {"!=": operator.eq, ">": operator.ge, ">=": operator.gt}
WHERE_IT_FAILS = {"=": operator.eq, "<=": operator.ge, "<": operator.gt}
"""Comparisons with a number that keep nought out, by how that number has to lie to nought."""


@dataclass(frozen=True, slots=True)
class OfRules:
    """What is known of the least values in rules: ``facts`` by name, parameters and provisions by their versions."""

    ruleset: Ruleset
    facts: Mapping[str, Decimal]
    depth: int = 0

    def __call__(self, name: str) -> Fraction | None:
        """Return what a name is never below."""
        if name in self.ruleset.parameters:
            return least_value(self.ruleset.parameters[name])
        if name in self.ruleset.provisions and self.depth < DEEPEST:
            inner = OfRules(self.ruleset, self.facts, self.depth + 1)
            formulas: list[Expression] = [
                one.expression for one in self.ruleset.provisions[name].versions if one.expression is not None
            ]
            return _least([lowest(one.root, inner) for one in formulas])
        return Fraction(self.facts[name]) if name in self.facts else None


def least_value(parameter: Parameter) -> Fraction | None:
    """Return the least that a figure ever was, None where it is no number on some day."""
    values = [one.value for one in parameter.values if one.value is not None]
    numbers = [one for one in values if isinstance(one, int | Decimal) and not isinstance(one, bool)]
    return Fraction(min(numbers)) if numbers and len(numbers) == len(values) else None


def division_problems(ruleset: Ruleset, facts: Mapping[str, Decimal]) -> Iterator[Problem]:
    """Yield every division of the rules whose divisor is not surely above nought."""
    for provision in ruleset.provisions.values():
        for version in provision.versions:
            if version.expression is not None:
                yield from divisions(provision.name, version.expression, OfRules(ruleset, facts))


def divisions(field: str, expression: Expression, of_name: Lowest) -> Iterator[Problem]:
    """Yield every division of an expression whose divisor is not surely above nought."""
    for divisor in _divisors(expression, expression.root, frozenset()):
        least = lowest(divisor, of_name)
        if least is None or least <= 0:
            yield Problem(field, "rules.may_divide_by_zero", {"text": expression.text_of(divisor)})


def _divisors(expression: Expression, node: Node, safe: frozenset[str]) -> Iterator[Node]:
    """Yield the divisors below a node, but for those that an ``if`` around them keeps from being nought."""
    if isinstance(node, Call) and node.function == "if":
        condition, then, other = node.arguments
        holds, fails = (_kept(expression, condition, signs) for signs in (WHERE_IT_HOLDS, WHERE_IT_FAILS))
        yield from _divisors(expression, condition, safe)
        yield from _divisors(expression, then, safe | holds)
        yield from _divisors(expression, other, safe | fails)
        return
    if isinstance(node, Arithmetic):
        for sign, operand in zip(node.signs, node.operands[1:], strict=True):
            if sign == "/" and expression.text_of(operand) not in safe:
                yield operand
    for child in children(node):
        yield from _divisors(expression, child, safe)


def _kept(
    expression: Expression, condition: Node, signs: Mapping[str, Callable[..., bool]]
) -> frozenset[str]:
    """Return the words of what a comparison with a number keeps from being nought."""
    match condition:
        case Compare(sign=sign, left=left, right=Literal(value=int() | Decimal() as number)) if sign in signs:
            return frozenset({expression.text_of(left)} if signs[sign](number, 0) else ())
        case _:
            return frozenset()


def lowest(node: Node, of_name: Lowest) -> Fraction | None:
    """Return a number that the node is never below, or None where none is known."""
    match node:
        case Literal(value=int() | Decimal() as value):  # kinds are checked elsewhere
            return Fraction(value)
        case Name(name=name) | Over(function="count", group=Name(name=name), inner=None):
            return of_name(name)
        case Call(function=function, arguments=arguments):
            return _of_call(function, [lowest(one, of_name) for one in arguments])
        case Arithmetic(operands=operands, signs=signs):
            return _of_arithmetic([lowest(one, of_name) for one in operands], signs)
        case _:
            return None


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
