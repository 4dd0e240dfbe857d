"""Registers at the desk and for the person: entered, confirmed by another, certified, corrected; others get nowhere."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast
from tests.apps.cases.conftest import Story
from tests.browser import signed_in
from tests.city import act_id

from linli.apps.certificates.models import Certificate, RegisterEntry
from linli.kernel.identity.service import phone_of

AT_DESK = "/desk/registers/volunteers"


@pytest.fixture
def story(city, settings, tmp_path):
    settings.CERTIFICATE_KEY_FILE = tmp_path / "certificate.key"
    one = Story(city)
    one.city.people["clerk2"] = cast.clerk(one.actor("clerk").grants[0].area_path, city.body("CENTRE"))
    return one


def as_(story, who):
    return signed_in(story.city.people[who])


def said(story, **more):
    number = phone_of(story.city.people["resident"].account)
    given = {"phone": number, "name": "王秀兰", "on": "2026-10-01", "amount": "2.5", "title": "守护路口"}
    return {**given, "act_id": act_id(), **more}


def test_from_the_entry_to_the_certificate(story):
    desk, other, mine = as_(story, "clerk"), as_(story, "clerk2"), as_(story, "resident")
    wrong = desk.post(AT_DESK, said(story, amount="", name=""))
    assert wrong.status_code == 422
    assert "守护路口" in wrong.content.decode(), "what was typed stays"
    assert desk.post(AT_DESK, said(story)).status_code == 302
    row = RegisterEntry.objects.get()
    page = desk.get(AT_DESK).content.decode()
    assert "您登记的，由别人确认" in page
    assert str(row.ref) in other.get(AT_DESK).content.decode()
    ticked = {"do": "decide", "entry": [str(row.ref)], "how": "confirm"}
    assert desk.post(AT_DESK, {**ticked, "act_id": act_id()}).status_code == 409
    assert other.post(AT_DESK, {"do": "decide", "act_id": act_id()}).status_code == 422
    assert other.post(AT_DESK, {**ticked, "act_id": act_id()}).status_code == 302
    form = mine.get("/certificates/new").content.decode()
    assert "志愿服务时长证明" in form
    assert "2.5 小时" in form
    wish = {"kind": "volunteer_hours", "source": f"volunteers/{row.body.ref}", "act_id": act_id()}
    made = mine.post("/certificates/new", {**wish, "chosen": "what"})
    assert made.status_code == 302, made.content.decode()[:2000]
    shown = mine.get(made["Location"]).content.decode()
    assert "守护路口" in shown
    assert as_(story, "neighbour").post("/certificates/new", wish).status_code == 409


def test_a_correction_from_the_page(story):
    desk, other = as_(story, "clerk"), as_(story, "clerk2")
    desk.post(AT_DESK, said(story))
    row = RegisterEntry.objects.get()
    other.post(AT_DESK, {"do": "decide", "entry": [str(row.ref)], "act_id": act_id()})
    address = f"/desk/registers/entries/{row.ref}"
    assert "为什么更正" in desk.get(address).content.decode()
    assert desk.post(address, said(story, amount="1")).status_code == 422
    assert desk.post(address, said(story, amount="1", why="多记了")).status_code == 302
    assert desk.post(address, said(story, amount="1", why="多记了")).status_code == 409
    assert as_(story, "officer").get(address).status_code == 404


def test_a_file_and_its_rejects(story):
    desk = as_(story, "clerk")
    text = "phone,name,on,amount,title\n13812345678,赵敏,2026-10-01,2,守护\n1,无名,2026-10-01,2,守护\n"
    file = SimpleUploadedFile("hours.csv", text.encode())
    page = desk.post(AT_DESK, {"do": "import", "act_id": act_id(), "file": file}).content.decode()
    assert "记下了 1 条" in page
    assert "第 3 行 无名" in page
    assert desk.post(AT_DESK, {"do": "import", "act_id": act_id()}).status_code == 422


def test_the_counter_looks_before_it_issues(story):
    desk, other = as_(story, "clerk"), as_(story, "clerk2")
    given = said(story)
    desk.post(AT_DESK, given)
    row = RegisterEntry.objects.get()
    other.post(AT_DESK, {"do": "decide", "entry": [str(row.ref)], "act_id": act_id()})
    address = "/desk/certificates/new"
    assert "光报手机号不能开" in desk.get(address).content.decode()
    assert desk.post(address, {"phone": "1", "act_id": act_id()}).status_code == 422
    assert "没有可以开的证明" in desk.post(address, {"phone": "13900009999"}).content.decode()
    found = desk.post(address, {"phone": given["phone"], "act_id": act_id()}).content.decode()
    assert "志愿服务时长证明" in found
    wish = {
        "do": "issue", "phone": given["phone"], "kind": "volunteer_hours",
        "source": f"volunteers/{row.body.ref}", "act_id": act_id(),
    }  # fmt: skip
    assert desk.post(address, wish).status_code == 422, "nobody looked"
    assert desk.post(address, {**wish, "seen": "yes"}).status_code == 302
    assert Certificate.objects.get().presence == "card"
    for who in ("resident", "officer", "supervisor"):
        assert as_(story, who).get(address).status_code == 404


def test_who_has_no_register_sees_none(story):
    for who in ("resident", "officer", "dispatcher", "caller"):
        for path in ("/desk/registers", AT_DESK):
            assert as_(story, who).get(path).status_code == 404, (who, path)
    assert as_(story, "supervisor").get("/desk/registers").status_code == 200
    assert as_(story, "clerk").get("/desk/registers/none").status_code == 404
