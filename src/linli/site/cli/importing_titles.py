"""`linli import titles`: take books, toys and tools into a centre's lending desk from a spreadsheet, once each."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import click

from linli.core.shared.outcomes import Problem, Reason
from linli.site.cli.sentences import LANGUAGES

ALL, FAILED, SOME_REFUSED = 0, 1, 2
PORTION = 400
COLUMNS = {
    "name": ("name", "title", "题名", "书名", "名称"),
    "kind": ("kind", "种类", "类别"),
    "author": ("author", "作者", "责任者"),
    "isbn": ("isbn", "ISBN"),
    "copies": ("copies", "册数", "件数"),
    "barcode": ("barcode", "条码", "条形码"),
}
KINDS = {"图书": "book", "书": "book", "玩具": "toy", "工具": "tool", "": "book"}
MOST_DIGITS = 4


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--centre", required=True, help="code of the centre whose desk lends them")
@click.option("--json", "as_json", is_flag=True, help="print JSON")
@click.option("--lang", type=click.Choice(LANGUAGES), default="zh", help="language of the answer")
def titles(file: Path, centre: str, lang: str, *, as_json: bool) -> None:
    """Take in the titles in FILE (csv or xlsx: name, kind, author, isbn, copies, barcode). Again takes nothing twice.

    Exit code 0: all taken or there already; 2: some rejected; 1: failed.
    """
    import django

    django.setup()
    from linli.apps.centres import facts
    from linli.site.preparing import prepare_database
    from linli.web.importing.table import read

    prepare_database()
    ref = next((one.ref for one in facts.centres_in() if one.code == centre), "")
    try:
        table: Any = read(file.read_bytes())
    except OSError:
        table = Problem("file", "import.file_missing", {"file": str(file)})
    if not isinstance(table, Problem) and (
        not ref or ref not in {one.centre for one in facts.libraries(datetime.now(UTC).date())}
    ):
        table = Problem("centre", "import.titles.no_desk", {"code": centre[:40]})
    if isinstance(table, Problem):
        _fail(table, lang, as_json=as_json)
    _tell(_bring(table, ref), lang, as_json=as_json)


def _bring(table: Any, ref: str) -> dict[str, Any]:
    from linli.kernel.audit.act import batch
    from linli.web.importing.table import Row

    told: dict[str, Any] = {"read": len(table.rows), "imported": 0, "skipped": 0, "rejected": []}
    rows: list[Row] = list(table.rows)
    for first in range(0, len(rows), PORTION):
        with batch():
            for row in rows[first : first + PORTION]:
                _take(row, ref, told)
    return told


def _take(row: Any, ref: str, told: dict[str, Any]) -> None:
    from linli.apps.centres import service
    from linli.kernel.access.actors import system_actor
    from linli.kernel.audit.models import ActRecord
    from linli.kernel.audit.outcomes import Invalid, Refused

    actor = system_actor("import:titles")
    said = {
        field: next((row.cells[name] for name in names if row.cells.get(name)), "")
        for field, names in COLUMNS.items()
    }
    key = said["barcode"] or said["isbn"] or f"{said['name']}/{said['author']}"
    act_id = str(uuid5(NAMESPACE_URL, f"linli/titles/{ref}/{key}"))
    if row.wrong is not None:
        told["rejected"].append((row.line, [row.wrong]))
        return
    if ActRecord.objects.filter(actor_key=actor.key, act_id=act_id).exists():
        told["skipped"] += 1
        return
    copies = said["copies"] or "1"
    number = int(copies) if copies.isascii() and copies.isdigit() and len(copies) < MOST_DIGITS else 0
    new = service.NewTitle(
        said["name"],
        KINDS.get(said["kind"], said["kind"]),
        said["author"],
        said["isbn"],
        number,
        said["barcode"],
    )
    try:
        service.add_title(ref, new, actor=actor, act_id=act_id, at=datetime.now(UTC))
    except Invalid as wrong:
        told["rejected"].append((row.line, list(wrong.problems)))
        return
    except Refused as no:
        told["rejected"].append((row.line, [Problem("", no.refusal.code, no.refusal.because)]))
        return
    told["imported"] += 1


def _sentences(problem: Problem, lang: str) -> tuple[str, str]:
    from linli.kernel.ui.text import has, reason

    own = f"{problem.code}_remedy"
    remedy = own if has(own) else "import.other_remedy"
    return reason(problem, lang=lang), reason(Reason(remedy, problem.params), lang=lang)


def _tell(told: dict[str, Any], lang: str, *, as_json: bool) -> None:
    from linli.kernel.ui.text import t

    refused = told["rejected"]
    lines = [
        {"line": line, "field": one.field, "code": one.code}
        | {f"reason_{each}": _sentences(one, each)[0] for each in LANGUAGES}
        | {f"remedy_{each}": _sentences(one, each)[1] for each in LANGUAGES}
        for line, problems in refused
        for one in problems
    ]
    counts = {**told, "rejected": len(refused)}
    if as_json:
        click.echo(json.dumps({**counts, "rejects": lines}, ensure_ascii=False))
    else:
        click.echo(t("import.titles.done", lang=lang, **counts))
        for one in lines:
            click.echo(f"{one['line']}: {one[f'reason_{lang}']} {one[f'remedy_{lang}']}", err=True)
    sys.exit(SOME_REFUSED if refused else ALL)


def _fail(problem: Problem, lang: str, *, as_json: bool) -> None:
    if as_json:
        told = {each: _sentences(problem, each)[0] for each in LANGUAGES}
        click.echo(
            json.dumps(
                {"errors": [{"code": problem.code, "field": problem.field, **told}]}, ensure_ascii=False
            )
        )
    else:
        click.echo(" ".join(_sentences(problem, lang)), err=True)
    sys.exit(FAILED)
