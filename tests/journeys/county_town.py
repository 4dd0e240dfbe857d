"""A small city with two districts, all the departments that the fuel example names, and the county's people."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests import cast
from tests.rows import once

from linli.apps.catalogue import service as catalogue
from linli.apps.grid import facts as grid
from linli.apps.grid import service as ground
from linli.kernel.access.actors import system_actor
from linli.packs.service import publish_folder

AT = datetime(2026, 10, 9, 1, 0, tzinfo=UTC)
MAKER = system_actor("test")
ROOT = Path(__file__).resolve().parents[2]
CITY, EAST, WEST = "/9901/", "/9901/990101/", "/9901/990102/"
PING = f"{EAST}990101001/990101001001/"
XI = f"{WEST}990102001/990102001001/"
ESTATE = "990101001001001"
FUEL = "linli:supervision:fuel-vegetable_oil"
LAMP = "30428.2:component:01-37"
LON, LAT, STEP = 112.5, 37.8, 0.01

TREE = """code,name,name_en,kind,homes
9901,汾安市,Fen'an,city,0
990101,河东区,Hedong,district,0
990102,河西区,Hexi,district,0
990101001,柳溪街道,Liuxi,subdistrict,0
990101100,杏园镇,Xingyuan,township,0
990102001,西岸街道,Xi'an Road,subdistrict,0
"""
BELOW = """code,name,name_en,kind,homes
990101001001001,柳溪苑,Liuxi Court,estate,420
990101001001001001,1 号楼,Building 1,building,36
990101001001001001001,一单元,Entrance 1,entrance,12
"""
OFFICES = (
    ("urban_management", "城市管理局", "urban management bureau"),
    ("emergency", "应急管理局", "emergency management bureau"),
    ("market", "市场监督管理局", "market supervision bureau"),
    ("transport", "交通运输局", "transport bureau"),
    ("commerce", "商务局", "commerce bureau"),
    ("fire", "消防救援大队", "fire and rescue brigade"),
    ("environment", "生态环境局", "environment bureau"),
    ("police", "公安局", "public security bureau"),
)
BODIES = """code,kind,name,name_en,area,parent,office,may_lead,phone
CENTRE,centre,汾安市城运中心,Fen'an operations centre,9901,,,no,0351-1000000
LIGHTS,city_department,市路灯管理所,Street lighting office,9901,,lights,yes,0351-1000001
LIUXI,subdistrict,柳溪街道办事处,Liuxi sub-district office,990101001,,,yes,0351-1000004
XING,township,杏园镇政府,Xingyuan town government,990101100,,,yes,0351-1000005
XIAN,subdistrict,西岸街道办事处,Xi'an Road office,990102001,,,yes,0351-1000006
PING,community,平桥社区居委会,Pingqiao residents' committee,990101001001,LIUXI,,no,0351-1000007
"""


@dataclass(frozen=True, slots=True)
class People:
    """Who works for the county."""

    keeper: cast.Member
    approver: cast.Member
    officer: cast.Member
    grid_worker: cast.Member


def said(actor=MAKER, at=AT):
    return {"actor": actor, "act_id": str(uuid.uuid4()), "at": at}


def build(*packs: str) -> People:
    """Build the town in an empty database, once in a process; ``packs`` are folders below packs/."""
    return once(("county town", packs), lambda: _build(*packs))


def _build(*packs: str) -> People:
    ground.import_areas(TREE.encode(), **said())
    ground.import_areas(_communities(), **said())
    ground.import_areas(BELOW.encode(), **said())
    ground.import_bodies((BODIES + "".join(_offices())).encode(), **said())
    catalogue.load_taxonomy(**said())
    for name in packs:
        publish_folder(ROOT / "packs" / name, **said())
    ping = grid.body("PING")
    return People(
        keeper=cast.county_administrator(area=CITY),
        approver=cast.second_approver(area=CITY),
        officer=cast.officer(cast.Body(grid.body("LIGHTS").id, grid.body("LIGHTS").ref), CITY),
        grid_worker=cast.staff(cast.Role.GRID_WORKER, "周桂英", area=PING, body=cast.Body(ping.id, ping.ref)),
    )


def approved(**more) -> str:
    """A row in force, proposed and approved by two systems."""
    proposal = catalogue.Proposal(
        **{"subject": LAMP, "area": "*", "lead": "LIGHTS", "valid_from": AT.date(), **more}
    )
    ref = catalogue.propose_row(proposal, **said())["ref"]
    catalogue.approve_row(ref, **said(system_actor("second")))
    return ref


def _offices():
    for number, name in ((1, "河东区"), (2, "河西区")):
        latin = "Hedong" if number == 1 else "Hexi"
        for office, zh, en in OFFICES:
            code = f"{office[:4].upper()}{number}"
            yield f"{code},district_department,{name}{zh},{latin} {en},99010{number},,{office},yes,0351-20000{number}0\n"


def _square(x: float, y: float) -> dict[str, object]:
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    ring = [[round(LON + (x + a) * STEP, 7), round(LAT + (y + b) * STEP, 7)] for a, b in corners]
    return {"type": "Polygon", "coordinates": [ring]}


def _communities() -> bytes:
    named = [
        ("990101001001", "平桥社区", "Pingqiao", "community", 0, 0),
        ("990101001002", "云门社区", "Yunmen", "community", 1, 0),
        ("990101100200", "南杏村", "Nanxing", "village", 0, 1),
        ("990102001001", "西岸社区", "Xi'an Road", "community", 1, 1),
    ]
    features = [
        {
            "type": "Feature",
            "properties": {"code": c, "name": n, "name_en": e, "kind": k},
            "geometry": _square(x, y),
        }
        for c, n, e, k, x, y in named
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()
