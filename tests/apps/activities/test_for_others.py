"""An agent signs up whoever let them; dates keep clear of holidays; letters go to both."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from tests import cast
from tests.apps.activities import town
from tests.apps.activities.town import said
from tests.city import AT

from linli.apps.activities import facts, service
from linli.apps.activities.models import Activity, SignUp
from linli.apps.people import service as people
from linli.kernel.audit.outcomes import NotVisible, Refused
from linli.kernel.identity.personal import unseal
from linli.kernel.messaging.models import Letter
from linli.kernel.outbox.worker import deliver, fan_out


@pytest.fixture
def pair(city):
    """A mother, her son whom she let act for her, her record, and the consent."""
    town.centre()
    mother, son = cast.resident("王秀兰"), cast.agent()
    person = people.register_resident(people.Person(name="王秀兰"), own=True, **said(mother))
    consent = people.give_consent(person, "agent", str(son.account.ref), **said(mother))
    return mother, son, person, consent


def sign_up(ref, member, person, **more):
    return service.sign_up(ref, service.Wish(person=person, **more), **said(member))


@pytest.mark.both_databases
def test_a_son_signs_his_mother_up_and_gives_it_up_while_she_lets_him(city, pair):
    mother, son, person, consent = pair
    ref = town.publish(city, town.TALK)
    mine = sign_up(ref, son, person, name="别的名字")
    row = SignUp.objects.get(ref=mine)
    assert (row.account, row.agent, row.child, row.name_masked) == (
        mother.account,
        son.account,
        False,
        "王**",
    )
    assert [one.ref for one in facts.mine(mother.actor, AT)] == [mine]
    assert [one.ref for one in facts.mine(son.actor, AT)] == [mine]
    with pytest.raises(Refused) as no:
        service.sign_up(ref, service.Wish(), **said(mother))
    assert no.value.refusal.code == "activities.signed_up_already"
    people.withdraw_consent(consent, **said(mother))
    assert facts.mine(son.actor, AT) == ()
    with pytest.raises(NotVisible):
        service.give_up(mine, **said(son))
    service.give_up(mine, **said(mother))


def test_nobody_signs_up_somebody_who_did_not_let_them(city, pair):
    _, son, person, _ = pair
    ref = town.publish(city, town.TALK)
    for make in cast.EVERYBODY:
        with pytest.raises(Refused):
            sign_up(ref, make(), person)
    with pytest.raises(Refused):
        sign_up(ref, son, str(uuid.uuid4()))
    mine = sign_up(ref, son, person)
    for make in cast.EVERYBODY:
        with pytest.raises(NotVisible):
            facts.sign_up(mine, cast.unrelated_neighbour().actor if make is cast.clerk else make().actor)


def test_she_hears_by_letter_that_her_son_signed_her_up(city, pair):
    mother, son, person, _ = pair
    ref = town.publish(city, town.TALK)
    sign_up(ref, son, person)
    service.sign_up(ref, service.Wish(), **said(cast.resident("李建国")))  # nobody tells who did it oneself
    fan_out(AT)
    deliver(AT)
    (letter,) = Letter.objects.all()
    assert letter.to_masked == mother.account.phone_masked
    assert "给您报了“防骗讲座”" in unseal(bytes(letter.text_sealed), "letter")


def test_a_call_off_is_told_to_her_and_to_him(city, pair):
    _, son, person, _ = pair
    ref = town.publish(city, town.TALK)
    sign_up(ref, son, person)
    fan_out(AT)
    deliver(AT)
    Letter.objects.all().delete()
    service.call_off(ref, **said(city.people["clerk"]))
    fan_out(AT)
    deliver(AT)
    assert Letter.objects.count() == 2


def planned(city, **changes):
    plan = replace(town.TALK, kind="class", opens_at=None, closes_at=None, **changes)
    ref = service.plan_activity(plan, **said(city.people["clerk"]))
    return [one.starts.date() for one in Activity.objects.get(ref=ref).sessions.order_by("starts")]


def test_a_plan_leaves_holidays_out_only_if_wished(city, client):
    town.centre()
    weeks = {"first": date(2026, 12, 21), "last": date(2027, 1, 3), "weekdays": ()}
    every = planned(city, **weeks)
    assert len(every) == 14
    kept = planned(city, **weeks, skip_holidays=True)
    assert set(every) - set(kept) >= {date(2027, 1, 1)}
    client.force_login(city.people["clerk"].account)
    (_, ref) = Activity.objects.order_by("pk").values_list("ref", flat=True)
    page = client.get(f"/desk/activities/{ref}/change").content.decode()
    assert 'name="skip_holidays" value="yes" checked' in page.replace("  ", " ")


def test_the_national_holiday_and_its_worked_weekend_are_left_out():
    from linli.apps.activities.policy.planning import days_to_skip
    from linli.core.clock.calendar import Notice, Rest, calendar_of

    rest = Rest("国庆节", date(2026, 10, 1), date(2026, 10, 7))
    known = calendar_of([Notice(2026, (rest,), (date(2026, 9, 27), date(2026, 10, 10)))])
    plan = replace(town.TALK, first=date(2026, 9, 26), last=date(2026, 10, 11), weekdays=())
    skipped = days_to_skip(plan, known)
    assert skipped == {
        date(2026, 9, 27), *(date(2026, 10, day) for day in range(1, 8)), date(2026, 10, 10),
    }  # fmt: skip
    assert days_to_skip(replace(plan, last=None), known) == frozenset()
