"""A place that comes back goes on in the drawn order; those who had a seat or a booking are written to."""

from datetime import timedelta

import pytest
from tests import cast
from tests.apps.centres import stage
from tests.apps.centres.stage import AT, clerk, said
from tests.apps.centres.test_drawing import UNTIL, drawn, new
from tests.city import MAKER

from linli.apps.centres import facts, service
from linli.apps.centres.models import Applicant
from linli.kernel.audit.models import Entry
from linli.kernel.audit.outcomes import NotVisible, Refused, Stale
from linli.kernel.messaging.models import Letter
from linli.kernel.outbox.worker import deliver, fan_out

LATER = UNTIL + timedelta(days=1)
ONE = (service.NewChoice("tue", "周二班", 1, "Tuesdays"),)


def letters(at):
    Letter.objects.all().delete()
    fan_out(at)
    deliver(at)
    return Letter.objects.count()


@pytest.fixture
def told(centre):
    """A draw of one place among four: its ref and the applicants' members by their place in the order."""
    draw = service.open_draw(new(centre, choices=ONE), **said(clerk()))
    people = {}
    for _ in range(4):
        one = cast.resident()
        people[service.apply(draw, ("tue",), **said(one))["ref"]] = one
    drawn(draw, centre)
    rows = Applicant.objects.filter(draw__ref=draw).order_by("place")
    return draw, [(str(one.ref), people[str(one.ref)]) for one in rows]


def application(pair):
    return facts.application(pair[0], pair[1].actor)


@pytest.mark.both_databases
def test_a_place_goes_to_the_next_and_on_until_somebody_takes_it(told):
    draw, (first, second, third, fourth) = told
    letters(LATER)
    service.give_back_place(first[0], **said(first[1], LATER))
    assert application(first).has == ""
    assert application(second).is_asked(LATER)
    assert letters(LATER) == 1
    service.answer_place(second[0], yes=False, **said(second[1], LATER))
    assert application(third).is_asked(LATER)
    over = LATER + timedelta(days=2)
    assert service.look_after_places(over - timedelta(seconds=1)) == 0
    with pytest.raises(Stale):
        service.answer_place(third[0], yes=True, **said(third[1], over))
    assert service.look_after_places(over) == 1
    assert service.look_after_places(over) == 0
    assert application(third).later_state == "lapsed"
    service.answer_place(fourth[0], yes=True, **said(fourth[1], over))
    assert application(fourth).has == "tue"
    bodies = "".join(Entry.objects.filter(act__startswith="centres.place_").values_list("body", flat=True))
    assert [f'"next":{n}' in bodies for n in (2, 3, 4)] == [True] * 3
    assert facts.problems_of(facts.draw_file(draw)) == ()  # what was drawn stays what was drawn
    service.give_back_place(fourth[0], **said(clerk(), over))
    assert not Applicant.objects.filter(later_state="offered").exists()


def test_what_cannot_be_done_with_a_place(told, centre):
    _, (first, second, third, _) = told
    with pytest.raises(Refused):
        service.give_back_place(second[0], **said(second[1], LATER))
    with pytest.raises(Refused):
        service.answer_place(second[0], yes=True, **said(second[1], LATER))
    for make in cast.EVERYBODY:
        if make is not cast.clerk:
            with pytest.raises(NotVisible):
                service.give_back_place(first[0], **said(make(), LATER))
            with pytest.raises(NotVisible):
                facts.application(first[0], make().actor)
    with pytest.raises(NotVisible):
        service.give_back_place(first[0], **said(third[1], LATER))
    service.give_back_place(first[0], **said(first[1], LATER))
    with pytest.raises(Stale):
        service.give_back_place(first[0], **said(first[1], LATER))
    open_one = service.open_draw(new(centre, title_zh="冬季"), **said(MAKER))
    mine = service.apply(open_one, ("tue",), **said(first[1]))["ref"]
    with pytest.raises(Refused):
        service.give_back_place(mine, **said(first[1]))


def test_months_after_the_draw_nothing_is_handed_on(told):
    _, (first, *_) = told
    service.give_back_place(first[0], **said(first[1], UNTIL + timedelta(days=61)))
    assert not Applicant.objects.filter(later_state="offered").exists()


def test_who_got_a_place_later_is_no_more_one_who_missed(told, centre):
    _, (first, second, *_) = told
    service.give_back_place(first[0], **said(first[1], LATER))
    service.answer_place(second[0], yes=True, **said(second[1], LATER))
    again = service.open_draw(new(centre, choices=ONE, apply_until=LATER + timedelta(days=9)), **said(MAKER))
    assert service.apply(again, ("tue",), **said(second[1], LATER))["tickets"] == 1


def test_whoever_has_a_seat_is_written_to_once_when_nothing_is_shown(cinema):
    new_one = service.NewShowing(cinema, stage.MONDAY, "15:00", "17:00", "老电影")
    showing = service.open_showing(new_one, **said(MAKER))
    service.take_seats(showing, (7, 8), **said(cast.resident()))
    service.take_seats(showing, (9,), service.Contact("王秀兰", "13800001234"), **said(clerk()))
    booking = facts.showing(showing).booking_ref
    service.cancel(booking, **said(clerk()))
    assert letters(AT) == 2
    service.undo(booking, **said(clerk()))
    assert letters(AT) == 2


def test_a_booking_that_stands_again_is_told_where_staff_did_both(dance):
    me = cast.resident()
    ref = service.book(stage.wish(dance), **said(me))["booked"][0]["ref"]
    service.cancel(ref, **said(me))
    service.undo(ref, **said(me))
    assert letters(AT) == 0
    service.cancel(ref, **said(clerk()))
    assert letters(AT) == 1
    service.undo(ref, **said(clerk()))
    assert letters(AT) == 1
