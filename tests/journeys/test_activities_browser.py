"""A mother with two children on her phone, in Chinese; a clerk who plans the summer at a desk, in English."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests import browser, cast
from tests.apps.activities.town import CARE, centre, publish, said
from tests.browser import DESK
from tests.city import tiny_city

from linli.apps.activities import service
from linli.apps.activities.models import Activity, SignUp
from linli.core.clock.instants import local

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def town(committed):
    city = tiny_city()
    centre()
    return city


def soon():
    """The pages go by the real clock."""
    first = local(timezone.now()).date() + timedelta(days=30)
    return {"first": first, "last": first, "weekdays": (), "places": 1}


def look(page, name):
    browser.look(page, f"activities/{name}")


def test_a_mother_signs_two_children_up_on_her_phone(visit, town):
    ref = publish(town, CARE, **soon())
    page = visit(f"/near/activities/{ref}", member=cast.guardian())
    page.get_by_role("link", name="报名", exact=True).click()
    page.get_by_label("孩子的姓名").fill("陈小雨")
    page.get_by_label("参加人的出生日期").fill(f"{local(timezone.now()).year - 8}-01-01")
    page.get_by_text("我是孩子的监护人").click()
    look(page, "zh-390-sign-up")
    page.get_by_role("button", name="报名").click()
    expect(page.get_by_role("heading", name="签到码")).to_be_visible()
    look(page, "zh-390-own")
    page.goto(page.url.split("/near/")[0] + f"/near/activities/{ref}/sign-up")
    page.get_by_label("孩子的姓名").fill("陈小雪")
    page.get_by_label("参加人的出生日期").fill(f"{local(timezone.now()).year - 7}-01-01")
    page.get_by_text("我是孩子的监护人").click()
    page.get_by_role("button", name="排队").click()
    expect(page.get_by_text("您排在第 1 位")).to_be_visible()
    assert sorted(SignUp.objects.values_list("standing", flat=True)) == ["taken", "waiting"]


def test_a_clerk_plans_and_publishes_at_the_desk(visit, town):
    clerk = town.people["clerk"]
    ref = service.plan_activity(CARE.__class__(**{**as_said(), **soon()}), **said(clerk))
    page = visit(f"/desk/activities/{ref}", member=clerk, lang="en", viewport=DESK)
    for who, part in (("13900000077", "teacher"), (clerk.account.login, "organiser")):
        page.get_by_label("Mobile number or login").fill(who)
        page.get_by_label("As", exact=True).select_option(part)
        page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("link", name="Sign somebody up")).to_be_visible()
    look(page, "en-1280-desk")
    assert Activity.objects.get().state == "published"


def as_said():
    return {name: getattr(CARE, name) for name in CARE.__dataclass_fields__}
