"""Where one more, or k more, would help most: maximal covering location, as it is asked and as it is checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linli.core.reach.network import Ints


@dataclass(frozen=True, slots=True)
class Covering:
    """The question: pairs (site, home) of who would be reached, and the households of each home not reached yet."""

    sites: int
    site: Ints
    home: Ints
    households: Ints

    def gain(self, chosen: Sequence[int]) -> int:
        """Return how many households some sites would reach together."""
        mine = np.isin(self.site, np.array([*chosen], dtype=np.int64))
        return int(self.households[np.unique(self.home[mine])].sum())


@dataclass(frozen=True, slots=True)
class Step:
    """One site of an answer: what it reaches by itself, and what only it of the chosen ones reaches."""

    site: int
    alone: int
    only: int


def gathered(asked: Covering) -> Covering:
    """Put homes together that the same sites reach: the same question with fewer rows; homes nobody reaches are left out."""
    order = np.lexsort((asked.site, asked.home))
    site, home = asked.site[order], asked.home[order]
    homes, first = np.unique(home, return_index=True)
    groups: dict[bytes, int] = {}
    households: list[int] = []
    pairs: list[tuple[Ints, int]] = []
    for one, reached_by in zip(homes, np.split(site, first)[1:], strict=True):
        number = groups.setdefault(reached_by.tobytes(), len(households))
        if number == len(households):
            households.append(0)
            pairs.append((reached_by, number))
        households[number] += int(asked.households[one])
    sites = np.concatenate([one for one, _ in pairs]) if pairs else np.empty(0, dtype=np.int64)
    numbers = np.repeat(np.arange(len(pairs)), [len(one) for one, _ in pairs]).astype(np.int64)
    return Covering(asked.sites, sites, numbers, np.array(households, dtype=np.int64))


def greedy(asked: Covering, k: int) -> list[int]:
    """Return up to k sites, each the one that reaches most of what is left; the lowest number wins a tie."""
    left = asked.households.astype(np.int64).copy()
    chosen: list[int] = []
    while len(chosen) < k:
        gains = np.bincount(asked.site, weights=left[asked.home], minlength=max(asked.sites, 1))
        best = int(np.argmax(gains))
        if gains[best] <= 0:
            break
        chosen.append(best)
        left[asked.home[asked.site == best]] = 0
    return chosen


def told(asked: Covering, chosen: Sequence[int]) -> list[Step]:
    """Return why each site is among the chosen, the one that reaches most first."""
    whole = asked.gain(chosen)
    steps = [
        Step(one, asked.gain([one]), whole - asked.gain([other for other in chosen if other != one]))
        for one in chosen
    ]
    return sorted(steps, key=lambda one: (-one.alone, one.site))
