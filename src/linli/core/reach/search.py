"""Shortest walks from many doors at once: every node's way to the nearest door of each kind, up to a cutoff.

Each round passes on what got shorter in the last one, for all kinds together, in NumPy. The result is that of
Dijkstra's algorithm (a test holds it to that); ADR 13 says why it is not a library's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linli.core.reach.network import Bools, Floats, Ints, Network
from linli.core.reach.snap import Snapped

STRIDE = 150.0
"""Metres by which the circle grows: what lies farther waits, lest it be walked several times."""


@dataclass(frozen=True, slots=True)
class Turned:
    """A network turned round, node by node: who comes here, and from how far."""

    first: Ints
    source: Ints
    metres: Floats

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.first) - 1


def turned(network: Network, *, outward: bool = False) -> Turned:
    """Turn a network round, so that a search from a door finds who gets to it; ``outward``: whom it leads to."""
    on, back = network.forward, network.backward
    tail = np.concatenate([network.start[on], network.end[back]])
    head = np.concatenate([network.end[on], network.start[back]])
    metres = np.concatenate([network.metres[on], network.metres[back]])
    into, source = (tail, head) if outward else (head, tail)
    order = np.argsort(into, kind="stable")
    first = np.zeros(network.nodes + 1, dtype=np.int64)
    np.cumsum(np.bincount(into, minlength=network.nodes), out=first[1:])
    return Turned(first, source[order], metres[order])


def seeds(network: Network, doors: Snapped, *, outward: bool = False) -> tuple[Ints, Ints, Floats]:
    """Return door, node and metres between the two for both ends of each door's street, as far as it is walked."""
    which = np.flatnonzero(doors.on)
    edge, off, along = doors.edge[which], doors.off[which], doors.along[which]
    rest = network.metres[edge] - along
    to_start, to_end = (network.forward, network.backward)[:: -1 if outward else 1]
    a, b = to_start[edge], to_end[edge]
    return (
        np.concatenate([which[a], which[b]]),
        np.concatenate([network.start[edge[a]], network.end[edge[b]]]),
        np.concatenate([(off + along)[a], (off + rest)[b]]),
    )


def spread(graph: Turned, groups: int, group: Ints, node: Ints, metres: Floats, cutoff: float) -> Floats:
    """Return metres of each node to the nearest seed of each group: rows are groups; infinite beyond the cutoff."""
    found = np.full(groups * graph.nodes, np.inf)
    np.minimum.at(found, group * graph.nodes + node, metres)
    found[found > cutoff] = np.inf
    waiting = np.flatnonzero(np.isfinite(found))
    reach = float(found[waiting].min()) if len(waiting) else 0.0
    while len(waiting):
        reach += STRIDE
        near = found[waiting] <= reach
        now, later = waiting[near], waiting[~near]
        while len(now):
            shorter = _pass_on(graph, found, now, cutoff)
            close = found[shorter] <= reach
            now, later = shorter[close], np.concatenate([later, shorter[~close]])
        waiting = np.unique(later)
        waiting = waiting[found[waiting] > reach]
    return found.reshape(groups, graph.nodes)


def _pass_on(graph: Turned, found: Floats, now: Ints, cutoff: float) -> Ints:
    """Walk one edge back from each place, and return the places that this brought nearer."""
    node = now % graph.nodes
    count = graph.first[node + 1] - graph.first[node]
    edge = np.arange(int(count.sum())) + np.repeat(graph.first[node] - np.cumsum(count) + count, count)
    place = np.repeat(now - node, count) + graph.source[edge]
    metres = np.repeat(found[now], count) + graph.metres[edge]
    shorter: Bools = (metres < found[place]) & (metres <= cutoff)
    place = place[shorter]
    np.minimum.at(found, place, metres[shorter])
    return np.unique(place)
