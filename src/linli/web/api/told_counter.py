"""The shapes of what is answered about queues at counters."""

from __future__ import annotations

from linli.web.api.told import Both, Instant, Ref, Told


class Wait(Told):
    """A likely wait and what it rests on; ``measured`` 0: no visit of today was measured yet."""

    minutes: int
    ahead: int
    counters: int
    each: int
    measured: int


class QueueBusiness(Told):
    """A kind of business with its queue."""

    business: str
    letter: str
    name: Both
    waiting: int
    counters: int
    wait: Wait


class CalledNumber(Told):
    """A number that was called to a counter."""

    number: str
    counter: str
    called_at: Instant


class Queue(Told):
    """What a hall's screen shows; numbers, never names."""

    centre: Ref
    name: Both
    open: bool
    gives_numbers: bool
    opens_next: Instant | None
    reasons: list[str]
    called: list[CalledNumber]
    businesses: list[QueueBusiness]


class QueueNumberMade(Told):
    """A number that was taken; who has its ref holds it."""

    ref: Ref
    number: str


class QueueNumberTold(Told):
    """A number and how it stands."""

    ref: Ref
    number: str
    centre: Ref
    business: Both
    state: str
    priority: bool
    counter: str
    wait: Wait | None


class CounterTold(Told):
    """A counter at which the asker may sit."""

    ref: Ref
    centre: Ref
    sign: str
    open: bool
    businesses: list[str]


class Counters(Told):
    """Counters at which the asker may sit."""

    counters: list[CounterTold]


class WaitingNumber(Told):
    """A number that waits."""

    ref: Ref
    number: str
    priority: bool
    passed: bool


class CounterSeat(Told):
    """A counter at work."""

    counter: CounterTold
    now: QueueNumberMade | None
    waiting: list[WaitingNumber]


class HallTold(Told):
    """A hall beside others; ``minutes`` is how long the last who waits is likely to."""

    centre: Ref
    name: Both
    open: bool
    waiting: int
    minutes: int
    counters: int


class Halls(Told):
    """The halls of a place."""

    halls: list[HallTold]
