"""Two districts on a plane of squares, with the bodies that the matrix names."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime

import pytest
from tests import cast
from tests.rows import once

from linli.apps.catalogue import service
from linli.apps.catalogue.service import Proposal
from linli.apps.grid import facts as grid
from linli.apps.grid import service as ground
from linli.kernel.access.actors import system_actor

AT = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
DAY = date(2026, 10, 8)
MACHINE = system_actor("test")
WEST, SOUTH, STEP = 112.5, 37.8, 0.01
CITY, PILOT, OTHER = "/9901/", "/9901/990101/", "/9901/990102/"
EAST = "/9901/990101/990101001/990101001001/"
LAMP = "30428.2:component:01-37"
FUEL = "linli:supervision:fuel-vegetable_oil"

CSV = """code,name,name_en,kind
9901,汾安市,Fen'an,city
990101,河东区,Hedong,district
990102,河西区,Hexi,district
990101001,柳巷街道,Liuxiang,subdistrict
990102001,西岸街道,Xi'an Road,subdistrict
"""
BODIES = """code,kind,name,name_en,area,parent,office,may_lead
CGJ,district_department,河东区城管局,Hedong city management,990101,,urban_management,yes
CGJ2,district_department,河西区城管局,Hexi city management,990102,,urban_management,yes
YJ,district_department,河东区应急局,Hedong emergency management,990101,,emergency,yes
WATER,city_department,市水务局,City water bureau,9901,,water,yes
LX,subdistrict,柳巷街道办事处,Liuxiang office,990101001,,,yes
XA,subdistrict,西岸街道办事处,Xi'an Road office,990102001,,,yes
DONG,community,东社区居委会,East residents' committee,990101001001,LX,,no
"""


def square(x):
    west, south = WEST + x * STEP, SOUTH
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    ring = [[round(west + a * STEP, 7), round(south + b * STEP, 7)] for a, b in corners]
    return {"type": "Polygon", "coordinates": [ring]}


def said(actor=MACHINE, at=AT):
    return {"actor": actor, "act_id": str(uuid.uuid4()), "at": at}


@pytest.fixture
def town(db):
    once("two districts on a plane", _town)


def _town():
    ground.import_areas(CSV.encode(), **said())
    places = (("990101001001", "东社区"), ("990102001001", "西社区"))
    features = [
        {
            "type": "Feature",
            "geometry": square(x),
            "properties": {"code": code, "name": name, "kind": "community"},
        }
        for x, (code, name) in enumerate(places)
    ]
    ground.import_areas(json.dumps({"type": "FeatureCollection", "features": features}).encode(), **said())
    ground.import_bodies(BODIES.encode(), **said())


@pytest.fixture
def loaded(town):
    once("two districts and all subjects", lambda: service.load_taxonomy(**said()))


@pytest.fixture
def keeper(db):
    return cast.county_administrator(area=CITY).actor


@pytest.fixture
def approver(db):
    return cast.second_approver(area=CITY).actor


def ref(code):
    return grid.body(code).ref


def proposal(**more):
    return Proposal(
        **{"subject": LAMP, "area": "*", "lead": "$district:urban_management", "valid_from": DAY, **more}
    )


@pytest.fixture
def in_force(loaded, keeper, approver):
    def propose_and_approve(**more):
        answer = service.propose_row(proposal(**more), **said(keeper))
        service.approve_row(answer["ref"], **said(approver))
        return answer["ref"]

    return propose_and_approve
