"""A recipient without a network: the page taken away from /check says the same as the city would."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from django.test import Client
from playwright.sync_api import expect
from tests.apps.cases.conftest import Story
from tests.browser import signed_in
from tests.city import act_id

from linli.apps.certificates.models import Certificate, CheckCount

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def holder(city, settings, tmp_path):
    settings.CERTIFICATE_KEY_FILE = tmp_path / "certificate.key"
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    story = Story(city)
    client = signed_in(story.city.people["resident"])
    case = story.tell()
    taken = {"kind": "proof_of_intake", "act_id": act_id()}
    assert client.post(f"/c/{case}/certificate", taken).status_code == 302
    return client


def taken_away(tmp_path):
    answer = Client().get("/check/alone")
    assert answer["Content-Disposition"].startswith("attachment")
    file = tmp_path / "linli-check.html"
    file.write_bytes(answer.content)
    return file.as_uri()


def said(page, text):
    page.locator("#said").fill(text)
    page.get_by_role("button", name="核验").click()
    return page.locator("#verdict")


def test_what_is_genuine_changed_from_elsewhere_or_revoked(chromium, holder, tmp_path):
    row = Certificate.objects.get()
    context = chromium.new_context(offline=True)
    page = context.new_page()
    page.goto(taken_away(tmp_path))
    expect(page.locator("body")).to_contain_text("里面有汾安市的公钥")
    good = said(page, row.signed)
    expect(page.locator("#told")).to_contain_text("没有连上城市")
    expect(good).to_contain_text("这份证明是真的，现在有效")
    expect(good).to_contain_text("王秀兰")
    head, body, signature = row.signed.split(".")
    other = "A" if signature[10] != "A" else "B"
    expect(said(page, f"{head}.{body}.{signature[:10]}{other}{signature[11:]}")).to_contain_text(
        "内容被改动过"
    )
    expect(said(page, "hello")).to_contain_text("这不是一份证明文件")
    end = {"act_id": act_id(), "reason": "not_needed"}
    assert holder.post(f"/certificates/{row.ref}/end", end).status_code == 302
    row.refresh_from_db()
    assert row.revoked_at is not None
    page.goto(taken_away(tmp_path))
    expect(said(page, row.signed)).to_contain_text("已经撤销")
    context.close()


def test_with_a_network_the_city_counts_it_unless_the_reader_would_rather_not(chromium, holder, tmp_path):
    told = []

    def city(route):
        told.append(route.request.post_data)
        route.fulfill(status=204, headers={"Access-Control-Allow-Origin": "*"})

    context = chromium.new_context()
    context.route("**/check/tally", city)
    page = context.new_page()
    page.goto(taken_away(tmp_path))
    said(page, Certificate.objects.get().signed)
    expect(page.locator("#told")).to_contain_text("已经告诉城市数了一次")
    said(page, "hello")
    expect(page.locator("#verdict")).to_contain_text("这不是一份证明文件")
    expect(page.locator("#told")).to_contain_text("已经告诉城市数了一次")
    page.get_by_label("告诉出具的城市").uncheck()
    said(page, "hello")
    expect(page.locator("#told")).to_contain_text("没有告诉城市")
    context.close()
    assert told == ["kind=proof_of_intake&result=valid", "kind=&result=shape"], "kind and result, no more"
    for one in told:
        answer = Client().post("/check/tally", dict(parse_qsl(one, keep_blank_values=True)))
        assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert sorted(CheckCount.objects.values_list("kind", "result", "way", "n")) == [
        ("", "shape", "alone", 1),
        ("proof_of_intake", "valid", "alone", 1),
    ]


@pytest.mark.one_database
def test_what_is_no_kind_or_result_is_not_counted(db):
    for kind, result in (("王秀兰", "valid"), ("", "hello"), ("x" * 10_000, "y")):
        answer = Client().post("/check/tally", {"kind": kind, "result": result})
        assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (422, "*")
    assert Client().get("/check/tally").status_code == 405
    assert not CheckCount.objects.exists()
