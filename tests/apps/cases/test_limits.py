"""The 30 days for the court as a clock of their own, and the reminder to both sides before they pass."""

import json
from datetime import timedelta

import pytest
from tests import cast
from tests.city import AT, act_id, tiny_city

from linli.apps.cases import facts, service
from linli.apps.cases.facts.loading import state_of
from linli.apps.cases.models import Case
from linli.apps.cases.service import remind_due
from linli.core.clock.running import ClockState
from linli.core.lifecycle.state import replay
from linli.kernel.audit import facts as audit
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.identity import personal
from linli.kernel.messaging.models import Letter
from linli.kernel.outbox.worker import deliver, fan_out

pytestmark = pytest.mark.django_db(transaction=True)
OTHER = {"name": "楼上住户", "phone": "13900005678"}
DISPUTE = {"what": "楼上半夜装修", "relation": "neighbours", "afraid": False, "other_party": OTHER}


@pytest.fixture
def story(db):
    from tests.apps.cases.conftest import Story

    told = Story(tiny_city("mediation"))
    clerk = told.city.people["clerk"]  # who also dispatches: a sealed case is not for every clerk
    cast.give(clerk.account, cast.Role.DISPATCHER, area="/9901/", body=told.city.body("CENTRE"))
    told.city.people["clerk"] = cast.Member(clerk.account, cast.actor_of(clerk.account))
    told.city.people["mediator"] = cast.mediator(told.city.body("LIUXI"), "/9901/")
    return told


def meeting(story):
    said = service.Told(
        body="楼上半夜装修", service="mediation", answers=DISPUTE, area="990101001001", channel="phone",
        contact=service.Contact("王秀兰", "13800001234"),
    )  # fmt: skip
    ref = service.open_case(said, actor=story.actor("clerk"), act_id=act_id(), at=AT)["ref"]
    story.go(ref, "accept", "clerk")
    story.go(ref, "consent", "clerk", by_word="in_person")
    story.go(
        ref, "choose_mediator", "clerk", lead=story.city.ref("LIUXI"), mediator="王大姐", both_agree=True
    )
    day = {"day": "2026-10-10", "hour": "九点", "where": "社区", "together": "together"}
    story.go(ref, "set_meeting", "mediator", **day)
    return ref


def agreed(story, in_force="2026-10-09"):
    ref = meeting(story)
    story.go(ref, "agree_orally", "mediator", record="十点以后不装修", in_force=in_force)
    return ref


def clock(ref):
    return ClockState.from_json(Case.objects.get(ref=ref).state["clocks"]["confirmation"])


def letters():
    while fan_out(AT) or deliver(AT):
        pass
    rows = Letter.objects.order_by("id")
    return [(one.to_masked, json.loads(personal.unseal(bytes(one.text_sealed), "letter"))[1]) for one in rows]


def test_the_days_run_from_the_agreements_first_day_and_both_sides_are_reminded_once(story):
    ref = agreed(story, "2026-10-08")
    case = Case.objects.select_related("stream").get(ref=ref)
    assert case.remind_at == clock(ref).due - timedelta(days=7)
    letters()
    before = Letter.objects.count()
    assert remind_due(case.remind_at - timedelta(minutes=1)) == 0
    assert remind_due(case.remind_at + timedelta(minutes=5)) == 1
    assert remind_due(case.remind_at + timedelta(hours=5)) == 0
    new = letters()[before:]
    assert {to for to, _ in new} == {"138****1234", "139****5678"}
    assert all("装修" not in body for _, body in new)
    assert "remind" not in Entry.objects.get(act="cases.reminded").body  # sealed: the log says nothing
    case.refresh_from_db()
    assert case.remind_at is None
    assert replay(audit.replay_parts(case.stream)) == state_of(case)
    view = facts.case_view(story.actor("mediator"), ref, at=AT)
    assert [step.act for step in view.steps][-1] == "cases.reminded"


def test_an_agreement_cannot_begin_tomorrow_and_nothing_is_half_done(story):
    ref = meeting(story)
    with pytest.raises(Invalid) as told:
        story.go(ref, "agree_orally", "mediator", record="x", in_force="2027-01-01")
    assert [(one.field, one.code) for one in told.value.problems] == [("in_force", "packs.day_ahead")]
    assert Case.objects.get(ref=ref).stage == "meeting"


def test_once_the_court_has_confirmed_nobody_is_reminded(story):
    ref = agreed(story)
    story.go(ref, "note_confirmation", "mediator", day="2026-10-20")
    assert clock(ref).stopped is not None
    assert Case.objects.get(ref=ref).remind_at is None
    assert remind_due(AT + timedelta(days=40)) == 0
