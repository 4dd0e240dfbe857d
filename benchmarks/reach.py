"""How long the walks of a city take: 100,000 homes and 500 facilities on an invented network, and on two real extracts."""

from __future__ import annotations

import os
import time
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from linli.core.reach import measure, nearest, siting
from linli.core.reach.network import Network, whole
from linli.core.reach.search import seeds, spread, turned
from linli.core.reach.snap import Points, Streets

SIDE, STEP, HOMES, FACILITIES, KINDS = 300, 110.0, 100_000, 500, 20
LON, LAT = 112.5, 37.8
EAST, NORTH = 87_960.0, 111_000.0
ADULT, OLD = measure.Walker("adult", 1.05), measure.Walker("old", 0.75)
EXTRACTS = os.environ.get("LINLI_STREET_EXTRACTS", "")
"""A folder with files of OpenStreetMap to measure on; they are not part of the project."""
SITES, SITE_SIDE = 300, 90
WANTED = 10.0


def run() -> dict[str, object]:
    return {"city": city(), "beside_rustworkx": rustworkx(), "siting": sites(), "extracts": extracts()}


def network(seed: int = 1) -> Network:
    """A grid of bent blocks; one street in eight is missing, so that pieces come off."""
    chance = np.random.default_rng(seed)
    y, x = np.divmod(np.arange(SIDE * SIDE), SIDE)
    east, north = (part * STEP + chance.normal(0, 18, SIDE * SIDE) for part in (x, y))
    right = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    start = np.concatenate([right[:, :-1].ravel(), right[:-1].ravel()])
    end = np.concatenate([right[:, 1:].ravel(), right[1:].ravel()])
    kept = chance.random(len(start)) > 0.125
    start, end = start[kept], end[kept]
    metres = np.hypot(east[start] - east[end], north[start] - north[end]) * 1.04
    both = np.ones(len(start), dtype=bool)
    return whole(LON + east / EAST, LAT + north / NORTH, start, end, metres, both, both)


def places(count: int, seed: int, side: int = SIDE) -> Points:
    chance = np.random.default_rng(seed)
    east, north = chance.random(count) * side * STEP, chance.random(count) * side * STEP
    return Points(LON + east / EAST, LAT + north / NORTH)


def city() -> dict[str, object]:
    streets_of = network()
    homes, doors = places(HOMES, 2), places(FACILITIES, 3)
    kind = np.arange(FACILITIES) % KINDS
    began, cpu = time.perf_counter(), time.process_time()
    streets = Streets(streets_of)
    laid = time.perf_counter()
    found = measure.ways(streets, homes, measure.Doors(doors, kind, KINDS), ADULT.metres(15))
    shares = [*measure.shares(found, np.ones(HOMES, dtype=np.int64), (ADULT, OLD))]
    done, cpu = time.perf_counter(), time.process_time() - cpu
    return {
        "processor_seconds": round(cpu, 2), "wanted_at_most": WANTED,
        "nodes": streets_of.nodes, "edges": streets_of.edges, "pieces": len(streets_of.pieces),
        "homes": HOMES, "facilities": FACILITIES, "kinds": KINDS,
        "lay_out_seconds": round(laid - began, 2), "all_ways_seconds": round(done - laid, 2),
        "first_kind_adult_15": round(shares[2].reached / shares[2].of, 4),
    }  # fmt: skip


