"""The best sharing-out: laws held by brute force on small days, and what happens when a solver cannot be trusted."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.matching.day import a_day, pairs, shift

from linli.core.matching import assignment as best
from linli.core.matching import model as models
from linli.core.matching.assignment import Answer
from linli.core.shared.outcomes import Reason, Refusal


def by_hand(model):
    """Try everything."""
    n = len(model.values)
    matrix = np.zeros((n, len(model.limits)))
    np.add.at(matrix, (model.columns, model.rows), model.weights)
    every = np.array(list(product((0.0, 1.0), repeat=n)))
    allowed = every[np.all(every @ matrix <= model.limits, axis=1)]
    return Answer(allowed[np.argmax(allowed @ model.values)])


@given(a_day(), st.integers(0, 700))
def test_the_answer_is_allowed_and_never_worse_than_greedy(day, minutes):
    busy = {"w0": minutes}
    shifts = {one.ref: one for one in day.shifts}
    all_of_them = [day.fit(n) for n in range(len(day))]
    found = best.assign(day, by_hand, busy)
    assert best.faults(found.pairs, shifts, busy) == ()
    assert all(one in all_of_them for one in found.pairs)
    simple = [day.fit(n) for n in best.greedy(day, busy)]
    assert best.faults(simple, shifts, busy) == ()
    assert (found.filled, found.points) >= best.worth(simple)
    assert found.greedy_filled <= found.filled


def most_of(day, busy):
    """Return the worth of the best of all subsets that have no fault: nothing of the model is believed."""
    shifts = {one.ref: one for one in day.shifts}
    every = [day.fit(n) for n in range(len(day))]
    ways = (
        [one for one, bit in zip(every, bits, strict=True) if bit]
        for bits in product((0, 1), repeat=len(every))
    )
    return max(best.worth(way) for way in ways if not best.faults(way, shifts, busy))


@given(a_day(most=6), st.integers(0, 700))
def test_nothing_allowed_is_better(day, minutes):
    found = best.assign(day, by_hand, {"w0": minutes})
    assert (found.filled, found.points) == most_of(day, {"w0": minutes})


@given(a_day(), st.lists(st.integers(-5, 3_000), min_size=30, max_size=30))
def test_any_prices_bound_every_answer(day, prices):
    model = models.build(day, {})
    some = np.array((prices * len(model.limits))[: len(model.limits)], dtype=np.float64)
    assert models.bound(model, some) >= float(model.values @ by_hand(model).x)


@given(a_day(), st.sets(st.integers(0, 8)))
def test_a_part_of_a_model_is_its_columns(day, some):
    model = models.build(day, {})
    kept = np.array(sorted(one for one in some if one < len(day)), dtype=np.int64)
    part = models.part(model, kept)
    assert part.values.tolist() == model.values[kept].tolist()
    for n, column in enumerate(kept):
        mine, theirs = slice(*part.starts[n : n + 2]), slice(*model.starts[column : column + 2])
        assert part.rows[mine].tolist() == model.rows[theirs].tolist()
        assert part.weights[mine].tolist() == model.weights[theirs].tolist()


def test_the_likely_columns_are_the_best_of_each_row():
    day = pairs({"a": shift("a", 8, 12)}, [("w1", "a", 5), ("w2", "a", 9), ("w3", "a", 7)])
    model = models.build(day, {})
    assert models.likely(replace(model, limits=model.limits), 3).tolist() == [True, True, True]
    assert models.likely(model, 1).tolist() == [True, True, True]  # each is the only one of its worker
    lonely = pairs(
        {"a": shift("a", 8, 12), "b": shift("b", 8, 12)}, [("w1", "a", 5), ("w1", "b", 9), ("w2", "a", 9)]
    )
    assert models.likely(models.build(lonely, {}), 1).tolist() == [False, True, True]


@given(a_day())
def test_groups_of_overlapping_shifts_say_exactly_who_overlaps(day):
    shifts = day.shifts
    together = {frozenset((a, b)) for group in models.overlapping(shifts) for a in group for b in group}
    for a, one in enumerate(shifts):
        for b, other in enumerate(shifts):
            touch = one.starts < other.ends and other.starts < one.ends
            assert (frozenset((a, b)) in together) == touch


@given(a_day(), st.integers(0, 660))
def test_wide_groups_exclude_one_another_and_leave_out_no_overlap(day, left):
    groups = models.excluding(day.shifts, left)
    for group in groups:
        assert all(a == b or models.exclude(day.shifts[a], day.shifts[b], left) for a in group for b in group)
    for narrow in models.overlapping(day.shifts):
        assert any(set(narrow) <= set(group) for group in groups)


def test_greedy_leaves_a_place_empty_where_the_best_fills_both():
    shifts = {"a": shift("a", 8, 12), "b": shift("b", 8, 12)}
    found = best.assign(pairs(shifts, [("w1", "a", 500), ("w1", "b", 400), ("w2", "a", 300)]), by_hand)
    assert {(one.worker, one.shift) for one in found.pairs} == {("w1", "b"), ("w2", "a")}
    assert (found.filled, found.points, found.greedy_filled, found.greedy_points) == (2, 700, 1, 500)
    assert found.at_once
    assert not found.proven


def test_prices_prove_that_there_is_no_better_way():
    day = pairs({"a": shift("a", 8, 12)}, [("w1", "a", 20), ("w2", "a", 10)])
    model = models.build(day, {})
    priced = lambda price: lambda each: Answer(by_hand(each).x, np.full(len(each.limits), price))  # noqa: E731
    assert not best.assign(day, priced(0.0)).proven
    assert best.assign(day, lambda each: Answer(by_hand(each).x, np.array([model.values[0], 0, 0]))).proven


def test_two_shifts_of_one_day_may_follow_each_other_up_to_eleven_hours():
    shifts = {"a": shift("a", 6, 12), "b": shift("b", 12, 17), "c": shift("c", 17, 19)}
    found = best.assign(pairs(shifts, [("w", "a", 10), ("w", "b", 10), ("w", "c", 10)]), by_hand)
    assert found.filled == 2


def test_hours_count_only_where_they_can_be_too_many():
    long = [shift(f"s{n}", start, end) for n, (start, end) in enumerate([(6, 14), (14, 18)])]
    assert not models.needs_hours(long, 660)  # they exclude one another already
    assert models.excluding(long, 660) == [[0, 1]]
    short = [shift(f"s{n}", 6 + 4 * n, 10 + 4 * n) for n in range(3)]
    assert models.needs_hours(short, 660)
    assert not models.needs_hours(short[:2], 660)
    many = [shift(f"s{n}", 6 + n, 7 + n) for n in range(13)]
    assert models.needs_hours(many, 660)
    three = pairs({one.ref: one for one in short}, [("w", one.ref, 10) for one in short])
    assert best.assign(three, by_hand).filled == 2


def test_nobody_can_is_an_answer():
    found = best.assign(pairs({"a": shift("a", 8, 9)}, []), by_hand)
    assert (found.filled, found.points) == (0, 0)
    assert best.assign(pairs({"a": shift("a", 8, 12)}, [("w", "a", 10)]), by_hand, {"w": 600}).filled == 0


def test_a_broken_answer_is_asked_for_in_whole_numbers_with_the_prices_it_brought():
    asked = []

    def halves(model):
        asked.append(model.prices)
        known = np.zeros(len(model.limits))
        return by_hand(model) if model.whole else Answer(np.full(len(model.values), 0.5), known)

    found = best.assign(pairs({"a": shift("a", 8, 12)}, [("w1", "a", 10), ("w2", "a", 10)]), halves)
    assert found.filled == 1
    assert not found.at_once
    assert asked[0] is None
    assert asked[1].tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda _: None, "matching.unsolved"),
        (lambda model: Answer(np.full(len(model.values), 0.5)), "matching.unsolved"),
        (lambda model: Answer(np.ones(len(model.values))), "matching.answer_wrong"),
        (lambda model: Answer(np.zeros(len(model.values))), "matching.answer_wrong"),
    ],
)
def test_an_answer_that_does_not_hold_is_not_used(answer, code):
    day = pairs({"a": shift("a", 8, 12)}, [("w1", "a", 10), ("w2", "a", 10)])
    found = best.assign(day, answer)
    assert isinstance(found, Refusal)
    assert found.code == code


def test_every_fault_is_named():
    shifts = {"a": shift("a", 6, 12), "b": shift("b", 11, 18), "c": shift("c", 18, 20)}
    day = pairs(shifts, [("v", "a", 10), ("w", "a", 10), ("w", "b", 10), ("w", "c", 10)])
    some = [day.fit(n) for n in range(4)]
    some[0] = replace(some[0], against=(Reason("x"),))
    assert set(best.faults(some, shifts)) == {"overlap", "not_allowed", "too_many", "too_long"}
    assert best.faults(some[1:2], shifts) == ()
    assert models.overlapping([]) == []
