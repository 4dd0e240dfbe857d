"""The one walk over a tree; what the parts mean is said by the algebra it is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from linli.core.expr.tree import (
    Arithmetic,
    Call,
    Compare,
    Literal,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    Over,
    Within,
)

T = TypeVar("T")


class Algebra(Protocol[T]):
    """What each sort of node means: for one case, for a column of cases, or for kinds alone."""

    def literal(self, node: Literal) -> T:
        """Return a value written out."""

    def name(self, node: Name) -> T:
        """Return a fact."""

    def opposite(self, node: Not, operand: T) -> T:
        """Turn a condition round."""

    def negative(self, node: Negative, operand: T) -> T:
        """Turn the sign of a number."""

    def logic(self, node: Logic, operands: Sequence[T]) -> T:
        """Join conditions."""

    def arithmetic(self, node: Arithmetic, operands: Sequence[T]) -> T:
        """Work numbers off from left to right."""

    def compare(self, node: Compare, left: T, right: T) -> T:
        """Hold two values against each other."""

    def within(self, node: Within, item: T, options: Sequence[T]) -> T:
        """Look for a value among others; for a group fact ``options`` is that one fact."""

    def call(self, node: Call, arguments: Sequence[T]) -> T:
        """Work out a function."""

    def over(self, node: Over, group: T) -> T:
        """Work out a function over members; walks ``node.inner`` in their scope."""


def walk(node: Node, algebra: Algebra[T]) -> T:
    """Work out ``node`` from the leaves up. Nothing is skipped, so that explanations are whole."""
    result: T = _WAYS[type(node)](node, algebra)
    return result


def _within(node: Within, algebra: Algebra[T]) -> T:
    options = (node.options,) if isinstance(node.options, Name) else node.options
    return algebra.within(node, walk(node.item, algebra), [walk(one, algebra) for one in options])


_WAYS: dict[type[Node], Callable[[Any, Any], Any]] = {
    Literal: lambda node, algebra: algebra.literal(node),
    Name: lambda node, algebra: algebra.name(node),
    Not: lambda node, algebra: algebra.opposite(node, walk(node.operand, algebra)),
    Negative: lambda node, algebra: algebra.negative(node, walk(node.operand, algebra)),
    Logic: lambda node, algebra: algebra.logic(node, [walk(one, algebra) for one in node.operands]),
    Arithmetic: lambda node, algebra: algebra.arithmetic(node, [walk(one, algebra) for one in node.operands]),
    Compare: lambda node, algebra: algebra.compare(node, walk(node.left, algebra), walk(node.right, algebra)),
    Within: _within,
    Call: lambda node, algebra: algebra.call(node, [walk(one, algebra) for one in node.arguments]),
    Over: lambda node, algebra: algebra.over(node, walk(node.group, algebra)),
}
