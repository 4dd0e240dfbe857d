"""Looks for a good order of visits: simulated annealing over one order and a crew for each visit.

The same seed and number of steps give the same plan on every machine; more steps never give a worse one
of the same course, for the best one met is kept. No clock is asked: the caller says how many steps.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from linli.core.matching.visits import Course, Crew, Day, Plan, Walk, crews, lacking, told

HOT, COLD = 20.0, 0.05
"""Minutes of cost that are shrugged off at the beginning and at the end of a round."""
ROUNDS = 4
_MULTIPLIER, _STEP, _MASK = 6364136223846793005, 1442695040888963407, (1 << 64) - 1
_ROOM = 1 << 31
RELOCATE, RECREW = 0.45, 0.75
"""Shares of the moves, added up; what is left exchanges two visits."""


class Chance:
    """A small linear congruential sequence (Knuth's MMIX): the same numbers everywhere for a seed."""

    def __init__(self, seed: int) -> None:
        self._state = (seed * 2 + 1) & _MASK

    def share(self) -> float:
        """Return the next number from 0 to below 1."""
        self._state = (self._state * _MULTIPLIER + _STEP) & _MASK
        return (self._state >> 33) / _ROOM

    def below(self, limit: int) -> int:
        """Return the next whole number from 0 to below ``limit``."""
        return int(self.share() * limit)


@dataclass(slots=True)
class _Draft:
    """An order of visits with a crew for each, and what comes of it."""

    order: list[int]
    crew_of: list[Crew]
    course: Course

    def copy(self) -> _Draft:
        return _Draft([*self.order], [*self.crew_of], self.course)


def plan(day: Day, *, seed: int, steps: int) -> Plan:
    """Plan a day; visits that nobody can keep come back with the requirement that fails."""
    impossible = {one.key: why for one in day.visits if (why := lacking(day, one))}
    kept = replace(day, visits=tuple(one for one in day.visits if one.key not in impossible))
    choices = [crews(kept, one) for one in kept.visits]
    walk = Walk(kept)
    best = _first(kept, walk, choices)
    if kept.visits:
        chance = Chance(seed)
        for _ in range(ROUNDS):
            best = _anneal(walk, choices, best, chance, steps // ROUNDS)
    return told(kept, best.course, best.crew_of, impossible)


def _first(day: Day, walk: Walk, choices: Sequence[tuple[Crew, ...]]) -> _Draft:
    """Take the visits as their windows close, each with the crew that makes the course cheapest so far."""
    order = sorted(range(len(day.visits)), key=lambda at: (day.visits[at].closes, at))
    crew_of: list[Crew] = [one[0] for one in choices]
    for count, number in enumerate(order, start=1):
        done, tried = order[:count], []
        for crew in choices[number]:
            crew_of[number] = crew
            tried.append((walk.follow(done, crew_of).cost, crew))
        crew_of[number] = min(tried)[1]
    return _Draft(order, crew_of, walk.follow(order, crew_of))


def _anneal(
    walk: Walk, choices: Sequence[tuple[Crew, ...]], begun: _Draft, chance: Chance, steps: int
) -> _Draft:
    now, best = begun.copy(), begun
    cooling = (COLD / HOT) ** (1 / max(steps, 1))
    heat = HOT
    for _ in range(steps):
        heat *= cooling
        tried = now.copy()
        _move(tried, choices, chance)
        tried.course = walk.follow(tried.order, tried.crew_of)
        worse = tried.course.cost - now.course.cost
        if worse <= 0 or chance.share() < math.exp(-worse / heat):
            now = tried
            if now.course.cost < best.course.cost:
                best = now
    return best


def _move(draft: _Draft, choices: Sequence[tuple[Crew, ...]], chance: Chance) -> None:
    """Move a visit elsewhere in the order, give it another crew, or both; or exchange two visits."""
    kind, count = chance.share(), len(draft.order)
    if kind < RELOCATE:
        number = draft.order.pop(chance.below(count))
        draft.order.insert(chance.below(count), number)
        if chance.share() < RELOCATE:
            draft.crew_of[number] = choices[number][chance.below(len(choices[number]))]
    elif kind < RECREW:
        number = chance.below(count)
        draft.crew_of[number] = choices[number][chance.below(len(choices[number]))]
    else:
        one, other = chance.below(count), chance.below(count)
        draft.order[one], draft.order[other] = draft.order[other], draft.order[one]
