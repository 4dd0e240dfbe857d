"""A ruleset: provisions that build on facts, parameters and each other, and all that can be wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import chain

from linli.core.expr.check import Kinds, check
from linli.core.expr.tree import Expression
from linli.core.expr.values import kind_of
from linli.core.expr.vocabulary import Kind
from linli.core.rules.parameters import Parameter, Source, in_force, parameter_problems, version_problems
from linli.core.shared.outcomes import Problem

MOST_PROVISIONS = 200
LONGEST_CHAIN = 8
"""Provisions that may build on one another in a row; keeps explanations short enough to be read."""
DAY = "on"
"""The fact that holds the day of the decision."""


@dataclass(frozen=True, slots=True)
class Formula:
    """How a provision is worked out from ``since`` on; None abolishes it."""

    since: date
    expression: Expression | None
    source: Source


@dataclass(frozen=True, slots=True)
class Provision:
    """One rule with all its versions; its name can be used by other rules as a fact."""

    name: str
    kind: Kind
    versions: tuple[Formula, ...]

    def at(self, day: date) -> Formula | None:
        """Return the version in force on ``day``; its expression is None if it was abolished."""
        return in_force(self.versions, day)


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Rules that answer one question; ``answer`` names the provision that does.

    ``facts`` are the kinds of what must be known of a person or case.
    """

    name: str
    answer: str
    facts: Kinds
    parameters: Mapping[str, Parameter]
    provisions: Mapping[str, Provision]

    def changes(self) -> tuple[date, ...]:
        """Return every day on which something in it changes."""
        dated = chain(
            (one.since for parameter in self.parameters.values() for one in parameter.values),
            (one.since for provision in self.provisions.values() for one in provision.versions),
        )
        return tuple(sorted(set(dated)))


def in_order(ruleset: Ruleset, day: date) -> dict[str, Expression] | None:
    """Return what is in force on ``day``, each after those it builds on; None for a circle."""
    versions = {name: provision.at(day) for name, provision in ruleset.provisions.items()}
    found = {name: version.expression for name, version in versions.items() if version and version.expression}
    graph = {name: asked_by(expression) & found.keys() for name, expression in found.items()}
    try:
        return {name: found[name] for name in TopologicalSorter(graph).static_order()}
    except CycleError:
        return None


def asked_by(expression: Expression) -> frozenset[str]:
    """Return every name an expression asks for, of members too."""
    return expression.names | {name for _, name in expression.inner_names}


def check_ruleset(ruleset: Ruleset) -> tuple[Problem, ...]:
    """Return everything that is wrong with a ruleset, on any day it ever was or will be in force."""
    problems = list(_problems_of_shape(ruleset))
    for day in ruleset.changes():
        problems += [problem for problem in _problems_on(ruleset, day) if problem not in problems]
    return tuple(problems)


def _problems_of_shape(ruleset: Ruleset) -> Iterator[Problem]:
    if ruleset.answer not in ruleset.provisions:
        yield Problem(ruleset.name, "rules.no_answer", {"name": ruleset.answer})
    if len(ruleset.provisions) > MOST_PROVISIONS:
        yield Problem(ruleset.name, "rules.too_many", {"limit": MOST_PROVISIONS})
    names = [*ruleset.facts, *ruleset.parameters, *ruleset.provisions, DAY]
    for name in dict.fromkeys(name for name in names if names.count(name) > 1):
        yield Problem(name, "rules.name_twice", {"name": name})
    for parameter in ruleset.parameters.values():
        yield from parameter_problems(parameter)
    for provision in ruleset.provisions.values():
        yield from version_problems(provision.name, provision.versions)
        if not all(version.source.title for version in provision.versions):
            yield Problem(provision.name, "rules.no_source", {"name": provision.name})


def _problems_on(ruleset: Ruleset, day: date) -> Iterator[Problem]:
    order = in_order(ruleset, day)
    if order is None:
        yield Problem(ruleset.name, "rules.circle", {"date": day.isoformat()})
        return
    kinds: dict[str, Kind | Mapping[str, Kind]] = {**ruleset.facts, DAY: Kind.DATE}
    for name, parameter in ruleset.parameters.items():
        kind = kind_of(next((one.value for one in parameter.values if one.value is not None), None))
        if kind is not None:
            kinds[name] = kind
    kinds.update({name: provision.kind for name, provision in ruleset.provisions.items()})
    depth: dict[str, int] = {}
    for name, expression in order.items():
        depth[name] = 1 + max((depth.get(asked, 0) for asked in asked_by(expression)), default=0)
        if depth[name] > LONGEST_CHAIN:
            yield Problem(name, "rules.chain_too_long", {"name": name, "limit": LONGEST_CHAIN})
        for problem in check(expression, kinds, ruleset.provisions[name].kind):
            yield Problem(name, problem.code, problem.params)
