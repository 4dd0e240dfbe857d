"""The pages of activities: the clerk plans, a mother signs two children up, a volunteer ticks, the register is told."""

import re
from datetime import timedelta

import pytest
from tests import cast
from tests.apps.activities.town import AT, FIRST, HOUR, TALK, centre, child, mother, publish, said
from tests.journeys.county_matrix_test import text
from tests.journeys.desk_pages.fixed import FixedTime

from linli.apps.activities import facts, service
from linli.apps.activities.models import Activity, SignUp
from linli.apps.certificates import facts as certificates
from linli.kernel.outbox.worker import deliver, fan_out

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PLAN = {
    "kind": "holiday_care", "title_zh": "暑期书法托管班", "title_en": "Calligraphy", "first": "2027-07-03",
    "last": "2027-07-17", "weekdays": ["6"], "starts": "09:00", "ends": "11:00", "places": "2", "age_from": "6",
    "age_to": "12", "fee": "12.50", "answer_hours": "24",
}  # fmt: skip
SAT = timedelta(minutes=30)


@pytest.fixture(autouse=True)
def still(settings):
    """Every page is seen at the time of the town."""
    FixedTime.moment = AT
    settings.MIDDLEWARE = ["tests.journeys.desk_pages.fixed.FixedTime", *settings.MIDDLEWARE]


@pytest.fixture
def town(city):
    centre()
    return city


def sign_in(client, member):
    client.force_login(member.account)
    return client


def act(client, page, path=None, **more):
    found = client.get(page).content.decode()
    act_id = re.search(r'name="act_id" value="([^"]+)"', found)[1]
    return client.post(path or page, {"act_id": act_id, **more}, follow=True)


def test_a_clerk_plans_names_two_adults_and_publishes(town, client):
    clerk = town.people["clerk"]
    sign_in(client, clerk)
    place = re.search(
        r'<option value="([0-9a-f-]{36})"', client.get("/desk/activities/new").content.decode()
    )[1]
    wrong = act(client, "/desk/activities/new", **PLAN | {"centre": place, "places": "many", "title_zh": ""})
    assert (wrong.status_code, "请写活动的名称" in text(wrong)) == (422, True)
    page = act(client, "/desk/activities/new", **PLAN, centre=place)
    assert "未发布" in text(page)
    row = Activity.objects.get()
    assert (row.fee_fen, row.sessions.count()) == (1250, 3)
    desk = f"/desk/activities/{row.ref}"
    assert "12.50" in client.get(f"{desk}/change").content.decode()
    changed = act(client, f"{desk}/change", **PLAN | {"places": "3"}, centre=place)
    assert changed.status_code == 200
    refused = act(client, desk, do="publish")
    assert (refused.status_code, "2 位大人" in text(refused)) == (409, True)
    assert act(client, desk, do="name", who="no such", part="teacher").status_code == 422
    act(client, desk, do="name", who="13900000077", part="teacher")
    act(client, desk, do="name", who=clerk.account.login, part="organiser")
    assert "已发布" in text(act(client, desk, do="publish"))
    assert "暑期书法托管班" in text(client.get("/near/activities"))
    assert "暑期书法托管班" not in text(client.get("/near/activities?kind=clinic"))
    assert act(client, f"{desk}/change", **PLAN, centre=place).status_code == 409
    assert "已取消" in text(act(client, desk, do="call_off"))
    assert act(client, desk, do="dance").status_code == 404


def test_a_mother_signs_two_children_up_and_the_second_waits(town, client):
    ref = publish(town, places=1)
    sign_in(client, mother())
    form = f"/near/activities/{ref}/sign-up"
    without = act(client, form, name="陈小雨", born="2018-05-01")
    assert (without.status_code, 'href="#f-agrees"' in text(without)) == (422, True)
    empty = text(act(client, form))
    assert [f'href="#f-{one}"' in empty for one in ("name", "born", "agrees")] == [True, True, True]
    young = act(client, form, name="陈小雨", born="2024-05-01", agrees="yes")
    assert (young.status_code, "6 到 12 岁" in text(young)) == (422, True)
    first = text(act(client, form, name="陈小雨", born="2018-05-01", agrees="yes"))
    assert "报上了" in first
    assert "签到码" in first
    second = text(act(client, form, name="陈小雪", born="2019-05-01", agrees="yes"))
    assert "您排在第 1 位" in second
    assert ("退出排队" in second, "名额马上给" in second) == (True, False)
    assert "名额马上给" in text(client.get(f"/near/activities/mine/{SignUp.objects.get(turn=1).ref}"))
    mine = text(client.get("/near/activities/mine"))
    assert "陈小雨" in mine
    assert "陈小雪" in mine
    own = SignUp.objects.get(turn=1)
    page = f"/near/activities/mine/{own.ref}"
    assert "已经退掉" in text(act(client, page, do="give_up"))
    assert client.post(page, {"do": "give_up", "act_id": ""}).status_code == 409
    next_one = SignUp.objects.get(turn=2)
    assert "等您回答" in text(client.get("/near/activities/mine"))
    assert "名额是您的了" in text(act(client, f"/near/activities/mine/{next_one.ref}", do="accept"))
    sign_in(client, cast.unrelated_neighbour())
    assert client.get(page).status_code == 404


