"""Where one more helps most: greedy choices, and questions made smaller without changing their answer."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from linli.core.reach.siting import Covering, Step, gathered, greedy, told


def asked(reached, households):
    """Make a question of the homes that each site reaches."""
    pairs = [(site, home) for site, homes in enumerate(reached) for home in homes]
    site, home = (np.array([one[n] for one in pairs], dtype=np.int64) for n in (0, 1))
    return Covering(len(reached), site, home, np.array(households, dtype=np.int64))


TRAP = asked([{0, 1, 2, 3}, {0, 1, 4}, {2, 3, 5}], [10, 10, 10, 10, 9, 9])
"""The first site reaches most by itself, and the best pair is the two others."""


def test_greedy_takes_the_largest_first_and_can_be_wrong():
    assert greedy(TRAP, 1) == [0]
    assert TRAP.gain(greedy(TRAP, 2)) == 49 < TRAP.gain([1, 2]) == 58


def test_greedy_stops_when_nobody_is_left():
    assert greedy(asked([{0}, {0}], [5]), 2) == [0]
    assert greedy(asked([], []), 2) == []


def test_reasons_are_what_a_site_reaches_alone_and_what_only_it_reaches():
    assert told(TRAP, [2, 1]) == [Step(1, 29, 29), Step(2, 29, 29)]
    assert told(TRAP, [0, 1]) == [Step(0, 40, 20), Step(1, 29, 9)]


coverings = st.lists(st.sets(st.integers(0, 7), max_size=8), min_size=1, max_size=5).flatmap(
    lambda reached: st.lists(st.integers(0, 40), min_size=8, max_size=8).map(lambda n: asked(reached, n))
)


@given(coverings)
def test_gathering_changes_no_answer(question):
    smaller = gathered(question)
    assert len(smaller.households) <= 8
    for k in range(question.sites + 1):
        for chosen in combinations(range(question.sites), k):
            assert smaller.gain(chosen) == question.gain(chosen)


@given(coverings, st.integers(1, 3))
def test_greedy_is_never_far_from_the_best(question, k):
    best = max(
        question.gain(chosen) for n in range(k + 1) for chosen in combinations(range(question.sites), n)
    )
    assert question.gain(greedy(question, k)) >= (1 - 1 / math.e) * best - 1e-9
