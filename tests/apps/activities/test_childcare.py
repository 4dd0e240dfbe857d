"""Childcare places: priority, then turn; offers that end; a ratio that refuses; reminders by consent only."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import cast
from tests.apps.activities.town import AT, codes, household, mother, said

from linli.apps.activities import facts, service
from linli.apps.activities.models import ChildcareApplication
from linli.apps.activities.policy import childcare as policy
from linli.apps.people import facts as people_facts
from linli.apps.people import service as people
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity import held
from linli.kernel.messaging.models import Letter
from linli.kernel.outbox.worker import deliver, fan_out

GROUP = service.NewGroup(
    centre="PING-1", name_zh="托小班", name_en="Toddlers", months_from=12, months_to=23, places=1, staff=1,
    fee_fen=180_000, hours="7:30 - 17:30",
)  # fmt: skip
BORN, FROM = date(2025, 3, 15), date(2026, 10, 12)
LATE = AT + timedelta(days=5)


@pytest.fixture
def clerk(town):
    return town.people["clerk"]


@pytest.fixture
def group(clerk):
    return service.open_group(GROUP, **said(clerk))


def apply(group, member, name, at=AT, **more):
    new = service.NewApplication(name=name, born=BORN, wants_from=FROM, agrees=True)
    return service.apply_for_place(group, replace(new, **more), **said(member, at))


def standing(ref):
    return ChildcareApplication.objects.get(ref=ref).standing


@pytest.mark.both_databases
def test_a_place_goes_by_priority_then_by_turn_and_is_started_and_left(clerk, group):
    first, second, third = mother(), mother(), mother()
    a = apply(group, first, "甲")
    assert standing(a) == "offered"
    b, c = apply(group, second, "乙"), apply(group, third, "丙", priority="low_income")
    assert [one.position for one in facts.applications(group, clerk.actor) if one.standing == "waiting"] == [
        1,
        2,
    ]
    service.see_paper(c, seen=True, **said(clerk))
    with pytest.raises(Stale):
        service.see_paper(c, seen=True, **said(clerk))
    assert [one.name for one in facts.applications(group, clerk.actor)] == ["丙", "甲", "乙"]
    fan_out(AT)
    deliver(AT)
    assert Letter.objects.count() == 1
    service.leave_childcare(a, **said(first))
    assert [standing(one) for one in (a, b, c)] == ["withdrawn", "waiting", "offered"]
    with pytest.raises(Refused, match="no_offer"):
        service.accept_childcare(b, **said(second))
    service.accept_childcare(c, **said(third))
    with pytest.raises(Refused, match="not_accepted"):
        service.start_childcare(b, FROM, **said(clerk, LATE))
    service.start_childcare(c, FROM, **said(clerk, LATE))
    service.leave_childcare(c, **said(third, LATE))
    assert [standing(one) for one in (b, c)] == ["offered", "left"]
    with pytest.raises(Stale):
        service.leave_childcare(c, **said(third, LATE))


def test_an_offer_that_nobody_answers_goes_on(clerk, group):
    a, b = apply(group, mother(), "甲"), apply(group, mother(), "乙")
    later = AT + timedelta(days=4, hours=1)
    assert (service.sweep_childcare(AT), service.sweep_childcare(later), service.sweep_childcare(later)) == (
        0,
        1,
        0,
    )
    assert [standing(one) for one in (a, b)] == ["lapsed", "offered"]


def test_the_ratio_refuses_over_filling(clerk, group):
    for change, field in (({"places": 6}, "places"), ({"months_from": 6, "places": 4}, "places")):
        with pytest.raises(Invalid) as caught:
            service.open_group(replace(GROUP, **change), **said(clerk))
        assert (field, "activities.ratio") in codes(caught)
    for name in "甲乙":
        apply(group, mother(), name)
    service.change_group(group, 2, 1, **said(clerk))
    assert [one.standing for one in facts.applications(group, clerk.actor)] == ["offered", "offered"]
    with pytest.raises(Refused, match="children_there"):
        service.change_group(group, 1, 1, **said(clerk))
    with pytest.raises(Invalid):
        service.change_group(group, 11, 2, **said(clerk))


@pytest.mark.both_databases
def test_a_child_does_not_start_where_the_staff_went_away(clerk, group):
    one = mother()
    ref = apply(group, one, "甲")
    service.accept_childcare(ref, **said(one))
    ChildcareApplication.objects.create(
        group=ChildcareApplication.objects.get(ref=ref).group, child=1, wants_from=FROM, priority="none", rank=4,
        turn=99, standing="started", made_at=AT,
    )  # fmt: skip
    with pytest.raises(Refused, match="ratio_full"):
        service.start_childcare(ref, AT.date(), **said(clerk))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"name": " "}, ("name", "activities.child_name")),
        ({"born": None}, ("born", "activities.born")),
        ({"born": date(2026, 12, 1)}, ("born", "activities.born")),
        ({"born": date(2023, 1, 1)}, ("born", "activities.outside_months")),
        ({"wants_from": None}, ("wants_from", "activities.wants_from")),
        ({"wants_from": date(2026, 1, 1)}, ("wants_from", "activities.wants_from")),
        ({"priority": "friend"}, ("priority", "activities.no_such_priority")),
    ],
)
def test_an_application_that_cannot_be_is_refused_by_field(group, change, found):
    with pytest.raises(Invalid) as caught:
        apply(group, mother(), "甲", **change) if "name" not in change else apply(group, mother(), " ")
    assert found in codes(caught)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"name_zh": ""}, ("name_zh", "activities.group_name")),
        ({"hours": "x" * 61}, ("hours", "activities.too_long")),
        ({"months_to": 12}, ("months_to", "activities.ages_backwards")),
        ({"staff": 0}, ("staff", "activities.number")),
        ({"places": None}, ("places", "activities.number")),
        ({"months_from": None}, ("months_from", "activities.number")),
        ({"centre": ""}, ("centre", "activities.no_such_centre")),
    ],
)
def test_a_group_that_cannot_be_is_refused_by_field(clerk, change, found):
    with pytest.raises(Invalid) as caught:
        service.open_group(replace(GROUP, **change), **said(clerk))
    assert found in codes(caught)


def test_a_guardian_applies_once_and_by_consent(group):
    one = mother()
    apply(group, one, "甲")
    with pytest.raises(Refused, match="applied_already"):
        apply(group, mother(), "甲")
    with pytest.raises(Refused, match="consent_missing"):
        apply(group, one, "乙", agrees=False)
    grandmother = cast.resident("王秀兰")
    household(grandmother, "head", ("丙", "grandchild"))
    with pytest.raises(Refused, match="relative"):
        apply(group, grandmother, "丙")
    with pytest.raises(Refused, match="sign_in"):
        apply(group, cast.stranger(), "丁")


def test_only_the_guardian_and_the_keepers_see_an_application(clerk, group):
    own = mother()
    ref = apply(group, own, "甲")
    for make in cast.EVERYBODY:
        if make is cast.clerk:
            continue
        member = make()
        for do in (
            lambda who: service.open_group(GROUP, **said(who)),
            lambda who: service.change_group(group, 1, 1, **said(who)),
            lambda who: service.see_paper(ref, seen=True, **said(who)),
            lambda who: service.accept_childcare(ref, **said(who)),
            lambda who: service.leave_childcare(ref, **said(who)),
            lambda who: service.start_childcare(ref, AT.date(), **said(who)),
            lambda who: facts.applications(group, who.actor),
        ):
            with pytest.raises(NotVisible):
                do(member)
        assert facts.my_applications(member.actor) == ()
    with pytest.raises(NotVisible):
        service.see_paper(ref, seen=True, **said(own))
    assert [one.name for one in facts.my_applications(own.actor)] == ["甲"]
    with pytest.raises(Invalid):
        service.start_childcare(ref, AT.date() + timedelta(days=1), **said(clerk))


def test_reminders_come_by_consent_once_and_stop_when_it_is_taken_back(clerk, group):
    own = mother()
    household(own, "head", ("甲", "child"))
    ref = apply(group, own, "甲", born=date(2025, 4, 12))
    service.accept_childcare(ref, **said(own))
    assert service.remind(AT) == 0  # nobody agreed
    me = people_facts.me(own.actor)
    consent = people.give_consent(me.ref, "reminders", **said(own))
    before = Letter.objects.count()
    assert (service.remind(AT), service.remind(AT)) == (2, 2)
    assert Letter.objects.count() == before + 2  # 18 months on 12 October: a check-up and a vaccination
    people.withdraw_consent(consent, **said(own))
    assert service.remind(AT + timedelta(days=1)) == 0


def test_a_family_is_told_what_is_held_and_forgotten(clerk, group):
    own, waits = mother(), mother()
    ref, other = apply(group, own, "甲"), apply(group, waits, "乙")
    lines = held.everything_about(own.account.pk, str(own.account.ref), AT)["activities"]
    assert [one.what for one in lines] == ["activities.held_childcare"]
    service.forget_account(str(own.account.ref), key="5c0b7f0e-6f2b-4d0a-9a51-0d6f0c1b7e44", at=AT)
    row = ChildcareApplication.objects.get(ref=ref)
    assert (row.account, row.name_sealed, row.born, row.standing) == (None, None, None, "withdrawn")
    assert standing(other) == "offered"


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 60))
def test_a_day_of_months_is_the_first_on_which_a_child_is_that_old_or_the_last_of_a_short_month(born, months):
    day = policy.month_day(born, months)
    assert policy.age_in_months(born, day + timedelta(days=1)) == months or day.day == born.day
    assert policy.age_in_months(born, day - timedelta(days=1)) < max(months, 1)


@given(st.integers(0, 36), st.integers(1, 40), st.integers(1, 100))
def test_no_group_holds_more_than_its_staff_suffices_for(months, staff, places):
    most = policy.capacity(months, staff, places)
    assert most <= places
    assert most <= policy.allowed(months, staff) <= 20


@pytest.mark.one_database
def test_lists_ask_a_bounded_number_of_times(clerk, group, django_assert_max_num_queries):
    for n in range(6):
        apply(group, mother(), f"孩子{n}")
    with django_assert_max_num_queries(6):
        assert len(facts.applications(group, clerk.actor)) == 6
    with django_assert_max_num_queries(3):
        assert [one.waits for one in facts.groups()] == [5]
