"""The portal and the field page in a real browser, on a phone."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect, sync_playwright
from tests import cast
from tests.apps.cases.conftest import Story
from tests.city import POINT
from tests.journeys.portal_stage import (
    ARGUMENTS,
    CHROMIUM,
    PHONE,
    barriers,
    keep,
    photo,
    served,
    signed_in,
)

from linli.apps.cases.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def chromium():
    # Playwright keeps an event loop in this thread; the tests' own queries are not part of it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def story(chromium, transactional_db, settings, tmp_path, city):
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    return Story(city)


@pytest.fixture
def address(story):
    with served() as found:
        yield found


@pytest.fixture
def visit(chromium, address, story):
    opened = []

    def open_page(path, *, member=None, lang="zh", size="normal", viewport=PHONE, **options):
        context = chromium.new_context(viewport=viewport, reduced_motion="reduce", **options)
        cookies = {"lang": lang, "size": size}
        if member is not None:
            cookies["sessionid"] = signed_in(member).cookies["sessionid"].value
        context.add_cookies([{"name": k, "value": v, "url": address} for k, v in cookies.items()])
        context.set_default_timeout(15_000)
        opened.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
        page.on(
            "response", lambda answer: page.complaints.append(answer.url) if answer.status == 404 else None
        )
        page.goto(f"{address}{path}")
        return page

    yield open_page
    for context in opened:
        context.close()


def look(page, name):
    assert barriers(page) == [], name
    assert page.complaints == [], name
    keep(page, name)


def jpeg(position=None):
    return {"name": "cover.jpg", "mimeType": "image/jpeg", "buffer": photo(position=position).read()}


def test_a_resident_on_a_phone_reports_a_manhole_cover_by_photo(visit):
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


def test_a_grid_worker_reports_without_a_network(visit):
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
