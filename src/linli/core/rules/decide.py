"""Decides by a ruleset on a day: the answer, why, by which provisions, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from linli.core.expr.evaluate import Value, evaluate
from linli.core.expr.explanation import Explanation, first_problem, missing, reasons
from linli.core.expr.tree import Expression
from linli.core.rules.parameters import Parameter, Source
from linli.core.rules.ruleset import DAY, Provision, Ruleset, asked_by, in_order
from linli.core.shared.outcomes import Problem, Reason, Refusal


@dataclass(frozen=True, slots=True)
class InForce:
    """A provision or parameter that a decision rests on: its version by first day, and its source."""

    name: str
    since: date
    source: Source


@dataclass(frozen=True, slots=True)
class Decision:
    """What a ruleset says of one person or case on a day; ``value`` None is not known yet.

    ``steps`` holds what each provision came to. Provisions appear in ``why`` with their own tree.
    """

    value: Value
    why: Explanation
    on: date
    provisions: tuple[InForce, ...]
    steps: Mapping[str, Value]

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the facts that the answer waits for."""
        return tuple(dict.fromkeys(missing(self.why)))

    @property
    def problem(self) -> Problem | None:
        """Return what kept the answer from being known, beside missing facts."""
        return first_problem(self.why)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return the sentences that explain the decision."""
        return tuple(reasons(self.why))


@dataclass(frozen=True, slots=True)
class Worked:
    """What every provision comes to for one case on one day; any of them can be asked for."""

    ruleset: Ruleset
    on: date
    plan: Mapping[str, Expression]
    facts: Mapping[str, Value]
    trees: Mapping[str, Explanation]

    def decision(self, answer: str) -> Decision:
        """Return the decision of one provision that is in force."""
        why = self.trees[answer]
        steps = {name: tree.value for name, tree in self.trees.items()}
        used = used_by(answer, self.plan) & (self.plan.keys() | self.ruleset.parameters.keys())
        return Decision(why.value, why, self.on, _in_force(self.ruleset, used, self.on), steps)

    def tried(self, fact: str, value: Value, wanted: frozenset[str]) -> Mapping[str, Explanation]:
        """Return the trees if ``fact`` were ``value``: of ``wanted``, only what depends on it is worked out anew."""
        facts, trees, changed = {**self.facts, fact: value}, dict(self.trees), {fact}
        for name, expression in self.plan.items():
            if name in wanted and not changed.isdisjoint(asked_by(expression)):
                trees[name] = evaluate(expression, facts, trees).why
                changed.add(name)
        return trees


def decide(ruleset: Ruleset, facts: Mapping[str, Value], on: date) -> Decision | Refusal:
    """Apply ``ruleset`` as it stood on the day ``on``."""
    worked = work_out(ruleset, facts, on)
    return worked if isinstance(worked, Refusal) else worked.decision(ruleset.answer)


def work_out(ruleset: Ruleset, facts: Mapping[str, Value], on: date) -> Worked | Refusal:
    """Work out every provision that was in force on the day ``on``."""
    plan = plan_on(ruleset, on)
    if isinstance(plan, Refusal):
        return plan
    known = {**facts, **settings_on(ruleset, on), DAY: on}
    trees: dict[str, Explanation] = {}
    for name, expression in plan.items():  # numbers pass on exact: a third of something stays a third
        trees[name] = evaluate(expression, known, trees).why
    return Worked(ruleset, on, plan, known, trees)


def plan_on(ruleset: Ruleset, on: date) -> dict[str, Expression] | Refusal:
    """Return the expressions to work out, in order, as they stood on the day."""
    order = in_order(ruleset, on)
    if order is None:
        return Refusal("rules.circle", {"date": on.isoformat()})
    if ruleset.answer not in order:
        return Refusal("rules.not_in_force", {"date": on.isoformat()})
    return order


def settings_on(ruleset: Ruleset, on: date) -> dict[str, Value]:
    """Return every parameter as it stood on the day; None before its first value."""
    dated = {name: parameter.at(on) for name, parameter in ruleset.parameters.items()}
    return {name: None if one is None else one.value for name, one in dated.items()}


def used_by(answer: str, plan: Mapping[str, Expression]) -> frozenset[str]:
    """Return every name that a provision in force rests on, itself too, directly or through others."""
    found: set[str] = set()
    waiting = [answer]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += asked_by(plan[name]) if name in plan else ()
    return frozenset(found)


def _in_force(ruleset: Ruleset, used: frozenset[str], on: date) -> tuple[InForce, ...]:
    dated: list[Provision | Parameter] = [*ruleset.provisions.values(), *ruleset.parameters.values()]
    found = [(one.name, one.at(on)) for one in dated if one.name in used]
    return tuple(InForce(name, version.since, version.source) for name, version in found if version)
