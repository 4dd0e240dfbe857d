"""What share of homes reaches each kind on foot: by minutes and walker, and by what the metres rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from linli.core.reach.nearest import over_streets, straight
from linli.core.reach.network import Bools, Floats, Ints
from linli.core.reach.snap import Points, Snapped, Streets

MINUTES = (5, 10, 15)
"""The circles of GB 50180-2018."""
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Walker:
    """Somebody on foot; ``speed`` in metres a second."""

    code: str
    speed: float

    def metres(self, minutes: float) -> float:
        """Return how far they come."""
        return self.speed * SECONDS * minutes


class Rests(StrEnum):
    """What a distance rests on."""

    STREETS = "streets"
    STRAIGHT = "straight"


@dataclass(frozen=True, slots=True)
class Doors:
    """Facilities: where they are, and the number of the kind of each."""

    points: Points
    kind: Ints
    kinds: int


@dataclass(frozen=True, slots=True)
class Ways:
    """Metres of each home (columns) to the nearest of each kind (rows), and which of them follow streets.

    ``cut_off``: the home's piece of the network has none of the kind, while one would be near as the crow flies.
    """

    metres: Floats
    by_streets: Bools
    cut_off: Bools

    def only(self, homes: Ints) -> Ways:
        """Return those of some homes."""
        return Ways(self.metres[:, homes], self.by_streets[:, homes], self.cut_off[:, homes])


@dataclass(frozen=True, slots=True)
class Share:
    """Households that reach a kind in so many minutes, of how many; ``straight`` of those reached rest on the straight line."""

    kind: int
    walker: str
    minutes: int
    reached: int
    straight: int
    cut_off: int
    of: int


def ways(streets: Streets | None, homes: Points, doors: Doors, farthest: float) -> Ways:
    """Find the nearest of each kind for every home within so many metres.

    A home or a facility without a street near it is measured straight; a home with one is measured over the
    streets to all facilities that have one too.
    """
    if streets is None:
        far = straight(homes, doors.points, doors.kind, doors.kinds)
        none = np.zeros(far.shape, dtype=np.bool_)
        return Ways(np.where(far <= farthest, far, np.inf), none, none)
    at, met = streets.snap(homes), streets.snap(doors.points)
    walked = over_streets(streets.network, at, met, doors.kind, doors.kinds, farthest)
    crow = _beside(at, met, homes, doors)
    metres = np.minimum(walked, np.where(crow <= farthest, crow, np.inf))
    cut = _cut_off(streets, at, met, homes, doors, farthest) & np.isinf(metres)
    return Ways(metres, np.asarray(np.isfinite(walked) & (walked <= crow)), cut)


def _beside(at: Snapped, met: Snapped, homes: Points, doors: Doors) -> Floats:
    """Return straight metres where the home, or the facility, has no street."""
    found = np.full((doors.kinds, len(homes)), np.inf)
    lost = ~met.on
    found[:] = straight(homes, doors.points.only(lost), doors.kind[lost], doors.kinds)
    alone = np.flatnonzero(~at.on)
    found[:, alone] = straight(homes.only(alone), doors.points, doors.kind, doors.kinds)
    return found


def _cut_off(
    streets: Streets, at: Snapped, met: Snapped, homes: Points, doors: Doors, farthest: float
) -> Bools:
    """Say which homes are near a kind as the crow flies while their piece of the network has none."""
    network = streets.network
    pieces = max(len(network.pieces), 1)
    there = np.zeros((doors.kinds, pieces), dtype=np.bool_)
    there[doors.kind[met.on], network.piece[network.start[met.edge[met.on]]]] = True
    found = np.zeros((doors.kinds, len(homes)), dtype=np.bool_)
    on = np.flatnonzero(at.on)
    own = network.piece[network.start[at.edge[on]]]
    missing = ~there[:, own]
    asked = np.flatnonzero(missing.any(axis=0))
    near = straight(homes.only(on[asked]), doors.points, doors.kind, doors.kinds) <= farthest
    found[:, on[asked]] = missing[:, asked] & near
    return found


def shares(
    found: Ways, households: Ints, walkers: Sequence[Walker], minutes: Sequence[int] = MINUTES
) -> Iterator[Share]:
    """Count the households that reach each kind, for each walker and each number of minutes."""
    total = int(households.sum())
    for kind, metres in enumerate(found.metres):
        cut = int(households[found.cut_off[kind]].sum())
        for walker in walkers:
            for span in minutes:
                inside = metres <= walker.metres(span)
                crow = inside & ~found.by_streets[kind]
                reached, by_crow = int(households[inside].sum()), int(households[crow].sum())
                yield Share(kind, walker.code, span, reached, by_crow, cut, total)
