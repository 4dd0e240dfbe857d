"""`linli import posts`: shifts of casual work from a list, each for a verified employer, read like any other post."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import click

from linli.core.clock.instants import BEIJING
from linli.core.forms.amounts import read_money
from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, start
from linli.site.cli.importing_lists import json_option, lang_option, rejects_option, rows_of, take_each
from linli.web.importing.table import Row

if TYPE_CHECKING:
    from linli.apps.jobs.service import NewPost

SPACE = UUID("5f7f3f6e-54c0-4a3f-9a6d-2f7b0c1f9d16")
NEEDED = ("employer", "trade", "area", "place", "starts", "ends", "pay")
"""The employer's credit code, codes of trade and area, moments of the local clock, pay in yuan."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@rejects_option
@lang_option
@json_option
def posts(file: Path, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import the shifts in FILE (csv or xlsx): employer, trade, area, place, starts, ends, pay.

    Also taken: id, places, unit (hour, day, piece), pieces, pay_days, pay_way, level, words. A row with the same id
    (or the same content) is taken once. Each post waits to be read by a person, like any other. Exit code 0: all
    taken or there already; 2: some rejected; 1: failed.
    """
    start()
    say = Voice(lang, as_json=as_json)
    take_each(say, rows_of(say, file, NEEDED), _post, rejects or Path(f"{file.stem}.rejects.csv"))


def _post(row: Row) -> bool | tuple[Problem, ...]:
    """Take one row: True when it was posted, False when it is here already, or what is wrong."""
    from linli.apps.jobs import service
    from linli.apps.jobs.models import Employer
    from linli.kernel.access.actors import system_actor
    from linli.kernel.audit.rows import find_answer

    new = _read(row)
    if isinstance(new, Problem):
        return (new,)
    employer = Employer.objects.filter(credit_code=row.cells["employer"].strip().upper() or None).first()
    if employer is None:
        return (Problem("employer", "jobs.no_such_employer"),)
    key = row.cells.get("id", "") or json.dumps(row.cells, ensure_ascii=False, sort_keys=True)
    actor, act_id = system_actor("import:posts"), str(uuid5(SPACE, f"{employer.ref}/{key}"))
    if find_answer(actor.key, act_id) is not None:
        return False
    service.post_shift(employer.ref, new, actor=actor, act_id=act_id, at=datetime.now(UTC))
    return True


def _read(row: Row) -> NewPost | Problem:
    from linli.apps.jobs.service import NewPost

    cells = row.cells
    starts, ends = (_moment(name, cells[name]) for name in ("starts", "ends"))
    fen = read_money("pay", cells["pay"])
    for read_so in (starts, ends, fen):
        if isinstance(read_so, Problem):
            return read_so
    numbers = {name: _number(cells.get(name, "")) for name in ("places", "pieces", "pay_days", "level")}
    if any(one is None for one in numbers.values()):
        wrong = next(name for name, one in numbers.items() if one is None)
        return Problem(wrong, "jobs.not_a_number")
    return NewPost(
        cells["trade"], cells["area"], cells["place"], starts, ends,  # type: ignore[arg-type]
        places=numbers["places"] or 1, pay_fen=fen, pay_unit=cells.get("unit", "") or "hour",  # type: ignore[arg-type]
        pieces_an_hour=numbers["pieces"] or 0, pay_way=cells.get("pay_way", "") or "mobile",
        pay_days=numbers["pay_days"] or 0, level=numbers["level"] or 1, words=cells.get("words", ""),
    )  # fmt: skip


def _number(said: str) -> int | None:
    text = said.strip()
    if not text:
        return 0
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None  # noqa: PLR2004 - small


def _moment(name: str, said: str) -> datetime | Problem:
    try:
        read_so = datetime.fromisoformat(said.strip().replace("/", "-"))
    except ValueError:
        return Problem(name, "jobs.moment_local")
    return read_so if read_so.tzinfo else read_so.replace(tzinfo=BEIJING)
