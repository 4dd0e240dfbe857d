"""A household, an address of the tree, a declaration and a signature on one page; each wrong answer in its place."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.browser import signed_in
from tests.city import act_id, tiny_city

from linli.apps.cases.models import CaseText

pytestmark = pytest.mark.django_db
FORM = "/services/newcomer"
ID_1, ID_2 = "11010519491231002X", "440524188001010014"
SAID = {
    "q.applicant.name": "王芳",
    "q.applicant.id_number": ID_1,
    "q.address.area": "平桥社区",
    "q.address.line": "3 号楼 2 单元 501",
    "q.moved_in": "2026-03-01",
    "q.because": "work",
    "q.home": "bought",
    "q.with_children": "no",
    "q.wants_card": "no",
    "q.people[1].name": "李强",
    "q.people[1].relation": "spouse",
    "q.people[2].name": "李小宝",
    "q.people[2].relation": "child",
    "q.people[2].birth": "2024-05-06",
    "q.signed.name": "王芳",
    "q.signed.agreed": "yes",
}


@pytest.fixture
def town(db):
    return tiny_city("services/newcomer")


@pytest.fixture
def client(settings, tmp_path, town):
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    return Client(raise_request_exception=False)


def send(client, **more):
    return client.post(FORM, {"act_id": act_id(), **SAID, "go": "done", **more})


def test_a_household_is_registered_at_its_address(client):
    page = client.get(FORM).content.decode()
    assert '<option value="河东区 柳溪街道 平桥社区">' in page
    assert "和户主的关系" in page
    assert send(client).status_code == 302
    text = CaseText.objects.select_related("case").get()
    assert text.answers["address"] == {"area": "990101001001", "line": "3 号楼 2 单元 501"}
    assert text.answers["people"][1] == {"name": "李小宝", "relation": "child", "birth": "2024-05-06"}
    assert text.answers["signed"]["name"] == "王芳"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", text.answers["signed"]["on"])
    assert "shared" not in text.answers
    assert text.case.area_path.endswith("/990101001001/")


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"q.applicant.id_number": "110105194912310021"}, "q.applicant.id_number", "可能输错了一位"),
        ({"q.applicant.id_number": "11010519490231002X"}, "q.applicant.id_number", "出生日期 1949-02-31 不可能"),
        ({"q.applicant.id_number": "99010519491231002X"}, "q.applicant.id_number", "没有以 99 开头的地区"),
        (
            {"q.people[1].id_number": ID_2, "q.people[2].id_number": ID_2, "q.people[2].birth": ""},
            "q.people[2]",
            "第 2 行和第 1 行是同一个人",
        ),
        ({"q.people[1].relation": "head", "q.people[2].relation": "head"}, "q.people[2].relation", "户主只能有一位"),
        ({"q.people[2].id_number": ID_2}, "q.people[2].birth", "身份证号上是"),
        ({"q.address.area": "社区"}, "q.address.area", "请从列表里选"),
        ({"q.address.area": "999999999999"}, "q.address.area", "请从列表里选"),
        ({"q.address.line": ""}, "q.address.line", "这一项要填"),
        ({"q.signed.agreed": ""}, "q.signed.agreed", "请先看一看"),
        ({"q.signed.name": "", "q.signed.agreed": ""}, "q.signed", "这一项要填"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_its_place(client, said, field, sentence):
    answer = send(client, **said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert {*re.findall(r'<li><a href="#f-([^"]+)"', page)} == {field}
    assert f'id="f-{field}"' in page
    assert sentence in page
    assert 'value="李小宝"' in page, "nothing is lost"
    assert not CaseText.objects.exists()


def test_the_names_of_places_come_back_as_they_were_chosen(client):
    page = send(client, **{"q.address.line": ""}).content.decode()
    assert 'value="河东区 柳溪街道 平桥社区"' in page
    english = client.get(FORM, headers={"Accept-Language": "en"}).content.decode()
    assert "To the head of the household" in english
    assert "services." not in english


def test_the_desk_sees_the_ends_of_numbers_until_it_says_why(client, town):
    assert send(client).status_code == 302
    desk, page = signed_in(town.people["clerk"]), f"/desk/case/{CaseText.objects.get().case.ref}"
    seen = desk.get(page).content.decode()
    assert "110***********002X" in seen
    for address in (page, f"{page}/file"):
        assert ID_1 not in desk.get(address).content.decode(), address
    act = re.search(r'/contact#contact".*?name="act_id" value="([^"]+)"', seen, re.DOTALL)[1]
    told = desk.post(f"{page}/contact", {"act_id": act, "purpose": "ask"})
    assert ID_1 in told.content.decode()
    assert "查看了完整号码" in desk.get(page).content.decode()
