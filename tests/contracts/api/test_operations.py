"""Every operation, by everybody who may ask it, answered in the shape that was promised."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.city import POINT, publish
from tests.contracts.api.conftest import SUBJECT, TOLD

from linli.kernel.access.actors import system_actor
from linli.packs.benefits import publish_benefit
from linli.packs.folder import SHIPPED
from linli.web.api import sent
from linli.web.api.interface import _views

pytestmark = pytest.mark.django_db


def shape_of(path, method, status):
    view = next(view for known, view in _views() if known == path)
    operation = next(one for one in view.operations if method in one.methods)
    return operation.response_models[status]


def fits(answer, path, method="GET", status=200):
    """The answer has exactly the promised fields, of the promised types; returns it."""
    assert answer.status_code == status, answer.content.decode()
    told = answer.json()
    shape_of(path, method, status).model_validate({"response": told}, strict=True)
    return told


def test_the_catalogue(api):
    services = fits(api.get("/services"), "/services")["services"]
    assert [one["service"] for one in services] == ["request"]
    assert services[0]["questions"][0]["title"]["en"] == "What is wrong?"
    fits(api.get("/services/request"), "/services/{service}")
    assert api.get("/services/none").status_code == 404
    found = fits(api.get("/subjects", q="井盖"), "/subjects")["subjects"]
    assert found
    one = fits(api.get(f"/subjects/{SUBJECT}"), "/subjects/{key}")
    assert one["conditions"][0]["limit_name"]["en"]
    assert api.get("/subjects/none").status_code == 404


def test_entitlements(api):
    publish_benefit(
        SHIPPED / "benefits" / "childcare-allowance",
        actor=system_actor("test"),
        act_id=str(uuid.uuid4()),
        at=datetime(2026, 10, 9, tzinfo=UTC),
    )
    listed = fits(api.get("/benefits"), "/benefits")["benefits"]
    assert [one["benefit"] for one in listed] == ["childcare-allowance"]
    fits(api.get("/benefits/childcare-allowance"), "/benefits/{benefit}")
    assert api.get("/benefits/none").status_code == 404
    where = "/benefits/childcare-allowance/decide"

    def decide(**body):
        return api.client.post(f"/api/v1{where}", body, content_type="application/json")

    said = fits(
        decide(answers={"birth": "2026-01-15"}, on="2026-03-01"), "/benefits/{benefit}/decide", "POST"
    )
    assert (said["entitled"], said["asks_next"]) == (None, "citizen")
    answers = {"birth": "2026-01-15", "citizen": True}
    said = fits(decide(answers=answers, on="2026-03-01"), "/benefits/{benefit}/decide", "POST")
    assert said["told"]["en"]["results"][2]["value"] == 1_080_000
    assert decide(answers=answers, on="2001-01-01").status_code == 409
    assert decide(answers={"shoe": 40}).status_code == decide(on="soon").status_code == 422


def test_places(api):
    assert [one["kind"] for one in fits(api.get("/areas"), "/areas")["areas"]] == ["city"]
    inside = fits(api.get("/areas", within="990101"), "/areas")["areas"]
    assert {one["code"] for one in inside} == {"990101001", "990101100"}
    way = fits(api.get("/areas/990101001001"), "/areas/{name}")["way"]
    assert [one["kind"] for one in way] == ["city", "district", "subdistrict", "community"]
    there = fits(api.get("/locate", lon=POINT[0], lat=POINT[1]), "/locate")
    assert there["community"]["code"] == "990101001001"
    assert api.get("/locate", lon=1, lat=1).json()["problems"][0]["field"] == "place"
    assert api.get("/areas/none").status_code == api.get("/areas", within="none").status_code == 404


def test_bodies(api):
    assert len(fits(api.get("/bodies"), "/bodies")["bodies"]) == 7
    assert [one["code"] for one in api.get("/bodies", kind="community").json()["bodies"]] == ["PING"]
    fits(api.get("/bodies/DRAINS"), "/bodies/{name}")
    assert api.get("/bodies/none").status_code == api.get("/bodies", within="none").status_code == 404


def test_nobody_is_responsible_without_a_matrix(api):
    answer = api.get("/responsible", subject=SUBJECT, area="990101001001")
    assert (answer.status_code, answer.json()["code"]) == (409, "routing.no_row")
    assert api.get("/responsible", subject="none", area="990101").status_code == 422
    assert api.get("/responsible", subject=SUBJECT).json()["problems"][0]["code"] == "api.place_missing"
    assert api.get("/responsible", subject=SUBJECT, area="990101", on="soon").status_code == 422
    assert api.get("/responsible", subject=SUBJECT, lon=1, lat=1).status_code == 422


def test_a_stranger_tells_follows_and_objects_with_the_code(api):
    told = fits(api.post("/cases", {"body": TOLD, "area": "990101001001"}), "/cases", "POST", 201)
    own = {"Query-Code": told["code"]}
    assert api.get(f"/cases/{told['ref']}").status_code == 404
    case = fits(api.get(f"/cases/{told['number']}", own), "/cases/{case}")
    assert (case["body"], case["clocks"], case["relation"]) == (TOLD, [], "reporter")
    assert [one["move"] for one in case["moves"]] == ["withdraw"]
    spoken = f"{told['number'][:3]} {told['number'][3:7]} {told['number'][7:]}"
    assert api.get(f"/cases/{spoken}", own).status_code == 200
    fits(api.get(f"/cases/{told['number']}/entries", own), "/cases/{case}/entries")
    receipt = fits(api.get(f"/cases/{told['number']}/receipt", own), "/cases/{case}/receipt")
    assert receipt["code"] == told["code"]
    noted = api.post(f"/cases/{told['number']}/notes", {"text": "还没有人来"}, headers=own)
    fits(noted, "/cases/{case}/notes", "POST", 201)
    moved = api.post(f"/cases/{told['number']}/moves", {"move": "withdraw"}, headers=own)
    assert fits(moved, "/cases/{case}/moves", "POST")["stage"] == "withdrawn"


def test_a_wrong_code_opens_nothing_and_is_counted(api):
    told = api.tell()
    wrong = {"Query-Code": "AAAAAAAA"}
    answers = [api.get(f"/cases/{told['number']}", wrong).status_code for _ in range(12)]
    assert answers[0] == 422
    assert answers[-1] == 429
    assert api.get(f"/cases/{told['ref']}", wrong).json()["problems"][0]["code"] == "api.code_needs_number"


def test_the_whole_loop_over_the_interface(api):
    ref = api.as_("resident").tell()["ref"]
    clerk, dispatcher, officer = api.as_("clerk"), api.as_("dispatcher"), api.as_("officer")
    waiting = fits(dispatcher.get("/cases", queue="intake"), "/cases")
    assert [one["ref"] for one in waiting["cases"]] == [ref]
    assert clerk.move(ref, "accept", version=0).json()["version"] == 1
    assert dispatcher.move(ref, "dispatch", lead=api.city.ref("DRAINS")).status_code == 200
    assert officer.move(ref, "take").status_code == 200
    seen = fits(officer.get(f"/cases/{ref}"), "/cases/{case}")
    assert {one["name"] for one in seen["clocks"]} == {"handle"}
    assert officer.move(ref, "report", outcome="explained", answer="已换好井盖").status_code == 200
    assert api.as_("checker").move(ref, "pass_check").status_code == 200
    act = str(uuid.uuid4())
    rating = {"satisfaction": "satisfied", "note": "很快"}
    rated = api.as_("resident").post(f"/cases/{ref}/rating", rating, act=act)
    again = api.as_("resident").post(f"/cases/{ref}/rating", rating, act=act)
    assert fits(rated, "/cases/{case}/rating", "POST") == again.json()
    assert rated.json()["stage"] == "closed"
    mine = fits(api.as_("resident").get("/cases"), "/cases")["cases"]
    assert [(one["ref"], one["stage_name"]["en"]) for one in mine] == [(ref, "Closed")]
    assert officer.get("/cases", view="supporting").json() == {"cases": [], "cursor": None}


def test_joining(api):
    ref = api.tell()["ref"]
    joined = api.as_("joiner").post(f"/cases/{ref}/join", "")
    assert fits(joined, "/cases/{case}/join", "POST")["joined"] == 1
    assert api.post(f"/cases/{ref}/join", "").status_code == 401


def test_what_the_public_sees(api):
    ref = api.as_("resident").tell()["ref"]
    hidden = api.as_("resident").tell(confidential=True)["ref"]
    page = fits(api.get("/public/cases", area="990101"), "/public/cases")
    assert [one["ref"] for one in page["cases"]] == [ref]
    case = fits(api.get(f"/public/cases/{ref}"), "/public/cases/{ref}")
    assert TOLD not in api.get(f"/public/cases/{ref}").content.decode()
    assert case["area"] == "990101001001"
    assert api.get(f"/public/cases/{hidden}").status_code == 404
    assert api.get("/public/cases", area="none").status_code == 422


def test_indicators(api):
    from tests.city import AT

    from linli.apps.insight.facts import RATES
    from linli.apps.insight.models import Month, MonthFigures

    assert api.get("/indicators").status_code == api.get("/indicators", period="soon").status_code == 404
    Month.objects.create(name="2026-10", as_of=AT, log_size=7)
    few, many, *_ = RATES
    counted = {few: [3000, 4, {}], many: [30_000, 40, {"unreachable": 2}]}
    MonthFigures.objects.create(month="2026-10", area="", body="", subject="", figures=counted)
    told = fits(api.get("/indicators"), "/indicators")
    assert (told["period"], told["final"]) == ("2026-10", False)
    by_code = {one["code"]: one for one in told["indicators"]}
    assert (by_code[few]["hidden"], by_code[few]["value"], by_code[few]["denominator"]) == (True, None, 4)
    assert (by_code[many]["value"], by_code[many]["excluded"]) == (0.75, {"unreachable": 2})


def test_files_come_ahead_of_their_act(api):
    act = str(uuid.uuid4())
    shot = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )
    sent = api.client.post(
        "/api/v1/files", {"file": SimpleUploadedFile("a.pdf", shot)}, headers={"Idempotency-Key": act}
    )
    ref = fits(sent, "/files", "POST", 201)["ref"]
    case = api.post("/cases", {"body": TOLD, "files": [ref]}, act=act)
    assert case.status_code == 201
    other = api.post("/cases", {"body": TOLD, "files": [ref]})
    assert other.json()["problems"][0]["code"] == "cases.no_such_file"
    own = {"Query-Code": case.json()["code"]}
    assert [one["ref"] for one in api.get(f"/cases/{case.json()['number']}", own).json()["files"]] == [ref]
    bad = api.client.post("/api/v1/files", {}, headers={"Idempotency-Key": "no"})
    assert bad.status_code == 422


def test_a_program_does_what_its_key_was_made_for(api):
    hotline = api.program("open", "read")
    told = hotline.tell(contact={"name": "王秀兰", "phone": "13812345678"})
    assert hotline.get(f"/cases/{told['ref']}").json()["relation"] == "reporter"
    refused = hotline.move(told["ref"], "withdraw")
    assert (refused.status_code, refused.json()["code"]) == (403, "api.scope_missing")
    desk = api.program("read", "move", role="dispatcher", code="CENTRE")
    assert desk.move(told["ref"], "accept").status_code == 200
    assert Client().get("/api/v1/cases", headers={"Authorization": "Bearer linli_x"}).status_code == 401


def test_shapes_name_what_programs_get():
    assert sent.CaseIn.model_json_schema()["additionalProperties"] is False


def test_choices_of_a_service_are_named_in_both_languages(api):
    publish("wage-arrears")
    services = api.client.get("/api/v1/services").json()["services"]
    choices = [
        (choice, question["name"])
        for service in services
        for question in service["questions"]
        for each in (question, *question["fields"])
        for choice in each["choices"]
    ]
    assert choices, "some service asks a choice"
    for choice, question in choices:
        assert not choice["name"]["zh"].startswith(("choice.", "question.")), (question, choice)
        assert choice["name"]["zh"] != choice["name"]["en"]
