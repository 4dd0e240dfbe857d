"""A resident books a room on a phone and thinks again; the clerk books for an old lady who calls, and sees her come."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from tests import browser, cast
from tests.apps.centres import stage
from tests.apps.centres.test_room_pages import open_day
from tests.browser import DESK
from tests.city import tiny_city

from linli.apps.centres.models import Booking

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("announced_holidays")]


@pytest.fixture
def dance(committed, announced_holidays):
    tiny_city()
    centre = stage.centre()
    stage.room(centre, stage.CINEMA)
    return centre, stage.room(centre)


def look(page, name):
    browser.look(page, f"centres/{name}")


def test_a_resident_books_a_room_on_a_phone_cancels_and_takes_it_back(visit, dance):
    _centre, room = dance
    page = visit("/near/centres", member=cast.resident())
    look(page, "zh-390-list")
    page.get_by_role("link", name=re.compile("平桥党群服务中心")).click()
    look(page, "zh-390-centre")
    page.get_by_role("link", name=re.compile("舞蹈室")).click()
    page.goto(f"{page.url}?day={open_day(room)}")
    page.get_by_label("几点开始").select_option("09:00")
    page.get_by_label("用多长时间").select_option("90")
    page.get_by_label("几个人").fill("400")
    page.get_by_role("button", name="约下来").click()
    expect(page.get_by_role("alert")).to_contain_text("人数应在 1 到 20")
    page.get_by_label("几个人").fill("4")
    look(page, "zh-390-room")
    page.get_by_role("button", name="约下来").click()
    expect(page.get_by_role("heading", name="约好了")).to_be_visible()
    look(page, "zh-390-booked")
    page.get_by_role("link", name="我的预约").first.click()
    page.get_by_role("button", name="取消").click()
    expect(page.locator(".notice.success")).to_contain_text("十分钟以内可以恢复")
    page.get_by_role("button", name="撤销刚才的操作").click()
    expect(page.locator(".notice.success")).to_contain_text("已经恢复")
    look(page, "zh-390-mine")


def test_a_clerk_books_for_somebody_who_calls(visit, dance):
    centre, room = dance
    day = open_day(room)
    page = visit(f"/desk/bookings?centre={centre}&day={day}", member=stage.clerk(), lang="en", viewport=DESK)
    expect(page.get_by_role("heading", name="No bookings on this day")).to_be_visible()
    page.get_by_role("link", name="Dance room").click()
    page.get_by_label("Name").fill("王秀兰")
    page.get_by_label("Mobile number").fill("138 0000 1234")
    page.get_by_label("From", exact=True).first.select_option("09:00")
    page.get_by_role("button", name="Book").click()
    expect(page.locator(".notice.success")).to_contain_text("王**")
    look(page, "en-1280-booked-for")
    page.goto(f"{page.url.split('/desk')[0]}/desk/bookings?centre={centre}&day={day}")
    expect(page.get_by_role("cell", name=re.compile("138\\*\\*\\*\\*1234"))).to_be_visible()
    look(page, "en-1280-day")
    assert Booking.objects.get().taken_down
