"""`linli import requests`: bring in requests from a spreadsheet, once each, with their real times."""

from __future__ import annotations

import csv
import importlib
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from zoneinfo import ZoneInfo

import click
from tqdm import tqdm

from linli.core.shared.outcomes import Problem, Reason
from linli.site.cli.sentences import LANGUAGES
from linli.site.importing import profiles
from linli.site.importing.records import Reading, Record, Rejected, check_columns, read_records
from linli.web.importing.table import Table, read

if TYPE_CHECKING:
    from linli.site.importing.bring import Bringer

ALL, FAILED, SOME_REFUSED = 0, 1, 2
ELSEWHERE = {
    "carers": "linli.site.cli.importing_carers",
    "centres": "linli.site.cli.importing_centres",
    "activities": "linli.site.cli.importing_activities",
    "cards": "linli.site.cli.importing_near",
    "childcare": "linli.site.cli.importing_childcare",
    "circuits": "linli.site.cli.importing_near",
    "suggestions": "linli.site.cli.importing_near",
    "facilities": "linli.site.cli.importing_reach",
    "employers": "linli.site.cli.importing_market",
    "meetings": "linli.site.cli.importing_meetings",
    "posts": "linli.site.cli.importing_jobs",
    "readings": "linli.site.cli.importing_readings",
    "schools": "linli.site.cli.importing_schools",
    "streets": "linli.site.cli.importing_reach",
    "subscribers": "linli.site.cli.importing_subscribers",
    "visits": "linli.site.cli.importing_visits",
    "titles": "linli.site.cli.importing_titles",
    "volunteers": "linli.site.cli.importing_volunteers",
    "workers": "linli.site.cli.importing_market",
}
"""Commands that live in modules of their own."""


