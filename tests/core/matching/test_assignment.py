"""The best sharing-out: laws held by brute force on small days, and what happens when a solver cannot be trusted."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.clock.instants import BEIJING
from linli.core.matching import assignment as best
from linli.core.matching.fits import Fit
from linli.core.matching.people import Shift
from linli.core.shared.outcomes import Reason, Refusal

DAY = datetime(2026, 11, 30, tzinfo=BEIJING)


def shift(ref, start, end, places=1):
    return Shift(ref, "t", 1, DAY + timedelta(hours=start), DAY + timedelta(hours=end), places, 0.0, 0.0)


def pair(worker, ref, points=10, against=()):
    return Fit(worker, ref, (), against, points)


def by_hand(model):
    """Try everything."""
    n = len(model.values)
    chosen, most = np.zeros(n), -1.0
    for bits in product((0.0, 1.0), repeat=n):
        x = np.array(bits)
        used = np.zeros(len(model.limits))
        for j in range(n):
            part = slice(model.starts[j], model.starts[j + 1])
            used[model.rows[part]] += x[j] * model.weights[part]
        if np.all(used <= model.limits) and float(model.values @ x) > most:
            chosen, most = x, float(model.values @ x)
    return chosen


shifts_of_a_day = st.lists(
    st.tuples(st.integers(6, 18), st.integers(1, 8), st.integers(1, 2)), min_size=1, max_size=3
).map(lambda made: {f"s{n}": shift(f"s{n}", a, a + h, k) for n, (a, h, k) in enumerate(made)})


@st.composite
def days(draw):
    shifts = draw(shifts_of_a_day)
    can = [(f"w{w}", ref) for w in range(3) for ref in shifts if draw(st.booleans())]
    return shifts, [pair(*one, draw(st.integers(0, 600))) for one in can]


@given(days(), st.integers(0, 700))
def test_the_answer_is_allowed_and_never_worse_than_greedy(day, minutes):
    shifts, fits = day
    busy = {"w0": minutes}
    found = best.assign(fits, shifts, by_hand, busy)
    assert best.faults(found.pairs, shifts, busy) == ()
    assert set(found.pairs) <= set(fits)
    simple = best.greedy(fits, shifts, busy)
    assert best.faults(simple, shifts, busy) == ()
    assert (found.filled, found.points) >= (found.greedy_filled, found.greedy_points) == best.worth(simple)


@given(days())
def test_groups_of_overlapping_shifts_say_exactly_who_overlaps(day):
    shifts = list(day[0].values())
    together = {frozenset((a, b)) for group in best.overlapping(shifts) for a in group for b in group}
    for a, one in enumerate(shifts):
        for b, other in enumerate(shifts):
            touch = one.starts < other.ends and other.starts < one.ends
            assert (frozenset((a, b)) in together) == touch


def test_greedy_leaves_a_place_empty_where_the_best_fills_both():
    shifts = {"a": shift("a", 8, 12), "b": shift("b", 8, 12)}
    fits = [pair("w1", "a", 500), pair("w1", "b", 400), pair("w2", "a", 300)]
    found = best.assign(fits, shifts, by_hand)
    assert {(one.worker, one.shift) for one in found.pairs} == {("w1", "b"), ("w2", "a")}
    assert (found.filled, found.points, found.greedy_filled, found.greedy_points) == (2, 700, 1, 500)
    assert found.at_once


def test_two_shifts_of_one_day_may_follow_each_other_up_to_eleven_hours():
    shifts = {"a": shift("a", 6, 12), "b": shift("b", 12, 17), "c": shift("c", 17, 19)}
    fits = [pair("w", "a"), pair("w", "b"), pair("w", "c")]
    found = best.assign(fits, shifts, by_hand)
    assert found.filled == 2


def test_nobody_can_is_an_answer():
    found = best.assign([pair("w", "a", against=(Reason("x"),))], {"a": shift("a", 8, 9)}, by_hand)
    assert (found.filled, found.points) == (0, 0)


def test_a_broken_answer_is_asked_for_in_whole_numbers():
    shifts = {"a": shift("a", 8, 12)}

    def halves(model):
        return by_hand(model) if model.whole else np.full(len(model.values), 0.5)

    found = best.assign([pair("w1", "a"), pair("w2", "a")], shifts, halves)
    assert found.filled == 1
    assert not found.at_once


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda _: None, "matching.unsolved"),
        (lambda model: np.full(len(model.values), 0.5), "matching.unsolved"),
        (lambda model: np.ones(len(model.values)), "matching.answer_wrong"),
        (lambda model: np.zeros(len(model.values)), "matching.answer_wrong"),
    ],
)
def test_an_answer_that_does_not_hold_is_not_used(answer, code):
    found = best.assign([pair("w1", "a"), pair("w2", "a")], {"a": shift("a", 8, 12)}, answer)
    assert isinstance(found, Refusal)
    assert found.code == code


def test_every_fault_is_named():
    shifts = {"a": shift("a", 6, 12), "b": shift("b", 11, 18), "c": shift("c", 18, 20)}
    pairs = [
        pair("w", "a"), pair("w", "b"), pair("v", "a", against=(Reason("x"),)), pair("w", "c"),
    ]  # fmt: skip
    assert set(best.faults(pairs, shifts)) == {"overlap", "not_allowed", "too_many", "too_long"}
    assert best.faults([replace(pairs[0])], shifts) == ()
    assert best.overlapping([]) == []
