"""Wage arrears, mediation and city faults run on the same engine, each by its own pack."""

import pytest
from tests import cast
from tests.apps.cases.conftest import Story
from tests.city import AT, act_id, tiny_city

from linli.apps.cases import facts, service
from linli.apps.cases.models import Case
from linli.core.lifecycle.state import replay
from linli.kernel.audit import facts as audit
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Invalid, NotVisible

CLAIM = {
    "employer": "汾安某建筑劳务公司",
    "hired_by": "subcontractor",
    "worked_until": "2026-08-31",
    "still_owed": True,
    "claimed": 2_600_000,
    "crew": [
        {"name": "张三", "days": 60, "claimed": 1_300_000},
        {"name": "李四", "days": 60, "claimed": 1_300_000},
    ],
    "keep_name": True,
}
DISPUTE = {
    "relation": "neighbours",
    "afraid": False,
    "other_party": {"name": "楼上住户"},
}


@pytest.fixture
def story(db):
    return Story(tiny_city("wage-arrears", "mediation", "city-fault"))


def stored(ref):
    return Case.objects.select_related("stream").get(ref=ref)


def wage(story, **more):
    return story.tell(
        service="wage-arrears", subject="", answers={**CLAIM, **more}, body="工地欠我们班组两个人两个月工资"
    )


def test_a_crew_claims_together_and_the_name_is_kept_from_the_boss(story):
    ref = wage(story)
    case = stored(ref)
    assert case.sensitivity == "confidential"
    assert case.text.answers["claimed"] == 2_600_000
    assert [one["name"] for one in case.text.answers["crew"]] == ["张三", "李四"]
    body = Entry.objects.get(stream=case.stream).body
    assert "sealed" in body
    assert "2600000" not in body


def test_a_wage_claim_is_filed_with_its_own_dates(story):
    ref = wage(story, keep_name=False)
    story.go(ref, "accept", "clerk", lead=story.city.ref("CGJ"))
    officer = cast.officer(story.city.body("CGJ"), "/9901/").actor
    view = facts.case_view(officer, ref, at=AT)
    assert "open_case_file" in [move.name for move in view.moves]
    assert not [row for row in facts.public_list(facts.Wanted(), at=AT).rows if row.ref == ref]


def test_what_a_claim_must_say_is_asked_by_name(story):
    with pytest.raises(Invalid) as invalid:
        story.tell(service="wage-arrears", subject="", answers={})
    assert {problem.field for problem in invalid.value.problems} >= {"employer", "claimed", "keep_name"}


def test_a_crew_with_one_person_twice_is_refused(story):
    with pytest.raises(Invalid):
        wage(story, crew=[{"name": "张三", "phone": "13800001234", "claimed": 1}] * 2)


def test_mediation_shows_nothing_in_the_log_and_stops_at_any_time(story):
    ref = story.tell(service="mediation", subject="", answers=DISPUTE, body="楼上漏水，协调不下来")
    case = stored(ref)
    assert case.sensitivity == "sealed"
    assert "mediation" not in Entry.objects.get(stream=case.stream).body
    with pytest.raises(NotVisible):
        facts.case_view(story.actor("clerk"), ref, at=AT)
    view = facts.case_view(story.actor("resident"), ref, at=AT)
    stops = [move.name for move in view.moves if move.target in {"stopped", "withdrawn", "closed"}]
    assert stops
    story.go(ref, stops[0], "resident")
    assert stored(ref).closed_at is not None
    assert replay(audit.replay_parts(stored(ref).stream)) == facts.loading.state_of(stored(ref))


def test_the_limit_of_a_city_fault_comes_from_its_acceptance_condition(story):
    from linli.apps.catalogue import facts as catalogue

    subject = "30428.2:component:01-02"
    condition = catalogue.snapshot().conditions_of(subject)[0]
    ref = story.tell(
        service="city-fault",
        subject=subject,
        condition=condition.key,
        answers={"danger": True},
        body="井盖缺失",
    )
    story.go(ref, "accept", "clerk")
    promise = facts.case_view(story.actor("resident"), ref, at=AT).promise
    assert promise.limit == condition.limit.replace(" ", "_")


def test_a_service_that_is_not_offered_is_refused(story):
    from linli.kernel.audit.outcomes import Refused

    with pytest.raises(Refused):
        service.open_case(
            service.Told(body="x", service="no-such"), actor=story.actor("resident"), act_id=act_id(), at=AT
        )


def test_lead_and_supporting_bodies_of_a_wage_claim_answer_their_parts(story):
    ref = wage(story, keep_name=False)
    bodies = {"lead": story.city.ref("CGJ"), "supporting": [story.city.ref("LIGHTS")]}
    story.go(ref, "accept", "clerk", **bodies)
    story.city.people["officer"] = cast.officer(story.city.body("CGJ"), "/9901/")

    def parts():
        view = facts.case_view(story.actor("officer"), ref, at=AT)
        return {one.part: one.state for one in view.parts}

    assert parts() == {"lead": "offered", "supporting": "offered"}
    assert [row.ref for row in facts.supporting(story.actor("other_officer")).rows] == [ref]
    said = {"part": "supporting", "progress": "reported", "word": "工地照明记录已调取"}
    service.answer_part(ref, **said, actor=story.actor("other_officer"), act_id=act_id(), at=AT)
    story.go(ref, "open_case_file", "officer", claimed=2_600_000, workers=2)
    assert parts() == {"lead": "accepted", "supporting": "reported"}
