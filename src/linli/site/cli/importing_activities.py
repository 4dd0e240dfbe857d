"""`linli import activities`: a season's plan from a spreadsheet, as drafts that a clerk names adults for and publishes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

import click

from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, start
from linli.site.cli.importing_lists import Taken, json_option, lang_option, rejects_option, rows_of, take_each
from linli.web.importing.table import Row

SPACE = UUID("5f0c3b0a-9d8f-4a35-8f0a-3f6f2a1d7c11")
NEEDED = ("code", "kind", "centre", "title_zh", "first", "starts", "ends", "places")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@rejects_option
@lang_option
@json_option
def activities(file: Path, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import the plan of activities in FILE (csv or xlsx), each code once, as drafts.

    Columns: code, kind, centre (its code), title_zh, first (day), starts, ends (clock), places. Also taken: last,
    weekdays ("1 3 5"), title_en, about_zh, about_en, bring_zh, bring_en, room, age_from, age_to, fee (yuan),
    opens_at, closes_at, answer_hours, link. Exit code 0: all taken or there already; 2: some rejected; 1: failed.
    """
    start()
    say = Voice(lang, as_json=as_json)
    table, now = rows_of(say, file, NEEDED), datetime.now(UTC)
    where = rejects or Path(f"{file.stem}.rejects.csv")
    take_each(say, table, lambda row: _take(row, now), where, key="code")


def _take(row: Row, now: datetime) -> Taken:
    from linli.apps.activities import facts, service
    from linli.kernel.access.actors import system_actor
    from linli.kernel.audit.outcomes import NotVisible
    from linli.web.activities.reading import plan_of

    code = row.cells.get("code", "").strip()
    if not code:
        return (Problem("code", "import.activity_code"),)
    if facts.is_planned(code):
        return False
    try:
        service.plan_activity(
            plan_of(row.cells),
            actor=system_actor("import"),
            act_id=str(uuid5(SPACE, repr(sorted(row.cells.items())))),
            at=now,
        )
    except NotVisible:
        return (Problem("centre", "activities.no_such_centre"),)
    return True
