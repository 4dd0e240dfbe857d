"""`linli import carers`: who of a body's staff visits people at home, from a list kept elsewhere."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import click

from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, start
from linli.site.cli.importing_lists import (
    json_option,
    lang_option,
    parted,
    rejects_option,
    rows_of,
    take_each,
)
from linli.site.cli.importing_visits import days_of, minute_of
from linli.web.importing.table import Row

if TYPE_CHECKING:
    from linli.apps.care.service import NewCarer
    from linli.apps.grid.facts import BodyFact

SPACE = UUID("3b0f3f36-8f7e-4a0e-9c59-6d0b3a1c7e52")
NEEDED = ("login", "skills", "begins", "ends")
NO = frozenset({"0", "no", "false", "否", "n"})
WORKDAYS = (0, 1, 2, 3, 4)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--body", required=True, help="code of the body for which they visit")
@rejects_option
@lang_option
@json_option
def carers(file: Path, body: str, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import the carers in FILE (csv or xlsx): login, skills, begins, ends.

    ``login`` is the sign-in name of somebody whom the body employs as a carer; skills have spaces between; times are
    08:00. Also taken: traits, days (1-5, or 1,3,5; Monday to Friday without it), lon and lat where the day begins (the
    middle of the body's area without them), active (no: does not visit any more). Who stands there is written anew if
    anything differs. Exit code 0: all taken or there already; 2: some rejected; 1: failed.
    """
    start()
    from linli.apps.grid import facts as grid

    say = Voice(lang, as_json=as_json)
    table, office = rows_of(say, file, NEEDED), grid.body(body)
    if office is None:
        say.fail(Problem("body", "care.import_body", {"code": body[:40]}))
    take_each(
        say, table, lambda row: _carer(row, office), rejects or Path(f"{file.stem}.rejects.csv"), key="login"
    )


def _carer(row: Row, office: BodyFact) -> bool | tuple[Problem, ...]:
    from linli.apps.care import service
    from linli.apps.care.models import Carer
    from linli.kernel.access.actors import system_actor

    new = _read(row, office)
    if isinstance(new, Problem):
        return (new,)
    there = Carer.objects.filter(body_id=office.id, account__ref=new.account).select_related("stream").first()
    if there is not None and _same(there, new):
        return False
    said = json.dumps([office.ref, repr(new), there.stream.seq if there else 0])
    service.set_carer(
        office.code, new, actor=system_actor("import:carers"), act_id=str(uuid5(SPACE, said)), at=datetime.now(UTC)
    )  # fmt: skip
    return True


def _read(row: Row, office: BodyFact) -> NewCarer | Problem:
    from linli.apps.care.service import NewCarer
    from linli.kernel.identity.models import Account

    cell = {name: row.cells.get(name, "").strip() for name in (*NEEDED, "traits", "days", "active")}
    account = Account.objects.filter(login=cell["login"], is_active=True).first() if cell["login"] else None
    if account is None:
        return Problem("login", "care.no_carer")
    times = {name: minute_of(cell[name]) for name in ("begins", "ends")}
    if wrong := next((name for name, one in times.items() if one is None), None):
        return Problem(wrong, "care.import_number", {"column": wrong})
    days = days_of(cell["days"]) if cell["days"] else WORKDAYS
    if days is None:
        return Problem("days", "care.import_days")
    point = _point(row, office)
    if isinstance(point, Problem):
        return point
    return NewCarer(
        str(account.ref), tuple(parted(cell["skills"])), times["begins"] or 0, times["ends"] or 0, *point,
        tuple(parted(cell["traits"])), days, cell["active"].lower() not in NO,
    )  # fmt: skip


def _point(row: Row, office: BodyFact) -> tuple[float, float] | Problem:
    """Return where the day begins: as it is written, or the middle of the body's area."""
    from linli.apps.grid import facts as grid

    said = [row.cells.get(name, "").strip() for name in ("lon", "lat")]
    if not any(said):
        area = grid.area_at(office.area_path)
        return (area and grid.middle(area)) or Problem("lon", "care.import_point")
    try:
        return float(said[0]), float(said[1])
    except ValueError:
        return Problem("lon", "care.import_point")


def _same(there: Any, new: NewCarer) -> bool:
    kept = (
        there.skills, there.traits, there.days, there.begins, there.ends, there.lon, there.lat, there.is_active,
    )  # fmt: skip
    wanted = (
        sorted({*new.skills}), sorted({*new.traits}), sorted({*new.days}), new.begins, new.ends, new.lon, new.lat,
        new.is_active,
    )  # fmt: skip
    return bool(kept == wanted)
