"""Why an operation has no answer, and the problem that tells it with the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linli.core.expr.tokens import problem_at
from linli.core.expr.tree import Expression, Node, children
from linli.core.expr.vocabulary import ORDERED, Kind, Signature
from linli.core.shared.outcomes import Problem

LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an operation has no answer: a code, and which of its operands is to blame, if one is."""

    code: str
    operand: int | None = None


def problem_of(expression: Expression, node: Node, fault: Fault) -> Problem:
    """Tell a fault with the place and the words of the part that is to blame."""
    blamed = node if fault.operand is None else children(node)[fault.operand]
    quote = expression.text_of(blamed)[:LONGEST_QUOTE]
    return problem_at(expression.text, blamed.start, fault.code, text=quote)


def fault_of_kinds(signature: Signature, kinds: Sequence[Kind | None]) -> Fault | None:
    """Return what is wrong with the kinds a function is given; None among them is not known."""
    for place, kind in enumerate(kinds):
        allowed = signature.kinds_at(place)
        if kind is not None and kind not in allowed:
            return Fault(needs(allowed), place)
    if signature.same_from is None:
        return None
    different = {kind for kind in kinds[signature.same_from :] if kind is not None}
    return Fault("expr.not_alike") if len(different) > 1 else None


def needs(allowed: frozenset[Kind]) -> str:
    """Return the code of the sentence that says what is needed."""
    if len(allowed) == 1:
        return f"expr.needs_{next(iter(allowed))}"
    return "expr.needs_number_or_date" if allowed == ORDERED else "expr.needs_plain"
