"""One's cases with a plain client: found again, followed, answered, kept from others, and receipts that hold."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from tests.apps.cases.conftest import Story
from tests.browser import signed_in
from tests.city import POINT, act_id
from tests.journeys.portal_stage import BODY, NASTY, hidden, now, opened, own_files, photo

from linli.apps.cases import facts, service
from linli.apps.cases.models import Case, Participant
from linli.kernel.files.models import StoredFile
from linli.kernel.ui.text import t
from linli.web.near import places


@pytest.fixture
def story(city):
    return Story(city)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    own_files(settings, tmp_path)


@pytest.fixture
def client(city):
    return Client(raise_request_exception=False)


def test_number_and_code_open_the_case_and_a_wrong_pair_says_one_thing(client, story):
    ref = story.tell()
    number = Case.objects.get(ref=ref).number
    other = story.tell()
    said = []
    for code in ("", "AAAAAAAA", facts.query_code(other), "<script>", "好" * 40):
        answer = client.post("/find", {"number": number, "code": code})
        assert answer.status_code == 422
        said.append("编号或查询码不对" in answer.content.decode())
    unknown = client.post("/find", {"number": "00000000000", "code": "AAAAAAAA"})
    assert "编号或查询码不对" in unknown.content.decode()
    assert all(said)
    spaced = f"{number[:3]} {number[3:7]}-{number[7:]}"
    answer = client.post("/find", {"number": spaced, "code": facts.query_code(ref).lower()})
    assert answer.url == f"/c/{ref}"
    assert client.get(f"/c/{ref}").status_code == 200
    client.post("/find/done")
    assert "别人反映的事" in client.get(f"/c/{ref}").content.decode()


def test_guessing_codes_is_stopped(client, story):
    number = Case.objects.get(ref=story.tell()).number
    answers = [
        client.post("/find", {"number": number, "code": f"AAAAAA{n:02}"}).status_code for n in range(11)
    ]
    assert answers[0] == 422
    assert answers[-1] == 429


def test_a_confidential_case_is_not_there_for_strangers_and_neighbours(client, story):
    ref = story.tell(confidential=True)
    for visitor in (client, signed_in(story.city.people["neighbour"])):
        for path in (
            "",
            "/receipt",
            "/receipt.json",
            "/slip",
            "/add",
            "/do/withdraw",
            "/leave",
            "/confidential",
        ):
            assert visitor.get(f"/c/{ref}{path}").status_code == 404, path
        assert visitor.post(f"/c/{ref}/do/withdraw", {"act_id": act_id()}).status_code == 404
    joined = signed_in(story.city.people["neighbour"]).post(f"/c/{ref}/join", {"act_id": act_id()})
    assert joined.status_code == 404


def test_somebody_elses_case_shows_what_is_public_and_takes_no_moves(story):
    ref = story.tell()
    neighbour = signed_in(story.city.people["neighbour"])
    page = neighbour.get(f"/c/{ref}").content.decode()
    assert "我也遇到" in page
    assert "昨天有个老人" not in page
    for path in ("receipt", "receipt.json", "slip", "add", "do/withdraw", "confidential"):
        assert neighbour.get(f"/c/{ref}/{path}").status_code == 404
    assert neighbour.post(f"/c/{ref}/add", {"act_id": act_id(), "text": "x"}).status_code == 404
    assert Case.objects.get(ref=ref).stage == "submitted"


def test_a_discreet_receipt_names_nothing(story):
    ref = story.tell(confidential=True)
    own = signed_in(story.city.people["resident"])
    for path in ("receipt", "slip"):
        page = own.get(f"/c/{ref}/{path}").content.decode()
        assert "存根" in page
        assert "井盖" not in page
        assert "受理" not in page


def test_me_too_then_leave(story):
    ref = story.tell()
    joiner = signed_in(story.city.people["joiner"])
    assert Client().post(f"/c/{ref}/join", {"act_id": act_id()}).url.startswith("/login")
    assert "您也在跟进" in joiner.post(f"/c/{ref}/join", {"act_id": act_id()}, follow=True).content.decode()
    assert joiner.post(f"/c/{ref}/join", {"act_id": act_id()}).status_code == 302
    assert ref in joiner.get("/mine").content.decode()
    assert joiner.get(f"/c/{ref}/receipt").status_code == 404
    joiner.post(f"/c/{ref}/leave", {"act_id": act_id()})
    assert ref not in joiner.get("/mine").content.decode()


def test_a_question_is_answered_on_the_case_page(story):
    ref = story.handling()
    story.go(ref, "ask_resident", "officer", question="是哪一个井盖？")
    own = signed_in(story.city.people["resident"])
    page = own.get(f"/c/{ref}")
    assert "是哪一个井盖？" in page.content.decode()
    form = hidden(page)
    empty = own.post(f"/c/{ref}/do/answer", {**form, "answer": " "})
    assert empty.status_code == 422
    sent = {**form, "answer": "巷口第一个", "photos": [photo()]}
    assert own.post(f"/c/{ref}/do/answer", sent).url.endswith("?done=answer")
    sent["photos"] = [photo()]
    assert own.post(f"/c/{ref}/do/answer", sent).status_code in {302, 409}
    assert Case.objects.get(ref=ref).stage == "handling"
    assert StoredFile.objects.filter(owner_key=f"case:{ref}").count() == 1


def test_a_stale_form_says_so_and_keeps_the_words(story):
    ref = story.handling()
    own = signed_in(story.city.people["resident"])
    form = hidden(own.get(f"/c/{ref}/do/withdraw"))
    story.go(ref, "report", "officer", outcome="explained", answer="好了")
    late = own.post(f"/c/{ref}/do/withdraw", {**form, "reason": "已经有人来修过了"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "已经有人来修过了" in page
    assert Case.objects.get(ref=ref).stage == "reported"


def test_rating_and_contesting(story):
    ref = story.checked()
    own = signed_in(story.city.people["resident"])
    for move in ("confirm", "contest"):
        assert "经办单位看不到您怎么答" in own.get(f"/c/{ref}/do/{move}").content.decode()
    assert (
        own.post(f"/c/{ref}/do/confirm", {"act_id": act_id(), "satisfaction": "perfect"}).status_code == 422
    )
    assert own.post(f"/c/{ref}/do/confirm", {"act_id": act_id(), "satisfaction": "mostly"}).status_code == 302
    assert Case.objects.get(ref=ref).stage == "closed"
    own.post(f"/c/{ref}/do/contest", {"act_id": act_id(), "reason": "又松了"})
    assert Case.objects.get(ref=ref).stage == "contested"
    assert (
        own.post(f"/c/{ref}/do/void", {"act_id": act_id(), "ground": "test_entry", "reason": "x"}).status_code
        == 409
    )
    assert own.post(f"/c/{ref}/do/nothing", {"act_id": act_id()}).status_code == 404


@pytest.mark.parametrize("nasty", [*NASTY, "好" * 5_001])
def test_words_added_later_are_text_or_refused(story, nasty):
    ref = story.tell()
    own = signed_in(story.city.people["resident"])
    answer = own.post(f"/c/{ref}/add", {"act_id": act_id(), "text": nasty})
    assert answer.status_code == (422 if len(nasty) > 5_000 else 302)
    assert "<script>alert" not in own.get(f"/c/{ref}").content.decode()


def test_a_note_sent_twice_is_one_note_with_one_photo(story):
    ref = story.tell()
    own = signed_in(story.city.people["resident"])
    one = act_id()
    for _ in range(2):
        answer = own.post(f"/c/{ref}/add", {"act_id": one, "text": "还有一张", "photos": [photo()]})
        assert answer.status_code == 302
    assert StoredFile.objects.count() == 1
    assert len(facts.case_view(story.actor("resident"), ref, at=now()).steps) == 2


def test_an_expired_session_asks_to_sign_in_and_shows_nothing(story):
    ref = story.tell()
    own = signed_in(story.city.people["resident"])
    form = hidden(own.get(f"/c/{ref}/add"))
    own.cookies["sessionid"] = "gone"
    assert own.get("/mine").url.startswith("/login")
    assert own.post(f"/c/{ref}/add", {**form, "text": "还有"}).status_code == 404
    assert "昨天有个老人" not in own.get(f"/c/{ref}").content.decode()


def test_made_confidential_by_its_reporter_it_leaves_the_public(story):
    ref = story.tell()
    own = signed_in(story.city.people["resident"])
    assert own.get(f"/c/{ref}/confidential").status_code == 200
    own.post(f"/c/{ref}/confidential", {"act_id": act_id()})
    assert Client().get(f"/c/{ref}").status_code == 404


def test_the_receipt_file_satisfies_the_verifier_and_the_page(story, tmp_path):
    from linli.kernel.audit.sequencer import sequence_all

    ref = story.tell()
    own = signed_in(story.city.people["resident"])
    tool = Path(__file__).resolve().parents[2] / "tools" / "linli_verify.py"
    for _round in range(2):
        data = own.get(f"/c/{ref}/receipt.json").content
        path = tmp_path / "receipt.json"
        path.write_bytes(data)
        checked = subprocess.run([sys.executable, tool, "receipt", path], capture_output=True, check=False)
        assert checked.returncode == 0, checked.stdout
        assert "对得上" in own.post("/about/verify", {"receipt": data.decode()}).content.decode()
        sequence_all(now())
    said = json.loads(data)
    assert said["inclusion"] is not None
    for change in ({"entry": said["entry"].replace("help", "idea")}, {"promise": "AAAA"}, {"form": "x"}, {"key": "x"},
                   {"items": [{**said["items"][0], "value": "别的"}]},
                   {"inclusion": {**said["inclusion"], "index": 10**6}}):  # fmt: skip
        answer = own.post("/about/verify", {"receipt": json.dumps({**said, **change})})
        assert "对不上" in answer.content.decode(), change
    for pasted in ("[]", "{}", "null", "1e999", "[" * 5_000, "\x00", "好"):
        assert "对不上" in own.post("/about/verify", {"receipt": pasted}).content.decode()
    assert own.post("/about/verify", {"receipt": " "}).status_code == 422


def test_a_child_tells_for_the_mother_with_her_consent(story, capsys):
    son = signed_in(story.city.people["neighbour"])
    form = {"act_id": act_id(), "name": "王秀兰", "phone": "139 0000 0001"}
    assert son.post("/family/ask", {**form, "phone": "1"}).status_code == 422
    assert "数字已经发给王秀兰" in son.post("/family/ask", form).content.decode()
    (code,) = re.findall(r"\b\d{6}\b", capsys.readouterr().out)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    assert son.post("/family/confirm", {**form, "code": wrong}).status_code == 422
    given = son.post("/family/confirm", {**form, "code": code}, follow=True).content.decode()
    assert "记下了" in given
    step = son.post("/tell", {"act_id": act_id(), "body": BODY, "go": "send"})
    assert 'name="whose"' in step.content.decode()
    from linli.apps.people import facts as people

    (mandate,) = people.mandates(story.actor("neighbour"), now())
    ref = opened(son.post("/tell", {**hidden(step), "whose": mandate.resident, "go": "done"}))
    assert son.get(f"/c/{ref}").status_code == 200
    assert Participant.objects.get(case__ref=ref, relation="reporter").phone_shown == "139****0001"
    son.post(f"/family/{mandate.ref}/end", {"act_id": act_id()})
    assert son.get(f"/c/{ref}/receipt").status_code == 404


def test_the_own_list_has_pages(story):
    for _ in range(3):
        story.tell()
    own = signed_in(story.city.people["resident"])
    page = own.get("/mine").content.decode()
    assert page.count('class="own"') == 3
    for name, href in places.own():
        assert f'<a href="{href}">{t(f"near.own.{name}", lang="zh")}' in page
        assert own.get(href).status_code == 200, name
    assert "用手机号登录" not in own.get("/").content.decode()
    assert "用手机号登录" in Client().get("/").content.decode()
    assert own.get("/mine?from=%00nonsense").status_code == 422


def test_a_grid_worker_reports_in_one_go_also_twice_and_from_a_device(story):
    from tests import cast

    worker = signed_in(cast.grid_worker("/9901/"))
    assert Client().get("/field/").status_code == 302
    assert signed_in(story.city.people["resident"]).get("/field/").status_code == 404
    assert "看到什么" in worker.get("/field/").content.decode()
    one, program = act_id(), {"Accept": "application/json"}
    answers = [
        worker.post(
            "/field/report",
            {"act_id": one, "category": "cover", "lon": POINT[0], "lat": POINT[1], "photo": [photo()],
             "occurred_at": "2026-11-20T01:00:00Z"},
            headers=program,
        ).json()
        for _ in range(2)
    ]  # fmt: skip
    assert answers[0] == answers[1]
    case = Case.objects.get()
    assert (case.channel, case.source, case.subject) == ("grid", "device", "30428.2:component:01-23")
    empty = worker.post("/field/report", {"act_id": act_id()}, headers=program)
    assert empty.status_code == 422
    assert "点一下看到了什么" in empty.json()["problems"][0]["detail"]
    outside = worker.post(
        "/field/report", {"act_id": act_id(), "body": "x", "lon": "2", "lat": "48"}, headers=program
    )
    assert outside.status_code == 422
    plain = worker.post("/field/report", {"act_id": act_id(), "body": "路灯"}, follow=True)
    assert "报上去了" in plain.content.decode()


def test_pages_need_few_statements(story, django_assert_max_num_queries):
    ref = story.handling()
    own = signed_in(story.city.people["resident"])
    own.get(f"/c/{ref}")
    with django_assert_max_num_queries(14):
        own.get(f"/c/{ref}")
    with django_assert_max_num_queries(7):
        own.get("/mine")
    with django_assert_max_num_queries(1):
        Client().get("/")


def test_a_tip_off_is_confidential_whatever_is_ticked(client):
    ref = opened(
        client.post(
            "/tell", {"act_id": act_id(), "body": BODY, "kind": "tip_off", "publish": "yes", "go": "done"}
        )
    )
    assert Case.objects.get(ref=ref).sensitivity == "confidential"
    assert service.form_key("x") == "form:x"
