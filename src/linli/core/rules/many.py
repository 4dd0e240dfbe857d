"""Decides many at once, over columns: all as of one day, or each as of a day of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from linli.core.expr.columns import Array
from linli.core.expr.evaluate import Value
from linli.core.expr.vector import Answers, Members, evaluate_many
from linli.core.rules.decide import plan_on, settings_on
from linli.core.rules.ruleset import DAY, Ruleset
from linli.core.shared.outcomes import Refusal

Columns = Mapping[str, Array | Members | Value]


def decide_many(ruleset: Ruleset, columns: Columns, on: date, rows: int | None = None) -> Answers | Refusal:
    """Apply ``ruleset`` to many at once, all as of the day ``on``."""
    answers = work_out_many(ruleset, columns, on, rows)
    if isinstance(answers, Refusal):
        return answers
    problems = tuple(problem for one in answers.values() for problem in one.problems)
    return replace(answers[ruleset.answer], problems=problems)


def work_out_many(
    ruleset: Ruleset, columns: Columns, on: date, rows: int | None = None
) -> dict[str, Answers] | Refusal:
    """Return what every provision in force comes to, for many at once."""
    plan = plan_on(ruleset, on)
    if isinstance(plan, Refusal):
        return plan
    known: dict[str, Array | Members | Value] = {DAY: on, **columns, **settings_on(ruleset, on)}
    answers: dict[str, Answers] = {}
    for name, expression in plan.items():
        answers[name] = evaluate_many(expression, known, rows)
        known[name] = np.ma.masked_array(answers[name].values, ~answers[name].known)
    return answers


def work_out_each(ruleset: Ruleset, columns: Columns, days: Array) -> dict[str, Answers] | Refusal:
    """Return the same, each row as of its own day in ``days``; a row from before there were rules is not known.

    Rows are worked out together as long as nothing in the rules changes between their days.
    """
    changes = np.array(ruleset.changes(), dtype="datetime64[D]")
    spans = np.searchsorted(changes, days, side="right")
    parts: list[tuple[Array, dict[str, Answers]]] = []
    refused: Refusal | None = None
    for span in np.unique(spans):
        rows = np.flatnonzero(spans == span)
        mine = {**_taken(columns, rows, len(days)), DAY: days[rows]}
        answers = work_out_many(ruleset, mine, days[rows[0]].item(), len(rows))
        if isinstance(answers, Refusal):
            refused = answers
        else:
            parts.append((rows, answers))
    return refused if refused and not parts else _joined(parts, len(days))


def _taken(columns: Columns, rows: Array, count: int) -> Columns:
    """Return the columns of some rows only, and their members."""
    place = np.full(count, -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    found: dict[str, Array | Members | Value] = {}
    for name, one in columns.items():
        if isinstance(one, Members):
            kept = place[one.rows] >= 0
            fields = {field: values[kept] for field, values in one.columns.items()}
            known = None if one.known is None else np.broadcast_to(one.known, count)[rows]
            found[name] = Members(place[one.rows[kept]], fields, known)
        else:
            found[name] = one[rows] if isinstance(one, np.ndarray) else one
    return found


def _joined(parts: list[tuple[Array, dict[str, Answers]]], count: int) -> dict[str, Answers]:
    """Put the answers of the spans back into the order of the rows."""
    found = {}
    for name in dict.fromkeys(name for _, answers in parts for name in answers):
        mine = [(rows, answers[name]) for rows, answers in parts if name in answers]
        told = [(rows, one) for rows, one in mine if one.known.any()] or mine[:1]
        values = np.zeros(count, dtype=np.result_type(*(one.values.dtype for _, one in told)))
        known = np.zeros(count, dtype=bool)
        for rows, one in told:
            values[rows], known[rows] = one.values, one.known
        found[name] = Answers(values, known, tuple(problem for _, one in mine for problem in one.problems))
    return found
