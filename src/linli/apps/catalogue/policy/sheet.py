"""A matrix as people keep it in a spreadsheet: read line by line, each bad line with its reason."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from linli.core.routing.rows import EVERYWHERE, HANDLE, is_path
from linli.core.shared.outcomes import Problem
from linli.core.shared.text import decoded

COLUMNS = ("subject", "area", "lead", "from")
OPTIONAL = ("link", "supporting", "to", "pilot", "article_zh", "article_en")
CHINESE = {
    "事项": "subject",
    "环节": "link",
    "地区": "area",
    "主办": "lead",
    "协办": "supporting",
    "生效日期": "from",
    "失效日期": "to",
    "试点地区": "pilot",
    "依据": "article_zh",
}
BYTES = 5_000_000
LINES = 20_000
_NO_DAY = "catalogue.sheet_day"
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_LENGTHS = {"subject": 80, "link": 30, "lead": 60, "article_zh": 300, "article_en": 400}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row of the matrix as it is proposed; areas are paths or codes, bodies refs, codes or roles."""

    subject: str
    area: str
    lead: str
    valid_from: date
    link: str = HANDLE
    supporting: tuple[str, ...] = ()
    valid_to: date | None = None
    pilot: str = ""
    article_zh: str = ""
    article_en: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that was not taken, and everything wrong with it; each problem has a remedy."""

    line: int
    problems: tuple[Problem, ...]


def read_sheet(data: bytes) -> tuple[list[tuple[int, Proposal]], list[Rejected]] | Problem:
    """Read CSV in UTF-8 (with or without mark) or GB18030, with English or Chinese headings."""
    text = _text(data)
    if isinstance(text, Problem):
        return text
    reader = csv.reader(io.StringIO(text, newline=""))
    head = [CHINESE.get(name.strip(), name.strip().lower()) for name in next(reader, [])]
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        return Problem("", "catalogue.sheet_columns", {"columns": ", ".join(missing)})
    good: list[tuple[int, Proposal]] = []
    bad: list[Rejected] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        read = _line(head, cells)
        if isinstance(read, Proposal):
            good.append((reader.line_num, read))
        else:
            bad.append(Rejected(reader.line_num, read))
        if len(good) + len(bad) > LINES:
            return Problem("", "catalogue.sheet_too_long", {"limit": LINES})
    return good, bad


def _text(data: bytes) -> str | Problem:
    if len(data) > BYTES:
        return Problem("", "catalogue.sheet_too_big", {"limit": BYTES // 1_000_000})
    text = decoded(data)
    return Problem("", "catalogue.sheet_not_text") if text is None or "\0" in text else text


def _line(head: list[str], cells: list[str]) -> Proposal | tuple[Problem, ...]:
    if len(cells) > len(head) and any(cell.strip() for cell in cells[len(head) :]):
        return (Problem("", "catalogue.sheet_ragged", {"cells": len(cells), "columns": len(head)}),)
    said = dict.fromkeys((*COLUMNS, *OPTIONAL), "") | {
        name: cell.strip() for name, cell in zip(head, cells, strict=False)
    }
    problems = [*_missing(said), *_too_long(said)]
    days = {name: _day(name, said[name]) for name in ("from", "to")}
    problems += [day for day in days.values() if isinstance(day, Problem)]
    start, end = days["from"], days["to"]
    if problems or not isinstance(start, date) or isinstance(end, Problem):
        return tuple(problems)
    return Proposal(
        subject=said["subject"],
        area=said["area"],
        lead=said["lead"],
        valid_from=start,
        link=said["link"] or HANDLE,
        supporting=tuple(said["supporting"].replace("；", ";").replace("、", ";").replace(";", " ").split()),
        valid_to=end,
        pilot=said["pilot"],
        article_zh=said["article_zh"],
        article_en=said["article_en"],
    )


def _missing(said: dict[str, str]) -> Iterator[Problem]:
    for name in COLUMNS:
        if not said[name]:
            yield Problem(name, "catalogue.sheet_empty", {"column": name})


def _too_long(said: dict[str, str]) -> Iterator[Problem]:
    for name, limit in _LENGTHS.items():
        if len(said[name]) > limit:
            yield Problem(name, "catalogue.sheet_cell_too_long", {"column": name, "limit": limit})
        elif said[name].startswith(("=", "+", "@")):
            yield Problem(name, "catalogue.sheet_formula", {"column": name})


def _day(name: str, text: str) -> date | Problem | None:
    if not text:
        return None
    written = _DAY.fullmatch(text)
    try:
        return date(*map(int, written.groups())) if written else Problem(name, _NO_DAY, _told(name, text))
    except ValueError:
        return Problem(name, _NO_DAY, _told(name, text))


def _told(name: str, text: str) -> dict[str, str]:
    return {"column": name, "text": text[:20]}


def full_path(area: str) -> str | None:
    """Return an area that was written as a path; None when it is a code to look up."""
    if area in {"", "*", "全市"}:
        return EVERYWHERE
    return area if is_path(area) else None
