"""Reads a list of counts of children and places at schools, as it is sent by page or command."""

from __future__ import annotations

import re
from dataclasses import dataclass

from linli.apps.centres.service import NewFigure
from linli.core.shared.outcomes import Problem
from linli.web.importing.table import Row, read

COLUMNS = ("area", "what", "year", "count")
_WHOLE = re.compile(r"-?[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class SchoolList:
    """The lines that can be figures, and by line what is wrong with the others."""

    rows: tuple[NewFigure, ...]
    wrong: dict[int, tuple[Problem, ...]]


def read_schools(content: bytes) -> SchoolList | Problem:
    """Read a csv or xlsx with the columns area, what, year, count."""
    table = read(content)
    if isinstance(table, Problem):
        return table
    if missing := [one for one in COLUMNS if one not in table.columns]:
        return Problem("file", "centres.columns_missing", {"columns": ", ".join(missing)})
    found = [(row.line, _figure(row)) for row in table.rows]
    rows = tuple(one for _, one in found if isinstance(one, NewFigure))
    return SchoolList(rows, {line: one for line, one in found if isinstance(one, tuple)})


def _figure(row: Row) -> NewFigure | tuple[Problem, ...]:
    if row.wrong is not None:
        return (row.wrong,)
    numbers = {name: row.cells[name] for name in ("year", "count")}
    if wrong := [name for name, text in numbers.items() if not _WHOLE.fullmatch(text)]:
        return tuple(
            Problem(name, "centres.school_no_number", {"line": row.line, "said": numbers[name][:20]})
            for name in wrong
        )
    year, count = (int(text) for text in numbers.values())
    return NewFigure(row.line, row.cells["area"], row.cells["what"], year, count)
