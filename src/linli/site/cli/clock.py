"""`linli clock`: the date on which a limit ends, and why. It needs neither Django nor a database."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import click

from linli.core.clock.calendar_cn import SHIPPED
from linli.core.clock.deadlines import Due, due
from linli.core.clock.instants import local, read_instant
from linli.core.clock.limits import read_limit
from linli.core.clock.timetable import TIMETABLE, Timetable, read_timetable
from linli.core.shared.outcomes import Problem, Refusal
from linli.core.shared.text import decoded
from linli.site.cli.sentences import LANGUAGES, in_both, say

COLUMNS = ("start", "limit")
Wrong = Problem | Refusal


@click.group()
def clock() -> None:
    """Legal time: when a limit ends, and why."""


@clock.command("due")
@click.option("--start", help="when it was received, e.g. 2026-09-30T16:00+08:00 (Beijing time if no offset)")
@click.option("--limit", help='e.g. "3 working_days"; units: working_hours emergency_hours working_days'
              " calendar_days emergency_days")  # fmt: skip
@click.option("--hours", help="opening hours, default 08:30-12:00,14:00-18:00")
@click.option("--no-roll", is_flag=True, help="calendar days that end on a rest day stay there")
@click.option("--batch", help="a CSV file with the columns start and limit; one JSON object a line")
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@click.option("--lang", type=click.Choice(LANGUAGES), default="zh", help="language of the steps")
def due_command(  # one parameter an option
    start: str | None,
    limit: str | None,
    hours: str | None,
    batch: str | None,
    lang: str,
    *,
    no_roll: bool,
    as_json: bool,
) -> None:
    """Say when a limit ends. Exit code 2 when something given cannot be counted with."""
    timetable = read_timetable(hours) if hours is not None else TIMETABLE
    if isinstance(timetable, Problem):
        refuse(timetable, as_json=as_json)
    alone = start is not None and limit is not None
    if alone == (batch is not None) or (batch is not None and (start is not None or limit is not None)):
        refuse(Problem("", "clock.batch_or_one"), as_json=as_json)
    if batch is not None:
        sys.exit(_print_batch(Path(batch), timetable, no_roll=no_roll, as_json=as_json))
    found = _answer(start or "", limit or "", timetable, no_roll=no_roll)
    if not isinstance(found, Due):
        refuse(found, as_json=as_json)
    click.echo(json_line(_as_json(found)) if as_json else _as_text(found, lang))


def refuse(wrong: Wrong, *, as_json: bool) -> NoReturn:
    """Print what is wrong in both languages and leave with exit code 2."""
    if as_json:
        click.echo(json_line({"error": in_both(wrong)}))
    else:
        for language in LANGUAGES:
            click.echo(say(wrong, language), err=True)
    sys.exit(2)


def json_line(value: dict[str, Any]) -> str:
    """Write one JSON object on one line, Chinese as Chinese."""
    return json.dumps(value, ensure_ascii=False)


def _answer(start: str, limit: str, timetable: Timetable, *, no_roll: bool) -> Due | Wrong:
    at = read_instant(start)
    if isinstance(at, Problem):
        return at
    read = read_limit(limit)
    if isinstance(read, Problem):
        return read
    return due(at, replace(read, roll=read.roll and not no_roll), SHIPPED, timetable)


def _as_json(found: Due) -> dict[str, Any]:
    return {
        "due": local(found.at).isoformat(),
        "provisional": found.provisional,
        "calendar": found.calendar,
        "steps": [in_both(step) for step in found.steps],
    }


def _as_text(found: Due, language: str) -> str:
    lines = [local(found.at).isoformat(sep=" ", timespec="minutes")]
    lines += [f"  {say(step, language)}" for step in found.steps]
    return "\n".join([*lines, f"  [{found.calendar}]"])


def _print_batch(path: Path, timetable: Timetable, *, no_roll: bool, as_json: bool) -> int:
    """Print one object a row in the file's order; 2 when any row could not be counted."""
    text = _read_file(path)
    if isinstance(text, Problem):
        refuse(text, as_json=as_json)
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        heading = [cell.strip().lower() for cell in next(rows, [])]
        missing = [name for name in COLUMNS if name not in heading]
        if missing:
            refuse(Problem("batch", "clock.batch_columns", {"columns": ", ".join(missing)}), as_json=as_json)
        bad = 0
        for line, found in _answers(heading, rows, timetable, no_roll=no_roll):
            bad += not isinstance(found, Due)
            told = _as_json(found) if isinstance(found, Due) else {"error": in_both(found)}
            click.echo(json_line({"line": line, **told}))
    except csv.Error:
        refuse(Problem("batch", "clock.batch_encoding", {"file": str(path)}), as_json=as_json)
    return 2 if bad else 0


def _answers(
    heading: list[str], rows: Any, timetable: Timetable, *, no_roll: bool
) -> Iterator[tuple[int, Due | Wrong]]:
    where = [heading.index(name) for name in COLUMNS]
    for row in rows:
        if not row:
            continue  # an empty line is no row
        if len(row) != len(heading):
            params = {"cells": len(row), "columns": len(heading)}
            yield rows.line_num, Problem("", "clock.batch_ragged", params)
            continue
        start, limit = (row[place] for place in where)
        yield rows.line_num, _answer(start, limit, timetable, no_roll=no_roll)


def _read_file(path: Path) -> str | Problem:
    """Read a CSV as offices save it: UTF-8 with or without a mark, UTF-16, or GB18030."""
    try:
        raw = path.read_bytes()
    except OSError:
        return Problem("batch", "clock.batch_unreadable", {"file": str(path)})
    text = decoded(raw)
    return Problem("batch", "clock.batch_encoding", {"file": str(path)}) if text is None else text