def test_who_signs_up_for_a_check_up_of_the_old_is_not_asked_for_a_child(town, client):
    ref = publish(town, TALK)
    Activity.objects.filter(ref=ref).update(age_from=65)
    sign_in(client, cast.resident("王秀兰"))
    form = f"/near/activities/{ref}/sign-up"
    shown = text(client.get(form))
    assert ("我自己（王秀兰）" in shown, "我的孩子" in shown, "监护人" in shown) == (True, False, False)
    done = text(act(client, form, who="self", born="1950-05-01"))
    assert ("报上了" in done, "名额马上给" in done, "要重新报名" in done) == (True, False, True)


def test_at_the_counter_a_grandmother_brings_the_mother_s_paper(town, client):
    ref = publish(town)
    sign_in(client, town.people["clerk"])
    page = f"/desk/activities/{ref}/counter"
    wish = {"phone": "13700000001", "name": "陈小雨", "born": "2018-05-01"}
    assert act(client, page, **wish).status_code == 409
    assert "报上了" in text(act(client, page, **wish, consent_by="陈静"))
    assert act(client, page, **wish, consent_by="陈静").status_code == 409
    assert act(client, page, **wish | {"phone": "1"}, consent_by="陈静").status_code == 422


def test_a_volunteer_ticks_on_the_phone_and_the_register_waits_for_a_second_person(town, client):
    teacher, parent = cast.volunteer(), mother()
    ref = publish(town, teacher=teacher)
    first, second = child(parent, ref, name="陈小雨"), child(parent, ref, name="陈小雪")
    session = facts.sessions(facts.activity(ref, parent.actor).row)[0].id
    hold = f"/near/activities/{ref}/list"
    sign_in(client, teacher)
    shown = text(client.get(hold))
    assert "陈小雨" in shown
    assert "13700" not in shown
    seat = facts.sign_up(second, parent.actor).seats[0]
    opened = client.get(f"/near/activities/code/{seat.code}")
    assert opened.url.endswith(f"code={seat.code}")
    early = act(client, hold, do="code", session=session, code=seat.code)
    assert early.status_code == 409
    service.tick(ref, session, first, came=True, **said(teacher, FIRST + SAT))
    service.check_in(ref, session, seat.code, **said(teacher, FIRST + SAT))
    assert act(client, hold, do="tick", session=session, person=first, came="yes").status_code == 409
    assert act(client, hold, do="code", session=session, code="").status_code == 422
    assert (
        act(client, hold, do="replay", session=session, replay="https://video.example/1").status_code == 200
    )
    sign_in(client, parent)
    assert client.get(hold).status_code == 404
    assert client.get(f"/near/activities/code/{seat.code}").status_code == 404
    service.close_list(ref, session, **said(town.people["clerk"], FIRST + 3 * HOUR))
    while fan_out(FIRST + 3 * HOUR) or deliver(FIRST + 3 * HOUR):
        pass
    assert certificates.waiting(town.people["supervisor"].actor) == {"activities": 2}


def test_somebody_at_home_joins_asks_and_is_answered(town, client):
    teacher, at_home = cast.volunteer(), cast.resident()
    ref = publish(town, TALK, teacher=teacher)
    sign_in(client, at_home)
    page = text(act(client, f"/near/activities/{ref}/sign-up", who="self", mode="remote"))
    assert "在家参加" in page
    own = SignUp.objects.get()
    session = facts.sessions(own.activity)[0].id
    assert act(client, f"/near/activities/mine/{own.ref}", do="give_up").status_code == 200
    act(client, f"/near/activities/{ref}/sign-up", who="self", mode="remote")
    own = SignUp.objects.get(standing="taken")
    early = client.post(f"/near/activities/mine/{own.ref}", {"do": "join", "session": session})
    assert early.status_code == 409
    FixedTime.moment = FIRST
    joined = act(client, f"/near/activities/mine/{own.ref}", do="join", session=session)
    assert TALK.link in joined.content.decode()  # a link: a form may not lead to another host
    ask = f"/near/activities/{ref}"
    assert act(client, ask, f"{ask}/questions", text=" ").status_code == 422
    assert "收到了" in text(act(client, ask, f"{ask}/questions", text="能开字幕吗？"))
    sign_in(client, teacher)
    question = re.search(r'name="question" value="([^"]+)"', client.get(f"{ask}/list").content.decode())[1]
    act(client, f"{ask}/list", do="answer", question=question, answer="能。", session=session)
    client.logout()
    shown = text(client.get(ask))
    assert "能开字幕吗" in shown
    assert TALK.link not in shown


def test_pages_open_to_whom_they_should(town, client):
    ref = publish(town)
    for make in cast.EVERYBODY:
        member = make()
        client.logout()
        if member.account:
            sign_in(client, member)
        stranger = member.account is None
        reads = make in {cast.clerk, cast.supervisor, cast.auditor}
        assert client.get(f"/near/activities/{ref}").status_code == 200
        assert client.get("/near/activities/mine").status_code == (302 if stranger else 200)
        assert client.get(f"/near/activities/{ref}/list").status_code == (302 if stranger else 404)
        assert client.get("/desk/activities").status_code == (302 if stranger else 200 if reads else 404)
        plans = make is cast.clerk
        assert client.get("/desk/activities/new").status_code == (302 if stranger else 200 if plans else 404)


def test_the_neighbourhood_leads_to_activities_in_both_languages(town, client):
    publish(town)
    client.cookies["lang"] = "en"
    assert "Activities and classes" in text(client.get("/near"))
    assert "Saturday calligraphy" in text(client.get("/near/activities"))
