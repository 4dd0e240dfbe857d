"""The pages of circuits and childcare places: planned at the desk, read and asked for by families."""

import re
from datetime import timedelta

import pytest
from tests import cast
from tests.apps.activities.test_childcare import GROUP, apply
from tests.apps.activities.test_circuits import ROUND
from tests.apps.activities.town import AT, centre, household, mother, said
from tests.journeys.county_matrix_test import text
from tests.journeys.desk_pages.fixed import FixedTime
from tests.journeys.test_activity_pages import act, sign_in

from linli.apps.activities import facts, service
from linli.apps.activities.models import ChildcareApplication, ChildcareGroup, Circuit

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def still(settings):
    FixedTime.moment = AT
    settings.MIDDLEWARE = ["tests.journeys.desk_pages.fixed.FixedTime", *settings.MIDDLEWARE]


@pytest.fixture
def town(city):
    centre()
    return city


def test_a_round_is_planned_seen_printed_and_counted(town, client):
    sign_in(client, town.people["clerk"])
    plan = {
        "title_zh": "秋季义诊", "title_en": "Autumn clinic", "body": town.ref("LIUXI"), "team": "三队", "kit": "血压计 2",
        "area_1": "990101100200", "day_1": "2026-10-12", "from_1": "09:00", "to_1": "11:00", "place_1": "村委会",
        "area_2": "990101001002", "day_2": "2026-10-12", "from_2": "10:00", "to_2": "12:00",
    }  # fmt: skip
    wrong = act(client, "/desk/circuits", **plan)
    assert (wrong.status_code, "不能同时在两站" in text(wrong)) == (422, True)
    page = act(client, "/desk/circuits", **plan | {"from_2": "13:00", "to_2": "15:00"})
    assert "南杏村" in text(page)
    assert act(client, "/desk/circuits", **plan | {"from_2": "13:00", "to_2": "15:00"}).status_code == 409
    row = Circuit.objects.get()
    desk = f"/desk/circuits/{row.ref}"
    first, second = facts.circuit(row.ref).stops
    act(client, desk, do="drop", stop=second.id)
    FixedTime.moment = AT + timedelta(days=4)
    assert act(client, desk, do="reached", stop=first.id, reached="-3").status_code == 422
    act(client, desk, do="reached", stop=first.id, reached="42")
    assert act(client, desk, do="sing", stop=first.id).status_code == 404
    client.logout()
    shown = text(client.get(f"/near/circuits/{row.ref}"))
    assert "42" in shown
    assert "血压计 2" in shown
    assert "这一站取消" in shown
    assert "秋季义诊" in text(client.get("/near/circuits?over=yes"))


def test_the_calendar_names_all_places_in_a_few_statements(town, client, django_assert_max_num_queries):
    for n in range(8):
        service.plan_circuit(
            service.NewCircuit(**{**vars_of(ROUND), "team": f"{n} 队"}), **said(town.people["clerk"])
        )
    with django_assert_max_num_queries(6):
        assert "南杏村" in text(client.get("/near/circuits"))


def vars_of(new):
    return {name: getattr(new, name) for name in new.__dataclass_fields__}


def test_a_family_applies_answers_and_is_reminded_only_if_it_wishes(town, client):
    clerk, parent = town.people["clerk"], mother()
    household(parent, "head", ("陈小宝", "child"))
    sign_in(client, clerk)
    place = re.search(r'<option value="([0-9a-f-]{36})"', client.get("/desk/childcare").content.decode())[1]
    new = {
        "name_zh": "托小班",
        "centre": place,
        "months_from": "12",
        "months_to": "23",
        "places": "6",
        "staff": "1",
    }
    wrong = act(client, "/desk/childcare", **new)
    assert (wrong.status_code, "最多照看 5 个" in text(wrong)) == (422, True)
    act(client, "/desk/childcare", **new | {"places": "1"}, fee="1800")
    group = ChildcareGroup.objects.get()
    assert group.fee_fen == 180_000
    sign_in(client, parent)
    assert "托小班" in text(client.get("/near/childcare"))
    form = f"/near/childcare/{group.ref}/apply"
    child = {"name": "陈小宝", "born": "2025-03-15", "wants_from": "2026-10-12", "priority": "both_work"}
    assert act(client, form, **child).status_code == 409
    assert act(client, form, **child | {"born": "2020-03-15"}, agrees="yes").status_code == 422
    assert "名额给您留到" in text(act(client, form, **child, agrees="yes"))
    mine, own = "/near/childcare/mine", ChildcareApplication.objects.get()
    assert "名额是您的了" in text(act(client, mine, do="accept", application=own.ref))
    assert act(client, mine, do="accept", application=own.ref).status_code == 409
    assert "到时提醒您" in text(act(client, mine, do="remind"))
    assert "不再提醒" in text(act(client, mine, do="no_reminders"))
    assert act(client, mine, do="no_reminders").status_code == 404
    sign_in(client, clerk)
    desk = f"/desk/childcare/{group.ref}"
    assert act(client, desk, do="start", application=own.ref, on="2026-12-01").status_code == 422
    act(client, desk, do="start", application=own.ref, on="2026-10-09")
    assert "在托" in text(client.get(desk))
    assert act(client, desk, do="size", places="0", staff="1").status_code == 422
    act(client, desk, do="leave", application=own.ref)
    assert ChildcareApplication.objects.get().standing == "left"


