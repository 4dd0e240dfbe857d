"""Two journeys at a real screen: a courier from reporting in to a certificate of hours, the clerk at the desk in English."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from tests import browser
from tests.apps.volunteers.conftest import END, PING, START, Town, hear
from tests.browser import DESK
from tests.city import AT, tiny_city
from tests.journeys.conftest import address, committed, visit  # noqa: F401
from tests.journeys.desk_pages.fixed import FixedTime

from linli.apps.certificates.models import RegisterEntry
from linli.apps.certificates.service import decide
from linli.apps.volunteers import service
from linli.apps.volunteers.facts.codes import start_code
from linli.apps.volunteers.models import Engagement, Volunteer

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def still(settings, tmp_path):
    """Every page is seen at the time of the town; its certificates have a key of their own."""
    FixedTime.moment = AT
    settings.MIDDLEWARE = ["tests.journeys.desk_pages.fixed.FixedTime", *settings.MIDDLEWARE]
    settings.CERTIFICATE_KEY_FILE = tmp_path / "certificate.key"


@pytest.fixture
def town(still, committed):  # noqa: F811
    return Town(tiny_city())


def look(page, name):
    browser.look(page, f"volunteers/{name}")


def site(page, path):
    page.goto(f"http://{urlsplit(page.url).netloc}{path}")


def test_a_courier_reports_in_lends_a_hand_and_takes_a_certificate(visit, town):  # noqa: F811
    page = visit("/near/volunteers/courier", member=town.people["courier"])
    page.get_by_label("怎么称呼您").fill("赵强")
    page.get_by_label("出生日期").fill("1995-03-01")
    page.get_by_label("在哪一带").fill("平桥社区")
    page.get_by_role("button", name="报到").click()
    expect(page.get_by_role("alert")).to_contain_text("请先看完上面几条")
    page.get_by_label("看完了，同意").check()
    page.get_by_role("button", name="报到").click()
    expect(page.get_by_text("报到成功")).to_be_visible()
    row = Volunteer.objects.get()
    if row.state == "applied":
        service.decide(row.ref, accept=True, **town.said("clerk"))
    ref = town.task(body=town.city.ref("CENTRE"), safety="东西重，用小推车")
    site(page, "/near/volunteers/tasks")
    expect(page.get_by_text("就在您选的地方")).to_be_visible()
    look(page, "zh-390-tasks")
    page.get_by_role("link", name="帮邻居取米面").click()
    page.get_by_role("button", name="我来").click()
    for moment, button, told in ((START, "开始", "开始了，注意安全"), (END, "结束", "辛苦了")):
        FixedTime.moment = moment
        site(page, f"/near/volunteers/tasks/{ref}")
        page.get_by_label("口令").fill(start_code(ref))
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_text(told)).to_be_visible()
    look(page, "zh-390-done")
    service.confirm(Engagement.objects.get().ref, 120, **town.said("clerk", END))
    hear(END)
    decide(RegisterEntry.objects.get().ref, confirm=True, **town.said("supervisor", END))
    site(page, "/near/volunteers/mine")
    page.get_by_role("link", name="开服务证明").click()
    expect(page.get_by_role("heading", name="志愿服务时长证明")).to_be_visible()
    page.get_by_role("button", name="开这份证明").click()
    expect(page.get_by_text("赵强").first).to_be_visible()
    expect(page.get_by_text("2 小时").first).to_be_visible()
    look(page, "zh-390-certificate")


def test_a_clerk_takes_somebody_in_and_puts_up_a_task(visit, town):  # noqa: F811
    town.apply("teacher")
    page = visit("/desk/volunteers", member=town.people["clerk"], lang="en", viewport=DESK)
    look(page, "en-1280-people")
    page.get_by_role("link", name="李**").click()
    page.get_by_role("button", name="Take in").click()
    expect(page.get_by_text("Taken in.")).to_be_visible()
    site(page, f"/desk/volunteers/tasks/{town.task(area=PING)}")
    expect(page.get_by_text("Code to show")).to_be_visible()
    look(page, "en-1280-task")
