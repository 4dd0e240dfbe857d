"""HiGHS behind the model: on small days, linear or not, its answer is the best of all subsets that are allowed."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.matching.day import a_day, pairs, shift
from tests.core.matching.test_assignment import by_hand, most_of

from linli.apps.jobs.facts import solver
from linli.core.matching.assignment import assign
from linli.core.matching.model import Model


@settings(max_examples=60)
@given(a_day(most=6), st.integers(0, 700), st.integers(1, 5))
def test_it_is_the_best_of_all_and_says_so(day, minutes, each):
    few, solver.EACH = solver.EACH, each  # few columns at first, so that others have to be added
    try:
        found = assign(day, solver.solve, {"w0": minutes})
    finally:
        solver.EACH = few
    assert (found.filled, found.points) == most_of(day, {"w0": minutes})
    assert found.proven or not found.at_once


@settings(max_examples=60)
@given(st.data())
def test_whole_numbers_are_found_where_the_corner_is_broken(data):
    """Triangles of columns, any two of which exclude one another: the linear answer takes half of each."""
    values = np.array(data.draw(st.lists(st.integers(1, 400), min_size=3, max_size=9)), dtype=np.float64)
    rows = [pair for n in range(len(values) - 2) for pair in ((n, n + 1), (n + 1, n + 2), (n, n + 2))]
    entries = sorted((column, row) for row, pair in enumerate(rows) for column in pair)
    counts = np.bincount([column for column, _ in entries], minlength=len(values))
    model = Model(
        values, np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        np.array([row for _, row in entries], dtype=np.int32), np.ones(len(entries)), np.ones(len(rows)), whole=True,
    )  # fmt: skip
    assert float(values @ solver.solve(model).x) == float(values @ by_hand(model).x)


def test_the_same_day_comes_to_the_same_answer():
    shifts = {f"s{n}": shift(f"s{n}", 8, 12) for n in range(6)}
    day = pairs(shifts, [(f"w{n}", ref, 100) for n in range(6) for ref in shifts])
    first, second = (assign(day, solver.solve) for _ in range(2))
    assert first == second
    assert (first.filled, first.proven) == (6, True)


def test_who_has_no_time_gets_no_answer(monkeypatch):
    monkeypatch.setattr(solver, "_run", lambda _: None)
    day = pairs({"a": shift("a", 8, 12), "b": shift("b", 8, 12)}, [("w", "a", 10), ("w", "b", 10)])
    assert assign(day, solver.solve).code == "matching.unsolved"
