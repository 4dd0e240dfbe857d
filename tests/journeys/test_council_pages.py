"""The pages of a suggestions meeting: put, said, looked over, grouped, asked, answered, closed."""

import re
from datetime import timedelta

import pytest
from tests import cast
from tests.apps.council.test_council import ASKED, meeting, published, said  # noqa: F401
from tests.apps.council.test_council import clerk as clerk  # noqa: PLC0414
from tests.city import AT
from tests.journeys.county_matrix_test import text
from tests.journeys.desk_pages.fixed import FixedTime
from tests.journeys.test_activity_pages import act, sign_in

from linli.apps.council import service
from linli.apps.council.models import Meeting, Reply, Suggestion, Theme

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
    assert act(client, desk, do="decide", suggestion=one.ref, reason="").status_code == 422
    act(client, desk, do="theme", title_zh="休息")
    assert act(client, desk, do="theme", title_zh="休息").status_code == 409
    act(client, desk, do="group", theme=Theme.objects.get().ref, suggestions=[one.ref])
    assert "撤回了" in text(act(client, desk, do="undo"))
    assert act(client, desk, do="undo").status_code == 409
    act(client, desk, do="group", theme=Theme.objects.get().ref, suggestions=[one.ref])
    other = Suggestion.objects.exclude(pk=one.pk).get()
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
