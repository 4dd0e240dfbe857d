"""A form is begun, kept, gone on with elsewhere, looked over, sent, and kept on paper; what is over is wiped."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from tests.browser import signed_in
from tests.city import act_id, tiny_city
from tests.journeys.portal_stage import photo
from tests.journeys.test_household_form import FORM, SAID

from linli.apps.cases.models import Case, SavedForm
from linli.apps.cases.service import wipe_due
from linli.kernel.files.models import StoredFile

pytestmark = pytest.mark.django_db
PHONE = "13900002222"


@pytest.fixture
def city(settings, tmp_path):
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    return tiny_city("services/newcomer")


@pytest.fixture
def client(city):
    return Client(raise_request_exception=False)


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


def form_of(page: str) -> dict[str, object]:
    """Everything that a browser would send of the page's form, buttons left out."""
    found: dict[str, object] = {}
    for tag in re.findall(r"<input [^>]+>", page):
        given = {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        ticked = given.get("type") not in {"radio", "checkbox"} or " checked" in tag
        if "name" in given and ticked and given.get("type") != "file":
            found[given["name"]] = given.get("value", "")
    for name, options in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        found[name] = chosen[0] if chosen else ""
    for name, said in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL):
        found[name] = html.unescape(said)
    return found


def half(**more):
    """Half of the form."""
    said = {name: one for name, one in SAID.items() if not name.startswith("q.signed")}
    return {"act_id": act_id(), **said, "go": "save", **more}


def test_a_stranger_goes_on_elsewhere_with_number_and_code(client):
    page = text(client.post(FORM, half(save_phone=PHONE, **{"new.papers": photo()})))
    code = re.findall(r'<span class="number">(\w{4} \w{4})</span>', page)[0]
    row = SavedForm.objects.get()
    assert row.account_id is None
    assert "王芳".encode() not in bytes(row.sealed)
    assert PHONE not in row.phone_index
    assert StoredFile.objects.get().retained_until == row.expires_at
    elsewhere = Client(raise_request_exception=False)
    wrong = text(elsewhere.post("/saved", {"phone": PHONE, "code": "AAAA AAAA", "go": "open"}), 422)
    assert "对不上" in wrong
    assert "对不上" in text(
        elsewhere.post("/saved", {"phone": "13900002223", "code": code, "go": "open"}), 422
    )
    again = text(elsewhere.post("/saved", {"phone": PHONE, "code": code.lower(), "go": "open"}))
    form = form_of(again)
    assert (form["q.applicant.name"], form["q.people[2].relation"]) == ("王芳", "child")
    assert form["q.address.area"] == "河东区 柳溪街道 平桥社区"
    signed = {"q.signed.name": "王芳", "q.signed.agreed": "yes"}
    review = text(elsewhere.post(FORM, {**form, **signed, "go": "review"}))
    assert not Case.objects.exists()
    assert "李小宝" in review
    assert "2024" in review
    sent = elsewhere.post(FORM, {**form_of(review), "go": "done"})
    assert sent.status_code == 302
    assert not SavedForm.objects.exists(), "wiped when it was sent"
    assert StoredFile.objects.get().owner_key.startswith("case:")


def test_a_review_can_be_left_to_change_something(client):
    review = text(client.post(FORM, {"act_id": act_id(), **SAID, "go": "review", "words": "早上在家"}))
    assert "早上在家" in review
    back = form_of(text(client.post(FORM, {**form_of(review), "go": "edit"})))
    assert {name: back[name] for name in SAID if name != "q.address.area"} == {
        name: said for name, said in SAID.items() if name != "q.address.area"
    }
    assert "这一项要填" in text(client.post(FORM, {**back, "q.signed.name": "", "go": "review"}), 422)


