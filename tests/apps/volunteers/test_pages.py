"""The pages, as those who need them use them: joining, a task from take to hours, favours, the desk; closed to others."""

import re

import pytest
from django.urls import reverse
from tests import cast
from tests.apps.volunteers.conftest import END, PING, START
from tests.city import AT

from linli.apps.volunteers import facts, service
from linli.apps.volunteers.facts.codes import slip_code, start_code
from linli.apps.volunteers.models import Engagement, Favour, Hours, Task, Team, Volunteer
from linli.web.volunteers.urls import urlpatterns

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
HOME = "/near/volunteers"


class Browser:
    """One person's browser at a moment; posts the form that the page shows."""

    def __init__(self, town, client, clock):
        self.town, self.client, self.clock = town, client, clock

    def __call__(self, who, at=AT):
        self.client.logout()
        if who:
            self.client.force_login(self.town.people[who].account)
        self.clock(at)
        return self

    def get(self, path):
        page = self.client.get(path)
        assert page.status_code == 200, (path, page.status_code)
        return page.content.decode()

    def post(self, path, *, page=None, status=200, **more):
        shown = self.get(page or path)
        act_id = re.search(r'name="act_id" value="([^"]+)"', shown)[1]
        answer = self.client.post(path, {"act_id": act_id, **more}, follow=True)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.content.decode()


@pytest.fixture
def browser(town, client, still):
    return Browser(town, client, still)


def test_a_retired_teacher_joins_and_is_taken_in_at_the_desk(town, browser):
    wrong = browser("teacher").post(f"{HOME}/join", status=422, name="", born="2015-01-01")
    assert "满 16 周岁" in wrong
    done = browser("teacher").post(
        f"{HOME}/join", name="李老师", born="1960-03-01", area="平桥社区", skills=["read"], agrees="yes", radius="2000"
    )  # fmt: skip
    assert "登记好了" in done
    ref = Volunteer.objects.get().ref
    listed = browser("clerk").get("/desk/volunteers")
    assert "李**" in listed
    assert "李老师" not in listed
    assert "已通过" in browser("clerk").post(f"/desk/volunteers/{ref}", do="accept")
    assert "在岗" in browser("teacher").get(f"{HOME}/mine")
    assert "改好了" in browser("teacher").post(
        f"{HOME}/mine/change", area=PING, skills=["teach"], radius="500"
    )
    assert "已暂停" in browser("teacher").post(f"{HOME}/mine/status", page=f"{HOME}/mine", do="pause")
    gone = browser("teacher").post(f"{HOME}/mine/status", page=f"{HOME}/mine", do="leave")
    assert "已退出" in gone


def test_a_courier_reports_in_with_three_answers(town, browser):
    done = browser("courier").post(f"{HOME}/courier", name="赵强", born="1995-01-01", area=PING, agrees="yes")
    assert "报到成功" in done
    assert Volunteer.objects.get().kind == "rider"


def test_a_mother_sees_and_decides_and_others_do_not(town, browser):
    ref = town.young(agreed=False)
    assert "写您是监护人" in browser("mother").get(f"{HOME}/mine")
    done = browser("mother").post(f"{HOME}/guardian/{ref}", page=f"{HOME}/mine", agrees="yes")
    assert "已同意" in done
    assert browser("friend").client.post(f"{HOME}/guardian/{ref}", {"agrees": "no"}).status_code == 404


def test_a_task_goes_from_the_desk_to_confirmed_hours(town, browser):
    town.join("teacher")
    new = "/desk/volunteers/tasks/new"
    told = {"kind": "errand", "title": "帮取米面", "place": "服务站门口", "area": PING, "body": town.city.ref("CENTRE"),
            "wanted": "1", "care": "none"}  # fmt: skip
    wrong = browser("clerk").post(new, status=422, **{**told, "title": "打 13900000004"})
    assert "请不要写电话" in wrong
    ref = town.task(details="501 室")
    assert "帮邻居取米面" in browser("").get(f"{HOME}/tasks")
    assert "501 室" not in browser("").get(f"{HOME}/tasks/{ref}")
    assert "就在您选的地方" in browser("teacher").get(f"{HOME}/tasks")
    taken = browser("teacher").post(f"{HOME}/tasks/{ref}", do="take")
    assert "接好了" in taken
    assert "501 室" in taken
    part = Engagement.objects.get()
    code = start_code(ref)
    assert code in browser("clerk").get(f"/desk/volunteers/tasks/{ref}")
    bad = browser("teacher").post(
        f"{HOME}/tasks/{ref}", status=422, do="start", part=str(part.ref), code="XXXXXX"
    )
    assert "口令不对" in bad
    service.start(part.ref, code, **town.said("teacher", START))
    service.finish(part.ref, code, **town.said("teacher", END))
    desk = f"/desk/volunteers/tasks/{ref}"
    over = browser("clerk").post(desk, status=422, do="confirm", part=str(part.ref), hours="25", minutes="0")
    assert "1 分钟到 24 小时" in over
    assert 'href="#f-hours"' in over
    assert re.search(r'id="f-hours"[^>]* value="25"', over)
    browser("clerk").post(desk, do="confirm", part=str(part.ref), hours="2", minutes="0")
    assert "2 小时 0 分" in browser("teacher").get(f"{HOME}/mine")
    hours = Hours.objects.get()
    browser("clerk").post(desk, do="correct", hours_ref=str(hours.ref), hours="1", minutes="30")
    assert "主管会看" in browser("teacher").post(
        f"{HOME}/tasks/{ref}", do="dispute", part=str(part.ref), words="少了"
    )
    dispute = facts.disputes(town.people["supervisor"].actor)[0]
    done = browser("supervisor").post(
        "/desk/volunteers/disputes", do="uphold", dispute=dispute.ref, hours="2", minutes="0"
    )
    assert "没有异议" in done


