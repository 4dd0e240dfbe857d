"""Centres, bookings, seats and draws by program: the shapes that were promised, and who may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.apps.centres import stage
from tests.apps.centres.test_room_pages import open_day
from tests.contracts.api.test_operations import fits

from linli.apps.centres import service

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def centre(api):
    return stage.centre()


def test_the_register_and_a_room_s_day(api, centre):
    room = stage.room(centre)
    listed = fits(api.get("/centres", q="平桥", area="990101"), "/centres")["centres"]
    assert [one["floor_area"] for one in listed] == [1050]
    assert api.get("/centres", area="nowhere").status_code == 422
    found = fits(api.get(f"/centres/{centre}"), "/centres/{centre}")
    assert [one["ref"] for one in found["rooms"]] == [room]
    day = open_day(room)
    told = fits(api.get(f"/rooms/{room}", day=day.isoformat()), "/rooms/{room}")
    assert told["taken"] == []
    assert told["free"] == told["opening"]["hours"]
    assert api.get(f"/rooms/{room}", day="soon").status_code == 422
    assert api.get("/rooms/x").status_code == api.get("/centres/x").status_code == 404


def test_a_room_is_booked_cancelled_and_listed(api, centre):
    room = stage.room(centre)
    day = open_day(room)
    wish = {
        "room": room,
        "day": day.isoformat(),
        "start": "09:00",
        "end": "10:00",
        "people": 3,
        "purpose": "dance",
    }
    assert api.post("/bookings", wish).status_code in {401, 403}
    me, neighbour, desk = api.as_("resident"), api.as_("neighbour"), api.as_("clerk")
    made = fits(me.post("/bookings", wish), "/bookings", "POST", 201)
    assert neighbour.post("/bookings", wish).json()["code"] == "centres.taken"
    (mine,) = fits(me.get("/bookings"), "/bookings")["bookings"]
    assert mine["ref"] == made["booked"][0]["ref"]
    assert neighbour.get(f"/centres/{centre}/bookings", day=day.isoformat()).status_code == 404
    listed = fits(desk.get(f"/centres/{centre}/bookings", day=day.isoformat()), "/centres/{centre}/bookings")
    assert len(listed["bookings"]) == 1
    where = f"/bookings/{mine['ref']}/moves"
    assert neighbour.post(where, {"move": "cancel"}).status_code == 404
    assert desk.post(where, {"move": "came"}).status_code == 409
    assert fits(me.post(where, {"move": "cancel"}), "/bookings/{booking}/moves", "POST")["cancelled"]
    assert not fits(me.post(where, {"move": "undo"}), "/bookings/{booking}/moves", "POST")["cancelled"]
    other = {**wish, "start": "10:00", "end": "11:00", "name": "王秀兰", "phone": "13800001234"}
    assert neighbour.post("/bookings", other).status_code == 404
    fits(desk.post("/bookings", other), "/bookings", "POST", 201)


def test_seats_and_draws(api, centre):
    cinema = stage.room(centre, stage.CINEMA)
    day, me, desk = open_day(cinema), api.as_("resident"), api.as_("clerk")
    new = service.NewShowing(cinema, day, "09:00", "11:00", "老电影")
    showing = service.open_showing(new, **stage.said(api.city.people["clerk"], datetime.now(UTC)))
    seats = fits(
        me.post(f"/showings/{showing}/seats", {"seats": [7, 8]}), "/showings/{showing}/seats", "POST", 201
    )
    assert fits(api.get(f"/showings/{showing}"), "/showings/{showing}")["taken"] == [7, 8]
    fits(me.post(f"/seats/{seats['seats'][0]}/end", {}), "/seats/{seat}/end", "POST")
    until = datetime.now(UTC) + timedelta(days=1)
    draw = service.open_draw(
        service.NewDraw(centre, "dance", "舞蹈班", until, (service.NewChoice("a", "甲", 1),)),
        **stage.said(api.city.people["clerk"]),
    )
    applied = fits(
        me.post(f"/draws/{draw}/applications", {"wanted": ["a"]}), "/draws/{draw}/applications", "POST", 201
    )
    assert applied["tickets"] == 1
    assert fits(api.get("/draws"), "/draws")["draws"][0]["applicants"] == 1
    assert fits(api.get(f"/draws/{draw}"), "/draws/{draw}")["state"] == "open"
    assert api.get(f"/draws/{draw}/file").status_code == 404
    assert desk.post(f"/draws/{draw}/moves", {"move": "close"}).json()["code"] == "centres.still_open"
    assert me.post(f"/draws/{draw}/moves", {"move": "close"}).status_code == 404
    fits(me.post(f"/applications/{applied['ref']}/end", {}), "/applications/{application}/end", "POST")
