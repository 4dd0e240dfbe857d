"""Home visits of a day: who may go, how an order of visits becomes times, and the plan that is found."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.matching.visit_search import Chance, plan
from linli.core.matching.visits import Carer, Day, Part, Visit, crews, lacking

LINE = [[abs(a - b) * 10.0 for b in range(4)] for a in range(4)]
AN = Carer("an", start=0, skills=frozenset({"bath", "meal"}), home=0, traits=frozenset({"woman"}))
BO = Carer("bo", start=0, skills=frozenset({"bath", "walk"}), home=0)


def visit(key="v", place=1, opens=60.0, closes=90.0, services=("bath",), **more):
    return Visit(key, place, opens, closes, tuple(Part(one, 30.0) for one in services), **more)


def day(*visits, carers=(AN, BO), **more):
    return Day(carers, visits, LINE, **more)


def made(*visits, steps=400, seed=1, **more):
    return plan(day(*visits, **more), seed=seed, steps=steps)


def starts(found):
    return {(one.visit, one.part): (one.carer, one.starts) for one in found.stops}


def test_an_empty_day_costs_nothing():
    assert made() == plan(day(), seed=7, steps=9)
    assert made().cost == 0


def test_a_visit_waits_for_its_window_and_the_way_goes_back_home():
    found = made(visit())
    assert [(one.starts, one.ends, one.late) for one in found.stops] == [(60.0, 90.0, 0.0)]
    assert (found.way, found.cost) == (20.0, 20.0 / 3)


def test_lateness_counts_together_and_at_its_most():
    late = visit(place=3, opens=0.0, closes=20.0, services=("meal",))
    found = made(late)
    assert (found.late, found.latest, found.way) == (10.0, 10.0, 60.0)
    assert found.cost == pytest.approx(80 / 3)


def test_two_carers_begin_at_once_or_with_the_gap_between():
    at_once = made(visit(services=("meal", "walk")))
    assert starts(at_once) == {("v", 0): ("an", 60.0), ("v", 1): ("bo", 60.0)}
    after = made(visit(services=("meal", "walk"), gap=(30.0, 45.0)))
    assert starts(after) == {("v", 0): ("an", 60.0), ("v", 1): ("bo", 90.0)}


def test_the_first_of_two_waits_when_the_second_cannot_come_sooner():
    busy = replace(BO, begins=200.0)
    found = made(visit(services=("meal", "walk"), gap=(0.0, 20.0)), carers=(AN, busy))
    assert starts(found) == {("v", 0): ("an", 190.0), ("v", 1): ("bo", 210.0)}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (visit(services=("inject",)), "matching.visit_no_skill"),
        (visit(services=("walk",), needs=frozenset({"woman"})), "matching.visit_no_wish"),
        (visit(services=("meal", "meal")), "matching.visit_no_second"),
        (visit(place=3, opens=0.0, closes=10.0, latest=20.0), "matching.visit_no_hours"),
    ],
)
def test_a_visit_that_nobody_can_keep_says_which_requirement_fails(asked, code):
    found = made(asked, visit("fine"))
    assert [one.code for one in found.left_out["v"]] == [code]
    assert [one.visit for one in found.stops] == ["fine"]
    assert crews(day(asked), asked) == ()


def test_hours_that_are_too_short_are_told_apart_from_a_missing_skill():
    short = replace(AN, ends=100.0)
    asked = visit(place=2, services=("meal", "inject"))
    told = lacking(day(asked, carers=(short,)), asked)
    assert [(one.code, one.params["service"]) for one in told] == [
        ("matching.visit_no_hours", "meal"),
        ("matching.visit_no_skill", "inject"),
    ]


def test_what_does_not_fit_into_the_hours_of_those_who_could_is_left_out():
    short = replace(AN, ends=110.0)
    both = (visit("a", services=("meal",)), visit("b", services=("meal",)))
    found = made(*both, carers=(short,))
    assert len(found.stops) == 1
    assert [one.code for why in found.left_out.values() for one in why] == ["matching.visit_no_time"]


def test_what_would_begin_too_late_is_left_out_too():
    both = [visit(one, opens=60.0, closes=60.0, latest=70.0, services=("meal",)) for one in ("a", "b")]
    assert len(made(*both).left_out) == 1


def test_a_person_gets_the_carer_they_know_and_a_changed_plan_keeps_who_was_told():
    for known in ("an", "bo"):
        found = made(visit(usual=frozenset({known})), stranger_costs=15.0)
        assert [one.carer for one in found.stops] == [known]
        again = made(visit(was=frozenset({known})), change_costs=15.0)
        assert [one.carer for one in again.stops] == [known]


def test_a_day_may_begin_where_a_carer_is_and_end_at_home():
    away = replace(AN, start=3, begins=50.0)
    found = made(visit(services=("meal",)), carers=(away,))
    assert (found.stops[0].starts, found.way) == (70.0, 30.0)


def test_the_same_seed_gives_the_same_numbers_and_they_spread():
    first, second = Chance(5), Chance(5)
    drawn = [first.below(10) for _ in range(2000)]
    assert drawn == [second.below(10) for _ in range(2000)]
    assert {drawn.count(one) > 120 for one in range(10)} == {True}
    assert drawn[:20] != [Chance(6).below(10) for _ in range(20)]


windows = st.tuples(
    st.integers(0, 200), st.integers(0, 120), st.integers(1, 3), st.sampled_from(["bath", "meal", "walk"])
)
doubles = st.sampled_from([None, (0.0, 0.0), (10.0, 30.0)])


@given(st.lists(st.tuples(windows, doubles), min_size=1, max_size=5), st.integers(0, 50))
def test_every_plan_keeps_the_rules(asked, seed):
    visits = []
    for number, ((opens, length, place, service), gap) in enumerate(asked):
        services = ("meal", "walk") if gap else (service,)
        visits.append(
            visit(f"v{number}", place, float(opens), float(opens + length), services, gap=gap or (0.0, 0.0))
        )
    ends = 400.0
    carers = (replace(AN, ends=ends), replace(BO, ends=ends))
    whole = day(*visits, carers=carers)
    found = plan(whole, seed=seed, steps=60)
    assert found == plan(whole, seed=seed, steps=60)
    known = {one.key: one for one in visits}
    assert {one.visit for one in found.stops} | {*found.left_out} == {*known}
    way = 0.0
    for carer in carers:
        place, free = carer.start, carer.begins
        for stop in (one for one in found.stops if one.carer == carer.key):
            asked_for = known[stop.visit]
            assert asked_for.parts[stop.part].service in carer.skills
            assert stop.starts >= max(free + LINE[place][asked_for.place], asked_for.opens) - 1e-9
            way += LINE[place][asked_for.place]
            place, free = asked_for.place, stop.ends
        way += LINE[place][carer.home]
        assert free + LINE[place][carer.home] <= ends
    assert way == pytest.approx(found.way)
    late = [one.late for one in found.stops]
    assert math.isclose(sum(late), found.late, abs_tol=1e-9)
    assert max([0.0, *late]) == found.latest
    for key, one in known.items():
        parts = sorted((stop.part, stop.starts) for stop in found.stops if stop.visit == key)
        if len(parts) == 2:
            assert one.gap[0] <= parts[1][1] - parts[0][1] + 1e-9 <= one.gap[1] + 2e-9


def test_more_steps_of_one_round_never_end_worse_than_the_first_order():
    many = [visit(f"v{at}", at % 3 + 1, 20.0 * at, 20.0 * at + 30, ("bath",)) for at in range(6)]
    assert made(*many, steps=2000).cost <= made(*many, steps=0).cost
