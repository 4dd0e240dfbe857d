"""Four people whom a city may not lose, each at a real screen, told by what they see there."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests import browser
from tests.apps.cases.conftest import Story
from tests.browser import DESK
from tests.city import tiny_city
from tests.journeys.desk_pages.world import World, busy
from tests.journeys.portal_stage import photo

from linli.apps.cases.models import Case, CaseText, SupervisionOrder
from linli.core.shared.numbers import case_number

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def story(committed):
    return Story(tiny_city("wage-arrears", "mediation", "city-fault"))


@pytest.fixture
def full(committed):
    return busy(World())


def look(page, name):
    browser.look(page, f"people/{name}")


def site(page, path):
    page.goto(re.sub(r"(https?://[^/]+)/.*", rf"\1{path}", page.url))


def test_a_crew_claims_its_wages_from_a_phone_and_the_boss_learns_nothing(visit, story):
    page = visit("/")
    page.get_by_role("link", name="讨薪").click()
    page.get_by_label("给谁干活？").fill("汾安某建筑劳务公司")
    page.get_by_role("radio", name="分包公司或包工头").check()
    page.get_by_label("干到哪一天？").fill("2026-08-31")
    page.get_by_role("group", name="现在还欠着吗？").get_by_role("radio", name="是").check()
    page.get_by_label("一共欠多少？").fill("2.6万")
    for row, (name, sum_) in enumerate((("张三", "13000"), ("李四", "13000")), 1):
        page.locator(f"[name='q.crew[{row}].name']").fill(name)
        page.locator(f"[name='q.crew[{row}].claimed']").fill(sum_)
    book = {"name": "book.jpg", "mimeType": "image/jpeg", "buffer": photo().read()}
    page.locator("input[type=file]").first.set_input_files(book)
    page.locator("[name='q.keep_name'][value=yes]").check()
    page.get_by_role("button", name="看一遍，再交").click()
    expect(page.get_by_role("button", name="回去改")).to_be_visible()
    look(page, "zh-390-wages-review")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="请留好这一张")).to_be_visible()
    look(page, "zh-390-wages-receipt")
    case, text = Case.objects.get(), CaseText.objects.get()
    assert case.sensitivity != "normal"
    assert [one["name"] for one in text.answers["crew"]] == ["张三", "李四"]
    assert "劳务" not in page.locator("main").inner_text(), "the receipt may lie open at the site"
    boss = visit(f"/public/c/{case.ref}", viewport=DESK, lang="en")
    expect(boss.get_by_role("heading", level=1)).to_have_text(re.compile("not here|not found", re.IGNORECASE))


def test_a_son_asks_his_mother_of_eighty_and_tells_for_her(visit, story, capfd):
    page = visit("/family", member=story.city.people["neighbour"], size="large")
    page.get_by_label("他的姓名").fill("王秀兰")
    page.get_by_label("他的手机号").fill("13900000001")
    look(page, "zh-390-family-ask")
    page.get_by_role("button", name="发数字给他").click()
    expect(page.get_by_role("heading", name="数字已经发给王秀兰")).to_be_visible()
    look(page, "zh-390-family-code")
    (code,) = re.findall(r"\b\d{6}\b", capfd.readouterr().out)
    page.get_by_label("6 位数字").fill(code)
    page.get_by_role("button", name="他同意了").click()
    expect(page.get_by_text("记下了他的同意")).to_be_visible()
    page.get_by_role("link", name="替家人反映一件事").click()
    page.get_by_label("出了什么事？").fill("我妈楼道的灯坏了半个月，她八十了，晚上不敢下楼")
    page.get_by_role("button", name="下一步：在哪里").or_(
        page.get_by_role("button", name="下一步")
    ).first.click()
    page.get_by_label("地址或附近的标志").fill("平桥小区 3 号楼")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("radio", name="王*兰").check()
    look(page, "zh-390-family-send")
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="收到了，有人管了")).to_be_visible()
    look(page, "zh-390-family-receipt")
    people = {one.relation: one for one in Case.objects.get().participants.all()}
    assert people["reporter"].phone_shown == "139****0001"
    assert people["agent"].account_id == story.city.people["neighbour"].account.id


def test_who_is_not_satisfied_says_why_and_it_is_looked_at_again(visit, story):
    ref = story.checked()
    story.go(
        ref, "record_call_back", "caller", result="solved", satisfaction="not_satisfied", at=timezone.now()
    )
    page = visit(f"/c/{ref}", member=story.city.people["resident"])
    look(page, "zh-390-closed")
    page.get_by_role("link", name="没办好，我有意见").click()
    page.get_by_role("textbox").first.fill("井盖还是响，一过车就响")
    look(page, "zh-390-contest")
    page.get_by_role("button", name="没办好，我有意见").click()
    expect(page.get_by_text("您有不同意见，正在重新看").first).to_be_visible()
    look(page, "zh-390-contested")
    assert Case.objects.get().stage == "contested"


def test_a_stranger_finds_nothing_of_a_confidential_case(visit, story):
    ref = story.tell(confidential=True)
    number = Case.objects.get().number
    page = visit("/find")
    page.locator("#f-number").fill(number)
    page.locator("#f-code").fill("AAAA2222")
    page.get_by_role("button", name="查", exact=True).click()
    wrong = page.get_by_role("alert").first.inner_text()
    page.locator("#f-number").fill(case_number(7))
    page.locator("#f-code").fill("AAAA2222")
    page.get_by_role("button", name="查", exact=True).click()
    assert page.get_by_role("alert").first.inner_text() == wrong, (
        "a case that is there looks like one that is not"
    )
    for path in (f"/c/{ref}", f"/public/c/{ref}", f"/c/{ref}/receipt", f"/c/{ref}/slip"):
        site(page, path)
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("没有|找不到"))
        assert "井盖" not in page.locator("body").inner_text()
    site(page, "/public/cases")
    assert number not in page.locator("main").inner_text().replace(" ", "")
    site(page, f"/desk/case/{ref}")
    expect(page.get_by_label("登录名")).to_be_visible()


def test_a_supervisor_at_months_end_goes_from_a_number_to_an_order(visit, full):
    from linli.apps.insight import service as insight

    insight.refresh(timezone.now())
    page = visit("/board", member=full.people["supervisor"], lang="en", viewport=DESK)
    look(page, "en-1280-board")
    late = page.get_by_role("link", name=re.compile("overdue|late", re.IGNORECASE)).first
    late.click()
    look(page, "en-1280-board-late")
    site(page, f"/desk/case/{full.cases['handling']}")
    look(page, "en-1280-supervisor-case")
    page.locator("#act").get_by_role("link", name="Supervise").click()
    form = page.locator("form[action$='/act/order']")
    form.locator("[name=reason][value=danger]").check()
    form.locator("[name='limit.amount']").fill("1")
    form.locator("[name=text]").fill("Fence it off today")
    form.get_by_role("button").last.click()
    expect(page.get_by_text("Fence it off today").first).to_be_visible()
    look(page, "en-1280-ordered")
    assert SupervisionOrder.objects.filter(text="Fence it off today").count() == 1
