"""One case: what it shows, what can be done to it, and what happens when it cannot."""

import io
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.translation import override
from PIL import Image
from tests import cast
from tests.city import POINT, publish
from tests.journeys.desk_pages.conftest import hidden, text
from tests.journeys.desk_pages.fixed import FixedTime
from tests.journeys.desk_pages.world import COVER, COVER_LOOSE

from linli.apps.cases.models import Case, Exclusion, Note, SupervisionOrder
from linli.kernel.files.facts import files_of
from linli.web.desk import mapping

pytestmark = pytest.mark.one_database


def stored(ref):
    return Case.objects.get(ref=ref)


def case(ref, **more):
    query = "&".join(f"{name}={value}" for name, value in more.items())
    return f"/desk/case/{ref}" + (f"?{query}" if query else "")


def move(ref, name):
    return f"/desk/case/{ref}/move/{name}"


def act(ref, name):
    return f"/desk/case/{ref}/act/{name}"


def photo():
    file = io.BytesIO()
    Image.new("RGB", (40, 30), "#557755").save(file, "JPEG")
    file.seek(0)
    file.name = "done.jpg"
    return file


def test_the_page_says_what_the_next_act_rests_on(full, sit):
    page = text(sit(full, "dispatcher").see(case(full.cases["accepted"])))
    for said in (
        "昨天有个老人差点摔倒", "柳溪南巷 12 号门前", "污水井盖", "答应居民", "为什么是这个时间",
        "建议派给", "按职责表第 1 条", "职责清单第 7 条", "裁定 2026-1", "井盖印有“污”字",
        "可能是同一件", "王秀兰", "138****1234", "小孩放学走这条路", "派单前会商",
    ):  # fmt: skip
        assert said in page, said


def test_the_page_is_whole_in_english(full, sit):
    page = text(sit(full, "dispatcher", "en").see(case(full.cases["accepted"])))
    for said in (
        "Proposed for dispatch",
        "Drainage office",
        "Duty list, item 7",
        "Ruling 2026-1",
        "May be the same",
    ):
        assert said in page, said


def test_one_press_dispatches_by_the_matrix_and_opens_the_next_case(full, sit):
    desk, ref = sit(full, "dispatcher"), full.cases["accepted"]
    path = case(ref, queue="dispatch")
    answer = desk.send(path, move(ref, "dispatch"))
    assert str(stored(ref).lead_body.ref) == full.city.ref("DRAINS")
    assert "/desk/case/" in answer["Location"]
    assert ref not in answer["Location"].partition("?")[0]
    assert "现在是“待签收”" in text(desk.see(answer["Location"]))


