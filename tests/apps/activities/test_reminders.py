"""Reminders for children under three and expecting mothers: by one's own wish, without a name, ended by one tap."""

from datetime import date, timedelta

import pytest
from tests import cast
from tests.apps.activities.town import AT, codes, said

from linli.apps.activities import facts, service
from linli.apps.activities.models import Reminded
from linli.apps.activities.policy import childcare as policy
from linli.kernel.access.actors import STRANGER
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.identity import held
from linli.kernel.identity.personal import unseal
from linli.kernel.messaging.models import Letter

pytestmark = pytest.mark.django_db
TODAY = AT.date()
BORN, EXPECTED = date(2025, 4, 12), TODAY + timedelta(weeks=8, days=3)


def want(member, kind="child", day=BORN, *, agrees=True, at=AT):
    return service.want_reminders(kind, day, agrees=agrees, **said(member, at))


@pytest.mark.both_databases
def test_letters_come_before_the_day_once_and_name_nobody(city):
    own = cast.resident()
    want(own)
    want(own, "expecting", EXPECTED)
    assert (service.remind(AT), service.remind(AT)) == (3, 3)
    told = [unseal(bytes(one.text_sealed), "letter") for one in Letter.objects.all()]
    assert len(told) == 3  # 18 months: a check-up and a vaccination; week 32: a check-up of the mother
    assert not any(own.account.name in one for one in told)
    assert any("32" in one for one in told)


def test_what_comes_next_is_seen_by_its_owner_alone(city):
    own = cast.resident()
    ref = want(own)
    (fact,) = facts.my_reminders(own.actor, AT)
    assert (fact.ref, fact.to_come[0].day, len(fact.plan)) == (ref, date(2026, 10, 12), 20)
    assert facts.my_reminders(STRANGER, AT) == ()
    lines = held.everything_about(own.account.pk, str(own.account.ref), AT)["activities"]
    assert [(one.what, one.value) for one in lines] == [("activities.held_reminded", "2025-04-12")]
    for make in cast.EVERYBODY:
        member = make()
        assert facts.my_reminders(member.actor, AT) == ()
        with pytest.raises(NotVisible):
            service.end_reminders(ref, **said(member))
    service.end_reminders(ref, **said(own))
    assert not Reminded.objects.exists()
    with pytest.raises(NotVisible):
        service.end_reminders(ref, **said(own))


def test_what_is_over_ends_by_itself_and_a_forgotten_person_is_let_go_of(city):
    own = cast.resident()
    want(own, "expecting", TODAY)
    assert service.remind(AT + timedelta(days=42)) == 1
    assert Reminded.objects.exists()
    service.remind(AT + timedelta(days=43))
    assert not Reminded.objects.exists()
    want(own)
    service.forget_account(str(own.account.ref), key="5c0b7f0e-6f2b-4d0a-9a51-0d6f0c1b7e44", at=AT)
    assert not Reminded.objects.exists()


@pytest.mark.parametrize(
    ("kind", "day", "agrees", "found"),
    [
        ("dog", BORN, True, ("kind", "activities.remind_kind")),
        ("child", None, True, ("day", "activities.born_day")),
        ("child", TODAY + timedelta(days=1), True, ("day", "activities.born_day")),
        ("child", date(2023, 1, 1), True, ("day", "activities.born_day")),
        ("expecting", None, True, ("day", "activities.expected_day")),
        ("expecting", TODAY - timedelta(days=43), True, ("day", "activities.expected_day")),
        ("expecting", TODAY + timedelta(weeks=41), True, ("day", "activities.expected_day")),
        ("child", BORN, False, ("agrees", "activities.remind_agree")),
    ],
)
def test_a_wish_that_cannot_be_is_refused_by_field(city, kind, day, agrees, found):
    with pytest.raises(Invalid) as caught:
        want(cast.resident(), kind, day, agrees=agrees)
    assert codes(caught) == [found]


def test_who_cannot_be_reminded_and_how_often_one_can(city, monkeypatch):
    with pytest.raises(Refused, match="sign_in"):
        service.want_reminders("child", BORN, agrees=True, actor=STRANGER, act_id="1", at=AT)
    own = cast.resident()
    want(own)
    with pytest.raises(Refused, match="reminded_already"):
        want(own)
    for n in range(1, 8):
        want(own, day=BORN + timedelta(days=n))
    with pytest.raises(Refused, match="remind_many"):
        want(own, day=BORN - timedelta(days=1))
    monkeypatch.setattr("linli.apps.activities.service.reminding.phone_of", lambda _: "")
    with pytest.raises(Refused, match="remind_phone"):
        want(cast.joined_neighbour())
    assert service.remind(AT) == 0


def test_the_count_is_the_citys_alone(city):
    want(cast.resident())
    (one,) = [
        each for each in facts.figures(AT, AT + timedelta(days=1), "/") if each.code == "activities.reminded"
    ]
    assert (one.numerator, one.is_small) == (1, True)
    assert "activities.reminded" not in {
        each.code for each in facts.figures(AT, AT + timedelta(days=1), "/9901/")
    }


def test_the_plan_of_an_expecting_mother_ends_after_birth():
    plan = policy.plan_of("expecting", date(2027, 3, 1))
    assert [what for what, _, _ in plan] == ["prenatal"] * 5 + ["after_birth"] * 2
    assert plan[0][2] == date(2026, 8, 17)
    assert plan[-1][2] == date(2027, 4, 12)
