"""The pages of a suggestions meeting: put, said, looked over, grouped, asked, answered, closed."""

import re
from datetime import timedelta

import pytest
from tests import cast
from tests.apps.council.test_council import ASKED, meeting, published, said  # noqa: F401
from tests.apps.council.test_council import clerk as clerk  # noqa: PLC0414
from tests.apps.council.test_sittings import EVENING
from tests.city import AT
from tests.journeys.county_matrix_test import text
from tests.journeys.desk_pages.fixed import FixedTime
from tests.journeys.test_activity_pages import act, sign_in

from linli.apps.council import service
from linli.apps.council.models import Meeting, Question, Reply, Sitting, Suggestion, Theme

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def still(settings):
    FixedTime.moment = AT
    settings.MIDDLEWARE = ["tests.journeys.desk_pages.fixed.FixedTime", *settings.MIDDLEWARE]


def test_a_question_goes_from_the_desk_to_the_answer(city, clerk, client):
    sign_in(client, clerk)
    wrong = act(client, "/desk/meetings", question_zh="", body=city.ref("PING"), ends_at="2026-10-20T18:00")
    assert (wrong.status_code, "请写要问大家的问题" in text(wrong)) == (422, True)
    act(
        client,
        "/desk/meetings",
        question_zh="空地做什么好？",
        body=city.ref("PING"),
        ends_at="2026-10-20T18:00",
    )
    row = Meeting.objects.get()
    desk, page = f"/desk/meetings/{row.ref}", f"/near/meetings/{row.ref}"
    act(client, desk, do="suggest", channel="paper", text="种几棵树", name="")
    sign_in(client, cast.resident())
    assert "收到了" in text(act(client, page, f"{page}/suggest", text="装长椅"))
    assert act(client, page, f"{page}/suggest", text="字" * 20_001).status_code == 422
    assert "装长椅" in text(client.get(page))  # one's own
    client.logout()
    assert "装长椅" not in text(client.get(page))
    sign_in(client, clerk)
    for one in Suggestion.objects.all():
        act(client, desk, do="decide", suggestion=one.ref, publish="yes")
    sign_in(client, cast.resident())
    act(client, page, f"{page}/suggest", text="修路灯")
    sign_in(client, clerk)
    waits = Suggestion.objects.latest("pk")
    assert 'required><option value="">请选原因' in text(client.get(desk))
    refused = act(client, desk, do="decide", suggestion=waits.ref, reason="")
    assert refused.status_code == 422
    assert 'id="f-reason"' in text(refused)
    waits.refresh_from_db()
    assert waits.decided_at is None
    act(client, desk, do="decide", suggestion=waits.ref, reason="empty")
    act(client, desk, do="theme", title_zh="休息")
    assert act(client, desk, do="theme", title_zh="休息").status_code == 409
    act(client, desk, do="group", theme=Theme.objects.get().ref, suggestions=[one.ref])
    assert "撤回了" in text(act(client, desk, do="undo"))
    assert act(client, desk, do="undo").status_code == 409
    act(client, desk, do="group", theme=Theme.objects.get().ref, suggestions=[one.ref])
    other = Suggestion.objects.exclude(pk__in=(one.pk, waits.pk)).get()
    for about in (Theme.objects.get().ref, other.ref):
        act(client, desk, do="ask", about=about, body=city.ref("DRAINS"), promised_on="2026-10-16")
    assert act(client, desk, do="close").status_code == 409
    assert act(client, desk, do="fly").status_code == 404
    sign_in(client, city.people["officer"])
    assert (
        act(client, "/desk/meetings/answers", reply=Reply.objects.first().ref, text_zh=" ").status_code == 422
    )
    for reply in Reply.objects.all():
        act(client, "/desk/meetings/answers", reply=reply.ref, text_zh="下月就办。")
    client.logout()
    shown = text(client.get(page))
    assert shown.count("下月就办") == 2
    assert "都答复了" in text(client.get("/near/meetings/unanswered"))
    FixedTime.moment = AT + timedelta(days=12)
    sign_in(client, clerk)
    assert "座谈会结束" in text(act(client, desk, do="close"))


def test_the_summary_leads_to_the_field_that_is_wrong(city, meeting, clerk, client):  # noqa: F811
    one = published(meeting, clerk, "晚上太黑，装盏灯")
    sitting = service.plan_sitting(meeting, EVENING, **said(clerk))
    asked = service.ask_question(sitting, "谁修？", "hall", **said(clerk))
    reply = service.ask_body(
        meeting, published(meeting, clerk, "水管漏水"), "DRAINS", AT.date(), **said(clerk)
    )
    desk, keep = f"/desk/meetings/{meeting}", f"/desk/sittings/{sitting}"
    for member, page, field, form in (
        (clerk, desk, "suggestions", {"do": "group"}),
        (clerk, desk, "promised_on", {"do": "ask", "about": one, "body": city.ref("PING")}),
        (clerk, desk, "place", {"do": "sit", "starts": "2026-10-20T19:00", "ends": "2026-10-20T20:00"}),
        (clerk, keep, "answer_zh", {"do": "answer", "question": asked}),
        (city.people["officer"], "/desk/meetings/answers", "text_zh", {"reply": reply}),
    ):
        sign_in(client, member)
        shown = act(client, page, **form)
        assert shown.status_code == 422
        assert f'href="#f-{field}"' in text(shown)
        assert f'id="f-{field}"' in text(shown)


