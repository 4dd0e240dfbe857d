"""The pages of what is within a walk and of service cards: residents, the public, planners, who keeps the card."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests import cast
from tests.apps.activities.town import CENTRE
from tests.apps.centres.test_reach import CLINIC, HOMES, streets
from tests.city import AT, MAKER, POINT, STEP, WEST
from tests.journeys.desk_pages.fixed import FixedTime

from linli.apps.centres import facts, service
from linli.apps.centres import service as centres
from linli.apps.centres.models import CardEntry, SiteStudy
from linli.apps.grid import facts as grid
from linli.apps.grid import service as places
from linli.kernel import documents

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PING = "990101001001"


@pytest.fixture(autouse=True)
def still(settings):
    FixedTime.moment = AT
    settings.MIDDLEWARE = ["tests.journeys.desk_pages.fixed.FixedTime", *settings.MIDDLEWARE]


def said(**more):
    return {"actor": MAKER, "act_id": str(uuid.uuid4()), "at": AT, **more}


@pytest.fixture
def town(city):
    places.import_areas(HOMES.encode(), **said())
    service.register_facility(CLINIC, **said())
    service.register_facility(
        replace(CLINIC, code="YH-1", kind="bank", name_zh="农商银行", lon=WEST + 1.8 * STEP), **said()
    )
    service.bring_streets(streets(), **said())
    service.measure_reach(**said())
    return city


def text(answer):
    return answer.content.decode()


def test_an_old_man_types_where_he_lives_and_sees_minutes_and_numbers(town, client):
    page = text(client.post("/near/reach", {"q": "河东区云门小区"}))
    for words in (
        "平桥社区卫生服务站",
        "老人约 20 分钟",
        "成年人约 14 分钟",
        "tel:0351-2000001",
        "CC0",
        "没有保存",
    ):
        assert words in page
    assert "估算" not in page


def test_the_place_button_and_the_datum_of_chinese_maps_are_understood(town, client):
    here = {"lon": str(WEST + 1.5 * STEP), "lat": str(POINT[1])}
    assert "老人约 20 分钟" in text(client.post("/near/reach", here))
    assert "平桥社区卫生服务站" in text(client.post("/near/reach", {**here, "datum": "gcj02"}))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "请写上住在哪里"),
        ({"q": "火星基地"}, "没有找到“火星基地”"),
        ({"lon": "116.4", "lat": "39.9"}, "不在"),
        ({"lon": "37.8", "lat": "112.5"}, "写反"),
        ({"lon": "east", "lat": "1"}, "位置读不出来"),
        ({"area": "000"}, "没有这个地方"),
        ({"q": "南杏自然村"}, "还没有标在地图上"),
    ],
)
def test_what_cannot_be_found_is_said_in_a_sentence(town, client, asked, words):
    answer = client.post("/near/reach", asked)
    assert (answer.status_code, words in text(answer)) == (422, True), text(answer)[-3000:]


def test_several_places_of_one_name_are_offered_for_choosing(town, client):
    page = text(client.post("/near/reach", {"q": "小区"}))
    assert "您说的是哪一处" in page
    assert page.count('name="area" value="9901') >= 2


def test_nothing_near_is_no_empty_page(city, client):
    places.import_areas(HOMES.encode(), **said())
    assert "还没有登记设施" in text(client.get("/near/reach?area=990101001001001"))


def test_the_gaps_are_drawn_and_tabled_with_what_they_rest_on(town, client, django_assert_max_num_queries):
    client.get("/near/gaps?area=990101001")
    with django_assert_max_num_queries(6):
        page = text(client.get("/near/gaps?area=990101001&kind=health_station&walker=old&minutes=15"))
    assert page.count('<path class="shade-') == 2
    for words in (
        "平桥社区：每百户有 0 户走不到",
        "云门社区：每百户有 100 户走不到",
        "测试路网",
        "每秒 1.05 米",
    ):
        assert words in page, words
    english = text(client.get("/near/gaps?area=990101001", headers={"accept-language": "en"}))
    assert "where the gaps are" in english


@pytest.mark.parametrize("query", ["kind=sauna", "minutes=7", "area=1"])
def test_a_map_of_nonsense_is_not_there(town, client, query):
    assert client.get(f"/near/gaps?{query}").status_code == 404


def test_without_a_measurement_the_map_says_so(city, client):
    assert "还没有测算过" in text(client.get("/near/gaps"))


def test_a_daughter_finds_prints_and_reads_the_card(town, client):
    service.enter_line(
        service.NewLine("9901", "water", "汾安自来水公司", "Fen'an water", "0351-9990101"), **said()
    )
    found = client.post("/near/card", {"q": "柳荫小区"})
    assert (found.status_code, found["Location"]) == (302, "/near/card/990101001001001")
    page = text(client.get(found["Location"]))
    for words in ("110", "12348", "12345", "汾安自来水公司", "0351-9990101", "人和电话会变"):
        assert words in page
    assert "自来水是汾安自来水公司" in text(client.get(f"{found['Location']}?read"))
    for name, pages in (("card.pdf", 2), ("sheet.pdf", 2)):
        paper = client.get(f"{found['Location']}/{name}")
        assert paper["Content-Type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF-")
        assert len(re.findall(rb"/Type\s*/Page\b", paper.content)) in {0, pages}  # 0 where pages are packed
    assert "英文" not in page
    assert "Service card" in text(client.get(found["Location"], headers={"accept-language": "en"}))


def test_a_card_that_does_not_exist_is_told_with_a_way_on(city, client):
    answer = client.get("/near/card/123")
    assert (answer.status_code, "没有这个地方的卡" in text(answer)) == (404, True)
    assert client.get("/near/card/123/card.pdf").status_code == 404


def test_the_list_leads_to_every_card(town, client):
    assert "?in=990101" in text(client.get("/near/card"))
    assert "/near/card/990101001" in text(client.get("/near/card?in=990101"))


def post(client, page, **more):
    act = re.search(r'name="act_id" value="([^"]+)"', text(client.get(page)))[1]
    return client.post(page.split("?")[0], {"act_id": act, **more})


def test_a_planner_asks_and_prints_the_answer(town, client):
    client.force_login(cast.county_administrator("/9901/").account)
    wrong = post(client, "/desk/reach", kind="bank", area="990101", count="many", minutes="15", walker="old")
    assert (wrong.status_code, "1 到 10 处" in text(wrong)) == (422, True)
    asked = post(
        client, "/desk/reach", kind="food_market", area="990101", count="1", minutes="15", walker="adult"
    )
    assert "正在测算" in text(client.get(asked["Location"]))
    service.answer_studies(AT)
    page = text(client.get(asked["Location"]))
    for words in ("多了 500 户走得到", "已证明最好", "560", "结果一样", "测试路网"):
        assert words in page, words
    assert SiteStudy.objects.count() == 1
    assert "500" in text(client.get("/desk/reach"))


def test_a_facility_is_entered_changed_and_closed_at_the_desk(city, client):
    client.force_login(cast.county_administrator("/9901/").account)
    wrong = post(client, "/desk/facilities", code="B-1", kind="bank", name_zh="", lon="x")
    assert (wrong.status_code, "经纬度不是数字" in text(wrong)) == (422, True)
    done = post(
        client,
        "/desk/facilities",
        code="B-1",
        kind="bank",
        name_zh="农商银行",
        lon="112.505",
        lat="37.805",
        datum="wgs84",
    )
    assert done.status_code == 302
    page = f"/desk/facilities/{facts.facilities().rows[0].ref}"
    assert post(client, page, code="B-1", kind="bank", name_zh="农村商业银行", area=PING).status_code == 302
    assert facts.facilities().rows[0].name_zh == "农村商业银行"
    assert post(client, page, do="close", on="").status_code == 422
    assert post(client, page, do="close", on="2026-12-01").status_code == 302
    assert facts.facilities().rows[0].closed_on == date(2026, 12, 1)
    assert post(client, page, code="B-1", kind="bank", name_zh="x", area=PING).status_code == 302


def test_who_keeps_the_card_enters_and_ends_a_line_and_the_card_says_so_at_once(city, client):
    client.force_login(cast.county_administrator("/9901/").account)
    page = f"/desk/cards?area={PING}"
    wrong = post(client, page, area=PING, kind="meals", name_zh="助餐点", phone="13812345678")
    assert (wrong.status_code, "不印个人手机号" in text(wrong)) == (422, True)
    assert post(client, page, area=PING, kind="meals", name_zh="助餐点", where_zh="一层").status_code == 302
    assert "助餐点" in text(client.get(f"/near/card/{PING}"))
    ref = CardEntry.objects.get().ref
    assert post(client, page, area=PING, do="end", line=str(ref)).status_code == 302
    assert "助餐点" not in text(client.get(f"/near/card/{PING}"))
    assert client.get("/desk/cards").status_code == 200


def test_who_is_appointed_or_on_duty_by_page_is_on_the_card_and_its_paper_at_once(city, client, monkeypatch):
    papers = []
    monkeypatch.setattr(documents, "pdf", lambda _template, data, _on: papers.append(data) or b"%PDF-")
    centres.register_centre(CENTRE, **said())
    ref = city.ref("PING")
    holder = places.open_post(
        ref, places.NewPost("grid-1", "网格员", "Grid worker", "0351-3000001", shown=True), **said()
    )["post"]
    worker = cast.grid_worker().account
    card, body = f"/near/card/{PING}", f"/county/bodies/{ref}"

    def named():
        client.get(f"{card}/card.pdf")
        told = [one["name"][0] for one in papers[-1]["cards"][0]["people"]]
        return told, worker.name in text(client.get(card))

    client.force_login(cast.county_administrator("/9901/").account)
    assert named() == ([""], False)
    client.post(
        f"{body}/change",
        {
            "do": "appointed",
            "act_id": str(uuid.uuid4()),
            "post": holder,
            "account": str(worker.ref),
            "starts": "2026-10-01",
        },
    )
    assert named() == ([worker.name], True)
    (held,) = grid.appointments(ref, AT.date(), actor=MAKER)
    client.post(
        f"{body}/change",
        {
            "do": "appointment_ended",
            "act_id": str(uuid.uuid4()),
            "appointment": held.ref,
            "ends": "2026-10-02",
        },
    )
    assert named() == ([""], False)
    roster = places.open_roster(
        ref, places.NewRoster("night", "夜间值班", "Night duty", "0351-3000099"), **said()
    )
    assert "夜间值班" not in text(client.get(card))
    night = places.NewShift(str(worker.ref), AT, AT + timedelta(hours=8))
    places.set_roster(roster["roster"], [night], **said())
    assert "0351-3000099" in text(client.get(card))
    client.logout()
    assert worker.name not in text(client.get(card))


def test_a_household_says_on_its_page_what_the_card_shows(town, client):
    home = cast.resident("王秀兰")
    from linli.apps.grid import facts as grid

    area = grid.area("990101001001001")
    given = {"actor": home.actor, "act_id": str(uuid.uuid4()), "at": AT}
    ref = places.give_consent(area.ref, name="王秀兰", phone="13900001111", **given)["household"]
    client.force_login(home.account)
    act = {"act_id": str(uuid.uuid4()), "shows": "name"}
    assert client.post(f"/household/{ref}/card", act, follow=True).status_code == 200
    card = text(client.get("/near/card/990101001001001"))
    assert "王秀兰" in card
    assert "13900001111" not in card


def test_pages_of_the_desk_open_for_whom_they_are(city, client):
    may = {
        "/desk/reach": {cast.county_administrator, cast.supervisor},
        "/desk/facilities": {cast.county_administrator},
        "/desk/cards": {cast.county_administrator},
    }
    for make in cast.EVERYBODY:
        member = make()
        if member.account is None or not member.actor.grants:
            continue
        client.force_login(member.account)
        for page, allowed in may.items():
            assert client.get(page).status_code == (200 if make in allowed else 404), (page, make)
