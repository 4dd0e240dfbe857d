"""One request through its whole life, as every role sees it."""

import pytest
from tests.city import AT, act_id

from linli.apps.cases import facts, service
from linli.apps.cases.models import Case
from linli.core.lifecycle.state import replay
from linli.kernel.audit import facts as audit
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale


def test_a_request_is_told_worked_off_checked_and_closed(story):
    ref = story.handling()
    story.go(ref, "report", "officer", outcome="explained", answer="已更换井盖")
    story.go(ref, "pass_check", "checker")
    done = story.go(ref, "confirm", "resident", satisfaction="satisfied")
    assert done["stage"] == "closed"
    view = facts.case_view(story.city.people["resident"].actor, ref, at=AT)
    assert [step.move for step in view.steps] == [
        None, "accept", "dispatch", "take", "report", "pass_check", "confirm",
    ]  # fmt: skip
    assert view.promise.stopped is not None


def test_replay_of_the_entries_gives_the_stored_state(story):
    ref = story.handling()
    case = Case.objects.select_related("stream").get(ref=ref)
    assert replay(audit.replay_parts(case.stream)) == facts.loading.state_of(case)


def test_somebody_elses_case_looks_absent(story):
    ref = story.tell()
    with pytest.raises(NotVisible):
        facts.case_view(story.city.people["neighbour"].actor, ref, at=AT)
    with pytest.raises(NotVisible):
        story.go(ref, "withdraw", "neighbour")


def test_the_same_form_sent_twice_opens_one_case(story):
    one = act_id()
    told = service.Told(body="路灯不亮")
    answers = [
        service.open_case(told, actor=story.city.people["resident"].actor, act_id=one, at=AT)
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert Case.objects.count() == 1


def test_a_stale_form_changes_nothing(story):
    ref = story.tell()
    story.go(ref, "accept", "clerk")
    with pytest.raises(Stale):
        service.move(
            ref, "accept", {}, actor=story.city.people["clerk"].actor, act_id=act_id(), at=AT, version=0
        )


def test_a_move_of_another_role_is_refused_with_a_reason(story):
    ref = story.tell()
    with pytest.raises(Refused) as refused:
        story.go(ref, "accept", "caller")
    assert refused.value.refusal.code == "lifecycle.not_your_move"


def test_a_community_cannot_lead(story):
    ref = story.tell()
    story.go(ref, "accept", "clerk")
    with pytest.raises(Invalid) as invalid:
        story.go(ref, "dispatch", "dispatcher", lead=story.city.ref("PING"))
    assert invalid.value.problems[0].code == "cases.lead_not_allowed"


def test_a_returned_case_is_ruled_and_the_ruling_is_a_precedent(story):
    ref = story.tell()
    story.go(ref, "accept", "clerk")
    story.go(ref, "dispatch", "dispatcher", lead=story.city.ref("LIGHTS"))
    story.go(ref, "return", "other_officer", ground="not_ours", reason="这是排水井盖")
    with pytest.raises(NotVisible):
        facts.case_view(story.city.people["other_officer"].actor, ref, at=AT)
    story.go(
        ref, "rule", "dispatcher", decision="upheld", lead=story.city.ref("DRAINS"), reason="排水设施归排水所"
    )
    again = story.tell()
    rulings = facts.precedents(Case.objects.get(ref=again))
    assert [(one.competent, one.upheld) for one in rulings] == [(story.city.ref("DRAINS"), True)]


def test_nobody_checks_the_work_of_their_own_body(story):
    from tests import cast

    ref = story.handling()
    story.go(ref, "report", "officer", outcome="explained", answer="好了")
    own = cast.checker("/9901/", story.city.body("DRAINS"))
    with pytest.raises(Refused) as refused:
        service.move(ref, "pass_check", {}, actor=own.actor, act_id=act_id(), at=AT)
    assert refused.value.refusal.code == "guard.own_work"


def test_waiting_for_the_resident_stops_the_promise(story):
    ref = story.handling()
    before = Case.objects.get(ref=ref).promise_due
    story.go(ref, "ask_resident", "officer", question="是哪一个井盖？")
    assert Case.objects.get(ref=ref).promise_due is None
    later = AT.replace(day=15)
    service.move(
        ref,
        "answer",
        {"answer": "巷口第一个"},
        actor=story.city.people["resident"].actor,
        act_id=act_id(),
        at=later,
    )
    assert Case.objects.get(ref=ref).promise_due > before
