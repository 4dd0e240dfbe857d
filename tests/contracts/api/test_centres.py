"""Centres, bookings, seats and draws by program: the shapes that were promised, and who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.apps.centres import stage
from tests.apps.centres.test_room_pages import open_day
from tests.contracts.api.test_operations import fits

from linli.apps.centres import service

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.usefixtures("announced_holidays"),
]


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
    showing = service.open_showing(new, **stage.said(api.city.people["clerk"]))
    seats = fits(
        me.post(f"/showings/{showing}/seats", {"seats": [7, 8]}), "/showings/{showing}/seats", "POST", 201
    )
    assert fits(api.get(f"/showings/{showing}"), "/showings/{showing}")["taken"] == [7, 8]
    fits(me.post(f"/seats/{seats['seats'][0]}/end", {}), "/seats/{seat}/end", "POST")
    until = stage.AT + timedelta(days=1)
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


def test_who_keeps_a_centre_does_so_by_program_too(api, centre):
    from tests import cast

    api.city.people["keeper"] = cast.county_administrator("/9901/")
    keeper, desk, room = api.as_("keeper"), api.as_("clerk"), stage.room(centre, stage.CINEMA)
    whole = {
        "code": "PING-1",
        "name_zh": "平桥中心",
        "body": "PING",
        "area": "990101001001",
        "hours": stage.HOURS,
    }
    assert desk.post(f"/centres/{centre}/change", whole).status_code == 404
    assert keeper.post(f"/centres/{centre}/change", whole).json() == {"ref": centre}
    closed = {"first": "2026-10-20", "last": "2026-10-21", "reason": "repairs"}
    closing = keeper.post(f"/centres/{centre}/closings", closed).json()["ref"]
    assert keeper.post(f"/centres/{centre}/closings", {**closed, "last": ""}).status_code == 422
    assert keeper.post(f"/closings/{closing}/end", {}).json() == {"ref": closing}
    shown = {"day": "2026-10-12", "start": "15:00", "end": "17:00", "title_zh": "老电影"}
    ref = desk.post(f"/rooms/{room}/showings", shown).json()["ref"]
    assert api.get(f"/showings/{ref}").json()["title"]["zh"] == "老电影"
    cinema = {"code": "C1", "kind": "cinema", "name_zh": "大影院", "places": 108, "rows": 9}
    assert keeper.post(f"/rooms/{room}/change", cinema).json() == {"ref": room}
    assert keeper.post(f"/rooms/{room}/end", {}).status_code == 409
    draw = {
        "family": "dance", "title_zh": "舞蹈班", "apply_until": "2026-10-20T18:00:00+08:00",
        "choices": [{"code": "tue", "name_zh": "周二", "places": 1}],
    }  # fmt: skip
    made = desk.post(f"/centres/{centre}/draws", draw).json()["ref"]
    assert desk.post(f"/centres/{centre}/draws", {**draw, "apply_until": "soon"}).status_code == 422
    mine = api.as_("resident").post(f"/draws/{made}/applications", {"wanted": ["tue"]}).json()["ref"]
    moved = api.as_("resident").post(f"/applications/{mine}/moves", {"move": "give_back"})
    assert (moved.status_code, moved.json()["code"]) == (409, "centres.not_drawn")
    assert keeper.post(f"/queues/{centre}/hall", {"opens": 510, "closes": 1_020}).status_code == 200
    business = {"letter": "A", "code": "social", "name_zh": "社保"}
    assert keeper.post(f"/queues/{centre}/businesses", business).status_code == 200
    assert (
        keeper.post(f"/queues/{centre}/counters", {"sign": "1", "businesses": ["social"]}).status_code == 201
    )
    assert keeper.post(f"/queues/{centre}/counters", {"sign": "1", "businesses": ["x"]}).status_code == 422
    assert keeper.post(f"/lending/{centre}/rules", {"loan_days": 14}).status_code == 200
    assert desk.post(f"/lending/{centre}/titles", {"name": "红楼梦", "barcode": "B-1"}).status_code == 201
    assert desk.post(f"/lending/{centre}/copies", {"barcode": "B-1", "state": "lost"}).status_code == 200
    assert fits(desk.get(f"/lending/{centre}/loans"), "/lending/{centre}/loans")["loans"] == []
    assert keeper.post(f"/centres/{centre}/end", {"on": "2027-01-01"}).json() == {"ref": centre}


def test_an_adviser_says_hours_and_absences_by_program(api, centre):
    from tests import cast

    api.city.people["keeper"] = cast.county_administrator("/9901/")
    api.city.people["lawyer"] = lawyer = cast.adviser("/9901/990101/")
    keeper = api.as_("keeper")
    wish = {"login": lawyer.account.login, "kind": "lawyer", "name_zh": "沈律"}
    wrong = keeper.post(f"/centres/{centre}/advisers", {**wish, "login": "nobody"})
    assert wrong.status_code == 422
    made = keeper.post(f"/centres/{centre}/advisers", wish)
    ref = made.json()["ref"]
    own = api.as_("lawyer")
    hours = {"hours": [{"weekday": 0, "starts": 540, "ends": 660}]}
    assert own.post(f"/advisers/{ref}/hours", hours).json() == {"ref": ref}
    assert (
        own.post(f"/advisers/{ref}/hours", {"hours": [{"weekday": 9, "starts": 0, "ends": 1}]}).status_code
        == 422
    )
    assert own.post(f"/advisers/{ref}/away", {"first": "2026-10-12", "last": "2026-10-12"}).status_code == 200
    assert api.as_("clerk").post(f"/advisers/{ref}/hours", hours).status_code == 404
    assert api.as_("resident").post(f"/advisers/{ref}/wait", {"wants": True}).status_code == 409
    assert api.as_("clerk").post("/consultation-codes", {"code": "1", "move": "cancel"}).status_code == 404
