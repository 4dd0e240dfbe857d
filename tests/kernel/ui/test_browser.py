"""In a real browser: accessible, nothing blocked, usable by keyboard, and reports that outlive a dead network."""

from __future__ import annotations

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from tests.browser import DESK, PHONE, Visits, barriers, served
from tests.kernel.ui.conftest import MIDDLEWARE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ("", "/portal", "/case", "/desk", "/board", "/field")


@pytest.fixture(scope="module")
def address():
    """The small site over HTTP, with static files and without a database."""
    with (
        override_settings(MIDDLEWARE=MIDDLEWARE, ROOT_URLCONF="tests.kernel.ui.site_for_tests"),
        served(StaticFilesHandler(WSGIHandler())) as found,
    ):
        yield found


@pytest.fixture
def visit(chromium, address):
    visits = Visits(chromium, address)
    yield visits
    visits.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("lang", "size", "viewport"), [("zh", "large", PHONE), ("en", "normal", DESK)])
def test_no_page_has_barriers_or_spills_over(visit, path, lang, size, viewport):
    page = visit(f"/about/style{path}", lang=lang, size=size, viewport=viewport)
    assert barriers(page) == []
    assert page.complaints == []


def test_targets_are_large_enough_for_a_thumb(visit):
    page = visit("/about/style/portal")
    small = page.evaluate(
        """[...document.querySelectorAll("main a, main button, header a, header button")]
        .filter((each) => each.checkVisibility())
        .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
        .filter(([, box]) => box.height < 44 || box.width < 44).map(([text]) => text)"""
    )
    assert small == []


def test_large_type_is_a_third_larger_and_stays(visit):
    page = visit("/about/style/case")
    before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)")
    page.get_by_role("link", name="大字").click()
    after = page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)")
    assert after / before == pytest.approx(1.35, abs=0.01)
    page.reload()
    assert page.locator("html").get_attribute("data-size") == "large"
    assert page.get_by_role("link", name="小字").is_visible()


def test_without_scripts_the_controls_still_work(visit):
    page = visit("/about/style/case", java_script_enabled=False)
    page.get_by_role("link", name="大字").click()
    assert page.locator("html").get_attribute("data-size") == "large"
    page.get_by_role("link", name="EN").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert "lang=" not in page.url


def test_a_device_without_a_voice_says_so(visit):
    page = visit("/about/style/case")
    page.get_by_role("button", name="朗读").click()
    page.get_by_text("这台设备没有中文语音").wait_for()


def test_an_act_that_cannot_be_undone_asks_first(visit):
    page = visit("/about/style")
    page.get_by_role("button", name="撤回这件事").click()
    assert page.get_by_role("dialog").get_by_text("撤回以后就不再办了").is_visible()
    page.get_by_role("button", name="先不").click()
    assert page.url.endswith("/about/style")
    page.get_by_role("button", name="撤回这件事").click()
    page.get_by_role("button", name="确定").click()
    page.wait_for_url("**/about/style?*")


def test_the_counter_and_the_preview(visit):
    page = visit("/about/style")
    page.get_by_label("哪里不对？").fill("好" * 1995)
    assert page.get_by_text("还能写 5 个字").is_visible()
    page.get_by_label("哪里不对？").fill("好" * 2003)
    assert page.get_by_text("超出 3 个字").is_visible()
    page.get_by_label("照片").set_input_files(
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )
    page.get_by_role("button", name="不要这张: a.pdf").click()
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 0


def test_my_place_fills_the_form_when_asked(visit):
    page = visit(
        "/about/style", geolocation={"longitude": 112.5, "latitude": 37.8}, permissions=["geolocation"]
    )
    page.get_by_role("button", name="就在我这里").click()
    page.get_by_text("已取得位置").wait_for()
    assert page.locator("input[name=lon]").input_value() == "112.500000"


def test_the_desk_by_keyboard(visit):
    page = visit("/about/style/desk", viewport=DESK)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "工地欠我们班组八个人两个月工资"
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == "燃气味，6 号楼二单元"
    page.evaluate(
        "() => { window.pressed = 0; document.querySelector('[data-key=g]').onclick = () => { window.pressed += 1; }; }"
    )
    page.keyboard.press("g")
    assert page.evaluate("window.pressed") == 1


def fill_report(page, text):
    page.get_by_label("哪里不对？").fill(text)
    page.get_by_role("button", name="提交").click()


def test_a_report_made_without_a_network_is_sent_once_it_is_back(visit):
    page = visit("/field/try")
    page.context.set_offline(True)
    fill_report(page, "井盖碎了")
    page.get_by_text("1 件在等网络").wait_for()
    page.evaluate("caches")  # the page itself is still alive
    page.context.set_offline(False)
    page.get_by_text("没有等着发出的").wait_for()
    taken = page.evaluate("fetch('/field/taken').then((answer) => answer.json())")
    mine = [each for each in taken if each["tell"] == "井盖碎了"]
    assert len(mine) == 1
    assert len(mine[0]["act_id"]) == 36
    assert mine[0]["occurred_at"].endswith("Z")


def test_a_refused_report_is_kept_and_says_why(visit):
    page = visit("/field/try")
    fill_report(page, "refuse")
    page.get_by_text("这件事已经结束").wait_for()
    page.reload()
    page.get_by_text("这件事已经结束").wait_for()
    page.get_by_role("button", name="丢掉这一件").click()
    page.get_by_role("button", name="确定").click()
    page.get_by_text("没有等着发出的").wait_for()


def test_the_field_page_opens_without_a_network(visit):
    page = visit("/field/try")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.reload()
    page.context.set_offline(True)
    page.reload()
    assert page.get_by_label("哪里不对？").is_visible()
