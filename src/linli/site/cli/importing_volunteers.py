"""`linli import volunteers`: people who agreed on paper to be entered, by a member of staff who keeps volunteers there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, start, write_rejects
from linli.site.cli.importing_reach import json_option, lang_option, rejects_option
from linli.site.importing.records import Rejected
from linli.web.importing.table import Row, Table, read

if TYPE_CHECKING:
    from linli.kernel.access.actors import Actor


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", "login", required=True, help="sign-in name of the member of staff who enters them")
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
    say = Voice(lang, as_json=as_json)
    table, actor = _table(say, file), _staff(say, login)
    counts = {"read": len(table.rows), "imported": 0, "skipped": 0}
    refused: list[Rejected] = []
    for row in table.rows:
        done = _volunteer(row, source or file.stem, actor)
        if isinstance(done, tuple):
            refused.append(Rejected(row.line, "", done))
        else:
            counts["imported" if done else "skipped"] += 1
    where = write_rejects(say, refused, rejects or Path(f"{file.stem}.rejects.csv"))
    say.tell({**counts, "rejected": len(refused)}, where)


def _table(say: Voice, file: Path) -> Table:
    from linli.apps.volunteers.service import NEEDED

    try:
        table = read(file.read_bytes())
    except OSError:
        say.fail(Problem("file", "import.file_missing", {"file": str(file)}))
    if isinstance(table, Problem):
        say.fail(table)
    if missing := [one for one in NEEDED if one not in table.columns]:
        say.fail(Problem("file", "volunteers.columns", {"columns": ", ".join(missing)}))
    return table


def _staff(say: Voice, login: str) -> Actor:
    from linli.kernel.access.facts import actor_of_account
    from linli.kernel.access.permissions import Permission
    from linli.kernel.identity.models import Account

    key = Account.objects.filter(login=login, is_active=True).values_list("pk", flat=True).first()
    actor = actor_of_account(key, datetime.now(UTC)) if key else None
    if actor is None or not actor.may(Permission.VOLUNTEER_KEEP):
        say.fail(Problem("by", "volunteers.no_such_staff", {"login": login[:40]}))
    return actor


def _volunteer(row: Row, source: str, actor: Actor) -> bool | tuple[Problem, ...]:
    from linli.apps.volunteers.service import import_volunteer
    from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused

    if row.wrong is not None:
        return (row.wrong,)
    try:
        return import_volunteer(row.cells, source, actor=actor, at=datetime.now(UTC))
    except Invalid as wrong:
        return wrong.problems
    except NotVisible:
        return (Problem("area", "volunteers.not_your_area"),)
    except Refused as no:
        return (Problem("", no.refusal.code, no.refusal.because),)
