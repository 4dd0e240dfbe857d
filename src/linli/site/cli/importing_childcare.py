"""`linli import childcare`: groups for children up to three, from a sheet, by a member of staff who keeps places there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import click

from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, start
from linli.site.cli.importing_lists import Taken, list_options, rows_of, staff, take_each
from linli.web.importing.table import Row

if TYPE_CHECKING:
    from linli.kernel.access.actors import Actor

SPACE = UUID("2f1e7c0b-4d92-4d0c-8e5b-70b3c2a9f614")
NEEDED = ("centre", "name_zh", "months_from", "months_to", "places", "staff")
SAME = ("name_en", "months_from", "months_to", "places", "staff", "fee_fen", "hours")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@list_options
def childcare(file: Path, login: str, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import the childcare groups in FILE (csv or xlsx): centre (its code), name_zh, months_from, months_to, places, staff.

    Also taken: name_en, fee (yuan a month), hours. A group of this name that the centre has already is skipped where
    it is the same, and rejected where it differs: its places change on its own page, where children may be affected.
    Exit code 0: all taken or there already; 2: some rejected; 1: failed.
    """
    start()
    from linli.kernel.access.permissions import Permission

    say = Voice(lang, as_json=as_json)
    table, actor = rows_of(say, file, NEEDED), staff(say, login, Permission.ACTIVITY_KEEP)
    where = rejects or Path(f"{file.stem}.rejects.csv")
    take_each(say, table, lambda row: _group(row, actor), where, key="name_zh")


def _group(row: Row, actor: Actor) -> Taken:
    from linli.apps.activities import facts, service
    from linli.core.ledger.entry import Source
    from linli.kernel.audit.outcomes import Invalid, NotVisible
    from linli.web.activities.reading import as_typed, group_of

    new = group_of(row.cells)
    if there := facts.group_named(new.centre, new.name_zh):
        same = all(getattr(there, name) == getattr(new, name) for name in SAME)
        return False if same else (Problem("name_zh", "import.group_differs"),)
    act_id = str(uuid5(SPACE, repr([new.centre, new.name_zh, *(getattr(new, name) for name in SAME)])))
    try:
        service.open_group(new, actor=actor, act_id=act_id, at=datetime.now(UTC), source=Source.IMPORT)
    except NotVisible:
        return (Problem("centre", "import.group_not_yours"),)
    except Invalid as wrong:
        return as_typed(wrong.problems)
    return True
