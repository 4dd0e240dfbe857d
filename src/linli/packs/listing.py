"""Reads a list of the law from a file as offices keep it: CSV with code and names, or YAML; every wrong line is told."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linli.core.packs.finding import Finding
from linli.core.packs.listed import LONGEST_CODE, LONGEST_NAME, MOST
from linli.core.shared.outcomes import Param, Problem
from linli.core.shared.text import decoded
from linli.packs.strict_yaml import Document, read_yaml

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "编码", "代码", "疾病编码"),
    "zh": ("zh", "name", "名称", "病种", "疾病名称", "中文名称"),
    "en": ("en", "英文", "英文名称"),
}
"""What a column may be called."""
FILE, LIST = "file", "list"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that cannot be read, and why."""

    line: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as it was read: rows of code, Chinese name, English name, and the lines that are wrong."""

    rows: tuple[tuple[str, str, str], ...]
    wrong: tuple[Wrong, ...] = ()

    @property
    def read(self) -> int:
        """Return how many lines said something."""
        return len(self.rows) + len(self.wrong)

    def as_value(self) -> dict[str, Any]:
        """Return it as a pack writes it."""
        return {LIST: [[one for one in row if one] for row in self.rows]}


def read_listing(data: bytes) -> Listing:
    """Read CSV or YAML, told apart by how it begins."""
    text = decoded(data)
    if text is None:
        return _refused("packs.list_encoding")
    if text.lstrip().startswith(("-", "[", "list:")):
        return _from_yaml(text)
    return _from_csv(text)


def written(rows: Any) -> str:
    """Write a list as CSV, to be edited and read again."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([*row, "", ""][: len(COLUMNS)] for row in rows)
    return out.getvalue()


def _refused(code: str, line: int = 1, **params: Param) -> Listing:
    return Listing((), (Wrong(line, Problem("list", code, params)),))


def _from_csv(text: str) -> Listing:
    try:
        rows = [
            (reader.line_num, row)
            for reader in [csv.reader(io.StringIO(text), strict=True)]
            for row in reader
        ]
    except csv.Error:
        return _refused("packs.list_csv")
    if not rows:
        return _refused("packs.list_size", n=0, limit=MOST)
    places = {key: _place(rows[0][1], names) for key, names in COLUMNS.items()}
    if places["code"] is None or places["zh"] is None:
        return _refused("packs.list_columns", columns=", ".join(COLUMNS))
    return _checked((line, [_cell(row, places[key]) for key in COLUMNS]) for line, row in rows[1:])


def _place(header: list[str], names: tuple[str, ...]) -> int | None:
    return next((n for n, one in enumerate(header) if one.strip().lower() in names), None)


def _cell(row: list[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""


def _from_yaml(text: str) -> Listing:
    document = read_yaml(text)
    if not isinstance(document, Document):
        return Listing((), tuple(Wrong(one.line, Problem("list", one.code, one.params)) for one in document))
    said = document.value.get(LIST) if isinstance(document.value, dict) else document.value
    path = f"{LIST}[{{}}]" if isinstance(document.value, dict) else "[{}]"
    rows = said if isinstance(said, list) else []
    return _checked((document.line(path.format(n)), _cells(row)) for n, row in enumerate(rows))


def _cells(row: Any) -> list[str]:
    said = [row.get(key, "") for key in COLUMNS] if isinstance(row, dict) else row
    cells = [str(one).strip() for one in said] if isinstance(said, list) else []
    return [*cells, "", "", ""][: len(COLUMNS)]


def _checked(lines: Iterator[tuple[int, list[str]]]) -> Listing:
    """Put aside lines that lack something, are too long or come twice; empty ones say nothing."""
    found: dict[str, tuple[str, str, str]] = {}
    wrong: list[Wrong] = []
    for line, (code, zh, en) in lines:
        if not code and not zh and not en:
            continue
        if not code or not zh or len(code) > LONGEST_CODE or max(len(zh), len(en)) > LONGEST_NAME:
            wrong.append(Wrong(line, Problem("list", "packs.list_row", {"value": code[:LONGEST_CODE]})))
        elif code in found:
            wrong.append(Wrong(line, Problem("list", "packs.list_twice", {"value": code})))
        else:
            found[code] = (code, zh, en)
    if len(found) > MOST or not (found or wrong):
        return _refused("packs.list_size", n=len(found), limit=MOST)
    return Listing(tuple(found.values()), tuple(wrong))


def findings(listing: Listing) -> tuple[Finding, ...]:
    """Return what is wrong as findings of a file."""
    return tuple(Finding(one.problem.code, "", one.line, dict(one.problem.params)) for one in listing.wrong)


def with_files(said: Mapping[str, Any], files: Mapping[str, Listing]) -> dict[str, Any]:
    """Return what a pack says with the lists that it names by file in their places."""
    parameters = said.get("parameters")
    if not files or not isinstance(parameters, dict):
        return dict(said)
    return {**said, "parameters": {name: _filled(one, files) for name, one in parameters.items()}}


def _filled(parameter: Any, files: Mapping[str, Listing]) -> Any:
    values = parameter.get("values") if isinstance(parameter, dict) else None
    if not isinstance(values, dict):
        return parameter
    return {**parameter, "values": {since: _value(one, files) for since, one in values.items()}}


def _value(one: Any, files: Mapping[str, Listing]) -> Any:
    if isinstance(one, dict) and "value" in one:
        return {**one, "value": _value(one["value"], files)}
    named = one.get(FILE) if isinstance(one, dict) and len(one) == 1 else None
    return files[named].as_value() if isinstance(named, str) and named in files else one
