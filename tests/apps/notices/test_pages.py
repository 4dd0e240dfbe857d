"""The pages: a clerk writes and a colleague publishes, a neighbour taps once, a mother looks for her child."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests import cast
from tests.apps.notices.conftest import DISTRICT, PING, by
from tests.browser import signed_in
from tests.city import AT

from linli.apps.notices import facts, service
from linli.apps.notices.models import Announcement, SearchNotice, Subscription, Telling
from linli.apps.notices.policy.links import own_token, token
from linli.kernel.ui import middleware

pytestmark = pytest.mark.one_database


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Pages read the clock of the tests."""

    class Clock(datetime):
        @classmethod
        def now(cls, _zone=None):
            return AT

    monkeypatch.setattr(middleware, "datetime", Clock)


def form(**said):
    return {"act_id": str(uuid.uuid4()), **said}


WRITTEN = {
    "area": PING, "topic": "water", "title_zh": "明天停水", "text_zh": "明天8:30-17:00停水。", "do_zh": "存好水",
    "expires_at": "2026-10-12T12:00", "by": "2026-10-11T08:00", "channels": ["sms", "voice"], "resend_hours": "4",
}  # fmt: skip


def test_from_the_clerk_s_form_to_the_neighbour_s_tap(stage, django_assert_max_num_queries):
    stage.subscribe()
    clerk, approver, anybody = signed_in(stage.clerk), signed_in(stage.approver), Client()
    assert clerk.get("/desk/announcements/new", {"area": PING}).status_code == 200
    bad = clerk.post("/desk/announcements/new", form(**{**WRITTEN, "title_zh": ""}))
    assert (bad.status_code, "请写标题" in bad.content.decode()) == (422, True)
    made = clerk.post("/desk/announcements/new", form(**WRITTEN))
    page = made.headers["Location"]
    shown = clerk.get(page).content.decode()
    assert "按 2 条收费" in shown
    assert "明天八点三十分到十七点停水" in shown
    assert clerk.post(page, form(do="publish", version="1")).status_code == 404
    assert clerk.post(page, form(do="hand_in")).status_code == 302
    assert approver.get("/desk/announcements").status_code == 200
    assert approver.post(page, form(do="publish", version="1")).status_code == 302
    row = Announcement.objects.get()
    service.tell_due(AT, pace=service.Pace(None))
    told = Telling.objects.get()
    own, one = signed_in(stage.resident), f"/near/notices/{row.ref}"
    assert "我知道了" in own.get(one).content.decode()
    assert "我知道了" not in anybody.get(one).content.decode()
    assert anybody.post(one, form(do="heard")).status_code == 404
    assert own.post(one, form(do="heard")).headers["Location"].endswith("done=heard")
    told.refresh_from_db()
    assert told.heard_at == AT
    after = own.get(one).content.decode()
    assert ("您已经点过了" in after, 'value="heard"' in after) == (True, False)
    Telling.objects.update(heard_at=None, heard_by="")
    link = f"/n/{token(told.announcement_id, told.subscription_id)}"
    assert "我知道了" in anybody.get(link).content.decode()
    assert anybody.post(link, form(do="heard")).headers["Location"].endswith("done=heard")
    assert anybody.post(link, form(do="heard")).headers["Location"].endswith("done=again")
    assert anybody.post(link, form(do="leave")).headers["Location"].endswith("done=left")
    assert anybody.post(link, form(do="x")).status_code == 404
    assert anybody.get(link[:-1] + "!").status_code == 404
    for path in (
        f"/near/notices/{row.ref}/poster?paper=a3",
        "/near/notices/screen",
        f"/near/notices?area={PING}&topic=water",
    ):
        with django_assert_max_num_queries(6):
            assert "明天停水" in anybody.get(path).content.decode(), path
    with django_assert_max_num_queries(6):
        assert "没有录音" in anybody.get(f"/near/notices/{row.ref}").content.decode()
    assert anybody.get(f"/near/notices/{row.ref}/voice.wav").status_code == 404
    feed = anybody.get("/near/notices/feed.atom", {"area": PING})
    assert (feed.headers["Content-Type"][:20], "明天停水" in feed.content.decode()) == (
        "application/atom+xml",
        True,
    )
    assert clerk.post(page, form(do="stop")).status_code == 302
    assert "已经撤回" in anybody.get(f"/near/notices/{row.ref}").content.decode()


