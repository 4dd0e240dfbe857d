"""A kiosk without a keyboard: the number and the code are typed with the keys on its screen."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests import browser
from tests.city import act_id, tiny_city

from linli.apps.certificates import service
from linli.apps.certificates.models import KioskVisit
from linli.kernel.identity import codes
from linli.kernel.identity.service import phone_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]
STANDING, LYING = {"width": 1080, "height": 1920}, {"width": 1920, "height": 1080}


@pytest.fixture
def kiosk(committed, visit, monkeypatch):
    """A page of a machine that the clerk made a kiosk; the code of every message is 204865."""
    monkeypatch.setattr(codes.secrets, "randbelow", lambda _most: 204_865)
    city = tiny_city()
    secret = service.open_kiosk(actor=city.people["clerk"].actor, act_id=act_id(), at=timezone.now())

    def opened(path, **options):
        page = visit.come(**options)
        page.context.add_cookies([{"name": "linli_kiosk", "value": secret, "url": visit.address}])
        page.goto(f"{visit.address}{path}")
        return page

    opened.city = city
    return opened


def types(page, text):
    for key in text:
        page.tap(f"[data-key='{key}']")


def fits(page):
    """Nothing has to be moved up to be pressed."""
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_an_old_woman_types_with_her_finger_and_waits_for_the_look(kiosk):
    number = phone_of(kiosk.city.people["resident"].account)
    page = kiosk("/kiosk/phone", viewport=STANDING, has_touch=True, size="large")
    fits(page)
    types(page, number[:-1] + "77")
    expect(page.get_by_label("手机号")).to_have_value((number[:-1] + "7")[:11])
    page.get_by_role("button", name="删一位").tap()
    types(page, number[-1])
    expect(page.get_by_label("手机号")).to_have_value(number)
    expect(page.get_by_role("status").filter(has_text=" ".join(number))).to_be_attached()
    browser.look(page, "kiosk/zh-1080-phone-large")
    page.get_by_role("button", name="发送验证码").tap()
    types(page, "111")
    page.get_by_role("button", name="全删").tap()
    types(page, "2048651")
    expect(page.get_by_label("验证码")).to_have_value("204865")
    page.get_by_role("button", name="继续").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("请工作人员看一眼"))
    assert KioskVisit.objects.get().way


def test_lying_down_with_a_keyboard_and_without_a_script(kiosk):
    page = kiosk("/kiosk/phone", viewport=LYING, lang="en")
    fits(page)
    page.keyboard.type("12")  # the field has the focus
    page.get_by_role("button", name="3", exact=True).click()
    expect(page.get_by_label("Telephone number")).to_have_value("123")
    browser.look(page, "kiosk/en-1920-phone")
    page.keyboard.press("Tab")
    page.get_by_label("Telephone number").press("Enter")
    expect(page.get_by_text(re.compile("number", re.IGNORECASE)).first).to_be_visible()
    expect(page.get_by_label("Telephone number")).to_have_value("123")
    plain = kiosk("/kiosk/phone", viewport=LYING, java_script_enabled=False)
    expect(plain.get_by_label("手机号")).to_be_visible()
    expect(plain.locator(".kiosk-pad")).to_be_hidden()