class ImportGroup(click.Group):
    """Knows what other modules bring in, and loads them when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all by name."""
        return sorted([*super().list_commands(ctx), *ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command."""
        if cmd_name not in ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(importlib.import_module(ELSEWHERE[cmd_name]), cmd_name)
        return command


@click.group("import", cls=ImportGroup)
def import_group() -> None:
    """Bring in data of other systems."""


@import_group.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--profile", type=click.Choice(profiles.names()), help="a source that is known")
@click.option(
    "--map", "pairs", multiple=True, metavar="FIELD=COLUMN", help="which column holds which field; repeat"
)
@click.option(
    "--timezone", default=None, help="zone of the file's times; default: Asia/Shanghai or the profile's"
)
@click.option(
    "--source", default=None, help="name of the source, part of each row's identity; default: profile or file"
)
@click.option(
    "--rejects", type=click.Path(path_type=Path), default=None, help="where rejected rows are listed"
)
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@click.option("--lang", type=click.Choice(LANGUAGES), default="zh", help="language of the answer")
def requests(
    file: Path, profile: str | None, pairs: tuple[str, ...], timezone: str | None, source: str | None,
    rejects: Path | None, lang: str, *, as_json: bool,
) -> None:  # fmt: skip
    """Import the requests in FILE (csv or xlsx). Run again, it imports nothing twice and goes on where it stopped.

    Fields: body or title, at, and where there are: key, reply, replied_at, agency, name, phone, place, lon,
    lat, subject, condition, area, kind. Exit code 0: all taken or there already; 2: some rejected; 1: failed.
    """
    start()
    say = Voice(lang, as_json=as_json)
    how = _reading(say, file, profile, pairs, timezone, source)
    table = _table(say, file, how)
    counts, refused = _bring(say, table, how)
    where = write_rejects(say, refused, rejects or Path(f"{file.stem}.rejects.csv"))
    say.tell(counts, where)


def start() -> None:
    """Make Django and the database ready."""
    import django

    django.setup()
    from linli.site.preparing import prepare_database

    prepare_database()


def _reading(
    say: Voice,
    file: Path,
    profile: str | None,
    pairs: Sequence[str],
    timezone: str | None,
    source: str | None,
) -> Reading:
    from dataclasses import replace

    if profile is None and not pairs:
        say.fail(Problem("", "import.how_missing", {"profiles": ", ".join(profiles.names())}))
    known = profiles.profile(profile) if profile else None
    zone = timezone or (known.timezone if known else "Asia/Shanghai")
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        say.fail(Problem("timezone", "import.bad_timezone", {"text": zone[:40]}))
    said = profiles.mapped(pairs, source=source or profile or file.stem, timezone=zone)
    if isinstance(said, Problem):
        say.fail(said)
    if known is None:
        return said
    return replace(known, source=said.source, timezone=zone, fields={**known.fields, **said.fields})


def _table(say: Voice, file: Path, how: Reading) -> Table:
    try:
        table = read(file.read_bytes())
    except OSError:
        say.fail(Problem("file", "import.file_missing", {"file": str(file)}))
    if isinstance(table, Problem):
        say.fail(table)
    if problems := check_columns(table, how):
        say.fail(*problems)
    return table


def _bring(say: Voice, table: Table, how: Reading) -> tuple[dict[str, int], list[Rejected]]:
    from linli.kernel.ui.text import t
    from linli.site.importing.bring import Bringer
    from linli.site.importing.ready import prepare
    from linli.site.preparing import count_rows

    now = datetime.now(UTC)
    prepare(now)
    read_ones = list(read_records(table, how, now))
    refused = [one for one in read_ones if isinstance(one, Rejected)]
    records = [one for one in read_ones if isinstance(one, Record)]
    counts = {"read": len(read_ones), "imported": 0, "skipped": 0}
    bringer = Bringer(how.source, now=now, unnamed=t("import.unnamed_body", lang="zh"))
    try:
        _take(bringer, records, counts, refused, quiet=say.as_json)
    except KeyboardInterrupt:
        say.stop()
    if counts["imported"]:
        count_rows()
    refused.sort(key=lambda one: one.line)
    return {**counts, "rejected": len(refused)}, refused


def _take(
    bringer: Bringer,
    records: Sequence[Record],
    counts: dict[str, int],
    refused: list[Rejected],
    *,
    quiet: bool,
) -> None:
    with tqdm(total=len(records), unit="", disable=True if quiet else None, leave=False) as bar:
        for result in bringer.bring(records):
            bar.update()
            if result.rejected is not None:
                refused.append(result.rejected)
            else:
                counts["imported" if result.imported else "skipped"] += 1


def write_rejects(say: Voice, refused: Sequence[Rejected], path: Path) -> Path | None:
    """List what was not taken: line, key, reasons and remedies in both languages."""
    if not refused:
        return None
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(
                ("line", "key", *(f"{what}_{lang}" for what in ("reason", "remedy") for lang in LANGUAGES))
            )
            for one in refused:
                writer.writerow((one.line, _harmless(one.key), *_reasons(say, one)))
    except OSError as error:
        say.fail(Problem("rejects", "import.disk", {"file": str(path), "detail": str(error.strerror)}))
    return path


def _reasons(say: Voice, one: Rejected) -> list[str]:
    reasons = [" ".join(say.sentence(problem, lang) for problem in one.problems) for lang in LANGUAGES]
    remedies = [" ".join(say.remedy(problem, lang) for problem in one.problems) for lang in LANGUAGES]
    return [_harmless(text) for text in (*reasons, *remedies)]


def _harmless(text: str) -> str:
    """Keep a spreadsheet from taking text for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


class Voice:
    """Says everything in the wanted language, or as JSON."""

    def __init__(self, lang: str, *, as_json: bool) -> None:
        self.lang = lang
        self.as_json = as_json

    def sentence(self, said: Reason | Problem, lang: str | None = None) -> str:
        """Return what is said."""
        from linli.kernel.ui.text import reason

        return reason(said, lang=lang or self.lang)

    def remedy(self, problem: Problem, lang: str | None = None) -> str:
        """Return how to mend it."""
        from linli.kernel.ui.text import has

        own = f"{problem.code}_remedy"
        code = own if has(own) else "import.other_remedy"
        return self.sentence(Reason(code, problem.params), lang)

    def fail(self, *problems: Problem) -> NoReturn:
        """Say what is wrong with the whole file and leave; nothing was imported."""
        if self.as_json:
            errors = [
                {"code": one.code, "field": one.field}
                | {lang: self.sentence(one, lang) for lang in LANGUAGES}
                | {f"remedy_{lang}": self.remedy(one, lang) for lang in LANGUAGES}
                for one in problems
            ]
            click.echo(json.dumps({"errors": errors}, ensure_ascii=False))
        else:
            for lang in LANGUAGES:
                for one in problems:
                    click.echo(f"{self.sentence(one, lang)} {self.remedy(one, lang)}", err=True)
        sys.exit(FAILED)

    def stop(self) -> NoReturn:
        """Say that it was interrupted and leave."""
        click.echo(self.sentence(Reason("import.stopped")), err=True)
        sys.exit(FAILED)

    def tell(self, counts: dict[str, int], rejects: Path | None) -> NoReturn:
        """Say how it went and leave."""
        if self.as_json:
            told: dict[str, Any] = {**counts, "rejects": str(rejects) if rejects else None}
            click.echo(json.dumps(told, ensure_ascii=False))
        else:
            params: dict[str, Any] = dict(counts)
            click.echo(self.sentence(Reason("import.done", params)))
            if rejects:
                click.echo(self.sentence(Reason("import.rejects_at", {"file": str(rejects)})))
        sys.exit(SOME_REFUSED if counts["rejected"] else ALL)
