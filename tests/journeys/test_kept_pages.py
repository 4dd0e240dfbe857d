"""Somebody lets us keep answers, is found with consent, says yes or no; officers see counts and no person."""

import re

import pytest
from tests.apps.benefits.test_keeping import CODE, EIGHTY, FIRM, HIRES, OLD, keep, programme, run, said  # noqa: F401
from tests.apps.benefits.test_keeping import city as city  # noqa: PLC0414
from tests.city import AT
from tests.journeys.county_matrix_test import text
from tests.journeys.test_entitled_pages import fields, say

from linli.apps.benefits import facts, service
from linli.apps.benefits.models import KeptAnswers, Proposal
from linli.apps.cases.models import Case
from linli.kernel.identity.personal import seal

pytestmark = pytest.mark.django_db
MINE = "/entitled/kept"


def sign_in(client, city, who):
    client.force_login(city.people[who].account)
    return client


def answered(client):
    page = client.get(f"/entitled/{OLD}")
    while 'name="asked"' in page.content.decode():
        name = fields(page)["asked"]
        value = {"birth": "1940-01-01", "registered": "yes", "pays_elsewhere": "no"}[name]
        page = say(client, page, f"/entitled/{OLD}", **{f"q__{name}": value})
    return page


def act(client, path, page=MINE, **more):
    act_id = re.search(r'name="act_id" value="([^"]+)"', client.get(page).content.decode())[1]
    return client.post(path, {"act_id": act_id, **more}, follow=True)


def test_answers_are_kept_only_when_somebody_says_so(city, client):
    stranger = answered(client)
    assert "请先登录" in text(stranger)
    assert client.post(f"/entitled/{OLD}/keep", {"state": fields(stranger)["state"]}).status_code == 302
    sign_in(client, city, "resident")
    page = answered(client)
    assert KeptAnswers.objects.count() == 0
    done = client.post(
        f"/entitled/{OLD}/keep", {**fields(page), "days": "180", "findable": "yes"}, follow=True
    )
    assert "已保存" in text(done)
    assert "同意被查找" in text(done)
    assert "1940" in text(done)
    row = KeptAnswers.objects.get()
    assert (row.findable, (row.until - row.kept_at).days) == (True, 180)
    again = text(client.get(f"/entitled/{OLD}?kept={KeptAnswers.objects.get().ref}"))
    assert 'name="asked"' not in again  # nothing is asked a second time
    wrong = client.post(f"/entitled/{OLD}/keep", {**fields(page), "days": "9"})
    assert (wrong.status_code, "请选保存多久" in text(wrong)) == (422, True)
    assert "已收回" in text(act(client, f"{MINE}/{row.ref}", do="withdraw"))
    assert act(client, f"{MINE}/{row.ref}", do="withdraw").status_code == 409
    assert "已删掉" in text(act(client, f"{MINE}/{row.ref}", do="delete"))
    assert KeptAnswers.objects.count() == 0
    assert client.post(f"{MINE}/{row.ref}", {"do": "delete"}).status_code == 404


def test_kept_answers_are_used_only_by_their_own_person_and_while_they_read(city, client):
    ref = keep(city)
    for who in ("neighbour", "resident"):
        sign_in(client, city, who)
        assert ('name="asked"' in text(client.get(f"/entitled/{OLD}?kept={ref}"))) is (who == "neighbour")
    assert 'name="asked"' in text(client.get(f"/entitled/{FIRM}?kept={ref}"))
    KeptAnswers.objects.update(answers_sealed=seal('{"shoe": 1}', "benefits"))
    assert 'name="asked"' in text(client.get(f"/entitled/{OLD}?kept={ref}"))