def test_a_screen_goes_round_and_can_be_held(stage):
    stage.publish(channels=())
    stage.publish(channels=())
    first = Client().get("/near/notices/screen?i=1")
    assert first.headers["Refresh"] == "15; url=?i=0"
    assert "停在这一条" in first.content.decode()
    held = Client().get("/near/notices/screen?i=1&hold=1")
    assert "Refresh" not in held.headers
    assert "继续轮播" in held.content.decode()


def test_a_recording_is_handed_out_once_it_was_made(stage, settings, tmp_path):
    from linli.kernel.messaging import voice

    settings.SPEECH_DIR = tmp_path
    row = stage.publish(channels=())
    path = voice._place(facts.said(row, "zh"), "zh")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"RIFF")
    answer = Client().get(f"/near/notices/{row.ref}/voice.wav")
    assert (answer.headers["Content-Type"], b"".join(answer.streaming_content)) == ("audio/wav", b"RIFF")
    assert "<audio" in Client().get(f"/near/notices/{row.ref}").content.decode()


def test_a_resident_subscribes_changes_and_leaves(stage):
    client = signed_in(stage.resident)
    empty = client.get("/near/notices/subscribe").content.decode()
    assert "住在哪里" in empty
    assert "社区窗口登记" in empty
    wish = {"area": PING, "first": "sms", "second": "email", "topics": ["water"], "language": "zh"}
    missing = client.post("/near/notices/subscribe", form(do="subscribe", **wish))
    assert (missing.status_code, "请写一个电子邮箱" in missing.content.decode()) == (422, True)
    wish["email"] = "wang@example.cn"
    assert client.post("/near/notices/subscribe", form(do="subscribe", **wish)).status_code == 302
    assert client.post("/near/notices/subscribe", form(do="subscribe", **wish)).status_code == 409
    again = client.get("/near/notices/subscribe", {"area": PING}).content.decode()
    assert ("您已经订了" in again, 'value="subscribe"' in again) == (True, False)
    (own,) = facts.own(stage.resident.actor)
    assert (own.wanted, own.email_confirmed) == (("sms", "email"), False)
    mail = f"/near/notices/mail/{own_token('mail', own.ref)}"
    assert Client().get(mail).status_code == 200
    assert Client().post(mail, form()).status_code == 200
    assert Subscription.objects.get().channels == "sms,email"
    changed = {**wish, "first": "voice", "second": ""}
    assert client.get("/near/notices/subscribe", {"ref": own.ref}).status_code == 200
    assert (
        client.post("/near/notices/subscribe", form(do="change", ref=own.ref, **changed)).status_code == 302
    )
    assert client.post("/near/notices/subscribe", form(do="leave", ref=own.ref)).status_code == 302
    assert facts.own(stage.resident.actor) == ()


def test_staff_write_down_list_and_end_subscriptions(stage):
    clerk = signed_in(stage.clerk)
    wish = {
        "area": PING, "first": "voice", "second": "visit", "topics": ["water"], "language": "zh", "phone": "0351-2345678",
        "name": "李桂枝", "door": "平房12号", "consented_on": "2026-10-08",
    }  # fmt: skip
    refused = clerk.post("/desk/subscriptions", form(do="write", **{**wish, "consented_on": ""}))
    assert (refused.status_code, "同意的日子" in refused.content.decode()) == (422, True)
    assert clerk.post("/desk/subscriptions", form(do="write", **wish)).status_code == 302
    shown = clerk.get("/desk/subscriptions").content.decode()
    assert "李**" in shown
    assert "2345678" not in shown
    row = stage.publish(channels=("visit",))
    service.tell_due(AT, pace=service.Pace(None))
    unheard = clerk.get(f"/desk/announcements/{row.ref}/unheard").content.decode()
    mark = re.search(r'name="token" value="([^"]+)"', unheard)[1]
    assert clerk.post(f"/desk/announcements/{row.ref}/unheard", form(token=mark)).status_code == 302
    assert clerk.post(f"/desk/announcements/{row.ref}/unheard", form(token="x")).status_code == 404
    assert (
        clerk.post(
            "/desk/subscriptions", form(do="leave", ref=str(Subscription.objects.get().ref))
        ).status_code
        == 302
    )


