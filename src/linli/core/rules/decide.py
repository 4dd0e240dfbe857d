"""Decides by a ruleset on a day: the answer, why, by which provisions, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from linli.core.expr.columns import Array
from linli.core.expr.evaluate import Value, evaluate
from linli.core.expr.explanation import Explanation, first_problem, missing, reasons
from linli.core.expr.tree import Expression
from linli.core.expr.values import Raw
from linli.core.expr.vector import Answers, Members, evaluate_many
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


def decide(ruleset: Ruleset, facts: Mapping[str, Value], on: date) -> Decision | Refusal:
    """Apply ``ruleset`` as it stood on the day ``on``."""
    plan = _plan(ruleset, on)
    if isinstance(plan, Refusal):
        return plan
    settings = _settings(ruleset, on)
    known: dict[str, Raw] = {**facts, **settings, DAY: on}
    trees: dict[str, Explanation] = {}
    for name, expression in plan.items():
        tree = evaluate(expression, known).why
        trees[name] = _grown(tree, trees)
        known[name] = tree.raw  # exact: a third of something stays a third for the next provision
    why = trees[ruleset.answer]
    steps = {name: tree.value for name, tree in trees.items()}
    return Decision(why.value, why, on, _in_force(ruleset, _used(ruleset, plan), on), steps)


def decide_many(
    ruleset: Ruleset, columns: Mapping[str, Array | Members | Value], on: date, rows: int | None = None
) -> Answers | Refusal:
    """Apply ``ruleset`` to many at once, all as of the day ``on``."""
    answers = work_out_many(ruleset, columns, on, rows)
    if isinstance(answers, Refusal):
        return answers
    problems = tuple(problem for one in answers.values() for problem in one.problems)
    return replace(answers[ruleset.answer], problems=problems)


def work_out_many(
    ruleset: Ruleset, columns: Mapping[str, Array | Members | Value], on: date, rows: int | None = None
) -> dict[str, Answers] | Refusal:
    """Return what every provision in force comes to, for many at once."""
    plan = _plan(ruleset, on)
    if isinstance(plan, Refusal):
        return plan
    known: dict[str, Array | Members | Value] = {**columns, **_settings(ruleset, on), DAY: on}
    answers: dict[str, Answers] = {}
    for name, expression in plan.items():
        answers[name] = evaluate_many(expression, known, rows)
        known[name] = np.ma.masked_array(answers[name].values, ~answers[name].known)
    return answers


def _plan(ruleset: Ruleset, on: date) -> dict[str, Expression] | Refusal:
    """Return the expressions to work out, in order, as they stood on the day."""
    order = in_order(ruleset, on)
    if order is None:
        return Refusal("rules.circle", {"date": on.isoformat()})
    if ruleset.answer not in order:
        return Refusal("rules.not_in_force", {"date": on.isoformat()})
    return order


def _settings(ruleset: Ruleset, on: date) -> dict[str, Value]:
    dated = {name: parameter.at(on) for name, parameter in ruleset.parameters.items()}
    return {name: None if one is None else one.value for name, one in dated.items()}


def _grown(tree: Explanation, trees: Mapping[str, Explanation]) -> Explanation:
    """Put the trees of other provisions in the places where their names stand."""
    if tree.sort == "name":
        inner = trees.get(tree.text)
        return tree if inner is None else replace(tree, sort="provision", parts=(inner,))
    return replace(tree, parts=tuple(_grown(part, trees) for part in tree.parts))


def _used(ruleset: Ruleset, plan: Mapping[str, Expression]) -> frozenset[str]:
    """Return what the answer rests on and is in force, directly or through other provisions."""
    found: set[str] = set()
    waiting = [ruleset.answer]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        if name in plan:
            waiting += asked_by(plan[name])
    return frozenset(found & (plan.keys() | ruleset.parameters.keys()))


def _in_force(ruleset: Ruleset, used: frozenset[str], on: date) -> tuple[InForce, ...]:
    dated: list[Provision | Parameter] = [*ruleset.provisions.values(), *ruleset.parameters.values()]
    found = [(one.name, one.at(on)) for one in dated if one.name in used]
    return tuple(InForce(name, version.since, version.source) for name, version in found if version)
