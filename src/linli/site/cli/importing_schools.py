"""`linli import schools`: counts of children and of places at schools from a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import click

from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, start, write_rejects
from linli.site.cli.importing_lists import json_option, lang_option, rejects_option
from linli.site.importing.records import Rejected

if TYPE_CHECKING:
    from linli.apps.centres.service import NewFigure
    from linli.web.importing.schools import SchoolList

SPACE = UUID("5b0f5a64-93a5-4a0b-a8b3-2c3c1f0a7d11")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", required=True, help="where the figures come from; printed wherever they are used")
@click.option("--as-of", required=True, help="the day the figures are of, like 2026-09-01")
@rejects_option
@lang_option
@json_option
def schools(file: Path, source: str, as_of: str, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import counts of children and places in FILE (csv or xlsx): area, what, year, count.

    ``what``: children (by the year that ends their cohort), kindergarten, primary or junior (new places by school
    year). A figure that is there already is replaced if anything differs. Exit code 0: all taken or there already;
    2: some rejected; 1: failed.
    """
    start()
    from linli.apps.centres import service
    from linli.kernel.access.actors import system_actor
    from linli.kernel.audit.outcomes import Invalid

    say = Voice(lang, as_json=as_json)
    found, of = _list(say, file), _day(say, as_of)
    wrong = {**service.wrong_figures(found.rows, actor=system_actor("import:schools")), **found.wrong}
    good = [one for one in found.rows if one.line not in wrong]
    try:
        imported = _take(good, source, of)
    except Invalid as no:
        say.fail(*no.problems)
    counts = {
        "read": len(good) + len(wrong),
        "imported": imported,
        "skipped": len(good) - imported,
        "rejected": len(wrong),
    }
    refused = [Rejected(line, "", problems) for line, problems in sorted(wrong.items())]
    say.tell(counts, write_rejects(say, refused, rejects or Path(f"{file.stem}.rejects.csv")))


def _take(good: Sequence[NewFigure], source: str, of: date) -> int:
    """Enter what differs from what stands, in lists as long as they may be; returns how many that were."""
    from linli.apps.centres import facts, service
    from linli.kernel.access.actors import system_actor
    from linli.kernel.audit.act import Source

    taken = 0
    for first in range(0, len(good), service.MOST_FIGURES):
        few = good[first : first + service.MOST_FIGURES]
        there = facts.standing_figures(sorted({one.area for one in few}))
        new = [one for one in few if there.get(one.key) != (one.count, source.strip()[:120], of)]
        if not new:
            continue
        said = repr([source, of, [(one.key, one.count, there.get(one.key)) for one in new]])
        taken += service.enter_school_figures(
            new, source, of, actor=system_actor("import:schools"), act_id=str(uuid5(SPACE, said)),
            at=datetime.now(UTC), source=Source.IMPORT,
        )  # fmt: skip
    return taken


def _list(say: Voice, file: Path) -> SchoolList:
    from linli.web.importing.schools import read_schools

    try:
        found = read_schools(file.read_bytes())
    except OSError:
        say.fail(Problem("file", "import.file_missing", {"file": str(file)}))
    if isinstance(found, Problem):
        say.fail(found)
    return found


def _day(say: Voice, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        say.fail(Problem("as_of", "centres.day_unreadable", {"day": text[:20]}))
