"""The same by program: join, take, confirm, give, ask; every answer of the promised shape, closed to others."""

import pytest
from tests.apps.volunteers.conftest import END, PING, START
from tests.city import AT, act_id
from tests.contracts.api.conftest import Api
from tests.contracts.api.test_operations import fits

from linli.apps.volunteers import facts, service
from linli.apps.volunteers.facts.codes import slip_code, start_code
from linli.apps.volunteers.models import Hours, Volunteer
from linli.web.api import pace

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
JOIN = {"name": "李老师", "born": "1960-03-01", "area": PING, "agrees": True, "saves_time": True}


@pytest.fixture
def api(town):
    pace.forget_all()
    return Api(town.city)


def test_joining_and_leaving_by_program(town, api, still):
    teacher = api.as_("teacher")
    assert api.post("/volunteers", JOIN).status_code == 401
    assert (
        teacher.post("/volunteers", {**JOIN, "born": "2015-01-01"}).json()["problems"][0]["field"] == "born"
    )
    fits(teacher.post("/volunteers", JOIN), "/volunteers", "POST", 201)
    assert teacher.post("/volunteers", JOIN).status_code == 409
    assert fits(teacher.get("/volunteers/me"), "/volunteers/me")["state"] == "applied"
    service.decide(Volunteer.objects.get().ref, accept=True, **town.said("clerk"))
    assert (
        fits(teacher.post("/volunteers/me", {"do": "pause"}), "/volunteers/me", "POST")["state"] == "paused"
    )
    assert teacher.post("/volunteers/me", {"do": "leave"}).json()["state"] == "left"
    assert api.as_("friend").post("/volunteers/me", {"do": "pause"}).status_code == 404
    courier = {**JOIN, "name": "赵强", "courier": True, "platform": "同城"}
    assert api.as_("courier").post("/volunteers", courier).status_code == 201
    assert fits(api.get("/volunteers/totals"), "/volunteers/totals")["figures"] == {
        "volunteers.teams": 0,
        "volunteers.tasks": 0,
        "volunteers.hours": 0,
    }
    town.team()
    assert (
        fits(api.get("/volunteers/teams", kind="environment"), "/volunteers/teams")["teams"][0]["members"]
        == 0
    )


def test_a_task_by_program(town, api, still):
    town.join("teacher", banks=True)
    task = {"kind": "errand", "title": "帮取米面", "place": "服务站门口", "area": PING, "body": town.city.ref("CENTRE"),
            "starts_at": START.isoformat(), "ends_at": END.isoformat()}  # fmt: skip
    assert api.as_("friend").post("/volunteer-tasks", task).status_code == 404
    clerk, teacher = api.as_("clerk"), api.as_("teacher")
    assert clerk.post("/volunteer-tasks", {**task, "starts_at": "soon"}).status_code == 422
    assert clerk.post("/volunteer-tasks", {**task, "title": "打 13900000004"}).status_code == 422
    ref = fits(clerk.post("/volunteer-tasks", task), "/volunteer-tasks", "POST", 201)["ref"]
    assert fits(api.get("/volunteer-tasks"), "/volunteer-tasks")["tasks"][0]["why"] == []
    near = fits(teacher.get("/volunteer-tasks", near="true"), "/volunteer-tasks")["tasks"]
    assert near[0]["why"][0]["zh"] == "就在您选的地方"
    part = fits(
        teacher.post(f"/volunteer-tasks/{ref}/take", {}), "/volunteer-tasks/{task}/take", "POST", 201
    )["ref"]
    where = f"/engagements/{part}"
    assert teacher.post(where, {"do": "start", "code": "XX"}).json()["problems"][0]["field"] == "code"
    service.start(part, start_code(ref), **town.said("teacher", START))
    service.finish(part, start_code(ref), **town.said("teacher", END))
    assert teacher.post(where, {"do": "confirm", "minutes": 120}).status_code == 409
    assert api.as_("friend").post(where, {"do": "confirm", "minutes": 120}).status_code == 404
    for minutes in (-5, 1500):
        assert clerk.post(where, {"do": "confirm", "minutes": minutes}).status_code == 422
    assert api.post(where, {"do": "confirm", "minutes": 60, "code": slip_code(part)}).status_code == 401
    fits(clerk.post(where, {"do": "confirm", "minutes": 120}), "/engagements/{engagement}", "POST")
    mine = fits(teacher.get("/volunteers/me"), "/volunteers/me")
    assert (mine["minutes"], mine["engagements"][0]["confirmed_by"]) == (120, "organiser")
    assert fits(teacher.get("/time"), "/time")["minutes"] == 120
    short = teacher.post("/time/gifts", {"minutes": 1000}).json()
    assert (short["code"], "还差 14 小时 40 分。" in short["zh"]) == ("accounts.overdraft", True)
    assert "14 h 40 min missing" in short["en"]
    assert fits(teacher.post("/time/gifts", {"minutes": 30}), "/time/gifts", "POST")["pool"] == 30
    assert Hours.objects.get().banked


def test_a_favour_by_program(town, api, still):
    said = {"side": "ask", "kind": "letter", "words": "请帮我念一封信", "area": PING, "knows": True}
    old_man, friend = api.as_("old_man"), api.as_("friend")
    assert old_man.post("/favours", {**said, "words": "打13900000004"}).status_code == 422
    ref = fits(old_man.post("/favours", said), "/favours", "POST", 201)["ref"]
    assert fits(api.get("/favours"), "/favours")["favours"] == []
    service.review(ref, show=True, **town.said("clerk"))
    assert fits(api.get("/favours", side="ask"), "/favours")["favours"][0]["ref"] == ref
    match = fits(friend.post(f"/favours/{ref}/answer", {}), "/favours/{favour}/answer", "POST", 201)["ref"]
    where = f"/favour-matches/{match}"
    friend.post(where, {"do": "write", "text": "下午三点过来"})
    assert fits(old_man.get(where), "/favour-matches/{match}")["lines"][0]["text"] == "下午三点过来"
    assert api.as_("clerk").get(where).status_code == 404
    for one in (friend, old_man):
        told = fits(one.post(where, {"do": "done", "minutes": 30}), "/favour-matches/{match}", "POST")
    assert told["state"] == "done"
    assert facts.shown(town.people["friend"].actor, AT)[0] == ()
    assert api.as_("old_man").get(f"/favour-matches/{act_id()}").status_code == 404