def test_one_with_an_account_finds_it_on_any_device_and_can_delete_it(city):
    member = city.people["resident"]
    text(signed_in(member).post(FORM, half()))
    elsewhere = signed_in(member)
    ref = SavedForm.objects.get().ref
    assert f"/saved/{ref}" in text(elsewhere.get("/saved"))
    begun = form_of(text(elsewhere.get(f"/saved/{ref}")))
    assert begun["q.people[1].name"] == "李强"
    text(elsewhere.post(FORM, {**begun, "q.people[1].name": "李强强", "go": "save"}))
    assert SavedForm.objects.count() == 1
    assert form_of(text(elsewhere.get(f"/saved/{ref}")))["q.people[1].name"] == "李强强"
    other = signed_in(city.people["neighbour"])
    assert other.get(f"/saved/{ref}").status_code == 404
    assert other.post(f"/saved/{ref}/erase").status_code == 404
    assert text(other.post(FORM, {**begun, "go": "save"}), 409).count("存在别处")
    assert str(ref) not in text(other.get("/saved"))
    assert elsewhere.post(f"/saved/{ref}/erase").url == "/saved?done=erased"
    assert not SavedForm.objects.exists()


def test_what_is_not_gone_on_with_is_wiped_after_a_month_with_its_files(client):
    page = text(client.post(FORM, half(save_phone=PHONE, **{"new.papers": photo()})))
    code = re.findall(r'<span class="number">(\w{4} \w{4})</span>', page)[0]
    assert wipe_due(datetime.now(tz=UTC) + timedelta(days=29)) == 0
    assert wipe_due(datetime.now(tz=UTC) + timedelta(days=31)) == 1
    assert StoredFile.objects.get().deleted_at is not None
    assert "过期" in text(client.post("/saved", {"phone": PHONE, "code": code, "go": "open"}), 422)


@pytest.mark.parametrize(
    ("said", "status", "sentence"),
    [
        ({}, 422, "请写下手机号"),
        ({"save_phone": "12"}, 422, "不像是手机号"),
        ({"save_phone": PHONE, "words": "长" * 300_001}, 422, "存不下"),
    ],
)
def test_what_cannot_be_kept_is_told_and_stays_on_the_page(client, said, status, sentence):
    page = text(client.post(FORM, half(**said)), status)
    assert sentence in page
    assert 'value="李小宝"' in page
    assert not SavedForm.objects.exists()


def test_a_code_erases_too_and_guessing_is_stopped(client):
    page = text(client.post(FORM, half(save_phone=PHONE)))
    code = re.findall(r'<span class="number">(\w{4} \w{4})</span>', page)[0]
    assert client.post("/saved", {"phone": PHONE, "code": code, "go": "erase"}).url == "/saved?done=erased"
    assert not SavedForm.objects.exists()
    answers = [client.post("/saved", {"phone": PHONE, "code": str(n)}).status_code for n in range(11)]
    assert answers[-1] == 429


def test_nobody_keeps_more_than_twenty(city):
    member, at = city.people["resident"], datetime.now(tz=UTC)
    SavedForm.objects.bulk_create(
        SavedForm(
            ref=uuid4(), service="newcomer", pack="x", act_id=uuid4(), account=member.account, sealed=b"",
            saved_at=at, expires_at=at + timedelta(days=1),
        )
        for _ in range(20)
    )  # fmt: skip
    assert "最多同时存 20 份" in text(signed_in(member).post(FORM, half()), 409)


def test_what_was_sent_can_be_read_again_and_taken_along(city):
    client = signed_in(city.people["resident"])
    sent = client.post(FORM, {"act_id": act_id(), **SAID, "words": "早上在家", "go": "done"})
    ref = sent.url.split("/")[2]
    page = text(client.get(f"/c/{ref}/sent"))
    for words in ("王芳", "李小宝", "子女", "平桥社区", "3 号楼 2 单元 501", "早上在家", "签名日期"):
        assert words in page
    case = text(client.get(f"/c/{ref}"))
    assert f"/c/{ref}/sent" in case
    assert "/services/newcomer/about?version=2" in case, "under which version it is handled"
    pdf = client.get(f"/c/{ref}/sent?pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert "王" not in pdf.headers["Content-Disposition"]
    for other in (Client(), signed_in(city.people["neighbour"]), signed_in(city.people["officer"])):
        assert other.get(f"/c/{ref}/sent").status_code == 404
    english = text(client.get(f"/c/{ref}/sent", headers={"Accept-Language": "en"}))
    assert "To the head of the household" in english
    assert "services." not in english