def test_what_waits_is_listed_with_its_age(meeting, clerk, client):  # noqa: F811
    published(meeting, clerk, "晚上太黑，装盏灯")
    one = published(meeting, clerk, "水管漏水")
    service.ask_body(meeting, one, "DRAINS", AT.date(), **said(clerk))
    FixedTime.moment = AT + timedelta(days=6)
    shown = text(client.get("/near/meetings/unanswered"))
    assert shown.count("已等 6 天") >= 2
    assert "过了答应的日子" in shown
    client.cookies["lang"] = "en"
    assert "6 days old" in text(client.get("/near/meetings/unanswered"))


def test_pages_open_to_whom_they_should(meeting, client):  # noqa: F811
    for make in cast.EVERYBODY:
        member = make()
        client.logout()
        if member.account:
            sign_in(client, member)
        stranger = member.account is None
        for page in ("/near/meetings", f"/near/meetings/{meeting}", "/near/meetings/unanswered"):
            assert client.get(page).status_code == 200
        keeps, answers = make is cast.clerk, make in {cast.officer, cast.officer_of_another_body}
        assert client.get("/desk/meetings").status_code == (302 if stranger else 200 if keeps else 404)
        assert client.get("/desk/meetings/answers").status_code == (
            302 if stranger else 200 if answers else 404
        )
        if stranger:
            assert not re.search(r"<textarea", client.get(f"/near/meetings/{meeting}").content.decode())


def test_an_evening_in_the_hall_and_at_home(meeting, clerk, client):  # noqa: F811
    sign_in(client, clerk)
    desk, page = f"/desk/meetings/{meeting}", f"/near/meetings/{meeting}"
    plan = {"do": "sit", "starts": "2026-10-12T19:00", "ends": "2026-10-12T21:00", "place": "议事厅"}
    client.cookies["lang"] = "en"
    wrong = act(client, desk, **{**plan, "place": "", "link": "http://x"})
    assert wrong.status_code == 422
    for words in ("Say where people sit together", "begins with https", 'href="#f-place"', 'href="#f-link"'):
        assert words in text(wrong)
    client.cookies["lang"] = "zh"
    assert "安排好了" in text(act(client, desk, **plan, link="https://room.example/lot"))
    sitting = f"/near/sittings/{Sitting.objects.get().ref}"
    keep = sitting.replace("/near/", "/desk/")
    assert sitting in text(client.get(page))
    sign_in(client, cast.resident())
    shown = text(client.get(sitting))
    assert "还没开始" in shown
    assert "room.example" not in shown
    assert act(client, sitting, f"{sitting}/join").status_code == 409
    assert "问题收到了" in text(act(client, sitting, f"{sitting}/ask", text="长椅谁来修？"))
    assert act(client, sitting, f"{sitting}/ask", text=" ").status_code == 422
    client.logout()
    shown = text(client.get(sitting))
    assert "登录后可以提问" in shown
    assert "长椅谁来修" not in shown
    FixedTime.moment = AT.replace(day=12, hour=11, minute=30)  # 19:30 in Beijing
    sign_in(client, cast.joined_neighbour())
    joined = text(act(client, sitting, f"{sitting}/join"))
    assert "https://room.example/lot" in joined
    sign_in(client, clerk)
    assert "在家的已有 1 人进入" in text(client.get(keep))
    assert "记下了" in text(act(client, keep, do="ask", text="几点关灯？"))
    first, second = Question.objects.order_by("pk")
    assert act(client, keep, do="close", in_hall="12").status_code == 409
    assert act(client, keep, do="answer", question=first.ref, answer_zh="").status_code == 422
    assert "公开了" in text(act(client, keep, do="answer", question=first.ref, answer_zh="街道来修。"))
    assert 'required><option value="">请选原因' in text(client.get(keep))
    assert act(client, keep, do="aside", question=second.ref, reason="").status_code == 422
    assert "放下了" in text(act(client, keep, do="aside", question=second.ref, reason="not_the_question"))
    assert act(client, keep, do="replay", replay="x").status_code == 422
    act(client, keep, do="replay", replay="https://video.example/lot")
    assert act(client, keep, do="close", in_hall="many").status_code == 422
    assert "人数记好了" in text(act(client, keep, do="close", in_hall="12"))
    assert act(client, keep, do="off").status_code == 409
    assert act(client, keep, do="fly").status_code == 404
    client.logout()
    shown = text(client.get(sitting))
    for words in ("街道来修", "现场 12 人，在家 不到 5 人", "https://video.example/lot", "在家问的"):
        assert words in shown
    assert "几点关灯" not in shown
    assert "room.example" not in shown
    _opens_to_whom_it_should(client, sitting, keep)


def _opens_to_whom_it_should(client, sitting, keep):
    for make in cast.EVERYBODY:
        member = make()
        client.logout()
        if member.account:
            sign_in(client, member)
        assert client.get(sitting).status_code == 200
        assert client.get(keep).status_code == (302 if member.account is None else 404)
