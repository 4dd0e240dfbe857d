"""A kiosk: no paper without proof and a look, nothing by a typed number, nothing left behind."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from tests.apps.cases.conftest import Story
from tests.browser import signed_in
from tests.city import AT, act_id

from linli.apps.certificates import service
from linli.apps.certificates.models import Certificate, Kiosk, KioskVisit
from linli.apps.people import service as people
from linli.kernel.identity.service import phone_of
from linli.kernel.messaging import senders

ID_NUMBER = "11010519491231002X"
TOLD = []


class Telephone:
    """Keeps what was sent."""

    def send(self, message):
        TOLD.append(message)


@pytest.fixture
def telephone(settings):
    settings.LETTER_SENDERS = {"sms": f"{__name__}.Telephone"}
    senders._made.cache_clear()
    TOLD.clear()
    yield
    senders._made.cache_clear()


@pytest.fixture
def story(city, settings, tmp_path):
    settings.CERTIFICATE_KEY_FILE = tmp_path / "certificate.key"
    settings.VAR = tmp_path
    return Story(city)


@pytest.fixture
def desk(story):
    return signed_in(story.city.people["clerk"])


@pytest.fixture
def machine(story):
    """A device that the clerk opened as a kiosk."""
    one = signed_in(story.city.people["clerk"])
    assert "把这台机器开作自助机" in one.get("/kiosk").content.decode()
    assert one.post("/kiosk/open", {"act_id": act_id()}).status_code == 302
    assert "刷身份证" in one.get("/kiosk").content.decode()
    assert one.get("/desk").status_code == 302, "the clerk is signed out of it"
    return one


@pytest.fixture
def card(story, tmp_path):
    """The resident's card on the simulated reader."""
    said = people.Person(name="王秀兰", phone="13900000001", id_number=ID_NUMBER)
    people.register_resident(said, own=True, **story.said("resident"))
    file = tmp_path / "kiosk-card.json"
    file.write_text(json.dumps({"id_number": ID_NUMBER}))
    return file


def press(machine, address, **said):
    return machine.post(address, {"act_id": act_id(), **said})


def looked(desk, answer="person"):
    (ref,) = KioskVisit.objects.filter(over=False).values_list("ref", flat=True)
    assert desk.post("/desk/kiosk", {"visit": str(ref), "is": answer, "act_id": act_id()}).status_code == 302


def test_card_look_paper_and_nothing_left(story, machine, desk, card):
    case = story.tell()
    assert press(machine, "/kiosk/card").status_code == 302
    waits = machine.get("/kiosk")
    assert "请工作人员看一眼" in waits.content.decode()
    assert waits.headers["Refresh"] == "5; url=/kiosk?wait=1"
    wish = {"kind": "proof_of_intake", "case": case}
    assert press(machine, "/kiosk/issue", **wish).status_code == 404, "nobody looked yet"
    assert "王秀兰" in desk.get("/desk/kiosk").content.decode()
    looked(desk)
    papers = machine.get("/kiosk").content.decode()
    assert "事项受理情况证明" in papers
    assert re.search(r"<span>反映一件事 · 20\d\d 年", papers), "which matter it is of"
    assert not re.search(r'name="chosen"[^>]*checked', papers)
    made = press(machine, "/kiosk/issue", **wish)
    row = Certificate.objects.get()
    assert row.presence == "kiosk"
    page = machine.get(made["Location"])
    assert "自助机核验身份" in page.content.decode()
    assert page.headers["Refresh"] == "120; url=/kiosk/over"
    printed = machine.get(f"{made['Location']}/pdf")
    assert printed.headers["Refresh"] == f"30; url={made['Location']}", "a PDF does not stay on the screen"
    over = press(machine, "/kiosk/over")
    assert over.headers["Clear-Site-Data"] == '"cache"'
    assert "刷身份证" in machine.get("/kiosk").content.decode()
    assert machine.get(made["Location"]).status_code == 404
    visit = KioskVisit.objects.get()
    assert (visit.person, visit.over) == (None, True)


def test_a_code_to_the_telephone_needs_the_same_look(story, machine, desk, telephone):
    number = phone_of(story.city.people["resident"].account)
    wrong = press(machine, "/kiosk/phone", phone="12")
    assert wrong.status_code == 422
    assert re.findall(r'data-key="(\w+)"', wrong.content.decode()) == [*"123456789", "clear", "0", "back"]
    assert machine.get("/kiosk/code").status_code == 302, "no number, no code"
    assert press(machine, "/kiosk/phone", phone=number).status_code == 302
    assert press(machine, "/kiosk/code", code="000000").status_code == 422
    code = re.search(r"\d{6}", TOLD[-1].body)[0]
    assert press(machine, "/kiosk/code", code=code).status_code == 302
    assert "请工作人员看一眼" in machine.get("/kiosk").content.decode()
    assert "用了手机验证码" in desk.get("/desk/kiosk").content.decode()
    looked(desk)
    assert "现在没有可以开的证明" in machine.get("/kiosk").content.decode()
    assert number not in machine.get("/kiosk").content.decode()


def test_a_typed_number_of_a_card_prints_nothing(machine, card, tmp_path):
    card.unlink()
    for address in ("/kiosk/card", "/kiosk/phone", "/kiosk/issue"):
        said = press(
            machine, address, id_number=ID_NUMBER, card=ID_NUMBER, phone=ID_NUMBER, kind="proof_of_intake"
        )
        assert said.status_code in {404, 422}, address
    assert not KioskVisit.objects.exists()
    for text in ("", "[]", "{", '{"id_number": "110105194912310021"}'):
        (tmp_path / "kiosk-card.json").write_text(text)
        assert press(machine, "/kiosk/card").status_code == 422


def test_staff_who_see_another_person_wipe_the_visit(machine, desk, card):
    press(machine, "/kiosk/card")
    looked(desk, "other")
    assert "刷身份证" in machine.get("/kiosk").content.decode()
    visit = KioskVisit.objects.get()
    assert visit.person is None
    again = {"visit": str(visit.ref), "is": "person", "act_id": act_id()}
    assert desk.post("/desk/kiosk", again).status_code == 409


def test_when_nobody_touches_it_it_is_wiped(story, card):
    secret = service.open_kiosk(**story.said("clerk"))
    token = service.begin_by_card(secret, AT)
    assert service.visit(secret, token, AT + timedelta(minutes=2), put_off=False).way == "card"
    assert service.visit(secret, token, AT + timedelta(minutes=3)) is None
    assert KioskVisit.objects.get().person is None
    other = service.begin_by_card(secret, AT)
    assert service.end_idle(AT + timedelta(minutes=3)) == 1
    assert service.visit(secret, other, AT) is None
    assert not service.is_kiosk(secret, AT + timedelta(hours=12))
    third = service.begin_by_card(secret, AT)
    service.close_kiosk(secret, **story.said("clerk"))
    assert service.visit(secret, third, AT) is None


def test_what_is_no_kiosk_serves_nobody(story, card):
    for who in (None, "resident", "officer"):
        one = signed_in(story.city.people[who]) if who else Client(raise_request_exception=False)
        one.cookies["linli_kiosk"] = "made-up"
        assert "还没有开作自助机" in one.get("/kiosk").content.decode()
        assert press(one, "/kiosk/card")["Location"] == "/kiosk"
        assert press(one, "/kiosk/open").status_code in {302, 404}
    assert not Kiosk.objects.exists()
    assert signed_in(story.city.people["officer"]).get("/desk/kiosk").status_code == 404