def test_what_is_proposed_is_answered_by_the_person_alone(city, programme, client):  # noqa: F811
    keep(city)
    run(city, programme)
    ref = Proposal.objects.get().ref
    sign_in(client, city, "neighbour")
    assert client.get(f"/entitled/proposals/{ref}").status_code == 404
    sign_in(client, city, "resident")
    assert "等您一句话" in text(client.get(MINE))
    page = client.get(f"/entitled/proposals/{ref}")
    assert "每月 60 元" in text(page)
    assert "1940" in text(page)
    assert 'name="q.birth"' not in text(page)  # known already
    lacking = act(client, f"/entitled/proposals/{ref}", f"/entitled/proposals/{ref}", go="yes")
    assert lacking.status_code == 422
    assert Case.objects.count() == 0
    more = {
        "q.lives_here": "yes", "q.bank": "social_security_card", "q.applicant.name": "王秀兰",
        "q.applicant.id_number": "110101194001010020", "q.applicant.phone": "13800000000",
        "q.address.area": "平桥社区", "q.address.line": "5 号楼 301",
    }  # fmt: skip
    done = act(client, f"/entitled/proposals/{ref}", f"/entitled/proposals/{ref}", go="yes", **more)
    assert done.status_code == 200
    assert Case.objects.get().service == "elder-allowance"
    again = client.post(f"/entitled/proposals/{ref}", {"go": "yes"})
    assert again.url == f"/c/{Case.objects.get().ref}/receipt"


def test_a_no_needs_no_reason(city, programme, client):  # noqa: F811
    keep(city)
    run(city, programme)
    ref = Proposal.objects.get().ref
    sign_in(client, city, "resident")
    wrong = act(client, f"/entitled/proposals/{ref}", f"/entitled/proposals/{ref}", go="no", reason="x")
    assert wrong.status_code == 422
    done = act(client, f"/entitled/proposals/{ref}", f"/entitled/proposals/{ref}", go="no")
    assert "知道了" in text(done)
    assert Proposal.objects.get().reason == "rather_not_say"


def test_officers_see_counts_and_reasons_and_no_person(city, client):
    keep(city, "resident")
    keep(city, "neighbour")
    sign_in(client, city, "officer")
    body = city.ref("DRAINS")
    page = act(client, "/desk/programmes", "/desk/programmes", benefit=OLD, body=body)
    here = page.redirect_chain[-1][0]
    ran = act(client, here, here, do="run")
    assert "看了 2 份答案：2 份符合，新问了 2 人" in text(ran)
    (first, _second) = Proposal.objects.order_by("id")
    service.decline(first.ref, "already_have", **said(city.people["resident"]))
    shown = text(client.get(here))
    assert "已经在领" in shown
    assert "1940" not in shown
    assert city.people["resident"].account.name not in shown
    assert act(client, "/desk/programmes", "/desk/programmes", benefit=OLD, body=body).status_code == 409
    assert act(client, "/desk/programmes", "/desk/programmes", benefit=OLD, body="x").status_code == 422
    assert act(client, here, here, do="nothing").status_code == 404
    assert "结束项目" not in text(act(client, here, here, do="end"))


def test_a_firm_is_looked_for_by_its_code(city, client):
    keep(city, benefit=FIRM, answers=HIRES, company=CODE)
    ref = service.start_programme(FIRM, city.ref("DRAINS"), **said(city.people["officer"]))
    here = f"/desk/programmes/{ref}"
    sign_in(client, city, "officer")
    assert "请填统一社会信用代码" in text(act(client, here, here, do="firm"))
    assert "没有同意就不能看" in text(act(client, here, here, do="firm", company="91110000600037341L"))
    assert "新问了 1 人" in text(act(client, here, here, do="firm", company=CODE))


@pytest.mark.parametrize(
    ("who", "list_", "one"),
    [("supervisor", 200, 200), ("other_officer", 200, 404), ("clerk", 404, 404), ("resident", 404, 404)],
)
def test_who_sees_programmes(city, programme, client, who, list_, one):  # noqa: F811
    sign_in(client, city, who)
    assert client.get("/desk/programmes").status_code == list_
    assert client.get(f"/desk/programmes/{programme}").status_code == one
    if who == "supervisor":
        refused = client.post(f"/desk/programmes/{programme}", {"do": "run"})
        assert refused.status_code == 409
        assert facts.programmes(city.people[who].actor, AT)[0].ran_at is None
        assert EIGHTY["birth"] not in text(refused)
