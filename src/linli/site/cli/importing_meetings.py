"""`linli import meetings`: questions to put to residents, from a sheet, by a member of staff who keeps meetings there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import click

from linli.core.clock.instants import BEIJING
from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, start
from linli.site.cli.importing_lists import Taken, list_options, rows_of, staff, take_each
from linli.site.importing.records import read_moment
from linli.web.importing.table import Row

if TYPE_CHECKING:
    from linli.apps.council.service import NewMeeting
    from linli.kernel.access.actors import Actor

SPACE = UUID("c1c0b1f5-52a4-4a53-9c0d-0d8e1a4d7a35")
NEEDED = ("question_zh", "body", "ends_at")
WORDS = ("question_zh", "question_en", "about_zh", "about_en", "held_at")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@list_options
def meetings(file: Path, login: str, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import the questions in FILE (csv or xlsx) that are put to residents: question_zh, body (its code), ends_at.

    Also taken: area (a name or a code; the body's own without it), opens_at (at once without it), question_en,
    about_zh, about_en, held_at. A day alone ends when it is over. A question that the body put there until then
    already is skipped. Exit code 0: all taken or there already; 2: some rejected; 1: failed.
    """
    start()
    from linli.kernel.access.permissions import Permission

    say = Voice(lang, as_json=as_json)
    table, actor = rows_of(say, file, NEEDED), staff(say, login, Permission.COUNCIL_KEEP)
    where = rejects or Path(f"{file.stem}.rejects.csv")
    take_each(say, table, lambda row: _meeting(row, actor), where, key="question_zh")


def _meeting(row: Row, actor: Actor) -> Taken:
    from linli.apps.council import facts, service
    from linli.core.ledger.entry import Source
    from linli.kernel.audit.outcomes import NotVisible

    new = _read(row)
    if not isinstance(new, service.NewMeeting):
        return new
    if there := facts.same_question(new.body, new.area, new.question_zh, new.ends_at):
        same = all(getattr(there, name) == getattr(new, name) for name in WORDS)
        return False if same else (Problem("question_zh", "import.meeting_differs"),)
    act_id = str(uuid5(SPACE, repr([getattr(new, name) for name in (*WORDS, "body", "area", "ends_at")])))
    try:
        service.open_meeting(new, actor=actor, act_id=act_id, at=datetime.now(UTC), source=Source.IMPORT)
    except NotVisible:
        return (Problem("body", "import.meeting_not_yours"),)
    return True


def _read(row: Row) -> NewMeeting | tuple[Problem, ...]:
    from linli.apps.council.service import NewMeeting
    from linli.apps.grid import facts as grid
    from linli.web.portal import areas

    cells = row.cells
    opens, ends = _moment(row, "opens_at"), _moment(row, "ends_at")
    wrong = tuple(one for one in (opens, ends) if isinstance(one, Problem))
    if wrong or isinstance(opens, Problem) or isinstance(ends, Problem):
        return wrong
    office, said = grid.body(cells["body"]), cells.get("area", "")
    own = grid.area_at(office.area_path) if office else None
    if own is None:
        return (Problem("body", "import.nothing_there"),)
    area = areas.code_of(said, areas.known()) if said else own.code
    if grid.area(area) is None:
        return (Problem("area", "import.nothing_there"),)
    words = {name: cells.get(name, "") for name in WORDS}
    return NewMeeting(body=cells["body"], area=area, opens_at=opens, ends_at=ends, **words)


def _moment(row: Row, name: str) -> datetime | Problem | None:
    """Read a moment as offices write it; a day alone ends when it is over."""
    said = row.cells.get(name, "")
    read = read_moment(said, BEIJING)
    if isinstance(read, Problem):
        return Problem(name, read.code, read.params)
    whole_day = read is not None and name == "ends_at" and ":" not in said
    return read + timedelta(days=1) if read is not None and whole_day else read