def test_the_same_form_twice_is_one_act(full, sit):
    desk, ref = sit(full, "dispatcher"), full.cases["accepted"]
    fields = desk.form(case(ref), move(ref, "dispatch"))
    answers = [desk.client.post(move(ref, "dispatch"), fields) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert stored(ref).version == 2


def test_without_a_subject_the_page_asks_to_classify_first(full, sit):
    desk, ref = sit(full, "dispatcher"), full.cases["unclassified"]
    assert "先归类" in text(desk.see(case(ref)))
    page = text(desk.see(case(ref, act="classify", q="井盖响")))
    assert "污水井盖" in page
    assert "前办完" in page
    desk.send(case(ref, act="classify", q="井盖"), act(ref, "classify"), subject=f"{COVER}|{COVER_LOOSE}")
    assert (stored(ref).subject, stored(ref).condition) == (COVER, COVER_LOOSE)
    assert "按职责表" in text(desk.see(case(ref)))


def test_an_application_is_accepted_for_the_body_that_its_service_names(world, sit):
    publish("services/medical-enrolment")
    answers = {
        "applicant": {"name": "王秀兰"}, "address": {"area": "990101001001", "line": "5 号楼"}, "for_whom": "me",
        "last_insured": "job", "until": "2026-09-19", "casual": True, "way": "flexible",
    }  # fmt: skip
    ref = world.tell(service="medical-enrolment", answers=answers, subject="")
    page = text((desk := sit(world, "clerk")).see(case(ref)))
    assert "受理，交给柳溪街道办事处" in page
    assert "这项服务自己的规定：“办理”环节全市由它负责。" in page
    assert "先归类" not in page
    assert "柳溪街道办事处" in text(desk.see(case(ref, move="accept")))  # filled in for another choice, too
    desk.send(case(ref), move(ref, "accept"))
    assert (stored(ref).stage, str(stored(ref).lead_body.ref)) == ("dispatched", world.city.ref("LIUXI"))


def test_a_form_that_is_not_taken_keeps_what_was_typed(full, sit):
    desk, ref = sit(full, "dispatcher"), full.cases["accepted"]
    answer = desk.send(
        case(ref, move="dispatch"), move(ref, "dispatch"), 422, lead="火星管理局", note="先去看一眼"
    )
    page = answer.content.decode()
    assert "没有找到“火星管理局”" in text(answer)
    assert 'value="火星管理局"' in page
    assert "先去看一眼" in page
    assert 'role="alert"' in page
    assert stored(ref).version == 1


@pytest.mark.parametrize(
    ("typed", "body"), [("DRAINS", "DRAINS"), ("Drainage office", "DRAINS"), ("路灯", "LIGHTS")]
)
def test_a_body_is_named_by_code_name_or_enough_of_it(full, sit, typed, body):
    desk, ref = sit(full, "dispatcher"), full.cases["accepted"]
    desk.send(case(ref, move="dispatch"), move(ref, "dispatch"), lead=typed)
    assert str(stored(ref).lead_body.ref) == full.city.ref(body)


def test_two_bodies_that_fit_are_asked_about_and_a_community_cannot_lead(full, sit):
    desk, ref = sit(full, "dispatcher"), full.cases["accepted"]
    several = desk.send(case(ref, move="dispatch"), move(ref, "dispatch"), 422, lead="河东区")
    assert "有好几个单位都像" in text(several)
    community = desk.send(case(ref, move="dispatch"), move(ref, "dispatch"), 422, lead="PING")
    assert "不能当主办" in text(community)


def test_a_stale_form_says_who_did_what_and_keeps_the_words(full, sit):
    desk, ref = sit(full, "dispatcher"), full.cases["accepted"]
    fields = desk.form(case(ref, move="dispatch"), move(ref, "dispatch"))
    full.go(ref, "consult", "dispatcher", bodies=[full.city.ref("CGJ")], question="归谁？")
    answer = desk.client.post(move(ref, "dispatch"), {**fields, "lead": "DRAINS", "note": "我填的话"})
    assert answer.status_code == 409
    said = text(answer)
    assert "已经有了新进展" in said
    assert "派单前会商 → 会商中" in said
    assert "派遣员" in said
    assert "我填的话" in answer.content.decode()
    assert stored(ref).stage == "consulting"


def test_a_refusal_is_told_in_the_words_of_the_service(full, sit):
    ref = full.cases["reported"]
    own = cast.checker("/9901/", full.city.body("DRAINS"))
    client = Client()
    client.force_login(own.account)
    answer = client.post(move(ref, "pass_check"), {"act_id": "3f0c1a0e-0000-4000-8000-000000000001"})
    assert answer.status_code == 409
    assert "自己单位经办的，要由别的单位来看" in text(answer)


def test_a_move_that_does_not_exist_and_a_case_of_others_are_not_there(full, sit):
    desk = sit(full, "other_officer")
    assert desk.client.post(move(full.cases["handling"], "report"), {}).status_code == 404
    dispatcher = sit(full, "dispatcher")
    assert dispatcher.client.post(move(full.cases["accepted"], "explode"), {}).status_code == 404
    sit(full, "clerk").see(case(full.cases["confidential"]), status=404)


def test_a_return_is_ruled_and_the_ruling_stands_beside_the_next_case(full, sit):
    officer, ref = sit(full, "officer"), full.cases["offered"]
    officer.send(
        case(ref, move="return"),
        move(ref, "return"),
        ground="not_ours",
        reason="这是自来水井",
        suggested="CGJ",
    )
    desk = sit(full, "dispatcher")
    page = desk.see(case(ref, move="rule"))
    assert "这是自来水井" in text(page)
    desk.send(case(ref, move="rule"), move(ref, "rule"), decision="upheld", lead="CGJ", reason="阀门井归区里")
    assert "阀门井归区里" in text(desk.see(case(full.cases["accepted"])))


def test_the_decider_sees_the_wish_and_finds_it_filled_in(full, sit):
    desk, ref = sit(full, "supervisor"), full.cases["extension"]
    assert "井圈要定做" in text(desk.see(case(ref)))
    page = desk.see(case(ref, move="approve_extension"))
    assert 'name="limit.amount" value="3"' in page.content.decode()
    before = stored(ref).promise_due
    desk.send(
        case(ref, move="approve_extension"), move(ref, "approve_extension"),
        **{"limit.amount": "2", "limit.unit": "working_days", "reason": "同意两天"},
    )  # fmt: skip
    assert stored(ref).promise_due > before
    assert stored(ref).wish == ""


@pytest.mark.parametrize("amount", ["0", "-2", "lots", "1.5", ""])
def test_a_limit_that_is_none_is_named_at_its_field(full, sit, amount):
    desk, ref = sit(full, "officer"), full.cases["handling"]
    answer = desk.send(
        case(ref, move="request_extension"), move(ref, "request_extension"), 422,
        **{"limit.amount": amount, "limit.unit": "working_days", "reason": "要等"},
    )  # fmt: skip
    assert 'id="f-limit-wrong"' in answer.content.decode()
    assert "要等" in answer.content.decode()


def test_parking_is_asked_filled_in_and_refused(full, sit):
    officer, ref = sit(full, "officer"), full.cases["handling"]
    officer.send(
        case(ref, move="request_parking"), move(ref, "request_parking"),
        ground="season", until="2027-03-15", reason="封冻期不能开挖",
    )  # fmt: skip
    desk = sit(full, "supervisor")
    page = desk.see(case(ref, move="park")).content.decode()
    assert 'value="2027-03-15"' in page
    assert 'value="season" checked' in page
    desk.send(case(ref, move="refuse_parking"), move(ref, "refuse_parking"), reason="可以用冷补料")
    assert stored(ref).stage == "handling"


def test_photos_survive_a_form_that_is_not_taken(full, sit):
    FixedTime.moment = datetime.now(UTC)  # unclaimed files are kept for a day of the real clock
    officer, ref = sit(full, "officer"), full.cases["handling"]
    first = officer.send(
        case(ref, move="report"), move(ref, "report"), 422, outcome="solved", evidence=photo()
    )
    assert "已经收到 1 份文件" in text(first)
    again = hidden(first, move(ref, "report"))
    answer = officer.client.post(move(ref, "report"), {**again, "outcome": "solved", "answer": "换好了"})
    assert answer.status_code == 302
    assert len(files_of(f"case:{ref}")) == 1


def test_a_file_that_is_no_photo_is_refused_at_its_field(full, sit):
    officer, ref = sit(full, "officer"), full.cases["handling"]
    fake = io.BytesIO(b"MZ\x90\x00 not a photo")
    fake.name = "photo.jpg"
    answer = officer.send(
        case(ref, move="report"), move(ref, "report"), 422, outcome="solved", answer="好了", evidence=fake
    )
    assert 'id="f-evidence-wrong"' in answer.content.decode()


def test_a_consulted_body_gives_its_opinion_and_the_dispatcher_reads_it(full, sit):
    ref = full.cases["accepted"]
    sit(full, "dispatcher").send(
        case(ref, move="consult"),
        move(ref, "consult"),
        bodies=[full.city.ref("LIGHTS")],
        question="灯杆归谁？",
    )
    lights = sit(full, "other_officer")
    assert "灯杆归谁？" in text(lights.see(case(ref)))
    lights.send(
        case(ref, move="give_opinion"), move(ref, "give_opinion"), competent="no", opinion="井盖不归我们"
    )
    page = text(sit(full, "dispatcher").see(case(ref)))
    assert "井盖不归我们" in page
    assert "已答复" in page


def test_a_body_called_to_the_site_sees_the_hour_and_answers(full, sit):
    lights, ref = sit(full, "other_officer"), full.cases["site"]
    page = text(lights.see(case(ref)))
    assert "约到现场" in page
    assert "上午 10:00" in page
    lights.send(
        case(ref, act="part"), act(ref, "part"), progress="on_site|reported", word="看过了，灯杆移一米"
    )
    assert "灯杆移一米" in text(sit(full, "officer").see(case(ref)))


def test_a_case_goes_to_a_colleague_with_a_word(full, sit):
    officer, ref = sit(full, "officer"), full.cases["handling"]
    colleague = full.people["colleague"].account
    page = officer.see(case(ref, act="pass_on")).content.decode()
    assert str(colleague.ref) in page
    assert str(full.people["other_officer"].account.ref) not in page
    officer.send(
        case(ref, act="pass_on"), act(ref, "pass_on"), colleague=str(colleague.ref), note="约了明早九点"
    )
    assert "约了明早九点" in text(officer.see(case(ref)))


def test_notes_touch_no_clock_and_say_who_reads_them(full, sit):
    desk, ref = sit(full, "dispatcher"), full.cases["accepted"]
    due = stored(ref).holder_due
    desk.send(case(ref, act="note"), act(ref, "note"), audience="resident", text="已经联系燃气公司")
    assert Note.objects.filter(case__ref=ref, audience="resident").exists()
    assert stored(ref).holder_due == due
    answer = desk.send(case(ref, act="note"), act(ref, "note"), 422, audience="internal", text=" ")
    assert 'id="f-text-wrong"' in answer.content.decode()


def test_a_supervision_order_is_issued_and_answered(full, sit):
    supervisor, ref = sit(full, "supervisor"), full.cases["handling"]
    supervisor.send(
        case(ref, act="order"), act(ref, "order"),
        **{"reason": "danger", "limit.amount": "1", "limit.unit": "working_days", "text": "今天先围挡"},
    )  # fmt: skip
    order = SupervisionOrder.objects.get(case__ref=ref)
    officer = sit(full, "officer")
    address = f"/desk/orders/{order.ref}"
    assert "今天先围挡" in text(officer.see("/desk/orders"))
    wrong = officer.send("/desk/orders", address, 422, text="")
    assert "今天先围挡" in text(wrong)
    officer.send("/desk/orders", address, text="已围挡")
    order.refresh_from_db()
    assert order.answer == "已围挡"
    again = officer.client.post(address, {"text": "再说", "act_id": "3f0c1a0e-0000-4000-8000-000000000009"})
    assert again.status_code == 409
    assert "已围挡" in text(supervisor.see(case(ref)))


def test_an_exclusion_is_asked_in_the_open_and_decided(full, sit):
    officer, ref = sit(full, "officer"), full.cases["handling"]
    officer.send(case(ref, act="exclusion"), act(ref, "exclusion"), rate="satisfaction", reason="beyond_duty")
    supervisor = sit(full, "supervisor")
    assert "满意率" in text(supervisor.see("/desk/orders"))
    supervisor.send(case(ref), f"/desk/case/{ref}/exclusion", granted="yes")
    assert Exclusion.objects.get(case__ref=ref).state == "granted"


def test_the_whole_number_is_shown_once_and_each_look_is_recorded(full, sit):
    desk, ref = sit(full, "clerk"), full.cases["told"]
    assert "13800001234" not in desk.see(case(ref)).content.decode()
    answer = desk.client.post(
        f"/desk/case/{ref}/contact",
        {**desk.form(case(ref), f"/desk/case/{ref}/contact#contact"), "purpose": "ask"},
    )
    assert "13800001234" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    after = text(desk.see(case(ref)))
    assert "13800001234" not in after
    assert "查看了完整号码" in after
    assert (
        sit(full, "checker").client.post(f"/desk/case/{ref}/contact", {"purpose": "ask"}).status_code == 404
    )


def test_a_case_is_made_confidential_and_leaves_the_clerk_s_sight(full, sit):
    desk, ref = sit(full, "dispatcher"), full.cases["told"]
    desk.send(case(ref, act="confidential"), act(ref, "confidential"))
    assert "保密" in text(desk.see(case(ref)))
    sit(full, "clerk").see(case(ref), status=404)


def test_a_public_summary_needs_the_resident_s_choice_and_a_reviewer(full, sit):
    desk = sit(full, "dispatcher")
    assert "act=summary" not in desk.see(case(full.cases["accepted"])).content.decode()
    ref = full.accepted(0, may_publish=True)
    desk.send(case(ref, act="summary"), act(ref, "summary"), text="柳溪南巷井盖破损")
    assert stored(ref).public_summary == "柳溪南巷井盖破损"
    long = desk.send(case(ref, act="summary"), act(ref, "summary"), 422, text="长" * 401)
    assert 'id="f-text-wrong"' in long.content.decode()


def test_a_repeat_is_merged_from_the_list_of_what_may_be_the_same(full, sit):
    desk, ref = sit(full, "dispatcher"), full.cases["alike"]
    desk.send(case(ref), move(ref, "merge"))
    assert stored(ref).stage == "merged"
    assert stored(ref).merged_into is not None


def test_handlers_read_neither_the_rating_nor_its_words(full, sit):
    ref = full.cases["call_back"]
    full.go(
        ref,
        "record_call_back",
        "caller",
        result="not_solved",
        satisfaction="not_satisfied",
        note="说师傅没来",
    )
    page = text(sit(full, "officer").see(case(ref)))
    for told in ("说师傅没来", "没有解决", "没解决", "不满意", "回访员"):
        assert told not in page, told
    assert "回访居民，问办得怎么样" in page
    assert "说师傅没来" in text(sit(full, "supervisor").see(case(ref)))


def test_nobody_sees_buttons_that_are_not_theirs(full, sit):
    for who, ref in (("auditor", "accepted"), ("checker", "handling")):
        page = sit(full, who).see(case(full.cases[ref])).content.decode()
        assert "/move/" not in page, who
        assert "这一步不在您这里" in page


def test_a_click_in_the_queue_brings_only_the_case(full, sit):
    page = sit(full, "dispatcher").see(
        case(full.cases["accepted"]), **{"HX-Request": "true", "HX-Target": "case"}
    )
    assert "<html" not in page.content.decode()
    assert 'data-case-ref="' in page.content.decode()


@pytest.mark.parametrize(
    ("path", "point", "zh", "en", "marks"),
    [
        ("/9901/990101/990101001/990101001001/", POINT, "圆点是案件的位置", "the dot is the place of the case", ["own", "dot"]),
        ("/9901/990101/990101001/990101001001/", None, "只标出平桥社区", "only 平桥社区 is marked", ["own"]),
        ("/9901/", None, "只知道在汾安市", "it is known to be in 汾安市", []),
        ("/9901/", POINT, "圆点是案件的位置", "the dot is the place of the case", ["dot"]),
    ],
)  # fmt: skip
def test_the_sketch_says_what_of_the_case_it_marks(city, path, point, zh, en, marks):
    for lang, words in (("zh", zh), ("en", en)):
        with override(lang):
            drawn = mapping.sketch(path, point, "汾安市")
        assert words in drawn.say
    marked = [kind for kind in ("own", "dot") if f'class="{kind}"' in drawn.picture]
    assert marked == marks
