"""Beside the case: several at once, intake for others, lists to print, shifts and duty."""

import re
import uuid

import pytest
from tests.city import AT
from tests.journeys.desk_pages.conftest import text
from tests.journeys.desk_pages.fixed import FixedTime
from tests.journeys.desk_pages.world import NOW

from linli.apps.cases.models import Case, Participant, ShiftNote
from linli.apps.grid import facts as grid

pytestmark = pytest.mark.one_database


def together(world, *names, move=""):
    chosen = "&".join(f"case={world.cases[name]}" for name in names)
    return f"/desk/together?queue=dispatch&move={move}&{chosen}"


def chosen(world, *names):
    return [world.cases[name] for name in names]


def test_several_are_dispatched_each_by_the_matrix_and_each_says_what_became_of_it(full, sit):
    desk, names = sit(full, "dispatcher"), ("accepted", "alike", "unclassified")
    path = together(full, *names, move="dispatch")
    assert "市政排水所" in text(desk.see(path))
    answer = desk.send(path, "/desk/together", 200, case=chosen(full, *names), to="each")
    said = text(answer)
    assert "办好 2 件，没办成 1 件" in said
    assert "职责清单里没有对应的单位" in said
    stages = [Case.objects.get(ref=full.cases[name]).stage for name in names]
    assert stages == ["dispatched", "dispatched", "accepted"]


def test_sent_twice_it_is_done_once(full, sit):
    desk = sit(full, "dispatcher")
    fields = {**desk.form(together(full, "accepted", move="dispatch"), "/desk/together"), "to": "each"}
    fields["case"] = chosen(full, "accepted")
    answers = [desk.client.post("/desk/together", fields) for _ in range(2)]
    assert all("办好 1 件" in text(one) for one in answers)
    assert Case.objects.get(ref=full.cases["accepted"]).version == 2


def test_all_go_to_one_body_when_somebody_says_so(full, sit):
    desk, names = sit(full, "dispatcher"), ("accepted", "unclassified")
    path = together(full, *names, move="dispatch")
    wrong = desk.send(path, "/desk/together", 422, case=chosen(full, *names), to="one", lead="")
    assert 'id="f-lead-wrong"' in wrong.content.decode()
    desk.send(path, "/desk/together", 200, case=chosen(full, *names), to="one", lead="CGJ")
    assert {str(Case.objects.get(ref=ref).lead_body.ref) for ref in chosen(full, *names)} == {
        full.city.ref("CGJ")
    }


def test_one_that_moved_meanwhile_is_left_alone(full, sit):
    desk, names = sit(full, "clerk"), ("told", "urgent")
    fields = desk.form(together(full, *names, move="accept"), "/desk/together")
    full.go(full.cases["told"], "withdraw", "resident")
    answer = desk.client.post("/desk/together", {**fields, "case": chosen(full, *names)})
    assert "办好 1 件，没办成 1 件" in text(answer)


def test_only_moves_that_are_done_together_are_offered(full, sit):
    assert "没有可以一起办的步骤" in text(sit(full, "dispatcher").see(together(full, "contested")))
    assert "还没有选案件" in text(sit(full, "dispatcher").see("/desk/together"))
    assert "签收" in text(sit(full, "officer").see(together(full, "offered")))


def test_cases_of_others_cannot_be_chosen(full, sit):
    page = sit(full, "other_officer").see(together(full, "offered", "handling"))
    assert 'name="case" value=' not in page.content.decode()


TOLD = {
    "channel": "phone", "kind": "complaint", "body": "三号楼前的污水井盖松了，一踩就响", "area": "平桥社区",
    "place": "平桥小区 3 号楼", "name": "李大爷", "phone": "13900002222",
}  # fmt: skip


def test_a_caller_is_taken_down_and_hears_the_number(full, sit):
    desk = sit(full, "clerk")
    answer = desk.send("/desk/intake", "/desk/intake", **TOLD)
    page = text(desk.see(answer["Location"]))
    case = Case.objects.order_by("-id").first()
    assert f"{case.number[:3]} {case.number[3:7]} {case.number[7:]}" in page
    assert (case.channel, case.kind, case.area_path.rstrip("/").rpartition("/")[2]) == (
        "phone", "complaint", "990101001001",
    )  # fmt: skip
    assert Participant.objects.get(case=case).phone_shown == "139****2222"
    assert 'class="receipt"' in desk.see(answer["Location"]).content.decode()


def test_while_somebody_types_subjects_and_what_may_be_the_same_appear(full, sit):
    desk = sit(full, "clerk")
    page = text(desk.see("/desk/intake/alike?body=污水井盖松了&area=平桥社区"))
    assert "可能是同一件" in page
    assert "污水井盖" in page
    looked = desk.send("/desk/intake", "/desk/intake", 200, **TOLD, look="1")
    assert "可能是同一件" in text(looked)
    assert "李大爷" in looked.content.decode()


