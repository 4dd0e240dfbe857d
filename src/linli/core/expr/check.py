"""Checks an expression against the kinds of the facts there will be, before any case exists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from linli.core.expr.faults import Fault, fault_of_kinds, needs, problem_of
from linli.core.expr.parse import closest
from linli.core.expr.tokens import problem_at
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
from linli.core.expr.values import kind_of
from linli.core.expr.vocabulary import (
    ARITHMETIC,
    FUNCTIONS,
    LOGIC,
    MEMBER_FUNCTIONS,
    NEGATIVE,
    NOT,
    ORDERED,
    PLAIN,
    Kind,
    Signature,
)
from linli.core.expr.walk import walk
from linli.core.shared.outcomes import Problem

Kinds = Mapping[str, Kind | Mapping[str, Kind]]
"""The facts there will be; a group is given by the kinds of its members' fields."""


def check(expression: Expression, kinds: Kinds, wanted: Kind | None = None) -> tuple[Problem, ...]:
    """Return every unknown name and every mistake of kind; none means it cannot fail on kinds later.

    ``wanted`` is the kind the answer must have, YES_NO for a condition.
    """
    algebra = _Kinds(expression, kinds)
    found = walk(expression.root, algebra)
    if wanted is not None and found is not None and found is not wanted and not algebra.problems:
        algebra.fault(expression.root, Fault("expr.wrong_answer_kind"))
    return tuple(algebra.problems)


class _Kinds:
    """The algebra of kinds; None is the kind of ``unknown`` and of what already has a problem."""

    def __init__(self, expression: Expression, kinds: Kinds) -> None:
        self.expression = expression
        self.kinds = kinds
        self.problems: list[Problem] = []

    def literal(self, node: Literal) -> Kind | None:
        return kind_of(node.value)

    def name(self, node: Name) -> Kind | None:
        if node.name not in self.kinds:
            text = self.expression.text
            meant = closest(node.name, tuple(self.kinds))
            params = {"found": node.name, "suggestion": meant}
            self.problems.append(problem_at(text, node.start, "expr.unknown_name", **params))
            return None
        kind = self.kinds[node.name]
        return kind if isinstance(kind, Kind) else Kind.GROUP

    def opposite(self, node: Not, operand: Kind | None) -> Kind | None:
        return self._given(node, NOT, (operand,))

    def negative(self, node: Negative, operand: Kind | None) -> Kind | None:
        return self._given(node, NEGATIVE, (operand,))

    def logic(self, node: Logic, operands: Sequence[Kind | None]) -> Kind | None:
        return self._given(node, LOGIC, operands)

    def arithmetic(self, node: Arithmetic, operands: Sequence[Kind | None]) -> Kind | None:
        return self._given(node, ARITHMETIC, operands)

    def compare(self, node: Compare, left: Kind | None, right: Kind | None) -> Kind | None:
        if left is None or right is None:
            return Kind.YES_NO
        if left is not right or left not in PLAIN:
            return self.fault(node, Fault("expr.cannot_compare"))
        if node.sign not in {"=", "!="} and left not in ORDERED:
            return self.fault(node, Fault("expr.no_order"))
        return Kind.YES_NO

    def within(self, node: Within, item: Kind | None, options: Sequence[Kind | None]) -> Kind | None:
        if isinstance(node.options, Name):
            fields = self.kinds.get(node.options.name, {})
            if isinstance(fields, Kind):
                return self.fault(node, Fault("expr.needs_group", 1))
            options = [fields.get("value")]
        if item is not None and any(one is not None and one is not item for one in options):
            return self.fault(node, Fault("expr.cannot_compare"))
        return Kind.YES_NO

    def call(self, node: Call, arguments: Sequence[Kind | None]) -> Kind | None:
        given = self._given(node, FUNCTIONS[node.function], arguments)
        if given is not None or FUNCTIONS[node.function].gives is not None:
            return given
        return next((kind for kind in arguments[FUNCTIONS[node.function].same_from :] if kind), None)

    def over(self, node: Over, group: Kind | None) -> Kind | None:
        fields = self.kinds.get(node.group.name)
        if group is None or not isinstance(fields, Mapping):
            return self.fault(node, Fault("expr.needs_group")) if group else None
        if node.inner is None:
            return Kind.NUMBER
        scope = _Kinds(self.expression, {**self.kinds, **fields})
        kind = walk(node.inner, scope)
        self.problems.extend(scope.problems)
        wanted = Kind.NUMBER if node.function == "sum" else Kind.YES_NO
        if kind not in {None, wanted}:
            return self.fault(node, Fault(needs(frozenset({wanted})), 1))
        return MEMBER_FUNCTIONS[node.function]

    def fault(self, node: Node, fault: Fault) -> Kind | None:
        """Note a mistake; what it was in has no kind."""
        self.problems.append(problem_of(self.expression, node, fault))
        return None

    def _given(self, node: Node, signature: Signature, kinds: Sequence[Kind | None]) -> Kind | None:
        fault = fault_of_kinds(signature, kinds)
        return self.fault(node, fault) if fault else signature.gives
