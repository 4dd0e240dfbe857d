"""Pages of care: the person and the son, the assessors, the room, the coordinator at four, the carer on the way."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.apps.care.conftest import SON, house, in_care, roomy, said, sheet_of, visited  # noqa: F401
from tests.apps.care.test_files import SEES
from tests.apps.care.test_visiting import BATH
from tests.journeys.county_matrix_test import text

from linli.apps.care import facts, service
from linli.apps.care.models import Assessment, Attendance, CareFile, FamilyMember, VisitPart
from linli.kernel.ui import show

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ACT = re.compile(r'name="act_id" value="([^"]+)"')


def client_of(member, lang="zh"):
    client = Client()
    if member is not None and member.account is not None:
        client.force_login(member.account)
    client.cookies["lang"] = lang
    return client


def send(client, path, **fields):
    page = client.get(path)
    assert page.status_code == 200, (path, page.status_code)
    act_id = ACT.search(page.content.decode())
    return client.post(path, {"act_id": act_id[1] if act_id else "", **fields}, follow=True)


def today():
    return show.local(timezone.now()).date()


def test_a_stranger_learns_that_there_is_care_and_how_full_it_is(roomy):  # noqa: F811
    page = text(client_of(None).get("/near/care"))
    assert "空位 2 个" in page
    assert "怎样申请" in page
    assert "刘" not in page
    assert "2 free" in text(client_of(None, "en").get("/near/care"))


def test_a_person_asks_for_care_with_consent_and_ends_it(roomy):  # noqa: F811
    service.close_file(roomy.file, **said(roomy.mother))
    client = client_of(roomy.mother)
    body = roomy.city.ref("PING")
    refused = send(client, "/near/care", do="ask", body=body)
    assert (refused.status_code, "本人同意" in text(refused)) == (422, True)
    assert "收到了" in text(send(client, "/near/care", do="ask", body=body, agree="yes"))
    ref = CareFile.objects.get(closed_at=None).ref
    assert "我的照护" in text(client.get(f"/near/care/{ref}"))
    send(client, f"/near/care/{ref}", do="close")
    assert client.get(f"/near/care/{ref}").status_code == 404


def test_the_person_names_a_son_who_sees_until_it_is_taken_back(in_care):  # noqa: F811
    mother, son = client_of(in_care.mother), client_of(in_care.son)
    path = f"/near/care/{in_care.file}"
    assert son.get(path).status_code == 404
    wrong = send(mother, path, do="family", name="刘志强", phone="12", relation="child", may="may_view")
    assert wrong.status_code == 422
    send(mother, path, do="family", name="刘志强", phone=SON, relation="child", may=["may_view", "is_told"])
    assert "刘桂兰的今天" in text(son.get(path))
    assert son.post(path, {"do": "close"}).status_code == 404
    member = FamilyMember.objects.get()
    assert "已收回" in text(send(mother, path, do="withdraw", member=str(member.ref)))
    assert son.get(path).status_code == 404


def test_two_assessors_sign_by_page_and_the_result_is_told_printed_and_contested(in_care):  # noqa: F811
    lead, file = client_of(in_care.coordinator), f"/desk/care/file/{in_care.file}"
    pair = in_care.pair()
    same = send(lead, file, do="begin", reason="first", first=pair[0], second=pair[0])
    assert (same.status_code, "同一个人" in text(same)) == (422, True)
    send(lead, file, do="begin", reason="first", first=pair[0], second=pair[1])
    ref = Assessment.objects.get().ref
    first, second, third = (client_of(one) for one in in_care.carers[:3])
    path = f"/desk/care/assess/{ref}"
    sheet = {name: str(points) for name, points in sheet_of(2).items()}
    page = text(first.get(path))
    assert "刘桂兰" not in page
    assert 'href="/desk/care"' in page
    assert "differ" not in page
    assert "刘桂兰" in text(send(first, path, do="unmask"))
    missing = send(first, path, do="sign", **{**sheet, "eating": ""})
    assert (missing.status_code, "“进食”还没有评" in text(missing)) == (422, True)
    send(first, path, do="sign", **sheet)
    assert first.get(path).status_code == 404
    send(second, path, do="sign", **{**sheet, "eating": "4"})
    page = text(third.get(path))
    assert "第一位给 2 分，第二位给 4 分" in page
    assert 'name="walking"' not in page
    send(third, path, do="settle", eating="3")
    mother = client_of(in_care.mother)
    assert mother.get(f"/near/care/{in_care.file}/result").status_code == 404
    assert "好了" in text(send(lead, file, do="tell", assessment=str(ref)))
    assert "2 级" in text(mother.get(f"/near/care/{in_care.file}/result"))
    told = send(mother, f"/near/care/{in_care.file}", do="contest", assessment=str(ref))
    assert "换两个人再看一次" in text(told)
    assert "请换人再评" in text(lead.get("/desk/care"))


def test_the_coordinator_keeps_a_file(roomy):  # noqa: F811
    lead, path = client_of(roomy.coordinator), f"/desk/care/file/{roomy.file}"
    assert "刘桂兰" not in text(lead.get(path))
    shown = send(lead, path, do="unmask", why="plan")
    assert "刘桂兰" in text(shown)
    assert send(lead, path, do="unmask", why="").status_code == 422
    roomy.assess()
    plan = {
        "needs": "洗澡", "goals": "每周洗澡", "times_bathing": "2", "by_bathing": "carer", "how": "spoken",
        "review_on": str(today() + timedelta(days=60)),
    }  # fmt: skip
    assert send(lead, path, do="plan", **{**plan, "how": ""}).status_code == 422
    assert "助浴：每周 2 次" in text(send(lead, path, do="plan", **plan))
    visit = {"key": "早上", "service": "bathing", "minutes": "30", "opens": "09:00", "closes": "10:00"}
    assert send(lead, path, do="require", **{**visit, "opens": "11:00"}, days="1").status_code == 422
    assert "助浴 30 分钟" in text(send(lead, path, do="require", **visit, days=["0", "1"]))
    assert "已有位子" in text(send(lead, path, do="enrol", room=roomy.room, room_days=["0"], meal="soft"))
    assert "好了" in text(send(lead, path, do="incident", kind="fall", day=str(today())))
    assert "短名：早上" not in text(send(lead, path, do="stop", key="早上"))
    assert lead.post(path, {"do": "dance"}).status_code == 404


def test_a_new_file_begins_with_a_person_and_their_consent(house):  # noqa: F811
    lead = client_of(house.coordinator)
    assert "没有找到" in text(lead.get("/desk/care/new?q=13900000000"))
    page = text(lead.get("/desk/care/new?q=13911112222"))
    assert "刘*兰" in page
    fields = {"resident": house.resident, "body": house.city.ref("PING"), "q": "13911112222"}
    assert send(lead, "/desk/care/new?q=13911112222", do="open", **fields).status_code == 422
    done = send(
        lead, "/desk/care/new?q=13911112222", do="open", consent="paper", lon="112.5", lat="37.8", **fields
    )
    assert "书面同意" in text(done)


def test_a_day_in_the_room(roomy):  # noqa: F811
    service.name_family(roomy.file, SEES, **said(roomy.mother))
    new = service.NewEnrolment(roomy.room, tuple(range(7)), "soft", "不吃花生")
    ref = service.enrol(roomy.file, new, **said(roomy.coordinator))
    carer, path = client_of(roomy.carers[0]), f"/desk/care/room/{roomy.room}"
    assert "不吃花生" in text(carer.get(path))
    assert "在室内" in text(send(carer, path, do="note", enrolment=ref, state="here"))
    refused = send(carer, path, do="note", enrolment=ref, state="left", fetched_by="uncle")
    assert (refused.status_code, "不在老人指定的名单里" in text(refused)) == (422, True)
    son = str(FamilyMember.objects.get().ref)
    send(carer, path, do="note", enrolment=ref, state="left", fetched_by=son, note="吃得香")
    assert Attendance.objects.get().state == "left"
    send(carer, path, do="meals", **{f"meal_{ref}": "low_salt"})
    kitchen = text(carer.get(f"{path}/kitchen"))
    assert "低盐" in kitchen
    assert "不吃花生" in kitchen
    seen = text(client_of(roomy.son).get(f"/near/care/{roomy.file}"))
    assert "不能吃的：不吃花生" in seen
    assert "（您登记为子女）" in text(client_of(roomy.son).get("/near/care"))
    own = client_of(roomy.mother).get(f"/near/care/{roomy.file}").content.decode()
    assert "收回以后，刘志强不能再看" in own
    assert "刘志强接走" in seen
    assert "吃得香" in seen


def test_tomorrow_is_planned_at_four_changed_by_hand_and_walked(visited):  # noqa: F811
    service.set_requirement(visited.file, BATH, **said(visited.coordinator))
    service.set_requirement(
        visited.file,
        service.NewRequirement("wound", (("dressing", 20),), 600, 660),
        **said(visited.coordinator),
    )
    lead, body = client_of(visited.coordinator), visited.city.ref("PING")
    path = f"/desk/care/day/{body}?day={today() + timedelta(days=1)}"
    assert "还没有排" in text(lead.get(path))
    page = text(send(lead, path, do="make"))
    assert "没有护理员会做“换药、简单护理”" in page
    part = VisitPart.objects.get()
    other = next(one for one in (visited.goers[0], visited.goers[2]) if one != str(part.carer.ref))
    chosen = text(lead.get(f"{path}&part={part.ref}"))
    assert "检查并改" in chosen
    wrong = send(lead, path, do="move", part=str(part.ref), carer=visited.goers[1], starts="09:30")
    assert (wrong.status_code, "不会做“助浴”" in text(wrong)) == (422, True)
    send(lead, path, do="move", part=str(part.ref), carer=other, starts="09:30")
    plan = str(part.plan.ref)
    assert "已发给护理员" in text(send(lead, path, do="release", plan=plan))
    assert "来不了" in text(send(lead, path, do="without", plan=plan, carer=other))
    assert "按老人" in text(lead.get(f"{path}&view=person"))
    part = VisitPart.objects.get()
    assert text(send(lead, path, do="cancel", plan=plan, requirement=str(part.requirement.ref)))
    assert VisitPart.objects.get().state == "cancelled"
    carers = f"/desk/care/carers/{body}"
    new = {
        "account": visited.pair(3)[0], "skills": ["meal"], "days": ["0"], "begins": "08:00", "ends": "12:00",
        "lon": "112.5", "lat": "37.8", "active": "yes",
    }  # fmt: skip
    assert send(lead, carers, do="set", **{**new, "ends": ""}).status_code == 422
    assert "08:00–12:00" in text(send(lead, carers, do="set", **new))


def test_the_carer_notes_a_visit_by_phone_also_from_the_queue(visited):  # noqa: F811
    wide = service.NewRequirement("all", (("bathing", 30),), 0, 1300, latest=1400)
    service.set_requirement(visited.file, wide, **said(visited.coordinator))
    now = {"actor": visited.coordinator.actor, "at": timezone.now()}
    from tests.city import act_id

    made = service.plan_day("PING", today(), steps=50, act_id=act_id(), **now)
    service.release_day(made.ref, act_id=act_id(), **now)
    part = VisitPart.objects.get()
    who = visited.carers[visited.goers.index(str(part.carer.ref))]
    client = client_of(who)
    page = text(client.get("/field/care"))
    assert "刘桂兰" in page
    assert "geo:" in page
    assert "不会自己清空" in page  # said to who has scripts switched off
    early = client.post(
        "/field/care", {"do": "end", "part": str(part.ref)}, headers={"Accept": "application/json"}
    )
    assert (early.status_code, early.json()["detail"]) == (409, "请先按“到了”。")
    said_at = (timezone.now() - timedelta(minutes=40)).isoformat()
    kept = {"do": "begin", "part": str(part.ref), "act_id": act_id(), "occurred_at": said_at}
    for _ in range(2):
        sent = client.post("/field/care", kept, headers={"Accept": "application/json"})
        assert sent.status_code == 200
    assert (
        send(client, "/field/care", do="end", part=str(part.ref), note="好", shared="yes").status_code == 200
    )
    row = VisitPart.objects.get()
    assert (row.state, row.begun_at.isoformat()) == ("done", said_at)


def test_pages_of_staff_open_for_staff_alone(visited):  # noqa: F811
    body = visited.city.ref("PING")
    paths = (
        "/desk/care/new", f"/desk/care/file/{visited.file}", f"/desk/care/day/{body}", f"/desk/care/carers/{body}",
    )  # fmt: skip
    members = [make() for make in cast.EVERYBODY] + [visited.mother, visited.son]
    for member in members:
        client = client_of(member)
        for path in paths:
            answer = client.get(path)
            own = path == "/desk/care/new" and "care_coordinator" in member.actor.roles
            assert answer.status_code in ({200} if own else {302, 404}), (path, member.actor.roles)
    supervisor = client_of(visited.city.people["supervisor"])
    page = text(supervisor.get(paths[1]))
    assert "隐去姓名" in page
    assert "刘桂兰" not in page
    assert "看完整联系方式" not in page
    assert supervisor.get(paths[2]).status_code == 404


def test_the_overview_is_read_in_a_few_statements(visited, django_assert_max_num_queries):  # noqa: F811
    client = client_of(visited.coordinator)
    client.get("/desk/care")
    with django_assert_max_num_queries(9):  # six lists, the names of the bodies, and two to know who asks
        client.get("/desk/care")
    assert facts.files(visited.coordinator.actor).before == ""
