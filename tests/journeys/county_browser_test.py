"""In a real browser: the vegetable-oil matrix from file to answer, a service's page, and every page without barriers."""

from __future__ import annotations

import os
import re

import pytest
from tests import cast
from tests.browser import DESK, PHONE, barriers, keep
from tests.journeys import county_town as town

from linli.apps.catalogue import facts

pytestmark = [pytest.mark.browser, pytest.mark.slow]


UNROLL = """document.querySelectorAll(".desk, .desk-whole").forEach(
  (each) => { each.style.height = "auto"; each.style.overflow = "visible"; })"""
"""The desk scrolls inside itself; a picture of the whole page needs it unrolled."""


@pytest.fixture
def sign_in(visit):
    """A page of somebody's own browser, signed in at the staff's door."""

    def through_the_door(member, *, lang="zh", size="normal", viewport=DESK):
        page = visit("/staff/login?next=/county", lang=lang, size=size, viewport=viewport)
        page.fill("[name=name]", member.account.login)
        page.fill("[name=password]", cast.PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url("**/county")
        # Signing in speaks the account's own language; the switch on every page changes it.
        page.goto(f"{visit.address}/county?lang={lang}&size={size}")
        return page

    return through_the_door


def faults(page, name):
    """Keep a picture and say what bars somebody's way."""
    found = barriers(page) + page.complaints
    if os.environ.get("LINLI_PICTURES"):
        page.evaluate(UNROLL)
        keep(page, f"county/{name}")
    return found


def test_the_fuel_example_goes_from_a_file_to_an_answer(sign_in, visit, tmp_path):
    people = town.build()
    page = sign_in(people.keeper, viewport=PHONE)
    page.goto(f"{visit.address}/county/matrix/import")
    sheet = tmp_path / "fuel.csv"
    sheet.write_text(facts.example_sheet("matrix_vegetable_oil_fuel"), encoding="utf-8")
    page.set_input_files("[name=sheet]", sheet)
    page.select_option("[name=pilot]", "990101")
    page.get_by_role("button", name="导入，成为提议").click()
    page.get_by_text("7 条成为提议").wait_for()
    assert faults(page, "journey-matrix-1-imported") == []
    page.get_by_role("link", name="等批准").first.click()
    page.get_by_role("button", name="看合起来的影响").click()
    page.get_by_text("7 处换人负责").wait_for()
    assert page.get_by_role("button", name="批准这 7 条").count() == 0

    second = sign_in(people.approver, lang="en", viewport=DESK)
    second.get_by_role("link", name="7 rows of the matrix wait").click()
    second.get_by_role("button", name="See the effect together").click()
    assert faults(second, "journey-matrix-2-effect") == []
    second.get_by_role("button", name="Approve these 7 rows").click()
    second.get_by_text("All approved").wait_for()

    for place, answer in (("990101001001", "Hedong emergency management bureau"), ("990102001001", "nobody")):
        second.goto(f"{visit.address}/county/matrix/ask")
        second.fill("[name=q]", "vegetable oil fuel")
        second.get_by_role("button", name="Search").click()
        second.locator(".pick a").first.click()
        second.select_option("[name=area]", place)
        second.get_by_role("button", name="Who answers?").click()
        said = second.locator(".answer", has_text="storage").locator(".answer-lead").inner_text()
        assert said.lower() == answer.lower()
        assert faults(second, f"journey-matrix-3-{place}") == []


def test_a_service_is_read_before_it_is_approved(sign_in, visit):
    people = town.build("base/request")
    page = sign_in(people.keeper, lang="en", viewport=DESK)
    page.goto(f"{visit.address}/county/packs/folders")
    card = page.locator("section.card", has_text="mediation")
    card.get_by_role("button", name="Propose to publish").click()
    page.get_by_text("somebody else approves it").first.wait_for()
    assert page.locator("svg.course").is_visible()
    page.locator(".told-stage summary").first.click()
    assert page.locator(".told-stage[open] li").first.is_visible()
    assert faults(page, "journey-pack-1-proposed") == []

    second = sign_in(people.approver, viewport=PHONE)
    second.goto(f"{visit.address}/county/packs")
    second.get_by_role("link", name=re.compile(r"第 \d+ 版等批准")).click()
    assert faults(second, "journey-pack-2-waiting") == []
    second.get_by_role("button", name="批准，新办件按它走").click()
    second.get_by_text("已批准，新办件按它走").wait_for()
    assert facts.snapshot().current_pack("mediation")
