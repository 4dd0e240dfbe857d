"""Rooms are booked once at a time, by a person or by staff for somebody; what cannot be is refused with its field."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from tests import cast
from tests.apps.centres.stage import AT, MONDAY, SATURDAY, clerk, later, said, wish
from tests.city import MAKER
from tests.sealed import fill, filled

from linli.apps.centres import facts, service
from linli.apps.centres.models import Booking
from linli.core.clock.instants import BEIJING
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.held import everything_about
from linli.kernel.identity.personal import unseal
from linli.kernel.messaging.models import Letter
from linli.kernel.outbox.worker import deliver, fan_out

OLD = service.Contact("王秀兰", "13800001234")


def run_worker(at):
    fan_out(at)
    while deliver(at):
        pass


def book(new, who, at=AT):
    return service.book(new, **said(who, at))


def one(new, who, at=AT):
    (only,) = book(new, who, at)["booked"]
    return only["ref"]


def codes(caught):
    return [(each.field, each.code) for each in caught.value.problems]


@pytest.mark.both_databases
def test_a_room_is_booked_once_at_a_time(dance):
    first, second = cast.resident(), cast.unrelated_neighbour()
    ref = one(wish(dance), first)
    with pytest.raises(Refused) as caught:
        book(wish(dance, start="09:30", end="10:30"), second)
    assert caught.value.refusal.code == "centres.taken"
    one(wish(dance, start="10:00", end="11:00"), second)
    service.cancel(ref, **said(first))
    one(wish(dance), second)
    day = facts.free_day(dance, MONDAY)
    assert [span.text for span in day.taken] == ["09:00-10:00", "10:00-11:00"]
    assert [span.text for span in day.free] == ["08:30-09:00", "11:00-12:00", "14:00-18:00"]


def test_the_same_act_said_twice_books_once(dance):
    words = said(cast.resident())
    assert service.book(wish(dance), **words) == service.book(wish(dance), **words)
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ({"end": "08:45"}, ("end", "slots.ends_before")),
        ({"start": "half past"}, ("start", "centres.time_missing")),
        ({"end": "25:00"}, ("end", "centres.time_missing")),
        ({"day": date(2026, 10, 8)}, ("day", "slots.past")),
        ({"day": date(2026, 12, 1)}, ("day", "slots.too_far")),
        ({"start": "11:30", "end": "12:30"}, ("end", "slots.open_until")),
        ({"start": "12:15", "end": "13:00"}, ("start", "slots.outside_hours")),
        ({"start": "14:00", "end": "17:00"}, ("end", "slots.too_long")),
        ({"people": 21}, ("people", "slots.too_many_people")),
        ({"day": date(2026, 10, 18)}, ("day", "slots.closed_day")),
        ({"purpose": "showing"}, ("purpose", "centres.no_such_purpose")),
        ({"weeks": 0}, ("weeks", "centres.weeks")),
    ],
)
def test_what_cannot_be_is_refused_by_field(dance, new, found):
    with pytest.raises(Invalid) as caught:
        book(wish(dance, **new), cast.resident())
    assert found in codes(caught)


def test_a_working_saturday_has_the_hours_of_a_monday_and_a_holiday_is_closed(dance):
    one(wish(dance, SATURDAY, "08:30", "09:30"), cast.resident())
    with pytest.raises(Invalid) as caught:
        book(wish(dance, SATURDAY, "12:15", "13:00"), cast.resident())
    assert codes(caught) == [("start", "slots.outside_hours")]
    usual = SATURDAY + timedelta(days=7)
    one(wish(dance, usual, "12:15", "13:00"), cast.resident())
    september = datetime(2026, 9, 20, 2, tzinfo=BEIJING)
    with pytest.raises(Invalid) as caught:
        book(wish(dance, date(2026, 10, 1)), cast.resident(), september)
    assert codes(caught) == [("day", "slots.closed_holiday")]


def test_a_year_whose_holidays_are_not_announced_takes_no_bookings(dance):
    december = datetime(2026, 12, 20, 9, tzinfo=BEIJING)
    with pytest.raises(Invalid) as caught:
        book(wish(dance, date(2027, 1, 5)), cast.resident(), december)
    assert codes(caught) == [("day", "slots.year_not_out")]


def test_every_week_leaves_out_what_cannot_be_and_says_why(dance):
    neighbour = cast.unrelated_neighbour()
    one(wish(dance, MONDAY + timedelta(days=7)), neighbour)
    centre = facts.room(dance).centre_ref
    third = MONDAY + timedelta(days=14)
    service.close_days(centre, third, third, "repairs", **said(MAKER))
    told = book(wish(dance, weeks=5), cast.resident())
    assert [each["day"] for each in told["booked"]] == ["2026-10-12", "2026-11-02"]
    assert [(each["day"], each["code"]) for each in told["left_out"]] == [
        ("2026-10-19", "centres.taken"), ("2026-10-26", "slots.closed_day"), ("2026-11-09", "slots.too_far"),
    ]  # fmt: skip


def test_an_account_holds_as_many_open_bookings_as_the_room_allows(dance):
    person = cast.resident()
    refs = [one(wish(dance, start=f"{hour}:00", end=f"{hour + 1}:00"), person) for hour in (9, 10, 14)]
    with pytest.raises(Refused) as caught:
        book(wish(dance, start="15:00", end="16:00"), person)
    assert caught.value.refusal.code == "centres.too_many_open"
    service.cancel(refs[1], **said(person))
    one(wish(dance, start="15:00", end="16:00"), person)
    after = datetime(2026, 10, 12, 20, tzinfo=BEIJING)
    one(wish(dance, MONDAY + timedelta(days=1)), person, after)


def test_a_series_counts_as_one_and_its_turn_is_handed_on(dance):
    person = cast.resident()
    told = book(wish(dance, weeks=4), person)
    assert Booking.objects.filter(turn=1).count() == 1
    service.cancel(told["booked"][-1]["ref"], **said(person))
    assert Booking.objects.get(turn=1).ref == Booking.objects.get(ref=told["booked"][-2]["ref"]).ref


def test_staff_book_for_somebody_who_calls_and_their_number_is_sealed(dance):
    ref = one(wish(dance, contact=OLD), clerk())
    row = Booking.objects.get(ref=ref)
    assert (row.account_id, row.name_masked, row.phone_masked) == (None, "王**", "138****1234")
    assert b"13800001234" not in bytes(row.contact_sealed)
    (listed,) = facts.of_day(facts.room(dance).centre_ref, MONDAY, clerk().actor)
    assert (listed.name, listed.phone, listed.taken_down) == ("王**", "138****1234", True)
    assert not [
        entry for entry in Entry.objects.all() if "13800001234" in entry.body or "王秀兰" in entry.body
    ]


@pytest.mark.parametrize(
    ("contact", "found"),
    [
        (service.Contact("", "13800001234"), ("name", "centres.contact_name")),
        (service.Contact("王秀兰", "12"), ("phone", "identity.phone_shape")),
    ],
)
def test_somebody_who_is_booked_for_has_a_name_and_a_number(dance, contact, found):
    with pytest.raises(Invalid) as caught:
        book(wish(dance, contact=contact), clerk())
    assert found in codes(caught)


def test_only_staff_of_the_place_book_for_others_read_the_list_and_note_who_came(dance):
    centre = facts.room(dance).centre_ref
    ref = one(wish(dance, contact=OLD), clerk())
    may = {cast.clerk, cast.county_administrator}
    for make in cast.EVERYBODY:
        member = make("/9901/990101/") if make in may else make()
        if make in may:
            assert facts.booking(ref, member.actor).ref == ref
            continue
        with pytest.raises(NotVisible):
            book(wish(dance, contact=OLD), member)
        with pytest.raises(NotVisible):
            facts.of_day(centre, MONDAY, member.actor)
        for do in (
            lambda member=member: facts.booking(ref, member.actor),
            lambda member=member: service.cancel(ref, **said(member)),
            lambda member=member: service.note(ref, came=True, **said(member)),
            lambda member=member: service.undo(ref, **said(member)),
        ):
            with pytest.raises(NotVisible):
                do()
    with pytest.raises(NotVisible):
        facts.of_day(centre, MONDAY, cast.clerk("/9901/990102/").actor)


def test_a_stranger_is_asked_to_sign_in(dance):
    with pytest.raises(Refused) as caught:
        book(wish(dance), cast.stranger())
    assert caught.value.refusal.code == "centres.sign_in"


def test_somebody_else_s_booking_is_not_there(dance):
    ref = one(wish(dance), cast.resident())
    other = cast.unrelated_neighbour()
    with pytest.raises(NotVisible):
        service.cancel(ref, **said(other))
    assert facts.mine(other.actor, AT) == ()
    assert facts.mine(cast.stranger().actor, AT) == ()


@pytest.mark.both_databases
def test_a_cancelled_booking_is_back_within_minutes_unless_the_room_is_taken(dance):
    person, neighbour = cast.resident(), cast.unrelated_neighbour()
    ref = one(wish(dance), person)
    service.cancel(ref, **said(person))
    service.undo(ref, **said(person, later(minutes=9)))
    assert not facts.booking(ref, person.actor).cancelled
    service.cancel(ref, **said(person, later(minutes=20)))
    with pytest.raises(Refused) as caught:
        service.undo(ref, **said(person, later(minutes=31)))
    assert caught.value.refusal.code == "centres.too_late_to_undo"
    one(wish(dance), neighbour, later(minutes=22))
    with pytest.raises(Refused) as caught:
        service.undo(ref, **said(person, later(minutes=25)))
    assert caught.value.refusal.code == "centres.taken"


def test_what_has_begun_is_not_cancelled_and_nothing_twice(dance):
    person = cast.resident()
    ref = one(wish(dance), person)
    with pytest.raises(Refused):
        service.cancel(ref, **said(person, datetime(2026, 10, 12, 9, tzinfo=BEIJING)))
    service.cancel(ref, **said(person))
    with pytest.raises(Stale):
        service.cancel(ref, **said(person))


def test_the_door_notes_who_came_and_may_undo_it(dance):
    ref = one(wish(dance), cast.resident())
    with pytest.raises(Refused):
        service.note(ref, came=False, **said(clerk()))
    then = datetime(2026, 10, 12, 9, 10, tzinfo=BEIJING)
    service.note(ref, came=False, **said(clerk(), then))
    with pytest.raises(Stale):
        service.note(ref, came=False, **said(clerk(), then))
    service.note(ref, came=True, **said(clerk(), then))
    service.undo(ref, **said(clerk(), then))
    assert Booking.objects.get().came is None


def test_nobody_undoes_what_staff_did_to_their_booking(dance):
    person = cast.resident()
    ref = one(wish(dance), person)
    service.cancel(ref, **said(clerk()))
    with pytest.raises(Refused) as caught:
        service.undo(ref, **said(person))
    assert caught.value.refusal.code == "centres.not_yours_to_undo"
    service.undo(ref, **said(clerk()))


@pytest.mark.one_database
def test_closed_days_cancel_what_falls_on_them_and_tell_everybody(dance):
    person = cast.resident()
    ref = one(wish(dance), person)
    kept = one(wish(dance, MONDAY + timedelta(days=1)), person)
    one(wish(dance, start="10:00", end="11:00", contact=OLD), clerk())
    service.close_days(facts.room(dance).centre_ref, MONDAY, MONDAY, "repairs", **said(MAKER))
    run_worker(AT)
    run_worker(AT)
    assert facts.booking(ref, person.actor).ended_by == "closing"
    assert not facts.booking(kept, person.actor).cancelled
    words = [json.loads(unseal(bytes(letter.text_sealed), "letter"))[1] for letter in Letter.objects.all()]
    assert len(words) == 2
    assert "平桥党群服务中心那天闭馆" in words[0]
    with pytest.raises(Refused):
        service.undo(ref, **said(person))


def test_what_is_held_is_told_and_forgotten(dance):
    person = cast.resident()
    one(wish(dance), person)
    held = everything_about(person.account.pk, str(person.account.ref), AT)["centres"]
    assert [line.what for line in held] == ["centres.held_booking"]
    assert fill("centres") == {"centres.Booking.contact_sealed"}
    service.forget_account(str(person.account.ref), key="6b8c7b7e-6c8a-4a57-9a69-6f4f1f1f7a11", at=AT)
    row = Booking.objects.get()
    assert (row.account_id, row.cancelled, row.ended_by, row.turn) == (None, True, "erasure", None)
    assert filled("centres") == set()


def test_figures_say_what_they_leave_out(dance):
    refs = [
        one(wish(dance, start=start, end=end, contact=OLD), clerk())
        for start, end in (("08:30", "09:00"), ("09:00", "10:00"), ("10:00", "11:00"), ("14:00", "15:00"))
    ]
    service.cancel(refs[0], **said(clerk()))
    then = datetime(2026, 10, 12, 15, tzinfo=BEIJING)
    service.note(refs[1], came=False, **said(clerk(), then))
    service.note(refs[2], came=True, **said(clerk(), then))
    october = datetime(2026, 10, 1, tzinfo=BEIJING), datetime(2026, 11, 1, tzinfo=BEIJING)
    told = {each.code: each for each in facts.room_figures(*october, "/9901/")}
    assert told["centres_bookings"].numerator == 4
    assert (told["centres_cancelled"].numerator, told["centres_cancelled"].denominator) == (1, 4)
    absent = told["centres_absent"]
    assert (absent.numerator, absent.denominator, absent.excluded) == (1, 2, {"not_noted": 1})
    assert (told["centres_floor"].numerator, told["centres_floor"].denominator) == (1050, 1)
    assert (told["centres_floor_before"].numerator, told["centres_floor_before"].denominator) == (71, 1)


def test_booking_takes_few_statements(dance, django_assert_max_num_queries):
    words = said(cast.resident())
    facts.days(facts.centre(facts.room(dance).centre_ref).id, MONDAY)
    with django_assert_max_num_queries(12):  # two of them hold the act together
        service.book(wish(dance), **words)
