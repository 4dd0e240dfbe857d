"""What is within a walk of one place: the nearest of each kind, found when asked and stored nowhere."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.conf import settings

from linli.apps.centres.facts.facilities import FacilityFact, open_on
from linli.apps.centres.facts.streets import StreetsFact, Walkable, walkable
from linli.apps.centres.policy.kinds import ALL, walkers
from linli.core.reach.measure import SECONDS
from linli.core.reach.nearest import crow, from_home
from linli.core.reach.network import Bools, Floats
from linli.core.reach.snap import Points
from linli.core.shared.geodesy import Datum, point_to_wgs84, read_datum

FARTHEST = 4_000.0
"""Metres that are searched over the streets; beyond it nobody walks, and the straight line says enough."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest of a kind: metres, minutes for each walker, and whether they follow the streets.

    ``apart``: both have a street, and the network does not join them within the search.
    """

    kind: str
    facility: FacilityFact
    metres: int
    minutes: tuple[tuple[str, int], ...]
    by_streets: bool
    apart: bool


@dataclass(frozen=True, slots=True)
class Round:
    """What lies round a place, and which network was walked; ``has_street`` says whether one is near the place."""

    nearest: tuple[Nearest, ...]
    network: StreetsFact | None
    has_street: bool


def around(lon: float, lat: float, on: date) -> Round:
    """Find the nearest of each kind from a point in WGS84. Four statements."""
    places = [one for one in open_on(on) if one.lon is not None]
    home = Points(np.array([lon]), np.array([lat]))
    at = Points(
        np.array([one.lon for one in places], dtype=np.float64),
        np.array([one.lat for one in places], dtype=np.float64),
    )
    walked, network = _ways(home, at)
    straight = crow(home, at) if places else np.empty(0)
    over = np.isfinite(walked.metres)
    metres = np.where(over, walked.metres, straight)
    best: dict[str, int] = {}
    for n in np.argsort(metres, kind="stable").tolist():
        best.setdefault(places[n].kind, n)
    found = [
        Nearest(
            kind, places[n], round(float(metres[n])), minutes(float(metres[n])), bool(over[n]),
            bool(walked.apart[n]),
        )
        for kind, n in sorted(best.items(), key=lambda pair: [*ALL].index(pair[0]))
    ]  # fmt: skip
    return Round(tuple(found), network.fact if network else None, walked.has_street)


@dataclass(frozen=True, slots=True)
class _Walked:
    metres: Floats
    apart: Bools
    has_street: bool


def _ways(home: Points, places: Points) -> tuple[_Walked, Walkable | None]:
    network, none = walkable(), np.zeros(len(places), dtype=np.bool_)
    if network is None:
        return _Walked(np.full(len(places), np.inf), none, has_street=False), None
    at, doors = network.streets.snap(home), network.streets.snap(places)
    if not at.on[0]:
        return _Walked(np.full(len(places), np.inf), none, has_street=False), network
    metres = from_home(network.streets.network, network.outward, at, doors, FARTHEST)
    apart = doors.on & np.isinf(metres) & (crow(home, places) <= FARTHEST)
    return _Walked(metres, apart, has_street=True), network


def minutes(metres: float) -> tuple[tuple[str, int], ...]:
    """Return whole minutes for each walker, rounded up: nobody is promised a shorter way than it is."""
    return tuple(
        (one.code, max(1, math.ceil(metres / one.speed / SECONDS))) for one in walkers(settings.WALK_SPEEDS)
    )


def in_wgs84(lon: float, lat: float, datum: str) -> tuple[float, float]:
    """Return a point in the datum of everything stored; what is in no known datum stays as it is."""
    known = read_datum(datum)
    return point_to_wgs84(lon, lat, known) if isinstance(known, Datum) else (lon, lat)
