"""The optimum: better than greedy where greedy errs, proven, and told honestly when the time was too short."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from linli.apps.centres.policy import optimum
from linli.core.reach.siting import Covering, gathered, greedy

pytestmark = pytest.mark.one_database


def asked(reached, households):
    pairs = [(site, home) for site, homes in enumerate(reached) for home in homes]
    site, home = (np.array([one[n] for one in pairs], dtype=np.int64) for n in (0, 1))
    return Covering(len(reached), site, home, np.array(households, dtype=np.int64))


TRAP = asked([{0, 1, 2, 3}, {0, 1, 4}, {2, 3, 5}], [10, 10, 10, 10, 9, 9])


def test_where_greedy_errs_the_optimum_is_found_and_proven():
    found = optimum.best(gathered(TRAP), 2, seconds=10)
    assert (found.chosen, found.gain, found.bound, found.proven) == ((1, 2), 58, 58, True)
    assert TRAP.gain(greedy(TRAP, 2)) == 49


def test_nobody_left_to_reach_needs_no_solver():
    found = optimum.best(asked([{0}, {0, 1}], [3, 4]), 2, seconds=0)
    assert (found.chosen, found.gain, found.proven) == ((1,), 7, True)


@pytest.mark.parametrize("seed", range(6))
def test_it_is_what_trying_every_choice_finds(seed):
    chance = np.random.default_rng(seed)
    reached = [set(np.flatnonzero(chance.random(30) < 0.2).tolist()) for _ in range(9)]
    question = asked(reached, chance.integers(1, 50, 30))
    best = max(question.gain(three) for three in combinations(range(9), 3))
    found = optimum.best(gathered(question), 3, seconds=10)
    assert (found.gain, found.proven) == (best, True)


def test_without_time_it_gives_the_greedy_choice_and_the_bound():
    chance = np.random.default_rng(3)
    reached = [set(np.flatnonzero(chance.random(900) < 0.03).tolist()) for _ in range(120)]
    question = gathered(asked(reached, chance.integers(1, 50, 900)))
    found = optimum.best(question, 12, seconds=0.0)
    assert found.gain >= question.gain(greedy(question, 12))
    assert found.bound >= found.gain
    assert found.proven == (found.bound == found.gain)
    assert not found.proven
