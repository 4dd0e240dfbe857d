"""`linli import cards|circuits|suggestions`: lines of service cards, rounds of clinics, what came on paper."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import click

from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, start
from linli.site.cli.importing_lists import (
    Taken,
    json_option,
    lang_option,
    rejects_option,
    rows_of,
    take_each,
    take_together,
)
from linli.web.importing.table import Row

SPACE = UUID("7f1f1f0e-6b1f-4e52-8a35-6f7c9d1c2b16")
LINE = ("area", "kind", "name_zh", "name_en", "phone", "where_zh", "where_en", "hours")
CIRCUIT = ("title_zh", "title_en", "body", "team", "members", "kit")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@rejects_option
@lang_option
@json_option
def cards(file: Path, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import the lines of service cards in FILE (csv or xlsx): area, kind, name_zh, and phone or where_zh.

    Also taken: name_en, where_en, hours. A line replaces the one of its area and kind if anything differs; what
    stands there already is skipped. Exit code 0: all taken or there already; 2: some rejected; 1: failed.
    """
    start()
    say = Voice(lang, as_json=as_json)
    table = rows_of(say, file, ("area", "kind", "name_zh"))
    take_each(say, table, _line, rejects or Path(f"{file.stem}.rejects.csv"), key="kind")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@rejects_option
@lang_option
@json_option
def circuits(file: Path, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import rounds through villages from FILE (csv or xlsx), a stop a row; rows of one code are one round.

    Columns: code, title_zh, body, team, area, starts, ends. Also taken: title_en, members, kit, place. A round is
    taken whole or not at all. Exit code 0: all taken or there already; 2: some rejected; 1: failed.
    """
    start()
    say = Voice(lang, as_json=as_json)
    table = rows_of(say, file, ("code", "title_zh", "body", "team", "area", "starts", "ends"))
    rows = sorted(table.rows, key=lambda one: (one.cells.get("code", ""), one.line))
    rounds = [(list(found), code) for code, found in groupby(rows, lambda one: one.cells.get("code", ""))]
    take_together(say, rounds, _round, rejects or Path(f"{file.stem}.rejects.csv"))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--meeting", required=True, help="the ref of the meeting they belong to")
@rejects_option
@lang_option
@json_option
def suggestions(file: Path, meeting: str, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import what was said in a hall or came on paper from FILE (csv or xlsx): text, channel (hall or paper).

    Also taken: key, and name where its author wishes it shown. Each waits to be looked over, as everything does.
    Exit code 0: all taken or there already; 2: some rejected; 1: failed.
    """
    start()
    say = Voice(lang, as_json=as_json)
    table, where = rows_of(say, file, ("text", "channel")), rejects or Path(f"{file.stem}.rejects.csv")
    take_each(say, table, lambda row: _suggestion(meeting, row), where, key="key")


def _said(kind: str, key: str) -> dict[str, Any] | None:
    """Return who says it and under which act, or nothing where this act was done."""
    from linli.kernel.access.actors import system_actor
    from linli.kernel.audit import rows

    actor, act_id = system_actor(f"import:{kind}"), str(uuid5(SPACE, f"{kind}/{key}"))
    if rows.find_answer(actor.key, act_id) is not None:
        return None
    return {"actor": actor, "act_id": act_id, "at": datetime.now(UTC)}


def _line(row: Row) -> Taken:
    from linli.apps.centres import facts, service
    from linli.apps.grid import facts as grid
    from linli.kernel.access.actors import system_actor
    from linli.kernel.audit.act import Source

    new = service.NewLine(**{name: row.cells.get(name, "").strip() for name in LINE})
    area = grid.area(new.area)
    there = next((one for one in (facts.card_lines(area.path) if area else ()) if one.kind == new.kind), None)
    own = there if area and there and there.area_path == area.path else None
    if own and all(getattr(own, name) == getattr(new, name) for name in LINE[2:]):
        return False
    act_id = str(uuid5(SPACE, f"{[getattr(new, name) for name in LINE]}/{own.ref if own else ''}"))
    service.enter_line(
        new, actor=system_actor("import:cards"), act_id=act_id, at=datetime.now(UTC), source=Source.IMPORT
    )
    return True


def _round(rows: list[Row]) -> Taken:
    from linli.apps.activities import service
    from linli.web.activities.reading import moment

    first = rows[0].cells
    if not first.get("code", ""):
        return (Problem("code", "import.activity_code"),)
    said = _said("circuits", first["code"])
    if said is None:
        return False
    stops = tuple(
        service.NewStop(
            one.cells.get("area", ""), moment(one.cells.get("starts", "")), moment(one.cells.get("ends", "")),
            one.cells.get("place", ""),
        )
        for one in rows
    )  # fmt: skip
    lines = {name: first.get(name, "") for name in CIRCUIT}
    service.plan_circuit(service.NewCircuit(**lines, stops=stops), **said)
    return True


def _suggestion(meeting: str, row: Row) -> Taken:
    from linli.apps.council import service

    cell = row.cells
    text, channel = cell.get("text", ""), cell.get("channel", "")
    if channel not in {"hall", "paper"}:
        return (Problem("channel", "import.hall_or_paper"),)
    key = cell.get("key", "") or hashlib.sha256(text.encode()).hexdigest()
    said = _said("suggestions", f"{meeting}/{key}")
    if said is None:
        return False
    service.suggest(meeting, service.NewSuggestion(text, channel, cell.get("name", "")), **said)
    return True
