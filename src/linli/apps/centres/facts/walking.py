"""The way over the streets between a few places, for whoever goes from one to the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from linli.apps.centres.facts.streets import StreetsFact, walkable
from linli.core.reach.search import seeds, spread
from linli.core.reach.snap import Points

FARTHEST = 40_000.0
"""Metres; whoever goes farther does not go on foot or by scooter."""
MOST = 400


def ways_between(
    places: Sequence[tuple[float, float]],
) -> tuple[list[list[float | None]], StreetsFact] | None:
    """Return the metres over the streets from each place to each (longitude, latitude), and over which streets.

    None for a pair that the streets do not join: a place with no street near, or a network in pieces. None for all
    where no network was brought in, or there are too many places.
    """
    walked = walkable() if 0 < len(places) <= MOST else None
    if walked is None:
        return None
    lon, lat = (np.array([one[n] for one in places]) for n in (0, 1))
    doors = walked.streets.snap(Points(lon, lat))
    network = walked.streets.network
    group, node, off = seeds(network, doors, outward=True)
    found = spread(walked.outward, len(places), group, node, off, FARTHEST).reshape(len(places), -1)
    to, at, last = seeds(network, doors)
    metres = np.full((len(places), len(places)), np.inf)
    for column in range(len(to)):
        arrives = found[:, at[column]] + last[column]
        np.minimum(metres[:, to[column]], arrives, out=metres[:, to[column]])
    same = doors.on[:, None] & (doors.edge[:, None] == doors.edge[None, :])
    along = np.abs(doors.along[:, None] - doors.along[None, :]) + doors.off[:, None] + doors.off[None, :]
    metres = np.where(same, np.minimum(metres, along), metres)
    np.fill_diagonal(metres, 0.0)
    return [[float(one) if np.isfinite(one) else None for one in row] for row in metres], walked.fact
