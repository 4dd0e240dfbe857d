"""The list of certificates that a community must not issue: the national one, and what a place adds to it.

A place keeps its own list as ``not-issued.csv`` beside its packs, in the columns of the shipped file.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from linli.core.packs.certificates import Denied
from linli.core.packs.finding import Finding

FILE = "not-issued.csv"
COLUMNS = ("code", "name_zh", "name_en", "certainty", "source")
CERTAINTIES = frozenset({"seen", "copied", "known"})
LEVELS = 4
LARGEST = 256 * 1024


@cache
def national() -> tuple[Denied, ...]:
    """Return the list that comes with the software."""
    read = _read((files("linli.packs") / FILE).read_text(encoding="utf-8"))
    if isinstance(read, Finding):
        raise RuntimeError(f"{FILE}: line {read.line}")  # noqa: TRY004 - a file of ours, not an argument
    return tuple(replace(one, instead=f"packs.instead.{one.code}") for one in read)


def denied_at(pack: Path) -> tuple[tuple[Denied, ...], Path | None, Finding | None]:
    """Return what holds for a pack: the list, the place's own file if there is one, and what is wrong with it."""
    own = next((one / FILE for one in [*pack.resolve().parents][:LEVELS] if (one / FILE).is_file()), None)
    if own is None:
        return national(), None, None
    try:
        read = _read(own.read_text(encoding="utf-8-sig")) if own.stat().st_size <= LARGEST else _wrong(1)
    except UnicodeDecodeError:
        read = _wrong(1)
    if isinstance(read, Finding):
        return national(), own, read
    return (*national(), *read), own, None


def _read(text: str) -> tuple[Denied, ...] | Finding:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        return _wrong(1)
    rows: list[Denied] = []
    for row in reader:
        whole = set(row) == set(COLUMNS) and all((row[name] or "").strip() for name in COLUMNS)
        if not whole or row["certainty"] not in CERTAINTIES:
            return _wrong(reader.line_num)
        rows.append(
            Denied(row["code"].strip(), row["name_zh"].strip(), row["name_en"].strip(), row["source"])
        )
    return tuple(rows)


def _wrong(line: int) -> Finding:
    columns = ", ".join(COLUMNS)
    return Finding("packs.deny_list", "", line, params={"columns": columns})
