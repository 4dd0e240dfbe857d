"""The course of an engagement: yes and yes, an agreement, hours, pay that the worker confirms, or a wage case."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests import cast
from tests.apps.jobs import market
from tests.apps.jobs.market import MONDAY, new_employer, new_worker, said
from tests.city import AT, publish
from tests.sealed import fill, filled, name_of, sealed_columns

from linli.apps.cases import facts as cases
from linli.apps.jobs import facts, service
from linli.apps.jobs.models import Engagement
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.outbox.registry import Happening

EVENING = MONDAY + timedelta(hours=10)
DUE_OVER = datetime(2026, 10, 14, 1, 0, tzinfo=UTC)  # due on the 13th


def code(caught):
    return caught.value.refusal.code


def happening(event, payload, key):
    return Happening(event, payload, "s", key, AT, key, AT)


def seen(member, ref):
    return facts.engagement(member.actor, ref)


@pytest.mark.both_databases
def test_a_whole_engagement_from_wish_to_pay(shop):
    post = shop.opened()
    ref = service.wish(post, **said(shop.worker))
    assert seen(shop.owner, ref).mine_to_answer
    assert seen(shop.owner, ref).worker == "石**"
    with pytest.raises(NotVisible):
        service.answer(ref, yes=True, **said(shop.worker))
    service.answer(ref, yes=True, **said(shop.owner))
    one = seen(shop.worker, ref)
    assert "260" in one.agreement
    assert "Employer: 汾安小馆. Worker: 石铁柱." in one.agreement
    assert one.due_on == date(2026, 10, 13)
    service.confirm(ref, **said(shop.worker))
    service.confirm(ref, **said(shop.owner))
    assert seen(shop.owner, ref).state == "confirmed"
    service.note_hours(ref, MONDAY, EVENING, **said(shop.worker, EVENING))
    service.note_hours(ref, MONDAY, EVENING - timedelta(hours=1), **said(shop.owner, EVENING))
    assert seen(shop.owner, ref).hours_differ
    service.say_paid(ref, **said(shop.owner, EVENING))
    service.confirm_paid(ref, **said(shop.worker, EVENING))
    assert seen(shop.worker, ref).state == "paid"
    service.note(ref, "活干净，管饭", **said(shop.worker, EVENING))
    assert seen(shop.owner, ref).notes == (("worker", "活干净，管饭"),)
    counts = facts.counts(facts.employer(shop.owner.actor, shop.employer).id)
    assert (counts.engagements, counts.due, counts.paid_on_time) == (1, 1, 1)


def test_nothing_of_it_is_in_the_public_part_of_the_log(shop):
    ref = shop.confirmed()
    service.note_hours(ref, MONDAY, None, **said(shop.worker, EVENING))
    bodies = "".join(
        Entry.objects.filter(act__in=("jobs.wished", "jobs.confirmed", "jobs.worker_entered")).values_list(
            "body", flat=True
        )
    )
    assert '"act":"sealed"' in bodies
    assert "石铁柱" not in bodies
    assert "26000" not in bodies


def test_a_wish_is_said_once_and_only_for_what_is_open(shop):
    post = shop.opened(places=2)
    first = said(shop.worker)
    ref = service.wish(post, **first)
    assert service.wish(post, **first) == ref
    with pytest.raises(Refused) as no:
        service.wish(post, **said(shop.worker))
    assert code(no) == "jobs.wished_already"
    with pytest.raises(NotVisible):
        service.wish(
            service.post_shift(shop.employer, market.new_post(), **said(shop.owner)), **said(shop.worker)
        )
    with pytest.raises(Refused) as no:
        service.wish(post, **said(cast.resident()))
    assert code(no) == "jobs.enter_first"
    with pytest.raises(Refused) as no:
        service.wish(shop.opened(), **said(shop.worker, EVENING))
    assert code(no) == "jobs.begun_already"


@pytest.mark.both_databases
def test_nobody_is_promised_to_two_overlapping_shifts(shop):
    shop.agreed()
    other = service.wish(shop.opened(starts_at=MONDAY + timedelta(hours=2)), **said(shop.worker))
    with pytest.raises(Refused) as no:
        service.answer(other, yes=True, **said(shop.owner))
    assert code(no) == "jobs.worker_busy"
    offered = service.offer(
        shop.opened(starts_at=MONDAY + timedelta(hours=3)), shop.entry, **said(shop.clerk)
    )
    with pytest.raises(Refused) as no:
        service.answer(offered, yes=True, **said(shop.worker))
    assert code(no) == "jobs.busy_then"
    later = service.wish(
        shop.opened(starts_at=MONDAY + timedelta(hours=24), ends_at=MONDAY + timedelta(hours=30)),
        **said(shop.worker),
    )
    service.answer(later, yes=True, **said(shop.owner))


@pytest.mark.both_databases
def test_a_full_shift_takes_nobody_more_until_somebody_calls_off(shop):
    post = shop.opened()
    two = cast.resident("李大山")
    service.enter_worker(new_worker(name="李大山"), **said(two))
    mine, theirs = (service.wish(post, **said(one)) for one in (shop.worker, two))
    service.answer(mine, yes=True, **said(shop.owner))
    with pytest.raises(Refused) as no:
        service.answer(theirs, yes=True, **said(shop.owner))
    assert code(no) == "jobs.full"
    service.call_off(mine, **said(shop.worker))
    assert facts.post(post, shop.owner.actor).left == 1
    service.answer(theirs, yes=True, **said(shop.owner))
    service.not_there(theirs, **said(shop.owner, EVENING))
    assert facts.post(post, shop.owner.actor).left == 1
    assert [one.state for one in facts.engagements_at(shop.owner.actor, facts.post(post, shop.owner.actor))] == [
        "called_off", "not_there",
    ]  # fmt: skip


def test_who_was_there_is_not_called_absent(shop):
    ref = shop.confirmed()
    with pytest.raises(Refused) as no:
        service.not_there(ref, **said(shop.owner))
    assert code(no) == "jobs.not_begun"
    service.note_hours(ref, MONDAY, None, **said(shop.worker, EVENING))
    with pytest.raises(Refused) as no:
        service.not_there(ref, **said(shop.owner, EVENING))
    assert code(no) == "jobs.was_there"


def test_the_young_are_kept_from_danger_and_children_from_work(shop):
    with pytest.raises(Invalid) as caught:
        service.enter_worker(new_worker(born=date(2011, 1, 1)), **said(cast.resident()))
    assert [(one.code, one.params["age"]) for one in caught.value.problems] == [("jobs.below_sixteen", 15)]
    young = cast.resident("小周")
    service.enter_worker(
        new_worker(name="小周", born=date(2010, 1, 1), trades=(("scaffolder", 1),)), **said(young)
    )
    with pytest.raises(Refused) as no:
        service.wish(shop.opened(trade="scaffolder", ends_at=MONDAY + timedelta(hours=6)), **said(young))
    assert code(no) == "matching.young_danger"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": ""}, "jobs.name_missing"),
        ({"born": date(1900, 1, 1)}, "jobs.born_when"),
        ({"born": date(2999, 1, 1)}, "jobs.born_when"),
        ({"trades": ()}, "jobs.trades_missing"),
        ({"trades": (("wizard", 1),)}, "jobs.no_such_trade"),
        ({"trades": (("kitchen", 0),)}, "jobs.no_such_level"),
        ({"free": ()}, "jobs.free_missing"),
        ({"free": (service.Free(1, 700, 600),)}, "jobs.free_when"),
        ({"reach": 1}, "jobs.reach"),
        ({"helps": ("money",)}, "jobs.not_a_choice"),
        ({"area": "nowhere"}, "jobs.no_such_area"),
        ({"consent": "none"}, "jobs.consent_missing"),
    ],
)
def test_what_an_entry_cannot_be(shop, wrong, code):
    with pytest.raises(Invalid) as caught:
        service.enter_worker(new_worker(**wrong), **said(cast.resident()))
    assert code in {one.code for one in caught.value.problems}


def test_nobody_confirms_somebody_elses_pay(shop):
    ref = shop.confirmed()
    service.say_paid(ref, **said(shop.owner, EVENING))
    for member in (shop.owner, shop.clerk, cast.resident(), cast.stranger()):
        with pytest.raises(NotVisible):
            service.confirm_paid(ref, **said(member, EVENING))
    with pytest.raises(NotVisible):
        service.say_paid(ref, **said(shop.worker, EVENING))
    with pytest.raises(NotVisible):
        facts.engagement(cast.unrelated_neighbour().actor, ref)


def test_a_clerk_stands_in_for_who_came_by_telephone(shop):
    new = new_worker(name="石铁柱", phone="13900005555", consent="spoken")
    with pytest.raises(NotVisible):
        service.enter_worker(new, **said(shop.owner))
    entry = service.enter_worker(new, **said(shop.clerk))
    assert facts.worker(shop.clerk.actor, entry).name == "石**"
    ref = service.offer(shop.opened(), entry, **said(shop.clerk))
    assert seen(shop.clerk, ref).stands_in
    service.answer(ref, yes=True, **said(shop.clerk))
    service.confirm(ref, **said(shop.clerk))
    service.confirm(ref, **said(shop.owner))
    service.confirm_paid(ref, **said(shop.clerk, EVENING))
    assert seen(shop.owner, ref).state == "paid"


def test_hours_have_to_be_around_the_shift(shop):
    ref = shop.confirmed()
    with pytest.raises(Invalid) as caught:
        service.note_hours(ref, MONDAY - timedelta(hours=9), None, **said(shop.worker, EVENING))
    assert caught.value.problems[0].code == "jobs.hours_when"
    with pytest.raises(Invalid) as caught:
        service.note_hours(ref, MONDAY, MONDAY - timedelta(hours=1), **said(shop.worker, EVENING))
    assert caught.value.problems[0].code == "jobs.hours_end"


def test_pay_that_does_not_come_is_reminded_of_and_then_a_case_by_itself(shop):
    publish("wage-arrears")
    ref = shop.confirmed(keeps_name=True)
    assert service.look_after_pay(EVENING) == 0
    assert service.look_after_pay(DUE_OVER) == 0  # the reminder
    assert service.look_after_pay(DUE_OVER + timedelta(hours=2)) == 0
    assert service.look_after_pay(DUE_OVER + timedelta(days=1)) == 1
    assert service.look_after_pay(DUE_OVER + timedelta(days=2)) == 0
    one = seen(shop.worker, ref)
    assert one.state == "unpaid"
    case = cases.case_view(shop.worker.actor, one.case_ref, at=DUE_OVER + timedelta(days=1)).case
    assert (case.service, case.sensitivity) == ("wage-arrears", "confidential")
    assert seen(shop.owner, ref).case_ref == ""
    service.confirm_paid(ref, **said(shop.worker, DUE_OVER + timedelta(days=2)))
    counts = facts.counts(facts.employer(shop.owner.actor, shop.employer).id)
    assert (counts.paid, counts.paid_on_time) == (1, 0)


def test_without_consent_no_case_but_one_tap_opens_it(shop):
    publish("wage-arrears")
    ref = shop.confirmed(wants_case=False)
    with pytest.raises(Refused) as no:
        service.open_wage_case(ref, **said(shop.worker, EVENING))
    assert code(no) == "jobs.not_due_yet"
    service.look_after_pay(DUE_OVER)
    assert service.look_after_pay(DUE_OVER + timedelta(days=1)) == 0
    opened = service.open_wage_case(ref, **said(shop.worker, DUE_OVER))
    assert seen(shop.worker, ref).case_number == opened["number"]
    with pytest.raises(Stale):
        service.open_wage_case(ref, **said(shop.worker, DUE_OVER))


def test_consent_is_taken_back_as_easily_as_given(shop):
    publish("wage-arrears")
    ref = shop.confirmed()
    service.change_case_wish(ref, wants_case=False, keeps_name=True, **said(shop.worker))
    service.look_after_pay(DUE_OVER)
    assert service.look_after_pay(DUE_OVER + timedelta(days=1)) == 0
    with pytest.raises(NotVisible):
        service.change_case_wish(ref, wants_case=True, keeps_name=True, **said(shop.owner))


def test_pay_said_but_missing_goes_on_to_the_case(shop):
    publish("wage-arrears")
    ref = shop.confirmed()
    service.say_paid(ref, **said(shop.owner, EVENING))
    service.confirm_paid(ref, got=False, **said(shop.worker, EVENING))
    assert seen(shop.owner, ref).state == "confirmed"
    service.look_after_pay(DUE_OVER)
    assert service.look_after_pay(DUE_OVER + timedelta(days=1)) == 1


def test_notes_are_for_the_two_and_said_once(shop):
    ref = shop.confirmed()
    with pytest.raises(Refused):
        service.note(ref, "好", **said(shop.owner))
    service.note(ref, "好", **said(shop.owner, EVENING))
    with pytest.raises(Stale):
        service.note(ref, "又", **said(shop.owner, EVENING))
    for words in (" ", "长" * 301):
        with pytest.raises(Invalid):
            service.note(ref, words, **said(shop.worker, EVENING))


def test_who_leaves_leaves_nothing_but_nameless_sums(shop):
    ref = shop.confirmed()
    with pytest.raises(Refused) as no:
        service.leave(shop.entry, **said(shop.worker))
    assert code(no) == "jobs.still_running"
    service.confirm_paid(ref, **said(shop.worker, EVENING))
    service.pause(shop.entry, wants=True, **said(shop.worker))
    service.leave(shop.entry, **said(shop.worker, EVENING))
    assert facts.my_entry(shop.worker.actor) is None
    assert facts.engagement(shop.owner.actor, ref).worker == ""


def test_a_person_who_is_forgotten_goes_from_the_list_and_from_employers(shop):
    from linli.apps.jobs import subscribers
    from linli.apps.people.events import PERSON_FORGOTTEN

    ref = shop.confirmed()
    service.note(ref, "好", **said(shop.owner, EVENING))
    assert fill("jobs") == {name_of(*one) for one in sealed_columns("jobs")}
    for n, member in enumerate((shop.worker, shop.owner)):
        key = f"00000000-0000-4000-8000-00000000000{n}"
        subscribers.forget(happening(PERSON_FORGOTTEN, {"account": str(member.account.ref)}, key))
    assert facts.my_entry(shop.worker.actor) is None
    assert facts.mine(shop.owner.actor) == ()
    assert filled("jobs") == set()
    assert Engagement.objects.get(ref=ref).sum_fen > 0


def test_an_owner_who_is_forgotten_leaves_the_worker_the_agreement(shop):
    from linli.apps.jobs import subscribers
    from linli.apps.people.events import PERSON_FORGOTTEN

    ref = shop.confirmed()
    service.note(ref, "按时到", **said(shop.owner, EVENING))
    told = {"account": str(shop.owner.account.ref)}
    for _ in range(2):
        subscribers.forget(happening(PERSON_FORGOTTEN, told, "00000000-0000-4000-8000-000000000003"))
    assert filled("jobs") == {
        "jobs.WorkerProfile.name_sealed", "jobs.WorkerProfile.born_sealed", "jobs.Engagement.agreement_sealed",
    }  # fmt: skip
    assert facts.engagement(shop.worker.actor, ref).employer_phone == ""


def test_help_is_a_confidential_case_by_the_persons_wish(shop):
    opened = service.ask_for_help(shop.entry, "想学个新手艺", **said(shop.worker))
    case = cases.case_view(shop.worker.actor, str(opened["ref"]), at=AT).case
    assert case.sensitivity == "confidential"
    with pytest.raises(Stale):
        service.ask_for_help(shop.entry, "再来", **said(shop.worker))


def test_what_is_held_is_told(shop):
    from linli.kernel.identity.held import everything_about

    shop.confirmed()
    told = everything_about(shop.worker.account.pk, str(shop.worker.account.ref), AT)["jobs"]
    assert [one.what for one in told] == ["jobs.held_entry", "jobs.held_shift"]
    mine = everything_about(shop.owner.account.pk, str(shop.owner.account.ref), AT)["jobs"]
    assert [(one.what, one.value) for one in mine] == [("jobs.held_employer", "汾安小馆")]


def test_letters_go_to_whom_it_concerns_and_name_nobody(shop):
    from linli.apps.jobs import subscribers
    from linli.apps.jobs.events import TOLD
    from linli.kernel.messaging.models import Letter

    ref = service.wish(shop.opened(), **said(shop.worker))
    for n, what in enumerate(("asked", "agreed", "pay_late", "case_opened")):
        key = f"00000000-0000-4000-8000-00000000001{n}"
        subscribers.write(happening(TOLD, {"engagement": ref, "what": what}, key))
    assert Letter.objects.count() == 5


def test_the_shift_of_a_household_is_agreed_like_any_other(shop):
    owner = cast.resident("陈静")
    home = service.register_employer(
        new_employer(kind="household", name="陈静", credit_code="", phone="13900006666"), **said(owner)
    )
    service.look_at(home, ["id_card"], **said(shop.clerk))
    service.verify(home, **said(shop.second))
    post = service.post_shift(home, market.new_post(), **said(owner))
    service.open_post(post, **said(shop.clerk))
    assert facts.post(post, cast.stranger().actor).employer == "陈*"
