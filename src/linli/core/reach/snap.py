"""From a door to the street: the nearest stretch, how far it is there, and where on it one arrives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from linli.core.reach.network import Bools, Floats, Ints, Network
from linli.core.shared.geodesy import flat_metres

Shapes = NDArray[np.object_]

FARTHEST = 250.0
"""Metres from a door to the street at most; whatever lies farther off has no street in this network."""
OFF = -1


@dataclass(frozen=True, slots=True)
class Points:
    """Places in WGS84, as columns."""

    lon: Floats
    lat: Floats

    def __len__(self) -> int:
        """How many there are."""
        return len(self.lon)

    def only(self, which: Bools | Ints) -> Points:
        """Return some of them."""
        return Points(self.lon[which], self.lat[which])


@dataclass(frozen=True, slots=True)
class Snapped:
    """Where points meet the network: the edge (OFF where there is none near), metres to it, metres along it."""

    edge: Ints
    off: Floats
    along: Floats

    @property
    def on(self) -> Bools:
        """Which of them have a street."""
        return np.asarray(self.edge != OFF)

    def part(self, first: int, count: int) -> Snapped:
        """Return some of them, in a row."""
        some = slice(first, first + count)
        return Snapped(self.edge[some], self.off[some], self.along[some])


def on_plane(points: Points, middle_lat: float) -> Shapes:
    """Return points as shapes, in metres."""
    flat = flat_metres(np.column_stack([points.lon, points.lat]), middle_lat)
    return np.asarray(shapely.points(flat), dtype=np.object_)


class Streets:
    """A network laid on a plane for looking up what is near; made once for many points."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._middle = float(network.lat.mean()) if network.nodes else 0.0
        flat = flat_metres(np.column_stack([network.lon, network.lat]), self._middle)
        ends = np.stack([flat[network.start], flat[network.end]], axis=1)
        self._lines: Shapes = np.asarray(shapely.linestrings(ends), dtype=np.object_)
        self._tree = shapely.STRtree(self._lines)

    def snap(self, points: Points, farthest: float = FARTHEST) -> Snapped:
        """Return where each point meets the streets; an edge that is longer than it is drawn is met in proportion."""
        edge = np.full(len(points), OFF, dtype=np.int64)
        off, along = np.zeros(len(points)), np.zeros(len(points))
        doors = on_plane(points, self._middle)
        if len(points) and len(self._lines):
            near, far = self._tree.query_nearest(
                doors, max_distance=farthest, return_distance=True, all_matches=False
            )
            which, met = near
            edge[which], off[which] = met, far
            share = shapely.line_locate_point(self._lines[met], doors[which], normalized=True)
            along[which] = share * self.network.metres[met]
        return Snapped(edge, off, along)
