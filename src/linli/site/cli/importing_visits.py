"""`linli import visits`: the home visits that people require, from a list kept elsewhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import click

from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, start
from linli.site.cli.importing_lists import json_option, lang_option, rejects_option, rows_of, take_each
from linli.web.importing.table import Row

if TYPE_CHECKING:
    from linli.apps.care.service import NewRequirement

SPACE = UUID("6f1d3f5e-27c5-4f0c-9b0f-2f6f1d9a8e31")
NEEDED = ("person", "key", "service", "minutes", "opens", "closes")
MONDAY, SUNDAY = 1, 7


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--body", required=True, help="code of the body whose people these are")
@rejects_option
@lang_option
@json_option
def visits(file: Path, body: str, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import the home visits in FILE (csv or xlsx): person, key, service, minutes, opens, closes.

    ``person`` is the whole mobile or identity number of somebody with an open care file, or the file's ref; times are
    09:30. Also taken: days (1-5, or 1,3,5; every day without it), second_service, second_minutes, gap_least, gap_most.
    The same key of a person is written anew if anything differs. Exit code 0: all taken or there already; 2: some
    rejected; 1: failed.
    """
    start()
    say = Voice(lang, as_json=as_json)
    table = rows_of(say, file, NEEDED)
    take_each(
        say, table, lambda row: _visit(row, body), rejects or Path(f"{file.stem}.rejects.csv"), key="key"
    )


def _visit(row: Row, body: str) -> bool | tuple[Problem, ...]:
    """Take one row: True when something was written, False when it stood there already, or what is wrong."""
    from linli.kernel.audit.outcomes import NotVisible

    file = _file(row.cells.get("person", ""), body)
    if file is None:
        return (Problem("person", "care.import_person"),)
    new = _read(row)
    if isinstance(new, Problem):
        return (new,)
    try:
        return _written(file, new)
    except NotVisible:
        return (Problem("person", "care.import_person"),)


def _file(person: str, body: str) -> Any | None:
    """Return the open file of a person with the body; None where there is none, or several people are meant."""
    from linli.apps.care.models import CareFile
    from linli.apps.care.policy import as_uuid
    from linli.apps.people import facts as people
    from linli.kernel.access.actors import system_actor

    rows = CareFile.objects.filter(body__code=body, closed_at=None)
    found = people.find_residents(person, actor=system_actor("import:visits"))
    refs = [one.ref for one in found]
    mine = list(rows.filter(resident__ref__in=refs)[:2]) or list(rows.filter(ref=as_uuid(person))[:1])
    return mine[0] if len(mine) == 1 else None


def _read(row: Row) -> NewRequirement | Problem:
    from linli.apps.care.service import NewRequirement

    cell = {name: row.cells.get(name, "") for name in (*NEEDED, "days", "second_service")}
    numbers = {name: _number(row, name) for name in ("minutes", "second_minutes", "gap_least", "gap_most")}
    times = {name: minute_of(cell[name]) for name in ("opens", "closes")}
    days = days_of(cell["days"])
    if wrong := next((name for name, one in {**numbers, **times}.items() if one is None), None):
        return Problem(wrong, "care.import_number", {"column": wrong})
    if days is None:
        return Problem("days", "care.import_days")
    parts = [(cell["service"], numbers["minutes"] or 0)]
    if cell["second_service"]:
        parts.append((cell["second_service"], numbers["second_minutes"] or numbers["minutes"] or 0))
    gap = (numbers["gap_least"] or 0, numbers["gap_most"] or 0) if row.cells.get("gap_most") else ()
    return NewRequirement(cell["key"], tuple(parts), times["opens"] or 0, times["closes"] or 0, days, gap)


def _number(row: Row, name: str) -> int | None:
    said = row.cells.get(name, "")
    if not said:
        return 0
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else None  # noqa: PLR2004 - minutes


def minute_of(said: str) -> int | None:
    """Read a time of day written 09:30 as minutes; None where it is none."""
    try:
        at = datetime.strptime(said.strip(), "%H:%M")  # noqa: DTZ007 - a time of day has no zone
    except ValueError:
        return None
    return at.hour * 60 + at.minute


def days_of(said: str) -> tuple[int, ...] | None:
    """Read days of the week as people write them, 1 is Monday; every day where nothing is written."""
    if not said:
        return tuple(range(7))
    found: list[int] = []
    for part in said.replace("，", ",").replace("、", ",").split(","):
        first, _, last = part.strip().partition("-")
        if not (first.isdigit() and (last or first).isdigit()):
            return None
        found += range(int(first), int(last or first) + 1)
    return tuple(one - 1 for one in found) if all(MONDAY <= one <= SUNDAY for one in found) else None


def _written(file: Any, new: NewRequirement) -> bool:
    from linli.apps.care import service
    from linli.kernel.access.actors import system_actor

    there = file.requirements.filter(key=new.key).first()
    if there is not None and there.until is None and _same(there, new):
        return False
    said = json.dumps([str(file.ref), repr(new), file.stream.seq if there else 0], ensure_ascii=False)
    service.set_requirement(
        file.ref,
        new,
        actor=system_actor("import:visits"),
        act_id=str(uuid5(SPACE, said)),
        at=datetime.now(UTC),
    )
    return True


def _same(there: Any, new: NewRequirement) -> bool:
    kept = (there.parts, there.gap, there.days, there.opens, there.closes)
    wanted = ([[*one] for one in new.parts], [*new.gap], sorted({*new.days}), new.opens, new.closes)
    return bool(kept == wanted)
