"""Keeps the register of centres: one is entered, changed, closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from linli.apps.centres import events
from linli.apps.centres.models import FUNCTIONS, Centre, CentreFunction, CentreHours
from linli.apps.grid import facts as grid
from linli.core.clock.instants import local
from linli.core.shared.geodesy import check_degrees
from linli.core.shared.outcomes import JsonValue, Problem
from linli.core.shared.text import clean_text
from linli.core.slots.week import Week, read_week
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Stale

LARGEST = 100_000
"""Square metres; more is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class NewCentre:
    """A centre as it is entered: codes of its body and area, degrees in WGS84, floors in square metres."""

    code: str
    name_zh: str
    body: str
    area: str
    name_en: str = ""
    address_zh: str = ""
    address_en: str = ""
    phone: str = ""
    lon: float | None = None
    lat: float | None = None
    floor_area: int | None = None
    floor_area_before: int | None = None
    functions: tuple[str, ...] = ()
    opened_on: date | None = None
    hours: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    body: grid.BodyFact
    area: grid.AreaFact


def register_centre(new: NewCentre, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Enter a centre and return its ref.

    Raises:
        NotVisible: the actor does not keep the register of this area.
        Invalid: what is missing or cannot be, by field.
    """
    read = _read(new, actor)

    def work(acting: Acting) -> JsonValue:
        if Centre.objects.filter(code=new.code).exists():
            raise Invalid(Problem("code", "centres.code_taken", {"code": new.code}))
        row = Centre(code=new.code, opened_on=new.opened_on or local(at).date())
        row.stream = acting.open_stream("centre", events.CENTRE_REGISTERED, _public(new, read))
        _fill(row, new, read)
        row.save(force_insert=True)
        _set_functions(row, new.functions)
        _set_hours(row, new.hours)
        return str(row.ref)

    return str(act("centres.register", work, said=_said(new), actor=actor, act_id=act_id, at=at))


def change_centre(ref: UUID | str, new: NewCentre, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Write a centre anew; its code stays.

    Raises:
        NotVisible: no such centre, or not the actor's to keep.
        Invalid: what is missing or cannot be, by field.
    """
    own_centre(ref, actor)
    read = _read(new, actor)

    def work(acting: Acting) -> JsonValue:
        row = own_centre(ref, actor)
        acting.enter(row.stream, events.CENTRE_CHANGED, _public(new, read))
        _fill(row, new, read)
        row.save()
        _set_functions(row, new.functions)
        _set_hours(row, new.hours)
        return None

    act("centres.change", work, said=[str(ref), _said(new)], actor=actor, act_id=act_id, at=at)


def close_centre(ref: UUID | str, on: date, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Close a centre from a day on.

    Raises:
        NotVisible: no such centre, or not the actor's to keep.
        Invalid: a day before it opened.
        Stale: it is closed already.
    """
    if on <= own_centre(ref, actor).opened_on:
        raise Invalid(Problem("on", "centres.closes_before_opening"))

    def work(acting: Acting) -> JsonValue:
        row = own_centre(ref, actor)
        if row.closed_on is not None:
            raise Stale("centres.closed_already")
        public: dict[str, JsonValue] = {"area": row.area.code, "body": str(row.body.ref)}
        acting.enter(row.stream, events.CENTRE_CLOSED, public)
        row.closed_on = on
        row.save(update_fields=["closed_on"])
        return None

    act("centres.close", work, said=[str(ref), on.isoformat()], actor=actor, act_id=act_id, at=at)


def own_centre(ref: UUID | str, actor: Actor) -> Centre:
    """Return a centre that the actor keeps; raises NotVisible for all others."""
    row = Centre.objects.select_related("stream", "area", "body").filter(ref=ref).first()
    if row is None or not actor.may(Permission.CENTRE_KEEP, area_path=row.area_path, body_id=row.body_id):
        raise NotVisible
    return row


def _read(new: NewCentre, actor: Actor) -> _Read:
    body, area = grid.body(new.body), grid.area(new.area)
    problems = [*_wrong(new)]
    if body is None:
        problems.append(Problem("body", "centres.no_such_body"))
    if area is None:
        problems.append(Problem("area", "centres.no_such_area"))
    if problems or body is None or area is None:
        raise Invalid(*problems)
    if not actor.may(Permission.CENTRE_KEEP, area_path=area.path, body_id=body.id):
        raise NotVisible
    return _Read(body, area)


def _wrong(new: NewCentre) -> Iterator[Problem]:
    if not new.code.strip():
        yield Problem("code", "centres.code_missing")
    if not new.name_zh.strip():
        yield Problem("name_zh", "centres.name_missing")
    yield from _wrong_point(new)
    for name in ("floor_area", "floor_area_before"):
        size = getattr(new, name)
        if size is not None and not 0 < size <= LARGEST:
            yield Problem(name, "centres.floor_area", {"most": LARGEST})
    for code in sorted({*new.functions} - {*FUNCTIONS}):
        yield Problem("functions", "centres.no_such_function", {"code": code[:20]})
    if isinstance(week := read_week(new.hours), Problem):
        yield week


def _wrong_point(new: NewCentre) -> Iterator[Problem]:
    if (new.lon is None) != (new.lat is None):
        yield Problem("lon", "centres.half_a_point")
    elif new.lon is not None and new.lat is not None and (wrong := check_degrees(new.lon, new.lat)):
        yield wrong


def _fill(row: Centre, new: NewCentre, read: _Read) -> None:
    row.body_id, row.area_id, row.area_path = read.body.id, read.area.id, read.area.path
    row.name_zh, row.name_en = clean_text(new.name_zh).strip()[:80], clean_text(new.name_en).strip()[:80]
    row.address_zh, row.address_en = (
        clean_text(new.address_zh).strip()[:120],
        clean_text(new.address_en).strip()[:120],
    )
    row.phone, row.lon, row.lat = clean_text(new.phone).strip()[:30], new.lon, new.lat
    row.floor_area, row.floor_area_before = new.floor_area, new.floor_area_before


def _set_functions(row: Centre, codes: tuple[str, ...]) -> None:
    row.functions.exclude(code__in=codes).delete()
    there = {one.code for one in row.functions.all()}
    CentreFunction.objects.bulk_create(
        CentreFunction(centre=row, code=code) for code in dict.fromkeys(codes) if code not in there
    )


def _set_hours(row: Centre, text: str) -> None:
    week = read_week(text)
    if isinstance(week, Week):
        CentreHours.objects.bulk_create(
            [CentreHours(centre=row, week=week.text)],
            update_conflicts=True, unique_fields=["centre"], update_fields=["week"],
        )  # fmt: skip


def _public(new: NewCentre, read: _Read) -> dict[str, JsonValue]:
    return {
        "area": read.area.code, "body": read.body.ref, "functions": sorted({*new.functions}),
        "floor_area": new.floor_area,
    }  # fmt: skip


def _said(new: NewCentre) -> JsonValue:
    said = asdict(new) | {"functions": [*new.functions]}
    said["opened_on"] = new.opened_on.isoformat() if new.opened_on else None
    return {name: repr(value) if isinstance(value, float) else value for name, value in said.items()}
