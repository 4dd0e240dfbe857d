"""The day room: places and the line for them, who came and left and with whom, meals, what the family hears."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests import cast
from tests.apps.care.conftest import SON, TODAY, by, said
from tests.apps.care.test_files import SEES, codes, work_off
from tests.city import AT

from linli.apps.care import facts, service
from linli.apps.care.models import Attendance, DayRoom, Enrolment
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.messaging.models import Letter

pytestmark = pytest.mark.django_db
WEEKDAYS = (0, 1, 2, 3, 4)


def enrol(house, file="", **more):
    new = service.NewEnrolment(**{"room": house.room, "days": WEEKDAYS, **more})
    return service.enrol(file or house.file, new, **said(house.coordinator))


def note(house, ref, state, **more):
    who = more.pop("who", house.carers[0])
    service.note_attendance(ref, service.Noted(state, **more), **said(who))


@pytest.mark.both_databases
def test_places_are_given_while_there_are_some_and_then_in_the_order_of_asking(roomy):
    first = enrol(roomy)
    enrol(roomy, roomy.neighbour("王二", 0.001, 0))
    third = enrol(roomy, roomy.neighbour("李三", 0.002, 0))
    fourth = enrol(roomy, roomy.neighbour("赵四", 0.003, 0))
    (room,) = facts.rooms()
    assert (room.places, room.free, room.waiting) == (2, 0, 2)
    with pytest.raises(Refused):
        service.admit(third, **said(roomy.coordinator))
    with pytest.raises(Refused):
        enrol(roomy)
    service.end_enrolment(first, **said(roomy.mother))
    with pytest.raises(Refused):
        service.admit(fourth, **said(roomy.coordinator))
    service.admit(third, **said(roomy.coordinator))
    assert Enrolment.objects.get(ref=third).state == "in"
    with pytest.raises(Refused):
        service.admit(third, **said(roomy.coordinator))
    with pytest.raises(Stale):
        service.end_enrolment(first, **said(roomy.coordinator))
    assert DayRoom.objects.get().taken == 2


def test_a_room_has_a_number_of_places_that_can_be(roomy):
    enrol(roomy)
    centre = facts.rooms()[0].centre.ref
    for places, code in ((0, "care.places"), (501, "care.places")):
        with pytest.raises(Invalid) as caught:
            service.set_room(centre, places, **said(roomy.coordinator))
        assert codes(caught) == [("places", code)]
    assert service.set_room(centre, 1, **said(roomy.coordinator)) == roomy.room
    enrol(roomy, roomy.neighbour("王二", 0.001, 0))
    service.set_room(centre, 3, **said(roomy.coordinator))
    with pytest.raises(NotVisible):
        service.set_room(centre, 3, **said(roomy.carers[0]))


@pytest.mark.parametrize(
    ("wrong", "found"),
    [({"days": ()}, ("days", "care.days_missing")), ({"meal": "feast"}, ("meal", "care.no_such_meal"))],
)
def test_an_enrolment_that_cannot_be_is_refused(roomy, wrong, found):
    with pytest.raises(Invalid) as caught:
        enrol(roomy, **wrong)
    assert codes(caught) == [found]


@pytest.mark.both_databases
def test_the_family_is_told_of_coming_and_leaving_and_sees_the_day(roomy):
    son = service.name_family(roomy.file, SEES, **said(roomy.mother))
    ref = enrol(roomy, meal="soft", needs="不吃花生")
    with pytest.raises(Refused):
        note(roomy, ref, "left", fetched_by=son)
    note(roomy, ref, "here", note="吃得香")
    note(roomy, ref, "left", fetched_by=son)
    (day,) = facts.daily(roomy.son.actor, roomy.file, AT).came
    assert (day.state, day.meal, day.fetched_by, day.note) == ("left", "soft", "刘志强", "吃得香")
    work_off()
    bodies = {letter.ref for letter in Letter.objects.all()}
    assert len(bodies) == 2
    work_off()
    assert Letter.objects.count() == 2


def test_nobody_fetches_whom_the_person_did_not_name(roomy):
    ref = enrol(roomy)
    only_view = service.NewFamily("刘志强", SON, "child", may_view=True)
    son = service.name_family(roomy.file, only_view, **said(roomy.mother))
    note(roomy, ref, "here")
    for who in ("", son, "nobody"):
        with pytest.raises(Invalid) as caught:
            note(roomy, ref, "left", fetched_by=who)
        assert codes(caught) == [("fetched_by", "care.may_not_fetch")]
    note(roomy, ref, "left", fetched_by=service.ALONE)
    assert Attendance.objects.get().fetched_by is None


def test_attendance_is_for_those_who_are_enrolled(roomy):
    enrol(roomy)
    enrol(roomy, roomy.neighbour("王二", 0.001, 0))
    waiting = enrol(roomy, roomy.neighbour("李三", 0.002, 0))
    with pytest.raises(Invalid) as caught:
        note(roomy, waiting, "here")
    assert codes(caught) == [("enrolment", "care.not_enrolled")]
    with pytest.raises(NotVisible):
        note(roomy, "00000000-0000-4000-8000-000000000000", "here")


def test_what_is_noted_can_be(roomy):
    ref = enrol(roomy)
    for wrong, code in (
        ({"state": "asleep"}, "care.no_such_state"),
        ({"state": "here", "meal": "x"}, "care.no_such_meal"),
    ):
        with pytest.raises(Invalid) as caught:
            note(roomy, ref, **wrong)
        assert [one.code for one in caught.value.problems] == [code]
    with pytest.raises(Invalid):
        service.note_attendance(
            ref, service.Noted("here"), day=TODAY + timedelta(days=1), **said(roomy.carers[0])
        )
    note(roomy, ref, "absent")
    note(roomy, ref, "here")
    assert Attendance.objects.get().state == "here"


def test_the_list_of_a_day_counts_meals_and_names_needs_for_those_who_keep_the_room(
    roomy, django_assert_max_num_queries
):
    service.name_family(roomy.file, SEES, **said(roomy.mother))
    ref = enrol(roomy, meal="soft", needs="不吃花生")
    other = enrol(roomy, roomy.neighbour("王二", 0.001, 0), days=(5,))
    carer = roomy.carers[0].actor
    with django_assert_max_num_queries(8):
        day = facts.room_day(carer, roomy.room, TODAY)
    assert [(one.name, one.is_expected) for one in day.guests] == [("刘桂兰", True), ("王二", False)]
    assert (day.meals, day.avoid) == ((("soft", 1),), (("刘桂兰", "不吃花生"),))
    assert day.guests[0].fetchers[0][1] == "刘志强"
    assert service.order_meals(roomy.room, TODAY, [(ref, "low_salt"), (other, "normal")], **said(carer)) == 2
    service.order_meals(roomy.room, TODAY, [(other, "none")], **said(carer))
    assert facts.room_day(carer, roomy.room, TODAY).meals == (("low_salt", 1),)
    note(roomy, ref, "absent")
    assert facts.room_day(carer, roomy.room, TODAY).meals == ()
    seen = facts.room_day(roomy.city.people["supervisor"].actor, roomy.room, TODAY)
    assert {one.name for one in seen.guests} == {"刘*兰", "王*"}
    assert {one.needs for one in seen.guests} == {""}
    with pytest.raises(Invalid):
        service.order_meals(roomy.room, TODAY, [(ref, "feast"), ("x", "soft")], **said(carer))


def test_a_list_of_a_day_is_for_the_room_s_own_people(roomy):
    ref = enrol(roomy)
    others = [make() for make in cast.EVERYBODY] + [roomy.mother, roomy.son]
    for member in others:
        with pytest.raises(NotVisible):
            facts.room_day(member.actor, roomy.room, TODAY)
        with pytest.raises(NotVisible):
            note(roomy, ref, "here", who=member)
        assert facts.kept_rooms(member.actor) == ()
    assert [one.ref for one in facts.kept_rooms(roomy.carers[0].actor)] == [roomy.room]


def test_figures_hide_small_counts_of_people(roomy):
    ref = enrol(roomy)
    note(roomy, ref, "here")
    since, until = AT - timedelta(days=30), AT + timedelta(days=1)
    found = {one.code: one for one in facts.figures(since, until, "/9901/")}
    assert (found["care_days"].numerator, found["care_days"].is_small) == (1, True)
    assert (found["care_places"].numerator, found["care_places"].denominator) == (1, 2)
    assert {one.numerator for one in facts.figures(since, until, "/9902/")} == {0}


def test_a_file_that_ends_gives_its_place_back(roomy):
    enrol(roomy)
    service.close_file(roomy.file, **by(roomy.mother))
    assert DayRoom.objects.get().taken == 0
