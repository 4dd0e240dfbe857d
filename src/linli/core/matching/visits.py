"""Home visits of a day: who may go, when each order of visits lets them start, and what that costs.

The cost is the one of the home health care routing and scheduling problem: the mean of the way, of all that
is late together, and of the latest. To it come the wishes: a carer the person does not know, a carer other
than was told. A visit that cannot be kept is left out and told why; never is one squeezed in.

Source: D. Mankowska, F. Meisel, C. Bierwirth, "The home health care routing and scheduling problem with
interdependent services", 2014; S. Ceschia et al., "Multi-neighborhood simulated annealing for the home
healthcare routing and scheduling problem", 2024 (a solution as one order of visits and a crew for each).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from linli.core.shared.outcomes import Reason

AT_ONCE = (0.0, 0.0)
LEFT_OUT = 10_000.0
"""What leaving a visit out costs: more than any way or delay of a day."""
PARTS = 3


@dataclass(frozen=True, slots=True)
class Carer:
    """Somebody who goes: from a place and back to one, in a time (minutes of the day), with skills and traits.

    ``traits`` are what a person may wish for: "woman", "speaks:jin".
    """

    key: str
    start: int
    skills: frozenset[str]
    home: int
    begins: float = 0.0
    ends: float = math.inf
    traits: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """One carer's share of a visit."""

    service: str
    minutes: float


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit at a place: it starts not before ``opens``; after ``closes`` it is late, after ``latest`` it is none.

    Two parts are done by two carers; ``gap`` is the least and most between their starts, ``AT_ONCE`` together.
    ``needs`` are traits that every carer of it has; ``usual`` are carers the person knows, ``was`` those told already.
    """

    key: str
    place: int
    opens: float
    closes: float
    parts: tuple[Part, ...]
    gap: tuple[float, float] = AT_ONCE
    latest: float = math.inf
    needs: frozenset[str] = frozenset()
    usual: frozenset[str] = frozenset()
    was: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Day:
    """All that is to be planned; ``travel`` is in minutes, from row to column."""

    carers: tuple[Carer, ...]
    visits: tuple[Visit, ...]
    travel: Sequence[Sequence[float]]
    stranger_costs: float = 0.0
    change_costs: float = 0.0


@dataclass(frozen=True, slots=True)
class Stop:
    """One carer at one visit."""

    visit: str
    part: int
    carer: str
    starts: float
    ends: float
    late: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Who goes where and when, and what could not be kept, with the reason."""

    stops: tuple[Stop, ...]
    left_out: Mapping[str, tuple[Reason, ...]]
    way: float
    late: float
    latest: float

    @property
    def cost(self) -> float:
        """Return the mean of way, lateness and the latest; wishes and what was left out are told apart from it."""
        return (self.way + self.late + self.latest) / PARTS


Crew = tuple[int, ...]


def crews(day: Day, visit: Visit) -> tuple[Crew, ...]:
    """Return every crew that could keep a visit if it had nothing else to do, as positions in ``day.carers``."""
    able = [_able(day, visit, part) for part in visit.parts]
    return tuple(crew for crew in itertools.product(*able) if len({*crew}) == len(crew))


def lacking(day: Day, visit: Visit) -> tuple[Reason, ...]:
    """Say which requirement nobody meets; nothing where a crew is left."""
    if crews(day, visit):
        return ()
    parts = {part.service: part for part in visit.parts}.values()
    reasons = tuple(reason for part in parts for reason in _lacking_of_part(day, visit, part))
    return reasons or (Reason("matching.visit_no_second", {"carers": len(visit.parts)}),)


def _lacking_of_part(day: Day, visit: Visit, part: Part) -> Iterator[Reason]:
    skilled = [one for one in day.carers if part.service in one.skills]
    wished = [one for one in skilled if visit.needs <= one.traits]
    if not skilled:
        yield Reason("matching.visit_no_skill", {"service": part.service})
    elif not wished:
        for wish in sorted(visit.needs):
            yield Reason("matching.visit_no_wish", {"service": part.service, "wish": wish})
    elif not any(_in_time(day, visit, part, one) for one in wished):
        yield Reason("matching.visit_no_hours", {"service": part.service})


def _able(day: Day, visit: Visit, part: Part) -> list[int]:
    return [
        at
        for at, one in enumerate(day.carers)
        if part.service in one.skills and visit.needs <= one.traits and _in_time(day, visit, part, one)
    ]


