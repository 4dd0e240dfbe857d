"""Two journeys at a real screen: a courier and a teacher on a phone in Chinese, the clerk at the desk in English."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests import browser
from tests.apps.volunteers.conftest import PING, Town
from tests.browser import DESK
from tests.city import tiny_city
from tests.journeys.conftest import address, committed, visit  # noqa: F401

from linli.apps.volunteers import service
from linli.apps.volunteers.models import Volunteer
from linli.apps.volunteers.service import NewTask
from linli.kernel.ui import show

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def town(committed):  # noqa: F811
    return Town(tiny_city())


def look(page, name):
    browser.look(page, f"volunteers/{name}")


def soon(town):
    from datetime import timedelta

    starts = show.now() + timedelta(days=2)
    new = NewTask(
        "errand", "帮邻居取米面", "平桥社区服务站门口", PING, town.city.ref("CENTRE"), starts,
        starts + timedelta(hours=2), safety="东西重，用小推车",
    )  # fmt: skip
    return service.open_task(new, **town.said("clerk", show.now()))


def test_a_teacher_joins_on_a_phone_and_takes_a_task(visit, town):  # noqa: F811
    page = visit("/near/volunteers/join", member=town.people["teacher"])
    look(page, "zh-390-join")
    page.get_by_label("怎么称呼您").fill("李老师")
    page.get_by_label("出生日期").fill("1960-03-01")
    page.get_by_label("在哪一带").fill("平桥社区")
    page.get_by_role("checkbox", name="读写信件").check()
    page.get_by_role("button", name="提交登记").click()
    expect(page.get_by_role("alert")).to_contain_text("请先看完上面几条")
    page.get_by_label("看完了，同意").check()
    page.get_by_role("button", name="提交登记").click()
    expect(page.get_by_text("登记好了")).to_be_visible()
    service.decide(Volunteer.objects.get().ref, accept=True, **town.said("clerk", show.now()))
    soon(town)
    page.goto(page.url.split("/near/")[0] + "/near/volunteers/tasks")
    expect(page.get_by_text("就在您选的地方")).to_be_visible()
    look(page, "zh-390-tasks")
    page.get_by_role("link", name="帮邻居取米面").click()
    page.get_by_role("button", name="我来").click()
    expect(page.get_by_role("button", name="去不了，退回")).to_be_visible()
    look(page, "zh-390-taken")


def test_a_clerk_takes_somebody_in_and_puts_up_a_task(visit, town):  # noqa: F811
    town.apply("teacher")
    page = visit("/desk/volunteers", member=town.people["clerk"], lang="en", viewport=DESK)
    look(page, "en-1280-people")
    page.get_by_role("link", name="李**").click()
    look(page, "en-1280-person")
    page.get_by_role("button", name="Take in").click()
    expect(page.get_by_text("Taken in.")).to_be_visible()
    page.goto(page.url.split("/desk/")[0] + f"/desk/volunteers/tasks/{soon(town)}")
    expect(page.get_by_text("Code to show")).to_be_visible()
    look(page, "en-1280-task")
