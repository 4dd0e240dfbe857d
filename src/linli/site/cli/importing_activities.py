"""`linli import activities`: a season's plan from a spreadsheet, as drafts that a clerk names adults for and publishes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

import click

from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, start, write_rejects
from linli.site.cli.sentences import LANGUAGES
from linli.site.importing.records import Rejected
from linli.web.importing.table import Row, read

SPACE = UUID("5f0c3b0a-9d8f-4a35-8f0a-3f6f2a1d7c11")
NEEDED = ("code", "kind", "centre", "title_zh", "first", "starts", "ends", "places")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--rejects", type=click.Path(path_type=Path), default=None, help="where rejected rows are listed"
)
@click.option("--lang", type=click.Choice(LANGUAGES), default="zh", help="language of the answer")
@click.option("--json", "as_json", is_flag=True, help="print JSON")
def activities(file: Path, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import the plan of activities in FILE (csv or xlsx), each code once, as drafts.

    Columns: code, kind, centre (its code), title_zh, first (day), starts, ends (clock), places. Also taken: last,
    weekdays ("1 3 5"), title_en, about_zh, about_en, bring_zh, bring_en, room, age_from, age_to, fee (yuan),
    opens_at, closes_at, answer_hours, link. Exit code 0: all taken or there already; 2: some rejected; 1: failed.
    """
    start()
    say = Voice(lang, as_json=as_json)
    try:
        table = read(file.read_bytes())
    except OSError:
        say.fail(Problem("file", "import.file_missing", {"file": str(file)}))
    if isinstance(table, Problem):
        say.fail(table)
    if missing := [one for one in NEEDED if one not in table.columns]:
        say.fail(Problem("file", "import.activities_columns", {"columns": ", ".join(missing)}))
    counts = {"read": len(table.rows), "imported": 0, "skipped": 0}
    refused: list[Rejected] = []
    now = datetime.now(UTC)
    for row in table.rows:
        done = _take(row, now)
        if isinstance(done, tuple):
            refused.append(Rejected(row.line, row.cells.get("code", ""), done))
        else:
            counts["imported" if done else "skipped"] += 1
    where = write_rejects(say, refused, rejects or Path(f"{file.stem}.rejects.csv"))
    say.tell({**counts, "rejected": len(refused)}, where)


def _take(row: Row, now: datetime) -> bool | tuple[Problem, ...]:
    """Take one row: True when it was planned, False when its code is there already, or what is wrong."""
    from linli.apps.activities import facts, service
    from linli.kernel.access.actors import system_actor
    from linli.kernel.audit.outcomes import Invalid, NotVisible
    from linli.web.activities.reading import plan_of

    code = row.cells.get("code", "").strip()
    if row.wrong is not None or not code:
        return (row.wrong or Problem("code", "import.activity_code"),)
    if facts.is_planned(code):
        return False
    try:
        service.plan_activity(
            plan_of(row.cells),
            actor=system_actor("import"),
            act_id=str(uuid5(SPACE, repr(sorted(row.cells.items())))),
            at=now,
        )
    except Invalid as wrong:
        return tuple(wrong.problems)
    except NotVisible:
        return (Problem("centre", "activities.no_such_centre"),)
    return True
