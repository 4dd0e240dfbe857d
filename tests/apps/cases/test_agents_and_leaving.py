"""Somebody tells and follows for another, with consent, and until it is taken back; others let go."""

import pytest
from tests import cast
from tests.city import AT, act_id

from linli.apps.cases import facts, policy, service
from linli.apps.cases.models import Case, Participant
from linli.apps.people import service as people
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused


@pytest.fixture
def family(story):
    """A mother of 80 with a record of her own, and her son."""
    mother, son = story.city.people["resident"], cast.agent()
    story.city.people["son"] = son
    said = people.Person(name="王秀兰", phone="13900000001")
    ref = people.register_resident(said, own=True, actor=mother.actor, act_id=act_id(), at=AT)
    return mother, son, ref


def consent(family):
    mother, son, ref = family
    return people.give_consent(
        ref, "agent", son.actor.account_ref, actor=mother.actor, act_id=act_id(), at=AT
    )


def test_nobody_tells_for_another_without_consent(story, family):
    with pytest.raises(Refused) as refused:
        story.tell("son", channel="agent", on_behalf_of=family[2])
    assert refused.value.refusal.code == "cases.no_consent"


def test_the_agent_follows_and_the_person_is_the_reporter(story, family):
    consent(family)
    ref = story.tell("son", channel="agent", on_behalf_of=family[2])
    relations = dict(Participant.objects.filter(case__ref=ref).values_list("relation", "account_id"))
    assert relations == {"reporter": family[0].account.pk, "agent": family[1].account.pk}
    assert [step.role for step in facts.case_view(family[1].actor, ref, at=AT).steps] == ["agent"]
    assert facts.case_view(family[0].actor, ref, at=AT).relation == "reporter"
    assert facts.receipt_of(family[1].actor, ref).code == facts.query_code(ref)
    service.move(ref, "withdraw", {}, actor=family[1].actor, act_id=act_id(), at=AT)


def test_a_consent_taken_back_closes_the_case_to_the_agent(story, family):
    given = consent(family)
    ref = story.tell("son", channel="agent", on_behalf_of=family[2])
    people.withdraw_consent(given, actor=family[0].actor, act_id=act_id(), at=AT)
    with pytest.raises(NotVisible):
        facts.case_view(family[1].actor, ref, at=AT)
    assert not Case.objects.filter(policy.visible_to(family[1].actor)).exists()
    assert not facts.mine(family[1].actor).rows


def test_who_joined_can_leave_and_who_told_it_cannot(story):
    ref = story.tell()
    service.join(ref, **story.said("joiner"))
    assert service.leave(ref, **story.said("joiner"))["joined"] == 0
    with pytest.raises(NotVisible):
        service.leave(ref, **story.said("joiner"))
    with pytest.raises(Refused) as refused:
        service.leave(ref, **story.said("resident"))
    assert refused.value.refusal.code == "cases.reporter_cannot_leave"


def test_the_receipt_is_for_the_teller_alone(story):
    ref = story.tell()
    service.join(ref, **story.said("joiner"))
    for who in ("joiner", "neighbour", "clerk"):
        with pytest.raises(NotVisible):
            facts.receipt_of(story.actor(who), ref)
    names = [one["name"] for one in facts.receipt_of(story.actor("resident"), ref).proof["items"]]
    assert names == ["body", "point"]
    hidden = story.tell(confidential=True)
    assert facts.receipt_of(story.actor("resident"), hidden).proof["items"] == []


def test_who_holds_the_code_may_add_words_but_not_nothing(story):
    from dataclasses import replace

    from linli.kernel.access.actors import STRANGER

    ref = story.tell()
    holder = replace(STRANGER, case_refs=frozenset({ref}))
    service.add_note(ref, "还有一个井盖也松了", audience="internal", actor=holder, act_id=act_id(), at=AT)
    assert facts.case_view(story.actor("resident"), ref, at=AT).steps[-1].texts == {
        "note": "还有一个井盖也松了"
    }
    with pytest.raises(Invalid):
        service.add_note(ref, " \n", audience="resident", actor=holder, act_id=act_id(), at=AT)
    with pytest.raises(Invalid):
        service.add_note(ref, "", files=[act_id()], audience="resident", actor=holder, act_id=act_id(), at=AT)


def test_a_grid_worker_learns_what_became_of_the_own_reports(story):
    worker = cast.grid_worker("/9901/")
    told = service.Told(body="井盖松了", channel="grid")
    service.open_case(told, actor=worker.actor, act_id=act_id(), at=AT)
    from datetime import UTC, datetime, timedelta

    now = datetime.now(UTC)
    mine = facts.reported_by(worker.actor, now - timedelta(days=1), now + timedelta(days=1))
    assert (mine.reported, mine.closed, mine.neighbours) == (1, 0, 0)
    assert facts.reported_by(story.actor("clerk"), now - timedelta(days=1), now).reported == 0
    assert [one.title for one in facts.latest_reports(worker.actor, now)] == ["井盖松了"]
    assert facts.latest_reports(story.actor("clerk"), now) == []
