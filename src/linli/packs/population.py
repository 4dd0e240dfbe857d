"""Reads a population from CSV files into columns, and finds what no household can be.

``people.csv`` has a column for every question that is known, money in fen, and ``id`` where there are tables;
a table lies beside it as ``people.<question>.csv`` with ``id`` and a column for each of its fields. A row of
people with too many or too few columns is put aside and told; in a table it spoils the whole, since nobody knows
whose household would be incomplete.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from linli.core.expr.columns import Array
from linli.core.expr.vector import Members
from linli.core.forms.questions import PREFIX, Question, QuestionType
from linli.core.packs.benefit import Benefit
from linli.core.shared.outcomes import Problem
from linli.packs.plain_csv import Cells, plain_table

ID = "id"
MOST_ROWS = 5_000_000
MOST_DAYS = 10**8
PIECE = 50_000
YES, NO = ("true", "yes", "1", "是"), ("false", "no", "0", "否")
NUMBERS = frozenset({QuestionType.NUMBER, QuestionType.MONEY})


@dataclass(frozen=True, slots=True)
class Population:
    """Columns by fact, how many persons or households there are, and the rows that were put aside."""

    rows: int
    columns: Mapping[str, Array | Members] = field(default_factory=dict)
    rejects: tuple[Reject, ...] = ()


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that cannot be used: the file, the line as an editor counts it, and why."""

    file: str
    line: int
    problem: Problem
    id: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as it was read: each column, the line on which each row begins, the rows put aside."""

    header: list[str]
    texts: Sequence[Array | Cells]
    lines: Array
    rejects: tuple[Reject, ...] = ()

    def column(self, name: str) -> Array:
        """Return a column, empty where there is none of this name."""
        found = self.texts[self.header.index(name)] if name in self.header else np.empty(0, dtype=np.str_)
        return found.text() if isinstance(found, Cells) else found


def read_population(path: Path, benefit: Benefit) -> Population | tuple[Problem, ...]:
    """Return the population in a file and the tables beside it, or what is wrong with it."""
    problems: list[Problem] = []
    plain = {one.name: one for one in benefit.form.questions if one.type is not QuestionType.MEMBERS}
    read = _file(path)
    if isinstance(read, Problem):
        return (read,)
    columns: dict[str, Array | Members] = {}
    for name, column in zip(read.header, read.texts, strict=True):
        if name in plain:
            columns[PREFIX + name] = _column(plain[name], column, _Place(name, read.lines, problems))
        elif name != ID:
            problems.append(Problem(name[:60], "population.unknown_column", {"column": name[:60]}))
    rows = len(read.lines)
    if not rows or rows > MOST_ROWS:
        problems.append(Problem(path.name, "population.rows", {"rows": rows, "limit": MOST_ROWS}))
    ids = read.column(ID)
    for question in (one for one in benefit.form.questions if one.type is QuestionType.MEMBERS):
        beside = path.with_name(f"{path.stem}.{question.name}.csv")
        if beside.is_file():
            table = _table(beside, question, benefit, _Ids(ids, read.rejects), problems)
            columns |= {PREFIX + question.name: table} if table else {}
    told = (*problems, *(one.problem for one in read.rejects))
    return told if problems else Population(rows, columns, read.rejects)


def _file(path: Path) -> _Read | Problem:
    """Read a file of text; what is no text, or no table, is told in a sentence."""
    plain = plain_table(path.read_bytes())
    if plain is not None and len({*plain[0]}) == len(plain[0]):
        header, columns = plain
        return _Read(header, columns, np.arange(2, 2 + len(columns[0])))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            columns, lines, rejects = _rows(reader, header, path.name)
    except UnicodeDecodeError:
        return Problem(path.name, "population.not_utf8", {"file": path.name})
    except csv.Error:
        return Problem(path.name, "population.not_csv", {"file": path.name, "line": reader.line_num})
    if twice := next((one for one in header if header.count(one) > 1), None):
        return Problem(path.name, "population.column_twice", {"column": twice[:60]})
    return _Read(header, columns, lines, rejects)


def _rows(reader: Any, header: list[str], name: str) -> tuple[list[Array], Array, tuple[Reject, ...]]:
    """Return the columns of the rows that are as wide as the header, their lines, and the rows that are not.

    Read in pieces: a million rows at once would cost more to keep than to read.
    """
    parts: list[list[Array]] = []
    lines, rejects = [np.empty(0, dtype=np.int64)], []
    line = reader.line_num + 1
    while rows := [*islice(reader, PIECE)]:
        at = np.arange(line, line + len(rows))
        if {*map(len, rows)} != {len(header)} or reader.line_num >= line + len(rows):
            at = line + np.cumsum([0, *map(_height, rows[:-1])])
            odd = [(row, int(at)) for row, at in zip(rows, at, strict=True) if len(row) != len(header)]
            rejects += [
                _reject(name, at, row, header) for row, at in odd if row
            ]  # an empty line says nothing
            fits = [len(row) == len(header) for row in rows]
            rows, at = [row for row, fit in zip(rows, fits, strict=True) if fit], at[fits]
        parts.append([np.array(column, dtype=np.str_) for column in zip(*rows, strict=True)])
        lines.append(at)
        line = reader.line_num + 1
    whole = [one for one in parts if one] or [[np.empty(0, dtype=np.str_) for _ in header]]
    columns = [np.concatenate(column) for column in zip(*whole, strict=True)]
    return columns, np.concatenate(lines), tuple(rejects)


def _height(row: list[str]) -> int:
    """Return how many lines a row takes: a cell in quotation marks may hold line breaks."""
    return 1 + sum(one.count("\n") + one.count("\r") - one.count("\r\n") for one in row)


def _reject(name: str, line: int, row: list[str], header: list[str]) -> Reject:
    own = row[header.index(ID)] if ID in header and header.index(ID) < len(row) else ""
    said = {"file": name, "line": line, "n": len(row), "wanted": len(header)}
    return Reject(name, line, Problem(f"{name}:{line}", "population.columns", said), own)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a column stands: what it is called, the lines of its rows, and where mistakes are noted."""

    where: str
    lines: Array
    problems: list[Problem]

    def note(self, code: str, wrong: Any) -> None:
        """Note how many rows are wrong and the line of the first, counted as an editor does."""
        if wrong.any():
            said = {
                "column": self.where,
                "n": int(wrong.sum()),
                "line": int(self.lines[int(np.argmax(wrong))]),
            }
            self.problems.append(Problem(self.where, code, said))


