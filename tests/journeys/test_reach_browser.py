"""An old man sees what he reaches on foot and prints his card; a planner asks for one more site; a new number shows at once."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from tests import browser, cast
from tests.apps.centres.test_reach import CLINIC, HOMES, streets
from tests.browser import DESK
from tests.city import AT, MAKER, STEP, WEST, tiny_city

from linli.apps.centres import service
from linli.apps.grid import service as places
from linli.kernel.ui import show

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PING = "990101001001"


def said(**more):
    return {"actor": MAKER, "act_id": str(uuid.uuid4()), "at": AT, **more}


@pytest.fixture
def town(committed):
    city = tiny_city()
    places.import_areas(HOMES.encode(), **said())
    service.register_facility(CLINIC, **said())
    bank = replace(CLINIC, code="YH-1", kind="bank", name_zh="农商银行", lon=WEST + 1.8 * STEP)
    service.register_facility(bank, **said())
    service.bring_streets(streets(), **said())
    service.measure_reach(**said())
    return city


def look(page, name):
    browser.look(page, f"reach/{name}")


def site(page, path):
    page.goto(re.sub(r"(https?://[^/]+)/.*", rf"\1{path}", page.url))


def test_an_old_man_sees_minutes_and_prints_the_card(visit, town):
    page = visit("/near/reach", size="large")
    page.get_by_label("您住在哪里？").fill("火星基地")
    page.get_by_role("button", name="看一看").click()
    expect(page.get_by_role("alert")).to_contain_text("没有找到“火星基地”")
    page.get_by_label("您住在哪里？").fill("柳荫小区")
    page.get_by_role("button", name="看一看").click()
    expect(page.get_by_text("平桥社区卫生服务站")).to_be_visible()
    look(page, "zh-390-near-large")
    site(page, "/near/gaps?area=990101001")
    expect(page.get_by_role("table")).to_be_visible()
    look(page, "zh-390-gaps-large")
    site(page, f"/near/card/{PING}")
    expect(page.get_by_role("link", name="110")).to_have_attribute("href", "tel:110")
    paper = page.request.get(page.url + "/card.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF-")


def test_a_planner_asks_for_one_more_and_a_new_number_is_on_the_card_at_once(visit, town):
    keeper = cast.county_administrator("/9901/")
    page = visit("/desk/reach", member=keeper, lang="en", viewport=DESK)
    page.get_by_label("Kind of facility").select_option("food_market")
    page.get_by_label("In which area").select_option("990101")
    page.get_by_label("How many more").fill("99")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("alert")).to_contain_text("1 to 10")
    page.get_by_label("How many more").fill("1")
    page.get_by_label("Who walks").select_option("adult")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("Being worked out")).to_be_visible()
    service.answer_studies(show.now())
    expect(page.get_by_text(re.compile("500 more households"))).to_be_visible(timeout=20_000)
    look(page, "en-1280-study")
    site(page, f"/desk/cards?area={PING}")
    page.get_by_label("Line", exact=True).select_option("meals")
    page.get_by_label("Name in Chinese").fill("助餐点")
    page.get_by_label("Name in English").fill("Meals")
    page.get_by_label("Office telephone").fill("13812345678")
    page.get_by_role("button", name="Put it on the card").click()
    expect(page.get_by_role("alert").first).to_contain_text("mobile")
    page.get_by_label("Office telephone").fill("0351-2000009")
    page.get_by_role("button", name="Put it on the card").click()
    site(page, f"/near/card/{PING}")
    expect(page.get_by_role("link", name="0351-2000009")).to_be_visible()
    look(page, "en-1280-card")
