"""A team goes through villages: no two stops at once, counts afterwards, small ones hidden."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests import cast
from tests.apps.activities.town import AT, HOUR, codes, said

from linli.apps.activities import facts, service
from linli.kernel.access.actors import STRANGER
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

DAY = AT + timedelta(days=3)


def stop(area, hours, length=2, place="村委会"):
    starts = DAY + hours * HOUR
    return service.NewStop(area, starts, starts + length * HOUR, place)


ROUND = service.NewCircuit(
    title_zh="义诊巡回", title_en="Free clinic round", body="LIUXI", team="市医院三队", members="内科医生2、护士1",
    kit="血压计 2\n血糖仪 1\n\n急救箱", stops=(stop("990101100200", 0), stop("990101001002", 3)),
)  # fmt: skip


@pytest.fixture
def clerk(town):
    return town.people["clerk"]


@pytest.mark.both_databases
def test_a_round_is_in_the_calendar_and_counts_who_was_reached(clerk):
    ref = service.plan_circuit(ROUND, **said(clerk))
    (found,) = facts.circuits(AT).rows
    assert (found.ref, found.kit) == (ref, ("血压计 2", "血糖仪 1", "急救箱"))
    first, second = found.stops
    with pytest.raises(Refused, match="stop_not_held"):
        service.note_reached(ref, first.id, 40, **said(clerk))
    late = DAY + 9 * HOUR
    service.note_reached(ref, first.id, 40, **said(clerk, late))
    service.note_reached(ref, second.id, 3, **said(clerk, late))
    shown = facts.circuit(ref, STRANGER).stops
    assert [(one.reached, one.small) for one in shown] == [(40, False), (None, True)]
    assert [one.reached for one in facts.circuit(ref, clerk.actor).stops] == [40, 3]
    service.note_reached(ref, second.id, 0, **said(clerk, late))
    assert [one.ref for one in facts.circuits(late, over=True).rows] == [ref]
    counted = {one.code: one for one in facts.figures(AT, late, "/9901/")}
    assert counted["activities.circuits"].numerator == 1
    assert (counted["activities.stops"].numerator, counted["activities.stops"].denominator) == (2, 2)
    assert counted["activities.reached"].numerator == 40


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"title_zh": ""}, "title_zh", "activities.round_title"),
        ({"team": " "}, "team", "activities.team_missing"),
        ({"kit": "x" * 2001}, "kit", "activities.too_long"),
        ({"body": "NOBODY"}, "body", "activities.no_such_body"),
        ({"stops": ()}, "stops", "activities.stops"),
        ({"stops": (stop("1", 0),)}, "stops", "activities.stop_area"),
        ({"stops": (stop("990101100200", 0, length=0),)}, "stops", "activities.stop_time"),
        ({"stops": (stop("990101100200", -90),)}, "stops", "activities.stop_time"),
        ({"stops": (stop("990101100200", 0), stop("990101001002", 1))}, "stops", "activities.stops_at_once"),
    ],
)
def test_a_round_that_cannot_be_is_refused_by_field(clerk, change, field, code):
    with pytest.raises(Invalid) as caught:
        service.plan_circuit(replace(ROUND, **change), **said(clerk))
    assert (field, code) in codes(caught)


@pytest.mark.both_databases
def test_a_team_is_in_one_place_at_a_time_over_all_rounds(clerk):
    ref = service.plan_circuit(ROUND, **said(clerk))
    other = replace(ROUND, title_zh="另一条线", stops=(stop("990101001001", 1),))
    with pytest.raises(Refused, match="team_elsewhere"):
        service.plan_circuit(other, **said(clerk))
    service.plan_circuit(replace(other, team="市医院四队"), **said(clerk))
    first = facts.circuit(ref).stops[0]
    service.drop_stop(ref, first.id, **said(clerk))
    with pytest.raises(Stale):
        service.drop_stop(ref, first.id, **said(clerk))
    service.plan_circuit(replace(other, stops=(stop("990101001001", 0),)), **said(clerk))
    with pytest.raises(Refused, match="stop_not_held"):
        service.note_reached(ref, first.id, 5, **said(clerk, DAY + 9 * HOUR))


@pytest.mark.parametrize("count", [-1, None, 100_001])
def test_people_are_counted_from_nothing_up(clerk, count):
    ref = service.plan_circuit(ROUND, **said(clerk))
    with pytest.raises(Invalid) as caught:
        service.note_reached(ref, facts.circuit(ref).stops[0].id, count, **said(clerk, DAY + HOUR))
    assert codes(caught) == [("reached", "activities.reached")]


def test_only_who_keeps_activities_of_the_place_plans_rounds(clerk):
    ref = service.plan_circuit(ROUND, **said(clerk))
    first = facts.circuit(ref).stops[0].id
    for make in cast.EVERYBODY:
        if make is cast.clerk:
            continue
        member = make()
        for do in (
            lambda who: service.plan_circuit(ROUND, **said(who)),
            lambda who: service.drop_stop(ref, first, **said(who)),
            lambda who: service.note_reached(ref, first, 5, **said(who, DAY + HOUR)),
        ):
            with pytest.raises(NotVisible):
                do(member)
        assert facts.circuit(ref, member.actor).row.title_zh == "义诊巡回"
    with pytest.raises(NotVisible):
        service.drop_stop(ref, 987_654, **said(clerk))


@pytest.mark.one_database
def test_the_calendar_asks_a_bounded_number_of_times(clerk, django_assert_max_num_queries):
    for n in range(22):
        service.plan_circuit(replace(ROUND, team=f"{n} 队"), **said(clerk))
    with django_assert_max_num_queries(3):
        page = facts.circuits(AT)
    assert (len(page.rows), len(facts.circuits(AT, cursor=page.cursor).rows)) == (20, 2)
    assert len(facts.circuits(AT, cursor="nonsense").rows) == 20
