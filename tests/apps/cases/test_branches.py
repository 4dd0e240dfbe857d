"""The branches of the loop: joins, repeats, extensions, parking, objections, orders, exclusions."""

import pytest
from tests.city import AT, act_id

from linli.apps.cases import facts, service
from linli.apps.cases.models import Case, Participant, Rating
from linli.core.lifecycle.state import replay
from linli.kernel.audit import facts as audit
from linli.kernel.audit.outcomes import Invalid, Refused

LATER = AT.replace(day=12)


def stored(ref):
    return Case.objects.select_related("stream").get(ref=ref)


def test_me_too_counts_and_follows(story):
    ref = story.tell()
    assert service.join(ref, **story.said("joiner"))["joined"] == 1
    assert facts.case_view(story.actor("joiner"), ref, at=AT).relation == "joined"
    with pytest.raises(Refused):
        service.join(ref, **story.said("joiner"))


def test_people_of_a_repeat_follow_the_main_case(story):
    main, repeat = story.handling(), story.tell("neighbour")
    story.go(repeat, "merge", "clerk", case=stored(main).number)
    assert stored(repeat).stage == "merged"
    assert stored(main).joined == 1
    assert Participant.objects.filter(case__ref=main, account=story.city.people["neighbour"].account).exists()


def test_a_case_cannot_be_merged_into_itself_or_an_ended_one(story):
    ref, ended = story.tell(), story.tell()
    story.go(ended, "withdraw", "resident")
    for number in (stored(ref).number, stored(ended).number, "12345678901"):
        with pytest.raises((Invalid, Refused)):
            story.go(ref, "merge", "clerk", case=number)


def test_an_extension_moves_both_dates_once(story):
    ref = story.handling()
    before = stored(ref)
    story.go(ref, "request_extension", "officer", limit="3 working_days", reason="等配件")
    story.go(ref, "approve_extension", "supervisor", limit="3 working_days", reason="同意")
    after = stored(ref)
    assert after.promise_due > before.promise_due
    assert after.holder_due > before.holder_due
    story.go(ref, "request_extension", "officer", limit="3 working_days", reason="还要等")
    with pytest.raises(Refused):
        story.go(ref, "approve_extension", "supervisor", limit="3 working_days", reason="同意")


def test_an_objection_reopens_the_case(story):
    ref = story.checked()
    story.go(ref, "contest", "resident", reason="还是松的")
    story.go(ref, "uphold_objection", "supervisor", reason="确实松动")
    case = stored(ref)
    assert (case.stage, case.reopenings, case.closed_at) == ("handling", 1, None)
    assert Rating.objects.get(case=case).solved == "no"


def test_a_closed_case_can_be_contested_only_in_the_window(story):
    ref = story.checked()
    story.go(ref, "confirm", "resident", satisfaction="satisfied")
    with pytest.raises(Refused) as refused:
        story.go(ref, "contest", "resident", at=AT.replace(month=11), reason="又坏了")
    assert refused.value.refusal.code == "guard.window_closed"
    story.go(ref, "contest", "resident", at=LATER, reason="又坏了")
    assert stored(ref).closed_at is None


def test_a_supervision_order_has_a_clock_of_its_own_and_is_answered_once(story):
    ref = story.handling()
    order = service.issue_order(
        ref, reason="overdue", text="请说明原因", limit="2 working_days", **story.said("supervisor")
    )["order"]
    service.answer_order(order, "今天完成", **story.said("officer"))
    with pytest.raises(Refused):
        service.answer_order(order, "再说一次", **story.said("officer"))


def test_an_exclusion_is_asked_and_decided_in_the_open(story):
    ref = story.handling()
    service.ask_exclusion(ref, rate="satisfaction", reason="beyond_duty", **story.said("officer"))
    service.decide_exclusion(ref, rate="satisfaction", granted=True, **story.said("supervisor"))
    acts = [step.act for step in facts.case_view(story.actor("supervisor"), ref, at=AT).steps]
    assert acts[-2:] == ["cases.exclusion_asked", "cases.exclusion_decided"]


def test_solving_needs_the_evidence_that_shows_it(story):
    ref = story.handling()
    with pytest.raises(Invalid) as invalid:
        story.go(ref, "report", "officer", outcome="solved", answer="好了")
    assert invalid.value.problems[0].field == "evidence"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"body": "  "}, "body"),
        ({"body": "长" * 20_001}, "body"),
        ({"kind": "gossip"}, "kind"),
        ({"subject": "no:such:thing"}, "subject"),
        ({"lon": 1.0, "lat": 1.0}, "place"),
        ({"contact": service.Contact("王", "12345")}, "phone"),
        ({"files": ("nothing",)}, "files"),
    ],
)
def test_bad_input_is_named_and_nothing_is_stored(story, more, field):
    with pytest.raises(Invalid) as invalid:
        story.tell(**more)
    assert invalid.value.problems[0].field == field
    assert not Case.objects.exists()


def test_hostile_text_is_kept_as_text(story):
    nasty = "<script>alert(1)</script>'; DROP TABLE cases; -- \u202e😀𠮷"
    ref = story.tell(body=nasty)
    assert facts.case_view(story.actor("resident"), ref, at=AT).body == nasty.replace("\u202e", "")


def test_every_branch_replays(story):
    refs = [story.checked(), story.tell(confidential=True), story.dispatched()]
    story.go(refs[2], "return", "officer", ground="unclear", reason="看不出位置")
    for ref in refs:
        case = stored(ref)
        assert replay(audit.replay_parts(case.stream)) == facts.loading.state_of(case)


def test_a_move_costs_at_most_ten_statements(story, django_assert_max_num_queries):
    ref = story.tell()
    with django_assert_max_num_queries(12):  # BEGIN and COMMIT show as two
        service.move(ref, "accept", {}, actor=story.actor("clerk"), act_id=act_id(), at=AT)
    with django_assert_max_num_queries(12):
        story.tell()


def test_a_list_costs_at_most_six_statements(story, django_assert_max_num_queries):
    for _ in range(3):
        story.tell()
    with django_assert_max_num_queries(6):
        facts.queue(story.actor("clerk"), facts.Wanted(queue="intake"), at=AT)
        facts.queue_counts(story.actor("clerk"))
