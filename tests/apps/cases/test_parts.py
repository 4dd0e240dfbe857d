"""Bodies that are asked, called or support: what they see and say; colleagues, shifts, the sheet of a month."""

from datetime import timedelta

import pytest
from tests import cast
from tests.city import AT, act_id

from linli.apps.cases import facts, service
from linli.apps.cases.models import Case, Rating
from linli.core.lifecycle.state import replay
from linli.kernel.audit import facts as audit
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused


def consulted(story):
    ref = story.tell()
    story.go(ref, "accept", "clerk")
    story.go(ref, "consult", "dispatcher", bodies=[story.city.ref("LIGHTS")], question="归哪家？")
    return ref


def parts(story, ref, who="dispatcher"):
    view = facts.case_view(story.actor(who), ref, at=AT)
    return {(one.body, one.part): one for one in view.parts}


def test_a_consulted_body_sees_the_case_says_its_opinion_and_then_sees_it_no_more(story):
    ref, lights = consulted(story), story.city.ref("LIGHTS")
    assert [row.ref for row in facts.supporting(story.actor("other_officer")).rows] == [ref]
    story.go(ref, "give_opinion", "other_officer", competent=False, opinion="井盖归排水所")
    answered = parts(story, ref)[lights, "consulted"]
    assert (answered.state, answered.word) == ("reported", "井盖归排水所")
    story.go(ref, "dispatch", "dispatcher", lead=story.city.ref("DRAINS"))
    with pytest.raises(NotVisible):
        facts.case_view(story.actor("other_officer"), ref, at=AT)
    assert not facts.supporting(story.actor("other_officer")).rows
    ended = parts(story, ref)[lights, "consulted"]
    assert (ended.state, ended.word) == ("ended", "井盖归排水所")
    assert Case.objects.get(ref=ref).state["supporting"] == []


def test_only_a_body_that_was_asked_gives_an_opinion(story):
    ref = story.tell()
    story.go(ref, "accept", "clerk")
    story.go(ref, "dispatch", "dispatcher", lead=story.city.ref("DRAINS"))
    story.go(ref, "return", "officer", ground="not_ours", reason="不归我们")
    story.go(ref, "consult", "dispatcher", bodies=[story.city.ref("CGJ")], question="归哪家？")
    for who in ("officer", "other_officer"):
        with pytest.raises(NotVisible):
            story.go(ref, "give_opinion", who, competent=True, opinion="归我们")


def test_a_body_called_to_the_site_sees_the_case_and_may_still_check_nothing_of_its_own(story):
    ref = story.handling()
    story.go(
        ref,
        "call_to_site",
        "officer",
        supporting=[story.city.ref("LIGHTS")],
        until="2026-10-12",
        hour="10:00",
        question="一起看线路",
    )
    assert facts.case_view(story.actor("other_officer"), ref, at=AT).title
    service.answer_part(
        ref, part="on_site", progress="reported", word="已到场", **story.said("other_officer")
    )
    assert parts(story, ref)[story.city.ref("LIGHTS"), "on_site"].state == "reported"
    with pytest.raises(Refused):
        service.answer_part(ref, part="on_site", progress="accepted", word="", **story.said("officer"))


def test_a_supporting_body_takes_on_and_reports_its_part(story):
    ref = story.tell()
    story.go(ref, "accept", "clerk")
    lights = story.city.ref("LIGHTS")
    story.go(ref, "dispatch", "dispatcher", lead=story.city.ref("DRAINS"), supporting=[lights])
    service.answer_part(ref, part="supporting", progress="accepted", word="", **story.said("other_officer"))
    with pytest.raises(Invalid):
        service.answer_part(
            ref, part="supporting", progress="reported", word=" ", **story.said("other_officer")
        )
    service.answer_part(
        ref, part="supporting", progress="reported", word="电源已断开", **story.said("other_officer")
    )
    assert parts(story, ref)[lights, "supporting"].word == "电源已断开"
    case = Case.objects.select_related("stream").get(ref=ref)
    assert replay(audit.replay_parts(case.stream)) == facts.loading.state_of(case)


def test_the_part_of_the_lead_follows_its_moves(story):
    ref, drains = story.dispatched(), story.city.ref("DRAINS")
    assert parts(story, ref)[drains, "lead"].state == "offered"
    story.go(ref, "take", "officer")
    assert parts(story, ref)[drains, "lead"].state == "accepted"
    story.go(ref, "report", "officer", outcome="explained", answer="已换好")
    assert parts(story, ref)[drains, "lead"].state == "reported"


