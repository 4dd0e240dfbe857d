"""A small town on a plane of squares: one street, one township, four communities and villages."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime

import pytest
from tests import cast

from linli.apps.grid import facts, service
from linli.apps.grid.service import NewRoster
from linli.kernel.access.actors import system_actor

AT = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
IMPORTER = system_actor("test")
STREET = "/9901/990101/990101001/"
WEST, SOUTH, STEP = 112.5, 37.8, 0.01

CSV = """code,name,name_en,kind,homes,lon,lat
9901,汾安市,Fen'an,city,,,
990101,河东区,Hedong,district,,,
990101001,柳巷街道,Liuxiang,subdistrict,,,
990101100,杏园镇,Xingyuan,township,,,
"""


def square(x, y, size=1.0):
    west, south, width = WEST + x * STEP, SOUTH + y * STEP, size * STEP
    ring = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    return {
        "type": "Polygon",
        "coordinates": [[[round(west + a * width, 7), round(south + b * width, 7)] for a, b in ring]],
    }


def feature(geometry=None, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


COMMUNITIES = (
    feature(square(0, 0), code="990101001001", name="东社区", kind="community"),
    feature(square(1, 0), code="990101001002", name="西社区", kind="community"),
    feature(square(0, 1), code="990101100200", name="南村", kind="village"),
    feature(square(1, 1), code="990101100201", name="北村", kind="village"),
)
ADDRESSES = f"""code,name,kind,lon,lat,homes
990101001001001,杏花苑,estate,{WEST + 0.002},{SOUTH + 0.002},420
990101001001001001,1号楼,building,{WEST + 0.002},{SOUTH + 0.002},60
990101001001001001001,1单元,entrance,,,20
990101100200001,前庄,natural_village,{WEST + 0.002},{SOUTH + 0.012},80
990101100200002,第二村民小组,group,,,35
"""
BODIES = """code,kind,name,name_en,area,parent,office,may_lead,phone
CITY,city_department,市城管局,City management bureau,9901,,cgj,yes,0351-1000001
CGJ,district_department,河东区城管局,Hedong city management bureau,990101,CITY,cgj,yes,0351-1000002
LX,subdistrict,柳巷街道办事处,Liuxiang office,990101001,,,yes,0351-1000003
XY,township,杏园镇政府,Xingyuan government,990101100,,,yes,0351-1000004
DONG,community,东社区居委会,East residents' committee,990101001001,LX,,no,0351-1000005
"""


def act_id():
    return str(uuid.uuid4())


def said(actor=IMPORTER):
    return {"actor": actor, "act_id": act_id(), "at": AT}


@pytest.fixture
def tree(db):
    service.import_areas(CSV.encode(), **said())
    service.import_areas(geojson(*COMMUNITIES), **said())


@pytest.fixture
def town(tree):
    halves = [
        feature(square(x, y, 0.5), code=f"990101001001{n:03d}")
        for n, (x, y) in enumerate([(0, 0), (0.5, 0), (0, 0.5), (0.5, 0.5)], start=1)
    ]
    service.import_cells(geojson(*halves), kind="unit", **said())
    whole = feature(square(0, 0), code="990101001001001", homes="420")
    service.import_cells(geojson(whole), kind="responsibility", **said())
    service.import_areas(ADDRESSES.encode(), **said())
    service.import_bodies(BODIES.encode(), **said())


def path(code):
    return facts.area(code).path


def ref(code):
    return facts.area(code).ref


def body_ref(code):
    return facts.body(code).ref


def open_roster(code, body="LX", **options):
    new = NewRoster(code, "夜班", "Night duty", "0351-110")
    return service.open_roster(body_ref(body), new, **(options or said()))["roster"]


@pytest.fixture
def crew(town):
    return [cast.clerk(area=STREET), cast.dispatcher(area=STREET), cast.checker(area=STREET)]


@pytest.fixture
def roster(town):
    return open_roster("night")
