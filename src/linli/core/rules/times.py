"""Provisions that speak of what has not begun yet, or is gone, on a day on which they hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from linli.core.rules.ruleset import Ruleset, asked_by, in_order
from linli.core.shared.outcomes import Problem


def time_problems(ruleset: Ruleset) -> tuple[Problem, ...]:
    """Return every use of a parameter or provision out of its time, each once."""
    found = (problem for day in ruleset.changes() for problem in _on(ruleset, day))
    once = {(one.field, str(one.params["other"]), one.code): one for one in found}
    return tuple(once.values())


def _on(ruleset: Ruleset, day: date) -> Iterator[Problem]:
    for name, expression in (in_order(ruleset, day) or {}).items():
        for other in sorted(asked_by(expression)):
            problem = _used(ruleset, name, other, day)
            if problem is not None:
                yield problem


def _used(ruleset: Ruleset, name: str, other: str, day: date) -> Problem | None:
    params = {"name": name, "other": other, "date": day.isoformat()}
    if other in ruleset.parameters:
        dated = ruleset.parameters[other].at(day)
        begun, there = dated is not None, dated is not None and dated.value is not None
    elif other in ruleset.provisions:
        version = ruleset.provisions[other].at(day)
        begun, there = version is not None, version is not None and version.expression is not None
    else:
        return None
    if there:
        return None
    return Problem(name, "rules.repealed_then" if begun else "rules.not_begun_then", params)
