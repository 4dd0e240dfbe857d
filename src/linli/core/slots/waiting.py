"""A waiting list that moves up by itself: who gets a place that becomes free, and until when they may say yes.

Laws, each tested: never more people hold a place, or have one offered, than there are places; nobody is offered a
place before somebody who stands in front of them and may have it; an offer that nobody answered ends and the next
one gets it; what is settled stays as it is when it is settled again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from linli.core.shared.outcomes import Refusal


class Standing(StrEnum):
    """How somebody stands to a place."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody in the list. ``turn`` orders: first by a declared priority (0 first), then by when they came.

    ``fits``: they may have the place that is free now (right age, still wanted); who may not is passed over and
    keeps their turn.
    """

    ref: str
    turn: tuple[int, int]
    standing: Standing
    until: datetime | None = None
    fits: bool = True


@dataclass(frozen=True, slots=True)
class Settled:
    """What moved: whose offer ended unanswered, who is offered a place now and until when."""

    lapsed: tuple[str, ...]
    offered: tuple[str, ...]
    until: datetime
    free: int


def settle(
    places: int, line: Sequence[InLine], at: datetime, *, answer_in: timedelta, closes: datetime | None = None
) -> Settled:
    """Move a list up: end what ran out, offer what is free to the first who may have it.

    Nobody is asked after ``closes``, and nobody gets longer than until then to answer.
    """
    lapsed = tuple(one.ref for one in line if _ran_out(one, at))
    held = sum(_holds(one, at) for one in line)
    free = max(places - held, 0)
    until = at + answer_in if closes is None else min(at + answer_in, closes)
    if until <= at:
        return Settled(lapsed, (), until, free)
    waiting = sorted(
        (one for one in line if one.standing is Standing.WAITING and one.fits), key=lambda one: one.turn
    )
    chosen = tuple(one.ref for one in waiting[:free])
    return Settled(lapsed, chosen, until, free - len(chosen))


def free_places(places: int, line: Iterable[InLine], at: datetime) -> int:
    """Return how many places nobody holds, is offered or waits for: what somebody who comes now may have."""
    there = list(line)
    held = sum(_holds(one, at) for one in there)
    wanted = sum(one.standing is Standing.WAITING and one.fits for one in there)
    return max(places - held - wanted, 0)


def position(line: Iterable[InLine], ref: str) -> int:
    """Return how many stand in front of somebody who waits, and them: 1 is next; 0 for who does not wait."""
    waiting = sorted((one for one in line if one.standing is Standing.WAITING), key=lambda one: one.turn)
    return next((n for n, one in enumerate(waiting, start=1) if one.ref == ref), 0)


def answer(one: InLine, at: datetime) -> Refusal | None:
    """Say whether somebody may take the place that they were offered: only while the offer holds."""
    if one.standing is not Standing.OFFERED:
        return Refusal("slots.no_offer")
    return Refusal("slots.offer_ended") if _ran_out(one, at) else None


def _ran_out(one: InLine, at: datetime) -> bool:
    return one.standing is Standing.OFFERED and one.until is not None and one.until <= at


def _holds(one: InLine, at: datetime) -> bool:
    return one.standing is Standing.TAKEN or (one.standing is Standing.OFFERED and not _ran_out(one, at))
