"""Somebody finds the service that fits, reads what it asks of them, and learns what to bring - without JavaScript."""

from __future__ import annotations

import html
import json
import re

import pytest
from django.test import Client
from tests.city import act_id, frozen, said, tiny_city
from tests.contracts.api.test_bad_input import rows

from linli.apps.catalogue import service as catalogue

pytestmark = pytest.mark.django_db
BRING, ABOUT = "/services/wage-arrears/bring", "/services/wage-arrears/about"


@pytest.fixture
def client(settings, tmp_path):
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    tiny_city("wage-arrears", "mediation", "city-fault")
    return Client(raise_request_exception=False)


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def step(client, page, go="next", **answer):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    hidden = {name: html.unescape(value) for name, value in found}
    return client.post(BRING, {**hidden, "go": go, **{f"q.{name}": one for name, one in answer.items()}})


def test_what_one_looks_for_is_found_in_plain_words(client):
    found = text(client.get("/services", {"q": "包工头跑路了"}))
    assert ABOUT in found
    assert "/services/mediation/about" not in found
    assert "/services/mediation/about" in text(client.get("/services", {"event": "dispute"}))
    assert ABOUT in text(client.get("/services", {"body": "labour_inspection"}))


def test_words_that_fit_nothing_are_said_with_another_way(client):
    page = text(client.get("/services", {"q": "火星移民"}))
    assert "“火星移民”没有找到" in page
    assert 'href="/call-me"' in page
    assert "没有找到" not in text(client.get("/services", {"q": ""}))
    assert "&lt;b&gt;" in text(client.get("/services", {"q": "<b>boo</b>"}))


def test_a_service_says_everything_before_one_begins(client):
    page = text(client.get(ABOUT))
    for words in (
        "谁能办",
        "60 个工作日",
        "不收费",
        "劳动保障监察大队",
        "8:30",
        "保障农民工工资支付条例",
        "第 3 版",
    ):
        assert words in page
    assert 'href="/services/wage-arrears"' in page
    english = text(client.get(ABOUT, headers={"Accept-Language": "en"}))
    assert "free of charge" in english
    assert "guide." not in english
    assert client.get("/services/none/about").status_code == 404


def test_only_the_next_question_is_asked_and_only_what_applies_is_listed(client):
    before = rows()
    page = text(client.get(BRING))
    assert re.findall(r'name="asked" value="(\w+)"', page) == ["for_whom"]
    page = text(step(client, page, for_whom="crew"))
    page = text(step(client, page, has_contract="no"))
    assert 'value="by_bank"' in page
    page = text(step(client, page, go="unknown"))
    page = text(step(client, page, told_before="yes"))
    assert "班组名单" in page
    assert "因为您说：替谁办？ 我们一个班组" in page
    assert "看情况，可能要带" in page
    assert "<s>以前说过的那一件的材料</s>" in page
    assert "营商环境条例" in page
    assert "委托书" not in page
    page = text(step(client, page, go="change:for_whom"))
    assert 'value="for_whom"' in page
    assert rows() == before, "nothing is kept"


def test_bad_answers_are_told_and_a_changed_state_begins_anew(client):
    page = text(client.get(BRING))
    assert "请回答" in text(step(client, page), 422)
    assert "不在可选的范围里" in text(step(client, page, for_whom="king"), 422)
    forged = client.post(BRING, {"state": "forged:x", "asked": "for_whom", "go": "next", "q.for_whom": "own"})
    assert "已经失效" in text(forged, 422)
    assert client.post("/services/none/bring", {}).status_code == 404
    assert client.get("/services/request/bring").url == "/services/request/about"


def test_an_older_version_is_told_and_an_ended_service_takes_nothing_new(client):
    name, definition = json.loads(frozen("wage-arrears"))
    newer = {**definition, "version": 9}
    sha = catalogue.publish_pack(name, newer, **said())
    older = text(client.get(ABOUT, {"version": "3"}))
    assert "这是第 3 版" in older
    assert 'href="/services/wage-arrears"' not in older
    assert "第 9 版" in text(client.get(ABOUT))
    catalogue.retire_pack(sha, **said())
    assert client.get("/services/wage-arrears").url == ABOUT
    assert client.post("/services/wage-arrears", {"act_id": act_id(), "go": "done"}).url == ABOUT
    assert "已经停办" in text(client.get(ABOUT))
    assert client.get(BRING).status_code == 404


def test_what_we_look_up_ourselves_is_not_asked_for_in_the_same_breath(settings, tmp_path):
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    tiny_city("services/elder-allowance")
    page = text(Client().get("/services/elder-allowance/about"))
    line = next(one for one in page.split("<li>") if "不用带，我们自己查" in one).partition("</li>")[0]
    assert "原件" not in line
