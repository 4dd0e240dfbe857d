"""The pages of a hall: somebody takes a number at the screen or at home, a clerk calls it by keys, a keeper sets up."""

from __future__ import annotations

import re

import pytest
from tests import cast
from tests.apps.centres.conftest import act

from linli.apps.centres import facts, service
from linli.apps.centres.models import QueueNumber

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def text(answer):
    return answer.content.decode()


@pytest.fixture
def hall(place):
    """The hall, open around the clock, for pages know no other time than now."""
    service.set_hall(place.ref, service.HallWish(opens=0, closes=1440, every_day=True), **act())
    return place


@pytest.fixture
def desk(client, hall):
    client.force_login(hall.clerk.account)
    return client


def act_id(answer):
    return re.search(r'name="act_id" value="([^"]+)"', text(answer))[1]


def press(client, path, **said):
    return client.post(path, {"act_id": act_id(client.get(path)), **said}, follow=True)


def test_somebody_without_an_account_takes_watches_and_gives_back(client, hall):
    front = client.get("/near/queue", follow=True)
    assert "您要办什么事" in text(front)
    assert "还没有人" not in text(front)
    mine = press(client, f"/near/queue/{hall.ref}", business="social", priority="frail")
    assert "A001" in text(mine)
    assert "您的号先办" in text(mine)
    assert mine.headers["Refresh"] == "20"
    back = re.search(r'action="(/near/queue/number/[^"]+/back)"', text(mine))[1]
    gone = client.post(back, {"act_id": act_id(mine)}, follow=True)
    assert "退了" in text(gone)
    assert client.post(back, {}).status_code == 409
    assert client.get("/near/queue/number/00000000-0000-4000-8000-000000000001").status_code == 404
    assert "请先选办什么事" in text(press(client, f"/near/queue/{hall.ref}"))
    wrong = press(client, f"/near/queue/{hall.ref}", business="sauna")
    assert (wrong.status_code, "请从列出的里选" in text(wrong)) == (422, True)


def test_the_screen_in_the_hall_has_large_keys_and_prints(client, hall):
    stand = client.get(f"/near/queue/{hall.ref}/stand")
    assert text(stand).count("kiosk-key main") == 2
    assert "?ahead=ask" in text(stand)
    asked = client.get(f"/near/queue/{hall.ref}/stand?ahead=ask")
    assert "?ahead=pregnant" in text(asked)
    chosen = client.get(f"/near/queue/{hall.ref}/stand?ahead=pregnant")
    slip = client.post(
        f"/near/queue/{hall.ref}/stand",
        {"act_id": act_id(chosen), "business": "papers", "priority": "pregnant"},
        follow=True,
    )
    assert "B001" in text(slip)
    assert "<svg" in text(slip)
    assert slip.headers["Refresh"] == f"25; url=/near/queue/{hall.ref}/stand"
    assert QueueNumber.objects.get().priority


def test_the_screen_shows_numbers_and_never_names(client, hall):
    hall.take(at=facts_now())
    hall.call(at=facts_now())
    screen = client.get(f"/near/queue/{hall.ref}/screen")
    assert screen.headers["Refresh"] == "10"
    assert "A001" in text(screen)
    assert "1 号窗口" in text(screen)
    english = client.get(f"/near/queue/{hall.ref}/screen?lang=en", follow=True)
    assert "Counter 1" in text(english)


def test_a_closed_hall_says_when_it_opens(client, hall):
    service.set_hall(hall.ref, service.HallWish(opens=0, closes=1, every_day=True, early=0), **act())
    page = client.get(f"/near/queue/{hall.ref}")
    assert "现在不取号" in text(page)
    assert "不用登录，不留姓名" in text(page)
    assert "现在不取号" in text(client.get(f"/near/queue/{hall.ref}/stand"))
    assert client.post(f"/near/queue/{hall.ref}", {"business": "social"}).status_code == 409


def test_a_clerk_serves_by_single_keys(desk, hall):
    assert "1 号窗口" in text(desk.get("/desk/counter"))
    here = f"/desk/counter/{hall.counters[0]}"
    assert "现在没有人在等" in text(press(desk, here, do="next"))
    given = press(desk, here, do="give", business="social", channel="phone")
    assert "取好了：A001" in text(given)
    called = press(desk, here, do="next")
    assert "A001" in text(called)
    for key in "drais":
        assert f'data-key="{key}"' in text(called)
    assert "/desk/intake?channel=counter" in text(called)
    ref = str(QueueNumber.objects.get().ref)
    assert "又叫了 1 次" in text(press(desk, here, do="again", number=ref))
    press(desk, here, do="pass", number=ref, counter=hall.counters[1])
    there = f"/desk/counter/{hall.counters[1]}"
    assert "同事转来" in text(desk.get(there))
    press(desk, there, do="next")
    assert "没有来过一次" in text(press(desk, there, do="absent", number=ref))
    press(desk, there, do="next")
    assert "今天办完 1 位" in text(press(desk, there, do="done", number=ref))
    assert desk.post(there, {"do": "done", "number": ref}).status_code == 409
    assert desk.post(there, {"do": "dance"}).status_code == 404
    press(desk, there, do="close")
    assert "窗口没有开" in text(desk.get(there))
    assert "请先开窗" in text(press(desk, there, do="next"))


def test_only_clerks_of_the_hall_open_its_counters(client, hall):
    here = f"/desk/counter/{hall.counters[0]}"
    assert client.get(here).status_code == 302
    for make in (cast.resident, cast.officer, cast.auditor, cast.technical_administrator):
        client.force_login(make().account)
        assert client.get(here).status_code == 404
    client.force_login(cast.clerk("/9901/990102/").account)
    assert client.get(here).status_code == 404


def test_a_keeper_sets_up_a_hall(client, hall):
    client.force_login(hall.keeper.account)
    here = f"/desk/counter/hall/{hall.ref}"
    wrong = press(client, here, do="business", letter="9", code="x", name_zh="", minutes="0")
    assert wrong.status_code == 422
    assert "A 到 Z" in text(wrong)
    press(client, here, do="business", letter="C", code="work", name_zh="找工作", minutes="15")
    page = press(client, here, do="counter", sign="3", businesses=["work"])
    assert "3 号窗口" in text(page)
    press(client, here, do="hall", opens="09:00", closes="12:00", early="30", reasons=["frail"], run="1", back_after="2", most_absences="2")  # fmt: skip
    assert facts.board(hall.ref, facts_now()).reasons == ("frail",)
    late = press(client, here, do="hall", opens="12:00", closes="09:00", early="30", run="1", back_after="2", most_absences="2")  # fmt: skip
    assert late.status_code == 422


def facts_now():
    from django.utils import timezone

    return timezone.now()
