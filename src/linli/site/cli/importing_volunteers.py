"""`linli import volunteers`: people who agreed on paper to be entered, by a member of staff who keeps volunteers there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, start
from linli.site.cli.importing_lists import (
    Taken,
    by_option,
    json_option,
    lang_option,
    rejects_option,
    rows_of,
    staff,
    take_each,
)
from linli.web.importing.table import Row

if TYPE_CHECKING:
    from linli.kernel.access.actors import Actor


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@by_option
@click.option("--source", default=None, help="name of the source; default: the file's name")
@rejects_option
@lang_option
@json_option
def volunteers(
    file: Path, login: str, source: str | None, rejects: Path | None, lang: str, *, as_json: bool
) -> None:
    """Import the volunteers in FILE (csv or xlsx): phone, name, born, area, consented_on.

    Also taken: skills, times, languages (several with spaces between), team. Who is entered already is skipped; who is
    under 18 is rejected, for a guardian agrees in person. Exit code 0: all taken or there already; 2: some rejected;
    1: failed.
    """
    start()
    from linli.apps.volunteers.service import NEEDED
    from linli.kernel.access.permissions import Permission

    say = Voice(lang, as_json=as_json)
    table, actor = rows_of(say, file, NEEDED), staff(say, login, Permission.VOLUNTEER_KEEP)
    where = rejects or Path(f"{file.stem}.rejects.csv")
    take_each(say, table, lambda row: _volunteer(row, source or file.stem, actor), where)


def _volunteer(row: Row, source: str, actor: Actor) -> Taken:
    from linli.apps.volunteers.service import import_volunteer
    from linli.kernel.audit.outcomes import NotVisible

    try:
        return import_volunteer(row.cells, source, actor=actor, at=datetime.now(UTC))
    except NotVisible:
        return (Problem("area", "volunteers.not_your_area"),)
