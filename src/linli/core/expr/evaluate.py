"""Works an expression out for one case: the value, how it came about, or what kept it from being known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import neg, not_
from types import MappingProxyType

from linli.core.expr.exact import usable
from linli.core.expr.explanation import Explanation, first_problem, missing, reasons
from linli.core.expr.faults import Fault, fault_of_kinds, problem_of
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
from linli.core.expr.values import (
    OPERATIONS,
    Raw,
    Value,
    arithmetic,
    compare,
    fields_of,
    kind_of,
)
from linli.core.expr.vocabulary import ARITHMETIC, FUNCTIONS, LOGIC, NEGATIVE, NOT, Kind, Signature
from linli.core.expr.walk import walk
from linli.core.shared.outcomes import Problem, Reason

__all__ = ["Answer", "Value", "evaluate"]

MOST_MEMBERS = 10_000
"""Members a group may have; more are a mistake."""
EXPLAINED_MEMBERS = 100
"""Members that an explanation tells one by one."""


NO_TREES: Mapping[str, Explanation] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came out. ``value`` None is unknown: by ``problem``, or for want of facts."""

    value: Value
    why: Explanation

    @property
    def problem(self) -> Problem | None:
        """Return what went wrong, if the answer is unknown for that."""
        return first_problem(self.why)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the facts that the answer waits for."""
        return tuple(dict.fromkeys(missing(self.why)))

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return the sentences that explain the answer, each once."""
        return tuple({(one.code, *sorted(one.params.items())): one for one in reasons(self.why)}.values())


def evaluate(
    expression: Expression, facts: Mapping[str, Value], worked: Mapping[str, Explanation] = NO_TREES
) -> Answer:
    """Work ``expression`` out over ``facts``; never raises for what facts hold.

    ``worked`` are names that were worked out by themselves before; their trees stand where the names do.
    """
    why = walk(expression.root, _OneCase(expression, facts, worked))
    return Answer(why.value, why)


class _OneCase:
    """The algebra of one case; within a group one is made for each member.

    A name belongs to the members as soon as one of them has it, so that a member's gap is never
    filled with the household's figure of the same name.
    """

    def __init__(
        self,
        expression: Expression,
        facts: Mapping[str, Value],
        worked: Mapping[str, Explanation] = NO_TREES,
        member: Mapping[str, Value] | None = None,
        fields: frozenset[str] = frozenset(),
    ) -> None:
        self.expression = expression
        self.facts = facts
        self.worked = worked
        self.member = member or {}
        self.fields = fields

    def literal(self, node: Literal) -> Explanation:
        return self._step(node, "literal", node.value)

    def name(self, node: Name) -> Explanation:
        if node.name in self.fields:
            return self._step(node, "name", usable_fact(self.member.get(node.name)))
        tree = self.worked.get(node.name)
        if tree is not None:
            return Explanation("provision", node.name, tree.raw, (tree,))
        return self._step(node, "name", usable_fact(self.facts.get(node.name)))

    def opposite(self, node: Not, operand: Explanation) -> Explanation:
        return self._apply(node, "not", NOT, (operand,), not_)

    def negative(self, node: Negative, operand: Explanation) -> Explanation:
        return self._apply(node, "negative", NEGATIVE, (operand,), neg)

    def logic(self, node: Logic, operands: Sequence[Explanation]) -> Explanation:
        fault = fault_of_kinds(LOGIC, [kind_of(one.raw) for one in operands])
        raws = [one.raw if isinstance(one.raw, bool) else None for one in operands]
        found = joined(raws, deciding=node.word == "or")
        return self._step(node, node.word, fault if fault and found is None else found, operands)

    def arithmetic(self, node: Arithmetic, operands: Sequence[Explanation]) -> Explanation:
        return self._apply(
            node, "arithmetic", ARITHMETIC, operands, lambda *raws: arithmetic(node.signs, raws)
        )

    def compare(self, node: Compare, left: Explanation, right: Explanation) -> Explanation:
        unknown = left.raw is None or right.raw is None
        raw = None if unknown else compare(node.sign, left.raw, right.raw)
        return self._step(node, "compare", raw, (left, right))

    def within(self, node: Within, item: Explanation, options: Sequence[Explanation]) -> Explanation:
        raw = None if item.raw is None else one_of(item.raw, options, of_group=isinstance(node.options, Name))
        turned = not raw if node.negated and isinstance(raw, bool) else raw
        return self._step(node, "within", turned, (item, *options))

    def call(self, node: Call, arguments: Sequence[Explanation]) -> Explanation:
        signature = FUNCTIONS[node.function]
        if node.function in OPERATIONS:
            return self._apply(node, node.function, signature, arguments, OPERATIONS[node.function])
        fault = fault_of_kinds(signature, [kind_of(one.raw) for one in arguments])
        raw = fault or _ABOUT_UNKNOWN[node.function](*(one.raw for one in arguments))
        return self._step(node, node.function, raw, arguments)

    def over(self, node: Over, group: Explanation) -> Explanation:
        if group.raw is None:
            return self._step(node, node.function, None, (group,))
        if kind_of(group.raw) is not Kind.GROUP or len(group.raw) > MOST_MEMBERS:
            code = "expr.too_many_members" if kind_of(group.raw) is Kind.GROUP else "expr.needs_group"
            return self._step(node, node.function, Fault(code), (group,))
        found = [] if node.inner is None else self._members(node.inner, group.raw)
        raw = (
            len(group.raw) if node.inner is None else over_members(node.function, [one.raw for one in found])
        )
        return self._step(node, node.function, raw, (group, *found[:EXPLAINED_MEMBERS]))

    def _members(self, inner: Node, group: Sequence[Raw]) -> list[Explanation]:
        members = [fields_of(one) for one in group]
        fields = frozenset(name for member in members for name in member)
        text = self.expression.text_of(inner)
        found = []
        for number, member in enumerate(members, 1):
            step = walk(inner, _OneCase(self.expression, self.facts, self.worked, member, fields))
            found.append(Explanation("member", text, step.raw, (step,), number=number))
        return found

    def _apply(
        self,
        node: Node,
        sort: str,
        signature: Signature,
        parts: Sequence[Explanation],
        function: Callable[..., Raw | Fault],
    ) -> Explanation:
        """Use a function of known values, once their kinds are right and none is unknown."""
        raws = [part.raw for part in parts]
        fault = fault_of_kinds(signature, [kind_of(raw) for raw in raws])
        if fault or None in raws:
            return self._step(node, sort, fault, parts)
        return self._step(node, sort, function(*raws), parts)

    def _step(
        self, node: Node, sort: str, raw: Raw | Fault, parts: Sequence[Explanation] = ()
    ) -> Explanation:
        text = self.expression.text[node.start : node.end]
        if isinstance(raw, Fault):
            return Explanation(sort, text, None, tuple(parts), problem_of(self.expression, node, raw))
        return Explanation(sort, text, raw, tuple(parts))


