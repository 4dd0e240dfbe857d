"""A resident takes a certificate of a case, hands it on, takes it back; a recipient checks it; others get nowhere."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.cases.conftest import Story
from tests.browser import signed_in
from tests.city import act_id

from linli.apps.certificates import facts
from linli.apps.certificates.models import Certificate, CheckCount
from linli.kernel import documents

pytestmark = pytest.mark.one_database


@pytest.fixture
def story(city, settings, tmp_path):
    settings.CERTIFICATE_KEY_FILE = tmp_path / "certificate.key"
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    return Story(city)


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def as_(story, who):
    return signed_in(story.city.people[who])


def taken(client, case, **said):
    answer = client.post(f"/c/{case}/certificate", {"kind": "proof_of_intake", "act_id": act_id(), **said})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return answer["Location"].split("?")[0]


def test_from_the_case_to_paper_and_to_who_checks_it(story, client):
    mine, case = as_(story, "resident"), story.tell()
    assert f"/c/{case}/certificate" in mine.get(f"/c/{case}").content.decode()
    form = mine.get(f"/c/{case}/certificate").content.decode()
    assert "事项受理情况证明" in form
    assert "事项办理结果证明" not in form
    assert not re.search(r"name=\"chosen\"[^>]*checked", form), "nothing is ticked beforehand"
    page = mine.get(taken(mine, case, chosen=["area"])).content.decode()
    row = Certificate.objects.get()
    code = "-".join(row.code[at : at + 4] for at in range(0, 16, 4))
    assert code in page
    assert "核验副本" in page
    assert "王秀兰" in page
    assert "事项受理情况证明" in mine.get("/mine").content.decode()
    checked = client.get(f"/check/{code}").content.decode()
    assert re.findall(r"<dt>.*?</dd>", checked) == re.findall(r"<dt>.*?</dd>", page), "line by line"
    assert "这份证明是真的" in checked
    assert "王秀兰" in checked
    assert "genuine" in client.get(f"/check/{code}?lang=en", follow=True).content.decode()
    file = mine.get(f"/certificates/{row.ref}/file")
    assert (file["Content-Type"], file.content.decode()) == ("application/vc+jwt", row.signed)
    upload = client.post("/check?lang=zh", {"file": SimpleUploadedFile("c.jwt", file.content)})
    assert "这份证明是真的" in upload.content.decode()
    assert CheckCount.objects.get(result="valid").n == 3


@pytest.mark.skipif(not documents.chinese(), reason="needs fonts-noto-cjk")
def test_the_verification_copy_is_a_pdf_the_same_each_time(story):
    mine, desk = as_(story, "resident"), as_(story, "clerk")
    address = taken(mine, story.tell())
    made = mine.get(f"{address}/pdf")
    assert (made.status_code, made["Content-Type"], made.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert "attachment" in made["Content-Disposition"]
    assert "王秀兰" not in made["Content-Disposition"]
    assert mine.get(f"{address}/pdf?lang=en", follow=True).content == made.content
    assert desk.get(f"/desk{address}/pdf").content == made.content
    assert as_(story, "neighbour").get(f"{address}/pdf").status_code == 404


def test_where_no_pdf_can_be_made_the_page_says_what_to_install_and_can_be_printed(story, settings, tmp_path):
    settings.DOCUMENT_FONTS = str(tmp_path)
    mine, desk = as_(story, "resident"), as_(story, "clerk")
    address = taken(mine, story.tell())
    for reader, path in ((mine, address), (desk, f"/desk{address}")):
        said = reader.get(f"{path}/pdf")
        assert said.status_code == 409
        assert "fonts-noto-cjk" in said.content.decode()
        assert "核验副本" in said.content.decode()
        assert "data-print" in said.content.decode()


def test_taken_back_it_is_no_good_to_anybody(story, client):
    mine, case = as_(story, "resident"), story.tell()
    address = taken(mine, case)
    row = Certificate.objects.get()
    for _ in range(2):  # pressed twice: the second is told that it is done
        mine.post(f"{address}/end", {"act_id": act_id()})
    assert "已撤销" in mine.get(address).content.decode()
    assert "已经撤销了" in client.post("/check", {"said": row.signed}).content.decode()
    assert Certificate.objects.get().revoked_for == "on_request"


def test_what_is_no_certificate_is_told_why(story, client):
    story.tell()
    for said, status, words in (
        ("", 422, "请输入证明编码"), ("12345", 422, "16位"), ("0" * 16, 200, "没有这个编码"), ("a.b.c", 200, "不是一份证明"),
        ("<script>.\x00.", 200, "不是一份证明"), ("." * 200_000, 200, "不是一份证明"),
    ):  # fmt: skip
        answer = client.post("/check", {"said": said})
        assert (answer.status_code, words in answer.content.decode()) == (status, True), said[:20]
    assert client.post("/check", {"file": SimpleUploadedFile("c.jwt", b"\xff\x00\xfe.")}).status_code == 200


def test_an_old_status_list_is_told_as_such(story, client):
    mine, case = as_(story, "resident"), story.tell()
    taken(mine, case)
    row = Certificate.objects.get()
    old = facts.status_list(1, datetime.now(UTC) - timedelta(days=2))
    fresh = facts.status_list(1, datetime.now(UTC))
    for status, words in ((old, "太旧"), (row.signed, "不是这份证明的"), (fresh, "这份证明是真的")):
        sent = {"said": row.signed, "status": SimpleUploadedFile("s.jwt", status.encode())}
        assert words in client.post("/check", sent).content.decode()


def test_others_get_nowhere(story, client):
    mine, case = as_(story, "resident"), story.tell()
    address = taken(mine, case)
    assert client.get(f"/c/{case}/certificate").status_code == 302
    assert client.get(address).status_code == 302
    for who in ("neighbour", "clerk", "officer", "supervisor"):
        other = as_(story, who)
        for path in (f"/c/{case}/certificate", address, f"{address}/file"):
            assert other.get(path).status_code == 404, (who, path)
        assert other.post(f"{address}/end", {"act_id": act_id()}).status_code == 404
        assert other.post(f"/c/{case}/certificate", {"kind": "proof_of_intake"}).status_code == 404
    assert Certificate.objects.filter(revoked_at=None).count() == 1


def test_a_form_that_asks_for_what_there_is_not_is_refused(story):
    mine, case = as_(story, "resident"), story.tell()
    for said, status in (
        ({"kind": "kinship"}, 422),
        ({"kind": "result_of_matter"}, 409),
        ({"kind": "proof_of_intake", "chosen": "x"}, 422),
    ):
        assert mine.post(f"/c/{case}/certificate", {"act_id": act_id(), **said}).status_code == status
    assert not Certificate.objects.exists()


def test_keys_and_lists_are_public(story, client):
    mine, case = as_(story, "resident"), story.tell()
    taken(mine, case)
    assert client.get("/certificates/keys").json()["keys"][0]["alg"] == "EdDSA"
    assert client.get("/certificates/status/1").content.count(b".") == 2
    assert client.get("/certificates/status/9").status_code == 404


def test_the_counter_issues_after_a_look_and_revokes_with_a_reason(story):
    case, desk = story.tell(), as_(story, "clerk")
    address, said = f"/desk/case/{case}/certificate", {"kind": "proof_of_intake", "act_id": act_id()}
    assert address in desk.get(f"/desk/case/{case}").content.decode()
    assert "光报身份证号不能开" in desk.get(address).content.decode()
    assert desk.post(address, said).status_code == 422, "nobody looked"
    made = desk.post(address, {**said, "seen": "yes", "chosen": "stage"})
    assert made.status_code == 302
    page = desk.get(made["Location"]).content.decode()
    assert "工作人员当面核对了证件" in page
    assert "事项受理情况证明" in desk.get("/desk/certificates").content.decode()
    assert "事项受理情况证明" in as_(story, "resident").get("/mine").content.decode()
    for reason, status in (("x", 422), ("mistake", 302), ("mistake", 409)):
        assert desk.post(made["Location"], {"act_id": act_id(), "reason": reason}).status_code == status
    assert "写错了" in desk.get(made["Location"]).content.decode()


def test_the_desk_s_pages_are_for_those_who_may(story):
    case = story.tell()
    for who in ("dispatcher", "officer", "caller", "resident"):
        reader = as_(story, who)
        for path in ("/desk/certificates", f"/desk/case/{case}/certificate"):
            assert reader.get(path).status_code == 404, (who, path)
    assert as_(story, "supervisor").get("/desk/certificates").status_code == 200
    assert as_(story, "supervisor").get(f"/desk/case/{case}/certificate").status_code == 404
