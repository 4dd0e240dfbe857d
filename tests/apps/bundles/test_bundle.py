"""One matter: asked once, five bodies, each part after those it waits for; who sees what; bad input leaves nothing."""

from dataclasses import replace
from uuid import uuid4

import pytest
from tests import cast
from tests.apps.bundles.conftest import ANSWERS, AT
from tests.city import POINT, act_id, said

from linli.apps.bundles import facts, service
from linli.apps.bundles.models import Bundle, BundlePart
from linli.apps.cases import service as cases
from linli.apps.cases.models import Case
from linli.apps.catalogue import service as catalogue
from linli.apps.people import service as people
from linli.core.packs import fan_out
from linli.kernel.access.actors import STRANGER
from linli.kernel.audit import facts as audit
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused


def test_a_birth_goes_to_its_bodies_and_is_done_when_the_parts_are(birth):
    ref = birth.sent()
    assert birth.stands(ref) == {
        "household": "open", "vaccination": "open", "insurance": "waiting", "card": "waiting", "allowance": "waiting",
    }  # fmt: skip
    begun = {one.name: one for one in facts.view(birth.mother, ref).parts}
    assert begun["household"].body[1] == "Hedong police"  # sent there by itself, no desk in between
    assert begun["card"].waits_for == ("household", "insurance")
    birth.decide(ref, "household")
    assert birth.stands(ref)["insurance"] == birth.stands(ref)["allowance"] == "open"
    for part in ("insurance", "card", "vaccination", "allowance"):
        assert Bundle.objects.get().done_at is None
        birth.decide(ref, part)
    assert set(birth.stands(ref).values()) == {"granted"}
    assert Bundle.objects.get().done_at == AT


def test_each_part_is_given_what_it_asks_and_no_more(birth):
    birth.sent()
    first = Case.objects.select_related("text").get(service="birth-registration")
    other = Case.objects.select_related("text").get(service="vaccination-booklet")
    assert first.text.answers["certificate_number"] == "A123456789"
    assert set(other.text.answers) == {"applicant", "child_name", "born_on"}
    assert first.sensitivity == "confidential"
    assert first.participants.get().account_id == birth.mother.account_id


def test_what_a_refusal_means_is_told_and_dependent_parts_stop(birth):
    ref = birth.sent()
    case = birth.decide(ref, "household", "refuse")
    found = facts.view(birth.mother, ref)
    assert found.tells == ("household",)
    assert "接种证照常办" in found.definition.text("refused.household", "zh")
    assert [one.stand.value for one in found.parts] == ["refused", "open", "stopped", "stopped", "stopped"]
    assert Case.objects.count() == 2
    birth.decide(ref, "vaccination")
    assert Bundle.objects.get().done_at is not None
    assert facts.of_case(birth.officers["police"], case).bundle.ref == found.bundle.ref


def test_the_entries_alone_give_how_the_parts_stand(birth):
    ref = birth.sent(answers={"wants_card": False})
    birth.decide(ref, "household")
    birth.decide(ref, "insurance", "refuse")
    stream = Bundle.objects.select_related("stream").get().stream
    assert stream.sealed  # a child's matters: the public log shows that there are entries, nothing else
    stored = dict(BundlePart.objects.values_list("name", "stand"))
    assert {name: one.value for name, one in fan_out.replay(audit.replay_parts(stream)).items()} == stored


def test_sent_twice_and_begun_twice_is_done_once(birth):
    filled = service.Sent("newborn", ANSWERS, lon=POINT[0], lat=POINT[1])
    one = act_id()
    first, again = (service.open_bundle(filled, actor=birth.mother, act_id=one, at=AT) for _ in range(2))
    assert first == again
    service.carry_on(first["ref"], at=AT)
    birth.hear()
    assert (Bundle.objects.count(), Case.objects.count()) == (1, 2)


def test_what_the_process_could_not_begin_the_worker_does(birth, monkeypatch):
    from linli.apps.bundles.service import opening

    monkeypatch.setattr(opening, "carry_on", lambda _ref, **_said: None)  # it ended right after the commit
    ref = birth.sent()
    assert Case.objects.count() == 0
    birth.hear()
    assert birth.stands(ref)["household"] == "open"


WRONG = (
    ({"born_on": "2026-12-24"}, "born_on", "forms.day_too_late"),
    ({"sex": "x"}, "sex", "forms.not_a_choice"),
    (
        {"applicant": {"name": "陈静", "id_number": "110101199001011234"}},
        "applicant.id_number",
        "forms.id_number_check",
    ),
    ({"child_name": ""}, "child_name", "forms.required"),
    ({"shoe_size": 42}, "shoe_size", "forms.unknown_question"),
)


def test_wrong_answers_leave_nothing_behind(birth):
    for answers, field, code in WRONG:
        with pytest.raises(Invalid) as wrong:
            birth.sent(answers=answers)
        assert [(one.field, one.code) for one in wrong.value.problems] == [(field, code)]
    with pytest.raises(Refused) as no:
        birth.sent(answers={"has_certificate": False})
    assert no.value.refusal.because["condition"] == "no_birth_certificate"
    assert (Bundle.objects.count(), Case.objects.count()) == (0, 0)


