"""Lending on pages and for programs: a reader looks, reserves, renews; the desk lends, takes back, takes in, prints."""

from __future__ import annotations

import uuid

import pytest
from tests.apps.centres.conftest import act
from tests.apps.centres.test_lending import OTHER, READER, Desk
from tests.apps.centres.test_queue_pages import act_id, facts_now, press, text
from tests.contracts.api.conftest import Api
from tests.contracts.api.test_operations import fits

from linli.apps.centres import facts, service
from linli.apps.centres.models import Loan, Title

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def desk(place):
    return Desk(place)


def post(client, page, path, **said):
    return client.post(path, {"act_id": act_id(client.get(page)), **said}, follow=True)


def test_a_reader_finds_reserves_renews_and_leaves_the_line(client, desk):
    found = client.get("/near/lending", {"q": "红楼"})
    assert "红楼梦" in text(found)
    assert "在架" in text(found)
    assert "没有找到" in text(client.get("/near/lending", {"q": "西游"}))
    book = f"/near/lending/{desk.book}"
    assert "直接去借就行" in text(client.get(book))
    desk.lend(at=facts_now())
    page = client.get(book)
    assert client.post(f"{book}/reserve", {"act_id": act_id(page)}).status_code == 302  # to sign in
    client.force_login(desk.other.account)
    mine = post(client, book, f"{book}/reserve")
    assert "前面没有人" in text(mine)
    assert "您已经预约了" in text(client.get(book))
    again = client.post(f"{book}/reserve", {"act_id": str(uuid.uuid4())})
    assert (again.status_code, "已经在等" in text(again)) == (409, True)
    (one,) = facts.my_reservations(desk.other.actor)
    assert "已经取消" in text(post(client, "/near/lending/mine", f"/near/lending/reservation/{one.ref}/end"))
    client.force_login(desk.reader.account)
    own = text(client.get(book))
    assert "您正借着" in own
    assert "预约以后" not in own
    loan = f"/near/lending/loan/{Loan.objects.get().ref}/renew"
    assert "续借好了" in text(post(client, "/near/lending/mine", loan))
    assert client.post(loan, {}).status_code == 409
    client.force_login(desk.other.account)
    assert client.post(loan, {}).status_code == 404
    assert "红楼梦" not in text(client.get("/near/lending/mine"))


def test_the_desk_lends_takes_back_takes_in_and_prints(client, desk):
    client.force_login(desk.clerk.account)
    here = f"/desk/lending/{desk.ref}"
    assert client.get("/desk/lending", follow=True).redirect_chain[0][0] == here
    assert "借出了《红楼梦》" in text(press(client, here, do="lend", barcode="B-1", phone=READER))
    assert "138****8001" in text(client.get(f"{here}?show=all"))
    twice = press(client, here, do="lend", barcode="B-1", phone=OTHER)
    assert (twice.status_code, "已经借出去了" in text(twice)) == (409, True)
    wrong = press(client, here, do="lend", barcode="X", phone="1")
    assert wrong.status_code == 422
    desk.reserve(at=facts_now())
    assert "有人在等" in text(press(client, here, do="back", barcode="B-1"))
    assert "138****8002" in text(client.get(here))
    assert "没有借出去" in text(press(client, here, do="back", barcode="B-1"))
    stock = f"{here}/stock"
    made = press(client, stock, kind="toy", name="拼图", copies="2", isbn="", author="", barcode="")
    assert text(made).count("拼图") >= 2
    assert press(client, stock, kind="toy", name="", copies="x").status_code == 422
    assert "记为损坏" in text(client.get(stock, {"q": "拼图"}))
    assert Title.objects.filter(name="拼图").count() == 1
    assert client.get(f"{here}/rules").status_code == 404
    client.force_login(desk.place.keeper.account)
    rules = {"loan_days": "14", "renewals": "2", "most_loans": "3", "held_days": "2", "fine_fen": "0"}
    assert "14" in text(press(client, f"{here}/rules", **rules))
    assert press(client, f"{here}/rules", **{**rules, "loan_days": "0"}).status_code == 422
    assert client.get(here).status_code == 404


def test_a_program_lends_and_takes_back(desk):
    desk.place.city.people |= {"desk": desk.clerk, "reader": desk.reader, "other": desk.other}
    anybody, clerk, reader = (
        Api(desk.place.city),
        *(Api(desk.place.city).as_(one) for one in ("desk", "reader")),
    )
    listed = fits(anybody.get("/titles", q="红楼"), "/titles")["titles"]
    assert [one["name"] for one in listed] == ["红楼梦"]
    fits(anybody.get(f"/titles/{desk.book}"), "/titles/{title}")
    assert anybody.get("/titles/x").status_code == anybody.get("/titles", centre="x").status_code == 404
    where = f"/lending/{desk.ref}/moves"
    lent = clerk.post(where, {"move": "lend", "barcode": "B-1", "phone": READER})
    assert fits(lent, "/lending/{centre}/moves", "POST")["due_on"]
    own = fits(reader.get("/loans"), "/loans")["loans"]
    assert [one["name"] for one in own] == ["红楼梦"]
    renewed = reader.post(f"/loans/{own[0]['ref']}/moves", {"move": "renew"})
    fits(renewed, "/loans/{loan}/moves", "POST")
    other = Api(desk.place.city).as_("other")
    assert other.post(f"/loans/{own[0]['ref']}/moves", {"move": "renew"}).status_code == 404
    made = fits(other.post("/reservations", {"title": desk.book}), "/reservations", "POST", 201)
    assert reader.post(f"/reservations/{made['ref']}/end", {}).status_code == 404
    ended = other.post(f"/reservations/{made['ref']}/end", {})
    assert fits(ended, "/reservations/{reservation}/end", "POST")["reservations"] == []
    back = clerk.post(where, {"move": "return", "barcode": "B-1"})
    assert fits(back, "/lending/{centre}/moves", "POST")["fine"] == 0
    assert reader.post(where, {"move": "return", "barcode": "B-1"}).status_code == 404


def test_a_centre_begins_to_lend(client, place):
    client.force_login(place.keeper.account)
    service.set_hall(place.ref, service.HallWish(), **act())
    assert "借阅的规矩" in text(client.get("/desk/counter"))
    page = client.get(f"/desk/lending/{place.ref}/rules")
    assert "还没有开通借阅" in text(page)
