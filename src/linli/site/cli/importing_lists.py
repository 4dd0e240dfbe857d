"""What lists have in common: read the file, take each row once, list what was not taken, say how it went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, write_rejects
from linli.site.importing.records import Rejected
from linli.web.importing.table import Row, Table, read

if TYPE_CHECKING:
    from linli.kernel.access.actors import Actor
    from linli.kernel.access.permissions import Permission

Take = Callable[[Row], bool | tuple[Problem, ...]]
"""Takes one row: True when something was written, False when it stood there already, or what is wrong with it."""


def rows_of(say: Voice, file: Path, needed: Sequence[str]) -> Table:
    """Read a file that has the columns it needs, or leave with what is wrong."""
    try:
        table = read(file.read_bytes())
    except OSError:
        say.fail(Problem("file", "import.file_missing", {"file": str(file)}))
    if isinstance(table, Problem):
        say.fail(table)
    if missing := [one for one in needed if one not in table.columns]:
        say.fail(Problem("file", "centres.columns_missing", {"columns": ", ".join(missing)}))
    return table


def take_each(say: Voice, table: Table, take: Take, rejects: Path, *, key: str = "id") -> NoReturn:
    """Take row by row and leave with the counts; ``key`` is the column that names a row in the list of rejects."""
    counts = {"read": len(table.rows), "imported": 0, "skipped": 0}
    refused: list[Rejected] = []
    for row in table.rows:
        done = _taken(row, take)
        if isinstance(done, tuple):
            refused.append(Rejected(row.line, row.cells.get(key, ""), done))
        else:
            counts["imported" if done else "skipped"] += 1
    where = write_rejects(say, refused, rejects)
    say.tell({**counts, "rejected": len(refused)}, where)


def _taken(row: Row, take: Take) -> bool | tuple[Problem, ...]:
    from linli.kernel.audit.outcomes import Invalid, Refused

    if row.wrong is not None:
        return (row.wrong,)
    try:
        return take(row)
    except Invalid as wrong:
        return tuple(wrong.problems)
    except Refused as no:
        return (Problem("", no.refusal.code, no.refusal.because),)


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
