"""Keeps the register of facilities that people walk to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from linli.apps.centres import events
from linli.apps.centres.models import Centre, Facility
from linli.apps.centres.policy.kinds import KINDS
from linli.apps.grid import facts as grid
from linli.core.shared.geodesy import Datum, check_degrees, point_to_wgs84, read_datum
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Source, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Stale


@dataclass(frozen=True, slots=True)
class NewFacility:
    """A facility as it is entered. Without ``area`` it lies where its point does; ``datum`` is what the degrees are in."""

    code: str
    kind: str
    name_zh: str
    name_en: str = ""
    address_zh: str = ""
    address_en: str = ""
    phone: str = ""
    area: str = ""
    lon: float | None = None
    lat: float | None = None
    datum: str = Datum.WGS84
    centre: str = ""
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    area: grid.AreaFact
    lon: float | None
    lat: float | None
    centre_id: int | None


def register_facility(
    new: NewFacility, *, actor: Actor, act_id: str, at: datetime, source: Source = Source.LIVE
) -> str:
    """Enter a facility and return its ref.

    Raises:
        NotVisible: the actor does not keep the register of this area.
        Invalid: what is missing or cannot be, by field.
    """
    read = _read(new, actor)

    def work(acting: Acting) -> JsonValue:
        if Facility.objects.filter(code=new.code.strip()).exists():
            raise Invalid(Problem("code", "centres.code_taken", {"code": new.code[:40]}))
        row = Facility(code=new.code.strip(), opened_on=new.opened_on or at.date())
        row.stream = acting.open_stream("facility", events.FACILITY_ENTERED, _public(new, read))
        _fill(row, new, read)
        row.save(force_insert=True)
        return str(row.ref)

    return str(
        act("centres.facility", work, said=_said(new), actor=actor, act_id=act_id, at=at, source=source)
    )


def change_facility(
    ref: UUID | str,
    new: NewFacility,
    *,
    actor: Actor,
    act_id: str,
    at: datetime,
    source: Source = Source.LIVE,
) -> None:
    """Write a facility anew; its code stays.

    Raises:
        NotVisible: no such facility, or not the actor's to keep.
        Invalid: what is missing or cannot be, by field.
    """
    _own(ref, actor)
    read = _read(new, actor)

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor)
        acting.enter(row.stream, events.FACILITY_CHANGED, _public(new, read))
        _fill(row, new, read)
        if new.opened_on:
            row.opened_on = new.opened_on
        row.save()
        return None

    said: JsonValue = [str(ref), _said(new)]
    act("centres.facility_change", work, said=said, actor=actor, act_id=act_id, at=at, source=source)


def close_facility(ref: UUID | str, on: date, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Close a facility from a day on.

    Raises:
        NotVisible: no such facility, or not the actor's to keep.
        Invalid: a day before it opened.
        Stale: it is closed already.
    """
    if on <= _own(ref, actor).opened_on:
        raise Invalid(Problem("on", "centres.closes_before_opening"))

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor)
        if row.closed_on is not None:
            raise Stale("centres.closed_already")
        acting.enter(row.stream, events.FACILITY_CLOSED, {"area": row.area.code, "kind": row.kind})
        row.closed_on = on
        row.save(update_fields=["closed_on"])
        return None

    act("centres.facility_close", work, said=[str(ref), on.isoformat()], actor=actor, act_id=act_id, at=at)


def _own(ref: UUID | str, actor: Actor) -> Facility:
    rows = Facility.objects.select_related("stream", "area").defer("area__boundary")
    row = rows.filter(ref=ref).first()
    if row is None or not actor.may(Permission.FACILITY_KEEP, area_path=row.area_path):
        raise NotVisible
    return row


def _read(new: NewFacility, actor: Actor) -> _Read:
    problems = [*_wrong(new)]
    point = _point(new)
    if isinstance(point, Problem):
        problems.append(point)
    centre = Centre.objects.filter(code=new.centre).first() if new.centre else None
    if new.centre and centre is None:
        problems.append(Problem("centre", "centres.no_such_centre", {"code": new.centre[:40]}))
    area = None if problems else _area(new, None if isinstance(point, Problem) else point)
    if isinstance(area, Problem):
        problems.append(area)
    if problems or area is None or isinstance(area, Problem) or isinstance(point, Problem):
        raise Invalid(*problems)
    if not actor.may(Permission.FACILITY_KEEP, area_path=area.path):
        raise NotVisible
    lon, lat = point or (None, None)
    return _Read(area, lon, lat, centre.pk if centre else None)


def _wrong(new: NewFacility) -> Iterator[Problem]:
    if not new.code.strip():
        yield Problem("code", "centres.code_missing")
    if not new.name_zh.strip():
        yield Problem("name_zh", "centres.facility_name_missing")
    if new.kind not in KINDS:
        yield Problem("kind", "centres.no_such_facility_kind", {"kind": new.kind[:24]})


def _point(new: NewFacility) -> tuple[float, float] | Problem | None:
    """Return the point in WGS84: what came in another datum is converted here, at the edge."""
    datum = read_datum(new.datum)
    if isinstance(datum, Problem):
        return datum
    if (new.lon is None) != (new.lat is None):
        return Problem("lon", "centres.half_a_point")
    if new.lon is None or new.lat is None:
        return None
    return check_degrees(new.lon, new.lat) or point_to_wgs84(new.lon, new.lat, datum)


def _area(new: NewFacility, point: tuple[float, float] | None) -> grid.AreaFact | Problem:
    """Return the area that was named, or that the point lies in; a point has to lie in the one that was named."""
    found = grid.locate(*point) if point else None
    if isinstance(found, Refusal):
        return Problem("point", "centres.facility_outside", found.because)
    if new.area:
        named = grid.area(new.area)
        if named is None:
            return Problem("area", "centres.no_such_area")
        if found is not None and not found.area_path.startswith(named.path):
            return Problem("area", "centres.facility_elsewhere", {"area": named.name_zh})
        return named
    located = grid.area_at(found.area_path) if found is not None else None
    return located or Problem("area", "centres.facility_nowhere")


def _fill(row: Facility, new: NewFacility, read: _Read) -> None:
    row.kind, row.area_id, row.area_path = new.kind, read.area.id, read.area.path
    row.name_zh, row.name_en = new.name_zh.strip()[:80], new.name_en.strip()[:80]
    row.address_zh, row.address_en = new.address_zh.strip()[:120], new.address_en.strip()[:120]
    row.phone, row.lon, row.lat, row.centre_id = new.phone.strip()[:30], read.lon, read.lat, read.centre_id


def _public(new: NewFacility, read: _Read) -> dict[str, JsonValue]:
    return {"area": read.area.code[:12], "kind": new.kind}


def _said(new: NewFacility) -> JsonValue:
    said = asdict(new) | {"opened_on": new.opened_on.isoformat() if new.opened_on else None}
    return {name: repr(value) if isinstance(value, float) else value for name, value in said.items()}
