"""A centre with a dance room and a cinema, for the tests of this app."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from tests import cast
from tests.city import AT, MAKER

from linli.apps.centres import service

HOURS = "1-5 08:30-12:00,14:00-18:00; 6 09:00-17:00"
CENTRE = service.NewCentre(
    code="PING-1", name_zh="平桥党群服务中心", name_en="Pingqiao centre", body="PING", area="990101001001",
    lon=112.505, lat=37.805, floor_area=1050, floor_area_before=71, functions=("services", "elderly"),
    opened_on=date(2026, 1, 5), hours=HOURS, phone="0351-1000005", address_zh="平桥巷 1 号",
)  # fmt: skip
DANCE = service.NewRoom(
    code="D1", kind="dance", name_zh="舞蹈室", name_en="Dance room", places=20, equipment=("mirrors", "sound")
)
CINEMA = service.NewRoom(code="C1", kind="cinema", name_zh="影院", name_en="Cinema", places=108, rows=9)
MONDAY, TUESDAY, SATURDAY = date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 10)


def said(who, at: datetime = AT, **more):
    actor = who if hasattr(who, "key") else who.actor
    return {"actor": actor, "act_id": str(uuid.uuid4()), "at": at, **more}


def centre(**more) -> str:
    from dataclasses import replace

    return service.register_centre(replace(CENTRE, **more), **said(MAKER))


def room(of: str, new=DANCE, **more) -> str:
    from dataclasses import replace

    return service.enter_room(of, replace(new, **more), **said(MAKER))


def wish(room_ref: str, day: date = MONDAY, start="09:00", end="10:00", **more):
    return service.NewBooking(room_ref, day, start, end, **more)


def later(**more) -> datetime:
    return AT + timedelta(**more)


def clerk():
    return cast.clerk("/9901/990101/")
