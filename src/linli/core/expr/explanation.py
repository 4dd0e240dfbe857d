"""The tree that says how an answer came about, and the sentences and gaps read from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from linli.core.expr.exact import plain
from linli.core.expr.values import Raw, Value
from linli.core.shared.outcomes import Param, Problem, Reason


@dataclass(frozen=True, slots=True)
class Explanation:
    """One step: which words, what came out, and from what.

    ``sort`` is the kind of node ("name", "literal", "and", "compare", "age" ...; "member" for the
    member ``number`` of a group, counted from 1). ``problem`` is set where the step itself
    failed, not where a part of it did.
    """

    sort: str
    text: str
    raw: Raw
    parts: tuple[Explanation, ...] = ()
    problem: Problem | None = None
    number: int = 0

    @property
    def value(self) -> Value:
        """Return what came out, numbers as whole or decimal."""
        return plain(self.raw) if isinstance(self.raw, Fraction | Decimal) else self.raw

    @property
    def decisive(self) -> tuple[Explanation, ...]:
        """Return the parts without which the outcome could have been another."""
        if self.sort == "if":
            condition, then, otherwise = self.parts
            return (
                (condition,) if condition.raw is None else (condition, then if condition.raw else otherwise)
            )
        if self.raw is None or (self.sort, self.raw) in _ONE_IS_ENOUGH:
            return tuple(part for part in self.parts if part.raw is self.raw)
        return self.parts


# One false part makes "and" false whatever the others are, and so on.
_ONE_IS_ENOUGH = (("and", False), ("all", False), ("or", True), ("any", True))


def first_problem(step: Explanation) -> Problem | None:
    """Return what kept the answer from being known, if anything but missing facts did."""
    if step.problem is not None or step.raw is not None:
        return step.problem
    return next(filter(None, map(first_problem, step.decisive)), None)


def missing(step: Explanation) -> Iterator[str]:
    """Yield the facts that an unknown answer waits for, each once; of members as ``members[2].income``."""
    found: dict[str, None] = {}
    _gather(step, "", found, set())
    yield from found


def _gather(step: Explanation, group: str, found: dict[str, None], seen: set[tuple[int, str]]) -> None:
    """Go down once to what many parts share."""
    place = (id(step), group)
    if step.raw is not None or place in seen:
        return
    seen.add(place)
    if step.sort == "name" and step.problem is None:
        found[f"{group}{step.text}"] = None
    for part in step.decisive:
        inner = f"{step.parts[0].text}[{part.number}]." if part.sort == "member" else group
        _gather(part, inner, found, seen)


def reasons(step: Explanation) -> Iterator[Reason]:
    """Yield the sentences of an explanation, decisive steps only, the leaves first."""
    if step.sort in {"literal", "group"} or (step.sort == "name" and step.raw is not None):
        return
    for part in step.decisive:
        yield from reasons(part)
    yield from _own_reason(step)


def _own_reason(step: Explanation) -> Iterator[Reason]:
    if step.sort == "member":
        yield Reason("expr.member", {"number": step.number})
    elif step.problem is not None:
        yield Reason(step.problem.code, step.problem.params)
    elif step.sort == "name":
        yield Reason("expr.fact_unknown", {"text": step.text})
    elif step.raw is not None and step.sort in {"compare", "within"}:
        code = "expr.condition_holds" if step.raw else "expr.condition_fails"
        yield Reason(code, {"text": step.text, "left": shown(step.parts[0].value)})
    elif step.raw is not None and not isinstance(step.raw, bool):
        yield Reason("expr.worked_out", {"text": step.text, "value": shown(step.value)})


def shown(value: Value) -> Param:
    """Turn a value into the parameter of a sentence: numbers and dates as text."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if value is None or isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, date) else None
