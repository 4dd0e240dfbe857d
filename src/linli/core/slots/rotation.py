"""Fair rotation: turns are shared as evenly as the absences allow.

First everybody in turn; then turns are handed down chains of people (a gives a turn to b, b one to c)
while that brings two loads closer together. What is left is the most even sharing there is: loads differ
by at most one wherever any rota can achieve it.

Source: N. Harvey, R. Ladner, L. Lovasz, T. Tamir, "Semi-matchings for bipartite graphs and load
balancing", 2006: when no such chain is left, the sharing is optimal.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from linli.core.shared.outcomes import Refusal


@dataclass(frozen=True, slots=True)
class Turn:
    """A time for which ``places`` different people are needed."""

    starts: datetime
    ends: datetime
    places: int = 1


@dataclass(frozen=True, slots=True)
class Absence:
    """A time in which a person takes no turn; why is nobody's business."""

    person: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Rota:
    """Who takes each turn (in the order of the turns), and how many each person has in all."""

    people: tuple[tuple[str, ...], ...]
    load: Mapping[str, int]


@dataclass(slots=True)
class _Draft:
    """The rota while it is being evened out."""

    free: list[set[str]]
    order: dict[str, int]
    load: dict[str, int]
    last: dict[str, int] = field(default_factory=dict)
    taken: list[set[str]] = field(default_factory=list)

    def next_in_line(self, person: str) -> tuple[int, int, int]:
        return self.load[person], self.last.get(person, -1), self.order[person]


def rotate(
    people: Sequence[str],
    turns: Sequence[Turn],
    *,
    absences: Sequence[Absence] = (),
    before: Mapping[str, int] | None = None,
) -> Rota | Refusal:
    """Share the turns; ``before`` is what each person has already done in this period.

    Refuses turns that end before they start or overlap one another, and a turn for which too few are free.
    """
    if refusal := _check(people, turns):
        return refusal
    draft = _Draft(
        free=[_free(people, turn, absences) for turn in turns],
        order={person: place for place, person in enumerate(people)},
        load={person: (before or {}).get(person, 0) for person in people},
    )
    for index, turn in enumerate(turns):
        if len(draft.free[index]) < turn.places:
            return Refusal(
                "slots.nobody_free",
                {"starts": turn.starts.isoformat(), "needed": turn.places, "free": len(draft.free[index])},
            )
        _fill(draft, index, turn.places)
    while chain := _chain(draft):
        _hand_down(draft, chain)
    return Rota(tuple(tuple(sorted(names, key=draft.order.__getitem__)) for names in draft.taken), draft.load)


def _check(people: Sequence[str], turns: Sequence[Turn]) -> Refusal | None:
    if len(set(people)) != len(people):
        return Refusal("slots.person_twice")
    for turn in turns:
        if turn.ends <= turn.starts or turn.places < 1:
            return Refusal("slots.empty_turn", {"starts": turn.starts.isoformat()})
    for earlier, later in itertools.pairwise(turns):
        if later.starts < earlier.ends:
            return Refusal("slots.turns_overlap", {"starts": later.starts.isoformat()})
    return None


def _free(people: Sequence[str], turn: Turn, absences: Sequence[Absence]) -> set[str]:
    away = {a.person for a in absences if a.starts < turn.ends and turn.starts < a.ends}
    return set(people) - away


def _fill(draft: _Draft, index: int, places: int) -> None:
    """Give a turn to those with the fewest, then to those who rested longest, then by the list."""
    chosen = sorted(draft.free[index], key=draft.next_in_line)[:places]
    for person in chosen:
        draft.load[person] += 1
        draft.last[person] = index
    draft.taken.append(set(chosen))


def _chain(draft: _Draft) -> list[tuple[str, int]]:
    """Find people and turns along which one turn can move from a fuller person to an emptier one.

    Returns [(giver, turn), ..., (last taker, -1)], or nothing when the rota is as even as can be.
    """
    for giver in sorted(draft.order, key=lambda p: (-draft.load[p], draft.order[p])):
        reached = _reach(draft, giver)
        taker = min(reached, key=draft.next_in_line)
        if draft.load[giver] - draft.load[taker] > 1:
            chain = [(taker, -1)]
            while chain[0][0] != giver:
                chain.insert(0, reached[chain[0][0]])
            return chain
    return []


def _reach(draft: _Draft, giver: str) -> dict[str, tuple[str, int]]:
    """Return everybody a turn of the giver could end up with, and from whom by which turn."""
    reached: dict[str, tuple[str, int]] = {giver: (giver, -1)}
    waiting = deque([giver])
    while waiting:
        person = waiting.popleft()
        for index, names in enumerate(draft.taken):
            if person not in names:
                continue
            for other in sorted(draft.free[index] - names - reached.keys(), key=draft.order.__getitem__):
                reached[other] = (person, index)
                waiting.append(other)
    return reached


def _hand_down(draft: _Draft, chain: list[tuple[str, int]]) -> None:
    for (giver, index), (taker, _) in itertools.pairwise(chain):
        draft.taken[index].remove(giver)
        draft.taken[index].add(taker)
    draft.load[chain[0][0]] -= 1
    draft.load[chain[-1][0]] += 1
