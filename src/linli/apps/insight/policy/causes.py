"""The five things to mend this week: what many troubles share, weighed by how long people have been waiting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

MOST = 5
A_WEEK_LATE, TOGETHER = 3, 1
"""What a case weighs on top of itself: late by more than a week, and carried by several neighbours."""

KINDS = ("late", "returned_twice", "reopened", "without_lead", "hot_spot")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Cases of one kind that share a body, a subject or a place; "" is not shared or not known."""

    kind: str
    n: int
    weeks_late: int = 0
    joined: int = 0
    body: str = ""
    subject: str = ""
    area_path: str = ""
    oldest: datetime | None = None

    @property
    def weight(self) -> int:
        """How much it weighs."""
        return self.n + A_WEEK_LATE * self.weeks_late + TOGETHER * self.joined


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing to mend, with the share that it has of all that is wrong in its kind."""

    trouble: Trouble
    share: float


SMALLEST_PILE = {"late": 1, "returned_twice": 1, "reopened": 1, "without_lead": 1, "hot_spot": 3}
"""Three alike in one community within two weeks are no chance; of the rest, one is enough."""


def causes(troubles: Iterable[Trouble], most: int = MOST) -> tuple[Cause, ...]:
    """Return the heaviest troubles; no kind takes more than two places while others have some."""
    found = [one for one in troubles if one.n >= SMALLEST_PILE[one.kind]]
    totals = {kind: sum(one.n for one in found if one.kind == kind) for kind in KINDS}
    ordered = sorted(found, key=lambda one: (-one.weight, KINDS.index(one.kind), one.body, one.subject))
    chosen = _mixed(ordered, most)
    return tuple(Cause(one, one.n / totals[one.kind]) for one in chosen)


def _mixed(ordered: Sequence[Trouble], most: int) -> list[Trouble]:
    chosen: list[Trouble] = []
    for one in ordered:
        if sum(each.kind == one.kind for each in chosen) < 2:  # noqa: PLR2004 - two of five
            chosen.append(one)
    rest = [one for one in ordered if one not in chosen]
    picked = [*chosen, *rest][:most]
    return sorted(picked, key=lambda one: -one.weight)
