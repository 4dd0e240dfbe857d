"""Showings: seats with numbers, each taken once, given back before it begins."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests import cast
from tests.apps.centres.stage import AT, MONDAY, clerk, said, wish
from tests.city import MAKER
from tests.sealed import fill, filled

from linli.apps.centres import facts, service
from linli.core.clock.instants import BEIJING
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused

NEW = {"day": MONDAY, "start": "14:00", "end": "16:00", "title_zh": "老电影", "title_en": "An old film"}
BEGUN = datetime(2026, 10, 12, 14, tzinfo=BEIJING)


@pytest.fixture
def showing(cinema):
    return service.open_showing(service.NewShowing(cinema, **NEW), **said(clerk()))


def test_a_showing_holds_the_room_and_counts_its_seats(cinema, showing):
    found = facts.showing(showing)
    assert (found.seats, found.rows, found.taken, found.title_en) == (108, 9, 0, "An old film")
    assert facts.showings(AT) == (found,)
    assert facts.row_of(13, 9, 108) == (2, 1)
    with pytest.raises(Refused) as caught:
        service.book(wish(cinema, start="15:00", end="16:30"), **said(cast.resident()))
    assert caught.value.refusal.code == "centres.taken"
    with pytest.raises(Refused):
        service.open_showing(service.NewShowing(cinema, **NEW), **said(clerk()))


def test_who_is_forgotten_gives_seats_back_and_no_contact_stays(showing):
    person = cast.resident()
    service.take_seats(showing, (7, 8), **said(person))
    assert "centres.Seat.contact_sealed" in fill("centres")
    service.forget_account(str(person.account.ref), key="6b8c7b7e-6c8a-4a57-9a69-6f4f1f1f7a11", at=AT)
    assert "centres.Seat.contact_sealed" not in filled("centres")
    assert facts.showing(showing).taken == 0


@pytest.mark.both_databases
def test_seats_are_taken_once_and_given_back(showing):
    person, neighbour = cast.resident(), cast.unrelated_neighbour()
    refs = service.take_seats(showing, (7, 8), **said(person))
    with pytest.raises(Refused) as caught:
        service.take_seats(showing, (8, 9), **said(neighbour))
    assert (caught.value.refusal.code, caught.value.refusal.because) == ("centres.seat_taken", {"number": 8})
    service.give_back_seat(refs[1], **said(person))
    service.take_seats(showing, (8, 9), **said(neighbour))
    found = facts.showing(showing)
    assert found.taken == 3
    assert facts.taken_seats(found.id) == {7, 8, 9}
    assert [one.number for one in facts.own_seats(found.id, person.actor)] == [7]
    ((held, seats),) = facts.my_seats(neighbour.actor, AT)
    assert (held.ref, [(one.row, one.place) for one in seats]) == (showing, [(1, 8), (1, 9)])


def test_one_person_has_so_many_seats_and_staff_more(showing):
    person = cast.resident()
    with pytest.raises(Refused) as caught:
        service.take_seats(showing, (1, 2, 3, 4, 5), **said(person))
    assert caught.value.refusal.code == "centres.too_many_seats"
    service.take_seats(showing, (1, 2, 3, 4), **said(person))
    with pytest.raises(Refused):
        service.take_seats(showing, (5,), **said(person))
    group = service.Contact("王秀兰", "13800001234")
    assert len(service.take_seats(showing, tuple(range(20, 40)), group, **said(clerk()))) == 20
    held = facts.held_seats(facts.showing(showing).id)
    assert (held[0].name, held[-1].name, held[-1].phone) == ("王**", "王**", "138****1234")


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ((), "centres.no_seat"),
        ((3, 3), "centres.no_seat"),
        ((0,), "centres.no_such_seat"),
        ((109,), "centres.no_such_seat"),
    ],
)
def test_seats_that_are_none(showing, numbers, code):
    with pytest.raises(Invalid) as caught:
        service.take_seats(showing, numbers, **said(cast.resident()))
    assert caught.value.problems[0].code == code


def test_what_has_begun_or_was_cancelled_gives_no_seats(showing):
    person = cast.resident()
    (ref,) = service.take_seats(showing, (7,), **said(person))
    with pytest.raises(Refused):
        service.take_seats(showing, (8,), **said(person, BEGUN))
    with pytest.raises(Refused):
        service.give_back_seat(ref, **said(person, BEGUN))
    service.cancel(facts.showing(showing).booking_ref, **said(clerk()))
    with pytest.raises(Refused) as caught:
        service.take_seats(showing, (8,), **said(person))
    assert caught.value.refusal.code == "centres.showing_cancelled"


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"title_zh": " "}, ("title_zh", "centres.title_missing")),
        ({"most_each": 0}, ("most_each", "centres.limit")),
        ({"start": "x"}, ("start", "centres.time_missing")),
        ({"end": "13:00"}, ("end", "slots.ends_before")),
        ({"end": "20:00"}, ("end", "slots.open_until")),
    ],
)
def test_a_showing_that_cannot_be(cinema, wrong, found):
    with pytest.raises(Invalid) as caught:
        service.open_showing(service.NewShowing(cinema, **NEW | wrong), **said(MAKER))
    assert found in [(one.field, one.code) for one in caught.value.problems]


def test_a_room_without_numbers_shows_nothing(dance):
    with pytest.raises(Refused) as caught:
        service.open_showing(service.NewShowing(dance, **NEW), **said(MAKER))
    assert caught.value.refusal.code == "centres.seats_not_numbered"


def test_who_may_and_who_may_not(cinema, showing):
    (ref,) = service.take_seats(showing, (7,), **said(cast.resident()))
    with pytest.raises(Refused):
        service.take_seats(showing, (8,), **said(cast.stranger()))
    for make in cast.EVERYBODY:
        if make in {cast.clerk, cast.county_administrator}:
            continue
        member = make()
        with pytest.raises(NotVisible):
            service.open_showing(service.NewShowing(cinema, **NEW), **said(member))
        with pytest.raises(NotVisible):
            service.take_seats(showing, (9,), service.Contact("王秀兰", "13800001234"), **said(member))
        with pytest.raises(NotVisible):
            service.give_back_seat(ref, **said(member))
