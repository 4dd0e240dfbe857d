"""A network of streets: nodes in WGS84, edges in metres, and the pieces that it falls into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linli.core.shared.geodesy import check_degrees, metres_between
from linli.core.shared.outcomes import Problem

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

LONGEST = 20_000.0
"""Metres; a street without a crossing is shorter."""
SHORTEST_OF_STRAIGHT = 0.9
"""An edge is at least so much of the straight line between its ends; less is another unit, or other ends."""
ROUNDING = 1.0
"""Metres by which both may be rounded."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A stretch of street; ``metres`` is None where it is as long as the straight line. ``number`` names it in faults."""

    number: int
    start: str
    end: str
    metres: float | None = None
    forward: bool = True
    backward: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """An edge that was left out, and why."""

    number: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges as columns. ``piece`` numbers the piece of each node, 0 the one with the most nodes."""

    lon: Floats
    lat: Floats
    start: Ints
    end: Ints
    metres: Floats
    forward: Bools
    backward: Bools
    piece: Ints

    @property
    def nodes(self) -> int:
        """How many nodes it has."""
        return len(self.lon)

    @property
    def edges(self) -> int:
        """How many stretches it has, each counted once."""
        return len(self.start)

    @property
    def pieces(self) -> tuple[int, ...]:
        """How many nodes each piece has, the largest first."""
        return tuple(int(one) for one in np.bincount(self.piece)) if len(self.piece) else ()


def build(
    nodes: Mapping[str, tuple[float, float]], edges: Iterable[Edge]
) -> tuple[Network, tuple[Fault, ...]]:
    """Lay a network out of nodes (lon, lat) and edges; edges that cannot be are left out and told."""
    good: list[Edge] = []
    faults: list[Fault] = []
    for one in edges:
        wrong = _wrong(one, nodes)
        if wrong is None:
            good.append(one)
        else:
            faults.append(Fault(one.number, wrong))
    return _laid(nodes, good), tuple(faults)


def whole(
    lon: Floats, lat: Floats, start: Ints, end: Ints, metres: Floats, forward: Bools, backward: Bools
) -> Network:
    """Return a network of columns that are known to be good, with its pieces."""
    return Network(lon, lat, start, end, metres, forward, backward, _pieces(len(lon), start, end))


def _wrong(one: Edge, nodes: Mapping[str, tuple[float, float]]) -> Problem | None:
    for name in (one.start, one.end):
        if name not in nodes:
            return Problem("edge", "reach.unknown_node", {"node": name[:40]})
        if wrong := check_degrees(*nodes[name]):
            return wrong
    straight = _straight(one, nodes)
    metres = straight if one.metres is None else one.metres
    if not metres > 0 or one.start == one.end:
        return Problem("edge", "reach.no_length", {"from": one.start[:40], "to": one.end[:40]})
    if metres > LONGEST:
        return Problem("edge", "reach.too_long", {"metres": f"{metres:.0f}", "most": int(LONGEST)})
    if metres + ROUNDING < SHORTEST_OF_STRAIGHT * straight:
        said = {"metres": f"{metres:.0f}", "straight": f"{straight:.0f}"}
        return Problem("edge", "reach.shorter_than_straight", said)
    return None


def _straight(one: Edge, nodes: Mapping[str, tuple[float, float]]) -> float:
    (lon1, lat1), (lon2, lat2) = nodes[one.start], nodes[one.end]
    return float(metres_between(*(np.float64(part) for part in (lon1, lat1, lon2, lat2))))  # type: ignore[arg-type]


def _laid(nodes: Mapping[str, tuple[float, float]], edges: Sequence[Edge]) -> Network:
    used = dict.fromkeys(name for one in edges for name in (one.start, one.end))
    place = {name: n for n, name in enumerate(used)}
    points = np.array([nodes[name] for name in used], dtype=np.float64).reshape(-1, 2)
    lengths = [_straight(one, nodes) if one.metres is None else one.metres for one in edges]
    return whole(
        points[:, 0], points[:, 1],
        np.array([place[one.start] for one in edges], dtype=np.int64),
        np.array([place[one.end] for one in edges], dtype=np.int64),
        np.array(lengths, dtype=np.float64),
        np.array([one.forward for one in edges], dtype=np.bool_),
        np.array([one.backward for one in edges], dtype=np.bool_),
    )  # fmt: skip


def _pieces(nodes: int, start: Ints, end: Ints) -> Ints:
    """Number the pieces: each node takes the lowest number of its neighbours until nothing changes."""
    root = np.arange(nodes)
    while True:
        low = np.minimum(root[start], root[end])
        before = root.copy()
        for side in (start, end):
            np.minimum.at(root, root[side], low)
        root = root[root]
        if np.array_equal(root, before):
            return _by_size(root)


def _by_size(root: Ints) -> Ints:
    _, which, count = np.unique(root, return_inverse=True, return_counts=True)
    rank = np.empty(len(count), dtype=np.int64)
    rank[np.argsort(-count, kind="stable")] = np.arange(len(count))
    return rank[which]
