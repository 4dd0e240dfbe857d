"""Reads a population from CSV files into columns, and finds what no household can be.

``people.csv`` has a column for every question that is known, money in fen, and ``id`` where there are tables;
a table lies beside it as ``people.<question>.csv`` with ``id`` and a column for each of its fields.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from linli.core.expr.columns import Array
from linli.core.expr.vector import Members
from linli.core.forms.questions import PREFIX, Question, QuestionType
from linli.core.packs.benefit import Benefit
from linli.core.shared.outcomes import Problem

ID = "id"
MOST_ROWS = 5_000_000
YES, NO = ("true", "yes", "1", "是"), ("false", "no", "0", "否")
NUMBERS = frozenset({QuestionType.NUMBER, QuestionType.MONEY})


@dataclass(frozen=True, slots=True)
class Population:
    """Columns by fact, and how many persons or households there are."""

    rows: int
    columns: Mapping[str, Array | Members] = field(default_factory=dict)


def read_population(path: Path, benefit: Benefit) -> Population | tuple[Problem, ...]:
    """Return the population in a file and the tables beside it, or what is wrong with it."""
    problems: list[Problem] = []
    plain = {one.name: one for one in benefit.form.questions if one.type is not QuestionType.MEMBERS}
    header, texts = _file(path)
    columns: dict[str, Array | Members] = {}
    for name, column in zip(header, texts, strict=True):
        if name in plain:
            columns[PREFIX + name] = _column(plain[name], column, name, problems)
        elif name != ID:
            problems.append(Problem(name[:60], "population.unknown_column", {"column": name[:60]}))
    rows = len(texts[0]) if texts else 0
    if not rows or rows > MOST_ROWS:
        problems.append(Problem(path.name, "population.rows", {"rows": rows, "limit": MOST_ROWS}))
    ids = np.array(texts[header.index(ID)] if ID in header else [], dtype=np.str_)
    for question in (one for one in benefit.form.questions if one.type is QuestionType.MEMBERS):
        beside = path.with_name(f"{path.stem}.{question.name}.csv")
        if beside.is_file():
            columns[PREFIX + question.name] = _table(beside, question, benefit, ids, problems)
    return tuple(problems) or Population(rows, columns)


def _file(path: Path) -> tuple[list[str], list[Sequence[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, [])
        body = [row for row in reader if len(row) == len(header)]
    return header, [*zip(*body, strict=True)] if body else [() for _ in header]


def _column(question: Question, texts: Sequence[str], where: str, problems: list[Problem]) -> Array:
    """Read a column of one type; empty places are unknown."""
    said = np.array(texts, dtype=np.str_)
    empty = said == ""
    values, wrong = _values(question, said, empty)
    _note(problems, where, "population.unreadable", wrong & ~empty)
    if question.type in NUMBERS:
        if isinstance(question.least, Decimal):
            _note(problems, where, "population.too_small", ~empty & (values < float(question.least)))
        if isinstance(question.most, Decimal):
            _note(problems, where, "population.too_large", ~empty & (values > float(question.most)))
    return np.ma.masked_array(values, empty) if empty.any() else values


def _values(question: Question, said: Any, empty: Any) -> tuple[Any, Any]:
    if question.type is QuestionType.YES_NO:
        yes = np.isin(said, YES)
        return yes, ~(yes | np.isin(said, NO))
    if question.type is QuestionType.CHOICE:
        return said, ~np.isin(said, question.choices)
    if question.type in NUMBERS:
        filled = np.where(empty, "0", said)
        whole = question.type is QuestionType.MONEY or np.char.find(filled, ".").max(initial=-1) < 0
        return _converted(filled, np.dtype(np.int64 if whole else np.float64), empty)
    if question.type is QuestionType.DATE:
        return _converted(np.where(empty, "1970-01-01", said), np.dtype("datetime64[D]"), empty)
    return said, np.zeros(len(said), dtype=bool)


def _converted(said: Any, wanted: Any, empty: Any) -> tuple[Any, Any]:
    """Turn texts into numbers or days; one that is none leaves the whole column unread."""
    try:
        return said.astype(wanted), np.zeros(len(said), dtype=bool)
    except (ValueError, OverflowError):
        return np.zeros(len(said), dtype=wanted), np.array([not _fits(one, wanted) for one in said]) & ~empty


def _fits(text: Any, wanted: Any) -> bool:
    try:
        np.array([text]).astype(wanted)
    except (ValueError, OverflowError):
        return False
    return True


def _note(problems: list[Problem], where: str, code: str, wrong: Any) -> None:
    """Note how many rows are wrong and the line of the first, counted as an editor does."""
    if wrong.any():
        first = int(np.argmax(wrong)) + 2
        problems.append(Problem(where, code, {"column": where, "n": int(wrong.sum()), "line": first}))


def _table(path: Path, question: Question, benefit: Benefit, ids: Any, problems: list[Problem]) -> Members:
    header, texts = _file(path)
    where = path.name
    fields = {one.name: one for one in question.fields}
    columns = {
        name: _column(fields[name], column, f"{where}:{name}", problems)
        for name, column in zip(header, texts, strict=True)
        if name in fields
    }
    own = np.array(texts[header.index(ID)] if ID in header else [], dtype=np.str_)
    order = np.argsort(ids, kind="stable")
    place = np.searchsorted(ids, own, sorter=order) if len(ids) else np.zeros(len(own), dtype=np.int64)
    found = order[np.minimum(place, len(ids) - 1)] if len(ids) else np.zeros(len(own), dtype=np.int64)
    lost = ids[found] != own if len(ids) else np.ones(len(own), dtype=bool)
    _note(problems, where, "population.nobody", lost)
    if len(np.unique(ids)) < len(ids):
        problems.append(Problem(ID, "population.id_twice", {"n": len(ids) - len(np.unique(ids))}))
    problems += _twice(where, own, {name: columns[name] for name in ("name", "birth") if name in columns})
    if question.name in benefit.apart:
        first, last = (columns.get(one) for one in benefit.apart[question.name])
        if first is not None and last is not None:
            problems += _overlaps(where, found, first, last)
    return Members(found.astype(np.int64), columns)


def _twice(where: str, own: Any, columns: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield whoever is in a household twice: the same name and birth."""
    if len(columns) < 2:  # noqa: PLR2004 - a name alone is no person
        return
    keys = np.rec.fromarrays([own, *(np.ma.filled(one) for one in columns.values())])
    order = np.argsort(keys, kind="stable")
    same = np.zeros(len(keys), dtype=bool)
    same[order[1:]] = keys[order[1:]] == keys[order[:-1]]
    found: list[Problem] = []
    _note(found, where, "population.person_twice", same)
    yield from found


def _overlaps(where: str, rows: Any, first: Any, last: Any) -> Iterator[Problem]:
    """Yield stays of one person that overlap, or end before they begin."""
    order = np.lexsort((first, rows))
    overlap = np.zeros(len(rows), dtype=bool)
    same = rows[order[1:]] == rows[order[:-1]]
    overlap[order[1:]] = same & (first[order[1:]] < last[order[:-1]])
    found: list[Problem] = []
    _note(found, where, "population.overlap", overlap)
    _note(found, where, "population.backwards", np.asarray(last < first))
    yield from found
