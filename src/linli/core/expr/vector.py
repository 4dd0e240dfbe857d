"""Works an expression out for many cases at once, over NumPy columns, by the same walk as for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from linli.core.expr.column_functions import COLUMN_OPERATIONS, compared
from linli.core.expr.columns import (
    FITS,
    NO,
    NOTHING,
    YES,
    Array,
    Column,
    Mask,
    add,
    as_float,
    divide,
    multiply,
    numbers,
    of_array,
    single,
)
from linli.core.expr.faults import Fault, fault_of_kinds, needs, problem_of
from linli.core.expr.tree import (
    Arithmetic,
    Call,
    Compare,
    Expression,
    Literal,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    Over,
    Within,
)
from linli.core.expr.values import Value
from linli.core.expr.vocabulary import (
    ARITHMETIC,
    FUNCTIONS,
    LOGIC,
    NEGATIVE,
    NOT,
    ORDERED,
    PLAIN,
    Kind,
    Signature,
)
from linli.core.expr.walk import walk
from linli.core.shared.outcomes import Problem

SAFE_IN_FLOAT = 2**53
"""Sums below this are exact in float64 too, which NumPy adds up several times faster."""


@dataclass(frozen=True, slots=True)
class Members:
    """The members of all rows in one: ``rows[i]`` is the row that member i belongs to.

    For a group of plain values ``columns`` has the one field ``value``. ``known`` tells, row by
    row, whether the group is known at all; left out, all are.
    """

    rows: NDArray[np.int64]
    columns: Mapping[str, Array]
    known: Mask | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """One answer a row. Where ``known`` is false, ``values`` holds nothing of meaning.

    Values are bool, int64, float64, datetime64[D] or text. ``problems`` are mistakes of kind that
    made whole parts unknown; a division by zero and the like only makes its own row unknown.
    """

    values: Array
    known: Mask
    problems: tuple[Problem, ...] = ()


def evaluate_many(
    expression: Expression, columns: Mapping[str, Array | Members | Value], rows: int | None = None
) -> Answers:
    """Work ``expression`` out over columns of equal length; single values stand for every row.

    Arrays of bool, whole numbers, float64, datetime64[D], text or Python objects; NaN, NaT, None
    and masked places are unknown. ``rows`` is needed where no column tells how many there are.
    """
    lengths = {len(one) for one in columns.values() if isinstance(one, np.ndarray)}
    if rows is not None:
        lengths.add(rows)
    if len(lengths) != 1:
        raise ValueError(f"columns must have one length, not {sorted(lengths)}")
    count = lengths.pop()
    algebra = _ManyCases(expression, columns, count)
    found = walk(expression.root, algebra)
    values = as_float(found) if found.kind is Kind.NUMBER and found.scale else found.values
    return Answers(
        np.broadcast_to(values, count), np.broadcast_to(found.known, count), tuple(algebra.problems)
    )


class _ManyCases:
    """The algebra of columns; within a group one is made for all members of all rows."""

    def __init__(
        self, expression: Expression, columns: Mapping[str, Array | Members | Value], count: int
    ) -> None:
        self.expression = expression
        self.columns = columns
        self.count = count
        self.problems: list[Problem] = []

    def literal(self, node: Literal) -> Column:
        return single(node.value)

    def name(self, node: Name) -> Column:
        found = self.columns.get(node.name)
        if isinstance(found, Members):
            return Column(Kind.GROUP, NO, YES if found.known is None else found.known, whole=found)
        column = of_array(found) if isinstance(found, np.ndarray) else single(found)
        if column is None or (column is NOTHING and found is not None):
            return self._fault(node, Fault("expr.fact_not_usable"))
        return column

    def opposite(self, node: Not, operand: Column) -> Column:
        return self._checked(node, NOT, (operand,)) or replace(operand, values=~operand.values)

    def negative(self, node: Negative, operand: Column) -> Column:
        return self._checked(node, NEGATIVE, (operand,)) or replace(operand, values=-operand.values)

    def logic(self, node: Logic, operands: Sequence[Column]) -> Column:
        self._faulty(node, LOGIC, operands)
        deciding = node.word == "or"
        fitting = [one if one.kind is Kind.YES_NO else NOTHING for one in operands]
        return joined(fitting, deciding=deciding)

    def arithmetic(self, node: Arithmetic, operands: Sequence[Column]) -> Column:
        if nothing := self._checked(node, ARITHMETIC, operands):
            return nothing
        result = operands[0]
        for sign, operand in zip(node.signs, operands[1:], strict=True):
            if sign in "+-":
                result = add(result, operand, 1 if sign == "+" else -1)
            else:
                result = multiply(result, operand) if sign == "*" else divide(result, operand)
        return result

    def compare(self, node: Compare, left: Column, right: Column) -> Column:
        if left.kind is None or right.kind is None:
            return NOTHING
        if left.kind is not right.kind or left.kind not in PLAIN:
            return self._fault(node, Fault("expr.cannot_compare"))
        if node.sign not in {"=", "!="} and left.kind not in ORDERED:
            return self._fault(node, Fault("expr.no_order"))
        return compared(node.sign, left, right)

    def within(self, node: Within, item: Column, options: Sequence[Column]) -> Column:
        if isinstance(node.options, Name):
            found = self._within_group(node, item, options[0])
        else:
            found = joined([self._equal(node, item, one) for one in options], deciding=True)
            found = found.only(item.known)
        return replace(found, values=~found.values) if node.negated else found

    def _within_group(self, node: Within, item: Column, group: Column) -> Column:
        if group.kind is not Kind.GROUP:
            return NOTHING if group.kind is None else self._fault(node, Fault("expr.needs_group", 1))
        members: Members = group.whole
        value = of_array(members.columns["value"]) if "value" in members.columns else NOTHING
        equal = self._equal(node, item.taken(members.rows), value or NOTHING)
        return self._gathered("any", equal, members).only(item.known)

    def _equal(self, node: Within, item: Column, other: Column) -> Column:
        if item.kind is None or other.kind is None:
            return NOTHING
        if item.kind is not other.kind or item.kind not in PLAIN:
            return self._fault(node, Fault("expr.cannot_compare"))
        return compared("=", item, other)

    def call(self, node: Call, arguments: Sequence[Column]) -> Column:
        signature = FUNCTIONS[node.function]
        if node.function in {"if", "known", "known_or"}:
            nothing = self._faulty(node, signature, arguments)
        else:
            nothing = self._checked(node, signature, arguments)
        return nothing or COLUMN_OPERATIONS[node.function](*arguments)

    def over(self, node: Over, group: Column) -> Column:
        if group.kind is not Kind.GROUP:
            return NOTHING if group.kind is None else self._fault(node, Fault("expr.needs_group"))
        members: Members = group.whole
        if node.inner is None:
            each = Column(Kind.YES_NO, np.ones(len(members.rows), dtype=bool), YES)
            return self._gathered("count", each, members)
        scope = _ManyCases(self.expression, self._inside(node, members), len(members.rows))
        each = walk(node.inner, scope)
        self.problems.extend(scope.problems)
        wanted = Kind.NUMBER if node.function == "sum" else Kind.YES_NO
        if each.kind is not None and each.kind is not wanted:
            return self._fault(node, Fault(needs(frozenset({wanted})), 1))
        return self._gathered(node.function, each, members)

    def _inside(self, node: Over, members: Members) -> Mapping[str, Array | Members | Value]:
        """Return the columns that the members see: their own, and the outer ones spread over them."""
        outer = {name for group, name in self.expression.inner_names if group == node.group.name}
        spread = {name: self.columns[name] for name in outer if name in self.columns}
        return {
            **{
                name: one[members.rows] if isinstance(one, np.ndarray) else one
                for name, one in spread.items()
            },
            **members.columns,
        }

    def _gathered(self, function: str, each: Column, members: Members) -> Column:
        found = over_members(function, each, members.rows, self.count)
        return found if members.known is None else found.only(members.known)

    def _checked(self, node: Node, signature: Signature, operands: Sequence[Column]) -> Column | None:
        """Return a column of unknowns if the kinds are wrong or one operand is not known at all."""
        nothing = self._faulty(node, signature, operands)
        return nothing or (NOTHING if any(one.kind is None for one in operands) else None)

    def _faulty(self, node: Node, signature: Signature, operands: Sequence[Column]) -> Column | None:
        fault = fault_of_kinds(signature, [one.kind for one in operands])
        return self._fault(node, fault) if fault else None

    def _fault(self, node: Node, fault: Fault) -> Column:
        self.problems.append(problem_of(self.expression, node, fault))
        return NOTHING


def joined(operands: Sequence[Column], *, deciding: bool) -> Column:
    """Join conditions with "or" (True decides) or "and" (False decides)."""
    decided, known = NO, YES
    for one in operands:
        decided = decided | (one.known & (one.values == deciding))
        known = known & one.known
    values = decided if deciding else ~decided
    return Column(Kind.YES_NO, values, known | decided)


def over_members(function: str, each: Column, rows: Array, count: int) -> Column:
    """Put the members' answers together, row by row."""
    known = np.broadcast_to(each.known, len(rows))
    values = np.broadcast_to(each.values, len(rows))
    gaps = NO if known.all() else np.bincount(rows[~known], minlength=count) > 0
    if function in {"any", "all"}:
        deciding = function == "any"
        decided = np.bincount(rows[known & (values == deciding)], minlength=count) > 0
        return Column(Kind.YES_NO, decided if deciding else ~decided, decided | ~gaps)
    if function == "count":
        return numbers(np.bincount(rows[known & values], minlength=count).astype(np.int64), ~gaps)
    most = int(np.bincount(rows, minlength=1).max())
    if each.kind is Kind.NUMBER and (each.is_float or each.bound * most > FITS):
        return numbers(np.bincount(rows, np.where(known, as_float(each), 0.0), minlength=count), ~gaps)
    if each.bound * most < SAFE_IN_FLOAT:
        total = np.bincount(rows, np.where(known, values, 0), minlength=count).astype(np.int64)
    else:
        total = np.zeros(count, dtype=np.int64)
        np.add.at(total, rows, np.where(known, values, 0))
    return numbers(total, ~gaps, each.scale)
