"""The desk in a real browser: by keyboard, on a wide screen and on a phone, in both languages, without barriers."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests import browser
from tests.browser import DESK, PHONE, Visits, served
from tests.journeys.desk_pages.world import World, busy

from linli.apps.cases.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def full(committed):
    return busy(World())


@pytest.fixture
def address(full, still):
    with served() as found:
        yield found


@pytest.fixture
def visit(chromium, address, full):
    visits = Visits(chromium, address)

    def open_page(path, who, *, viewport=DESK, **options):
        return visits(path, member=full.people[who], viewport=viewport, **options)

    yield open_page
    visits.close()


def look(page, name):
    browser.look(page, f"desk/{name}")


def stored(full, name):
    return Case.objects.select_related("lead_body").get(ref=full.cases[name])


def stage(full, name):
    return stored(full, name).stage


def test_a_dispatch_comes_back_and_is_ruled_by_keyboard_alone(visit, full):
    page = visit("/desk", "dispatcher")
    look(page, "dispatcher-start-zh")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#case-title")).to_contain_text("柳溪南巷口的井盖碎了一半")
    expect(page.locator(".queue-item.here")).to_have_count(1)
    look(page, "dispatcher-case-zh")
    page.keyboard.press("d")
    expect(page.locator("#notices")).to_contain_text("待签收")
    assert stage(full, "accepted") == "dispatched"

    officer = visit(f"/desk/case/{full.cases['accepted']}", "officer")
    officer.keyboard.press("r")
    officer.get_by_label("不归我们管").check()
    officer.get_by_label("理由").fill("井盖印着“给”字，是自来水的。")
    officer.keyboard.press("Control+Enter")
    officer.wait_for_url("**done=*")
    assert stage(full, "accepted") == "returned"

    page.goto(page.url.partition("/desk")[0] + f"/desk/case/{full.cases['accepted']}")
    page.keyboard.press("u")
    page.get_by_label("退得对，改派").check()
    page.get_by_label("主办单位").fill("河东区城市管理局")
    page.get_by_label("理由").fill("阀门井由区里代管。")
    look(page, "dispatcher-ruling-zh")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**done=*")
    assert stage(full, "accepted") == "dispatched"
    page.goto(page.url.partition("/desk")[0] + f"/desk/case/{full.cases['alike']}")
    expect(page.locator(".rulings")).to_contain_text("阀门井由区里代管")


def test_more_time_is_asked_granted_and_work_that_is_not_done_goes_back(visit, full):
    officer = visit(f"/desk/case/{full.cases['handling']}", "officer", lang="en", viewport=PHONE)
    officer.get_by_role("link", name="Ask for an extension").click()
    officer.get_by_label("How much longer: amount").fill("soon")
    officer.get_by_label("Reason").fill("The ring has to be made to measure")
    officer.get_by_role("button", name="Ask for an extension").click()
    expect(officer.get_by_role("alert")).to_be_focused()
    expect(officer.get_by_label("Reason")).to_have_value("The ring has to be made to measure")
    look(officer, "officer-extension-wrong-en-phone")
    officer.get_by_label("How much longer: amount").fill("3")
    officer.get_by_role("button", name="Ask for an extension").click()
    officer.wait_for_url("**done=*")

    before = stored(full, "handling").promise_due
    supervisor = visit("/desk/queue?late=wishes", "supervisor", lang="en")
    supervisor.locator(f"#row-{full.cases['handling']} a").click()
    expect(supervisor.locator(".card.wish")).to_contain_text("made to measure")
    look(supervisor, "supervisor-wish-en")
    supervisor.keyboard.press("y")
    expect(supervisor.get_by_label("How much longer: amount")).to_have_value("3")
    supervisor.get_by_label("Reason").fill("Agreed, once")
    supervisor.get_by_role("button", name="Grant the extension").click()
    supervisor.wait_for_url("**done=*")
    assert stored(full, "handling").promise_due > before

    checker = visit("/desk", "checker", lang="en")
    checker.locator("[data-row]").first.click()
    expect(checker.locator("#case-title")).to_be_visible()
    checker.keyboard.press("n")
    checker.get_by_label("What was found").fill("It still rattles")
    look(checker, "checker-rejects-en")
    checker.get_by_role("button", name="Not done, do it again").click()
    checker.wait_for_url("**done=*")
    assert stage(full, "reported") == "handling"


def test_several_go_out_together_and_a_caller_is_taken_down(visit, full):
    page = visit("/desk", "dispatcher")
    for _ in range(3):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator("[data-chosen]")).to_have_text("已选 3 件")
    page.get_by_role("button", name="一起办…").click()
    look(page, "together-zh")
    page.get_by_role("button", name="派单选中的").click()
    expect(page.locator("main")).to_contain_text("办好 2 件，没办成 1 件")
    look(page, "together-done-zh")

    clerk = visit("/desk/intake", "clerk", lang="zh", viewport=PHONE)
    clerk.get_by_label("说了什么").fill("平桥小区门口的污水井盖一踩就响")
    expect(clerk.locator("#alike")).to_contain_text("可能是同一件")
    clerk.get_by_label("哪个社区或村").fill("平桥社区")
    look(clerk, "intake-zh-phone")
    clerk.get_by_role("button", name="登记", exact=True).click()
    expect(clerk.locator(".spoken-number")).to_be_visible()
    look(clerk, "taken-zh-phone")


def test_without_scripts_the_whole_way_works(visit, full):
    page = visit(f"/desk/case/{full.cases['accepted']}", "dispatcher", java_script_enabled=False)
    page.get_by_role("link", name="改派别的单位").click()
    page.get_by_label("主办单位").fill("市路灯管理所")
    page.get_by_role("button", name="派单", exact=True).click()
    assert stage(full, "accepted") == "dispatched"
    assert str(stored(full, "accepted").lead_body.ref) == full.city.ref("LIGHTS")
