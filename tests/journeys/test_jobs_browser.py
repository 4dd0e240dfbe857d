"""A cook posts a shift as the law wants it, a bricklayer is paid once and once not, and one without a telephone is entered."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests import browser
from tests.apps.jobs import market
from tests.apps.jobs.market import COMMUNITY, MONDAY, said
from tests.browser import DESK
from tests.city import tiny_city

from linli.apps.jobs import service
from linli.apps.jobs.models import Engagement, Post, WorkerProfile
from linli.kernel.ui import show

NEXT, SHIFT = MONDAY + timedelta(days=1), timedelta(hours=9)
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def shop(committed):
    tiny_city("wage-arrears")
    return market.open_market()


def look(page, name):
    browser.look(page, f"jobs/{name}")


def note_hours(page, starts, ends):
    page.get_by_label("开始").fill(starts)
    page.get_by_label("结束").fill(ends)
    page.get_by_role("button", name="记下时间").click()
    expect(page.get_by_text(f"{starts}–{ends}")).to_be_visible()


def site(page, path):
    page.goto(re.sub(r"(https?://[^/]+)/.*", rf"\1{path}", page.url))


def test_a_shift_is_posted_without_what_the_law_forbids_and_pay_that_did_not_come_is_a_case(visit, shop):
    page = visit(f"/near/jobs/employers/{shop.employer}/post", member=shop.owner)
    page.get_by_label("干什么").select_option("kitchen")
    page.get_by_label("在哪个社区或村").fill("平桥社区")
    page.get_by_label("在哪里干").fill("后厨")
    page.get_by_label("工钱", exact=True).fill("300")
    page.get_by_label("还要说的").fill("限女，35岁以下，押金200")
    page.get_by_role("button", name="发出去").click()
    for words in ("“限女”", "“35岁以下”", "“押金”"):
        expect(page.get_by_role("alert").first).to_contain_text(words)
    look(page, "zh-390-refused")
    page.get_by_label("还要说的").fill("洗菜切菜")
    page.get_by_role("button", name="发出去").click()
    expect(page.get_by_text("等审核")).to_be_visible()
    service.open_post(Post.objects.get().ref, **said(shop.clerk, show.now()))
    worker = visit("/near/jobs", member=shop.worker, size="large")
    worker.get_by_role("link", name=re.compile("帮厨")).click()
    worker.get_by_role("button", name="我想干这个").click()
    expect(worker.get_by_text("用工方答复了会告诉您")).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 人等您答复")).to_be_visible()
    late, paid = shop.confirmed(keeps_name=True), shop.confirmed(starts_at=NEXT, ends_at=NEXT + SHIFT)
    service.look_after_pay(show.now() - timedelta(hours=25))  # both are reminded
    site(worker, f"/near/jobs/engagements/{late}")
    expect(worker.get_by_text("不收任何费用，不押证件")).to_be_visible()
    note_hours(worker, "08:00", "17:00")
    look(worker, "zh-390-agreement-large")
    site(page, f"/near/jobs/engagements/{late}")
    note_hours(page, "08:00", "16:00")
    expect(page.get_by_text("两边记的不一样")).to_be_visible()
    site(page, f"/near/jobs/engagements/{paid}")
    page.get_by_role("button", name="工钱付了").click()
    expect(page.get_by_text("等干活的人确认")).to_be_visible()
    site(worker, f"/near/jobs/engagements/{paid}")
    worker.get_by_role("button", name="工钱收到了").click()
    expect(worker.get_by_text("工钱已收到")).to_be_visible()
    assert service.look_after_pay(show.now()) == 1  # by itself
    site(worker, f"/near/jobs/engagements/{late}")
    expect(worker.get_by_text("已经交给劳动监察")).to_be_visible()
    assert Engagement.objects.get(ref=late).case.sensitivity == "confidential"


def test_a_clerk_enters_a_worker_without_a_telephone_and_hangs_out_the_board(visit, shop):
    page = visit("/desk/jobs/workers/new", member=shop.clerk, lang="en", viewport=DESK)
    page.get_by_label("Name", exact=True).fill("石大山")
    page.get_by_label("Mobile number").fill("139 0000 7777")
    page.get_by_label("Day of birth").fill("2012-03-01")
    page.get_by_role("checkbox", name="Kitchen help").check()
    page.get_by_role("checkbox", name="Monday").check()
    page.get_by_role("checkbox", name=re.compile("^Morning")).check()
    page.get_by_label("Community or village").fill("平桥社区")
    page.get_by_role("radio", name="by word").check()
    page.get_by_role("button", name="Done, register").click()
    expect(page.get_by_role("alert").first).to_contain_text("16")
    page.get_by_label("Day of birth").fill("1971-03-01")
    page.get_by_role("button", name="Done, register").click()
    expect(page.get_by_role("heading", name="Slip of your entry")).to_be_visible()
    look(page, "en-1280-slip")
    assert WorkerProfile.objects.filter(by_phone=True).count() == 1
    now = show.now()
    service.post_shift(
        shop.employer, market.new_post(starts_at=now + timedelta(days=1), ends_at=now + timedelta(days=1, hours=8)),
        **said(shop.owner, now),
    )  # fmt: skip
    site(page, "/desk/jobs")
    page.get_by_role("link", name=re.compile("Bricklayer")).click()
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", name="Who could")).to_be_visible()
    board = visit(f"/near/jobs/board?area={COMMUNITY}&paper=a3", lang="en", viewport=DESK)
    expect(board.get_by_role("heading", name="Bricklayer")).to_be_visible()
    look(board, "en-1280-board")
    paper = board.pdf(prefer_css_page_size=True)
    (sheet,) = re.findall(rb"/MediaBox *\[0 0 (\d+)[.\d]* (\d+)", paper)
    assert [round(int(points), -1) for points in sheet] == [1190, 840], "one sheet of A3, lying"
