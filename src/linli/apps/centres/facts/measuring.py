"""Works the shares out, and where one more would help most: for the worker and the command line, never for a page."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.conf import settings

from linli.apps.centres.facts.facilities import FacilityFact, doors, kinds_of, open_on
from linli.apps.centres.facts.homes import Homes, homes
from linli.apps.centres.facts.streets import StreetsFact, Walkable, in_force, walkable
from linli.apps.centres.policy import optimum
from linli.apps.centres.policy.kinds import FARTHEST_MINUTES, walkers
from linli.apps.grid import facts as grid
from linli.core.reach import measure, siting
from linli.core.reach.nearest import DETOUR, covers, crow
from linli.core.reach.network import Ints
from linli.core.reach.search import turned
from linli.core.reach.snap import Points
from linli.core.shared.outcomes import JsonValue

LEVELS = (4, 6, 9, 12)
"""Digits of the areas that shares are kept of: city, district, sub-district or township, community or village."""
SITES_MOST = 240
SITES_AT_ONCE = 40
SOLVE_SECONDS = 20.0

Row = list[JsonValue]


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares by area with what they rest on."""

    network: StreetsFact | None
    rests_on: str
    facilities: int
    homes_without_point: int
    facilities_without_point: int
    off_network: int
    areas: Mapping[str, tuple[int, list[Row]]]
    seconds: float


def rests_on(day: date) -> str:
    """Return a digest of everything that the shares of a day depend on. Six statements."""
    return _digest(homes(), open_on(day), in_force())


def measured(day: date) -> Measured:
    """Measure what is open on a day, over the network in force."""
    began = time.perf_counter()
    people, places, walked = homes(), open_on(day), walkable()
    kinds = kinds_of(places)
    who = walkers(settings.WALK_SPEEDS)
    farthest = max(one.metres(FARTHEST_MINUTES) for one in who)
    streets = walked.streets if walked else None
    ways = measure.ways(streets, people.points, doors(places, kinds), farthest)
    areas = {
        path: (
            int(people.households[which].sum()),
            _rows(ways.only(which), people.households[which], who, kinds),
        )
        for path, which in _groups(people.paths).items()
    }
    return Measured(
        walked.fact if walked else None,
        _digest(people, places, walked.fact if walked else None),
        len(places),
        people.without_point,
        sum(one.lon is None for one in places),
        _off(walked, people),
        areas,
        time.perf_counter() - began,
    )


def _rows(
    found: measure.Ways, households: Ints, who: Sequence[measure.Walker], kinds: Sequence[str]
) -> list[Row]:
    return [
        [kinds[one.kind], one.walker, one.minutes, one.reached, one.straight, one.cut_off]
        for one in measure.shares(found, households, who)
    ]


def _groups(paths: Sequence[str]) -> dict[str, Ints]:
    found: dict[str, list[int]] = {}
    for n, path in enumerate(paths):
        so_far = "/"
        for code in path.strip("/").split("/"):
            so_far += f"{code}/"
            if len(code) in LEVELS:
                found.setdefault(so_far, []).append(n)
    return {path: np.array(found[path], dtype=np.int64) for path in sorted(found)}


def _off(walked: Walkable | None, people: Homes) -> int:
    if walked is None:
        return int(people.households.sum())
    return int(people.households[~walked.streets.snap(people.points).on].sum())


