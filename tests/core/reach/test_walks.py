"""Walks: the nearest of each kind, laws that hold on any network, shares of households and what they rest on."""

from __future__ import annotations

import heapq

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core.reach.measure import Doors, Rests, Walker, shares, ways
from linli.core.reach.nearest import DETOUR, covers, crow, from_home, over_streets, straight
from linli.core.reach.network import Edge, build, whole
from linli.core.reach.search import spread, turned
from linli.core.reach.snap import Points, Streets

EAST, NORTH, LON, LAT = 1 / 87_860.0, 1 / 111_195.0, 112.5, 37.8
ADULT, OLD = Walker("adult", 1.0), Walker("old", 0.75)


def at(east, north):
    return LON + east * EAST, LAT + north * NORTH


def points(*places):
    columns = np.array([at(*one) for one in places], dtype=float).reshape(-1, 2)
    return Points(columns[:, 0], columns[:, 1])


def doors(*places, kinds=1):
    """Doors as (east, north, kind)."""
    kind = np.array([one[2] for one in places], dtype=np.int64)
    return Doors(points(*(one[:2] for one in places)), kind, kinds)


def streets(nodes, *edges):
    network, faults = build({name: at(*place) for name, place in nodes.items()}, edges)
    assert faults == ()
    return Streets(network)


BLOCK = {"a": (0, 0), "b": (400, 0), "c": (400, 300), "d": (0, 300)}
ROUND = (Edge(1, "a", "b"), Edge(2, "b", "c"), Edge(3, "c", "d"))  # the side d-a is open


def metres(found):
    return [None if np.isinf(one) else round(float(one)) for one in found]


def test_a_walk_counts_the_way_to_the_street_and_follows_it_round():
    found = ways(streets(BLOCK, *ROUND), points((10, 20)), doors((10, 290, 0)), 5_000)
    assert metres(found.metres[0]) == pytest.approx([20 + 390 + 300 + 390 + 10], abs=3)
    assert found.by_streets.tolist() == [[True]]
    crow = ways(None, points((10, 20)), doors((10, 290, 0)), 5_000)
    assert metres(crow.metres[0]) == pytest.approx([270 * DETOUR], abs=3)
    assert crow.by_streets.tolist() == [[False]]


def test_on_one_stretch_nobody_goes_round_by_a_crossing():
    found = ways(streets(BLOCK, *ROUND), points((100, 5)), doors((300, 5, 0)), 5_000)
    assert metres(found.metres[0]) == pytest.approx([210], abs=2)


def test_a_one_way_walk_is_walked_one_way():
    nodes = {"a": (0, 0), "b": (100, 0)}
    one_way = streets(nodes, Edge(1, "a", "b", backward=False))
    assert metres(ways(one_way, points((10, 0)), doors((90, 0, 0)), 900).metres[0]) == pytest.approx(
        [80], abs=2
    )
    assert metres(ways(one_way, points((90, 0)), doors((10, 0, 0)), 900).metres[0]) == [None]
    other = streets(nodes, Edge(1, "a", "b", forward=False))
    assert metres(ways(other, points((90, 0)), doors((10, 0, 0)), 900).metres[0]) == pytest.approx(
        [80], abs=2
    )


def test_homes_and_doors_without_a_street_are_measured_straight_and_told():
    net = streets(BLOCK, *ROUND)
    far = doors((900, 1_500, 0), (200, 0, 1), kinds=2)
    found = ways(net, points((900, 1_600), (200, 5)), far, 3_000)
    assert found.by_streets.tolist() == [[False, False], [False, True]]
    assert metres(found.metres[0])[0] == pytest.approx(100 * DETOUR, abs=2)
    assert not found.cut_off.any()


def test_a_network_in_pieces_counts_the_homes_that_it_cuts_off():
    nodes = {"a": (0, 0), "b": (400, 0), "x": (0, 100), "y": (400, 100)}
    net = streets(nodes, Edge(1, "a", "b"), Edge(2, "x", "y"))
    found = ways(net, points((50, 0), (50, 100)), doors((200, 100, 0)), 900)
    assert found.cut_off.tolist() == [[True, False]]
    [one] = list(shares(found, np.array([30, 12]), [ADULT], [15]))
    assert (one.reached, one.straight, one.cut_off, one.of) == (12, 0, 30, 42)


def test_shares_are_by_minutes_and_walker_and_say_what_is_measured_straight():
    found = ways(None, points((0, 0), (0, 400), (0, 600)), doors((0, 0, 0)), 900)
    told = {
        (one.walker, one.minutes): one.reached for one in shares(found, np.array([1, 10, 100]), [ADULT, OLD])
    }
    assert told == {
        ("adult", 5): 1, ("adult", 10): 11, ("adult", 15): 111, ("old", 5): 1, ("old", 10): 1, ("old", 15): 11,
    }  # fmt: skip
    assert all(one.straight == one.reached for one in shares(found, np.array([1, 10, 100]), [ADULT]))
    assert [*Rests] == ["streets", "straight"]


