"""`linli import facilities`, `linli import streets`, and `linli reach`: what lies within a walk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

import click

from linli.core.reach.network import Fault
from linli.core.shared.geodesy import read_datum
from linli.core.shared.outcomes import Problem
from linli.site.cli.importing import Voice, start, write_rejects
from linli.site.cli.importing_lists import Taken, json_option, lang_option, rejects_option, rows_of, take_each
from linli.site.importing.records import Rejected
from linli.web.importing.table import Row

if TYPE_CHECKING:
    from linli.apps.centres.service import NewFacility

SPACE = UUID("d3a7a3f2-11b4-4e55-9b1e-0f1d8f0a6c77")
TEXTS = ("code", "kind", "name", "name_en", "address", "address_en", "phone", "area", "centre")
datum_option = click.option(
    "--datum", default="wgs84", help="wgs84, gcj02 or cgcs2000: what the degrees are in"
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@datum_option
@rejects_option
@lang_option
@json_option
def facilities(file: Path, datum: str, rejects: Path | None, lang: str, *, as_json: bool) -> None:
    """Import the facilities in FILE (csv or xlsx): code, kind, name, and lon, lat or area.

    Also taken: name_en, address, address_en, phone, centre, opened. A code that is there already is written anew if
    anything differs. Exit code 0: all taken or there already; 2: some rejected; 1: failed.
    """
    start()
    say = Voice(lang, as_json=as_json)
    table = rows_of(say, file, ("code", "kind", "name"))
    if isinstance(wrong := read_datum(datum), Problem):
        say.fail(wrong)
    where = rejects or Path(f"{file.stem}.rejects.csv")
    take_each(say, table, lambda row: _facility(row, datum), where, key="code")


def _facility(row: Row, datum: str) -> Taken:
    from linli.kernel.audit.outcomes import NotVisible

    new = _read(row, datum)
    if isinstance(new, Problem):
        return (new,)
    try:
        return _written(new)
    except NotVisible:
        return (Problem("code", "centres.no_such_area"),)


def _written(new: NewFacility) -> bool:
    from linli.apps.centres import service
    from linli.apps.centres.models import Facility
    from linli.kernel.access.actors import system_actor
    from linli.kernel.audit.act import Source

    said = json.dumps([repr(getattr(new, name)) for name in new.__dataclass_fields__])
    who: dict[str, Any] = {
        "actor": system_actor("import:facilities"), "act_id": str(uuid5(SPACE, said)), "at": datetime.now(UTC),
        "source": Source.IMPORT,
    }  # fmt: skip
    there = Facility.objects.filter(code=new.code).first()
    if there is None:
        service.register_facility(new, **who)
        return True
    if _same(there, new):
        return False
    service.change_facility(
        there.ref, new, **{**who, "act_id": str(uuid5(SPACE, f"{said}{there.stream.seq}"))}
    )
    return True


def _same(there: Any, new: NewFacility) -> bool:
    names = ("kind", "name_zh", "name_en", "address_zh", "address_en", "phone")
    texts = all(getattr(there, name) == getattr(new, name) for name in names)
    opened = new.opened_on in {None, there.opened_on}
    return texts and opened and _same_point(there, new)


def _same_point(there: Any, new: NewFacility) -> bool:
    from linli.core.shared.geodesy import Datum, point_to_wgs84

    if new.lon is None or new.lat is None:
        return there.lon is None
    datum = read_datum(new.datum)
    point = point_to_wgs84(new.lon, new.lat, datum) if isinstance(datum, Datum) else None
    return point == (there.lon, there.lat)


def _read(row: Row, datum: str) -> NewFacility | Problem:
    from linli.apps.centres.service import NewFacility

    texts = {name: row.cells.get(name, "") for name in TEXTS}
    new = NewFacility(
        code=texts["code"], kind=texts["kind"], name_zh=texts["name"], name_en=texts["name_en"],
        address_zh=texts["address"], address_en=texts["address_en"], phone=texts["phone"], area=texts["area"],
        centre=texts["centre"], datum=datum,
    )  # fmt: skip
    try:
        lon, lat = (float(said) if (said := row.cells.get(name, "")) else None for name in ("lon", "lat"))
    except ValueError:
        return Problem("lon", "centres.degrees_no_number")
    try:
        opened = date.fromisoformat(said) if (said := row.cells.get("opened", "")) else None
    except ValueError:
        return Problem("opened", "centres.day_unreadable", {"day": row.cells["opened"][:20]})
    return replace(new, lon=lon, lat=lat, opened_on=opened)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", required=True, help="where the network comes from; printed wherever it is used")
@click.option("--licence", required=True, help="the licence it may be used under")
@click.option("--day", default="", help="the day the network is of; default: today")
@datum_option
@rejects_option
@lang_option
@json_option
def streets(
    file: Path, source: str, licence: str, day: str, datum: str, rejects: Path | None, lang: str, *, as_json: bool
) -> None:  # fmt: skip
    """Import the street network in FILE: OpenStreetMap XML, plain or bz2, or a csv of stretches.

    Columns of a csv: from, to, from_lon, from_lat, to_lon, to_lat; metres and direction where known. Stretches that
    cannot be are left out and listed. Exit code 0: taken whole or there already; 2: some left out; 1: failed.
    """
    start()
    from linli.apps.centres import facts, service
    from linli.kernel.access.actors import system_actor
    from linli.kernel.audit.act import Source
    from linli.kernel.audit.outcomes import Invalid
    from linli.web.importing.streets import read_streets

    say = Voice(lang, as_json=as_json)
    content, known, at = _content(say, file), read_datum(datum), datetime.now(UTC)
    if isinstance(known, Problem):
        say.fail(known)
    try:
        of = date.fromisoformat(day) if day else at.date()
    except ValueError:
        say.fail(Problem("day", "centres.day_unreadable", {"day": day[:20]}))
    found = read_streets(content, file.name, known)
    if isinstance(found, Problem):
        say.fail(found)
    digest = service.digest_of(content)
    new = service.NewStreets(found.network, digest, len(found.faults), source, licence, of)
    taken = found.read - len(found.faults)
    counts = {"read": found.read, "imported": taken, "skipped": 0, "rejected": len(found.faults)}
    if digest in {one.digest for one in facts.networks()}:
        counts |= {"imported": 0, "skipped": taken}
    else:
        who: dict[str, Any] = {
            "actor": system_actor("import:streets"),
            "act_id": str(uuid5(SPACE, digest + source + licence + day)),
        }
        try:
            service.bring_streets(new, **who, at=at, source=Source.IMPORT)
        except Invalid as wrong:
            say.fail(*wrong.problems)
    where = write_rejects(say, _left_out(found.faults), rejects or Path(f"{file.stem}.rejects.csv"))
    say.tell(counts, where)


def _left_out(faults: Sequence[Fault]) -> list[Rejected]:
    return [Rejected(one.number, "", (one.problem,)) for one in faults]


def _content(say: Voice, file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        say.fail(Problem("file", "import.file_missing", {"file": str(file)}))


@click.command()
@lang_option
@json_option
def reach(lang: str, *, as_json: bool) -> None:
    """Measure what share of homes reaches what on foot today, keep it, and answer the studies that wait."""
    start()
    from linli.apps.centres import facts, service
    from linli.kernel.access.actors import system_actor
    from linli.kernel.ui.text import t

    at = datetime.now(UTC)
    service.measure_reach(actor=system_actor("reach"), act_id=str(uuid5(SPACE, at.isoformat())), at=at)
    answered = service.answer_studies(at)
    result = facts.latest()
    if result is None:
        raise SystemExit(1)
    network = result.network
    told: dict[str, Any] = {
        "ref": result.ref, "day": result.day.isoformat(), "facilities": result.facilities,
        "network": network.digest if network else None, "source": network.source if network else None,
        "pieces": network.pieces_count if network else None, "speeds_cm": dict(result.speeds),
        "homes_without_point": result.homes_without_point, "homes_without_street": result.off_network,
        "facilities_without_point": result.facilities_without_point, "studies_answered": answered,
    }  # fmt: skip
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(t("centres.measured", lang=lang, n=result.facilities, day=told["day"]))
