"""Reads a spreadsheet's bytes into rows of clean text, as people really save them; nothing else is touched."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

from linli.core.shared.outcomes import Problem
from linli.core.shared.text import decoded

MAX_BYTES = 200_000_000
MAX_ROWS = 500_000
MAX_CELL = 1_000_000
_WORKBOOK = b"PK\x03\x04"
_FORMULA = re.compile(r"^=[A-Za-z(+\-@\"'{]")
_KEPT = "\n\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file (the header is line 1), its cells by column, and what is wrong with it."""

    line: int
    cells: dict[str, str]
    wrong: Problem | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A whole file."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read(content: bytes) -> Table | Problem:
    """Read CSV (UTF-8 with or without mark, UTF-16 with mark, GB18030) or XLSX, told apart by the first bytes."""
    if len(content) > MAX_BYTES:
        return Problem("file", "import.file_too_big", {"mb": MAX_BYTES // 1_000_000})
    if not content.strip():
        return Problem("file", "import.file_empty")
    lines = _workbook(content) if content.startswith(_WORKBOOK) else _csv(content)
    if isinstance(lines, Problem):
        return lines
    return _table(lines)


def clean(text: str) -> str:
    """Return text in NFC without control characters and without space around it; line breaks stay."""
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in normal if c in _KEPT or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


def _table(lines: Sequence[tuple[int, list[str]]]) -> Table | Problem:
    filled = [(line, cells) for line, cells in lines if any(cells)]
    if not filled:
        return Problem("file", "import.file_empty")
    _, head = filled[0]
    columns = tuple(head)
    named = [name for name in columns if name]
    if twice := next((name for name in named if named.count(name) > 1), None):
        return Problem("file", "import.column_twice", {"column": twice})
    if len(filled) == 1:
        return Problem("file", "import.only_header")
    if len(filled) > MAX_ROWS:
        return Problem("file", "import.too_many_rows", {"limit": MAX_ROWS})
    return Table(columns, tuple(_row(line, columns, cells) for line, cells in filled[1:]))


def _row(line: int, columns: Sequence[str], cells: list[str]) -> Row:
    while len(cells) > len(columns) and not cells[-1]:
        cells.pop()
    named = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
    if len(cells) != len(columns):
        return Row(line, named, Problem("", "import.ragged", {"cells": len(cells), "columns": len(columns)}))
    formula = next((name for name, cell in named.items() if _FORMULA.match(cell)), None)
    if formula is not None:
        return Row(line, named, Problem(formula, "import.formula", {"column": formula}))
    return Row(line, named)


def _csv(content: bytes) -> list[tuple[int, list[str]]] | Problem:
    text = decoded(content)
    if text is None or "\0" in text:
        return Problem("file", "import.not_text")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = csv.field_size_limit(MAX_CELL)  # one number for the whole process: put back as it was
    try:
        return list(_numbered(reader))
    except csv.Error:
        return Problem("file", "import.line_unreadable", {"line": reader.line_num})
    finally:
        csv.field_size_limit(before)


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Number rows by the line on which they begin: a cell may hold several lines."""
    begins = 1
    for cells in reader:
        yield begins, [clean(cell) for cell in cells]
        begins = getattr(reader, "line_num", begins) + 1


def _workbook(content: bytes) -> list[tuple[int, list[str]]] | Problem:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > 5 * MAX_BYTES:
                return Problem("file", "import.file_too_big", {"mb": MAX_BYTES // 1_000_000})
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, IndexError, OSError, ValueError):
        return Problem("file", "import.not_workbook")
    width = max((_width(row) for row in rows[:1]), default=0)
    return [(n, _padded([_cell(value) for value in row], width)) for n, row in enumerate(rows, start=1)]


def _width(row: Sequence[object]) -> int:
    return max((n for n, value in enumerate(row, start=1) if value not in ("", None)), default=0)


def _padded(cells: list[str], width: int) -> list[str]:
    """Cut empty cells after the header's last column; a filled one there stays and makes the row ragged."""
    while len(cells) > width and not cells[-1]:
        cells.pop()
    return cells


def _cell(value: object) -> str:
    """Write a cell's value as text: whole numbers without ".0", moments in ISO form."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return clean(str(value)) if value is not None else ""
