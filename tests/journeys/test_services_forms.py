"""Wages owed, mediation and any other service, told by the form that its pack declares."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from tests import cast
from tests.browser import signed_in
from tests.city import act_id, frozen, said, tiny_city
from tests.journeys.portal_stage import hidden, photo

from linli.apps.cases import facts
from linli.apps.cases.models import Case, CaseText, Participant
from linli.apps.catalogue import service as catalogue
from linli.kernel.files.models import StoredFile

WAGE, MEDIATION = "/services/wage-arrears", "/services/mediation"
CLAIM = {
    "q.employer": "汾安某建筑劳务公司",
    "q.hired_by": "subcontractor",
    "q.site": "河东区学府街工地",
    "q.worked_until": "2026-08-31",
    "q.still_owed": "yes",
    "q.claimed": "2.6万",
    "q.keep_name": "yes",
    "rows.crew": "3",
    "q.crew[1].name": "张三",
    "q.crew[1].phone": "13800001234",
    "q.crew[1].days": "60",
    "q.crew[1].claimed": "13,000",
    "q.crew[3].name": "李四",
    "q.crew[3].claimed": "13000.50",
}
DISPUTE = {
    "q.what": "楼上半夜装修",
    "q.relation": "neighbours",
    "q.afraid": "no",
    "q.other_party.name": "楼上住户",
    "q.how_to_reach_me": "晚上八点以后打",
}


@pytest.fixture
def client(db, settings, tmp_path):
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    tiny_city("wage-arrears", "mediation", "city-fault")
    return Client(raise_request_exception=False)


def send(client, path=WAGE, said=None, **more):
    return client.post(path, {"act_id": act_id(), **(CLAIM if said is None else said), "go": "done", **more})


def opened(response) -> str:
    assert response.status_code == 302, response.content.decode()[:4000]
    return response.url.split("/")[2]


def wrong_fields(response) -> set[str]:
    assert response.status_code == 422
    page = response.content.decode()
    linked = set(re.findall(r'<li><a href="#f-([^"]+)"', page))
    assert all(f'id="f-{name}"' in page for name in linked), "the summary leads to the field"
    assert not Case.objects.exists()
    return linked


def test_the_front_page_and_the_list_lead_to_the_services(client):
    home, listed = (client.get(path).content.decode() for path in ("/", "/services"))
    assert all(f'href="{path}"' in home and f'href="{path}/about"' in listed for path in (WAGE, MEDIATION))
    assert "工资被拖欠" in listed
    assert "Unpaid wages" in client.get("/", headers={"Accept-Language": "en"}).content.decode()


def test_a_city_without_a_service_has_no_tile_for_it(city):
    assert WAGE not in Client().get("/").content.decode()
    assert Client().get(WAGE).status_code == 404


@pytest.mark.parametrize("name", ["nothing", "wage-arrear", "WAGE", "-"])
def test_a_service_that_is_not_published_is_not_found(client, name):
    assert client.get(f"/services/{name}").status_code == 404
    assert client.post(f"/services/{name}", CLAIM).status_code == 404


def test_what_the_front_page_asks_is_not_asked_twice(client):
    assert client.get("/services/request").url == "/"


def test_every_question_has_words_in_both_languages(client):
    for path in (WAGE, MEDIATION):
        for lang in ("zh", "en"):
            page = client.get(path, headers={"Accept-Language": lang}).content.decode()
            assert "question." not in page
            assert "choice." not in page


def test_a_crew_of_two_claims_its_wages(client):
    first = client.post(WAGE, {"act_id": act_id(), **CLAIM, "go": "rows:crew", "new.evidence": photo()})
    assert first.status_code == 200
    page = first.content.decode()
    assert 'name="q.crew[6].name"' in page
    assert 'value="张三"' in page
    sent = re.findall(r'name="q.evidence" value="([^"]+)"', page)
    ref = opened(send(client, **{"act_id": hidden(first)["act_id"], "rows.crew": "6", "q.evidence": sent}))
    text = CaseText.objects.get()
    assert text.answers["claimed"] == 2_600_000
    assert [(one["name"], one["claimed"]) for one in text.answers["crew"]] == [
        ("张三", 1_300_000),
        ("李四", 1_300_050),
    ]
    assert (text.title, text.place, text.body) == ("工资被拖欠", CLAIM["q.site"], "")
    assert text.case.sensitivity == "confidential"
    assert StoredFile.objects.get().owner_key == f"case:{ref}"
    receipt = client.get(f"/c/{ref}/receipt?new=1").content.decode()
    assert "存根" in receipt
    assert "工资" not in receipt
    assert Client().get(f"/c/{ref}/receipt").status_code == 404


def test_the_same_form_sent_twice_opens_one_case(client):
    one = act_id()
    assert send(client, act_id=one).url == send(client, act_id=one).url
    assert Case.objects.count() == 1
    assert send(client, act_id=one, **{"q.employer": "别家"}).status_code == 409
    assert Case.objects.count() == 1


def test_an_empty_form_names_all_that_is_missing_and_loses_nothing(client):
    answer = client.post(WAGE, {"go": "done", "q.crew[2].phone": "13800001234", "phone": "12"})
    assert wrong_fields(answer) == {
        "phone", "q.employer", "q.hired_by", "q.worked_until", "q.still_owed", "q.claimed", "q.keep_name",
        "q.crew[2].name", "q.crew[2].claimed",
    }  # fmt: skip
    assert 'value="13800001234"' in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("q.hired_by", "boss"),
        ("q.worked_until", "2026-02-30"),
        ("q.worked_until", "昨天"),
        ("q.still_owed", "maybe"),
        ("q.claimed", "很多"),
        ("q.claimed", "-1"),
        ("q.claimed", "1.234"),
        ("q.claimed", "9" * 15),
        ("q.employer", "好" * 201),
        ("q.site", "好" * 201),
        ("q.crew[1].phone", "123"),
        ("q.crew[1].days", "两个月"),
        ("q.crew[3].name", ""),
        ("q.crew[3].claimed", "13000元整"),
        ("phone", "123"),
    ],
)
def test_each_bad_answer_is_named_in_its_place(client, field, said):
    answer = send(client, **{field: said})
    assert wrong_fields(answer) == {field}
    page = answer.content.decode()
    assert f'id="f-{field}-wrong"' in page
    assert CLAIM["q.employer"] in page or field == "q.employer"


def test_the_same_worker_twice_is_named_by_row(client):
    twice = {"q.crew[3].name": "张三", "q.crew[3].phone": "13800001234"}
    assert wrong_fields(send(client, **twice)) == {"q.crew[3]"}


def test_a_point_outside_the_city_and_files_of_others_are_refused_at_their_questions(client):
    assert wrong_fields(send(client, lon="2.35", lat="48.85")) == {"q.site"}
    assert wrong_fields(send(client, **{"q.evidence": act_id()})) == {"q.evidence"}
    assert send(client, lon="x", lat="y").status_code == 302


@pytest.mark.parametrize("rows", ["-1", "999", "0", "١٢", "x"])
def test_the_number_of_rows_stays_within_reason(client, rows):
    page = client.post(WAGE, {**CLAIM, "rows.crew": rows, "go": "rows:crew"}).content.decode()
    assert 3 <= page.count('.name" value=') <= 50
    assert client.post(WAGE, {**CLAIM, "go": "rows:employer"}).status_code == 200


def test_whatever_is_typed_is_only_text(client):
    nasty = "<script>alert(1)</script>{{ 7*7 }}\u202e"
    answer = send(client, **{"q.employer": nasty, "q.hired_by": nasty, "q.crew[1].name": nasty})
    assert "<script>alert" not in answer.content.decode()
    assert "{{ 7*7 }}" in answer.content.decode()


def test_a_photo_is_kept_while_the_rest_is_wrong_and_can_be_taken_out(client):
    answer = client.post(
        WAGE, {"act_id": act_id(), **CLAIM, "q.claimed": "", "go": "done", "new.evidence": photo()}
    )
    assert wrong_fields(answer) == {"q.claimed"}
    ref = re.findall(r'name="q.evidence" value="([^"]+)"', answer.content.decode())[0]
    again = {**CLAIM, "act_id": hidden(answer)["act_id"], "q.evidence": ref}
    assert ref not in client.post(WAGE, {**again, "go": f"drop:{ref}"}).content.decode()
    opened(send(client, act_id=again["act_id"]))
    assert not StoredFile.objects.filter(owner_key__startswith="case:").exists()


def test_mediation_says_that_nobody_sees_it_and_leaves_a_discreet_receipt(client):
    assert "这件事别人都看不到" in client.get(MEDIATION).content.decode()
    ref = opened(send(client, MEDIATION, DISPUTE, phone="13800005678", name="王"))
    case = Case.objects.get()
    assert case.sensitivity == "sealed"
    assert case.text.body == DISPUTE["q.what"]
    assert case.text.answers["other_party"] == {"name": "楼上住户"}
    assert Participant.objects.filter(case=case).exists()
    receipt = client.get(f"/c/{ref}/receipt").content.decode()
    assert "装修" not in receipt
    assert "调解" not in receipt


def test_who_is_afraid_is_told_whom_to_call_before_anything_is_sent(client):
    said = {**DISPUTE, "q.afraid": "yes"}
    answer = send(client, MEDIATION, said)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert facts.current("mediation")[1].text("notice.refuse_violence", "zh") in page
    assert 'href="tel:110"' in page
    assert DISPUTE["q.what"] in page
    assert not Case.objects.exists()
    opened(send(client, MEDIATION, said, heard="yes"))
    assert Case.objects.get().urgent


@pytest.fixture
def asking(client):
    """Mediation that asks a tenant more: since when, which things are broken, and who else lives there."""
    definition = json.loads(frozen("mediation"))[1]
    rent = "answers.relation = 'rent'"
    more = {
        "rent": {"type": "money", "required": True, "when": rent},
        "broken": {"type": "multi_choice", "choices": ["water", "heating"], "when": rent},
        "tenants": {"type": "members", "when": rent, "fields": {"name": {"type": "text", "required": True}}},
    }
    definition["ask"] |= more
    definition["order"]["ask"] += list(more)
    definition["pack"] = "tenancy"
    catalogue.publish_pack("tenancy", definition, **said())
    return client


def test_an_answer_leads_to_more_questions_and_nothing_typed_is_lost(asking):
    assert 'name="q.rent"' not in asking.get("/services/tenancy").content.decode()
    first = send(asking, "/services/tenancy", {**DISPUTE, "q.relation": "rent"})
    assert first.status_code == 200
    page = first.content.decode()
    assert "还要多问几句" in page
    assert 'name="q.rent"' in page
    assert DISPUTE["q.what"] in page
    assert not Case.objects.exists()
    seen = {**DISPUTE, "q.relation": "rent", "shown": ["rent", "broken", "tenants"]}
    assert wrong_fields(send(asking, "/services/tenancy", seen)) == {"q.rent"}
    more = {"q.rent": "1800", "q.broken": ["water", "heating"], "q.tenants[2].name": "小李"}
    back = send(asking, "/services/tenancy", {**seen, **more, "q.relation": "shop", "q.what": ""})
    assert wrong_fields(back) == {"q.what"}
    assert 'type="hidden" name="q.rent" value="1800"' in back.content.decode()
    assert 'type="hidden" name="q.tenants[2].name" value="小李"' in back.content.decode()
    opened(send(asking, "/services/tenancy", {**seen, **more}))
    answers = CaseText.objects.get().answers
    assert (answers["rent"], answers["broken"]) == (180_000, ["water", "heating"])
    assert answers["tenants"] == [{"name": "小李"}]


def test_answers_to_what_was_not_asked_do_not_reach_the_case(asking):
    opened(send(asking, "/services/tenancy", {**DISPUTE, "q.rent": "1800", "q.broken": "water"}))
    assert not {"rent", "broken", "tenants"} & set(CaseText.objects.get().answers)


def test_somebody_of_the_staff_writes_for_a_caller_and_reads_the_code_out(db, settings, tmp_path):
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    clerk = signed_in(tiny_city("wage-arrears").people["clerk"])
    assert "打电话来的人" in clerk.get(WAGE).content.decode()
    answer = send(clerk, channel="phone", phone="13800005678", consent="spoken")
    case = Case.objects.get()
    code = facts.query_code(case.ref)
    assert f"{code[:4]} {code[4:]}" in answer.content.decode()
    assert case.channel == "phone"
    assert clerk.get(f"/c/{case.ref}/receipt").status_code == 404


def test_a_resident_cannot_claim_to_write_for_a_caller(client):
    assert send(client, channel="phone", consent="paper").status_code == 409
    assert wrong_fields(send(client, channel="telepathy")) == set()


def test_a_claim_beyond_the_limits_is_told_which_road_remains_and_can_still_be_sent(client):
    act = act_id()
    first = client.post(WAGE, {"act_id": act, **CLAIM, "q.worked_until": "2020-05-01", "go": "done"})
    page = first.content.decode()
    assert first.status_code == 200
    assert "手里有欠条，可以直接去法院起诉" in page
    assert "申请劳动仲裁时对方可能说您超期了" in page
    assert not Case.objects.exists()
    sent = client.post(
        WAGE, {"act_id": act, **CLAIM, "q.worked_until": "2020-05-01", "go": "done", "advised": "yes"}
    )
    ref = opened(sent)
    assert Case.objects.get(ref=ref).state["flags"] == ["beyond_arbitration", "beyond_look_back"]
    client.cookies["lang"] = "en"
    own = client.get(f"/c/{ref}").content.decode()
    assert "With an IOU you can go straight to court" in own


def test_a_claim_within_the_limits_is_sent_at_once(client):
    assert Case.objects.get(ref=opened(send(client))).state["flags"] == []


def test_a_clerk_of_one_street_fills_in_tables_and_files_for_a_caller_and_the_consent_is_recorded(
    db, settings, tmp_path
):
    settings.LOG_KEY_FILE = str(tmp_path / "log.key")
    city = tiny_city("wage-arrears", "mediation")
    street = cast.clerk("/9901/990101/990101001/", city.body("CENTRE"))
    clerk = signed_in(street)
    intake = clerk.get("/desk/intake").content.decode()
    assert f'href="{WAGE}?channel=phone"' in intake
    assert f'href="{MEDIATION}?channel=phone"' in intake
    form = clerk.get(f"{WAGE}?channel=phone").content.decode()
    assert re.search(r'name="channel" value="phone"[^>]*checked', form)
    assert wrong_fields(send(clerk, channel="phone")) == {"consent"}
    wrong = send(clerk, channel="phone", consent="guessed")
    assert wrong.status_code == 422
    assert not Case.objects.exists()
    said = {**CLAIM, "q.keep_name": "no"}
    assert send(clerk, said=said, channel="phone", consent="spoken").status_code == 200
    case = Case.objects.select_related("text").get()
    assert [one["name"] for one in case.text.answers["crew"]] == ["张三", "李四"]
    assert case.area_path == "/9901/990101/990101001/"
    page = clerk.get(f"/desk/case/{case.ref}").content.decode()
    assert "本人当面或在电话里同意" in page
