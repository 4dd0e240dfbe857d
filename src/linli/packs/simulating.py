"""What a change of the rules would do to a population: who gains, who loses, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any

import numpy as np

from linli.core.expr.vector import Answers
from linli.core.forms.questions import PREFIX, QuestionType
from linli.core.packs.benefit import Benefit
from linli.core.rules.many import work_out_each, work_out_many
from linli.core.rules.ruleset import Ruleset
from linli.core.shared.outcomes import Refusal
from linli.packs.population import Population


@dataclass(frozen=True, slots=True)
class Side:
    """The population under one version of the rules: yes, no or not known, and fen for each row."""

    entitled: Any
    known: Any
    amount: Any
    words: Mapping[str, Any]


def simulate(before: Benefit, after: Benefit, population: Population, on: date) -> dict[str, Any] | Refusal:
    """Decide everybody by both and compare, row by row; each as of their own day where the rules say so."""
    started = perf_counter()
    sides = []
    for benefit in (before, after):
        side = _side(benefit, benefit.rules, population, on)
        if isinstance(side, Refusal):
            return side
        sides.append(side)
    old, new = sides
    told = {"benefit": before.name, "on": on.isoformat(), "persons": population.rows}
    told |= {"rejected": len(population.rejects), **_compared(old, new)}
    told["groups"] = _groups(before, population, old, new)
    seconds = perf_counter() - started
    return {**told, "seconds": round(seconds, 3), "persons_per_second": round(2 * population.rows / seconds)}


def _side(benefit: Benefit, rules: Ruleset, population: Population, on: date) -> Side | Refusal:
    given = population.columns.get(PREFIX + benefit.as_of)
    if isinstance(given, np.ndarray):
        days = np.ma.filled(given, np.datetime64(on))
        answers = work_out_each(rules, population.columns, days)
    else:
        answers = work_out_many(rules, population.columns, on, population.rows)
    if isinstance(answers, Refusal):
        return answers
    answer = answers[rules.answer]
    nothing = Answers(np.zeros(population.rows), np.ones(population.rows, dtype=bool))
    cost = answers.get(benefit.cost, nothing)
    entitled = answer.known & answer.values.astype(bool)
    amount = np.where(entitled & cost.known, cost.values, 0)
    words = {
        name: np.where(entitled & answers[name].known, answers[name].values.astype(object), "")
        for name in benefit.shows
        if name in answers and answers[name].values.dtype.kind in "UOT"
    }
    return Side(entitled, answer.known & (cost.known | ~entitled), np.round(amount).astype(np.int64), words)


def _compared(old: Side, new: Side) -> dict[str, Any]:
    both = old.known & new.known
    change = np.where(both, new.amount - old.amount, 0)
    begins, ends = both & new.entitled & ~old.entitled, both & old.entitled & ~new.entitled
    gains, loses = (change > 0) | (begins & (change == 0)), (change < 0) | (ends & (change == 0))
    before, after = int(old.amount[both].sum()), int(new.amount[both].sum())
    return {
        "entitled": {"before": int((old.entitled & both).sum()), "after": int((new.entitled & both).sum())},
        "not_known": int((~both).sum()),
        "gain": int(gains.sum()),
        "lose": int(loses.sum()),
        "same": int((both & ~gains & ~loses).sum()),
        "newly_entitled": int(begins.sum()),
        "no_longer_entitled": int(ends.sum()),
        "cost_fen": {"before": before, "after": after, "difference": after - before},
        "largest_gain_fen": int(change.max(initial=0)),
        "largest_loss_fen": int(-change.min(initial=0)),
        "average_gain_fen": _average(change[change > 0]),
        "average_loss_fen": _average(-change[change < 0]),
        "words": {
            name: {"before": _tally(old.words[name]), "after": _tally(new.words.get(name, old.words[name]))}
            for name in old.words
        },
    }


def _average(values: Any) -> int:
    return round(float(values.mean())) if len(values) else 0


def _tally(words: Any) -> dict[str, int]:
    names, counts = np.unique(words.astype(np.str_), return_counts=True)
    return {str(name): int(count) for name, count in zip(names, counts, strict=True) if name}


def _groups(benefit: Benefit, population: Population, old: Side, new: Side) -> dict[str, Any]:
    """Return gains, losses and the difference of cost by every question with choices."""
    both = old.known & new.known
    change = np.where(both, new.amount - old.amount, 0)
    found: dict[str, Any] = {}
    for question in benefit.form.questions:
        column = population.columns.get(PREFIX + question.name)
        if question.type is not QuestionType.CHOICE or not isinstance(column, np.ndarray):
            continue
        found[question.name] = {
            choice: {
                "persons": int((here := np.ma.filled(column == choice, fill_value=False)).sum()),
                "gain": int((change[here] > 0).sum()),
                "lose": int((change[here] < 0).sum()),
                "difference_fen": int(change[here].sum()),
            }
            for choice in question.choices
        }
    return found
