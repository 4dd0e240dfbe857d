"""Assessments and what happened, by program: from the two who look to the result that is contested; nothing for others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests import cast
from tests.apps.care.conftest import house, in_care, roomy, said, sheet_of  # noqa: F401
from tests.contracts.api.test_care import api_of, today
from tests.contracts.api.test_operations import fits

from linli.apps.care import service
from linli.apps.care.models import Incident

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
OF_FILE = "/care/files/{file}/assessments"


def codes(answer):
    assert answer.status_code == 422, answer.content.decode()
    return {(one["field"], one["code"]) for one in answer.json()["problems"]}


def test_two_are_named_look_and_the_person_contests(in_care, django_assert_max_num_queries):  # noqa: F811
    lead, mother, son = (api_of(in_care, one) for one in (in_care.coordinator, in_care.mother, in_care.son))
    path = f"/care/files/{in_care.file}/assessments"
    told = fits(lead.get(path), OF_FILE)
    named = [one["account"] for one in told["assessors"]]
    assert told["results"] == []
    assert {*in_care.pair(0, 1, 2, 3)} <= {*named}
    made = fits(lead.post(path, {"reason": "first", "assessors": in_care.pair()}), OF_FILE, "POST", 201)
    assert lead.post(path, {"reason": "regular", "assessors": in_care.pair()}).json()["code"] == (
        "care.assessment_runs"
    )
    first, second = (api_of(in_care, one) for one in in_care.carers[:2])
    sheet = fits(first.get(f"/care/assessments/{made['ref']}"), "/care/assessments/{assessment}")
    assert (sheet["mine"], sheet["signed"], sheet["file"]) == ("look", 0, in_care.file)
    items = {one["item"]: one["most"] for one in sheet["items"]}
    assert first.post(f"/care/assessments/{made['ref']}", {"items": items}).json() == {"state": "looking"}
    assert first.get(f"/care/assessments/{made['ref']}").status_code == 404
    assert second.post(f"/care/assessments/{made['ref']}", {"items": items}).json() == {"state": "assessed"}
    with django_assert_max_num_queries(6):
        (result,) = fits(lead.get(path), OF_FILE)["results"]
    assert (result["ref"], result["told_at"], result["contested_at"]) == (made["ref"], None, None)
    contest, tell = (f"/care/results/{made['ref']}/{what}" for what in ("contest", "tell"))
    assert mother.post(contest, {}).json()["code"] == "care.contest_too_late"
    assert mother.post(tell, {}).status_code == 404
    assert fits(lead.post(tell, {}), "/care/results/{assessment}/tell", "POST") == {"state": "told"}
    assert lead.post(tell, {}).json()["code"] == "care.told_already"
    for other in (son, lead, first):
        assert other.post(contest, {}).status_code == 404
    done = fits(mother.post(contest, {}), "/care/results/{assessment}/contest", "POST")
    assert done == {"state": "contested"}
    assert mother.post(contest, {}).json()["code"] == "care.contested_already"
    same = lead.post(path, {"reason": "contested", "assessors": in_care.pair(1, 2)})
    assert (same.status_code, same.json()["code"]) == (409, "care.others_look")
    assert lead.post(path, {"reason": "contested", "assessors": in_care.pair(2, 3)}).status_code == 201


def test_a_third_sees_what_is_in_question_alone(in_care):  # noqa: F811
    ref = service.begin_assessment(in_care.file, "first", in_care.pair(), **said(in_care.coordinator))
    first, second, third = (api_of(in_care, one) for one in in_care.carers[:3])
    path = f"/care/assessments/{ref}"
    assert third.get(path).status_code == 404
    first.post(path, {"items": sheet_of(2)})
    second.post(path, {"items": {**sheet_of(2), "eating": 4}})
    sheet = fits(third.get(path), "/care/assessments/{assessment}")
    assert (sheet["mine"], [one["item"] for one in sheet["items"]]) == ("settle", ["eating"])
    assert sheet["question"] == [{"item": "eating", "first": sheet_of(2)["eating"], "second": 4}]
    assert codes(third.post(path, {"items": {}})) == {("eating", "assessment.not_settled")}
    own = first.post(path, {"items": {"eating": 3}})
    assert (own.status_code, own.json()["code"]) == (409, "care.third_is_another")
    assert third.post(path, {"items": {"eating": 3}}).json() == {"state": "assessed"}


def test_who_may_not_look_is_refused_by_name_of_the_field(in_care):  # noqa: F811
    lead, path = api_of(in_care, in_care.coordinator), f"/care/files/{in_care.file}/assessments"
    one, other = in_care.pair()
    for pair, reason, code in (
        ((one,), "first", "assessment.one_assessor"),
        ((one, one), "first", "assessment.same_assessor"),
        ((one, ""), "first", "assessment.one_assessor"),
        (("", one), "first", "assessment.one_assessor"),
        ((one, str(in_care.mother.account.ref)), "first", "assessment.own_assessor"),
        ((one, str(in_care.son.account.ref)), "first", "care.no_assessor"),
    ):
        assert ("assessors", code) in codes(lead.post(path, {"reason": reason, "assessors": pair})), pair
    assert codes(lead.post(path, {"reason": "bored", "assessors": (one, other)})) == {
        ("reason", "care.no_such_reason")
    }
    assert lead.post(path, {"reason": "first", "assessors": (one, other, one)}).status_code == 422
    never = lead.post(path, {"reason": "contested", "assessors": (one, other)})
    assert (never.status_code, never.json()["code"]) == (409, "care.not_contested")


def test_an_incident_of_the_day_room_is_noted_by_who_keeps_it(roomy):  # noqa: F811
    service.enrol(roomy.file, service.NewEnrolment(roomy.room, tuple(range(7))), **said(roomy.coordinator))
    carer = api_of(roomy, roomy.carers[0])
    day = carer.get(f"/care/rooms/{roomy.room}/days/{today()}").json()
    path = f"/care/files/{day['guests'][0]['file']}/incidents"
    fell = {"kind": "fall", "day": str(today() - timedelta(days=1)), "text": "在走廊滑倒"}
    fits(carer.post(path, fell), "/care/files/{file}/incidents", "POST", 201)
    assert carer.post(path, {"kind": "unwell"}).status_code == 201
    noted = Incident.objects.order_by("pk").values_list("kind", "day")
    assert [*noted] == [("fall", today() - timedelta(days=1)), ("unwell", today())]
    assert codes(carer.post(path, {"kind": "rain"})) == {("kind", "care.no_such_incident")}
    assert codes(carer.post(path, {**fell, "day": "gestern"})) == {("day", "care.not_a_day")}
    later = {**fell, "day": str(today() + timedelta(days=1))}
    assert codes(carer.post(path, later)) == {("day", "care.day_to_come")}


def test_of_the_whole_cast_none_from_elsewhere_comes_near(roomy):  # noqa: F811
    ref = service.begin_assessment(roomy.file, "first", roomy.pair(), **said(roomy.coordinator))
    of_file, incidents = (f"/care/files/{roomy.file}/{what}" for what in ("assessments", "incidents"))
    for member in (make() for make in cast.EVERYBODY):
        asked, shut = api_of(roomy, member if member.account else None), 404 if member.account else 401
        for path in (of_file, f"/care/assessments/{ref}"):
            assert asked.get(path).status_code == shut, (member.actor.grants, path)
        for path, sent in (
            (of_file, {"reason": "first", "assessors": roomy.pair()}),
            (incidents, {"kind": "fall"}),
            (f"/care/assessments/{ref}", {"items": sheet_of(2)}),
            (f"/care/results/{ref}/tell", {}),
            (f"/care/results/{ref}/contest", {}),
        ):
            assert asked.post(path, sent).status_code == shut, (member.actor.grants, path)
    assert not Incident.objects.exists()
