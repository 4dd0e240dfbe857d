"""Signing up, for oneself or a child, by consent; the waiting list moves up by itself."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from tests import cast
from tests.apps.activities.town import (
    AT,
    CARE,
    FIRST,
    HOUR,
    TALK,
    child,
    codes,
    household,
    mother,
    publish,
    said,
)
from tests.sealed import fill

from linli.apps.activities import facts, service
from linli.apps.activities.models import Seat, SignUp
from linli.kernel.access.actors import STRANGER
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity import held
from linli.kernel.messaging.models import Letter
from linli.kernel.outbox.worker import deliver, fan_out


def standing(ref):
    return SignUp.objects.get(ref=ref).standing


@pytest.mark.both_databases
def test_the_list_moves_up_in_order_and_the_next_one_is_told(town, care):
    first, second, third, fourth = (mother() for _ in range(4))
    taken = child(first, care, name="甲")
    child(second, care, name="乙")
    waits, last = child(third, care, name="丙"), child(fourth, care, name="丁")
    assert [standing(one) for one in (taken, waits, last)] == ["taken", "waiting", "waiting"]
    assert [facts.sign_up(one, who.actor).position for one, who in ((waits, third), (last, fourth))] == [1, 2]
    service.give_up(taken, **said(first, AT + HOUR))
    assert (standing(waits), standing(last)) == ("offered", "waiting")
    fan_out(AT + HOUR)
    deliver(AT + HOUR)
    assert Letter.objects.count() == 1
    with pytest.raises(Refused, match="no_offer"):
        service.accept_place(last, **said(fourth, AT + HOUR))
    late = AT + timedelta(hours=26)
    with pytest.raises(Refused, match="offer_ended"):
        service.accept_place(waits, **said(third, late))
    assert (service.sweep(late), service.sweep(late)) == (1, 0)
    assert (standing(waits), standing(last)) == ("lapsed", "offered")
    service.accept_place(last, **said(fourth, late))
    assert (standing(last), Seat.objects.filter(sign_up__ref=last).count()) == ("taken", 3)
    assert facts.activity(care, STRANGER).free == 0


def test_an_offer_that_is_declined_goes_on(town, care):
    people = [mother() for _ in range(4)]
    refs = [child(one, care, name=f"孩子{n}") for n, one in enumerate(people)]
    service.give_up(refs[0], **said(people[0]))
    service.give_up(refs[2], **said(people[2]))
    assert [standing(one) for one in refs] == ["cancelled", "taken", "declined", "offered"]
    with pytest.raises(Stale):
        service.give_up(refs[2], **said(people[2]))


def test_who_comes_while_somebody_waits_or_was_offered_a_place_waits_too(town, care):
    people = [mother() for _ in range(4)]
    refs = [child(one, care, name=f"孩子{n}") for n, one in enumerate(people[:3])]
    service.give_up(refs[0], **said(people[0]))
    assert standing(child(people[3], care, name="最后")) == "waiting"


def test_a_child_needs_the_consent_of_a_guardian(care):
    alone = mother()
    with pytest.raises(Invalid) as no:
        service.sign_up(care, service.Wish(name="陈小雨", born=date(2018, 5, 1)), **said(alone))
    assert [(one.field, one.code) for one in no.value.problems] == [("agrees", "activities.consent_missing")]
    with pytest.raises(Invalid) as no:
        service.sign_up(care, service.Wish(), **said(alone))
    assert {one.field for one in no.value.problems} == {"name", "born", "agrees"}
    assert SignUp.objects.get(ref=child(alone, care)).consent == "declared"


@pytest.mark.parametrize(
    ("own", "theirs", "consent"),
    [("head", "child", "household"), ("spouse", "child", "household"), ("child", "grandchild", "declared")],
)
def test_who_the_guardian_is_stands_in_the_household_s_record(care, own, theirs, consent):
    parent = mother()
    household(parent, own, ("陈小雨", theirs))
    assert SignUp.objects.get(ref=child(parent, care)).consent == consent


@pytest.mark.parametrize(
    ("own", "theirs"), [("head", "grandchild"), ("parent", "child"), ("sibling", "child")]
)
def test_a_grandmother_cannot_consent_but_signs_up_at_the_counter_with_the_mother_s_paper(
    town, care, own, theirs
):
    grandmother = cast.resident("王秀兰")
    household(grandmother, own, ("陈小雨", theirs))
    with pytest.raises(Refused, match="relative"):
        child(grandmother, care)
    clerk = town.people["clerk"]
    wish = service.Wish(name="陈小雨", born=date(2018, 5, 1), phone="13700000001")  # the mother's
    with pytest.raises(Refused, match="paper_consent"):
        service.sign_up(care, wish, **said(clerk))
    ref = service.sign_up(care, replace(wish, consent_by="陈静"), **said(clerk))
    row = SignUp.objects.get(ref=ref)
    assert (row.consent, row.at_counter, row.account.name) == ("paper", True, "陈静")


def test_nobody_is_on_a_list_twice_not_even_by_another_hand(town, care):
    one = mother()
    child(one, care)
    with pytest.raises(Refused, match="signed_up_already"):
        child(one, care)
    with pytest.raises(Refused, match="signed_up_already"):
        child(cast.resident("陈父"), care, name=" 陈小雨 ")
    wish = service.Wish(name="陈小雨", born=date(2018, 5, 1), phone="13700000001", consent_by="陈静")
    with pytest.raises(Refused, match="signed_up_already"):
        service.sign_up(care, wish, **said(town.people["clerk"]))


def test_nobody_is_in_two_rooms_at_a_time(town, care):
    one = mother()
    child(one, care)
    other = publish(town, first=date(2026, 10, 24), last=None, starts=time(10), ends=time(12))
    with pytest.raises(Refused, match="elsewhere"):
        child(one, other)
    after = publish(town, first=date(2026, 10, 24), last=None, starts=time(11), ends=time(12))
    assert standing(child(one, after)) == "taken"


@pytest.mark.both_databases
def test_an_offer_cannot_be_accepted_against_another_place_at_that_time(town):
    small = publish(town, places=1)
    first, second = mother(), mother()
    held_by_first = child(first, small, name="甲")
    waits = child(second, small, name="乙")
    child(second, publish(town, title_zh="绘画班"), name="乙")
    service.give_up(held_by_first, **said(first))
    with pytest.raises(Refused, match="elsewhere"):
        service.accept_place(waits, **said(second))
    assert standing(waits) == "offered"


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ({"born": date(2022, 1, 1)}, ("born", "activities.outside_ages")),
        ({"born": date(2010, 1, 1)}, ("born", "activities.outside_ages")),
        ({"born": date(2030, 1, 1)}, ("born", "activities.born")),
        ({"born": None}, ("born", "activities.born_missing")),
        ({"name": ""}, ("name", "activities.child_name")),
        ({"name": "名" * 41}, ("name", "activities.too_long")),
        ({"mode": "remote"}, ("mode", "activities.no_remote")),
        ({"mode": "moon"}, ("mode", "activities.no_remote")),
    ],
)
def test_what_cannot_be_is_told_by_field(care, wish, found):
    with pytest.raises(Invalid) as caught:
        child(mother(), care, **wish)
    assert found in codes(caught)


def test_the_window_opens_and_closes(town):
    opens = AT + timedelta(days=1)
    ref = publish(town, opens_at=opens, closes_at=opens + HOUR)
    for at, code in ((AT, "opens_later"), (opens + HOUR, "closed"), (FIRST + timedelta(days=40), "over")):
        with pytest.raises(Refused, match=code):
            child(mother(), ref, at=at)
    assert standing(child(mother(), ref, at=opens)) == "taken"


def test_grown_ups_sign_up_for_themselves_and_from_home_without_taking_a_chair(town):
    ref = publish(town, TALK, places=1)
    one, two, three = cast.resident(), cast.resident(), cast.resident()
    assert standing(service.sign_up(ref, service.Wish(), **said(one))) == "taken"
    assert standing(service.sign_up(ref, service.Wish(mode="remote"), **said(two))) == "taken"
    assert standing(service.sign_up(ref, service.Wish(), **said(three))) == "waiting"
    told = facts.activity(ref, STRANGER)
    assert (told.held, told.waits, told.from_home) == (1, 1, 1)
    with pytest.raises(Refused, match="signed_up_already"):
        service.sign_up(ref, service.Wish(name=one.account.name), **said(one))


def test_only_the_counter_signs_others_up_and_a_stranger_signs_in_first(town):
    ref = publish(town, TALK)
    wish = service.Wish(name="李奶奶", phone="13700000002")
    for make in cast.EVERYBODY:
        if make is cast.clerk:
            continue
        with pytest.raises(NotVisible):
            service.sign_up(ref, wish, **said(make()))
    with pytest.raises(Refused, match="sign_in"):
        service.sign_up(ref, service.Wish(), **said(cast.stranger()))
    assert standing(service.sign_up(ref, wish, **said(town.people["clerk"]))) == "taken"
    with pytest.raises(Invalid):
        service.sign_up(ref, replace(wish, phone="12"), **said(town.people["clerk"]))


def test_a_sign_up_is_its_own_person_s_and_the_clerk_s(town, care):
    own = mother()
    ref = child(own, care)
    may = {id(own), id(town.people["clerk"])}
    everybody = [own, town.people["clerk"], *(make() for make in cast.EVERYBODY if make is not cast.clerk)]
    for member in everybody:
        if id(member) in may:
            assert facts.sign_up(ref, member.actor).name == "陈小雨"
            continue
        for do in (facts.sign_up, lambda ref, _actor, who=member: service.give_up(ref, **said(who))):
            with pytest.raises(NotVisible):
                do(ref, member.actor)
    assert [one.ref for one in facts.mine(own.actor, AT)] == [ref]
    assert facts.mine(STRANGER, AT) == ()


def test_what_is_held_is_told_and_forgotten(town, care):
    own, next_one = mother(), mother()
    child(own, care, name="甲")
    child(mother(), care, name="乙")
    waits = child(next_one, care, name="丙")
    lines = held.everything_about(own.account.pk, str(own.account.ref), AT)["activities"]
    assert [one.what for one in lines] == ["activities.held_sign_up"]
    key = "5c0b7f0e-6f2b-4d0a-9a51-0d6f0c1b7e44"
    columns = {"activities.SignUp.name_sealed", "activities.SignUp.consent_by_sealed"}
    assert fill("activities") == columns
    for _ in range(2):
        service.forget_account(str(own.account.ref), key=key, at=AT)
    service.forget_account("", key=key, at=AT)
    row = SignUp.objects.get(turn=1)
    assert (row.account, row.name_sealed, row.born, row.standing) == (None, None, None, "cancelled")
    assert row.consent_by_sealed is None
    assert standing(waits) == "offered"


def test_one_act_asks_the_database_a_bounded_number_of_times(town, django_assert_max_num_queries):
    ref = publish(town, replace(CARE, places=50))
    for n in range(5):
        child(mother(), ref, name=f"孩子{n}")
    one = mother()
    with django_assert_max_num_queries(22):
        child(one, ref)