def rustworkx() -> dict[str, object]:
    """The same search by rustworkx, one source above all doors of a kind; skipped where it is not installed."""
    try:
        import rustworkx as rx  # type: ignore[import-not-found]
    except ImportError:
        return {"skipped": "rustworkx is not installed"}
    streets_of = network()
    met = Streets(streets_of).snap(places(FACILITIES, 3))
    door, node, metres = seeds(streets_of, met)
    kind = np.arange(FACILITIES) % KINDS
    began = time.perf_counter()
    ours = spread(turned(streets_of), KINDS, kind[door], node, metres, np.inf)
    all_of_it = time.perf_counter() - began
    began = time.perf_counter()
    spread(turned(streets_of), KINDS, kind[door], node, metres, ADULT.metres(15))
    cut = time.perf_counter() - began
    began = time.perf_counter()
    theirs = np.full((KINDS, streets_of.nodes), np.inf)
    rows = [*zip(streets_of.end.tolist(), streets_of.start.tolist(), streets_of.metres.tolist(), strict=True)]
    graph = rx.PyDiGraph()
    graph.add_nodes_from(range(streets_of.nodes))
    graph.add_edges_from([*rows, *((b, a, m) for a, b, m in rows)])
    for one in range(KINDS):
        above = graph.add_node(None)
        own = np.flatnonzero(kind[door] == one)
        graph.add_edges_from([(above, int(node[n]), float(metres[n])) for n in own])
        lengths = rx.dijkstra_shortest_path_lengths(graph, above, float)
        graph.remove_node(above)
        for where, length in lengths.items():
            if where < streets_of.nodes:
                theirs[one, where] = length
    return {
        "numpy_seconds": round(all_of_it, 2), "numpy_to_15_minutes_seconds": round(cut, 2),
        "rustworkx_seconds": round(time.perf_counter() - began, 2),
        "same": bool(np.allclose(ours, theirs)),
    }  # fmt: skip


def sites() -> dict[str, object]:
    """Where five more of a kind help most, among 300 candidates in a town of ten kilometres."""
    from linli.apps.centres.policy.optimum import best

    streets_of = network()
    streets = Streets(streets_of)
    homes, candidates = streets.snap(places(20_000, 4, SITE_SIDE)), streets.snap(places(SITES, 5, SITE_SIDE))
    began = time.perf_counter()
    site, home = nearest.covers(turned(streets_of), streets_of, homes, candidates, 0, ADULT.metres(15))
    asked = siting.gathered(siting.Covering(SITES, site, home, np.full(20_000, 3)))
    drawn = time.perf_counter()
    chosen = siting.greedy(asked, 5)
    found = best(asked, 5, seconds=20.0)
    return {
        "candidates": SITES, "homes": 20_000, "groups": len(asked.households),
        "covers_seconds": round(drawn - began, 2), "solve_seconds": round(time.perf_counter() - drawn, 2),
        "proven": found.proven, "best": found.gain, "greedy": asked.gain(chosen),
    }  # fmt: skip


def extracts() -> dict[str, object]:
    """Components, nodes and coverage of sampled homes on two extracts of OpenStreetMap, beside the straight line."""
    folder = Path(EXTRACTS)
    if not EXTRACTS or not folder.is_dir():
        return {"skipped": "LINLI_STREET_EXTRACTS names no folder with .osm or .osm.bz2 files"}
    files = sorted([*folder.glob("*.osm.bz2"), *folder.glob("*.osm")])
    return {one.name: _extract(one) for one in files}


def _extract(path: Path) -> dict[str, Any]:
    from linli.core.shared.outcomes import Problem
    from linli.web.importing.streets import read_streets

    drawn = read_streets(path.read_bytes(), path.name)
    assert not isinstance(drawn, Problem)
    streets_of = drawn.network
    chance = Random(7)  # noqa: S311 - sampling, not secrecy
    west, east = float(streets_of.lon.min()), float(streets_of.lon.max())
    south, north = float(streets_of.lat.min()), float(streets_of.lat.max())

    def some(count: int) -> Points:
        at = [(chance.uniform(west, east), chance.uniform(south, north)) for _ in range(count)]
        return Points(*(np.array(part) for part in zip(*at, strict=True)))

    homes, doors = some(500), measure.Doors(some(3), np.zeros(3, dtype=np.int64), 1)
    one = np.ones(500, dtype=np.int64)
    told: dict[str, Any] = {
        "nodes": streets_of.nodes,
        "edges": streets_of.edges,
        "left_out": len(drawn.faults),
    }
    told["pieces"] = [*streets_of.pieces][:6]
    for name, streets in (("streets", Streets(streets_of)), ("straight_x_1.3", None)):
        found = measure.ways(streets, homes, doors, 4_000.0)
        near = found.metres[0][np.isfinite(found.metres[0])]
        told[name] = {
            "reached": {
                f"{share.walker}_{share.minutes}": round(share.reached / share.of, 3)
                for share in measure.shares(found, one, (ADULT, OLD))
            },
            "median_metres": round(float(np.median(near))) if len(near) else None,
            "cut_off": int(found.cut_off.sum()), "without_street": int((~found.by_streets[0]).sum()),
        }  # fmt: skip
    return told
