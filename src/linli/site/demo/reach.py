"""What people of the demo city walk to, an invented street network of its first district, and its service cards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from linli.apps.centres import service
from linli.apps.centres.facts import study
from linli.core.reach.network import Edge, build
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Source
from linli.site.demo import naming, plane
from linli.site.demo.ground import Place
from linli.site.demo.hand import Hand, portions, together
from linli.site.demo.settle import MAKER

SINCE = timedelta(days=90)
BLOCK = 0.16  # kilometres between streets
SHIFTS = ((0.05, 0.03), (-0.09, 0.07), (0.12, -0.1), (-0.04, -0.12), (0.15, 0.09))
OPENED = date(2020, 1, 1)


def lay(city: Place, staff: Mapping[str, Actor], hand: Hand, until: datetime) -> None:
    """Enter facilities, streets and lines of cards, measure, and answer one planner's question."""
    table = naming.table("reach")
    said = _by(MAKER, until - SINCE)
    for few in portions(_facilities(city, table["facilities"])):
        with together():
            for new in few:
                hand.once(f"reach/facility/{new.code}", service.register_facility, new, **said)
    for few in portions(_lines(city, table)):
        with together():
            for step, line in few:
                hand.once(f"reach/line/{step}", service.enter_line, line, **said)
    streets = _streets(next(iter(city.children)), table["network"], until)
    hand.once("reach/streets", service.bring_streets, streets, **_by(MAKER, until - SINCE))
    hand.once("reach/measured", service.measure_reach, **_by(MAKER, until - timedelta(days=1)))
    asked = service.NewStudy(area=city.children[0].code, **table["study"])
    planner = staff.get("administrator", MAKER)
    ref = hand.once("reach/study", service.ask_study, asked, **_by(planner, until - timedelta(hours=3)))
    if study(ref, actor=MAKER).answer is None:
        service.answer_study(ref, at=until - timedelta(hours=3) + timedelta(minutes=1), source=Source.DEMO)


def _by(actor: Actor, at: datetime) -> dict[str, Any]:
    return {"actor": actor, "at": at, "source": Source.DEMO}


def _facilities(city: Place, rows: list[dict[str, Any]]) -> Iterator[service.NewFacility]:
    units = [unit for district in city.children for unit in district.children]
    places = {"unit": units, "community": [*city.below("community")], "village": [*city.below("village")]}
    for row in rows:
        for n, place in enumerate(places[row["of"]][:: row["step"]]):
            east, north = SHIFTS[(n + len(row["kind"])) % len(SHIFTS)]
            spot = (place.middle[0] + east, place.middle[1] + north)
            lon, lat = plane.to_degrees(
                *(spot if place.ground.contains(shapely.Point(spot)) else place.middle)
            )
            yield service.NewFacility(
                code=f"{row['kind']}-{place.code}", kind=row["kind"], name_zh=_short(place.name[0]) + row["name"],
                name_en=f"{place.name[1]} {row['en']}", lon=lon, lat=lat, area=place.code,
                phone=f"0351-99{len(row['kind']) % 10}{int(place.code[-6:]) % 10000:04d}", opened_on=OPENED,
            )  # fmt: skip


def _short(name: str) -> str:
    return name.removesuffix("社区").removesuffix("街道")


def _lines(city: Place, table: Mapping[str, Any]) -> Iterator[tuple[str, service.NewLine]]:
    for row in table["city_lines"]:
        yield f"city/{row['kind']}", service.NewLine(area=city.code, **row)
    units = [unit for district in city.children for unit in district.children]
    for row in table["unit_lines"]:
        for n, unit in enumerate(units):
            said = {
                **row,
                "name_zh": _short(unit.name[0]) + row["name_zh"],
                "phone": f"{row['phone']}{n:02d}",
            }
            yield f"{unit.code}/{row['kind']}", service.NewLine(area=unit.code, **said)
    for row in table["leaf_lines"]:
        for leaf in city.below("community"):
            yield f"{leaf.code}/{row['kind']}", service.NewLine(area=leaf.code, **row)


def _streets(district: Place, said: Mapping[str, str], until: datetime) -> service.NewStreets:
    """Lay blocks over the towns of a district: every eighth stretch is missing, as in towns that grew."""
    ground = shapely.union_all([unit.ground for unit in district.children if not unit.is_rural])
    shapely.prepare(ground)
    west, south, east, north = ground.bounds
    columns, rows = np.arange(west, east, BLOCK), np.arange(south, north, BLOCK)
    inside = {
        (x, y): plane.to_degrees(float(a), float(b))
        for x, a in enumerate(columns)
        for y, b in enumerate(rows)
        if shapely.contains_xy(ground, a, b)
    }
    ways = [
        *_pairs(len(columns), len(rows)),
        *((b[::-1], a[::-1]) for a, b in _pairs(len(rows), len(columns))),
    ]
    drawn = [(a, b) for a, b in sorted({tuple(sorted(way)) for way in ways}) if a in inside and b in inside]
    kept = [way for n, way in enumerate(drawn) if n % 8 != 3]  # noqa: PLR2004 - which one is missing is any
    nodes = {f"{x}/{y}": point for (x, y), point in inside.items()}
    edges = [Edge(n, f"{a[0]}/{a[1]}", f"{b[0]}/{b[1]}") for n, (a, b) in enumerate(kept)]
    network, faults = build(nodes, edges)
    digest = service.digest_of(repr((sorted(nodes.items()), kept)).encode())
    day = (until - SINCE).date()
    return service.NewStreets(network, digest, len(faults), said["source"], said["licence"], day)


def _pairs(wide: int, high: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for y in range(high):
        yield from (((a, y), (b, y)) for a, b in pairwise(range(wide)))
