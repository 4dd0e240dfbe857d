"""GeoReport v2: the element names of recorded answers of another city, kept by ours; keys, refusals, our extension."""

from __future__ import annotations

import json
import uuid
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.test import Client
from tests.city import POINT
from tests.contracts.api.conftest import Api, key

from linli.web.api import pace

pytestmark = pytest.mark.django_db
RECORDED = next(
    (
        found
        for parent in Path(__file__).resolve().parents
        if (found := parent / "shared/data/open311").is_dir()
    ),
    None,
)
SUBJECT = "30428.2:component:01-02"


class Ours:
    def __init__(self, city):
        self.city = city
        self.client = Client()

    def get(self, path, **query):
        return self.client.get(f"/open311/v2/{path}", query)

    def post(self, form="json", **sent):
        return self.client.post(f"/open311/v2/requests.{form}", sent)


@pytest.fixture
def ours(city):
    pace.forget_all()
    return Ours(city)


@pytest.fixture
def told(ours):
    sent = {
        "service_code": SUBJECT,
        "lat": str(POINT[1]),
        "long": str(POINT[0]),
        "description": "井盖碎了一半",
    }
    answer = ours.post(api_key=key(ours.city, "open"), **sent)
    assert answer.status_code == 201, answer.content.decode()
    return answer.json()[0]


def recorded(name):
    if RECORDED is None:
        pytest.skip("no recorded answers here")
    text = (RECORDED / name).read_text(encoding="utf-8")
    return ET.fromstring(text[text.index("<?xml") :].encode())  # noqa: S314 - a file of the project


def names(element):
    return {child.tag for child in element}


@pytest.mark.parametrize(
    ("file", "path", "item"),
    [
        ("services.xml", "services.xml", "service"),
        ("service_requests.xml", "requests.xml", "request"),
        ("get_service_request.xml", "requests/{number}.xml", "request"),
        ("request_id_from_token.xml", "tokens/{token}.xml", "request"),
    ],
)
def test_the_elements_of_a_recorded_answer_are_ours_too(ours, told, file, path, item):
    theirs = recorded(file)
    answer = ours.get(path.format(number=told["service_request_id"], token=told["token"]))
    mine = ET.fromstring(answer.content)  # noqa: S314 - our own answer
    assert (answer.status_code, mine.tag) == (200, theirs.tag)
    assert names(theirs.find(item)) <= names(mine.find(item))


def test_a_created_request_is_answered_as_recorded(ours):
    theirs = recorded("post_service_request.xml")
    answer = ours.post("xml", api_key=key(ours.city, "open"), service_code="request", description="x")
    mine = ET.fromstring(answer.content)  # noqa: S314 - our own answer
    assert mine.tag == theirs.tag
    assert names(theirs.find("request")) <= names(mine.find("request"))


def test_what_is_not_there_is_said_as_recorded(ours):
    theirs = recorded("get_service_request_not_found.xml")
    answer = ours.get("requests/not-an-id.xml")
    mine = ET.fromstring(answer.content)  # noqa: S314 - our own answer
    assert (answer.status_code, mine.tag) == (404, theirs.tag)
    assert names(mine.find("error")) == names(theirs.find("error"))
    assert ours.get("requests.xml", service_request_id="00000000000").content.count(b"<request>") == 0


def test_a_definition_names_what_is_asked(city, ours):
    from tests.city import publish

    publish("city-fault")
    theirs = recorded("service_definition.xml")
    mine = ET.fromstring(ours.get("services/city-fault.xml").content)  # noqa: S314 - our own answer
    first = next(one for one in mine.iter("attribute") if one.find("code").text == "danger")
    assert mine.tag == theirs.tag
    assert names(theirs.find("attribute")) <= names(first)
    assert {value.find("key").text for value in first.findall("values/value")} == {"true", "false"}
    sent = {"service_code": "city-fault", "description": "井盖碎了", "attribute[danger]": "true"}
    assert ours.post(api_key=key(city, "open"), **sent).status_code == 201
    without = ours.post(api_key=key(city, "open"), service_code="city-fault", description="x")
    assert (without.status_code, without.json()[0]["description"][:14]) == (400, "answers.danger")


