"""How fast anybody may ask: counted in the process, because reading must not write to the database."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from linli.kernel.access.http import ActorRequest
from linli.kernel.access.throttle import client_address
from linli.kernel.audit.outcomes import Throttled
from linli.kernel.identity.throttle import neighbourhood

KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Pace:
    """So many requests at once, and so many a second on average, in each web process."""

    at_once: int
    a_second: float


STRANGERS = Pace(120, 5.0)
PERSONS = Pace(240, 10.0)
PROGRAMS = Pace(1_200, 100.0)

_empty_at: dict[str, float] = {}
_lock = Lock()


def slow_down(request: ActorRequest, pace: Pace) -> None:
    """Count one request of the actor; of strangers by the address they ask from.

    Raises:
        Throttled: too fast; ``retry_after`` says in how many seconds the next one is free.
    """
    actor = request.actor
    who = neighbourhood(client_address(request)) if actor.is_stranger else actor.key
    pour(who, request.at.timestamp(), pace)


def pour(who: str, now: float, pace: Pace) -> None:
    """Pour one share into the bucket of ``who``: a leaky bucket that is empty again at a moment."""
    with _lock:
        empty = max(_empty_at.get(who, now), now)
        over = empty - now - (pace.at_once - 1) / pace.a_second
        if over > 0:
            raise Throttled(max(1, -int(-over // 1)))
        if len(_empty_at) >= KEPT:
            _forget(now)
        _empty_at[who] = empty + 1 / pace.a_second


def forget_all() -> None:
    """Start anew (tests)."""
    with _lock:
        _empty_at.clear()


def _forget(now: float) -> None:
    for who in [who for who, empty in _empty_at.items() if empty <= now]:
        del _empty_at[who]
    while len(_empty_at) >= KEPT:  # all of them busy: the oldest go first
        del _empty_at[next(iter(_empty_at))]