def usable_fact(value: Raw) -> Raw | Fault:
    """Let a fact through as it is, unless it is of no kind that expressions work with."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | Decimal):
        return value if usable(value) else Fault("expr.fact_not_usable")
    return Fault("expr.fact_not_usable") if kind_of(value) is None else value


def joined(raws: Sequence[Raw], *, deciding: bool) -> bool | None:
    """Join with "or" (True decides) or "and" (False decides); without a decider the unknown wins."""
    if deciding in raws:
        return deciding
    return None if None in raws else not deciding


def one_of(item: Raw, options: Sequence[Explanation], *, of_group: bool) -> bool | Fault | None:
    """Look for a known value among others; an unknown option may be the one."""
    others = [one.raw for one in options]
    if of_group and others[0] is not None:
        if kind_of(others[0]) is not Kind.GROUP:
            return Fault("expr.needs_group", 1)
        others = [fields_of(member).get("value") for member in others[0]]
    found = [None if other is None else compare("=", item, other) for other in others]
    answer = joined(found, deciding=True)
    return answer or next((one for one in found if isinstance(one, Fault)), answer)


def over_members(function: str, raws: Sequence[Raw]) -> Raw | Fault:
    """Put the members' answers together; without members: sum and count 0, any false, all true."""
    wanted = Kind.NUMBER if function == "sum" else Kind.YES_NO
    if any(raw is not None and kind_of(raw) is not wanted for raw in raws):
        return Fault(f"expr.needs_{wanted}", 1)
    if function in {"any", "all"}:
        return joined(raws, deciding=function == "any")
    if None in raws:
        return None
    return arithmetic("+" * len(raws), [0, *raws])


def _chosen(condition: Raw, then: Raw, otherwise: Raw) -> Raw:
    if condition is None:
        return None
    return then if condition else otherwise


_ABOUT_UNKNOWN: dict[str, Callable[..., Raw]] = {
    "if": _chosen,
    "known": lambda value: value is not None,
    "known_or": lambda value, otherwise: otherwise if value is None else value,
}