def test_a_mother_looks_for_her_child_and_a_finder_leaves_word(stage):
    mother, clerk, finder = signed_in(cast.guardian()), signed_in(stage.clerk), Client()
    said = {
        "area": PING, "kind": "missing_person", "title": "找六岁男孩", "text": "红外套，蓝书包。", "minor": "yes", "place": "菜市场",
        "seen_on": "2026-10-09",
    }  # fmt: skip
    page = mother.get("/near/search/new", {"area": PING}).content.decode()
    assert "先打 110" in page
    assert "不是东西" not in page
    things, people = re.findall(r'<details class="why"([^>]*)>', page)[-2:]
    assert ("open" in things, "open" in people) == (True, False)  # who lost a thing reads no word of minors
    assert "maybe" not in re.search(r'<label class="label" for="f-thing">.*?</label>', page)[0]
    person = mother.get("/near/search/new", {"area": PING, "kind": "missing_person"}).content.decode()
    assert ["open" in one for one in re.findall(r'<details class="why"([^>]*)>', person)[-2:]] == [
        False,
        True,
    ]
    assert "没有“满24小时" in page
    for wrong, words in (
        ({"text": "打13812345678"}, "13812345678"),
        ({"kind": "found_person"}, "先打110报警"),
        ({"shown_name": "小宝"}, "监护人"),
    ):
        refused = mother.post("/near/search/new", form(**{**said, **wrong}))
        assert (refused.status_code, words in refused.content.decode()) == (422, True), wrong
    made = mother.post("/near/search/new", form(**said)).headers["Location"].partition("?")[0]
    assert finder.get(made).status_code == 404
    assert "半小时" in mother.get("/near/search/new").content.decode()
    assert "09:30" in clerk.get("/desk/searches").content.decode()
    ref = SearchNotice.objects.get().ref
    assert clerk.post(f"/desk/searches/{ref}", form(do="refuse")).status_code == 422
    assert clerk.post(f"/desk/searches/{ref}", form(do="show")).status_code == 302
    answer = finder.get(made)
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "不留号码，发启事的人没法回您" in answer.content.decode()
    assert finder.post(made, form(do="message", message="在公园见过", reveal="yes")).status_code == 422
    assert finder.post(made, form(do="message", message="在公园见过", phone="13900000009")).status_code == 302
    own = mother.get(made).content.decode()
    assert "在公园见过" in own
    assert "13900000009" not in own
    for path in (f"{made}/poster", "/near/search", f"/near/search?kind=missing_person&area={PING}"):
        assert "找六岁男孩" in finder.get(path).content.decode(), path
    assert mother.post(made, form(do="renew")).status_code == 302
    assert mother.post(made, form(do="end")).status_code == 422
    assert mother.post(made, form(do="end", outcome="found")).status_code == 302
    assert finder.get(made).status_code == 404
    assert "没有发过启事" in mother.get("/near/search/mine").content.decode()


def test_pages_of_staff_open_for_nobody_else(stage):
    row = stage.publish(channels=())
    paths = (
        "/desk/announcements", "/desk/announcements/new", f"/desk/announcements/{row.ref}", "/desk/subscriptions", "/desk/searches",
    )  # fmt: skip
    for member in (stage.resident, cast.technical_administrator(), cast.officer(area=DISTRICT)):
        client = signed_in(member)
        assert {client.get(path).status_code for path in paths} == {404}
    assert {Client().get(path).status_code for path in paths} == {302}
    elsewhere = signed_in(cast.clerk("/9901/990102/"))
    assert elsewhere.get(f"/desk/announcements/{row.ref}").status_code == 404


@pytest.mark.parametrize("many", [2, 9])
def test_lists_ask_no_more_of_the_database_when_there_is_more(stage, many, django_assert_max_num_queries):
    for n in range(many):
        stage.publish(channels=(), title_zh=f"通知{n}")
        ref = service.report(
            service.Sought(kind="lost_thing", area=PING, title=f"钥匙{n}", text="红绳", thing="keys"),
            **by(stage.resident),
        )
        service.show(ref, **by(stage.clerk))
    with django_assert_max_num_queries(6):
        assert Client().get("/near/notices").status_code == 200
    with django_assert_max_num_queries(6):
        assert Client().get("/near/search").status_code == 200
    assert len(facts.current(AT, limit=5).rows) == min(many, 5)
    assert facts.current(AT + timedelta(days=30)).rows == ()
