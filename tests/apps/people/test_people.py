"""Residents, households and consent: seen by whom, changed by whom, forgotten whole."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests import cast

from linli.apps.grid import service as ground
from linli.apps.people import facts, service
from linli.apps.people.models import Consent, Household, Membership, Resident
from linli.apps.people.service import Person
from linli.kernel.access.actors import STRANGER, system_actor
from linli.kernel.audit.models import Entry, PrivateItem
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 8, 1, 0, tzinfo=UTC)
CITY = "/9901/"
ADDRESS = "柳巷街道东社区杏花苑3号楼"
AREAS = """code,name,kind
9901,汾安市,city
990101,河东区,district
990101001,柳巷街道,subdistrict
990101001001,东社区,community
"""


def said(actor, at=AT):
    return {"actor": actor, "act_id": str(uuid.uuid4()), "at": at}


@pytest.fixture
def town(db):
    ground.import_areas(AREAS.encode(), **said(system_actor("test")))


@pytest.fixture
def mother(town):
    member = cast.resident("王秀兰")
    person = Person("王秀兰", "13812341234", "11010519491231002X", ADDRESS, "990101001001")
    ref = service.register_resident(person, own=True, **said(member.actor))
    return member.actor, ref


@pytest.fixture
def clerk(town):
    return cast.clerk(area=CITY).actor


def test_one_sees_oneself_whole_staff_a_mask_others_nothing(mother, clerk):
    actor, ref = mother
    own = facts.resident(ref, actor=actor, at=AT)
    assert (own.name, own.phone, own.address, own.masked) == ("王秀兰", "13812341234", ADDRESS, False)
    assert facts.me(actor) == own
    seen = facts.resident(ref, actor=clerk, at=AT)
    assert (seen.name, seen.phone, seen.address, seen.masked) == (
        "王*兰",
        "138****1234",
        "柳巷街道东社区***",
        True,
    )
    elsewhere = cast.clerk(area="/9901/990102/").actor
    for other in (cast.unrelated_neighbour().actor, cast.officer().actor, elsewhere, STRANGER):
        with pytest.raises(NotVisible):
            facts.resident(ref, actor=other, at=AT)
    for unknown in ("", "x", str(uuid.uuid4())):
        with pytest.raises(NotVisible):
            facts.resident(unknown, actor=clerk, at=AT)


def test_nothing_personal_is_readable_at_rest(mother):
    row = Resident.objects.get()
    stored = b"".join(
        bytes(getattr(row, f"{name}_sealed")) for name in ("name", "phone", "id_number", "address")
    )
    assert "王秀兰".encode() not in stored
    assert b"13812341234" not in stored
    for item in PrivateItem.objects.filter(subject=f"resident:{row.ref}"):
        assert "13812341234" not in item.value
        assert "王秀兰" not in item.value
    assert all('"sealed"' in entry.body for entry in Entry.objects.filter(act__startswith="people."))


def test_people_are_found_by_whole_numbers_only(mother, clerk):
    _, ref = mother
    assert [one.ref for one in facts.find_residents("138 1234 1234", actor=clerk)] == [ref]
    assert [one.ref for one in facts.find_residents("11010519491231002x", actor=clerk)] == [ref]
    assert facts.find_residents("王秀兰", actor=clerk) == ()
    assert facts.find_residents("1381234", actor=clerk) == ()
    assert facts.find_residents("13812341234", actor=cast.officer().actor) == ()


def test_nobody_registers_twice(mother, clerk):
    actor, _ = mother
    with pytest.raises(Refused) as refused:
        service.register_resident(Person("王秀兰"), own=True, **said(actor))
    assert refused.value.refusal.code == "people.registered_already"
    with pytest.raises(Refused) as refused:
        service.register_resident(Person("王秀兰", id_number="11010519491231002X"), **said(clerk))
    assert refused.value.refusal.code == "people.id_number_taken"
    with pytest.raises(Refused) as refused:
        service.register_resident(Person("无名"), own=True, **said(STRANGER))
    assert refused.value.refusal.code == "people.sign_in_first"
    with pytest.raises(Refused):
        service.register_resident(Person("别人"), **said(actor))
    with pytest.raises(Invalid) as wrong:
        service.register_resident(Person("", area="990199"), **said(clerk))
    assert [one.code for one in wrong.value.problems] == ["people.name_length"]
    with pytest.raises(Invalid) as wrong:
        service.register_resident(Person("甲", area="990199"), **said(clerk))
    assert [one.code for one in wrong.value.problems] == ["people.no_area"]


def test_data_is_corrected_by_the_person_or_at_the_counter(mother, clerk):
    actor, ref = mother
    service.correct_resident(ref, Person("王秀兰", "13900001111", "", ADDRESS, "990101001001"), **said(clerk))
    assert facts.me(actor).phone == "13900001111"
    assert facts.me(actor).id_number == ""
    with pytest.raises(Refused):
        service.correct_resident(ref, Person("坏人"), **said(cast.unrelated_neighbour().actor))
    with pytest.raises(NotVisible):
        service.correct_resident(str(uuid.uuid4()), Person("甲"), **said(clerk))


def test_a_person_is_in_a_household_once(mother, clerk):
    actor, ref = mother
    home = service.open_household("990101001001", ADDRESS, ref, **said(actor))
    child = service.register_resident(Person("王小宝", area="990101001001"), **said(clerk))
    service.add_member(home, child, "child", **said(actor))
    with pytest.raises(Refused) as refused:
        service.add_member(home, child, "other", **said(clerk))
    assert refused.value.refusal.code == "people.already_member"
    with transaction.atomic(), pytest.raises(IntegrityError):
        Membership.objects.create(
            household=Household.objects.get(),
            resident=Resident.objects.get(ref=child),
            relation="child",
            since=AT.date(),
        )
    seen = facts.household(home, actor=actor, at=AT)
    assert [(one.relation, one.resident.name) for one in seen.members] == [
        ("head", "王秀兰"),
        ("child", "王*宝"),
    ]
    assert [one.ref for one in facts.households_of(ref, actor=actor, at=AT)] == [home]
    with pytest.raises(NotVisible):
        facts.household(home, actor=cast.unrelated_neighbour().actor, at=AT)
    service.end_membership(home, child, **said(actor))
    with pytest.raises(Refused):
        service.end_membership(home, child, **said(actor))
    service.add_member(home, child, "child", **said(clerk))


def test_households_refuse_what_is_not_theirs(mother, clerk):
    actor, ref = mother
    home = service.open_household("/9901/990101/990101001/990101001001/", "", ref, **said(clerk))
    with pytest.raises(Invalid):
        service.add_member(home, ref, "boss", **said(actor))
    with pytest.raises(Refused):
        service.add_member(home, ref, "other", **said(cast.unrelated_neighbour().actor))
    for area, address in (("990199", ""), ("990101001001", "x" * 121)):
        with pytest.raises(Invalid):
            service.open_household(area, address, ref, **said(actor))
    with pytest.raises(NotVisible):
        service.add_member("x", ref, "other", **said(clerk))
    with pytest.raises(NotVisible):
        service.open_household("990101001001", "", "x", **said(clerk))


def test_an_agent_acts_until_the_consent_is_taken_back(mother):
    actor, ref = mother
    son = cast.agent().actor
    assert facts.agent_for(son, ref, AT) is None
    consent = service.give_consent(ref, "agent", son.account_ref, **said(actor))
    assert facts.agent_for(son, ref, AT).on_behalf_of == ref
    assert facts.represented(son, AT) == ((ref, "王*兰"),)
    assert facts.resident(ref, actor=son, at=AT).phone == "13812341234"
    with pytest.raises(Refused):
        service.give_consent(ref, "agent", son.account_ref, **said(actor))
    service.withdraw_consent(consent, **said(actor))
    assert facts.agent_for(son, ref, AT) is None
    with pytest.raises(Stale):
        service.withdraw_consent(consent, **said(actor))
    assert [one.withdrawn_at for one in facts.consents(ref, actor=actor)] == [AT]
    service.give_consent(ref, "agent", son.account_ref, **said(actor))
    acts = Entry.objects.filter(act__startswith="people.consent").values_list("act", flat=True)
    assert sorted(acts) == ["people.consent_given", "people.consent_given", "people.consent_withdrawn"]


def test_consent_at_the_counter_is_on_paper_and_never_to_the_clerk(mother, clerk):
    actor, ref = mother
    service.give_consent(ref, "proactive_aid", **said(clerk))
    (one,) = facts.consents(ref, actor=clerk)
    assert one.on_paper
    with pytest.raises(Invalid) as wrong:
        service.give_consent(ref, "agent", clerk.account_ref, **said(clerk))
    assert wrong.value.problems[0].code == "people.consent_to_oneself"
    for other in (cast.unrelated_neighbour().actor, STRANGER):
        with pytest.raises(NotVisible):
            facts.consents(ref, actor=other)
        with pytest.raises(Refused):
            service.give_consent(ref, "reminders", **said(other))
    service.withdraw_consent(one.ref, **said(actor))


def test_whom_a_consent_was_given_to_may_let_go_of_it(mother):
    actor, ref = mother
    son = cast.agent().actor
    consent = service.give_consent(ref, "agent", son.account_ref, **said(actor))
    service.withdraw_consent(consent, **said(son))
    assert facts.represented(son, AT) == ()
    with pytest.raises(NotVisible):
        service.withdraw_consent("x", **said(son))


def test_a_consent_with_an_end_ends(mother):
    actor, ref = mother
    service.give_consent(ref, "reminders", until=AT + timedelta(days=1), **said(actor))
    assert facts.has_consent(ref, "reminders", "city", AT)
    assert not facts.has_consent(ref, "reminders", "city", AT + timedelta(days=1))
    assert not facts.has_consent(ref, "roster", "city", AT)
    assert not facts.has_consent("x", "reminders", "city", AT)


def test_faulty_consents_list_everything_wrong(mother):
    actor, ref = mother
    with pytest.raises(Invalid) as wrong:
        service.give_consent(ref, "everything", "somebody", until=AT, **said(actor))
    assert [one.code for one in wrong.value.problems] == [
        "people.no_consent_kind",
        "people.consent_holder",
        "people.consent_ends_before",
    ]
    with pytest.raises(Invalid) as wrong:
        service.give_consent(ref, "agent", **said(actor))
    assert wrong.value.problems[0].code == "people.consent_agent"


def test_being_forgotten_leaves_the_proofs_and_nothing_else(mother, clerk):
    actor, ref = mother
    home = service.open_household("990101001001", ADDRESS, ref, **said(actor))
    service.give_consent(ref, "reminders", **said(actor))
    entries = Entry.objects.filter(act__startswith="people.").count()
    service.forget_resident(ref, rule="request", authority="pipl_47", **said(actor))
    row = Resident.objects.get(ref=ref)
    assert row.forgotten_at == AT
    assert (row.name_sealed, row.phone_index, row.name_masked, row.address_masked) == (None, "", "", "")
    assert Household.objects.get(ref=home).address_sealed is None
    assert not PrivateItem.objects.filter(subject=f"resident:{ref}", value__isnull=False).exists()
    assert Consent.objects.get().withdrawn_at == AT
    assert Entry.objects.count() > entries
    assert facts.me(actor) is None
    with pytest.raises(Refused) as refused:
        service.forget_resident(ref, rule="request", authority="pipl_47", **said(actor))
    assert refused.value.refusal.code == "audit.nothing_to_erase"
    with pytest.raises(NotVisible):
        facts.resident(ref, actor=clerk, at=AT)
    with pytest.raises(NotVisible):
        service.forget_resident("x", rule="request", authority="pipl_47", **said(actor))


def test_who_is_not_concerned_cannot_have_somebody_forgotten(mother):
    _, ref = mother
    with pytest.raises(Refused):
        service.forget_resident(
            ref, rule="request", authority="pipl_47", **said(cast.unrelated_neighbour().actor)
        )
