"""Places in a day room and its meals, by program: asked for, given in turn, given back; nothing for others."""

from __future__ import annotations

import pytest
from tests import cast
from tests.apps.care.conftest import house, in_care, roomy, said  # noqa: F401
from tests.contracts.api.test_care import api_of, today
from tests.contracts.api.test_operations import fits

from linli.apps.care import service

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ASK, GIVE, END = (
    "/care/files/{file}/enrolments",
    "/care/enrolments/{enrolment}/admit",
    "/care/enrolments/{enrolment}/end",
)
MEALS, DAY = "/care/rooms/{room}/days/{day}/meals", "/care/rooms/{room}/days/{day}"


def wish(house, **more):  # noqa: F811
    return {"room": house.room, "days": [*range(7)], "meal": "soft", "needs": "花生", **more}


def test_a_place_is_asked_for_given_in_turn_and_given_back(roomy):  # noqa: F811
    lead, mother = api_of(roomy, roomy.coordinator), api_of(roomy, roomy.mother)
    path = f"/care/files/{roomy.file}/enrolments"
    first = fits(mother.post(path, wish(roomy)), ASK, "POST", 201)["ref"]
    assert mother.post(path, wish(roomy)).json()["code"] == "care.enrolled_already"
    (place,) = fits(mother.get(f"/care/mine/{roomy.file}"), "/care/mine/{file}")["places"]
    assert (place["enrolment"], place["state"]) == (first, "in")
    assert lead.post(f"/care/enrolments/{first}/admit", {}).json()["code"] == "care.does_not_wait"
    assert fits(mother.post(f"/care/enrolments/{first}/end", {}), END, "POST") == {"state": "over"}
    assert mother.post(f"/care/enrolments/{first}/end", {}).status_code == 409
    assert fits(mother.get(f"/care/mine/{roomy.file}"), "/care/mine/{file}")["places"] == []


def test_who_waits_is_told_and_admitted_by_the_coordinator(roomy, monkeypatch):  # noqa: F811
    lead, carer = api_of(roomy, roomy.coordinator), api_of(roomy, roomy.carers[0])
    with monkeypatch.context() as patched:
        patched.setattr("linli.apps.care.service.room.free", lambda _room: 0)
        ref = lead.post(f"/care/files/{roomy.file}/enrolments", wish(roomy)).json()["ref"]
    (waiting,) = fits(carer.get(f"/care/rooms/{roomy.room}/days/{today()}"), DAY)["line"]
    assert (waiting["enrolment"], waiting["file"]) == (ref, roomy.file)
    assert carer.post(f"/care/enrolments/{ref}/admit", {}).status_code == 404
    assert fits(lead.post(f"/care/enrolments/{ref}/admit", {}), GIVE, "POST") == {"state": "in"}


def test_meals_are_ordered_for_those_who_have_a_place(roomy):  # noqa: F811
    ref = service.enrol(
        roomy.file, service.NewEnrolment(roomy.room, tuple(range(7))), **said(roomy.coordinator)
    )
    carer, path = api_of(roomy, roomy.carers[0]), f"/care/rooms/{roomy.room}/days/{today()}/meals"
    one = {"enrolment": ref, "meal": "soft"}
    assert fits(carer.post(path, {"meals": [one]}), MEALS, "POST") == {"n": 1}
    assert carer.get(path.removesuffix("/meals")).json()["meals"] == [{"meal": "soft", "n": 1}]
    wrong = carer.post(path, {"meals": [{**one, "meal": "feast"}, {"enrolment": roomy.file, "meal": "soft"}]})
    assert {said["code"] for said in wrong.json()["problems"]} == {"care.no_such_meal", "care.not_enrolled"}
    day = carer.post(path.replace(str(today()), "someday"), {"meals": [one]})
    assert [said["code"] for said in day.json()["problems"]] == ["care.not_a_day"]


def test_what_cannot_be_is_told_by_field_and_others_find_nothing(roomy):  # noqa: F811
    lead, path = api_of(roomy, roomy.coordinator), f"/care/files/{roomy.file}/enrolments"
    wrong = lead.post(path, wish(roomy, days=[], meal="feast"))
    assert [(one["field"], one["code"]) for one in wrong.json()["problems"]] == [
        ("days", "care.days_missing"), ("meal", "care.no_such_meal"),
    ]  # fmt: skip
    ref = lead.post(path, wish(roomy)).json()["ref"]
    asked = [
        (path, wish(roomy)), (f"/care/enrolments/{ref}/admit", {}), (f"/care/enrolments/{ref}/end", {}),
        (f"/care/rooms/{roomy.room}/days/{today()}/meals", {"meals": [{"enrolment": ref, "meal": "soft"}]}),
    ]  # fmt: skip
    neighbour = cast.resident("邻居")
    for member, status in ((neighbour, 404), (roomy.son, 404), (None, 401)):
        assert [api_of(roomy, member).post(*one).status_code for one in asked] == [status] * 4
