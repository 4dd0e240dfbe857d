"""The day as the planner takes it: visits that are due, carers who work, the way between all places."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from linli.apps.care.models import CANCELLED, Carer, Requirement, VisitPart
from linli.apps.care.policy import opened
from linli.apps.centres import facts as centres
from linli.core.clock.instants import local, midnight
from linli.core.matching.visits import AT_ONCE, Day, Part, Visit
from linli.core.matching.visits import Carer as Goer
from linli.core.shared.geodesy import METRES_A_DEGREE
from linli.core.shared.outcomes import JsonValue

METRES_A_MINUTE = 200.0
"""An electric scooter in a city, 12 km/h door to door: an example figure, to be replaced by the place's own."""
ROUNDABOUT = 1.3
"""How much longer a way is than the straight line."""
DOOR_MINUTES = 3.0
STRANGER, CHANGE = 15.0, 40.0
"""Minutes of way that a known face is worth, and that somebody already told is."""
SERVICE, WISH = "care.service.", "care.wish."


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be planned: the core's day, and what stands behind its keys."""

    day: Day
    requirements: Mapping[str, Requirement]
    carers: Mapping[str, Carer]
    walked: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Already:
    """What a running day has: the parts that stay, who is away, and from when the rest is planned."""

    kept: Sequence[VisitPart] = ()
    before: Sequence[VisitPart] = ()
    away: frozenset[str] = field(default_factory=frozenset)
    from_minute: float = 0.0


def due_on(body_id: int, day: date) -> list[Requirement]:
    """Return the visits of a body that come round on a day, in a steady order."""
    running = Q(until=None) | Q(until__gt=day)
    rows = Requirement.objects.filter(running, file__body_id=body_id, file__closed_at=None, since__lte=day)
    found = rows.select_related("file__resident").order_by("file_id", "key", "id")
    return [one for one in found if day.weekday() in one.days and one.file.point_sealed is not None]


def working_on(body_id: int, day: date, away: Iterable[str] = ()) -> list[Carer]:
    """Return the carers of a body who work on a day and did not fall out."""
    out = {*away}
    rows = Carer.objects.filter(body_id=body_id, is_active=True).order_by("id")
    return [one for one in rows if day.weekday() in one.days and str(one.ref) not in out]


def asked(body_id: int, on: date, already: Already | None = None) -> Asked:
    """Return the day to be planned; the parts that stay are left alone and their carers begin after them."""
    known = already or Already()
    off = VisitPart.objects.filter(plan__body_id=body_id, plan__day=on, state=CANCELLED)
    done = {one.requirement_id for one in known.kept} | {*off.values_list("requirement_id", flat=True)}
    requirements = [one for one in due_on(body_id, on) if one.pk not in done]
    carers = working_on(body_id, on, known.away)
    places = [(one.lon, one.lat) for one in carers]
    homes = [home_of(one) for one in requirements]
    last = {one.carer_id: one for one in sorted(known.kept, key=lambda part: part.ends_at)}
    ends_at = [home_of(last[one.pk].requirement) if one.pk in last else (one.lon, one.lat) for one in carers]
    travel = ways([*places, *homes, *ends_at])
    far = len(places) + len(homes)
    goers = tuple(
        _goer(one, at, far + at, max(known.from_minute, _free(last.get(one.pk), on)))
        for at, one in enumerate(carers)
    )
    told: dict[int, set[str]] = {}
    for part in known.before:
        told.setdefault(part.requirement_id, set()).add(str(part.carer.ref))
    visits = tuple(
        visit_of(one, len(places) + at, told.get(one.pk, set())) for at, one in enumerate(requirements)
    )
    day = Day(goers, visits, travel.minutes, STRANGER, CHANGE)
    return Asked(
        day, {str(one.ref): one for one in requirements}, {str(one.ref): one for one in carers}, travel.told()
    )


def _free(part: VisitPart | None, on: date) -> float:
    return minute_of(part.ended_at or part.ends_at, on) if part is not None else 0.0


def _goer(row: Carer, home: int, start: int, earliest: float) -> Goer:
    return Goer(
        str(row.ref), start, frozenset(SERVICE + one for one in row.skills), home,
        begins=max(float(row.begins), earliest), ends=float(row.ends),
        traits=frozenset(WISH + one for one in row.traits),
    )  # fmt: skip


def visit_of(row: Requirement, place: int, told: Iterable[str] = ()) -> Visit:
    """Return a requirement as the planner takes it."""
    gap = (float(row.gap[0]), float(row.gap[1])) if row.gap else AT_ONCE
    parts = tuple(Part(SERVICE + service, float(minutes)) for service, minutes in row.parts)
    needs = frozenset(WISH + one for one in row.file.wishes)
    return Visit(
        str(row.ref), place, float(row.opens), float(row.closes), parts, gap, float(row.latest), needs,
        frozenset(row.usual), frozenset(told),
    )  # fmt: skip


def home_of(row: Requirement) -> tuple[float, float]:
    """Return where somebody lives; only the planner and the carer of the day ask."""
    lon, lat = opened(row.file.point_sealed)
    return float(lon), float(lat)


@dataclass(frozen=True, slots=True)
class Ways:
    """Minutes from each place to each; ``streets`` names the network that was walked, blank for straight lines.

    ``straight`` counts the pairs that its streets do not join, for which the straight line stands.
    """

    minutes: list[list[float]]
    streets: str = ""
    day: date | None = None
    straight: int = 0

    def told(self) -> dict[str, JsonValue]:
        """Return what a plan keeps of them."""
        day = self.day.isoformat() if self.day else ""
        return {"streets": self.streets, "day": day, "straight": self.straight} if self.streets else {}


def ways(places: Sequence[tuple[float, float]]) -> Ways:
    """Return the ways between places: over the streets where a network was brought in, else straight with its detour."""
    walked = centres.ways_between(places)
    if walked is None:
        return Ways([[way(one, other) for other in places] for one in places])
    metres, fact = walked
    minutes = [
        [
            way(one, other) if (found := metres[n][m]) is None else _ridden(found) if n != m else 0.0
            for m, other in enumerate(places)
        ]
        for n, one in enumerate(places)
    ]
    straight = sum(one is None for row in metres for one in row)
    return Ways(minutes, fact.source, fact.day, straight)


def way(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the minutes of one way along the straight line; none between a place and itself."""
    if one == other:
        return 0.0
    shrink = math.cos(math.radians((one[1] + other[1]) / 2))
    metres = math.hypot((one[0] - other[0]) * shrink, one[1] - other[1]) * METRES_A_DEGREE
    return _ridden(metres * ROUNDABOUT)


def _ridden(metres: float) -> float:
    return round(metres / METRES_A_MINUTE + DOOR_MINUTES, 3) if metres else 0.0


def minute_of(moment: datetime, on: date) -> float:
    """Return the minute of a day at which a moment lies."""
    return (local(moment) - midnight(on)) / timedelta(minutes=1)


def moment_of(minute: float, on: date) -> datetime:
    """Return the moment of a minute of a day, to the full minute."""
    return midnight(on) + timedelta(minutes=math.ceil(minute - 1e-9))


def parts_of(plan_id: int) -> list[VisitPart]:
    """Return the parts of a plan that are not cancelled, in the order of the day."""
    rows = VisitPart.objects.filter(plan_id=plan_id).exclude(state=CANCELLED)
    rows = rows.select_related("carer", "requirement__file__resident")
    return list(rows.order_by("starts_at", "carer_id", "turn"))
