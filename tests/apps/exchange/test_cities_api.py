"""Other cities by program: what can be handed in, a file along, the other side of a case; who keeps the peers sees how it stands."""

import json
import uuid

import pytest
from django.test import Client
from tests import cast
from tests.apps.exchange.test_exchange import silent
from tests.apps.exchange.town import ASKED, PAPER, PHOTO, RECORD, states
from tests.contracts.api.conftest import Api
from tests.contracts.api.test_operations import fits
from tests.kernel.files import samples

from linli.apps.cases.models import Case
from linli.apps.exchange.models import Enclosure, Message

SENT = {"service": RECORD, "answers": ASKED, "contact": {"name": "陈静", "phone": ""}, "language": "zh"}


def upload(api, act, name, data):
    sent = api.client.post(
        "/api/v1/files", {"file": samples.upload(name, data)}, headers={"Idempotency-Key": act}
    )
    assert sent.status_code == 201, sent.content.decode()
    return sent.json()["ref"]


def test_handed_in_with_a_file_and_followed(town):
    api = Api(town.city).as_("resident")
    (city,) = fits(api.get("/cities"), "/cities")["cities"]
    assert city["city"] == "linhe"
    assert RECORD in {one["service"] for one in city["services"]}
    act = str(uuid.uuid4())
    ref = upload(api, act, "a.jpg", PHOTO)
    body = {**SENT, "answers": {**ASKED, "card": [ref]}, "files": [ref]}
    done = fits(api.post("/cities/linhe/cases", body, act=act), "/cities/{city}/cases", "POST", 201)
    assert api.post("/cities/linhe/cases", body, act=act).json() == done
    town.work()
    assert [one["ref"] for one in json.loads(Message.objects.get().body)["files"]] == [ref]
    side = fits(api.get(f"/cases/{done['ref']}/elsewhere"), "/cases/{case}/elsewhere")
    assert (side["side"], side["city"]["zh"], side["number"]) == ("accepting", "临河市", "")
    assert [(one["ref"], one["stands"], one["ours"]) for one in side["files"]] == [(ref, "offered", True)]


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"answers": {**ASKED, "what_for": "gold"}}, "answers.what_for", "forms.not_a_choice"),
        ({"answers": ASKED}, "answers.card", "forms.required"),
        ({"files": [str(uuid.uuid4())], "answers": {**ASKED, "card": [str(uuid.uuid4())]}}, "files", "cases.no_such_file"),
        ({"contact": {"name": "", "phone": "x"}, "answers": {**ASKED, "card": [str(uuid.uuid4())]}}, "phone", None),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_field(town, more, field, code):
    answer = Api(town.city).as_("resident").post("/cities/linhe/cases", {**SENT, **more})
    assert answer.status_code == 422, answer.content.decode()
    problems = {one["field"]: one for one in answer.json()["problems"]}
    assert field in problems or f"contact.{field}" in problems
    found = problems.get(field) or problems[f"contact.{field}"]
    assert found["zh"]
    assert found["en"]
    assert code in {None, found["code"]}
    assert not Case.objects.exists()


def test_what_is_not_offered_and_where_nobody_is(town, settings):
    api = Api(town.city).as_("resident")
    assert api.post("/cities/taigu/cases", SENT).status_code == 404
    refused = api.post("/cities/linhe/cases", {**SENT, "service": "request"})
    assert (refused.status_code, refused.json()["code"]) == (409, "exchange.not_offered")
    settings.EXCHANGE_CODE = ""
    assert api.get("/cities").json()["cities"] == []


def test_the_whole_cast_and_the_other_side_of_a_case(town):
    town.files = lambda *_all: silent(None)
    town.handed(PAPER)
    case = Case.objects.get(service=RECORD)
    keepers, seers = set(), set()
    for make in cast.EVERYBODY:
        member, client = make(), Client()
        if member.account is None:
            continue
        client.force_login(member.account)
        api = Api(town.city, client)
        for path in ("/exchange/messages", "/exchange/files"):
            answer = api.get(path)
            assert answer.status_code in {200, 404}
            keepers |= {make.__name__} if answer.status_code == 200 else set()
        side, whole = (api.get(f"/cases/{case.ref}{what}").status_code for what in ("/elsewhere", ""))
        assert side == whole, make.__name__
        seers |= {make.__name__} if side == 200 else set()
    assert keepers <= {"county_administrator"}
    assert "unrelated_neighbour" not in seers
    assert Api(town.city).get("/exchange/files").status_code == 401
    admin = Client()
    admin.force_login(cast.county_administrator().account)
    keeper = Api(town.city, admin)
    fits(keeper.get("/exchange/messages"), "/exchange/messages")
    (told,) = fits(keeper.get("/exchange/files"), "/exchange/files")["files"]
    assert (told["name"], told["ref"], told["stands"], told["code"]) == ("", None, "waiting", "silent")
    assert told["why"]["zh"]
    assert states() == [(False, "waiting", "silent")]


def test_a_case_that_is_only_ours_has_no_other_side(town):
    api = Api(town.city).as_("resident")
    ref = api.tell()["ref"]
    assert api.get(f"/cases/{ref}/elsewhere").status_code == 404
    assert not Enclosure.objects.exists()
