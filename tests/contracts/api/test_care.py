"""Care by program: each operation for whoever may, in the shape that was promised, and nothing for others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.care.conftest import SON, by, house, in_care, roomy, said, sheet_of, visited  # noqa: F401
from tests.apps.care.test_visiting import BATH
from tests.contracts.api.conftest import Api
from tests.contracts.api.test_operations import fits

from linli.apps.care import service
from linli.kernel.ui import show

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def api_of(house, member):  # noqa: F811
    client = Client()
    if member is not None:
        client.force_login(member.account)
    return Api(house.city, client)


def today():
    return show.local(timezone.now()).date()


def test_rooms_are_for_everybody(roomy):  # noqa: F811
    (room,) = fits(api_of(roomy, None).get("/care/rooms"), "/care/rooms")["rooms"]
    assert (room["places"], room["free"], room["waiting"]) == (2, 2, 0)


def test_a_person_lets_a_son_see_and_takes_it_back(in_care):  # noqa: F811
    mother, son = api_of(in_care, in_care.mother), api_of(in_care, in_care.son)
    path = f"/care/mine/{in_care.file}"
    assert son.get(path).status_code == 404
    sent = {"name": "刘志强", "phone": SON, "relation": "child", "may_view": True}
    made = fits(mother.post(f"{path}/family", sent), "/care/mine/{file}/family", "POST", 201)
    assert fits(son.get(path), "/care/mine/{file}")["seat"] == "family"
    assert [one["relation"] for one in fits(son.get("/care/mine"), "/care/mine")["files"]] == ["child"]
    assert mother.post(f"{path}/family", {**sent, "relation": "boss"}).status_code == 422
    back = mother.post(f"{path}/family/{made['ref']}/withdraw", {})
    fits(back, "/care/mine/{file}/family/{member}/withdraw", "POST")
    assert son.get(path).status_code == 404
    assert mother.post(f"{path}/family/{made['ref']}/withdraw", {}).status_code == 409


def test_assessors_look_by_program_and_a_third_settles(in_care):  # noqa: F811
    ref = service.begin_assessment(in_care.file, "first", in_care.pair(), **said(in_care.coordinator))
    first, second, third = (api_of(in_care, one) for one in in_care.carers[:3])
    path = f"/care/assessments/{ref}"
    wrong = first.post(path, {"items": {**sheet_of(2), "eating": 9}})
    assert [one["field"] for one in wrong.json()["problems"]] == ["eating"]
    done = fits(first.post(path, {"items": sheet_of(2)}), "/care/assessments/{assessment}", "POST")
    assert done == {"state": "looking"}
    assert second.post(path, {"items": {**sheet_of(2), "eating": 4}}).json() == {"state": "differing"}
    (one,) = fits(third.get("/care/assessments"), "/care/assessments")["assessments"]
    assert (one["mine"], one["question"]) == ("settle", ["eating"])
    assert third.post(path, {"items": {"eating": 3}}).json() == {"state": "assessed"}
    assert third.post(path, {"items": {"eating": 3}}).status_code == 404
    service.tell_result(ref, **said(in_care.coordinator))
    told = fits(api_of(in_care, in_care.mother).get(f"/care/mine/{in_care.file}"), "/care/mine/{file}")
    assert told["results"][0]["why"][0]["zh"] == "自理能力：17 分（满分 32 分）。"
    (row,) = fits(api_of(in_care, in_care.coordinator).get("/care/files"), "/care/files")["files"]
    assert row["name"] == "刘*兰"


def test_a_day_is_planned_released_and_visited(visited):  # noqa: F811
    service.set_requirement(visited.file, BATH, **said(visited.coordinator))
    lead, body = api_of(visited, visited.coordinator), visited.city.ref("PING")
    on = today() + timedelta(days=1)
    path, shape = f"/care/days/{body}/{on}", "/care/days/{body}/{day}"
    assert fits(lead.get(path), shape)["ref"] is None
    assert fits(lead.post(path, {"move": "plan"}), shape, "POST")["visits"][0]["service"] == "bathing"
    assert fits(lead.post(path, {"move": "release"}), shape, "POST")["released_at"]
    assert lead.post(path, {"move": "plan"}).status_code == 409
    gone = lead.get(path).json()["visits"][0]["carer"]
    again = fits(lead.post(path, {"move": "without", "carer": gone}), shape, "POST")
    assert gone not in {one["carer"] for one in again["visits"]}
    assert lead.get(f"/care/days/{body}/yesterday").status_code == 422
    assert lead.get(f"/care/days/nobody/{on}").status_code == 404
    part = again["visits"][0]
    who = visited.carers[visited.goers.index(part["carer"])]
    carer = api_of(visited, who)
    assert fits(carer.get("/care/round"), "/care/round") == {"visits": []}
    begun = carer.post(f"/care/round/{part['ref']}", {"move": "begin"})
    assert fits(begun, "/care/round/{visit}", "POST") == {"state": "begun"}
    done = carer.post(f"/care/round/{part['ref']}", {"move": "end", "note": "好", "shared": True})
    assert done.json() == {"state": "done"}
    assert carer.get(path).status_code == 404


def test_the_room_s_list_and_what_is_noted_of_today(roomy):  # noqa: F811
    new = service.NewEnrolment(roomy.room, tuple(range(7)), "soft", "花生")
    ref = service.enrol(roomy.file, new, **said(roomy.coordinator))
    carer = api_of(roomy, roomy.carers[0])
    path = f"/care/rooms/{roomy.room}/days/{today()}"
    day = fits(carer.get(path), "/care/rooms/{room}/days/{day}")
    assert (day["guests"][0]["needs"], day["meals"]) == ("花生", [{"meal": "soft", "n": 1}])
    come = carer.post(f"/care/enrolments/{ref}/today", {"state": "here"})
    assert fits(come, "/care/enrolments/{enrolment}/today", "POST") == {"state": "here"}
    wrong = carer.post(f"/care/enrolments/{ref}/today", {"state": "left", "fetched_by": "uncle"})
    assert [one["code"] for one in wrong.json()["problems"]] == ["care.may_not_fetch"]


def test_others_find_nothing(roomy):  # noqa: F811
    service.set_carer(
        "PING",
        service.NewCarer(str(roomy.carers[0].account.ref), ("meal",), 480, 1020, 112.5, 37.8),
        **by(roomy.coordinator),
    )
    neighbour = Api(roomy.city).as_("neighbour")
    for path in (
        f"/care/mine/{roomy.file}", "/care/files", "/care/round", f"/care/days/{roomy.city.ref('PING')}/2026-12-01",
        f"/care/rooms/{roomy.room}/days/2026-12-01", "/care/assessments",
    ):  # fmt: skip
        assert neighbour.get(path).status_code == 404, path
    assert fits(neighbour.get("/care/mine"), "/care/mine") == {"files": []}


def test_carers_are_entered_by_program_and_by_nobody_else(house):  # noqa: F811
    lead, path = api_of(house, house.coordinator), f"/care/carers/{house.city.ref('PING')}"
    told = fits(lead.get(path), "/care/carers/{body}")
    assert (told["carers"], len(told["colleagues"])) == ([], 4)
    new = {
        "account": str(house.carers[0].account.ref), "skills": ["bathing"], "begins": 480, "ends": 1020, "lon": 112.5,
        "lat": 37.8,
    }  # fmt: skip
    fits(lead.post(path, new), "/care/carers/{body}", "POST")
    assert [one["skills"] for one in lead.get(path).json()["carers"]] == [["bathing"]]
    assert lead.post(path, {**new, "ends": 60}).status_code == 422
    for other in (house.carers[0], house.mother):
        assert api_of(house, other).get(path).status_code == 404
        assert api_of(house, other).post(path, new).status_code == 404
