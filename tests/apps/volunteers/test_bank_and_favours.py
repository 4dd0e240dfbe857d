"""The time bank balances whatever happens; favours are looked at, relayed, done by both, and never about money."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from tests import cast
from tests.apps.volunteers.conftest import END, OLD_MAN, PING, hear
from tests.city import AT, act_id
from tests.sealed import fill, filled, name_of, sealed_columns

from linli.apps.people import service as people
from linli.apps.people.service import Person
from linli.apps.volunteers import facts, service
from linli.apps.volunteers.models import (
    Booking,
    BookingLine,
    Dispute,
    Engagement,
    Favour,
    FavourMatch,
    FavourMessage,
    Hours,
    Task,
    TimeAccount,
)
from linli.apps.volunteers.policy.terms import terms
from linli.apps.volunteers.policy.wording import reaches_somebody
from linli.apps.volunteers.service import NewFavour
from linli.kernel.audit.models import Entry, PrivateItem
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.held import everything_about
from linli.kernel.messaging.models import Letter

pytestmark = pytest.mark.django_db


def balanced():
    """Every booking adds up to nothing, balances are their lines, and what was earned are the banked hours."""
    assert not BookingLine.objects.values("booking").annotate(n=Sum("minutes")).exclude(n=0).exists()
    for one in TimeAccount.objects.all():
        assert one.minutes == (
            BookingLine.objects.filter(time_account=one).aggregate(n=Sum("minutes"))["n"] or 0
        )
    told = facts.totals()
    banked = Hours.objects.filter(stands=True, banked=True).aggregate(n=Sum("minutes"))["n"] or 0
    assert told.earned == told.saved + told.pools == banked


def saved(town, who):
    return facts.statement(town.people[who].actor, AT).minutes


@pytest.fixture
def saver(town):
    town.join("teacher", banks=True)
    _, part = town.done("teacher")
    town.hours = service.confirm(part, 120, **town.said("clerk", END))
    return town


def put_up(town, who="old_man", **more):
    wish = {
        "side": "ask",
        "kind": "letter",
        "words": "请帮我念一封孙子的信",
        "area": PING,
        "knows": True,
        **more,
    }
    return service.put_up(NewFavour(**wish), **town.said(who))


def shown(town, who="old_man", **more):
    ref = put_up(town, who, **more)
    service.review(ref, show=True, **town.said("clerk"))
    return ref


def test_confirmed_hours_are_saved_only_for_who_wishes_it(saver):
    assert saved(saver, "teacher") == 120
    saver.join("friend")
    _, part = saver.done("friend")
    service.confirm(part, 60, **saver.said("clerk", END))
    assert saved(saver, "friend") == 0
    balanced()


def test_a_correction_is_booked_as_the_difference(saver):
    new = service.correct(saver.hours, 90, **saver.said("clerk", END))
    assert saved(saver, "teacher") == 90
    balanced()
    service.give("pool", 80, **saver.said("teacher"))
    with pytest.raises(Refused) as no:
        service.correct(new, 30, **saver.said("clerk", END))
    assert (no.value.refusal.code, no.value.refusal.because["short"]) == ("accounts.overdraft", 50)
    service.correct(new, 100, **saver.said("clerk", END))
    assert saved(saver, "teacher") == 20
    balanced()


def test_nobody_gives_what_they_have_not_nor_to_themselves_nor_to_strangers(saver):
    with pytest.raises(Refused) as no:
        service.give("pool", 121, **saver.said("teacher"))
    assert no.value.refusal.because["short"] == 1
    mine = people.register_resident(Person(name="李老师", area=PING), own=True, **saver.said("teacher"))
    for to, minutes in ((mine, 10), ("pool", 0), ("pool", -5), (act_id(), 10)):
        with pytest.raises(Invalid):
            service.give(to, minutes, **saver.said("teacher"))
    with pytest.raises(Refused):
        service.give("pool", 5, **saver.said("friend"))
    with pytest.raises(IntegrityError), transaction.atomic():
        TimeAccount.objects.filter(kind="person").update(minutes=-1)
    assert saved(saver, "teacher") == 120
    balanced()


def test_a_gift_to_a_relative_keeps_its_day_and_the_supervisor_can_undo_it(saver):
    mine = people.register_resident(Person(name="李老师", area=PING), own=True, **saver.said("teacher"))
    hers = people.register_resident(Person(name="陈静", area=PING), own=True, **saver.said("mother"))
    home = people.open_household(PING, "平桥社区 3 号楼", mine, **saver.said("clerk"))
    people.add_member(home, hers, "spouse", **saver.said("clerk"))
    assert [ref for ref, _ in facts.statement(saver.people["teacher"].actor, AT).relatives] == [hers]
    ref = service.give(hers, 50, **saver.said("teacher"))
    assert (saved(saver, "teacher"), saved(saver, "mother")) == (70, 50)
    days = {facts.statement(saver.people[who].actor, AT).next_lot.runs_out for who in ("teacher", "mother")}
    assert len(days) == 1
    with pytest.raises(NotVisible):
        service.undo(ref, **saver.said("clerk"))
    service.undo(ref, **saver.said("supervisor"))
    assert (saved(saver, "teacher"), saved(saver, "mother")) == (120, 0)
    with pytest.raises(Stale):
        service.undo(ref, **saver.said("supervisor"))
    balanced()


def test_what_has_run_out_goes_to_the_pool_once(saver):
    service.give("pool", 20, **saver.said("teacher"))
    later = END + timedelta(days=terms().time_lasts_days + 1)
    assert [service.sweep(AT), service.sweep(later), service.sweep(later)] == [0, 1, 0]
    assert (saved(saver, "teacher"), facts.totals().pools) == (0, 120)
    assert Booking.objects.filter(kind="expiry").count() == 1
    balanced()


def test_an_hour_of_help_for_an_hour_when_both_wish_it(saver):
    ref = shown(saver, "teacher")
    match = service.answer(ref, **saver.said("friend"))
    assert not service.say_done(match, 45, bank=True, **saver.said("teacher"))
    with pytest.raises(Invalid) as wrong:
        service.say_done(match, 60, bank=True, **saver.said("friend"))
    assert wrong.value.problems[0].params["n"] == 45
    assert service.say_done(match, 45, bank=True, **saver.said("friend"))
    assert (saved(saver, "teacher"), saved(saver, "friend")) == (75, 45)
    with pytest.raises(Stale):
        service.say_done(match, 45, bank=True, **saver.said("friend"))
    balanced()


def test_help_may_stay_a_favour_and_nobody_owes_for_it(saver):
    match = service.answer(shown(saver), **saver.said("friend"))
    with pytest.raises(Refused) as no:
        service.say_done(match, 45, bank=True, **saver.said("old_man"))
    assert no.value.refusal.code == "accounts.overdraft"
    service.say_done(match, 45, bank=True, **saver.said("friend"))
    assert service.say_done(match, 45, bank=False, **saver.said("old_man"))
    assert Booking.objects.filter(kind="help").count() == 0
    assert Favour.objects.get().state == "ended"


@pytest.mark.parametrize(
    "words",
    ["打我电话13900000004", "139 0000 0004", "１３９－００００－０００４", "一三九零零零零零零零四", "微信：wang_1950",
     "找我 140105199001011234", "mail a.b@c.cn", "see http://x.cn", "0351-7654321"],
)  # fmt: skip
def test_a_way_around_the_relay_is_seen(words):
    assert reaches_somebody(words)


@pytest.mark.parametrize(
    "words", ["3 号楼门口，下午 2 点到 4 点", "买 2 斤鸡蛋和 10 个馒头", "2026-10-12 上午", "二三十分钟就好"]
)
def test_plain_words_are_let_through(words):
    assert not reaches_somebody(words)


def test_what_is_asked_is_looked_at_first(town):
    with pytest.raises(Invalid) as wrong:
        put_up(town, words="打我电话13900000004", kind="injection", days=99, knows=False)
    assert {one.field for one in wrong.value.problems} == {"words", "kind", "days", "knows"}
    ref = put_up(town)
    assert facts.shown(town.people["friend"].actor, AT)[0] == ()
    with pytest.raises(NotVisible):
        service.answer(ref, **town.said("friend"))
    with pytest.raises(NotVisible):
        service.review(ref, show=True, **town.said("friend"))
    with pytest.raises(Invalid):
        service.review(ref, show=False, why="no", **town.said("clerk"))
    service.review(ref, show=True, **town.said("clerk"))
    (seen,) = facts.shown(town.people["friend"].actor, AT)[0]
    assert (seen.words, seen.area_path.endswith(f"{PING}/"), seen.own) == (
        "请帮我念一封孙子的信",
        True,
        False,
    )
    other = put_up(town, "mother", words="我要借三千块钱周转")
    service.review(other, show=False, why="money", **town.said("clerk"))
    assert facts.own_favours(town.people["mother"].actor)[0].why == "money"


def test_staff_and_the_contact_household_ask_for_who_has_no_telephone_for_it(town):
    ref = put_up(town, "clerk", phone=OLD_MAN, name="王德福")
    assert facts.own_favours(town.people["old_man"].actor)[0].ref == ref
    with pytest.raises(Refused) as no:
        put_up(town, "friend", phone=OLD_MAN, name="王德福")
    assert no.value.refusal.code == "volunteers.not_for_others"
    service.end_favour(ref, **town.said("clerk"))
    assert Favour.objects.get().state == "ended"


def test_lines_are_relayed_and_numbers_shown_only_when_both_agree(town):
    match = service.answer(shown(town), **town.said("friend"))
    with pytest.raises(Refused):
        service.answer(Favour.objects.get().ref, **town.said("old_man"))
    with pytest.raises(Stale):
        service.answer(Favour.objects.get().ref, **town.said("mother"))
    service.write(match, "我下午三点过去，行吗？", **town.said("friend"))
    with pytest.raises(Invalid):
        service.write(match, "我的号 139 0000 0006", **town.said("friend"))
    seen = facts.match(match, actor=town.people["old_man"].actor)
    assert [(mine, text) for mine, text, _ in seen.messages] == [(False, "我下午三点过去，行吗？")]
    for who in ("clerk", "mother"):
        with pytest.raises(NotVisible):
            facts.match(match, actor=town.people[who].actor)
    service.show_number(match, wants=True, **town.said("friend"))
    assert facts.match(match, actor=town.people["old_man"].actor).phone == ""
    service.show_number(match, wants=True, **town.said("old_man"))
    assert facts.match(match, actor=town.people["old_man"].actor).phone == "13900000006"
    service.show_number(match, wants=False, **town.said("friend"))
    assert facts.match(match, actor=town.people["old_man"].actor).phone == ""
    log = [
        *Entry.objects.values_list("body", flat=True),
        *PrivateItem.objects.values_list("value", flat=True),
    ]
    assert not any("三点" in one or "孙子" in one for one in log)
    hear()
    assert Letter.objects.count() >= 2
    service.break_off(match, **town.said("old_man"))
    assert Favour.objects.get().state == "shown"
    with pytest.raises(Stale):
        service.write(match, "还在吗？", **town.said("friend"))


def test_a_report_hides_it_until_staff_have_looked(town):
    ref = shown(town)
    with pytest.raises(Invalid):
        service.report_abuse(ref, "ugly", **town.said("friend"))
    service.report_abuse(ref, "money", **town.said("friend"))
    assert facts.shown(town.people["mother"].actor, AT)[0] == ()
    assert facts.to_review(town.people["clerk"].actor)[0][0].reports == ("money",)
    service.review(ref, show=True, **town.said("clerk"))
    with pytest.raises(Stale):
        service.report_abuse(ref, "money", **town.said("friend"))


def test_favours_run_out_and_what_was_written_goes(town):
    ref = shown(town, days=3)
    match = service.answer(shown(town, "mother"), **town.said("friend"))
    service.write(match, "好的", **town.said("friend"))
    service.break_off(match, **town.said("friend"))
    later = AT + timedelta(days=40)
    assert service.sweep(later) == 2
    assert Favour.objects.get(ref=ref).state == "ended"
    assert FavourMessage.objects.count() == 0
    with pytest.raises(Stale):
        service.answer(ref, **town.said("friend", later))


def test_who_is_forgotten_leaves_counts_and_minutes_and_no_word(saver):
    match = service.answer(shown(saver, "teacher"), **saver.said("friend"))
    service.write(match, "谢谢您", **saver.said("teacher"))
    account = saver.people["teacher"].account
    Dispute.objects.create(engagement=Engagement.objects.get(), made_at=AT)
    Task.objects.update(helped=account)
    told = [one.what for one in everything_about(account.pk, str(account.ref), AT)["volunteers"]]
    assert "volunteers.held_minutes" in told
    assert fill("volunteers") == {name_of(*one) for one in sealed_columns("volunteers")}
    service.forget_account(str(account.ref), key=act_id(), at=AT)
    assert "volunteers" not in everything_about(account.pk, str(account.ref), AT)
    assert (Favour.objects.get().words, FavourMessage.objects.count()) == ("", 0)
    assert FavourMatch.objects.get().asker_id is None
    assert filled("volunteers") == set()
    assert facts.totals() == facts.Totals(120, 0, 120)
    assert Hours.objects.get().minutes == 120
    balanced()


def test_figures_are_counted_and_few_people_are_not_told_of(saver):
    told = {
        one.code: one for one in facts.figures(AT - timedelta(days=30), END + timedelta(days=1), "/9901/")
    }
    assert told["volunteers.tasks"].numerator == 1
    assert told["volunteers.people"].is_small
    assert "volunteers.hours" not in told
    for build in cast.EVERYBODY:
        member = build()
        assert facts.statement(member.actor, AT).minutes == 0
        assert facts.own_hours(member.actor) == ((), 0)


def test_staff_give_of_the_pool_to_who_needs_help_and_no_more_than_there_is(saver):
    service.give("pool", 50, **saver.said("teacher"))
    for minutes, no in ((0, Invalid), (51, Refused)):
        with pytest.raises(no):
            service.grant(OLD_MAN, PING, minutes, **saver.said("clerk"))
    with pytest.raises(NotVisible):
        service.grant(OLD_MAN, PING, 30, **saver.said("friend"))
    service.grant(OLD_MAN, PING, 30, **saver.said("clerk"))
    match = service.answer(shown(saver), **saver.said("friend"))
    service.say_done(match, 30, bank=True, **saver.said("old_man"))
    service.say_done(match, 30, bank=True, **saver.said("friend"))
    assert (saved(saver, "old_man"), saved(saver, "friend"), facts.totals().pools) == (0, 30, 20)
    balanced()
