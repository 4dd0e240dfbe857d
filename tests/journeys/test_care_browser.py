"""At real screens: an old woman and her son see one day, and the coordinator plans tomorrow for a carer's phone."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests import browser
from tests.apps.care.conftest import house, in_care, roomy, visited  # noqa: F401
from tests.apps.care.test_files import SEES
from tests.browser import DESK
from tests.city import act_id
from tests.journeys.test_care_pages import today

from linli.apps.care import service
from linli.apps.care.models import VisitPart
from linli.core.clock.instants import BEIJING

pytestmark = [pytest.mark.browser, pytest.mark.slow]

YESTERDAY = """async () => {
  const cache = await caches.open("linli-field-1");
  const kept = await cache.match("/field/care");
  const date = new Date(Date.now() - 86400000).toUTCString();
  await cache.put("/field/care", new Response(await kept.text(), { headers: { "content-type": "text/html", date } }));
}"""
"""Let the carer's page be kept since the day before, as after midnight."""


@pytest.fixture
def city(committed):
    from tests.city import tiny_city

    return tiny_city()


def look(page, name):
    browser.look(page, f"care/{name}")


def now(member):
    return {"actor": member.actor, "act_id": act_id(), "at": timezone.now()}


def test_a_son_sees_his_mother_s_day_in_large_type_until_she_takes_it_back(visit, roomy):  # noqa: F811
    member = service.name_family(roomy.file, SEES, **now(roomy.mother))
    enrolment = service.NewEnrolment(roomy.room, tuple(range(7)), "soft")
    ref = service.enrol(roomy.file, enrolment, **now(roomy.coordinator))
    service.note_attendance(ref, service.Noted("here", note="上午做操"), **now(roomy.carers[0]))
    page = visit("/near/care", member=roomy.son)
    look(page, "zh-390-front")
    page.get_by_role("link", name="刘*兰").click()
    expect(page.get_by_text("在室内")).to_be_visible()
    expect(page.get_by_text("上午做操").first).to_be_visible()
    look(page, "zh-390-son")
    own = visit(f"/near/care/{roomy.file}", member=roomy.mother, size="large")
    look(own, "zh-390-mother-large")
    own.get_by_role("button", name="收回").click()
    own.get_by_role("button", name="确定").click()
    expect(own.get_by_text("已收回")).to_be_visible()
    page.reload()
    expect(page.get_by_text("刘桂兰")).to_have_count(0)
    assert member


def test_tomorrow_is_planned_at_a_desk_in_english_and_walked_with_a_phone(visit, visited):  # noqa: F811
    wide = service.NewRequirement("all", (("bathing", 30),), 0, 1300, latest=1400)
    service.set_requirement(visited.file, wide, **now(visited.coordinator))
    body = visited.city.ref("PING")
    page = visit(f"/desk/care/day/{body}?day={today()}", member=visited.coordinator, viewport=DESK, lang="en")
    page.get_by_role("button", name="Plan this day").click()
    page.get_by_role("link", name="刘*兰").click()
    look(page, "en-1280-day")
    page.get_by_role("button", name="Release to the carers").click()
    expect(page.get_by_text("Released", exact=False).first).to_be_visible()
    part = VisitPart.objects.get()
    who = visited.carers[visited.goers.index(str(part.carer.ref))]
    phone = visit("/field/care", member=who)
    expect(phone.get_by_text("刘桂兰")).to_be_visible()
    look(phone, "zh-390-round")
    phone.wait_for_function("caches.match('/field/care')")  # kept from the first visit on
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.get_by_text("刘桂兰")).to_be_visible()
    phone.evaluate(YESTERDAY)
    phone.reload()
    expect(phone.get_by_role("heading", name="现在没有网络")).to_be_visible()
    assert "刘桂兰" not in phone.content()
    look(phone, "zh-390-away")
    phone.context.set_offline(False)
    phone.get_by_role("link", name="再试一次").click()
    expect(phone.get_by_text("刘桂兰")).to_be_visible()
    phone.complaints.clear()
    phone.get_by_role("button", name="到了").click()
    expect(phone.get_by_role("button", name="到了")).to_have_count(0)
    expect(phone.locator(".chip.run")).to_be_visible()
    assert VisitPart.objects.get().state == "begun"
    assert VisitPart.objects.get().begun_at > timezone.now() - timedelta(minutes=2)
    have_the_wrong_year(phone)
    lie_open_overnight(phone)


def at_its_own_time(phone, moment):
    """The carer's page once more, on a device whose clock says this."""
    late = phone.context.new_page()
    late.clock.install(time=moment)
    late.goto(phone.url)
    expect(late.get_by_text("刘桂兰")).to_be_visible()
    return late


def have_the_wrong_year(phone):
    """A device that has the day wrong shows what came today, and clears it once the server's day is over."""
    late = at_its_own_time(phone, datetime(2020, 1, 1, 12, tzinfo=BEIJING))
    late.clock.fast_forward("24:00:00")
    expect(late.get_by_role("heading", name="过完了")).to_be_visible()
    late.close()


def lie_open_overnight(phone):
    """What was noted without a network stays; whom it was about, and all homes of the day, are gone with the day.

    A note that was begun may be finished.
    """
    late = at_its_own_time(phone, datetime.combine(today(), time(23, 58), BEIJING))
    late.context.set_offline(True)
    late.get_by_role("button", name="做完了").click()
    waits = late.locator("[data-waiting] li")
    expect(waits).to_contain_text("刘桂兰")
    late.locator("textarea").fill("换了药")
    late.clock.fast_forward("10:00")
    expect(late.get_by_text("平桥小区")).to_be_visible()
    late.locator("textarea").fill("")
    late.clock.fast_forward("01:00")
    expect(late.get_by_role("heading", name="过完了")).to_be_visible()
    expect(late.get_by_role("heading", level=1)).to_have_count(1)
    expect(waits).to_have_count(1)
    assert "刘桂兰" not in late.content()
    late.wait_for_function("caches.match('/field/care').then((kept) => !kept)")
    browser.keep(late, "care/zh-390-over")