def test_an_emergency_needs_somebody_on_the_line_and_is_written_down(full, sit):
    desk = sit(full, "clerk")
    refused = desk.send("/desk/intake", "/desk/intake", 422, **TOLD, emergency="120")
    assert "请先陪在线上" in text(refused)
    desk.send("/desk/intake", "/desk/intake", **TOLD, emergency="120", stayed="yes")
    case = Case.objects.order_by("-id").first()
    assert (case.stage, case.urgent) == ("transferred", True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"body": " "}, "body"),
        ({"area": "火星"}, "area"),
        ({"phone": "12"}, "phone"),
        ({"place": "长" * 201}, "place"),
    ],
)
def test_what_is_wrong_in_the_intake_is_named_and_everything_kept(full, sit, wrong, field):
    before = Case.objects.count()
    answer = sit(full, "clerk").send("/desk/intake", "/desk/intake", 422, **{**TOLD, **wrong})
    page = answer.content.decode()
    assert f'id="f-{field}-wrong"' in page
    assert "李大爷" in page
    assert Case.objects.count() == before


def test_a_service_asks_its_own_questions(db, sit):
    from tests.city import tiny_city
    from tests.journeys.desk_pages.world import World

    class Plain(World):
        def __init__(self):
            self.city = tiny_city("city-fault")
            self.people, self.cases = self.city.people, {}

    desk = sit(Plain(), "clerk")
    path = "/desk/intake?service=city-fault"
    assert 'name="q.danger"' in desk.see(path).content.decode()
    missing = desk.send(path, "/desk/intake", 422, **TOLD)
    assert 'id="f-q.danger-wrong"' in missing.content.decode()
    desk.send(path, "/desk/intake", **TOLD, **{"q.danger": "yes"})
    assert Case.objects.get().service == "city-fault"


def test_visits_are_grouped_by_place_for_the_way(full, sit):
    page = text(sit(full, "officer").see("/desk/visits?queue=handling"))
    assert "柳溪街道 平桥社区" in page
    assert "柳溪南巷 12 号门前" in page
    assert "没有要出门看的" in text(sit(full, "other_officer").see("/desk/visits"))


def test_the_sheet_says_what_counts_and_never_who(full, sit):
    FixedTime.moment = NOW.replace(day=28)
    officer = sit(full, "officer")
    page = text(officer.see("/desk/sheet?month=2026-10"))
    for said in ("答应居民的日子超了", "本单位的期限超了", "退单没有成立", "裁定 2026-1", "不到 5 个回答"):
        assert said in page, said
    assert "王秀兰" not in page
    assert "说没解决" not in page
    assert "没有要算进去的" in text(officer.see("/desk/sheet?month=2026-08"))
    officer.see("/desk/sheet?month=nonsense")


def test_the_next_on_the_desk_finds_the_note_and_takes_it_over(full, sit):
    desk = sit(full, "dispatcher")
    assert "等燃气公司回话" in text(desk.see("/desk"))
    note = ShiftNote.objects.get()
    desk.send("/desk", f"/desk/shift/{note.ref}")
    assert "等燃气公司回话" not in text(desk.see("/desk"))
    desk.send("/desk/shift", "/desk/shift", text="石坪夜市下午再派")
    assert "石坪夜市下午再派" in text(desk.see("/desk/shift"))
    empty = desk.send("/desk/shift", "/desk/shift", 422, text=" ")
    assert 'id="f-text-wrong"' in empty.content.decode()
    assert "石坪夜市下午再派" not in text(sit(full, "officer").see("/desk/shift"))


def test_a_swap_is_asked_and_agreed(full, sit):
    desk, clerk = sit(full, "dispatcher"), sit(full, "clerk")
    assert "郑涛" in text(desk.see("/desk/duty"))
    wrong = desk.send("/desk/duty", "/desk/duty/ask", 422, shift="")
    assert 'id="f-shift-wrong"' in wrong.content.decode()
    mine = grid.my_shifts(AT, actor=full.actor("dispatcher"))[1]
    clerk_ref = str(full.people["clerk"].account.ref)
    desk.send("/desk/duty", "/desk/duty/ask", shift=mine.ref, **{"with": f"{clerk_ref}|"})
    (swap,) = grid.swaps(actor=full.actor("clerk"))
    assert "想请您替他值" in text(clerk.see("/desk/duty"))
    clerk.send("/desk/duty", f"/desk/duty/{swap.ref}", answer="agree")
    assert mine.ref in {one.ref for one in grid.my_shifts(AT, actor=full.actor("clerk"))}
    late = desk.client.post(f"/desk/duty/{swap.ref}", {"answer": "withdraw", "act_id": str(uuid.uuid4())})
    assert late.status_code == 409


def test_every_page_carries_a_form_s_own_act_id(full, sit):
    page = sit(full, "dispatcher").see(f"/desk/case/{full.cases['accepted']}").content.decode()
    ids = re.findall(r'name="act_id" value="([^"]+)"', page)
    assert len(ids) == len(set(ids)) > 1
