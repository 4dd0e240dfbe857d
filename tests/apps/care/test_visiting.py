"""Home visits: required, planned, changed by hand, planned anew, begun and ended by the carer, missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests import cast
from tests.apps.care.conftest import TODAY, by, said
from tests.apps.care.test_files import SEES, codes
from tests.city import AT

from linli.apps.care import facts, service
from linli.apps.care.models import VisitPart, VisitPlan
from linli.apps.cases.models import Case
from linli.core.clock.instants import midnight
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)
BATH = service.NewRequirement("morning", (("bathing", 30),), 9 * 60, 10 * 60)


def require(house, file="", **more):
    return service.set_requirement(file or house.file, replace(BATH, **more), **said(house.coordinator))


def plan(house, on=TOMORROW, **more):
    return service.plan_day("PING", on, steps=200, **said(house.coordinator), **more)


def seen(house, on=TOMORROW):
    return facts.day(house.coordinator.actor, house.city.bodies["PING"].id, on)


def moment(minute, on=TOMORROW):
    return midnight(on) + timedelta(minutes=minute)


def carer_of(house, part):
    return house.carers[house.goers.index(part.carer)]


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"parts": (("sauna", 30),)}, ("parts", "care.no_such_service")),
        ({"parts": (("bathing", 0),)}, ("parts", "care.minutes")),
        ({"parts": ()}, ("parts", "care.parts")),
        ({"key": ""}, ("key", "care.key_missing")),
        ({"days": (7,)}, ("days", "care.days_missing")),
        ({"closes": 8 * 60}, ("window", "care.window")),
        ({"latest": 9 * 60}, ("window", "care.window")),
        ({"gap": (0, 30)}, ("gap", "care.gap")),
        ({"parts": (("bathing", 30), ("meal", 30)), "gap": (40, 30)}, ("gap", "care.gap")),
    ],
)
def test_a_requirement_that_cannot_be_is_refused_by_field(visited, wrong, found):
    with pytest.raises(Invalid) as caught:
        require(visited, **wrong)
    assert found in codes(caught)


def test_a_requirement_needs_a_home_is_written_anew_under_its_key_and_ends(visited):
    homeless = visited.neighbour("王二", 0, 0)
    from linli.apps.care.models import CareFile

    CareFile.objects.filter(ref=homeless).update(point_sealed=None)
    with pytest.raises(Invalid) as caught:
        require(visited, homeless)
    assert codes(caught) == [("point", "care.no_home")]
    assert require(visited) == require(visited, opens=8 * 60)
    row = CareFile.objects.get(ref=visited.file)
    assert [one.opens for one in facts.requirements(row)] == [480]
    service.end_requirement(visited.file, "morning", **said(visited.coordinator))
    assert facts.requirements(row) == ()
    with pytest.raises(Stale):
        service.end_requirement(visited.file, "morning", **said(visited.coordinator))


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({"skills": ()}, ("skills", "care.skills_missing")),
        ({"skills": ("sauna",)}, ("skills", "care.no_such_service")),
        ({"traits": ("tall",)}, ("traits", "care.no_such_wish")),
        ({"days": ()}, ("days", "care.days_missing")),
        ({"ends": 100}, ("begins", "care.hours")),
        ({"lat": 99.0}, ("point", "shared.swapped_degrees")),
        ({"account": "x"}, ("account", "care.no_carer")),
    ],
)
def test_a_carer_that_cannot_be_is_refused_by_field(visited, wrong, found):
    new = service.NewCarer(str(visited.carers[0].account.ref), ("meal",), 480, 1020, 112.5, 37.8)
    with pytest.raises(Invalid) as caught:
        service.set_carer("PING", replace(new, **wrong), **said(visited.coordinator))
    assert found in codes(caught)
    assert service.set_carer("PING", new, **said(visited.coordinator)) == visited.goers[0]


@pytest.mark.both_databases
def test_a_day_is_planned_with_two_at_once_and_released_to_the_carers(visited):
    require(visited)
    other = visited.neighbour("王二", 0.004, 0.002)
    require(visited, other, key="turn", parts=(("turning", 20), ("turning", 20)), opens=600, closes=660)
    made = plan(visited)
    assert (made.visits, made.left_out) == (2, 0)
    day = seen(visited)
    double = [one for one in day.parts if one.service == "turning"]
    assert len({one.carer for one in double}) == 2
    assert len({one.starts_at for one in double}) == 1
    assert all(one.name in {"刘*兰", "王*"} for one in day.parts)
    again = plan(visited)
    assert [(one.carer, one.starts_at) for one in seen(visited).parts] == [
        (one.carer, one.starts_at) for one in day.parts
    ]
    who = carer_of(visited, day.parts[0])
    morning = moment(6 * 60)
    assert facts.my_round(who.actor, morning) == ()
    service.release_day(again.ref, **said(visited.coordinator))
    (call, *_) = facts.my_round(who.actor, morning)
    assert (call.name, call.address != "", call.lon > 0) == ("刘桂兰", True, True)
    assert facts.my_round(who.actor, morning - timedelta(days=1)) == ()
    with pytest.raises(Refused):
        plan(visited)
    with pytest.raises(Stale):
        service.release_day(again.ref, **said(visited.coordinator))


def test_a_visit_that_nobody_can_keep_says_which_requirement_fails(visited):
    require(visited, parts=(("dressing", 30),))
    require(visited, key="two", parts=(("company", 30), ("company", 30)))
    require(visited, key="late", opens=1000, closes=1010, latest=1012)
    made = plan(visited)
    assert (made.visits, made.left_out) == (0, 3)
    found = {why.code: why.params for one in seen(visited).left_out for why in one.why}
    assert set(found) == {"matching.visit_no_skill", "matching.visit_no_second", "matching.visit_no_hours"}
    assert found["matching.visit_no_skill"] == {"service": "care.service.dressing"}
    for on in (TODAY - timedelta(days=1), TODAY + timedelta(days=61)):
        with pytest.raises(Invalid):
            plan(visited, on)
    with pytest.raises(Invalid):
        service.plan_day("PING", TOMORROW, steps=0, **said(visited.coordinator))


def test_a_wish_that_nobody_meets_is_told(visited):
    service.change_file(visited.file, service.HomeAndWishes(wishes=("man",)), **said(visited.coordinator))
    require(visited)
    plan(visited)
    (left,) = seen(visited).left_out
    assert [(one.code, one.params["wish"]) for one in left.why] == [
        ("matching.visit_no_wish", "care.wish.man")
    ]


def test_a_change_by_hand_is_checked_like_the_plan(visited):
    require(visited)
    other = visited.neighbour("王二", 0.03, 0.0)
    require(visited, other, key="x", opens=600, closes=700, parts=(("meal", 30),))
    plan(visited)
    bath, meal = (
        next(one for one in seen(visited).parts if one.service == what) for what in ("bathing", "meal")
    )
    can_both, only_meal = visited.goers[2], visited.goers[1]

    def refused(part, carer, minute):
        with pytest.raises(Invalid) as caught:
            service.move_part(part.ref, carer, minute, **said(visited.coordinator))
        return [one.code for one in caught.value.problems]

    assert refused(bath, only_meal, 560)[0] == "care.carer_cannot"
    assert refused(bath, can_both, 60) == ["care.outside_window", "care.outside_hours"]
    assert refused(bath, "nobody", 560) == ["care.no_carer"]
    service.move_part(bath.ref, can_both, 600, **said(visited.coordinator))
    assert refused(meal, can_both, 610) == ["care.overlapping"]
    assert refused(meal, can_both, 631) == ["care.no_time_for_way"]
    service.move_part(meal.ref, can_both, 660, **said(visited.coordinator))
    assert {one.carer for one in seen(visited).parts} == {can_both}


def test_two_carers_keep_their_gap_when_one_is_moved(visited):
    require(visited, parts=(("turning", 20), ("turning", 20)), gap=(30, 60))
    plan(visited)
    first, second = sorted(seen(visited).parts, key=lambda one: one.turn)
    with pytest.raises(Invalid) as caught:
        service.move_part(second.ref, first.carer, 570, **said(visited.coordinator))
    assert "care.needs_two_carers" in [one.code for one in caught.value.problems]
    start = int((first.starts_at - midnight(TOMORROW)).total_seconds() // 60)
    with pytest.raises(Invalid) as caught:
        service.move_part(second.ref, second.carer, start + 5, **said(visited.coordinator))
    assert [one.code for one in caught.value.problems] == ["care.gap_not_kept"]
    service.move_part(second.ref, second.carer, start + 45, **said(visited.coordinator))


@pytest.mark.both_databases
def test_a_carer_who_falls_out_changes_only_what_must_change(visited):
    for n in range(4):
        file = visited.neighbour(f"王{n}", 0.002 * n, 0.001)
        require(visited, file, key=f"k{n}", opens=540 + 40 * n, closes=600 + 40 * n)
    made = plan(visited)
    service.release_day(made.ref, **said(visited.coordinator))
    before = {one.requirement: one.carer for one in seen(visited).parts}
    gone = visited.goers[0] if visited.goers[0] in before.values() else visited.goers[2]
    result = service.replan_without(made.ref, gone, steps=400, **said(visited.coordinator))
    after = {one.requirement: one.carer for one in seen(visited).parts}
    assert gone not in after.values()
    assert result.changed == sum(one == gone for one in before.values())
    assert seen(visited).away == (gone,)
    with pytest.raises(NotVisible):
        service.replan_without(made.ref, "nobody", **said(visited.coordinator))


def test_what_has_begun_stays_when_the_rest_is_planned_anew(visited):
    require(visited)
    other = visited.neighbour("王二", 0.004, 0.002)
    require(visited, other, key="turn", parts=(("turning", 20), ("turning", 20)), opens=700, closes=760)
    third = visited.neighbour("李三", 0.004, 0.001)
    require(visited, third, key="off", parts=(("meal", 20),), opens=700, closes=760)
    made = plan(visited)
    service.release_day(made.ref, **said(visited.coordinator))
    bath = next(one for one in seen(visited).parts if one.service == "bathing")
    meal = next(one for one in seen(visited).parts if one.service == "meal")
    who = carer_of(visited, bath)
    service.cancel_visit(made.ref, meal.requirement, **said(visited.coordinator))
    with pytest.raises(NotVisible):
        service.cancel_visit(made.ref, meal.requirement, **said(visited.coordinator))
    service.begin_visit(bath.ref, **by(who, moment(545)))
    with pytest.raises(Refused):
        service.cancel_visit(made.ref, bath.requirement, **said(visited.coordinator))
    with pytest.raises(Refused):
        service.move_part(bath.ref, bath.carer, 560, **said(visited.coordinator))
    idle = next(one for one in visited.goers if one != bath.carer)
    service.replan_without(made.ref, idle, steps=100, **by(visited.coordinator, moment(550)))
    parts = seen(visited).parts
    assert [(one.ref, one.state) for one in parts if one.service == "bathing"] == [(bath.ref, "begun")]
    assert "meal" not in {one.service for one in parts}


def test_the_carer_notes_beginning_and_end_and_the_family_reads_what_is_shared(visited):
    service.name_family(visited.file, SEES, **said(visited.mother))
    require(visited)
    made = plan(visited)
    service.release_day(made.ref, **said(visited.coordinator))
    (part,) = seen(visited).parts
    who = carer_of(visited, part)
    stranger = next(one for one in visited.carers if one is not who)
    with pytest.raises(NotVisible):
        service.begin_visit(part.ref, **by(stranger, moment(545)))
    with pytest.raises(Refused):
        service.end_visit(part.ref, **by(who, moment(545)))
    with pytest.raises(Invalid):
        service.begin_visit(part.ref, happened_at=moment(700), **by(who, moment(545)))
    service.begin_visit(part.ref, happened_at=moment(542), **by(who, moment(545)))
    with pytest.raises(Refused):
        service.begin_visit(part.ref, **by(who, moment(546)))
    with pytest.raises(Invalid):
        service.end_visit(part.ref, happened_at=moment(500), **by(who, moment(580)))
    with pytest.raises(Invalid):
        service.end_visit(part.ref, "长" * 301, **by(who, moment(580)))
    service.end_visit(part.ref, "洗了澡，精神好", shared=True, **by(who, moment(580)))
    row = VisitPart.objects.get()
    assert (row.state, row.begun_at, row.ended_at) == ("done", moment(542), moment(580))
    assert "洗了澡".encode() not in bytes(row.note_sealed)
    ((visit, words),) = facts.daily(visited.son.actor, visited.file, moment(600)).visits
    assert (visit.state, words) == ("done", "洗了澡，精神好")


@pytest.mark.both_databases
def test_a_visit_that_nobody_begins_is_an_alert_and_then_a_case_by_itself(visited):
    require(visited)
    made = plan(visited)
    (part,) = seen(visited).parts
    assert service.look_for_missed(part.starts_at + timedelta(hours=3)) == 0  # not released
    service.release_day(made.ref, **said(visited.coordinator))
    assert service.look_for_missed(part.starts_at + timedelta(minutes=29)) == 0
    assert service.look_for_missed(part.starts_at + timedelta(minutes=31)) == 1
    body = visited.city.bodies["PING"].id
    assert [one.state for one in facts.alerts(visited.coordinator.actor, body)] == ["missed"]
    assert Case.objects.count() == 0
    assert service.look_for_missed(part.starts_at + timedelta(hours=2)) == 1
    assert service.look_for_missed(part.starts_at + timedelta(hours=4)) == 0
    case = Case.objects.get()
    assert (case.sensitivity, case.source) == ("confidential", "live")
    (alert,) = facts.alerts(visited.coordinator.actor, body)
    assert alert.has_case
    service.begin_visit(part.ref, **by(carer_of(visited, part), part.starts_at + timedelta(hours=5)))
    assert VisitPart.objects.get().state == "begun"


def test_a_plan_is_for_the_coordinators_of_its_body(visited):
    require(visited)
    made = plan(visited)
    (part,) = seen(visited).parts
    body = visited.city.bodies["PING"].id
    others = [make() for make in cast.EVERYBODY] + [
        visited.mother, visited.son, visited.carers[0], visited.city.people["supervisor"],
        cast.care_coordinator(visited.city.body("LIUXI"), "/9901/"),
    ]  # fmt: skip
    for member in others:
        assert facts.my_round(member.actor, moment(360)) == ()
        for ask in (
            lambda who: facts.day(who.actor, body, TOMORROW),
            lambda who: facts.alerts(who.actor, body),
            lambda who: facts.carers(who.actor, body),
            lambda who: service.plan_day("PING", TOMORROW, **said(who)),
            lambda who: service.release_day(made.ref, **said(who)),
            lambda who: service.move_part(part.ref, part.carer, 560, **said(who)),
            lambda who: service.replan_without(made.ref, part.carer, **said(who)),
            lambda who: service.begin_visit(part.ref, **said(who)),
        ):
            with pytest.raises(NotVisible):
                ask(member)
    assert VisitPlan.objects.get().released_at is None


def test_a_plan_is_read_in_a_few_statements(visited, django_assert_max_num_queries):
    for n in range(4):
        require(visited, visited.neighbour(f"王{n}", 0.002 * n, 0.001), key=f"k{n}", closes=700)
    made = plan(visited)
    service.release_day(made.ref, **said(visited.coordinator))
    with django_assert_max_num_queries(4):
        assert len(seen(visited).parts) == 4
    who = carer_of(visited, seen(visited).parts[0])
    with django_assert_max_num_queries(4):
        facts.my_round(who.actor, moment(360))


def test_figures_of_visits_count_what_was_done_and_what_was_missed(visited):
    require(visited)
    made = plan(visited)
    service.release_day(made.ref, **said(visited.coordinator))
    (part,) = seen(visited).parts
    service.begin_visit(part.ref, **by(carer_of(visited, part), moment(545)))
    service.end_visit(part.ref, **by(carer_of(visited, part), moment(580)))
    found = {one.code: one for one in facts.figures(AT, AT + timedelta(days=3), "/9901/")}
    done = found["care_visits_done"]
    assert (done.numerator, done.denominator, done.is_small) == (1, 1, True)