def test_a_body_that_rightly_gave_a_case_back_does_not_see_it_again(story):
    ref = story.tell()
    story.go(ref, "accept", "clerk")
    story.go(ref, "dispatch", "dispatcher", lead=story.city.ref("LIGHTS"))
    story.go(ref, "return", "other_officer", ground="not_ours", reason="这是排水井盖")
    story.go(ref, "rule", "dispatcher", decision="upheld", lead=story.city.ref("DRAINS"), reason="归排水所")
    with pytest.raises(NotVisible):
        facts.case_view(story.actor("other_officer"), ref, at=AT)


def test_a_reopened_case_goes_back_to_the_body_that_led_it(story):
    ref = story.checked()
    story.go(ref, "confirm", "resident")
    story.go(ref, "contest", "resident", reason="又松了")
    story.go(ref, "uphold_objection", "supervisor", reason="确实松动")
    case = Case.objects.select_related("stream", "lead_body").get(ref=ref)
    assert case.holder_body_id == case.lead_body_id
    assert case.state["clocks"]["handle"]["holder"] == story.city.ref("DRAINS")
    assert replay(audit.replay_parts(case.stream)) == facts.loading.state_of(case)


def test_the_work_of_a_body_is_what_it_leads(story):
    story.handling()
    consulted(story)
    assert facts.queue_counts(story.actor("other_officer"), AT)["dispatch"] == 0
    counts = facts.queue_counts(story.actor("officer"), AT)
    assert (counts["handling"], counts["dispatch"], counts["overdue"]) == (1, 0, 0)
    assert facts.beside_counts(story.actor("other_officer")) == {"supporting": 1, "orders": 0}


def test_a_wish_is_on_the_list_of_whoever_decides_it(story):
    ref = story.handling()
    story.go(ref, "request_parking", "officer", ground="season", until="2027-03-15", reason="封冻期")
    wanted = facts.Wanted(late="wishes")
    assert [row.wish for row in facts.queue(story.actor("supervisor"), wanted, at=AT).rows] == [
        "parking_requested"
    ]
    story.go(ref, "refuse_parking", "supervisor", reason="可以用冷补料")
    assert not facts.queue(story.actor("supervisor"), wanted, at=AT).rows
    with pytest.raises(Refused):
        story.go(ref, "refuse_parking", "supervisor", reason="再说一次")


def test_a_case_is_passed_on_inside_its_body_only(story):
    ref = story.handling()
    colleague = cast.officer(story.city.body("DRAINS"), "/9901/")
    service.pass_on(ref, str(colleague.account.ref), "明早九点约了居民", **story.said("officer"))
    assert parts(story, ref)[story.city.ref("DRAINS"), "lead"].person == colleague.account.name
    outsider = str(story.city.people["other_officer"].account.ref)
    with pytest.raises(Invalid):
        service.pass_on(ref, outsider, "", **story.said("officer"))
    with pytest.raises(Refused):
        service.pass_on(ref, str(colleague.account.ref), "", **story.said("dispatcher"))


def test_the_next_on_the_same_desk_finds_the_note_and_takes_it(story):
    centre = story.city.ref("CENTRE")
    service.write_shift_note(centre, "dispatcher", "柳溪南巷等燃气公司回话", **story.said("dispatcher"))
    following = cast.dispatcher("/9901/", story.city.body("CENTRE"))
    (note,) = facts.shift_notes(following.actor)
    assert (note.text, note.author, note.mine) == ("柳溪南巷等燃气公司回话", "郑涛", False)
    assert not facts.shift_notes(story.actor("clerk"))
    with pytest.raises(NotVisible):
        service.take_shift_note(note.ref, **story.said("clerk"))
    service.take_shift_note(note.ref, actor=following.actor, act_id=act_id(), at=AT)
    assert not facts.shift_notes(following.actor)
    with pytest.raises(Refused):
        service.take_shift_note(note.ref, **story.said("dispatcher"))


@pytest.mark.parametrize(("desk", "text", "wrong"), [
    ("dispatcher", " ", Invalid), ("dispatcher", "长" * 2_001, Invalid), ("clerk", "x", NotVisible),
])  # fmt: skip
def test_a_shift_note_needs_words_and_ones_own_desk(story, desk, text, wrong):
    with pytest.raises(wrong):
        service.write_shift_note(story.city.ref("CENTRE"), desk, text, **story.said("dispatcher"))


