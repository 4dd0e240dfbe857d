"""A birth through the pages: asked, looked over, sent and followed, by a resident, a stranger and the counter."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.apps.bundles.conftest import ANSWERS, Birth
from tests.city import AT, POINT, act_id

from linli.apps.bundles.models import Bundle
from linli.apps.cases.models import Case
from linli.apps.people import service as people
from linli.site.demo.pictures import photo

pytestmark = pytest.mark.django_db
ADDRESS = "/together/newborn"


@pytest.fixture
def birth(db):
    return Birth()


def filled(go="review", **more):
    said = {name: value for name, value in ANSWERS.items() if name != "applicant"}
    words = {
        f"q.{name}": {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
        for name, value in said.items()
    }
    place = {"lon": str(POINT[0]), "lat": str(POINT[1]), "shown": ["account_holder", "account_number"]}
    return {**words, "q.applicant.name": "陈静", **place, "go": go, **more}


def hidden(page):
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def of(birth, who):
    client = Client()
    client.force_login(birth.city.people[who].account)
    return client


def test_looked_over_before_it_is_sent_and_followed_on_one_page(birth):
    mother = of(birth, "resident")
    assert "孩子出生一件事" in mother.get("/together").content.decode()
    page = mother.post(ADDRESS, filled()).content.decode()
    assert "由河东区police来办" in page
    assert "要等：报户口、参加居民医保" in page
    assert Bundle.objects.count() == 0
    sent = mother.post(ADDRESS, {**hidden(page), "go": "send"})
    ref = str(Bundle.objects.get().ref)
    assert sent.headers["Location"] == f"/together/of/{ref}?new=1"
    progress = mother.get(f"/together/of/{ref}").content.decode()
    assert "5 项里 0 项有了结果" in progress
    own = mother.get("/mine").content.decode()
    assert ref in own
    assert not re.search(r'href="/c/', own), "its parts stand on its own page"
    case = Case.objects.get(service="birth-registration")
    assert f"/c/{case.ref}" in progress
    assert "属于“孩子出生一件事”" in mother.get(f"/c/{case.ref}").content.decode()
    officer = Client()
    officer.force_login(birth.accounts["police"])
    desk = officer.get(f"/desk/case/{case.ref}").content.decode()
    assert "A123456789" in desk
    assert f"/desk/bundles/{ref}" in desk
    paper = mother.get(f"/together/of/{ref}?pdf")
    assert paper.content.startswith(b"%PDF-")
    assert mother.get(f"/together/of/{ref}").content.decode().count("?pdf") == 1
    officer.cookies["lang"] = "en"
    for address in (f"/desk/case/{case.ref}", f"/desk/case/{case.ref}/file", "/desk/queue/handling"):
        assert "Registering a newborn" in officer.get(address).content.decode(), address
    officer.cookies["lang"] = "zh"
    parts = officer.get(f"/desk/bundles/{ref}").content.decode()
    assert parts.count('href="/desk/case/') == 1, "to the part of one's own body, and to no other"
    assert f'href="/desk/case/{case.ref}"' in parts
    assert of(birth, "neighbour").get(f"/together/of/{ref}").status_code == 404


def test_what_is_not_met_or_wrong_is_told_and_nothing_is_lost(birth):
    mother = of(birth, "resident")
    answer = mother.post(ADDRESS, filled(**{"q.has_certificate": "no"}))
    assert answer.status_code == 409
    assert "还没有《出生医学证明》" in answer.content.decode()
    wrong = mother.post(ADDRESS, filled(**{"q.born_on": "2036-01-01"}))
    assert wrong.status_code == 422
    assert "李小满" in wrong.content.decode()
    assert Bundle.objects.count() == 0


def test_a_stranger_follows_it_with_number_and_code(birth):
    browser = Client()
    page = browser.post(ADDRESS, filled(phone="13900001234", name="陈静")).content.decode()
    browser.post(ADDRESS, {**hidden(page), "go": "send"})
    row = Bundle.objects.get()
    page = browser.get(f"/together/of/{row.ref}").content.decode()
    code = re.search(r"[A-Z2-7]{4} [A-Z2-7]{4}", page)[0]
    other = Client()
    assert other.get(f"/together/of/{row.ref}").status_code == 404
    found = other.post("/find", {"number": row.number, "code": code})
    assert found.headers["Location"] == f"/together/of/{row.ref}"
    assert other.get(f"/together/of/{row.ref}").status_code == 200
    case = Case.objects.get(service="birth-registration")
    assert other.get(f"/c/{case.ref}").status_code == 200


def test_the_counter_writes_for_a_caller_who_agreed(birth):
    clerk = of(birth, "clerk")
    page = clerk.post(ADDRESS, filled(channel="phone", consent="spoken", name="陈静", phone="13900001234"))
    told = clerk.post(ADDRESS, {**hidden(page.content.decode()), "go": "send"}).content.decode()
    assert re.search(r"[A-Z2-7]{4} [A-Z2-7]{4}", told)
    assert Case.objects.filter(channel="phone").count() == 2


def test_programs_send_and_follow_it(birth):
    mother = of(birth, "resident")
    body = {"bundle": "newborn", "answers": dict(ANSWERS), "lon": POINT[0], "lat": POINT[1]}
    key = "7a0a8d0a-0a51-4a0e-8f0f-52c1c1a1b2c3"

    def send(**more):
        return mother.post(
            "/api/v1/bundles", {**body, **more}, content_type="application/json",
            headers={"Idempotency-Key": key},
        )  # fmt: skip

    assert mother.get("/api/v1/bundles").json()["bundles"][0]["parts"][4]["after"] == {"household": "granted"}
    wrong = send(answers={**ANSWERS, "sex": "x"})
    assert wrong.json()["problems"][0]["field"] == "answers.sex"
    first, again = send(), send()
    assert first.status_code == again.status_code == 201
    told = mother.get(f"/api/v1/bundles/sent/{first.json()['ref']}").json()
    assert [one["stand"] for one in told["parts"]] == ["open", "open", "waiting", "waiting", "waiting"]
    assert Client().get(f"/api/v1/bundles/sent/{first.json()['ref']}").status_code == 404


def test_a_file_comes_once_and_is_open_to_the_bodies(birth):
    mother = of(birth, "resident")
    sent = {
        **filled(),
        "new.certificate_photo": SimpleUploadedFile("a.jpg", photo("cover", after=False), "image/jpeg"),
    }
    page = mother.post(ADDRESS, sent).content.decode()
    mother.post(ADDRESS, {**hidden(page), "go": "send"})
    progress = mother.get(f"/together/of/{Bundle.objects.get().ref}").content.decode()
    file = re.search(r"/files/[0-9a-f-]{36}", progress)[0]
    officer, stranger = Client(), Client()
    officer.force_login(birth.accounts["police"])
    opened = officer.get(file)
    assert opened.status_code == 200
    assert b"".join(opened.streaming_content)
    assert stranger.get(file).status_code == 404


def test_a_son_sends_it_for_his_mother(birth):
    son, mother = cast.agent(), birth.mother
    said = {"actor": mother, "act_id": act_id(), "at": AT}
    person = people.register_resident(people.Person("王秀兰", "13900000001"), own=True, **said)
    people.give_consent(person, "agent", son.actor.account_ref, **{**said, "act_id": act_id()})
    browser = Client()
    browser.force_login(son.account)
    assert f'value="{person}"' in browser.get(ADDRESS).content.decode()
    page = browser.post(ADDRESS, filled(whose=person)).content.decode()
    assert "这是谁的事" in page
    assert browser.post(ADDRESS, {**hidden(page), "go": "send"}).status_code == 302
    row = Bundle.objects.get()
    assert (row.account_id, row.agent_id) == (mother.account_id, son.account.pk)
    assert "查询码" not in browser.get(f"/together/of/{row.ref}").content.decode()
    assert 'name="whose"' not in of(birth, "neighbour").get(ADDRESS).content.decode()
    refused = of(birth, "neighbour").post(ADDRESS, {**hidden(page), "act_id": act_id(), "go": "send"})
    assert refused.status_code == 409
    assert Bundle.objects.count() == 1
