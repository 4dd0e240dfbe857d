"""Invents a population for an entitlement from a seed: it shows how rules react, never how many people there are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from linli.core.expr.columns import Array
from linli.core.expr.vector import Members, evaluate_many
from linli.core.forms.questions import PREFIX, Form, Question, QuestionType
from linli.core.packs.benefit import Benefit
from linli.packs.population import Population

MOST_INVENTED = 100_000
OLDEST = 95 * 365
MOST_ROWS = 4
USUAL_FEN, SPREAD = 200_000, 1.0
"""The middle of invented sums of money and how far they spread: many small ones, few large ones."""
USUAL, NARROW = 20.0, 100
"""The average of invented numbers whose bounds are not narrow: as with sums, few are large."""
AHEAD = 365
"""Days that an invented period may reach into the future."""


def invented(benefit: Benefit, persons: int, seed: int, on: date) -> Population:
    """Return ``persons`` invented persons or households; the same seed gives the same ones."""
    dice = np.random.default_rng(seed)
    columns: dict[str, Array | Members] = {}
    for question in benefit.form.questions:
        if question.type is QuestionType.MEMBERS:
            apart = benefit.apart.get(question.name)
            columns[PREFIX + question.name] = _table(question, persons, dice, on, apart)
        else:
            columns[PREFIX + question.name] = _column(question, persons, dice, on)
    return Population(persons, {**columns, **_unasked(benefit.form, columns, persons)})


def _unasked(form: Form, columns: Mapping[str, Array | Members], persons: int) -> dict[str, Array]:
    """Leave out what nobody would have been asked, in the order of the form."""
    found: dict[str, Array] = {}
    for question in form.questions:
        column = columns[PREFIX + question.name]
        if question.when is not None and isinstance(column, np.ndarray):
            asked = evaluate_many(question.when, {**columns, **found}, persons)
            found[PREFIX + question.name] = np.ma.masked_array(column, ~(asked.known & asked.values))
    return found


def _column(question: Question, many: int, dice: np.random.Generator, on: date) -> Array:
    if question.type is QuestionType.YES_NO:
        return dice.random(many) < 0.5  # noqa: PLR2004 - one half each
    if question.type is QuestionType.CHOICE:
        return dice.choice(np.array(question.choices), many)
    if question.type is QuestionType.DATE:
        return _days(dice.integers(0, OLDEST, many), on)
    if question.type in {QuestionType.NUMBER, QuestionType.MONEY}:
        return _numbers(question, many, dice)
    return np.array([f"{question.name}-{number}" for number in range(many)], dtype=np.str_)


def _days(back: Any, on: date) -> Array:
    days: Array = np.datetime64(on) - back.astype("timedelta64[D]")
    return days


def _numbers(question: Question, many: int, dice: np.random.Generator) -> Array:
    least = int(question.least) if isinstance(question.least, Decimal) else 0
    most = int(question.most) if isinstance(question.most, Decimal) else None
    if most is not None and most - least <= NARROW:
        return dice.integers(least, most + 1, many)
    if question.type is QuestionType.MONEY:
        sums = dice.lognormal(np.log(USUAL_FEN), SPREAD, many) * (dice.random(many) < 0.8)  # noqa: PLR2004 - some have none
        return least + sums.astype(np.int64)
    return np.minimum(least + dice.exponential(USUAL, many).astype(np.int64), most or MOST_INVENTED)


def _table(
    question: Question, many: int, dice: np.random.Generator, on: date, apart: tuple[str, str] | None
) -> Members:
    """Invent one to four rows each; periods that must not overlap follow one another."""
    counts = dice.integers(1, MOST_ROWS + 1, many)
    rows = np.repeat(np.arange(many), counts)
    columns = {one.name: _column(one, len(rows), dice, on) for one in question.fields}
    if apart:
        ends = dice.integers(-AHEAD, OLDEST // 10, (many, MOST_ROWS * 2))
        cuts = -np.sort(-ends, axis=1)  # days back, the earliest first
        place = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
        columns[apart[0]] = _days(cuts[rows, place * 2], on)
        columns[apart[1]] = _days(cuts[rows, place * 2 + 1], on)
    return Members(rows, columns)