def test_staff_look_at_the_paper_of_a_priority(town, client):
    clerk = town.people["clerk"]
    group = service.open_group(GROUP, **said(clerk))
    apply(group, mother(), "甲")
    ref = apply(group, mother(), "乙", priority="low_income")
    sign_in(client, clerk)
    page = f"/desk/childcare/{group}"
    assert "证明看过了" in text(act(client, page, do="paper", application=ref, seen="yes"))
    assert act(client, page, do="paper", application=ref, seen="yes").status_code == 409
    shown = text(client.get(page))
    assert ("家长撤回申请" in shown, ">撤回申请<" in shown) == (True, False)
    assert re.search(r"2\d{3} 年 \d+ 月 \d+ 日出生", shown)
    ChildcareApplication.objects.filter(ref=ref).update(standing="taken", paper_seen=False)
    assert "证明看过了" in text(act(client, page, do="paper", application=ref, seen="yes"))
    ChildcareApplication.objects.filter(ref=ref).update(
        standing="started", paper_seen=False, started_on=AT.date()
    )
    assert 'value="paper"' not in text(client.get(page))


def test_pages_open_to_whom_they_should(town, client):
    clerk = town.people["clerk"]
    group = service.open_group(GROUP, **said(clerk))
    ref = service.plan_circuit(ROUND, **said(clerk))
    for make in cast.EVERYBODY:
        member = make()
        client.logout()
        if member.account:
            sign_in(client, member)
        stranger = member.account is None
        for page in ("/near/circuits", f"/near/circuits/{ref}", "/near/childcare"):
            assert client.get(page).status_code == 200
        reads = make in {cast.clerk, cast.supervisor, cast.auditor}
        for page in ("/desk/circuits", f"/desk/circuits/{ref}", "/desk/childcare"):
            assert client.get(page).status_code == (302 if stranger else 200 if reads else 404)
        # the cast's own clerk keeps another city
        assert client.get(f"/desk/childcare/{group}").status_code == (302 if stranger else 404)
    sign_in(client, clerk)
    assert client.get(f"/desk/childcare/{group}").status_code == 200


def test_reminders_are_asked_for_seen_and_ended(town, client):
    page = "/near/childcare/reminders"
    assert client.get(page).status_code == 302
    own = mother()
    sign_in(client, own)
    assert page in text(client.get("/near/childcare"))
    client.cookies["lang"] = "en"
    wrong = act(client, page, do="on", kind="expecting", day="2031-01-01")
    assert wrong.status_code == 422
    for words in ("40 weeks ahead", "Tick that you agree", 'href="#f-day"', 'href="#f-agrees"'):
        assert words in text(wrong)
    client.cookies["lang"] = "zh"
    shown = text(act(client, page, do="on", kind="child", day="2025-04-12", agrees="yes"))
    for words in ("打开了", "满 18 个月：健康检查"):
        assert words in shown
    assert act(client, page, do="on", kind="child", day="2025-04-12", agrees="yes").status_code == 409
    assert act(client, page, do="fly").status_code == 404
    ref = facts.my_reminders(own.actor, AT)[0].ref
    sign_in(client, mother())
    assert act(client, page, do="off", reminders=ref).status_code == 404
    sign_in(client, own)
    assert "关掉了" in text(act(client, page, do="off", reminders=ref))
