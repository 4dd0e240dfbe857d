"""Two children and one place, ticked off by a code; a child under three waits; a question to everybody is answered."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests import browser, cast
from tests.apps.activities.test_childcare import GROUP, apply
from tests.apps.activities.town import AT, FIRST, centre, mother, publish, said
from tests.apps.council.test_council import ASKED, published
from tests.browser import DESK
from tests.city import tiny_city
from tests.journeys.desk_pages.fixed import FixedTime

from linli.apps.activities import facts, service
from linli.apps.activities.models import SignUp
from linli.apps.council import service as council
from linli.apps.council.models import Sitting, Suggestion

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def still(settings):
    """Every page is seen at the time of the town."""
    FixedTime.moment = AT
    settings.MIDDLEWARE = ["tests.journeys.desk_pages.fixed.FixedTime", *settings.MIDDLEWARE]


@pytest.fixture
def town(still, committed):
    city = tiny_city()
    centre()
    return city


def look(page, name):
    browser.look(page, f"activities/{name}")


def site(page, path):
    page.goto(re.sub(r"(https?://[^/]+)/.*", rf"\1{path}", page.url))


def test_a_mother_s_second_child_moves_up_and_is_ticked_off_by_the_code(visit, town):
    teacher, parent = cast.volunteer(), mother()
    ref = publish(town, places=1, teacher=teacher)
    page = visit(f"/near/activities/{ref}", member=parent)
    for name in ("陈小雨", "陈小雪"):
        site(page, f"/near/activities/{ref}/sign-up")
        page.get_by_label("孩子的姓名").fill(name)
        page.get_by_label("参加人的出生日期").fill("2018-05-01")
        press = page.get_by_role("button", name=re.compile("^(报名|排队)$"))
        if name == "陈小雨":
            press.click()
            expect(page.get_by_role("alert")).to_contain_text("未满十八岁要有监护人同意")
        page.get_by_label("我是孩子的监护人").check()
        press.click()
        expect(page.locator(".notice.success")).to_be_visible()
    look(page, "zh-390-waiting")
    first, second = SignUp.objects.order_by("turn")
    service.give_up(first.ref, **said(parent))
    site(page, f"/near/activities/mine/{second.ref}")
    page.get_by_role("button", name="要").first.click()
    expect(page.get_by_text("名额是您的了")).to_be_visible()
    group = service.open_group(GROUP, **said(town.people["clerk"]))
    apply(group, mother(), "甲")
    site(page, f"/near/childcare/{group}/apply")
    page.get_by_label("孩子的姓名").fill("陈小宝")
    page.get_by_label("孩子的出生日期").fill("2020-03-15")
    page.get_by_label("希望哪天入托").fill("2026-10-12")
    page.get_by_label("我是孩子的监护人").check()
    page.get_by_role("button", name="申请名额").click()
    expect(page.get_by_role("alert").first).to_contain_text("12 到 23 个月")
    page.get_by_label("孩子的出生日期").fill("2025-03-15")
    page.get_by_role("button", name="申请名额").click()
    expect(page.locator(".notice.success")).to_contain_text("申请收到了")
    code = facts.sign_up(second.ref, parent.actor).seats[0].code
    look(page, "zh-390-childcare")
    FixedTime.moment = FIRST
    phone = visit(f"/near/activities/code/{code}", member=teacher)
    phone.get_by_role("button", name="签到").first.click()
    expect(phone.get_by_text("到了 1 人")).to_be_visible()


def test_a_question_is_collected_grouped_and_answered_and_a_group_is_opened(visit, town):
    clerk = town.people["clerk"]
    meeting = council.open_meeting(ASKED, **said(clerk))
    published(meeting, clerk, "装几把长椅")
    page = visit(f"/desk/meetings/{meeting}", member=clerk, lang="en", viewport=DESK)
    page.get_by_label("Suggestion", exact=True).fill("种几棵树")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_label("New theme (Chinese)").fill("休息")
    page.get_by_label("New theme (English)").fill("Rest")
    page.get_by_role("button", name="Add the theme").click()
    grouping = page.locator("#grouping")
    for one in grouping.get_by_role("checkbox").all():
        one.check()
    grouping.get_by_role("combobox").select_option(label="Rest")
    grouping.get_by_role("button", name="Group").click()
    look(page, "en-1280-grouped")
    page.get_by_label("Who answers").first.select_option(town.ref("DRAINS"))
    page.get_by_label("By", exact=True).first.fill("2026-10-16")
    page.get_by_role("button", name="Ask", exact=True).first.click()
    officer = visit("/desk/meetings/answers", member=town.people["officer"], lang="en", viewport=DESK)
    officer.get_by_role("textbox").first.fill("下月就办。")
    officer.get_by_role("button", name="Answer").first.click()
    anybody = visit(f"/near/meetings/{meeting}", lang="en", viewport=DESK)
    expect(anybody.get_by_text("下月就办。")).to_be_visible()
    look(anybody, "en-1280-answered")
    assert Suggestion.objects.exclude(theme=None).count() == 2
    _sit_together(visit, clerk, page)


def _sit_together(visit, clerk, desk):
    """Plan an evening at the desk, join it from home and ask, answer where everybody reads it."""
    for label, said_there in (
        ("Begins", "2026-10-12T19:00"),
        ("Ends", "2026-10-12T21:00"),
        ("Where", "议事厅"),
        ("Address of the room for those at home", "https://room.example/lot"),
    ):
        desk.get_by_label(label, exact=label == "Where").fill(said_there)
    desk.get_by_role("button", name="Plan it").click()
    expect(desk.get_by_text("Planned; residents see it.")).to_be_visible()
    FixedTime.moment = AT.replace(day=12, hour=11, minute=30)  # 19:30 in Shanghai
    sitting = Sitting.objects.get().ref
    phone = visit(f"/near/sittings/{sitting}", member=cast.resident())
    phone.get_by_role("button", name="进入").click()
    expect(phone.get_by_role("link", name="打开会议室")).to_be_visible()
    phone.get_by_label("您的问题").fill("坏了谁来修？")
    phone.get_by_role("button", name="提问").click()
    look(phone, "zh-390-sitting")
    hall = visit(f"/desk/sittings/{sitting}", member=clerk, lang="en", viewport=DESK)
    hall.get_by_role("textbox").first.fill("街道来修。")
    hall.get_by_role("button", name="Show the answer").click()
    expect(hall.get_by_text("The answer is shown.")).to_be_visible()
    look(hall, "en-1280-sitting")
