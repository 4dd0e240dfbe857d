"""What lists have in common: read the file, take each row once, list what was not taken, say how it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, write_rejects
from linli.site.cli.sentences import LANGUAGES
from linli.site.importing.records import Rejected
from linli.web.importing.table import Row, Table, read

if TYPE_CHECKING:
    from linli.kernel.access.actors import Actor
    from linli.kernel.access.permissions import Permission

Taken = bool | tuple[Problem, ...]
"""True when something was written, False when it stood there already, or what is wrong."""
Command = Callable[..., None]
Take = Callable[[Row], Taken]
"""Takes one row."""
Group = tuple[list[Row], str]
"""Rows that are taken together or not at all, and what names them in the list of rejects."""
rejects_option = click.option(
    "--rejects", type=click.Path(path_type=Path), default=None, help="where rejected rows are listed"
)
json_option = click.option("--json", "as_json", is_flag=True, help="print JSON")
lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="zh", help="language of the answer"
)
by_option = click.option(
    "--by", "login", required=True, help="sign-in name of the member of staff who enters them"
)


def list_options(command: Command) -> Command:
    """Give a command what every list is asked with: who enters it, where rejected rows go, language, JSON."""
    for option in (json_option, lang_option, rejects_option, by_option):
        command = option(command)
    return command


def rows_of(say: Voice, file: Path, needed: Sequence[str]) -> Table:
    """Read a file that has the columns it needs, or leave with what is wrong."""
    try:
        table = read(file.read_bytes())
    except OSError:
        say.fail(Problem("file", "import.file_missing", {"file": str(file)}))
    if isinstance(table, Problem):
        say.fail(table)
    if missing := [one for one in needed if one not in table.columns]:
        say.fail(Problem("file", "import.columns_missing", {"columns": ", ".join(missing)}))
    return table


def take_each(say: Voice, table: Table, take: Take, rejects: Path, *, key: str = "id") -> NoReturn:
    """Take row by row and leave with the counts; ``key`` is the column that names a row in the list of rejects."""
    groups = [([row], row.cells.get(key, "")) for row in table.rows]
    take_together(say, groups, lambda rows: take(rows[0]), rejects)


def take_together(
    say: Voice, groups: Sequence[Group], take: Callable[[list[Row]], Taken], rejects: Path
) -> NoReturn:
    """Take group by group, write down what was not taken, and leave with the counts."""
    counts = {"read": sum(len(rows) for rows, _ in groups), "imported": 0, "skipped": 0}
    refused: list[Rejected] = []
    for rows, key in groups:
        done = _taken(rows, take)
        if isinstance(done, tuple):
            refused += [Rejected(one.line, key, done) for one in rows]
        else:
            counts["imported" if done else "skipped"] += len(rows)
    where = write_rejects(say, refused, rejects)
    say.tell({**counts, "rejected": len(refused)}, where)


def _taken(rows: list[Row], take: Callable[[list[Row]], Taken]) -> Taken:
    from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

    if unreadable := tuple(one.wrong for one in rows if one.wrong is not None):
        return unreadable
    try:
        return take(rows)
    except Invalid as wrong:
        return tuple(wrong.problems)
    except (Refused, Stale) as no:
        return (Problem("", no.refusal.code, no.refusal.because),)
    except NotVisible:
        return (Problem("", "import.nothing_there"),)


def staff(say: Voice, login: str, permission: Permission) -> Actor:
    """Return the member of staff in whose name a list is entered, or leave."""
    from linli.kernel.access.facts import actor_of_account
    from linli.kernel.identity.models import Account

    key = Account.objects.filter(login=login, is_active=True).values_list("pk", flat=True).first()
    actor = actor_of_account(key, datetime.now(UTC)) if key else None
    if actor is None or not actor.may(permission):
        say.fail(Problem("by", "import.no_such_staff", {"login": login[:40]}))
    return actor


def parted(text: str) -> list[str]:
    """Part what stands in one cell: by blanks, commas, semicolons, also Chinese ones."""
    for sign in ";；,，、":
        text = text.replace(sign, " ")
    return text.split()