def test_both_forms_say_the_same(ours, told):
    rows = json.loads(ours.get("requests.json").content)
    mine = ET.fromstring(ours.get("requests.xml").content)  # noqa: S314 - our own answer
    assert [one.find("service_request_id").text for one in mine] == [
        one["service_request_id"] for one in rows
    ]
    assert rows[0]["service_request_id"] == told["service_request_id"]
    assert rows[0]["address_id"] == "990101001001"
    assert "井盖碎了" not in ours.get("requests.json").content.decode()


def test_lists_are_narrowed(ours, told):
    def count(**query):
        return len(ours.get("requests.json", **query).json())

    assert (
        count(status="open") == count(service_code=SUBJECT) == count(start_date="2020-01-01T00:00:00Z") == 1
    )
    assert count(status="closed") == count(service_code="x") == count(end_date="2020-01-01T00:00:00Z") == 0
    assert count(service_request_id=told["service_request_id"]) == 1
    assert ours.get("requests.json", start_date="soon").status_code == 400


def test_our_extension_tells_the_history_with_proofs(ours, told):
    path = f"requests/{told['service_request_id']}"
    more = ours.get(f"{path}.json", extensions="true").json()[0]["extended_attributes"]
    assert [one["act"] for one in more["history"]] == ["cases.opened"]
    assert "stream" not in more, "open data has the answers under it"
    assert "extended_attributes" not in ours.get(f"{path}.json").json()[0]
    assert ET.fromstring(ours.get(f"{path}.xml", extensions="true").content).find(".//history/entry/act").text  # noqa: S314 - ours


def test_keys(ours):
    sent = {"service_code": "request", "description": "x"}
    for shown in ("", "linli_x", key(ours.city, "read")):
        answer = ours.post(api_key=shown, **sent)
        assert answer.status_code == 403
        assert " / " in answer.json()[0]["description"]


def test_what_is_wrong_is_said_in_both_languages(ours):
    good = key(ours.city, "open")
    wrong = (
        ({}, 400),
        ({"service_code": "none"}, 404),
        ({"service_code": "request", "description": "x" * 20_001}, 400),
        ({"service_code": "request", "lat": "NaN", "long": "1"}, 400),
        ({"service_code": "request", "lat": "1", "long": "1"}, 400),
        ({"service_code": "request", "phone": "1"}, 400),
        ({"service_code": "request", "attribute[none]": "1"}, 400),
    )
    for sent, status in wrong:
        answer = ours.post("xml", api_key=good, **sent)
        assert answer.status_code == status, sent
        assert " / " in ET.fromstring(answer.content).find("error/description").text  # noqa: S314 - ours
    for path in ("nothing.xml", "services/none.json", f"tokens/{uuid.uuid4()}.xml", "tokens/x.json"):
        assert ours.get(path).status_code == 404


def test_control_characters_do_not_break_the_xml(ours):
    sent = {"service_code": "request", "description": "a\x00\x0b<b>&]]>\ufffe", "address_string": "\x1b"}
    answer = ours.post("xml", api_key=key(ours.city, "open"), **sent)
    assert answer.status_code == 201
    ET.fromstring(ours.get("requests.xml").content)  # noqa: S314 - ours


def test_confidential_cases_are_not_told(ours):
    hidden = Api(ours.city).as_("resident").tell(confidential=True)
    assert ours.get("requests.json").json() == []
    assert ours.get(f"requests/{hidden['number']}.json").status_code == 404
    assert ours.get(f"tokens/{hidden['ref']}.json").status_code == 404


def test_discovery(ours):
    assert ours.get("discovery.json").json()["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    assert ET.fromstring(ours.get("discovery.xml").content).tag == "discovery"  # noqa: S314 - ours
