"""The nearest of each kind from every home: over the streets, or as the crow flies with a detour where there are none."""

from __future__ import annotations

import numpy as np
import shapely

from linli.core.reach.network import Floats, Ints, Network
from linli.core.reach.search import Turned, seeds, spread, turned
from linli.core.reach.snap import Points, Snapped, on_plane
from linli.core.shared.geodesy import metres_between

DETOUR = 1.3
"""How much longer a walk is than the straight line, where no network says it (domain practice for GB 50180)."""


def over_streets(
    network: Network, homes: Snapped, doors: Snapped, kind: Ints, kinds: int, cutoff: float
) -> Floats:
    """Return metres from each home (columns) to the nearest door of each kind (rows); infinite beyond the cutoff."""
    door, node, metres = seeds(network, doors)
    ways = spread(turned(network), kinds, kind[door], node, metres, cutoff)
    found = from_nodes(network, homes, ways)
    _along_one_street(network, homes, doors, kind, found)
    found[found > cutoff] = np.inf
    return found


def covers(
    graph: Turned, network: Network, homes: Snapped, sites: Snapped, first: int, cutoff: float
) -> tuple[Ints, Ints]:
    """Return pairs (site, home) within the cutoff, for some of the sites; ``first`` is the number of the first."""
    door, node, metres = seeds(network, sites)
    ways = spread(graph, len(sites.edge), door, node, metres, cutoff)
    found = from_nodes(network, homes, ways)
    _along_one_street(network, homes, sites, np.arange(len(sites.edge)), found)
    site, home = np.nonzero(found <= cutoff)
    return site + first, home


def from_nodes(network: Network, homes: Snapped, ways: Floats) -> Floats:
    """Return metres from each home by the better end of its street."""
    found = np.full((len(ways), len(homes.edge)), np.inf)
    on = np.flatnonzero(homes.on)
    edge, along = homes.edge[on], homes.along[on]
    rest = network.metres[edge] - along
    by_start = np.where(network.backward[edge], along + ways[:, network.start[edge]], np.inf)
    by_end = np.where(network.forward[edge], rest + ways[:, network.end[edge]], np.inf)
    found[:, on] = np.minimum(by_start, by_end) + homes.off[on]
    return found


def _along_one_street(network: Network, homes: Snapped, doors: Snapped, kind: Ints, found: Floats) -> None:
    """Shorten the ways between a home and a door of the same stretch: nobody goes round by a crossing."""
    home, door = _pairs(homes.edge, doors.edge)
    edge = homes.edge[home]
    ahead = doors.along[door] - homes.along[home]
    may = np.where(ahead >= 0, network.forward[edge], network.backward[edge])
    metres = np.where(may, np.abs(ahead) + homes.off[home] + doors.off[door], np.inf)
    np.minimum.at(found, (kind[door], home), metres)


def _pairs(homes: Ints, doors: Ints) -> tuple[Ints, Ints]:
    """Return all pairs of a home and a door on the same edge."""
    order = np.argsort(doors, kind="stable")
    low = np.searchsorted(doors[order], homes, "left")
    count = np.where(homes < 0, 0, np.searchsorted(doors[order], homes, "right") - low)
    home = np.repeat(np.arange(len(homes)), count)
    at = np.arange(int(count.sum())) + np.repeat(low - np.cumsum(count) + count, count)
    return home, order[at]


def straight(homes: Points, doors: Points, kind: Ints, kinds: int) -> Floats:
    """Return metres as the crow flies, times the detour, to the nearest of each kind; infinite where there is none."""
    found = np.full((kinds, len(homes)), np.inf)
    if not len(homes) or not len(doors):
        return found
    middle = float(homes.lat.mean())
    places = on_plane(homes, middle)
    for one in range(kinds):
        own = doors.only(kind == one)
        if len(own):
            tree = shapely.STRtree(on_plane(own, middle))
            (which, _), metres = tree.query_nearest(places, return_distance=True, all_matches=False)
            found[one, which] = metres * DETOUR
    return found


def from_home(network: Network, graph: Turned, home: Snapped, doors: Snapped, cutoff: float) -> Floats:
    """Return metres from one home to every door over the streets; ``graph`` is turned outward."""
    _, node, metres = seeds(network, home, outward=True)
    ways = spread(graph, 1, np.zeros_like(node), node, metres, cutoff)[0]
    found = np.full((len(doors.edge), 1), np.inf)
    on = np.flatnonzero(doors.on)
    edge, along = doors.edge[on], doors.along[on]
    by_start = np.where(network.forward[edge], along + ways[network.start[edge]], np.inf)
    by_end = np.where(network.backward[edge], network.metres[edge] - along + ways[network.end[edge]], np.inf)
    found[on, 0] = np.minimum(by_start, by_end) + doors.off[on]
    _along_one_street(network, home, doors, np.arange(len(doors.edge)), found)
    found[found > cutoff] = np.inf
    return np.asarray(found[:, 0])


def crow(home: Points, doors: Points) -> Floats:
    """Return metres from one home to every door as the crow flies, times the detour."""
    return DETOUR * metres_between(home.lon, home.lat, doors.lon, doors.lat)
