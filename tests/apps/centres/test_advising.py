"""A lawyer and a client: booked, moved, met, noted for the two alone, and nobody else ever sees it."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from tests import cast
from tests.apps.centres.conftest import act, build
from tests.apps.centres.test_queue import at_once
from tests.city import AT, tiny_city

from linli.apps.centres import facts, service
from linli.apps.centres.models import AdviceMonth, Consultation, ConsultationRecord
from linli.apps.centres.subscribers import forget_borrowed
from linli.core.slots.advising import Weekly
from linli.kernel.access.actors import system_actor
from linli.kernel.access.facts import actor_of_account
from linli.kernel.audit.models import ActRecord, Entry, PrivateItem
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.personal import unseal
from linli.kernel.messaging.models import Letter
from linli.kernel.outbox.registry import Happening

MONDAY = datetime.fromisoformat("2026-10-12T09:00:00+08:00")
HALF = timedelta(minutes=30)
DAY = timedelta(days=1)
PHONE = "13800138003"
SECRET = "离婚财产怎么分，房子写的是两个人的名字"
ROOM = "https://meet.example.org/{room}"
WEEK = (Weekly(0, 540, 660), Weekly(3, 540, 660))


class Office:
    """A lawyer at the centre with two mornings a week, and two clients."""

    def __init__(self, place):
        self.place, self.ref, self.clerk = place, place.ref, place.clerk
        self.lawyer = cast.adviser("/9901/")
        self.wish = service.AdviserWish(
            self.lawyer.account.login, "lawyer", "沈律师", "Lawyer Shen", remote=True
        )
        self.adviser = service.set_adviser(place.ref, self.wish, **act())
        service.set_hours(self.adviser, WEEK, **act(actor=self.lawyer.actor))
        self.client, self.other = cast.resident(phone=PHONE), cast.resident("李建国")

    def book(self, who=None, starts=MONDAY, at=AT, way="on_site", phone=""):
        wish = service.ConsultationWish(self.adviser, starts, way, phone)
        return service.book_consultation(wish, **act(at, (who or self.client).actor))

    def seen(self, ref, who=None, at=AT):
        return facts.consultation(ref, (who or self.client).actor, at)


@pytest.fixture
def office(place, settings):
    settings.ROOM_LINK = ROOM
    return Office(place)


def code(caught):
    return caught.value.refusal.code


def field(caught):
    return [(one.field, one.code) for one in caught.value.problems]


@pytest.mark.both_databases
def test_a_consultation_from_booking_to_its_record(office):
    made = office.book()
    assert MONDAY not in [one.starts for one in facts.free_times(office.adviser, AT)]
    service.arrive(made["ref"], **act(MONDAY - HALF, office.client.actor))
    service.call_in(made["ref"], **act(MONDAY, office.lawyer.actor))
    assert office.seen(made["ref"]).called_at == MONDAY
    service.write_record(made["ref"], SECRET, **act(MONDAY + HALF, office.lawyer.actor))
    service.write_record(made["ref"], SECRET + "。", **act(MONDAY + HALF, office.lawyer.actor))
    service.end_consultation(made["ref"], "kept", **act(MONDAY + HALF, office.lawyer.actor))
    assert office.seen(made["ref"]).record == SECRET + "。"
    assert office.seen(made["ref"], office.lawyer).record == SECRET + "。"
    service.erase_record(made["ref"], **act(MONDAY + DAY, office.client.actor))
    assert office.seen(made["ref"], office.lawyer).record == ""
    assert list(AdviceMonth.objects.values_list("booked", "kept", "missed")) == [(1, 1, 0)]


def test_times_follow_the_week_and_the_legal_calendar(office):
    times = facts.free_times(office.adviser, AT)
    assert [one.starts for one in times[:4]] == [MONDAY + n * HALF for n in range(4)]
    september = datetime.fromisoformat("2026-09-28T08:00:00+08:00")
    days = {
        one.starts.astimezone(MONDAY.tzinfo).date() for one in facts.free_times(office.adviser, september)
    }
    assert date(2026, 10, 1) not in days  # a Thursday, and National Day
    assert date(2026, 9, 28) in days


@pytest.mark.parametrize(
    ("starts", "at", "found"),
    [
        (MONDAY, MONDAY + timedelta(minutes=1), "centres.advice.past"),
        (MONDAY + timedelta(hours=3), AT, "centres.advice.not_offered"),
        (MONDAY + timedelta(minutes=7), AT, "centres.advice.not_offered"),
        (MONDAY + 84 * DAY, AT, "centres.advice.not_offered"),
    ],
)
def test_a_time_that_is_past_or_not_offered_is_refused(office, starts, at, found):
    with pytest.raises(Invalid) as caught:
        office.book(starts=starts, at=at)
    assert field(caught) == [("starts", found)]


def test_neither_of_the_two_has_two_at_once(office):
    office.book()
    with pytest.raises(Refused) as caught:
        office.book(office.other)
    assert code(caught) == "centres.advice.taken"
    doctor = cast.adviser("/9901/")
    second = service.set_adviser(
        office.ref, service.AdviserWish(doctor.account.login, "doctor", "何医生"), **act()
    )
    service.set_hours(second, WEEK, **act(actor=doctor.actor))
    wish = service.ConsultationWish(second, MONDAY)
    with pytest.raises(Refused) as caught:
        service.book_consultation(wish, **act(actor=office.client.actor))
    assert code(caught) == "centres.advice.has_another"
    with pytest.raises(Refused) as caught:
        office.book(office.lawyer)
    assert code(caught) == "centres.advice.oneself"
    with pytest.raises(Refused) as caught:
        office.book(cast.stranger())
    assert code(caught) == "centres.advice.sign_in"


def test_a_consultation_is_moved_and_cancelled_and_its_time_is_offered_to_who_waits(office):
    every = [office.book(cast.resident(), one.starts) for one in facts.free_times(office.adviser, AT)]
    with pytest.raises(Stale):
        service.wait_for(office.adviser, wants=False, **act(actor=office.other.actor))
    service.wait_for(office.adviser, wants=True, **act(actor=office.other.actor))
    assert facts.waited_for(office.other.actor) == (office.adviser,)
    first = Consultation.objects.select_related("client").get(ref=every[0]["ref"])
    owner = actor_of_account(first.client_id, AT)
    service.cancel_consultation(first.ref, **act(actor=owner))
    (offer,) = facts.my_consultations(office.other.actor, AT)
    assert (offer.state, offer.starts) == ("offered", MONDAY)
    assert facts.waited_for(office.other.actor) == ()
    service.answer_offer(offer.ref, yes=True, **act(actor=office.other.actor))
    assert office.seen(offer.ref, office.other).state == "booked"
    service.wait_for(office.adviser, wants=True, **act(actor=owner and office.client.actor))
    service.cancel_consultation(offer.ref, **act(actor=office.other.actor))
    assert [one.state for one in facts.my_consultations(office.client.actor, AT)] == ["offered"]
    assert service.look_after_advice(AT + 2 * DAY) >= 1  # nobody answered
    assert [one.state for one in facts.my_consultations(office.client.actor, AT + 2 * DAY)] == ["lapsed"]
    with pytest.raises(Refused) as caught:
        service.wait_for(office.adviser, wants=True, **act(AT + 2 * DAY, office.other.actor))
    assert code(caught) == "centres.advice.there_are_times"


def test_moving_keeps_to_the_times_offered(office):
    made = office.book()
    office.book(office.other, MONDAY + HALF)
    with pytest.raises(Refused):
        service.move_consultation(made["ref"], MONDAY + HALF, **act(actor=office.client.actor))
    with pytest.raises(Invalid):
        service.move_consultation(made["ref"], MONDAY + timedelta(hours=9), **act(actor=office.client.actor))
    service.move_consultation(made["ref"], MONDAY + 2 * HALF, **act(actor=office.client.actor))
    assert office.seen(made["ref"]).starts == MONDAY + 2 * HALF
    with pytest.raises(NotVisible):
        service.move_consultation(made["ref"], MONDAY, **act(actor=office.other.actor))
    with pytest.raises(Stale):
        service.cancel_consultation(made["ref"], **act(MONDAY + DAY, office.client.actor))


def test_staff_book_for_a_caller_and_then_know_only_the_digits(office):
    made = office.book(office.clerk, phone=PHONE)
    assert office.seen(made["ref"]).state == "booked"
    assert Letter.objects.count() == 1
    with pytest.raises(NotVisible):
        office.seen(made["ref"], office.clerk)
    told = facts.by_code(made["code"], office.clerk.actor)
    assert {*told.__dataclass_fields__} == {"ref", "starts", "way", "state"}
    service.arrive_by_code(made["code"], **act(MONDAY, office.clerk.actor))
    assert office.seen(made["ref"]).arrived_at == MONDAY
    service.cancel_by_code(made["code"], **act(actor=office.clerk.actor))
    for wrong in (made["code"], "12345678", "", "x"):
        with pytest.raises(NotVisible):
            facts.by_code(wrong, office.clerk.actor)


def test_the_room_is_shown_to_the_two_around_the_hour(office):
    made = office.book(way="remote")
    assert office.seen(made["ref"]).room == ""
    room = office.seen(made["ref"], at=MONDAY).room
    assert room.startswith("https://meet.example.org/")
    assert len(room) > 50
    assert office.seen(made["ref"], office.lawyer, MONDAY).room == room
    assert office.seen(made["ref"], at=MONDAY + 3 * HALF).room == ""
    here = office.book(office.other, MONDAY + HALF)
    assert office.seen(here["ref"], office.other, MONDAY + HALF).room == ""


def test_without_rooms_a_consultation_is_at_the_centre(office, settings):
    settings.ROOM_LINK = ""
    assert facts.adviser(office.adviser, AT).ways == ("on_site",)
    with pytest.raises(Invalid) as caught:
        office.book(way="remote")
    assert field(caught) == [("way", "centres.advice.no_such_way")]


@pytest.mark.one_database
def test_the_record_and_the_meeting_are_for_the_two_alone(office):
    made = office.book(way="remote")
    service.write_record(made["ref"], SECRET, **act(MONDAY, office.lawyer.actor))
    others = [make() for make in cast.EVERYBODY]
    body = office.place.city.body("PING")
    others += [office.clerk, office.place.keeper, cast.supervisor("/9901/"), cast.clerk("/9901/", body)]
    actors = [one.actor for one in others] + [system_actor("worker")]
    reaches = (
        (service.write_record, "x"),
        (service.erase_record,),
        (service.cancel_consultation,),
        (service.call_in,),
        (service.arrive,),
        (service.end_consultation, "kept"),
    )
    for actor in actors:
        with pytest.raises(NotVisible):
            facts.consultation(made["ref"], actor, MONDAY)
        for do, *more in reaches:
            with pytest.raises(NotVisible):
                do(made["ref"], *more, **act(MONDAY, actor))
        assert facts.my_consultations(actor, AT) == facts.adviser_day(actor, AT) == ()
    with pytest.raises(NotVisible):
        service.erase_record(made["ref"], **act(MONDAY, office.lawyer.actor))
    with pytest.raises(NotVisible):
        service.write_record(made["ref"], "x", **act(MONDAY, office.client.actor))


def test_no_table_holds_the_record_in_the_clear_and_the_public_log_shows_nothing(office):
    made = office.book()
    service.write_record(made["ref"], SECRET, **act(MONDAY, office.lawyer.actor))
    stored = bytes(ConsultationRecord.objects.get().text_sealed)
    assert SECRET.encode() not in stored
    kept = [
        *Entry.objects.values_list("body", flat=True),
        *PrivateItem.objects.values_list("value", flat=True),
        *ActRecord.objects.values_list("answer", flat=True),
    ]
    assert not [text for text in kept if text and SECRET in text]
    sealed = Entry.objects.filter(act="centres.consultation_booked").get()
    assert json.loads(sealed.body)["act"] == "sealed"
    (letter,) = Letter.objects.all()  # that it is booked
    assert SECRET not in json.loads(unseal(bytes(letter.text_sealed), "letter"))[1]


def test_records_run_out_and_are_erased_with_the_person(office):
    made, second = office.book(), office.book(starts=MONDAY + HALF)
    for one in (made, second):
        service.write_record(one["ref"], SECRET, **act(MONDAY, office.lawyer.actor))
    service.set_adviser(office.ref, replace(office.wish, kept_days=1), **act())
    service.write_record(second["ref"], SECRET, **act(MONDAY, office.lawyer.actor))
    assert service.look_after_advice(MONDAY + 2 * DAY) >= 1
    assert ConsultationRecord.objects.count() == 1
    told = {"account": str(office.client.account.ref)}
    key = str(uuid.uuid4())
    forget_borrowed(Happening("people.person_forgotten", told, "", key, MONDAY, key, MONDAY))
    assert ConsultationRecord.objects.count() == 0
    assert Consultation.objects.filter(client=office.client.account).count() == 0


def test_a_letter_reminds_the_day_before_and_says_neither_who_nor_what(office):
    office.book()
    sunday = datetime.fromisoformat("2026-10-11T08:00:00+08:00")
    assert service.look_after_advice(sunday) == 0
    assert service.look_after_advice(sunday + timedelta(hours=2)) == 1
    assert service.look_after_advice(sunday + timedelta(hours=3)) == 0
    assert Letter.objects.count() == 2  # the first when it was booked


def test_an_adviser_who_is_away_cancels_what_is_booked(office):
    made = office.book()
    with pytest.raises(Invalid):
        service.be_away(
            office.adviser, date(2026, 10, 12), date(2026, 10, 11), **act(actor=office.lawyer.actor)
        )
    gone = service.be_away(
        office.adviser, date(2026, 10, 12), date(2026, 10, 12), **act(actor=office.lawyer.actor)
    )
    assert gone == 1
    assert office.seen(made["ref"]).state == "cancelled"
    assert MONDAY not in [one.starts for one in facts.free_times(office.adviser, AT)]
    assert Letter.objects.count() == 2  # booked, cancelled


def test_a_miss_is_counted_and_follows_nobody(office):
    made = office.book()
    with pytest.raises(Stale):
        service.end_consultation(made["ref"], "missed", **act(AT, office.lawyer.actor))
    service.end_consultation(made["ref"], "missed", **act(MONDAY + HALF, office.lawyer.actor))
    assert office.book(starts=MONDAY + HALF)["ref"]
    assert AdviceMonth.objects.get().missed == 1


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"login": "nobody"}, "login"),
        ({"kind": "barber"}, "kind"),
        ({"name_zh": " "}, "name_zh"),
        ({"minutes": 5}, "minutes"),
        ({"on_site": False, "remote": False}, "on_site"),
        ({"kept_days": 0}, "kept_days"),
    ],
)
def test_an_adviser_is_entered_within_reason_by_the_centre_s_keeper(office, change, found):
    with pytest.raises(Invalid) as caught:
        service.set_adviser(
            office.ref, replace(office.wish, **change), **act(actor=office.place.keeper.actor)
        )
    assert [one.field for one in caught.value.problems] == [found]
    with pytest.raises(NotVisible):
        service.set_adviser(office.ref, office.wish, **act(actor=office.clerk.actor))
    with pytest.raises(Invalid):
        service.set_hours(office.adviser, [Weekly(0, 600, 500)], **act(actor=office.lawyer.actor))
    with pytest.raises(NotVisible):
        service.set_hours(office.adviser, WEEK, **act(actor=office.client.actor))


def test_booking_and_lists_stay_within_their_statements(office, django_assert_max_num_queries):
    office.book()
    with django_assert_max_num_queries(4):
        facts.advisers(AT)
    with django_assert_max_num_queries(2):
        facts.my_consultations(office.client.actor, AT)
    with django_assert_max_num_queries(2):
        facts.adviser_day(office.lawyer.actor, AT)
    with django_assert_max_num_queries(22):
        office.book(office.other, MONDAY + HALF)


@pytest.mark.django_db(transaction=True)
def test_fifty_who_want_the_same_time_at_once_and_one_gets_it(transactional_db):
    office = Office(build(tiny_city()))
    people = [cast.resident() for _ in range(50)]
    answers = at_once(*[lambda one=one: office.book(one) for one in people])
    assert sum(isinstance(one, dict) for one in answers) == 1, [repr(one) for one in answers][:5]
    assert Consultation.objects.filter(off=False).count() == 1
    assert all(isinstance(one, (dict, Refused)) or type(one).__name__ == "Busy" for one in answers)