def test_nobody_and_nothing_are_measured_too():
    none = doors()
    assert straight(points((0, 0)), none.points, none.kind, 1).tolist() == [[np.inf]]
    assert straight(points(), points((0, 0)), np.array([0]), 1).shape == (1, 0)
    empty = ways(streets(BLOCK, *ROUND), points((0, 0)), none, 900)
    assert metres(empty.metres[0]) == [None]
    assert ways(streets({}), points((0, 0)), doors((10, 0, 0)), 900).by_streets.tolist() == [[False]]


def test_shares_of_an_area_are_those_of_its_homes():
    found = ways(None, points((0, 0), (0, 400)), doors((0, 0, 0)), 900).only(np.array([1]))
    assert [one.reached for one in shares(found, np.array([10]), [ADULT])] == [0, 10, 10]


def test_as_the_crow_flies_is_told_with_its_detour():
    assert crow(points((0, 0)), points((0, 100), (300, 0))) == pytest.approx([130, 390], rel=0.01)


def test_covers_name_who_would_be_reached_from_which_site():
    net = streets(BLOCK, *ROUND)
    homes = net.snap(points((0, 5), (395, 100), (5, 295)))
    sites = net.snap(points((200, 0), (390, 295)))
    site, home = covers(turned(net.network), net.network, homes, sites, 5, 320)
    assert sorted(zip(site.tolist(), home.tolist(), strict=True)) == [(5, 0), (5, 1), (6, 1)]


@st.composite
def networks(draw):
    """A handful of nodes on a plane with some edges between them, some of them one-way."""
    count = draw(st.integers(2, 9))
    place = st.tuples(st.integers(0, 900), st.integers(0, 900))
    places = draw(st.lists(place, min_size=count, max_size=count, unique=True))
    pair = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(
        lambda two: two[0] != two[1]
    )
    drawn = draw(
        st.lists(st.tuples(pair, st.sampled_from([(1, 1), (1, 0), (0, 1)])), min_size=1, max_size=14)
    )
    start, end = (np.array([one[0][n] for one in drawn], dtype=np.int64) for n in (0, 1))
    lon, lat = (np.array(column) for column in zip(*(at(*one) for one in places), strict=True))
    flat = np.array(places, dtype=float)
    metres = np.hypot(*(flat[start] - flat[end]).T) * draw(st.sampled_from([1.0, 1.3])) + 1
    ways_ = np.array([one[1] for one in drawn], dtype=bool)
    return whole(lon, lat, start, end, metres, ways_[:, 0], ways_[:, 1])


def dijkstra(network, first):
    """The textbook's way from every node to the seeds (node, metres)."""
    into = {}
    for n in range(network.edges):
        a, b, length = int(network.start[n]), int(network.end[n]), float(network.metres[n])
        if network.forward[n]:
            into.setdefault(b, []).append((a, length))
        if network.backward[n]:
            into.setdefault(a, []).append((b, length))
    found, queue = {}, [(length, node) for node, length in first]
    heapq.heapify(queue)
    while queue:
        length, node = heapq.heappop(queue)
        if node not in found:
            found[node] = length
            for other, more in into.get(node, []):
                heapq.heappush(queue, (length + more, other))
    return [found.get(n, np.inf) for n in range(network.nodes)]


@settings(max_examples=60, deadline=None)
@given(networks(), st.lists(st.tuples(st.integers(0, 1), st.integers(0, 8), st.integers(0, 300)), max_size=6))
def test_the_search_finds_what_dijkstra_finds(network, said):
    said = [(group, node % network.nodes, length) for group, node, length in said]
    group, node, length = (np.array([one[n] for one in said], dtype=np.int64) for n in range(3))
    found = spread(turned(network), 2, group, node, length.astype(float), 10_000.0)
    for one in (0, 1):
        first = [(n, float(m)) for g, n, m in said if g == one]
        assert found[one] == pytest.approx(dijkstra(network, first))


@settings(max_examples=40, deadline=None)
@given(networks(), st.data())
def test_a_walk_is_never_shorter_than_the_straight_line_and_cut_is_cut(network, data):
    spots = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=4)
    homes, far = points(*data.draw(spots)), points(*data.draw(spots))
    net = Streets(network)
    at_home, met = net.snap(homes), net.snap(far)
    kind = np.arange(len(far))
    walked = over_streets(network, at_home, met, kind, len(far), 20_000)
    crow = (
        np.stack([straight(homes, far.only(kind == n), np.zeros(1, dtype=np.int64), 1)[0] for n in kind])
        / DETOUR
    )
    assert (walked >= crow * 0.999 - 1).all()
    near = over_streets(network, at_home, met, kind, len(far), 300)
    assert np.array_equal(np.where(walked <= 300, walked, np.inf), near)


@settings(max_examples=40, deadline=None)
@given(networks(), st.data())
def test_there_and_back_is_the_same_network_turned_round(network, data):
    spot = st.tuples(st.integers(0, 900), st.integers(0, 900))
    net = Streets(network)
    home, door = net.snap(points(data.draw(spot))), net.snap(points(data.draw(spot)))
    towards = over_streets(network, home, door, np.zeros(1, dtype=np.int64), 1, 20_000)[0, 0]
    out = from_home(network, turned(network, outward=True), home, door, 20_000)
    assert out[0] == pytest.approx(towards)
