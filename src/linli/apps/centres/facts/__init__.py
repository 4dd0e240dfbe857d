"""What others may know of centres."""

from linli.apps.centres.facts.queue import (
    BoardFact,
    CounterFact,
    NumberFact,
    SeatFact,
    board,
    counters,
    hall_setup,
    halls,
    number,
    seat,
)
from linli.apps.centres.facts.register import CentreFact, centre, centres_by_id, centres_in
from linli.apps.centres.models.queue import REASONS

__all__ = [
    "REASONS",
    "BoardFact",
    "CentreFact",
    "CounterFact",
    "NumberFact",
    "SeatFact",
    "board",
    "centre",
    "centres_by_id",
    "centres_in",
    "counters",
    "hall_setup",
    "halls",
    "number",
    "seat",
]
