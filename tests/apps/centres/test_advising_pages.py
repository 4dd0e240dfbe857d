"""Advice on pages and for programs: a resident books and erases, a lawyer notes, a clerk books for a caller and sees nobody."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests import cast
from tests.apps.centres.conftest import act
from tests.apps.centres.test_advising import PHONE, ROOM, SECRET, Office
from tests.apps.centres.test_queue_pages import act_id, press, text
from tests.contracts.api.conftest import Api
from tests.contracts.api.test_operations import fits

from linli.apps.centres import facts, service
from linli.apps.centres.models import Consultation
from linli.core.slots.advising import Weekly
from linli.kernel.identity.personal import unseal
from linli.kernel.messaging.models import Letter

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ALWAYS = [Weekly(day, 0, 1440) for day in range(7)]


@pytest.fixture
def office(place, settings):
    settings.ROOM_LINK = ROOM
    made = Office(place)
    service.set_hours(made.adviser, ALWAYS, **act(actor=made.lawyer.actor))
    return made


def times(office):
    return [one.starts.isoformat() for one in facts.free_times(office.adviser, timezone.now())]


def post(client, page, path, **said):
    return client.post(path, {"act_id": act_id(client.get(page)), **said}, follow=True)


def test_a_resident_books_moves_arrives_and_erases(client, office):
    assert "沈律师" in text(client.get("/near/advice"))
    here = f"/near/advice/with/{office.adviser}"
    assert "登录后预约" in text(client.get(here))
    first, second, third = times(office)[:3]
    assert client.post(here, {"starts": first}).status_code == 409
    client.force_login(office.client.account)
    booked = press(client, here, starts=first, way="on_site")
    assert "约好了" in text(booked)
    row = Consultation.objects.get()
    page = f"/near/advice/booking/{row.ref}"
    number = re.search(r"您的预约号</p><p class=.promise-date number.>([0-9]{4} [0-9]{4})<", text(booked))[1]
    letter = Letter.objects.get()
    assert number in unseal(bytes(letter.text_sealed), "letter").encode().decode("unicode_escape")
    assert facts.by_code(number, office.clerk.actor).ref == str(row.ref)
    assert "沈律师" in text(client.get("/near/advice/mine"))
    moved = post(client, page, f"{page}/change", do="move", starts=second)
    assert "改好了" in text(moved)
    assert post(client, page, f"{page}/change", do="move", starts="soon").status_code == 422
    Consultation.objects.update(
        starts=timezone.now() - timedelta(minutes=1), ends=timezone.now() + timedelta(minutes=29)
    )
    arrived = post(client, page, f"{page}/change", do="arrive")
    assert "知道您到了" in text(arrived)
    service.write_record(row.ref, SECRET, **act(timezone.now(), office.lawyer.actor))
    assert SECRET in text(client.get(page))
    assert "记录删掉了" in text(post(client, page, f"{page}/change", do="erase"))
    assert client.post(f"{page}/change", {"do": "cancel"}).status_code == 409
    assert client.post(f"{page}/change", {"do": "dance"}).status_code == 404
    client.force_login(office.other.account)
    assert client.get(page).status_code == client.post(f"{page}/change", {"do": "cancel"}).status_code == 404
    assert third in times(office)


def test_a_lawyer_meets_by_video_notes_and_is_away(client, office):
    start = times(office)[0]
    made = office.book(
        way="remote", starts=facts.free_times(office.adviser, timezone.now())[0].starts, at=timezone.now()
    )
    Consultation.objects.update(
        starts=timezone.now() + timedelta(minutes=5), ends=timezone.now() + timedelta(minutes=35)
    )
    client.force_login(office.lawyer.account)
    assert "王秀兰" in text(client.get("/desk/advice"))
    here = f"/desk/advice/{made['ref']}"
    assert "https://meet.example.org/" in text(client.get(here))
    press(client, here, do="call")
    assert SECRET in text(press(client, here, do="record", text=SECRET))
    assert press(client, here, do="record", text=" ").status_code == 422
    assert "谈过了" in text(press(client, here, do="kept"))
    assert press(client, here, do="missed").status_code == 409
    hours = "/desk/advice/hours"
    said = {"adviser": office.adviser, "do": "hours", "from-0-0": "09:00", "to-0-0": "11:00"}
    assert "时间存好了" in text(press(client, hours, **said))
    assert press(client, hours, **{**said, "to-0-0": "08:00"}).status_code == 422
    away = press(client, hours, adviser=office.adviser, do="away", first="2027-01-04", last="2027-01-05")
    assert "记好了" in text(away)
    assert press(client, hours, adviser=office.adviser, do="away", first="", last="").status_code == 422
    for member in (
        office.clerk,
        office.place.keeper,
        cast.supervisor("/9901/"),
        cast.technical_administrator(),
    ):
        client.force_login(member.account)
        assert client.get(here).status_code == 404
        assert client.get("/desk/advice").status_code == 404
    assert start


def test_a_clerk_books_for_a_caller_and_sees_nobody(client, office):
    client.force_login(office.clerk.account)
    here = f"/desk/advice/book?adviser={office.adviser}"
    done = press(client, here, do="book", starts=times(office)[0], way="on_site", phone=PHONE)
    assert "约好了，短信发给来电人" in text(done)
    assert press(client, here, do="book", starts=times(office)[0], phone="").status_code == 422
    assert "王秀兰" not in text(client.get(here))
    assert press(client, here, do="arrive", code="11112222").status_code == 422
    code = text(done).split("预约号 ")[1][:9]
    assert "取消了" in text(press(client, here, do="cancel", code=code))


def test_a_keeper_enters_an_adviser(client, office):
    client.force_login(office.place.keeper.account)
    here = f"/desk/advice/centre/{office.ref}"
    doctor = cast.adviser("/9901/").account.login
    said = {"login": doctor, "kind": "doctor", "name_zh": "何医生", "minutes": "20", "kept_days": "30", "ways": ["on_site"], "active": "yes"}  # fmt: skip
    assert "何医生" in text(press(client, here, **said))
    assert press(client, here, **{**said, "login": "nobody"}).status_code == 422


def test_a_program_books_and_only_the_two_read(office):
    city = office.place.city
    city.people |= {"one": office.client, "two": office.other, "law": office.lawyer}
    anybody, one, two, law = (Api(city), *(Api(city).as_(who) for who in ("one", "two", "law")))
    fits(anybody.get("/advisers"), "/advisers")
    free = fits(anybody.get(f"/advisers/{office.adviser}/times"), "/advisers/{adviser}/times")["times"]
    body = {"adviser": office.adviser, "starts": free[0]["starts"]}
    assert anybody.post("/consultations", body).status_code == 401
    made = fits(one.post("/consultations", body), "/consultations", "POST", 201)
    assert two.post("/consultations", body).json()["code"] == "centres.advice.taken"
    where = f"/consultations/{made['ref']}"
    fits(one.get(where), "/consultations/{consultation}")
    assert two.get(where).status_code == 404
    fits(one.get("/consultations"), "/consultations")
    moved = one.post(f"{where}/moves", {"move": "move", "starts": free[1]["starts"]})
    assert fits(moved, "/consultations/{consultation}/moves", "POST")["starts"] == free[1]["starts"]
    Consultation.objects.update(starts=timezone.now(), ends=timezone.now() + timedelta(minutes=30))
    noted = law.post(f"{where}/record", {"text": SECRET})
    assert fits(noted, "/consultations/{consultation}/record", "POST")["record"] == SECRET
    assert one.get(where).json()["record"] == SECRET
    assert one.post(f"{where}/record", {"text": "x"}).status_code == 404
    assert one.post(f"{where}/moves", {"move": "erase"}).json()["record"] == ""
    assert len(law.get("/consultations").json()["as_adviser"]) == 1
