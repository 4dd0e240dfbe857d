"""The smallest city in which a case can live its whole life, built by the product's own services."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from tests import cast
from tests.rows import is_empty, once

from linli.apps.catalogue import service as catalogue
from linli.apps.grid import facts as grid
from linli.apps.grid import service as places
from linli.kernel.access.actors import system_actor

AT = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)  # a Friday, 09:00 in Shanghai; the 10th is a working Saturday
MAKER = system_actor("test")
WEST, SOUTH, STEP = 112.5, 37.8, 0.01
PACKS = Path(__file__).resolve().parents[1] / "packs"

TREE = """code,name,name_en,kind
9901,汾安市,Fen'an,city
990101,河东区,Hedong,district
990101001,柳溪街道,Liuxi,subdistrict
990101100,杏园镇,Xingyuan,township
"""
BODIES = """code,kind,name,name_en,area,parent,office,may_lead,phone
CENTRE,centre,汾安市城运中心,Fen'an operations centre,9901,,,no,0351-1000000
LIGHTS,city_department,市路灯管理所,Street lighting office,9901,,lights,yes,0351-1000001
DRAINS,city_department,市政排水所,Drainage office,9901,,drains,yes,0351-1000002
CGJ,district_department,河东区城市管理局,Hedong urban management bureau,990101,,cgj,yes,0351-1000003
LIUXI,subdistrict,柳溪街道办事处,Liuxi sub-district office,990101001,,,yes,0351-1000004
PING,community,平桥社区居委会,Pingqiao residents' committee,990101001001,LIUXI,,no,0351-1000005
CHECK,centre,河东区核查队,Hedong check team,990101,,check,no,0351-1000006
"""


@dataclass(slots=True)
class City:
    """What a test may ask of the city: bodies by code, the people of the cast."""

    bodies: dict[str, grid.BodyFact]
    packs: dict[str, str]
    people: dict[str, cast.Member] = field(default_factory=dict)

    def body(self, code: str) -> cast.Body:
        """A body as the cast wants it."""
        return cast.Body(self.bodies[code].id, self.bodies[code].ref)

    def ref(self, code: str) -> str:
        """The ref of a body."""
        return self.bodies[code].ref


def act_id() -> str:
    return str(uuid.uuid4())


def said() -> dict[str, object]:
    return {"actor": MAKER, "act_id": act_id(), "at": AT}


def _square(x: float, y: float) -> dict[str, object]:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    ring = [[round(WEST + (x + a) * STEP, 7), round(SOUTH + (y + b) * STEP, 7)] for a, b in corners]
    return {"type": "Polygon", "coordinates": [ring]}


def _communities() -> bytes:
    named = [
        ("990101001001", "平桥社区", "community", 0, 0),
        ("990101001002", "云门社区", "community", 1, 0),
        ("990101100200", "南杏村", "village", 0, 1),
    ]
    features = [
        {"type": "Feature", "properties": {"code": c, "name": n, "kind": k}, "geometry": _square(x, y)}
        for c, n, k, x, y in named
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


POINT = (WEST + STEP / 2, SOUTH + STEP / 2)  # in 平桥社区


@cache
def frozen(name: str) -> str:
    """A shipped pack as it is published; reading and checking it costs more than a test should."""
    from linli.packs.checking import check_folder
    from linli.packs.service import frozen as freeze

    checked = check_folder(PACKS / name)
    assert not checked.found, checked.found
    return json.dumps([checked.definition.name, freeze(checked)])


def publish(name: str) -> str:
    service, definition = json.loads(frozen(name))
    return catalogue.publish_pack(service, definition, **said())


def tiny_city(*packs: str) -> City:
    """The city in an empty database, built once in a process; ``packs`` beside the base request."""
    if not is_empty():
        return _build(*packs)
    return once(("tiny city", packs), lambda: _build(*packs))


def _build(*packs: str) -> City:
    places.import_areas(TREE.encode(), **said())
    places.import_areas(_communities(), **said())
    places.import_bodies(BODIES.encode(), **said())
    catalogue.load_taxonomy(**said())
    published = {name: publish(name) for name in ("base/request", *packs)}
    bodies = {
        code: grid.body(code) for code in ("CENTRE", "LIGHTS", "DRAINS", "CGJ", "LIUXI", "PING", "CHECK")
    }
    city = City(bodies, published)
    whole, district = "/9901/", "/9901/990101/"
    city.people = {
        "resident": cast.resident(),
        "neighbour": cast.unrelated_neighbour(),
        "joiner": cast.joined_neighbour(),
        "clerk": cast.clerk(whole, city.body("CENTRE")),
        "dispatcher": cast.dispatcher(whole, city.body("CENTRE")),
        "officer": cast.officer(city.body("DRAINS"), whole),
        "other_officer": cast.officer_of_another_body(city.body("LIGHTS"), whole),
        "checker": cast.checker(district, city.body("CHECK")),
        "caller": cast.caller(whole, city.body("CENTRE")),
        "supervisor": cast.supervisor(whole),
    }
    return city
