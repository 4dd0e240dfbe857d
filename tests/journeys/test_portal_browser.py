"""The portal in a real browser: a phone in Chinese, a desk in English, and a phone without scripts."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests import browser, cast
from tests.apps.cases.conftest import Story
from tests.browser import DESK
from tests.city import POINT
from tests.journeys.portal_stage import photo

from linli.apps.cases.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def story(committed, city):
    return Story(city)


def look(page, name):
    browser.look(page, f"portal/{name}")


def keep(page, name):
    browser.keep(page, f"portal/{name}")


def jpeg(position=None):
    return {"name": "cover.jpg", "mimeType": "image/jpeg", "buffer": photo(position=position).read()}


def test_a_resident_on_a_phone_reports_a_manhole_cover_by_photo(visit, story):
    page = visit("/")
    look(page, "zh-390-home")
    page.get_by_label("出了什么事？").fill("巷口井盖碎了，旁边还有煤气味")
    expect(page.get_by_role("link", name="燃气抢修")).to_be_visible()
    page.locator("#f-photos").set_input_files(jpeg(POINT))
    expect(page.get_by_role("button", name="不要这张")).to_be_visible()
    look(page, "zh-390-home-filled")
    page.get_by_role("button", name="下一步：在哪里").click()
    expect(page.get_by_text("照片里带着拍摄的位置")).to_be_visible()
    look(page, "zh-390-where")
    page.get_by_role("button", name="下一步").click()
    look(page, "zh-390-send")
    page.get_by_role("radio", name="都不是，或者说不准").check()
    page.get_by_role("button", name="提交", exact=True).click()
    expect(page.get_by_role("heading", name="收到了，有人管了")).to_be_visible()
    look(page, "zh-390-receipt")
    page.get_by_role("link", name="看进展").click()
    expect(page.get_by_text("收到您说的事")).to_be_visible()
    look(page, "zh-390-submitted")
    assert Case.objects.get().area_path.endswith("/990101001001/")


def test_a_resident_at_a_desk_answers_rates_and_checks_in_english(visit, story):
    ref = story.handling()
    story.go(ref, "ask_resident", "officer", question="Which cover is it?")
    page = visit(f"/c/{ref}", member=story.city.people["resident"], lang="en", viewport=DESK)
    look(page, "en-1280-waiting")
    page.get_by_role("textbox", name="Your answer").fill("The first one in the lane")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("Your answer is with the person handling it")).to_be_visible()
    look(page, "en-1280-handling")
    now = timezone.now()  # the answer in the browser was given by the real clock
    story.go(ref, "report", "officer", at=now, outcome="explained", answer="A new cover is in place.")
    story.go(ref, "pass_check", "checker", at=timezone.now())
    page.goto(page.url.partition("?")[0])
    look(page, "en-1280-call-back")
    page.get_by_role("link", name="Well done, close it").click()
    look(page, "en-1280-confirm")
    page.get_by_role("radio", name="Mostly satisfied").check()
    page.get_by_role("button", name="Well done, close it").click()
    expect(page.get_by_text("Thank you. The case is closed.")).to_be_visible()
    look(page, "en-1280-closed")
    for path in (
        f"c/{ref}/receipt",
        f"c/{ref}/slip",
        f"c/{ref}/add",
    ):  # of a closed case; the sweep has the others
        page.goto(re.sub(r"(https?://[^/]+)/.*", rf"\1/{path}", page.url))
        look(page, f"en-1280-{path.replace('/', '-').replace(ref, 'case')}")


def test_everything_works_on_a_phone_without_scripts(visit, story):
    page = visit("/", java_script_enabled=False, size="large")
    keep(page, "zh-390-plain-home")
    page.get_by_label("出了什么事？").fill("路灯不亮")
    page.get_by_role("button", name="下一步：在哪里").click()
    page.get_by_label("地址或附近的标志").fill("桥头")
    for place in ("河东区", "柳溪街道", "平桥社区"):
        with page.expect_navigation():
            page.get_by_role("button", name=place).click()
    keep(page, "zh-390-plain-where")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("手机号").fill("13800001234")
    keep(page, "zh-390-plain-send")
    page.get_by_role("button", name="提交", exact=True).click()
    number = page.locator(".receipt-number .number").inner_text()
    code = page.locator(".pairs dd").first.inner_text()
    keep(page, "zh-390-plain-receipt")
    page.context.clear_cookies(name="sessionid")
    page.goto(re.sub(r"(https?://[^/]+)/.*", r"\1/find", page.url))
    page.locator("#f-number").fill(number)
    page.locator("#f-code").fill(code)
    page.get_by_role("button", name="查", exact=True).click()
    expect(page.get_by_role("heading", name="路灯不亮")).to_be_visible()
    keep(page, "zh-390-plain-case")


def test_a_grid_worker_reports_without_a_network(visit, story):
    page = visit("/field/", member=cast.grid_worker("/9901/"))
    look(page, "zh-390-field")
    page.context.set_offline(True)
    page.get_by_role("radio", name="井盖").check()
    page.get_by_role("button", name="报上去").click()
    expect(page.get_by_text("1 件在等网络")).to_be_visible()
    keep(page, "zh-390-field-offline")
    page.context.set_offline(False)
    expect(page.get_by_text("没有等着发出的")).to_be_visible()
    assert Case.objects.get().source == "device"
