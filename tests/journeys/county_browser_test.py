"""In a real browser: the vegetable-oil matrix from file to answer, a service's page, and every page without barriers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from tests import cast
from tests.browser import DESK, PHONE, barriers, keep
from tests.journeys import county_town as town

from linli.apps.catalogue import facts
from linli.apps.catalogue import service as catalogue
from linli.apps.grid import facts as grid
from linli.apps.grid import service as ground
from linli.apps.grid.service import NewPost, NewRoster
from linli.core.slots.rotation import Turn

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
    second.get_by_role("link", name="第 1 版等批准").click()
    assert faults(second, "journey-pack-2-waiting") == []
    second.get_by_role("button", name="批准，新办件按它走").click()
    second.get_by_text("已批准，新办件按它走").wait_for()
    assert facts.snapshot().current_pack("mediation")


def pages(people):
    """Every page of the county with something on it."""
    lamp = town.approved()
    town.approved(subject=COVER, lead="$district_dept:urban_management", pilot="990101")
    sheet = facts.example_sheet("matrix_vegetable_oil_fuel").encode()
    catalogue.import_rows(sheet, pilot="990101", **town.said(people.keeper.actor))
    waiting = facts.matrix_lines(actor=town.MAKER, state="proposed")[0].ref
    duty = catalogue.NewDuty(
        town.LAMP, "*", "report", date(2026, 1, 1), "看见路灯不亮，告诉中心", "Tell the centre"
    )
    catalogue.list_duty(duty, **town.said())
    ground.give_consent(grid.area(town.ESTATE).ref, name="张阿姨", phone="13800001111", **town.said())
    office = grid.body("LIUXI").ref
    post = ground.open_post(office, NewPost("duty", "值班员", "Duty officer", "", shown=True), **town.said())[
        "post"
    ]
    crew = [str(one.account.ref) for one in (people.officer, people.grid_worker)]
    for account in crew:
        ground.appoint(post, account, date(2026, 1, 1), **town.said())
    roster = ground.open_roster(office, NewRoster("night", "夜间值班", "Night duty"), **town.said())["roster"]
    start = datetime.combine(datetime.now(town.UTC).date(), time(2), town.UTC)
    turns = [Turn(start + timedelta(n), start + timedelta(n, hours=14)) for n in range(8)]
    ground.plan_roster(roster, crew, turns, count_from=start - timedelta(30), **town.said())
    return {
        "start": "", "matrix": "/matrix", "trouble": "/matrix/trouble", "ask": "/matrix/ask?q=路灯",
        "answer": f"/matrix/ask?subject={town.LAMP}&area=990101001001", "new": "/matrix/new?q=路灯",
        "new2": f"/matrix/new?subject={town.FUEL}", "waiting": "/matrix/waiting",
        "effect": f"/matrix/waiting/effect?ref={waiting}", "row": f"/matrix/rows/{waiting}",
        "row_in_force": f"/matrix/rows/{lamp}", "import": "/matrix/import", "rulings": "/matrix/rulings",
        "duties": "/duties", "subjects": "/subjects", "subject": f"/subjects/{COVER}",
        "condition": f"/subjects/{COVER}/yuncheng-2026/1", "mapping": "/mapping",
        "mapping_one": "/mapping?old=30428.2:component:01-99", "packs": "/packs", "pack": "/packs/of/request",
        "folders": "/packs/folders", "changes": "/packs/of/request/changes?old=1&new=1", "areas": "/areas",
        "area": "/areas/990101001001", "estate": f"/areas/{town.ESTATE}", "upload": "/areas/import",
        "bodies": "/bodies", "body": f"/bodies/{office}", "rosters": "/rosters", "roster": f"/rosters/{roster}",
        "calendar": "/calendar", "accounts": "/accounts", "account": f"/accounts/{crew[0]}",
    }  # fmt: skip


COVER = "30428.2:component:01-02"


def test_no_page_has_barriers_or_spills_over(sign_in, visit):
    people = town.build("base/request")
    paths = {name: f"/county{path}" for name, path in pages(people).items()} | {"sources": "/about/sources"}
    ways = (
        ("en-desk", sign_in(people.keeper, lang="en", viewport=DESK)),
        ("zh-phone-large", sign_in(people.keeper, size="large", viewport=PHONE)),
    )
    found = []
    for number, (name, path) in enumerate(paths.items()):
        tag, page = ways[number % 2]
        page.goto(f"{visit.address}{path}")
        found += [(name, tag, one) for one in faults(page, f"{name}-{tag}")]
    assert found == []