def _in_time(day: Day, visit: Visit, part: Part, carer: Carer) -> bool:
    """Say whether a carer with nothing else to do comes in time and is back by the end of the hours."""
    starts = max(visit.opens, carer.begins + day.travel[carer.start][visit.place])
    back = starts + part.minutes + day.travel[visit.place][carer.home]
    return starts <= visit.latest and back <= carer.ends


@dataclass(slots=True)
class Course:
    """What comes of an order of visits: the start of each part (None where it is left out), and the costs."""

    starts: dict[int, tuple[float, ...] | None] = field(default_factory=dict)
    way: float = 0.0
    late: float = 0.0
    latest: float = 0.0
    wishes: float = 0.0
    left_out: int = 0

    @property
    def cost(self) -> float:
        """Return what the search makes small."""
        return (self.way + self.late + self.latest) / PARTS + self.wishes + LEFT_OUT * self.left_out


@dataclass(frozen=True, slots=True)
class _Card:
    """What the walk asks of a visit again and again; ``last`` and ``dislike`` by carer, each part for itself."""

    place: int
    opens: float
    closes: float
    minutes: tuple[float, ...]
    gap: tuple[float, float]
    last: tuple[tuple[float, ...], ...]
    dislike: tuple[float, ...]


class Walk:
    """Follows an order of visits: each is begun as early as its carers, in that order, can."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self._begins = [one.begins for one in day.carers]
        self._starts = [one.start for one in day.carers]
        self._homes = [one.home for one in day.carers]
        self._cards = [self._card(visit) for visit in day.visits]

    def _card(self, visit: Visit) -> _Card:
        back = [one.ends - self.day.travel[visit.place][one.home] for one in self.day.carers]
        last = tuple(tuple(min(visit.latest, end - part.minutes) for end in back) for part in visit.parts)
        dislike = tuple(self._dislike(visit, one) for one in self.day.carers)
        minutes = tuple(part.minutes for part in visit.parts)
        return _Card(visit.place, visit.opens, visit.closes, minutes, visit.gap, last, dislike)

    def _dislike(self, visit: Visit, carer: Carer) -> float:
        costs = self.day.stranger_costs if visit.usual and carer.key not in visit.usual else 0.0
        return costs + (self.day.change_costs if visit.was and carer.key not in visit.was else 0.0)

    def follow(self, order: Sequence[int], crew_of: Sequence[Crew]) -> Course:
        """Return the course of visits in this order by these crews."""
        course, free, place = Course(), [*self._begins], [*self._starts]
        travel = self.day.travel
        for number in order:
            card, crew = self._cards[number], crew_of[number]
            starts = _meet(card, [free[who] + travel[place[who]][card.place] for who in crew])
            if any(begun > last[who] for who, begun, last in zip(crew, starts, card.last, strict=True)):
                course.starts[number] = None
                course.left_out += 1
                continue
            course.starts[number] = starts
            for who, minutes, begun in zip(crew, card.minutes, starts, strict=True):
                late = begun - card.closes
                if late > 0.0:
                    course.late += late
                    course.latest = max(course.latest, late)
                course.way += travel[place[who]][card.place]
                course.wishes += card.dislike[who]
                free[who], place[who] = begun + minutes, card.place
        course.way += sum(travel[at][home] for at, home in zip(place, self._homes, strict=True))
        return course


def _meet(card: _Card, arrivals: Sequence[float]) -> tuple[float, ...]:
    """Return when each part starts: the second not before the least gap, the first waiting for the most."""
    first = max(arrivals[0], card.opens)
    if len(arrivals) == 1:
        return (first,)
    least, most = card.gap
    second = max(arrivals[1], card.opens, first + least)
    return max(first, second - most), second


def told(
    day: Day, course: Course, crew_of: Sequence[Crew], impossible: Mapping[str, tuple[Reason, ...]]
) -> Plan:
    """Write a course as a plan, the stops of each carer in their order."""
    stops, left_out = [], dict(impossible)
    for number, starts in course.starts.items():
        visit = day.visits[number]
        if starts is None:
            left_out[visit.key] = (Reason("matching.visit_no_time", {"carers": len(visit.parts)}),)
            continue
        for at, (who, begun) in enumerate(zip(crew_of[number], starts, strict=True)):
            ends, late = begun + visit.parts[at].minutes, max(0.0, begun - visit.closes)
            stops.append(Stop(visit.key, at, day.carers[who].key, begun, ends, late))
    stops.sort(key=lambda one: (one.carer, one.starts, one.visit))
    return Plan(tuple(stops), left_out, course.way, course.late, course.latest)
