"""Queues: whose they are, what a row says, search, filters, pages, and who may open what."""

import pytest
from django.test import Client
from tests import cast
from tests.journeys.desk_pages.conftest import text

from linli.apps.cases.facts import lists

PAGES = {
    "/desk": "read",
    "/desk/queue": "read",
    "/desk/queue/dispatch": "read",
    "/desk/supporting": "read",
    "/desk/orders": "read",
    "/desk/visits": "read",
    "/desk/together": "read",
    "/desk/intake": "submit",
    "/desk/sheet": "sheet",
    "/desk/shift": "shift",
    "/desk/duty": "duty",
}
STAFF = {
    "clerk",
    "dispatcher",
    "officer",
    "other_officer",
    "checker",
    "caller",
    "supervisor",
    "auditor",
    "colleague",
}
OPEN = {
    "read": STAFF,
    "submit": {"clerk", "dispatcher"},
    "sheet": {"officer", "other_officer", "colleague"},
    "shift": STAFF,
    "duty": STAFF,
}


def test_each_page_opens_for_its_people_only(world, sit):
    for who in (*STAFF, "resident"):
        client = sit(world, who).client
        for path, kind in PAGES.items():
            wanted = 200 if who in OPEN[kind] else 404
            assert client.get(path).status_code == wanted, (who, path)


def test_strangers_are_asked_to_sign_in_and_technical_staff_finds_nothing(world):
    for path in PAGES:
        answer = Client().get(path)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/staff/login")
    technical = Client()
    technical.force_login(cast.technical_administrator().account)
    assert {technical.get(path).status_code for path in PAGES if path != "/desk"} == {404}


STARTS = {
    cast.adviser: "/desk/advice",
    cast.care_coordinator: "/desk/care",
    cast.carer: "/field/care",
    cast.volunteer: "/near/volunteers",
    cast.grid_worker: "/field/",
    cast.county_administrator: "/county",
    cast.technical_administrator: "/account",
}


def test_everybody_on_the_staff_starts_at_a_page_of_their_own(world):
    for build in cast.EVERYBODY:
        member = build()
        if member.account is None or member.account.kind == "resident":
            continue
        client = Client()
        client.force_login(member.account)
        answer = client.get("/desk", follow=True)
        assert answer.status_code == 200, build.__name__
        assert answer.request["PATH_INFO"] == STARTS.get(build, "/desk"), build.__name__


@pytest.mark.parametrize(
    ("who", "title"),
    [
        ("dispatcher", "待派单"),
        ("officer", "待签收"),
        ("checker", "待核查"),
        ("caller", "待回访"),
        ("clerk", "待受理"),
    ],
)
def test_the_day_starts_with_ones_own_queue(full, sit, who, title):
    page = sit(full, who).see("/desk").content.decode()
    assert f"<h1>{title}</h1>" in page


def test_a_list_costs_at_most_six_statements_beside_knowing_who_asks(
    full, sit, django_assert_max_num_queries
):
    client = sit(full, "dispatcher").client
    client.get("/desk")
    with django_assert_max_num_queries(2 + 6):
        client.get("/desk")
    with django_assert_max_num_queries(2 + 6):
        client.get("/desk/queue/handling?late=overdue")


def test_a_case_costs_a_fixed_number_of_statements(full, sit, django_assert_max_num_queries):
    client = sit(full, "dispatcher").client
    path = f"/desk/case/{full.cases['accepted']}"
    client.get(path)
    with django_assert_max_num_queries(36):
        client.get(path)


def test_the_navigation_counts_and_every_queue_opens(full, sit):
    desk = sit(full, "dispatcher")
    page = text(desk.see("/desk"))
    for said in ("待受理 3", "待派单 4", "退回待裁 1", "待审批 1"):
        assert said in page
    for name in lists.QUEUES:
        desk.see(f"/desk/queue/{name}")
    desk.see("/desk/queue/nothing", status=404)


def test_a_case_is_found_by_number_by_words_and_after_it_ended(full, sit):
    desk = sit(full, "dispatcher")
    number = lists.Case.objects.get(ref=full.cases["accepted"]).number
    found = desk.see(f"/desk/queue?words={number[:3]} {number[3:7]} {number[7:]}", status=302)
    assert full.cases["accepted"] in found["Location"]
    found = text(desk.see("/desk/queue?words=学府路"))
    assert ("路灯不亮" in found, "夜市" in found) == (True, False)
    full.go(full.cases["told"], "withdraw", "resident")
    assert "已撤回" in text(desk.see("/desk/queue?words=路灯不亮"))
    assert "没有找到" in text(desk.see("/desk/queue?words=火星"))


def test_search_shows_an_officer_nothing_of_others(full, sit):
    assert "没有找到" in text(sit(full, "officer").see("/desk/queue?words=楼上漏水"))


@pytest.mark.parametrize(
    ("late", "cases"), [("wishes", {"extension"}), ("returned_twice", set()), ("reopened", set())]
)
def test_filters_narrow_all_open_cases(full, sit, late, cases):
    page = sit(full, "supervisor").see(f"/desk/queue?late={late}").content.decode()
    assert {name for name, ref in full.cases.items() if f"row-{ref}" in page} == cases


def test_a_damaged_page_mark_and_an_unknown_filter_do_no_harm(full, sit):
    desk = sit(full, "dispatcher")
    assert "翻页的位置失效" in text(desk.see("/desk/queue/dispatch?cursor=%%%", status=422))
    desk.see("/desk/queue/dispatch?late=gossip")


def test_long_queues_are_turned_page_by_page(world, sit, monkeypatch):
    monkeypatch.setattr(lists, "PAGE", 2)
    refs = {world.tell(i) for i in range(5)}
    desk, path, seen, turns = sit(world, "clerk"), "/desk/queue/intake", set(), 0
    while path and turns < 5:
        page = desk.see(path).content.decode()
        seen |= {ref for ref in refs if f"row-{ref}" in page}
        following = page.partition('rel="next" href="')[2].partition('"')[0]
        path, turns = following.replace("&amp;", "&"), turns + 1
    assert (seen, turns) == (refs, 3)


def test_empty_queues_say_what_will_be_here(world, sit):
    for who in ("dispatcher", "officer", "checker", "caller", "clerk", "supervisor"):
        desk = sit(world, who, "en")
        for name in lists.QUEUES:
            assert 'class="empty"' in desk.see(f"/desk/queue/{name}").content.decode()


def test_what_a_body_only_supports_stands_in_its_own_list(full, sit):
    desk = sit(full, "other_officer")
    page = desk.see("/desk/supporting").content.decode()
    assert {name for name, ref in full.cases.items() if f"row-{ref}" in page} == {"site", "consulting"}
    assert "supporting" in desk.see(f"/desk/case/{full.cases['site']}").content.decode()
    assert 'class="empty"' in desk.see("/desk/queue/handling").content.decode()


def test_hostile_words_are_shown_as_words(world, sit):
    nasty = "<script>alert(1)</script>\"'; DROP TABLE cases; --"
    ref = world.tell(body=nasty, place=nasty)
    desk = sit(world, "clerk")
    for path in ("/desk/queue/intake", f"/desk/case/{ref}", f"/desk/queue?words={nasty}"):
        page = desk.see(path).content.decode()
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;" in page
