"""The pages of centres: who opens which, what they show, what happens when something is pressed."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from tests import cast
from tests.apps.centres import stage
from tests.apps.centres.stage import said
from tests.city import MAKER

from linli.apps.centres import facts, service
from linli.apps.centres.models import Booking, Centre, Draw, Room
from linli.web.centres import rooms

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("announced_holidays")]


def client(member=None):
    found = Client()
    if member is not None:
        found.force_login(member.account)
    return found


def clerk():
    return cast.clerk("/9901/990101/")


def keeper():
    return cast.county_administrator("/9901/990101/")


def post(who, path, **more):
    return who.post(path, {"act_id": str(uuid.uuid4()), **more})


OPEN = ("/near/centres", "/near/centres/{centre}", "/near/rooms/{dance}", "/near/draws")
SIGNED_IN = ("/near/bookings",)
DESK = ("/desk/bookings", "/desk/rooms/{dance}", "/desk/draws")
KEPT = (
    "/desk/centres",
    "/desk/centres/new",
    "/desk/centres/{centre}",
    "/desk/centres/{centre}/rooms/new",
    "/desk/rooms/{dance}/change",
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everybody_opens_what_is_theirs_and_nothing_else(centre, dance, lang):
    names = {"centre": centre, "dance": dance}
    for path in OPEN:
        assert client().get(path.format(**names), headers={"Accept-Language": lang}).status_code == 200, path
    for path in SIGNED_IN:
        assert client().get(path).status_code == 302
        assert client(cast.resident()).get(path).status_code == 200
    for path in DESK + KEPT:
        assert client().get(path.format(**names)).status_code == 302, path
        assert client(cast.resident()).get(path.format(**names)).status_code == 404, path
        assert client(keeper()).get(path.format(**names)).status_code == 200, path
    for path in DESK:
        assert client(clerk()).get(path.format(**names)).status_code == 200, path
    for path in KEPT:
        assert client(clerk()).get(path.format(**names)).status_code == 404, path
    assert client(cast.clerk("/9901/990102/")).get(f"/desk/rooms/{dance}").status_code == 404


@pytest.mark.parametrize(("days", "too_far"), [(31, True), (6, False)])
def test_a_day_that_cannot_be_booked_yet_shows_why_and_no_form(dance, days, too_far):
    day = (stage.AT + timedelta(days=days)).date()
    for who, path in ((cast.resident(), "near"), (clerk(), "desk")):
        text = client(who).get(f"/{path}/rooms/{dance}?day={day}").content.decode()
        assert ("请选近一点的日子" in text) is too_far
        assert ('name="start"' in text) is not too_far


def test_a_day_beyond_what_can_be_booked_shows_the_nearest_that_can(dance):
    found = client(cast.resident()).get(f"/near/rooms/{dance}?day={(stage.AT + timedelta(days=90)).date()}")
    days = re.findall(r"[?]day=(2026-11-[0-9]{2})", found.content.decode())
    assert max(days) == str((stage.AT + timedelta(days=30)).date())
    assert "空着" not in found.content.decode()


@pytest.mark.parametrize(
    ("hour", "shown"),
    [(9, "空着：09:00–12:00、14:00–18:00"), (19, "今天的时间已经过了"), (17, "空着：17:00–18:00")],
)
def test_what_has_passed_today_is_not_free(dance, monkeypatch, hour, shown):
    monkeypatch.setattr(rooms, "at_of", lambda _: stage.AT + timedelta(hours=hour - 9))
    text = client(cast.resident()).get(f"/near/rooms/{dance}?day={stage.AT.date()}").content.decode()
    assert shown in text.replace("\u2060", "")


def test_a_length_beyond_closing_is_answered_with_what_fits(dance):
    form = {"day": open_day(dance), "start": "11:30", "minutes": "60", "purpose": "dance", "people": "4"}
    answer = post(client(cast.resident()), f"/near/rooms/{dance}", **form)
    assert answer.status_code == 422
    assert 'id="f-minutes-wrong"' in answer.content.decode()
    assert "只开到 12:00，从您选的时间起最多能用 30 分钟" in answer.content.decode()


def test_the_list_is_searched_and_stays_small(centre, django_assert_max_num_queries):
    for n in range(25):
        stage.centre(code=f"X-{n:02}", name_zh=f"{n} 号中心")
    client().get("/near/centres")  # the calendar is read once
    with django_assert_max_num_queries(14):
        text = client().get("/near/centres").content.decode()
    assert 'rel="next"' in text
    assert "1,050" in text
    found = client().get("/near/centres?q=平桥巷&area=/9901/").content.decode()
    assert "平桥党群服务中心" in found
    assert "没有找到" in client().get("/near/centres?q=火星").content.decode()


def open_day(_room):
    """A day on which the room is open, at the time that the pages of these tests read."""
    return stage.MONDAY


def test_a_resident_books_cancels_and_undoes(dance):
    day, me = open_day(dance), client(cast.resident())
    form = {"day": day, "start": "09:00", "minutes": "60", "purpose": "dance", "people": "4", "weeks": "1"}
    answer = post(me, f"/near/rooms/{dance}", **form)
    assert answer.status_code == 200
    assert "约好了" in answer.content.decode()
    taken = post(client(cast.unrelated_neighbour()), f"/near/rooms/{dance}", **form)
    assert taken.status_code == 409
    assert "已经有人约了" in taken.content.decode()
    ref = Booking.objects.get().ref
    assert post(me, f"/near/bookings/{ref}", do="cancel").status_code == 302
    coming, _, below = me.get("/near/bookings?done=cancelled").content.decode().partition("刚取消的")
    assert "您还没有" in coming or "没有预约" in coming
    assert "撤销刚才的操作" in below
    assert post(me, f"/near/bookings/{ref}", do="undo").status_code == 302
    assert not Booking.objects.get().cancelled
    assert post(client(cast.unrelated_neighbour()), f"/near/bookings/{ref}", do="cancel").status_code == 404


def test_what_is_wrong_is_shown_at_its_field(dance):
    day, me = open_day(dance), client(cast.resident())
    answer = post(
        me, f"/near/rooms/{dance}", day=day, start="09:00", minutes="60", purpose="dance", people="400"
    )
    assert answer.status_code == 422
    assert 'id="f-people-wrong"' in answer.content.decode()


def test_a_clerk_books_for_somebody_who_calls_and_sees_them_masked(centre, dance):
    day, desk = open_day(dance), client(clerk())
    form = {
        "day": day,
        "start": "09:00",
        "minutes": "90",
        "purpose": "dance",
        "people": "9",
        "weeks": "1",
        "do": "book",
    }
    assert post(desk, f"/desk/rooms/{dance}", **form, name="", phone="1").status_code == 422
    answer = post(desk, f"/desk/rooms/{dance}", **form, name="王秀兰", phone="138 0000 1234").content.decode()
    assert "约好了" in answer
    listed = desk.get(f"/desk/bookings?centre={centre}&day={day}").content.decode()
    assert "王**" in listed
    assert "13800001234" not in listed
    ref = Booking.objects.get().ref
    assert post(desk, f"/desk/bookings/{ref}", do="absent", centre=centre, day=day).status_code == 409
    assert post(desk, f"/desk/bookings/{ref}", do="cancel", centre=centre, day=day).status_code == 302


def test_a_showing_is_planned_and_its_seats_are_taken(cinema):
    day, desk, me = open_day(cinema), client(clerk()), client(cast.resident())
    answer = post(
        desk, f"/desk/rooms/{cinema}", do="showing", day=day, start="09:00", end="11:00", title_zh="老电影"
    )
    assert answer.status_code == 302
    ref = answer["Location"].rsplit("/", 1)[1]
    assert post(me, f"/near/showings/{ref}", seats=["7", "8"]).status_code == 302
    assert post(client(cast.unrelated_neighbour()), f"/near/showings/{ref}", seats=["8"]).status_code == 409
    assert post(me, f"/near/showings/{ref}").status_code == 422
    page = me.get(f"/near/showings/{ref}").content.decode()
    assert "1 排 7 座" in page
    assert (
        post(desk, f"/desk/showings/{ref}", seats=["20"], name="王秀兰", phone="13800001234").status_code
        == 302
    )
    seats = re.findall(r"/near/seats/([0-9a-f-]+)", me.get("/near/bookings").content.decode())
    assert len(seats) == 2
    assert post(me, f"/near/seats/{seats[0]}").status_code == 302
    assert post(desk, f"/desk/showings/{ref}", do="cancel").status_code == 302
    assert "取消了" in client().get(f"/near/showings/{ref}").content.decode()


def test_the_administrator_enters_changes_and_closes(city):
    desk = client(keeper())
    form = {
        "code": "NEW-1", "name_zh": "新中心", "body": "PING", "area": "990101001001", "function.legal": "yes",
        "floor_area": "800", "hours.1": "09:00-17:00", "hours.holiday": "10:00-12:00",
    }  # fmt: skip
    assert post(desk, "/desk/centres/new", **form | {"hours.1": "nine"}).status_code == 422
    answer = post(desk, "/desk/centres/new", **form)
    assert answer.status_code == 302
    row = Centre.objects.get()
    assert facts.timetable(row.pk) == "1 09:00-17:00; holiday 10:00-12:00"
    path = f"/desk/centres/{row.ref}"
    assert post(desk, path, **form | {"name_zh": "改了名"}).status_code == 302
    assert "改了名" in desk.get(path).content.decode()
    room = {"code": "R1", "kind": "meeting", "name_zh": "会议室", "places": "12", "rows": "0", "days_ahead": "14",
            "longest": "90", "most_open": "2", "bookable": "yes", "equipment.screen": "yes"}  # fmt: skip
    assert post(desk, f"{path}/rooms/new", **room | {"places": "none"}).status_code == 422
    assert post(desk, f"{path}/rooms/new", **room).status_code == 302
    made = Room.objects.get()
    assert (made.days_ahead, made.places, made.bookable) == (14, 12, True)
    assert post(desk, f"/desk/rooms/{made.ref}/change", **room | {"places": "15"}).status_code == 302
    assert post(desk, f"/desk/rooms/{made.ref}/change", do="close").status_code == 302
    assert post(desk, f"{path}/days", do="close", first="2099-01-01", reason="repairs").status_code == 302
    assert post(desk, f"{path}/days", do="close", first="x", reason="repairs").status_code == 422
    closing = facts.closings(row.pk, stage.MONDAY)[0].ref
    assert post(desk, f"{path}/days", do="open", closing=closing).status_code == 302
    assert post(desk, f"{path}/days", do="for_good", on="2099-01-01").status_code == 302


def test_a_draw_is_opened_at_the_desk_and_applied_for_on_the_phone(centre):
    desk, me = client(clerk()), client(cast.resident())
    form = {"centre": centre, "title_zh": "舞蹈班", "family": "dance", "apply_until": "2099-01-01T10:00",
            "choice_1": "周二", "places_1": "2", "choice_2": "周四", "places_2": "1"}  # fmt: skip
    assert post(desk, "/desk/draws", **form | {"apply_until": "soon"}).status_code == 422
    answer = post(desk, "/desk/draws", **form)
    assert answer.status_code == 302
    ref = Draw.objects.get().ref
    assert post(me, f"/near/draws/{ref}", first="c1", second="c2").status_code == 302
    assert post(me, f"/near/draws/{ref}", first="c1").status_code == 409
    assert post(client(cast.unrelated_neighbour()), f"/near/draws/{ref}").status_code == 422
    page = me.get(f"/near/draws/{ref}?done=applied").content.decode()
    assert facts.own_application(Draw.objects.get().pk, cast.actor_of(cast.resident().account)) is None
    assert "您的号码" in page
    assert post(desk, f"/desk/draws/{ref}", name="李建国", phone="13900005678", first="c2").status_code == 200
    assert post(desk, f"/desk/draws/{ref}", do="close").status_code == 409
    assert client().get(f"/near/draws/{ref}/draw.json").status_code == 404
    assert "李**" in desk.get(f"/desk/draws/{ref}").content.decode()


def test_the_file_of_a_draw_is_there_once_the_list_is_closed(centre):
    until = stage.AT + timedelta(hours=1)
    new = service.NewDraw(centre, "dance", "舞蹈班", until, (service.NewChoice("a", "甲", 1),))
    ref = service.open_draw(new, **said(MAKER))
    service.apply(ref, ("a",), **said(cast.resident()))
    service.close_draw(ref, **said(MAKER, until))
    told = client().get(f"/near/draws/{ref}/draw.json")
    assert told.json()["seed"] is None
    assert "等种子产生" in client().get(f"/near/draws/{ref}").content.decode()
