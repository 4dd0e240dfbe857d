"""A clerk writes, a colleague publishes, an old neighbour reads it large and taps once; a family looks for its father."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests import browser, cast
from tests.apps.notices.conftest import DISTRICT, PING, Stage, by
from tests.browser import DESK
from tests.city import tiny_city

from linli.apps.notices import facts, service
from linli.apps.notices.models import Announcement, SearchNotice, Subscription, Telling
from linli.apps.notices.policy.links import token
from linli.kernel.ui import show

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def stage(committed):
    city = tiny_city()
    return Stage(cast.clerk(DISTRICT), cast.second_approver(DISTRICT), city.people["resident"])


def look(page, name):
    browser.look(page, f"announcements/{name}")


def site(page, path):
    page.goto(re.sub(r"(https?://[^/]+)/.*", rf"\1{path}", page.url))


def burst_main(stage, now):
    """Publish at any hour of the day: an emergency waits for no morning."""
    written = service.Written(
        area=PING, topic="water", title_zh="今天停水", text_zh="8:30-17:00停水，请各户存水。", do_zh="存好水",
        expires_at=now + timedelta(days=2), emergency=True, emergency_reason="主管爆了", channels=("sms",),
    )  # fmt: skip
    ref = service.write(written, **by(stage.clerk, now))
    service.hand_in(ref, **by(stage.clerk, now))
    service.publish(ref, 1, agreed=True, **by(stage.approver, now))
    service.tell_due(now, pace=service.Pace(None))
    return Telling.objects.get()


def test_an_old_neighbour_subscribes_hears_and_taps_and_asks_for_her_father(visit, stage):
    page = visit(f"/near/notices/subscribe?area={PING}", member=stage.resident, size="large")
    page.get_by_label("先用", exact=True).select_option("sms")
    page.get_by_role("button", name="开始收").click()
    expect(page.locator(".notice.success")).to_contain_text("订好了")
    told = burst_main(stage, show.now())
    site(page, f"/n/{token(told.announcement_id, told.subscription_id)}")
    expect(page.get_by_role("heading", name="听一听")).to_be_visible()
    look(page, "zh-390-letter-large")
    page.get_by_role("button", name="我知道了").click()
    expect(page.locator(".notice.success")).to_contain_text("谢谢")
    told.refresh_from_db()
    assert told.heard_at
    page.get_by_role("button", name="以后不要再发").click()
    expect(page.locator(".notice.success")).to_contain_text("不再发给您")
    assert Subscription.objects.get().ended_at
    site(page, f"/near/search/new?kind=missing_person&area={PING}")
    expect(page.get_by_role("link", name="打 110")).to_have_attribute("href", "tel:110")
    page.get_by_label("一句话").fill("找穿蓝棉袄的老人")
    page.get_by_label("样子和经过").fill("82岁，走路慢，我的电话13800001234")
    page.get_by_role("button", name="送去审看").click()
    expect(page.get_by_role("alert")).to_contain_text("别人留言我们替您转")
    page.get_by_label("样子和经过").fill("82岁，走路慢")
    look(page, "zh-390-search-large")
    page.get_by_role("button", name="送去审看").click()
    expect(page.locator(".notice.success")).to_contain_text("有人看过就公布")
    assert SearchNotice.objects.get().state == "waiting"


def test_a_clerk_writes_a_colleague_publishes_and_word_is_passed_on(visit, stage):
    stage.subscribe()
    page = visit(f"/desk/announcements/new?area={PING}", member=stage.clerk, lang="en", viewport=DESK)
    page.get_by_label("Topic", exact=True).select_option("power")
    page.get_by_label("Title (Chinese)").fill("周三停电")
    page.get_by_label("Text (Chinese)", exact=True).fill("周三8:00-12:00停电。")
    page.get_by_label("What people should do (Chinese)").fill("给手机充电")
    page.get_by_role("checkbox", name=re.compile("^Text message")).check()
    page.get_by_label("This is an emergency").check()
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_role("alert")).to_contain_text("why it is an emergency")
    page.get_by_label("This is an emergency").uncheck()
    page.get_by_role("button", name="Keep as a draft").click()
    expect(page.get_by_text("周三八点到十二点停电。请您：给手机充电。")).to_be_visible()
    look(page, "en-1280-draft")
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".notice.success")).to_contain_text("a colleague reviews it")
    second = visit("/desk/announcements?state=review", member=stage.approver, lang="en", viewport=DESK)
    second.get_by_role("link", name="周三停电").click()
    second.get_by_role("button", name=re.compile("send to 1 ")).click()
    expect(second.locator(".notice.success")).to_contain_text("on its way")
    look(second, "en-1280-published")
    assert Announcement.objects.get().state == "published"
    now = show.now()
    sought = service.Sought("missing_person", PING, "李大爷走失", "82岁，穿蓝棉袄", place="农贸市场门口")
    ref = service.report(sought, **by(stage.resident, now))
    site(page, "/desk/searches")
    page.get_by_role("link", name="李大爷走失").click()
    page.get_by_role("button", name="Show it").click()
    expect(page.locator(".notice.success")).to_contain_text("everybody sees it")
    stranger = visit(f"/near/search/{ref}", lang="en", viewport=DESK)
    stranger.get_by_role("textbox").first.fill("At the bridge, at eight")
    stranger.get_by_role("button", name="Pass it on").click()
    expect(stranger.locator(".notice.success")).to_contain_text("Passed on")
    look(stranger, "en-1280-search")
    (message,) = facts.messages(ref, stage.resident.actor)
    assert (message.text, message.phone) == ("At the bridge, at eight", "")
