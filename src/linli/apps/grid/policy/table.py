"""Reading a CSV or GeoJSON file into rows, as people really save them."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from linli.core.shared.geodesy import Datum, read_datum
from linli.core.shared.outcomes import Param, Problem
from linli.core.shared.text import decoded

MAX_ROWS = 500_000
_PLAIN = (str, int, float)  # lists and objects among the properties are somebody else's
_FORMULA = ("=", "+", "@")
_CRS = {"4490": Datum.CGCS2000, "4326": Datum.WGS84, "CRS84": Datum.WGS84}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a CSV file (the header is line 1) or one feature of a GeoJSON file (the first is 1)."""

    line: int
    values: Mapping[str, str]
    geometry: Mapping[str, Any] | None = None

    def problem(self, sentence: str, /, **params: Param) -> Problem:
        """Name what is wrong here; its remedy is ``<sentence>_remedy``."""
        return Problem(f"line:{self.line}", f"grid.{sentence}", {"line": self.line} | params)


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of a file, and the datum it was drawn in."""

    rows: tuple[Row, ...]
    datum: Datum


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read.

    ``columns`` maps our fields to the file's columns where they have other names; borders may wander by
    ``tolerance_metres``.
    """

    datum: str = Datum.WGS84
    columns: Mapping[str, str] = field(default_factory=dict)
    tolerance_metres: float = 5.0


def read_table(content: bytes, how: Reading, required: tuple[str, ...]) -> Table | tuple[Problem, ...]:
    """Read a file into rows under our names of the fields."""
    known = read_datum(how.datum)
    if isinstance(known, Problem):
        return (known,)
    text = decoded(content)
    if text is None:
        return (Problem("file", "grid.file_encoding"),)
    read = _read_geojson(text, known) if text.lstrip().startswith("{") else _read_csv(text)
    if isinstance(read, Problem):
        return (read,)
    if problems := [one for one in read if isinstance(one, Problem)]:
        return tuple(problems)
    rows = [_rename(row, how.columns) for row in read if isinstance(row, Row)]
    if not rows:
        return (Problem("file", "grid.file_empty"),)
    return _without_required(rows, required) or Table(tuple(rows), known)


def clean(text: str) -> str:
    """Return text in NFC without control characters and without space around it."""
    normal = unicodedata.normalize("NFC", text)
    return "".join(c for c in normal if unicodedata.category(c) not in {"Cc", "Cf"}).strip()


def _rename(row: Row, columns: Mapping[str, str]) -> Row:
    extra = {ours: row.values[theirs] for ours, theirs in columns.items() if theirs in row.values}
    return Row(row.line, {**row.values, **extra}, row.geometry)


def _without_required(rows: list[Row], required: tuple[str, ...]) -> tuple[Problem, ...]:
    missing = [name for name in required if not any(name in row.values for row in rows)]
    return tuple(Problem("file", "grid.column_missing", {"column": name}) for name in missing)


def _read_csv(text: str) -> list[Row | Problem] | Problem:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row | Problem] = []
    try:
        header = [clean(name) for name in next(lines, [])]
        for cells in lines:
            if len(rows) >= MAX_ROWS:
                return Problem("file", "grid.file_too_long", {"limit": MAX_ROWS})
            if any(cells):
                rows.append(_csv_row(lines.line_num, header, cells))
    except csv.Error:
        return Problem(f"line:{lines.line_num}", "grid.line_unreadable", {"line": lines.line_num})
    return rows


def _csv_row(line: int, header: list[str], cells: list[str]) -> Row | Problem:
    values = [clean(cell) for cell in cells]
    row = Row(line, dict(zip(header, values, strict=False)))
    if len(cells) != len(header):
        return row.problem("line_ragged", cells=len(cells), columns=len(header))
    if any(value.startswith(_FORMULA) for value in values):
        return row.problem("line_formula")
    return row


def _read_geojson(text: str, datum: Datum) -> list[Row | Problem] | Problem:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return Problem("file", "grid.file_not_json")
    features = whole.get("features")
    if not isinstance(features, list) or len(features) > MAX_ROWS:
        return Problem("file", "grid.file_not_geojson")
    return _datum_conflict(whole, datum) or [_feature(n, one) for n, one in enumerate(features, start=1)]


def _feature(number: int, feature: object) -> Row | Problem:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(properties, dict):
        return Row(number, {}).problem("line_unreadable")
    geometry = feature.get("geometry")
    values = {key: clean(str(value)) for key, value in properties.items() if isinstance(value, _PLAIN)}
    return Row(number, values, geometry if isinstance(geometry, dict) else None)


def _datum_conflict(whole: Mapping[str, Any], datum: Datum) -> Problem | None:
    stated = json.dumps(whole.get("crs") or "")
    written = next((known for mark, known in _CRS.items() if mark in stated), None)
    if whole.get("crs") and written is None:
        return Problem("file", "grid.datum_of_file_unknown")
    if written and datum is not written:
        return Problem("file", "grid.datum_conflict", {"written": written.value, "said": datum.value})
    return None