def test_when_the_service_of_a_later_part_is_not_offered_nothing_begins(birth):
    catalogue.retire_pack(birth.city.packs["parts/social-security-card"], **said())
    with pytest.raises(Refused) as no:
        birth.sent()
    assert no.value.refusal.code == "cases.no_such_service"
    assert (Bundle.objects.count(), Case.objects.count()) == (0, 0)
    assert birth.sent(answers={"wants_card": False})


def test_staff_write_for_a_caller_who_agreed_and_nobody_else_does(birth):
    contact = cases.Contact("陈静", "13800001111")
    clerk = birth.city.people["clerk"].actor
    with pytest.raises(Invalid):
        birth.sent(clerk, channel="counter", contact=contact)
    with pytest.raises(Refused):
        birth.sent(birth.mother, channel="counter", contact=contact, consent="spoken")
    ref = birth.sent(clerk, channel="counter", contact=contact, consent="spoken")
    case = Case.objects.filter(service="birth-registration").get()
    assert case.participants.get().name == "陈静"
    opened = replace(STRANGER, case_refs=frozenset({ref}))
    assert facts.view(opened, ref).own


def test_number_and_code_open_it_and_a_wrong_code_does_not(birth):
    from linli.apps.cases.facts import query_code

    ref = birth.sent()
    number = Bundle.objects.get().number
    assert facts.by_number(number, query_code(ref)) == ref
    with pytest.raises(Invalid):
        facts.by_number(number, "AAAAAAAA")


def test_who_sees_it(birth):
    ref = birth.sent()
    people = birth.city.people
    for name in ("resident", "dispatcher", "checker", "supervisor"):
        assert facts.view(people[name].actor, ref)
    assert facts.view(birth.officers["police"], ref)  # its body has one of the cases
    for actor in (
        people["neighbour"].actor, people["officer"].actor, birth.officers["medical"], people["clerk"].actor,
        cast.technical_administrator().actor, STRANGER,
    ):  # fmt: skip
        with pytest.raises(NotVisible):
            facts.view(actor, ref)
        assert facts.in_area(actor)[0] == []
    assert [row.ref for row in facts.in_area(people["dispatcher"].actor)[0]] == [ref]
    assert [row.settled for row in facts.mine(birth.mother)] == [0]
    with pytest.raises(NotVisible):
        facts.view(birth.mother, str(uuid4()))


def test_a_person_who_is_forgotten_leaves_no_answers_behind(birth):
    ref = birth.sent(answers={"wants_insurance": False, "wants_card": False, "wants_allowance": False})
    person = people.register_resident(
        people.Person("王秀兰"), own=True, actor=birth.mother, act_id=act_id(), at=AT
    )
    for part in ("household", "vaccination"):
        birth.decide(ref, part)
    people.forget_resident(
        person, rule="request", authority="pipl_47", actor=birth.mother, act_id=act_id(), at=AT
    )
    birth.hear()
    row = Bundle.objects.get()
    assert (row.answers, row.account_id) == ({}, None)
    assert row.erased_at is not None


@pytest.fixture
def family(birth):
    """A mother with a record of her own, and her son, who may act for her."""
    son = cast.agent()
    person = people.register_resident(
        people.Person("王秀兰", "13900000001"), own=True, actor=birth.mother, act_id=act_id(), at=AT
    )
    given = people.give_consent(
        person, "agent", son.actor.account_ref, actor=birth.mother, act_id=act_id(), at=AT
    )
    return son.actor, person, given


def test_an_agent_sends_it_by_consent_and_follows_it_as_long_as_that_holds(birth, family):
    son, person, given = family
    with pytest.raises(Refused) as no:
        birth.sent(birth.city.people["neighbour"].actor, channel="agent", on_behalf_of=person)
    assert no.value.refusal.code == "cases.no_consent"
    ref = birth.sent(son, channel="agent", on_behalf_of=person)
    row = Bundle.objects.get()
    assert (row.account_id, row.agent_id) == (birth.mother.account_id, son.account_id)
    assert [one.ref for one in facts.mine(son)] == [one.ref for one in facts.mine(birth.mother)] == [ref]
    assert facts.view(son, ref).own
    first = Case.objects.get(service="birth-registration")
    relations = dict(first.participants.values_list("relation", "account_id"))
    assert relations == {"reporter": birth.mother.account_id, "agent": son.account_id}
    people.withdraw_consent(given, actor=birth.mother, act_id=act_id(), at=AT)
    with pytest.raises(NotVisible):
        facts.view(son, ref)
    assert facts.mine(son) == []
    birth.decide(ref, "household")
    later = Case.objects.get(service="newborn-insurance")  # begun after the consent was taken back
    assert list(later.participants.values_list("relation", "account_id")) == [
        ("reporter", birth.mother.account_id)
    ]


def test_what_an_agent_sent_is_forgotten_with_the_person_it_was_for(birth, family):
    son, person, _ = family
    ref = birth.sent(
        son, channel="agent", on_behalf_of=person,
        answers={"wants_insurance": False, "wants_card": False, "wants_allowance": False},
    )  # fmt: skip
    for part in ("household", "vaccination"):
        birth.decide(ref, part)
    people.forget_resident(
        person, rule="request", authority="pipl_47", actor=birth.mother, act_id=act_id(), at=AT
    )
    birth.hear()
    row = Bundle.objects.get()
    assert (row.answers, row.account_id, row.agent_id, row.on_behalf_of) == ({}, None, None, None)
    assert (row.contact_name, bytes(row.contact_phone)) == ("", b"")