def _digest(people: Homes, places: Sequence[FacilityFact], network: StreetsFact | None) -> str:
    said = [
        [[one.kind, one.code, one.lon, one.lat] for one in places],
        [*people.paths],
        people.points.lon.tolist(), people.points.lat.tolist(), people.households.tolist(), people.without_point,
        network.digest if network else "",
        settings.WALK_SPEEDS,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a study asks: so many more of a kind in an area, within so many minutes of a walker."""

    kind: str
    count: int
    minutes: int
    walker: str
    area_path: str


def best_sites(asked: Asked, day: date) -> dict[str, JsonValue]:
    """Return where they help most: sites with reasons, the greedy answer, and whether it is proven."""
    people, walked = homes(asked.area_path), walkable()
    places = [one for one in open_on(day) if one.kind == asked.kind]
    walker = next(one for one in walkers(settings.WALK_SPEEDS) if one.code == asked.walker)
    farthest = walker.metres(asked.minutes)
    streets = walked.streets if walked else None
    ways = measure.ways(streets, people.points, doors(places, [asked.kind]), farthest)
    reached = np.isfinite(ways.metres[0])
    left = np.flatnonzero(~reached)
    sites = _candidates(asked.area_path, people, left)
    site, home = _covered(walked, people.points.only(left), sites, farthest)
    question = siting.gathered(siting.Covering(len(sites), site, home, people.households[left]))
    chosen = siting.greedy(question, asked.count)
    found = optimum.best(question, asked.count, seconds=SOLVE_SECONDS)
    return {
        "households": int(people.households.sum()),
        "reached_before": int(people.households[reached].sum()),
        "gain": found.gain, "bound": found.bound, "proven": found.proven, "greedy": question.gain(chosen),
        "candidates": len(sites),
        "sites": [_told(sites[one.site], one) for one in siting.told(question, found.chosen)],
        "network": walked.fact.ref if walked else None, "day": day.isoformat(),
        "without_point": people.without_point, "speed": settings.WALK_SPEEDS[asked.walker],
    }  # fmt: skip


def _candidates(path: str, people: Homes, left: Ints) -> list[grid.AreaFact]:
    """Return where one might be opened: the middles of communities and villages, and of the estates with most households left."""
    areas = [
        one
        for one in grid.subtree(path, "community", "village", "estate", "natural_village")
        if one.lon is not None
    ]
    leaf = [one for one in areas if one.kind in {"community", "village"}]
    demand: dict[str, int] = {}
    for n in left.tolist():
        for code in people.paths[n].strip("/").split("/"):
            demand[code] = demand.get(code, 0) + int(people.households[n])
    rest = sorted(
        (one for one in areas if one not in leaf), key=lambda one: (-demand.get(one.code, 0), one.code)
    )
    first = sorted(leaf, key=lambda one: (-demand.get(one.code, 0), one.code))
    wanted = [one for one in [*first[: SITES_MOST // 2], *rest] if demand.get(one.code)]
    return wanted[:SITES_MOST]


def _covered(
    walked: Walkable | None, people: Points, sites: Sequence[grid.AreaFact], farthest: float
) -> tuple[Ints, Ints]:
    """Return pairs (site, home) within a walk: over the streets where both have one, else straight with its detour."""
    at = Points(
        np.array([one.lon for one in sites], dtype=np.float64),
        np.array([one.lat for one in sites], dtype=np.float64),
    )
    pairs: list[tuple[Ints, Ints]] = [(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))]
    has, home_has = np.zeros(len(sites), dtype=bool), np.zeros(len(people), dtype=bool)
    if walked is not None:
        network, graph = walked.streets.network, turned(walked.streets.network)
        homes_at, sites_at = walked.streets.snap(people), walked.streets.snap(at)
        has, home_has = sites_at.on, homes_at.on
        pairs += [
            covers(graph, network, homes_at, sites_at.part(first, SITES_AT_ONCE), first, farthest)
            for first in range(0, len(sites), SITES_AT_ONCE)
        ]
    for n in range(len(sites)):
        alone = ~home_has if has[n] else np.ones(len(people), dtype=bool)
        near = np.flatnonzero(alone & (crow(at.only(np.array([n])), people) <= farthest))
        pairs.append((np.full(len(near), n, dtype=np.int64), near))
    return np.concatenate([one for one, _ in pairs]), np.concatenate([one for _, one in pairs])


def _told(area: grid.AreaFact, step: siting.Step) -> dict[str, JsonValue]:
    return {"area": area.code, "alone": step.alone, "only": step.only}


__all__ = ["DETOUR", "Asked", "Measured", "best_sites", "measured", "rests_on"]