def test_an_old_man_confirms_by_the_code_on_the_printed_slip(town, browser):
    town.join("teacher")
    ref, part = town.done("teacher")
    slip = browser("clerk").get(f"/desk/volunteers/slips/{part}")
    code = slip_code(part)
    assert code in slip
    assert browser("teacher").client.get(f"/desk/volunteers/slips/{part}").status_code == 404
    assert "没有这个口令" in browser("").get(f"{HOME}/confirm?code=AAAAAAAA")
    page = f"{HOME}/confirm?code={code.lower()}"
    assert "帮了多久" in browser("").get(page)
    done = browser("").post(f"{HOME}/confirm", page=page, code=code, hours="1", minutes="30")
    assert "已确认" in done
    assert Hours.objects.get().minutes == 90
    assert "已经确认过了" in browser("").get(page)
    assert Task.objects.get().ref == Task.objects.get(ref=ref).ref


def test_a_leader_invites_and_puts_up_a_task_for_the_team(town, browser):
    browser("clerk").post(
        "/desk/volunteers/teams",
        kind="environment",
        name_zh="护河队",
        body=town.city.ref("CENTRE"),
        area=PING,
    )
    team = Team.objects.get()
    leader = town.join("teacher")
    browser("clerk").post(f"/desk/volunteers/{leader}", do="team", team=str(team.ref))
    browser("clerk").post(f"/desk/volunteers/teams/{team.ref}", do="leader", volunteer=leader)
    path = f"{HOME}/teams/{team.ref}"
    assert "邀请码好了" in browser("teacher").post(path, do="invite")
    code = facts.invitations(team.pk, AT)[0].code
    joined = browser("friend").post(
        f"{HOME}/join", page=f"{HOME}/join?code={code}", name="孙阳", born="1990-01-01", area=PING, agrees="yes",
        radius="2000", code=code,
    )  # fmt: skip
    assert "登记好了" in joined
    assert browser("resident").client.get(path).status_code == 404
    assert browser("teacher").client.post(path, {"do": "close"}).status_code == 404


def test_neighbours_ask_find_and_thank_one_another(town, browser):
    said = {
        "side": "ask",
        "kind": "letter",
        "words": "请帮我念一封信",
        "area": "平桥社区",
        "days": "7",
        "knows": "yes",
    }
    wrong = browser("old_man").post(
        "/near/favours/new", status=422, **{**said, "words": "打13900000004", "knows": ""}
    )
    assert "请不要写电话" in wrong
    assert "提交了" in browser("old_man").post("/near/favours/new", **said)
    one = Favour.objects.get()
    assert "请帮我念一封信" not in browser("friend").get("/near/favours")
    browser("clerk").post("/desk/favours", do="show", favour=str(one.ref))
    assert "请帮我念一封信" in browser("").get("/near/favours")
    match = browser("friend").post(f"/near/favours/{one.ref}", do="answer")
    assert "还没有留言" in match
    path = reverse("favour-match", args=[facts.matches(town.people["friend"].actor)[0].ref])
    browser("friend").post(path, do="write", text="下午三点过来")
    assert "下午三点过来" in browser("old_man").get(path)
    assert browser("clerk").client.get(path).status_code == 404
    browser("friend").post(path, do="show")
    assert "13900000006" in browser("old_man").post(path, do="show")
    browser("friend").post(path, do="done", hours="0", minutes="30")
    assert "办好了" in browser("old_man").post(path, do="done", hours="0", minutes="30")


def test_the_time_bank_shows_and_gives_ones_own_only(town, browser):
    town.join("teacher", banks=True)
    _, part = town.done("teacher")
    service.confirm(part, 120, **town.said("clerk", END))
    assert "2 小时 0 分" in browser("teacher").get("/near/time")
    over = browser("teacher").post("/near/time", status=409, to="pool", hours="3", minutes="0")
    assert "还差 1 小时 0 分" in over
    assert "送出了" in browser("teacher").post("/near/time", to="pool", hours="0", minutes="30")
    assert "还没有存过时间" in browser("friend").get("/near/time")


def test_the_desk_s_pages_open_to_those_whose_work_it_is(town, client):
    desk = {one.name: one for one in urlpatterns if str(one.pattern).startswith("desk/")}
    allowed = {"desk-volunteers": {"clerk"}, "desk-volunteer-teams": {"clerk"}, "desk-favours": {"clerk"},
               "desk-volunteer-tasks": {"clerk", "dispatcher"}, "desk-volunteer-task-new": {"clerk", "dispatcher"},
               "desk-volunteer-disputes": {"supervisor"}}  # fmt: skip
    assert allowed.keys() < desk.keys()
    for build in cast.EVERYBODY:
        member = build()
        client.logout()
        if member.account:
            client.force_login(member.account)
        for name, who in allowed.items():
            status = client.get(reverse(name)).status_code
            assert status == (200 if build.__name__ in who else 302 if member.account is None else 404), (
                name,
                build,
            )


def test_lists_ask_the_database_a_fixed_number_of_times(town, client, django_assert_max_num_queries):
    for n, who in enumerate(("teacher", "friend", "resident")):
        town.join(who)
        town.task(title=f"第 {n} 件事", starts_at=START, ends_at=END)
    client.force_login(town.people["teacher"].account)
    client.get(f"{HOME}/tasks")
    for path, most in ((f"{HOME}/tasks", 8), (HOME, 11), (f"{HOME}/teams", 6), ("/near/favours", 5)):
        # two of them to know who asks
        with django_assert_max_num_queries(most):
            client.get(path)
