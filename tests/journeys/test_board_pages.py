"""The board: who sees it, that its numbers are the city's, what it costs, and how far each reader sees."""

from __future__ import annotations

import re

import pytest
from tests import cast
from tests.apps.insight.conftest import Teller, at
from tests.journeys.desk_pages.fixed import FixedTime
from tests.rows import once

from linli.apps.cases.models import Case
from linli.apps.insight import service

pytestmark = pytest.mark.django_db
NOW = at("10-20 12:00")
DISTRICT, TOWNSHIP = "/9901/990101/", "/9901/990101/990101100/"
MOST_STATEMENTS = 24


class Noon(FixedTime):
    """Every request of these tests comes on 20 October at noon."""

    moment = NOW


@pytest.fixture(autouse=True)
def _october(settings):
    settings.MIDDLEWARE = [f"{__name__}.Noon", *settings.MIDDLEWARE]


@pytest.fixture
def teller(city):
    return Teller(city)


@pytest.fixture
def told(teller):
    """Four closed cases; open ones: three late with the drains office, one of them confidential."""
    return once("four closed cases", lambda: _told(teller))


def _told(teller):
    for day in ("09", "12", "13", "14"):
        teller.closed(f"10-{day} 09:00", f"10-{day} 17:00")
    late = [teller.dispatched("10-09 10:00") for _ in range(2)]
    hidden = teller.tell("10-09 09:00", confidential=True)
    Case.objects.filter(ref=late[1]).update(returns=2)
    Case.objects.filter(ref=hidden).update(promise_due=at("10-12 09:00"))
    service.refresh(NOW)
    return {"late": late, "hidden": hidden}


def sign_in(client, member):
    client.force_login(member.account)


def text_of(response):
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", plain)


def test_those_who_oversee_see_the_board(client, city, told):
    for who in ("supervisor", "dispatcher", "officer"):
        sign_in(client, city.people[who])
        assert client.get("/board").status_code == 200
    sign_in(client, cast.county_administrator("/9901/"))
    assert client.get("/board").status_code == 200
    assert "/desk/case/" not in client.get("/board/cases").content.decode()  # reads figures, no cases
    assert 'aria-current="page"><span>看板' in client.get("/board").content.decode()


@pytest.mark.parametrize("page", ["/board", "/board/cases"])
def test_others_find_no_board(client, city, page):
    assert client.get(page).status_code == 302
    for who in ("resident", "clerk", "checker", "caller"):
        sign_in(client, city.people[who])
        assert client.get(page).status_code == 404


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", ["/board", "/board/cases?kind=open"])
def test_an_empty_city_says_what_will_be_here(client, city, page, lang):
    client.cookies["lang"] = lang
    sign_in(client, city.people["supervisor"])
    assert client.get(page).status_code == 200
    assert {"zh": "还没有可看的", "en": "Nothing to see yet"}[lang] in text_of(client.get("/board"))


def test_its_numbers_are_the_citys(client, city, told):
    sign_in(client, city.people["supervisor"])
    said = text_of(client.get("/board"))
    assert "市政排水所有 2 件过了答应居民的日子" in said
    assert "有 1 件被退过两次以上" in said
    assert "没办完的 2 件里" in said
    assert "2 逾期" in said
    assert "1 退过两次以上" in said
    assert "0 重办过" in said
    assert "另有 1 件保密的也逾期了" in said
    for made in ("2 / 4", "4 / 4", "0 / 6"):  # late of those due, solved of those closed, returned of all
        assert made in said
    assert "95%" in said
    assert "太少，不比" in said


def test_each_number_opens_its_cases(client, city, told):
    sign_in(client, city.people["supervisor"])
    board = client.get("/board").content.decode()
    links = {one.replace("&amp;", "&") for one in re.findall(r'href="(/board/cases[^"]+)"', board)}
    drains = next(one for one in links if "body=" in one)
    page = client.get(drains).content.decode()
    assert all(f"/desk/case/{ref}" in page for ref in told["late"])
    assert str(told["hidden"]) not in page
    assert "井盖碎了" not in page
    assert all(client.get(one).status_code == 200 for one in links)
    twice = client.get("/board/cases?kind=returned_twice").content.decode()
    assert f"/desk/case/{told['late'][1]}" in twice
    assert f"/desk/case/{told['late'][0]}" not in twice


def test_each_sees_as_far_as_they_oversee(client, city, told):
    sign_in(client, cast.supervisor(TOWNSHIP))
    said = text_of(client.get("/board"))
    assert "市政排水所" not in said
    assert "杏园镇看板" in said
    for code in ("9901", "990101", "990101001", "000000"):
        assert client.get(f"/board?area={code}").status_code == 404
        assert client.get(f"/board/cases?area={code}").status_code == 404
    sign_in(client, cast.supervisor(DISTRICT))
    assert "2 逾期" in text_of(client.get("/board"))
    assert "还没有可看的" in text_of(client.get("/board?area=990101100"))
    assert "2 逾期" in text_of(client.get("/board?area=990101001"))


def test_a_body_sees_its_own(client, city, told):
    sign_in(client, city.people["other_officer"])
    said = text_of(client.get("/board"))
    assert "只看市路灯管理所主办的" in said
    assert "市政排水所" not in said
    assert told["late"][0] not in client.get("/board/cases").content.decode()
    sign_in(client, city.people["officer"])
    assert "2 逾期" in text_of(client.get("/board"))


def test_three_alike_in_a_community_are_a_thing_to_mend(client, city, teller):
    for _ in range(3):
        teller.dispatched("10-19 15:00")
    sign_in(client, city.people["supervisor"])
    said = client.get("/board")
    assert "平桥社区两周里" in text_of(said)
    link = next(
        one for one in re.findall(r'href="(/board/cases[^"]+)"', said.content.decode()) if "fresh" in one
    )
    assert client.get(link.replace("&amp;", "&")).content.decode().count("/desk/case/") == 3


@pytest.mark.parametrize("wrong", ["kind=popular", "body=nobody", "area=1"])
def test_nonsense_is_answered_like_absence(client, city, wrong):
    sign_in(client, city.people["supervisor"])
    assert client.get(f"/board/cases?{wrong}").status_code == 404


def test_statements_are_few_and_do_not_grow(client, city, teller, told, django_assert_max_num_queries):
    sign_in(client, city.people["supervisor"])
    more = iter(range(9, 18))

    def grow():
        for _ in range(3):
            teller.dispatched(f"10-{next(more):02} 10:00")
        client.get("/board")

    grow()
    with django_assert_max_num_queries(MOST_STATEMENTS) as seen:
        client.get("/board")
        first = len(seen)
    grow()
    with django_assert_max_num_queries(first):
        client.get("/board")


def test_a_body_is_not_told_what_a_few_answered_to_it(client, city, told):
    """Four answers in a month would tell the officer, who knows the four cases."""
    pages = {}
    for who in ("officer", "supervisor"):
        sign_in(client, city.people[who])
        pages[who] = text_of(client.get("/board"))
    assert "不到 5 件，不显示" in pages["officer"]
    assert "不到 5 件，不显示" not in pages["supervisor"]
