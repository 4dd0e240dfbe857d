"""In the hall of the centre: a number taken and called, a drill lent and brought back, and a lawyer whom only two people know of."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests import browser
from tests.apps.centres.conftest import act, build
from tests.apps.centres.test_advising import ROOM, SECRET, Office
from tests.apps.centres.test_advising_pages import ALWAYS
from tests.apps.centres.test_lending import READER, Desk
from tests.browser import DESK
from tests.city import tiny_city

from linli.apps.centres import service
from linli.apps.centres.models import Consultation, Loan

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def hall(committed, settings):
    """A centre whose hall is open around the clock, for these pages know no other time than now."""
    settings.ROOM_LINK = ROOM
    place = build(tiny_city())
    service.set_hall(place.ref, service.HallWish(opens=0, closes=1440, every_day=True), **act())
    return place


def look(page, name):
    browser.look(page, f"hall/{name}")


def site(page, path):
    page.goto(re.sub(r"(https?://[^/]+)/.*", rf"\1{path}", page.url))


def test_an_old_man_takes_a_number_and_speaks_with_a_lawyer_by_himself(visit, hall):
    page = visit(f"/near/queue/{hall.ref}", size="large")
    expect(page.get_by_text("现在没有人在等").first).to_be_visible()
    page.get_by_role("radio", name=re.compile("社保、医保")).check()
    look(page, "zh-390-take-large")
    page.get_by_role("button", name="取号").click()
    expect(page.get_by_text("A001")).to_be_visible()
    service.call_next(hall.counters[0], **act(timezone.now(), hall.clerk.actor))
    page.reload()
    expect(page.get_by_text("请到 1 号窗口").first).to_be_visible()
    office = Office(hall)
    service.set_hours(office.adviser, ALWAYS, **act(actor=office.lawyer.actor))
    client = visit(f"/near/advice/with/{office.adviser}", member=office.client, size="large")
    client.locator("[name=starts]").first.check()
    client.get_by_role("radio", name=re.compile("视频")).check()
    look(client, "zh-390-times-large")
    client.get_by_role("button", name="就约这个时间").click()
    expect(client.get_by_text("约好了").first).to_be_visible()
    now = timezone.now()
    Consultation.objects.update(starts=now - timedelta(minutes=1), ends=now + timedelta(minutes=29))
    row = Consultation.objects.get()
    service.write_record(row.ref, SECRET, **act(now, office.lawyer.actor))
    client.reload()
    expect(client.get_by_text(SECRET)).to_be_visible()
    expect(client.get_by_role("link", name=re.compile("视频|房间"))).to_have_attribute(
        "href", re.compile("^https://meet.example.org/")
    )
    other = visit(f"/near/advice/booking/{row.ref}", member=office.other)
    expect(other.get_by_role("heading", level=1)).to_have_text("没有找到这一页")


def test_a_clerk_calls_by_key_lends_and_takes_back(visit, hall):
    hall.take(at=timezone.now())
    desk = Desk(hall)
    page = visit(f"/desk/counter/{hall.counters[0]}", member=hall.clerk, lang="en", viewport=DESK)
    page.get_by_role("button", name="Call the next").click()
    expect(page.get_by_role("button", name="Call again")).to_be_visible()
    look(page, "en-1280-counter")
    screen = visit(f"/near/queue/{hall.ref}/screen", lang="en", viewport=DESK)
    expect(screen.get_by_text("Counter 1")).to_be_visible()
    page.get_by_role("button", name="Done").click()
    site(page, f"/desk/lending/{desk.ref}")
    page.locator("#f-back").fill("ZZ-99")
    page.get_by_role("button", name="Taken back").click()
    expect(page.locator("#f-back-wrong")).to_contain_text("no such barcode")
    lend = page.locator("form", has_text="Mobile number of the borrower")
    lend.get_by_label("Barcode").fill("B-1")
    lend.get_by_label("Mobile number of the borrower").fill(READER)
    lend.get_by_role("button", name="Lend").click()
    expect(page.locator(".notice.success")).to_be_visible()
    look(page, "en-1280-lent")
    page.locator("#f-back").fill("B-1")
    page.get_by_role("button", name="Taken back").click()
    expect(page.locator(".notice.success")).to_contain_text("is back")
    assert Loan.objects.count() == 0
