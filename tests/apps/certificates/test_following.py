"""A certificate lasts no longer than what it rests on; agents ask by consent; the holder is written to."""

from __future__ import annotations

import json

import pytest
from tests import cast
from tests.city import AT, act_id

from linli.apps.certificates import facts, service
from linli.apps.certificates.models import Certificate
from linli.apps.people import service as people
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.identity import personal
from linli.kernel.identity.service import phone_of
from linli.kernel.messaging.models import Letter
from linli.kernel.outbox.worker import deliver, fan_out


@pytest.fixture
def family(story):
    """A mother of 80 with a record of her own, and her son, who may act for her."""
    mother, son = story.city.people["resident"], cast.agent()
    story.city.people["son"] = son
    said = people.Person(name="王秀兰", phone="13900000001")
    ref = people.register_resident(said, own=True, actor=mother.actor, act_id=act_id(), at=AT)
    given = people.give_consent(
        ref, "agent", son.actor.account_ref, actor=mother.actor, act_id=act_id(), at=AT
    )
    return ref, given


@pytest.fixture
def happens(story, transactional_db):
    """Let the worker do what is to be done; return the letters about certificates."""

    def written():
        while fan_out(AT) or deliver(AT):
            pass
        texts = [
            json.loads(personal.unseal(bytes(one.text_sealed), "letter")) for one in Letter.objects.all()
        ]
        return [body for subject, body in texts if subject == "您的证明有变化"]

    return written


def test_a_reopened_case_revokes_the_certificate_of_its_result_and_its_holder_hears_why(story, happens):
    case = story.closed()
    story.issue(case, kind="result_of_matter")
    story.issue(case, kind="proof_of_intake", chosen={"stage"})
    story.go(case, "contest", "resident", reason="又坏了")
    letters = happens()
    of = dict(Certificate.objects.values_list("kind", "revoked_for"))
    assert of == {"result_of_matter": "changed", "proof_of_intake": ""}
    assert len(letters) == 1
    assert "事项有了新的结果" in letters[0]
    assert "结果证明" not in letters[0], "who else reads the telephone learns nothing"
    public = json.loads(Entry.objects.get(act="certificates.revoked").body)["public"]
    assert public == {"reason": "changed", "role": "system"}
    assert len(happens()) == 1, "heard again, nothing happens again"


def test_what_goes_on_as_it_should_revokes_nothing(story, happens):
    case = story.tell()
    story.issue(case, chosen={"stage", "area", "service"})
    story.go(case, "accept", "clerk")
    story.go(case, "dispatch", "dispatcher", lead=story.city.ref("DRAINS"))
    assert happens() == []
    assert Certificate.objects.get().revoked_at is None


def test_a_case_opened_by_mistake_takes_its_proof_of_intake_along(story, happens):
    case = story.tell()
    story.issue(case)
    story.go(case, "void", "dispatcher", ground="test_entry", reason="测试件")
    happens()
    assert Certificate.objects.get().revoked_for == "changed"


def test_staff_who_revoke_leave_a_letter_and_the_holder_who_does_needs_none(story, happens):
    case = story.tell()
    first, second = story.issue(case), story.issue(case)
    service.revoke(first["ref"], "mistake", **story.said("clerk"))
    service.revoke(second["ref"], "on_request", **story.said("resident"))
    assert [("写错了" in one, first["code"][:4] in one) for one in happens()] == [(True, True)]


def test_an_agent_asks_by_consent_and_the_paper_says_so(story, family, happens):
    case = story.tell("son", channel="agent", on_behalf_of=family[0])
    made = story.issue(case, "son")
    row = facts.own(story.actor("son"), made["ref"])
    assert (row.presence, row.fields["holder"]) == ("agent", "王秀兰")
    assert [one.ref for one in facts.mine(story.actor("resident"))] == [made["ref"]]
    assert any(made["code"][:4] in one for one in happens()), "the mother hears of it"
    with pytest.raises(Invalid):
        service.revoke(made["ref"], "mistake", **story.said("son"))
    service.revoke(made["ref"], "on_request", **story.said("son"))


def entered(story, register, **more):
    """Something that a body enters for the mother and a second person confirms."""
    raw = {
        "phone": phone_of(story.city.people["resident"].account), "name": "王秀兰", "on": "2026-10-01",
        "amount": "2.5", "title": "守护路口", **more,
    }  # fmt: skip
    ref = service.record(register, raw, **story.said("clerk"))
    service.decide(ref, confirm=True, **story.said("supervisor"))


def test_an_agent_takes_what_registers_hold_but_not_what_is_for_the_person_alone(story, family, happens):
    entered(story, "volunteers")
    entered(story, "assistance", amount="300")
    as_son = {"actor": story.actor("son"), "at": AT}
    (offer,) = service.registered_of(family[0], **as_son)
    assert offer.kind.code == "volunteer_hours"
    wish = service.RegisterWish("volunteer_hours", offer.source, person=family[0])
    made = service.issue_registered(wish, **story.said("son"))
    row = facts.own(story.actor("resident"), made["ref"])
    assert (row.presence, row.fields["holder"]) == ("agent", "王秀兰")
    assert any(made["code"][:4] in one for one in happens()), "the mother hears of it"
    alone = next(one for one in facts.registered(story.actor("resident").account_id) if one != offer)
    with pytest.raises(Refused) as no:
        service.issue_registered(
            service.RegisterWish(alone.kind.code, alone.source, person=family[0]), **story.said("son")
        )
    assert no.value.refusal.code == "certificates.own_request_only"
    people.withdraw_consent(family[1], **story.said("resident"))
    for ask in ("son", "neighbour"):
        with pytest.raises(NotVisible):
            service.issue_registered(wish, **story.said(ask))


def test_with_the_consent_the_agent_s_view_of_it_ends(story, family):
    case = story.tell("son", channel="agent", on_behalf_of=family[0])
    made = story.issue(case, "son")
    people.withdraw_consent(family[1], **story.said("resident"))
    for ask in (facts.own, facts.certificate):
        with pytest.raises(NotVisible):
            ask(story.actor("son"), made["ref"])
    assert facts.mine(story.actor("son")) == []
    with pytest.raises((NotVisible, Refused)):
        story.issue(case, "son")
    assert facts.own(story.actor("resident"), made["ref"])


def test_every_issue_is_counted(story):
    case = story.tell()
    story.issue(case)
    made = story.issue(case, "clerk", presence="card")
    service.revoke(made["ref"], "misused", **story.said("clerk"))
    assert facts.issued(AT) == [
        ("proof_of_intake", "account", "", 1),
        ("proof_of_intake", "card", "misused", 1),
    ]
