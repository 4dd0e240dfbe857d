"""The catalogue asked by a program: found by plain words, told whole, and what somebody needs to bring."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.test import Client
from tests.city import publish
from tests.contracts.api.test_bad_input import BODIES, rows, speaks
from tests.contracts.api.test_operations import fits

pytestmark = pytest.mark.django_db
BRING = "/api/v1/services/wage-arrears/bring"
WHERE = "/services/{service}/bring"


@pytest.fixture
def catalogue(api):
    for name in ("wage-arrears", "mediation"):
        publish(name)
    return api


def ask(sent, path=BRING):
    body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    client = Client(raise_request_exception=False, REMOTE_ADDR=f"127.0.{len(body) % 250}.{uuid4().int % 250}")
    return client.post(path, body, content_type="application/json")


def test_services_are_found_by_words_event_and_body(catalogue):
    found = fits(catalogue.get("/services", q="老板欠我工资"), "/services")
    assert found["services"][0]["service"] == "wage-arrears"
    assert fits(catalogue.get("/services", q="火星"), "/services") == {"services": [], "unmatched": ["火星"]}
    by_event = fits(catalogue.get("/services", event="dispute"), "/services")["services"]
    assert [one["service"] for one in by_event] == ["mediation"]
    by_body = fits(catalogue.get("/services", body="labour_inspection"), "/services")["services"]
    assert [one["service"] for one in by_body] == ["wage-arrears"]
    assert fits(catalogue.get("/services", event="party"), "/services")["services"] == []
    assert catalogue.get("/services", q="x" * 300).status_code == 422


def test_a_service_tells_all_there_is_to_know_before(catalogue):
    told = fits(catalogue.get("/services/wage-arrears"), "/services/{service}")
    guide = told["guide"]["en"]
    assert (guide["promised"]["limit"], guide["legal"]["limit"]) == ("60 working_days", "60 working_days")
    assert (guide["fee"]["fen"], guide["fee"]["text"]) == (0, "free of charge")
    assert guide["counters"][0]["hours"]
    assert [one["name"] for one in told["asks_before"]] == [
        "for_whom",
        "has_contract",
        "by_bank",
        "told_before",
    ]
    assert told["asks_before"][0]["choices"][1]["name"]["en"] == "For our whole crew"
    plain = fits(catalogue.get("/services/request"), "/services/{service}")
    assert (plain["events"], plain["guide"]["zh"]["fee"]) == (["daily"], None)


def test_what_to_bring_is_asked_step_by_step_and_nothing_is_kept(catalogue):
    before = rows()
    first = fits(ask({}), WHERE, "POST")
    assert first["asks_next"] == "for_whom"
    said = {"for_whom": "own", "has_contract": True, "told_before": True}
    done = fits(ask({"answers": said}), WHERE, "POST")
    assert done["asks_next"] is None
    standing = {one["name"]: one["standing"] for one in done["materials"]["zh"]}
    assert standing == {"id_card": "bring", "contract": "bring", "earlier_case": "held"}
    assert done["materials"]["en"][1]["because"][0]["label"] == "Do you have a labour contract?"
    passed = fits(ask({"passed": ["for_whom", "has_contract", "told_before"]}), WHERE, "POST")
    assert passed["asks_next"] is None
    assert rows() == before


def test_what_cannot_be_read_is_refused_with_a_sentence(catalogue):
    wrong = (
        BODIES["not json"], BODIES["deep"], {"answers": {"for_whom": "the king"}}, {"answers": []},
        {"answers": {"has_contract": "perhaps"}}, {"answers": {"nobody_asked": 1}}, {"passed": "for_whom"},
        {"secret": 1},
    )  # fmt: skip
    for sent in wrong:
        assert speaks(ask(sent))["status"] in {400, 422}


def test_where_there_is_nothing_to_bring_there_is_nothing(catalogue):
    assert ask({}, "/api/v1/services/request/bring").status_code == 404
    assert ask({}, "/api/v1/services/none/bring").status_code == 404