@dataclass(frozen=True, slots=True)
class _Ids:
    """Who there is, and the rows of people that were put aside."""

    known: Any
    rejects: tuple[Reject, ...]


def _column(question: Question, cells: Array | Cells, place: _Place) -> Array:
    """Read a column of one type; empty places are unknown."""
    values = _at_once(question, cells) if isinstance(cells, Cells) else None
    if values is not None and isinstance(cells, Cells):
        empty, wrong = cells.empty(), np.zeros(len(cells), dtype=bool)
    else:
        said = cells.text() if isinstance(cells, Cells) else cells
        empty = said == ""
        values, wrong = _values(question, said, empty)
    place.note("population.unreadable", wrong & ~empty)
    if question.type in NUMBERS:
        if isinstance(question.least, Decimal):
            place.note("population.too_small", ~empty & (values < float(question.least)))
        if isinstance(question.most, Decimal):
            place.note("population.too_large", ~empty & (values > float(question.most)))
    return np.ma.masked_array(values, empty) if empty.any() else values


def _at_once(question: Question, cells: Cells) -> Any | None:
    """Read whole numbers and days from their digits; None for a column that has anything else."""
    if question.type in NUMBERS:
        return cells.whole()
    return cells.days() if question.type is QuestionType.DATE else None


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


def _table(
    path: Path, question: Question, benefit: Benefit, people: _Ids, problems: list[Problem]
) -> Members | None:
    read = _file(path)
    if isinstance(read, Problem) or read.rejects:
        problems += [read] if isinstance(read, Problem) else [one.problem for one in read.rejects]
        return None
    where, fields = path.name, {one.name: one for one in question.fields}
    own = read.column(ID)
    kept = ~np.isin(own, [one.id for one in people.rejects])  # the rows of whoever was put aside go with them
    lines = read.lines[kept] if len(own) else read.lines
    columns = {
        name: _column(fields[name], column[kept], _Place(f"{where}:{name}", lines, problems))
        for name, column in zip(read.header, read.texts, strict=True)
        if name in fields and len(own)
    }
    whole, own = _Place(where, lines, problems), own[kept]
    found, lost = _owners(own, people.known, len(lines))
    whole.note("population.nobody", lost)
    if len(np.unique(people.known)) < len(people.known):
        twice = len(people.known) - len(np.unique(people.known))
        problems.append(Problem(ID, "population.id_twice", {"n": twice}))
    _twice(whole, own, {name: columns[name] for name in ("name", "birth") if name in columns})
    if question.name in benefit.apart:
        first, last = (columns.get(one) for one in benefit.apart[question.name])
        if first is not None and last is not None:
            _overlaps(whole, found, first, last)
    return Members(found.astype(np.int64), columns)


def _owners(own: Any, ids: Any, rows: int) -> tuple[Any, Any]:
    """Return the row of people that each row of a table belongs to, and which belong to nobody."""
    if not len(ids) or not len(own):
        return np.zeros(rows, dtype=np.int64), np.ones(rows, dtype=bool)
    order = np.argsort(ids, kind="stable")
    found = order[np.minimum(np.searchsorted(ids, own, sorter=order), len(ids) - 1)]
    return found, ids[found] != own


def _twice(place: _Place, own: Any, columns: Mapping[str, Any]) -> None:
    """Note whoever is in a household twice: the same name and birth."""
    if len(columns) < 2:  # noqa: PLR2004 - a name alone is no person
        return
    keys = np.rec.fromarrays([own, *(np.ma.filled(one) for one in columns.values())])
    order = np.argsort(keys, kind="stable")
    same = np.zeros(len(keys), dtype=bool)
    same[order[1:]] = keys[order[1:]] == keys[order[:-1]]
    place.note("population.person_twice", same)


def _overlaps(place: _Place, rows: Any, first: Any, last: Any) -> None:
    """Note stays of one person that overlap any earlier one, or end before they begin."""
    order = np.lexsort((first, rows))
    apart = rows[order] * MOST_DAYS  # so that the latest day of one person never reaches the next one's
    begins = np.ma.filled(first).astype(np.int64)[order] + apart
    ends = np.maximum.accumulate(np.ma.filled(last).astype(np.int64)[order] + apart)
    overlap = np.zeros(len(rows), dtype=bool)
    same = rows[order[1:]] == rows[order[:-1]]
    overlap[order[1:]] = same & (begins[1:] < ends[:-1])
    place.note("population.overlap", overlap)
    place.note("population.backwards", np.ma.filled(last < first, fill_value=False))
