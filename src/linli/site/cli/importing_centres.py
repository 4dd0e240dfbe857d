"""`linli import centres`: the register of centres from a sheet, once each; run again, only what differs is written."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import click

from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, start
from linli.site.cli.importing_lists import Taken, json_option, lang_option, rejects_option, rows_of, take_each
from linli.web.importing.table import Row

if TYPE_CHECKING:
    from linli.apps.centres.service import NewCentre

SPACE = UUID("0a5f9d0e-7c53-4c0a-9a1a-6f0c2f1f9b62")
NEEDED = ("code", "name", "body", "area")
TEXTS = ("code", "name_en", "body", "area", "address", "address_en", "phone", "hours")
NAMES = {"address": "address_zh"}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@rejects_option
@lang_option
@json_option
def centres(file: Path, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import the centres in FILE (csv or xlsx): code, name, body, area.

    Also taken: name_en, address, address_en, phone, lon, lat, floor_area, floor_area_before, functions (with spaces
    between), opened, hours. A code that is there already is written anew if anything differs. Exit code 0: all taken
    or there already; 2: some rejected; 1: failed.
    """
    start()
    say = Voice(lang, as_json=as_json)
    table = rows_of(say, file, NEEDED)
    take_each(say, table, _centre, rejects or Path(f"{file.stem}.rejects.csv"), key="code")


def _centre(row: Row) -> Taken:
    from linli.kernel.audit.outcomes import NotVisible

    new = _read(row)
    if isinstance(new, Problem):
        return (new,)
    try:
        return _written(new)
    except NotVisible:
        return (Problem("area", "centres.no_such_area"),)


def _read(row: Row) -> NewCentre | Problem:
    from linli.apps.centres.service import NewCentre

    said = {NAMES.get(name, name): row.cells.get(name, "").strip() for name in TEXTS}
    try:
        numbers = {
            name: kind(text) if (text := row.cells.get(name, "").strip()) else None
            for name, kind in (
                ("lon", float),
                ("lat", float),
                ("floor_area", int),
                ("floor_area_before", int),
            )
        }
    except ValueError:
        return Problem("floor_area", "centres.number_form")
    opened = row.cells.get("opened", "").strip()
    try:
        day = date.fromisoformat(opened) if opened else None
    except ValueError:
        return Problem("opened", "centres.no_day")
    functions = tuple(row.cells.get("functions", "").replace("、", " ").replace(";", " ").split())
    read: dict[str, Any] = {**said, **numbers, "name_zh": row.cells.get("name", "").strip()}
    return NewCentre(**read, functions=functions, opened_on=day)


def _written(new: NewCentre) -> bool:
    from linli.apps.centres import service
    from linli.apps.centres.models import Centre
    from linli.kernel.access.actors import system_actor

    said = json.dumps([repr(getattr(new, one.name)) for one in fields(new)])
    who: dict[str, Any] = {"actor": system_actor("import:centres"), "at": datetime.now(UTC)}
    there = Centre.objects.select_related("stream", "area", "body").filter(code=new.code).first()
    if there is None:
        service.register_centre(new, act_id=str(uuid5(SPACE, said)), **who)
        return True
    if _same(there, new):
        return False
    service.change_centre(there.ref, new, act_id=str(uuid5(SPACE, f"{said}{there.stream.seq}")), **who)
    return True


def _same(there: Any, new: NewCentre) -> bool:
    from linli.apps.centres import facts
    from linli.core.slots.week import Week, read_week

    names = (
        "name_zh",
        "name_en",
        "address_zh",
        "address_en",
        "phone",
        "lon",
        "lat",
        "floor_area",
        "floor_area_before",
    )
    week = read_week(new.hours)
    hours = week.text if isinstance(week, Week) else None
    return (
        all(getattr(there, name) == getattr(new, name) for name in names)
        and new.area in {there.area.code, str(there.area.ref)}
        and new.body in {there.body.code, str(there.body.ref)}
        and facts.timetable(there.pk) == hours
        and facts.centre(there.ref).functions == tuple(sorted({*new.functions}))
    )
