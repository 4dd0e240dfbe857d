"""Networks: which ways are walked, what cannot be an edge, the pieces, and the way from a door to the street."""

from __future__ import annotations

import numpy as np
import pytest

from linli.core.reach.network import Edge, build
from linli.core.reach.snap import OFF, Points, Streets
from linli.core.reach.tags import walked

EAST = 1 / 87_860.0  # degrees a metre at the latitude of these
NORTH = 1 / 111_195.0
LON, LAT = 112.5, 37.8


def at(east, north):
    return LON + east * EAST, LAT + north * NORTH


NODES = {
    "a": at(0, 0),
    "b": at(400, 0),
    "c": at(400, 300),
    "x": at(0, 900),
    "y": at(200, 900),
    "odd": (37.8, 112.5),
}


def points(*places):
    lon, lat = zip(*(at(*one) for one in places), strict=True)
    return Points(np.array(lon), np.array(lat))


@pytest.mark.parametrize(
    ("tags", "directions"),
    [
        ({"highway": "residential"}, (True, True)),
        ({"highway": "residential", "oneway": "yes"}, (True, True)),
        ({"highway": "trunk"}, (True, True)),
        ({"highway": "cycleway"}, (True, True)),
        ({"highway": "steps", "conveying": "forward"}, (True, False)),
        ({"highway": "steps", "conveying": "backward"}, (False, True)),
        ({"highway": "footway", "oneway:foot": "yes"}, (True, False)),
        ({"highway": "footway", "oneway:foot": "-1"}, (False, True)),
        ({"highway": "path", "foot:backward": "no"}, (True, False)),
        ({"highway": "path", "foot:forward": "no"}, (False, True)),
        ({"highway": "motorway", "foot": "yes"}, (True, True)),
        ({"highway": "service", "access": "private", "foot": "permissive"}, (True, True)),
        ({"highway": "motorway"}, (False, False)),
        ({"highway": "trunk", "motorroad": "yes"}, (False, False)),
        ({"highway": "construction"}, (False, False)),
        ({"highway": "service", "access": "private"}, (False, False)),
        ({"highway": "residential", "foot": "use_sidepath"}, (False, False)),
        ({"waterway": "river"}, (False, False)),
        ({"highway": "footway", "oneway:foot": "yes", "foot:forward": "no"}, (False, False)),
    ],
)
def test_which_ways_are_walked_and_in_which_direction(tags, directions):
    said = walked(tags)
    assert (said.forward, said.backward) == directions
    assert bool(said) is any(directions)


def test_a_network_in_two_pieces_says_so_and_forgets_nodes_without_streets():
    network, faults = build(NODES, [Edge(1, "a", "b"), Edge(2, "b", "c", 320.0), Edge(3, "x", "y")])
    assert faults == ()
    assert (network.nodes, network.edges, network.pieces) == (5, 3, (3, 2))
    assert network.metres == pytest.approx([400, 320, 200], rel=0.01)


@pytest.mark.parametrize(
    ("edge", "code"),
    [
        (Edge(7, "a", "nowhere"), "reach.unknown_node"),
        (Edge(7, "a", "b", 0.0), "reach.no_length"),
        (Edge(7, "a", "b", -5.0), "reach.no_length"),
        (Edge(7, "a", "b", float("nan")), "reach.no_length"),
        (Edge(7, "a", "a"), "reach.no_length"),
        (Edge(7, "a", "a", 50.0), "reach.no_length"),
        (Edge(7, "a", "b", 0.4), "reach.shorter_than_straight"),
        (Edge(7, "a", "b", 400_000.0), "reach.too_long"),
        (Edge(7, "a", "odd"), "shared.swapped_degrees"),
    ],
)
def test_an_edge_that_cannot_be_is_left_out_and_told(edge, code):
    network, faults = build(NODES, [Edge(1, "a", "b"), edge])
    assert [(one.number, one.problem.code) for one in faults] == [(7, code)]
    assert network.edges == 1


def test_a_network_of_nothing_is_one():
    network, _ = build({}, [])
    assert (network.nodes, network.pieces) == (0, ())
    assert Streets(network).snap(points((0, 0))).edge.tolist() == [OFF]


def test_a_door_meets_the_nearest_stretch_where_it_is_nearest():
    network, _ = build(NODES, [Edge(1, "a", "b", 440.0), Edge(2, "b", "c")])
    met = Streets(network).snap(points((100, 20), (390, 200), (100, 800)))
    assert met.edge.tolist() == [0, 1, OFF]
    assert met.off[:2] == pytest.approx([20, 10], rel=0.01)
    assert met.along[:2] == pytest.approx([110, 200], rel=0.01)  # a quarter of 440 m, that are drawn as 400
    assert met.on.tolist() == [True, True, False]
    assert met.part(1, 5).edge.tolist() == [1, OFF]