def kinds(story, at, who="officer"):
    start = AT.replace(day=1)
    lines = facts.sheet(story.actor(who), start, start + timedelta(days=31), at=at)
    return {(line.kind, line.clock, line.excluded) for line in lines}


def test_the_sheet_of_a_month_says_what_counts_and_why_but_not_who(story):
    ref = story.reported()
    story.go(ref, "fail_check", "checker", finding="井盖还在响")
    late = AT + timedelta(days=20)
    story.go(ref, "report", "officer", at=late, outcome="explained", answer="已垫平")
    story.go(ref, "pass_check", "checker", at=late)
    story.go(ref, "contest", "resident", at=late, reason="还是响")
    story.go(ref, "uphold_objection", "supervisor", at=late, reason="确实")
    found = kinds(story, late)
    assert {kind for kind, _, _ in found} == {"promise_late", "holder_late", "redone"}
    assert Rating.objects.exists()
    lines = facts.sheet(story.actor("officer"), AT.replace(day=1), late + timedelta(days=1), at=late)
    assert [line.kind for line in lines].count("redone") == 2, "a failed check and an objection look alike"
    assert "王秀兰" not in str(lines)
    assert kinds(story, late, "other_officer") == kinds(story, late, "checker") == set()


def test_a_return_that_was_right_never_counts_and_one_that_was_not_names_its_ruling(story):
    right, wrong = story.dispatched(), story.dispatched()
    for ref in (right, wrong):
        story.go(ref, "return", "officer", ground="not_ours", reason="不归我们")
    lights, drains = story.city.ref("LIGHTS"), story.city.ref("DRAINS")
    story.go(right, "rule", "supervisor", decision="upheld", lead=lights, reason="归路灯所")
    story.go(wrong, "rule", "supervisor", decision="dismissed", lead=drains, reason="首接负责")
    start = AT.replace(day=1)
    (line,) = facts.sheet(story.actor("officer"), start, start + timedelta(days=31), at=AT)
    assert (line.kind, line.case, line.ruling) == ("return_dismissed", wrong, "2026-2")


def test_what_was_excluded_in_the_open_is_shown_as_such(story):
    ref = story.reported()
    story.go(ref, "fail_check", "checker", finding="要求换整条街的井盖")
    service.ask_exclusion(ref, rate="resolution", reason="beyond_duty", **story.said("officer"))
    assert len(facts.exclusions_to_decide(story.actor("supervisor"))) == 1
    service.decide_exclusion(ref, rate="resolution", granted=True, **story.said("supervisor"))
    assert kinds(story, AT) == {("redone", "", True)}


def test_orders_are_listed_for_who_answers_and_who_issued_them(story):
    ref = story.handling()
    service.issue_order(
        ref, reason="overdue", text="请说明原因", limit="2 working_days", **story.said("supervisor")
    )
    (order,) = facts.orders_to_answer(story.actor("officer"))
    assert (order.number, order.mine) == (Case.objects.get(ref=ref).number, True)
    assert len(facts.orders_issued(story.actor("supervisor"))) == 1
    assert facts.orders_to_answer(story.actor("other_officer")) == []
    assert facts.orders_issued(story.actor("officer")) == []
    service.answer_order(order.ref, "今天完成", **story.said("officer"))
    assert facts.orders_to_answer(story.actor("officer")) == []
    assert facts.orders_of(Case.objects.get(ref=ref), story.actor("supervisor"))[0].answer == "今天完成"
    assert [one.answer for one in facts.orders_answered(story.actor("supervisor"))] == ["今天完成"]
    assert facts.orders_answered(story.actor("officer")) == []


def test_search_finds_by_number_and_words_also_what_has_ended(story):
    ref = story.checked()
    story.go(ref, "confirm", "resident")
    number = Case.objects.get(ref=ref).number
    for words in (number[:6], "井盖"):
        assert [row.ref for row in facts.find(story.actor("dispatcher"), words).rows] == [ref]
    assert not facts.find(story.actor("other_officer"), number).rows


def test_a_case_made_confidential_midway_keeps_its_whole_history(story):
    ref = story.handling()
    service.make_confidential(ref, **story.said("dispatcher"))
    story.go(ref, "report", "officer", outcome="explained", answer="已换好")
    view = facts.case_view(story.actor("dispatcher"), ref, at=AT)
    assert [step.move for step in view.steps if step.move] == ["accept", "dispatch", "take", "report"]
    case = Case.objects.select_related("stream").get(ref=ref)
    assert replay(audit.replay_parts(case.stream)) == facts.loading.state_of(case)
