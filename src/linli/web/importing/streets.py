"""Street networks as they come: OpenStreetMap (plain or bz2), or a table with one stretch of street a row.

Columns of the table: ``from``, ``to`` (names of the two ends), ``from_lon``, ``from_lat``, ``to_lon``, ``to_lat``
(degrees; an end needs them once), ``metres`` (empty: the straight line), ``direction`` (both, forward, backward).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from linli.core.reach.network import Edge, Fault, Network, build
from linli.core.shared.geodesy import Datum, point_to_wgs84
from linli.core.shared.outcomes import Problem
from linli.web.importing.openstreetmap import looks_like_osm, read_osm
from linli.web.importing.table import Row, read

NEEDED = ("from", "to", "from_lon", "from_lat", "to_lon", "to_lat")
DIRECTIONS = {"": (True, True), "both": (True, True), "forward": (True, False), "backward": (False, True)}


@dataclass(frozen=True, slots=True)
class Streets:
    """A network with how many stretches were read, and those left out; faults are numbered by line or stretch."""

    network: Network
    read: int
    faults: tuple[Fault, ...]
    kind: str


def read_streets(content: bytes, name: str, datum: Datum = Datum.WGS84) -> Streets | Problem:
    """Read a network from a file of either kind; ``name`` is for the sentences only."""
    if not content.strip():
        return Problem("file", "centres.streets_empty", {"file": name[:80]})
    found = _osm(content) if looks_like_osm(content) else _table(content, datum)
    if isinstance(found, Streets) and not found.network.edges:
        return Problem("file", "centres.streets_none_good", {"n": len(found.faults)})
    return found


def _osm(content: bytes) -> Streets | Problem:
    drawn = read_osm(content)
    if isinstance(drawn, Problem):
        return drawn
    network, faults = build(drawn.nodes, drawn.edges)
    return Streets(network, len(drawn.edges), faults, "osm")


def _table(content: bytes, datum: Datum) -> Streets | Problem:
    table = read(content)
    if isinstance(table, Problem):
        return table
    if missing := [one for one in NEEDED if one not in table.columns]:
        return Problem("file", "centres.columns_missing", {"columns": ", ".join(missing)})
    faults = [Fault(row.line, row.wrong) for row in table.rows if row.wrong]
    good = [row for row in table.rows if not row.wrong]
    nodes = dict(_places(good, datum))
    edges = [one for row in good if (one := _edge(row, faults)) is not None]
    network, wrong = build(nodes, edges)
    faults = sorted([*faults, *wrong], key=lambda one: one.number)
    return Streets(network, len(table.rows), tuple(faults), "csv")


def _places(rows: list[Row], datum: Datum) -> Iterator[tuple[str, tuple[float, float]]]:
    for row in rows:
        for end in ("from", "to"):
            try:
                lon, lat = float(row.cells[f"{end}_lon"]), float(row.cells[f"{end}_lat"])
            except ValueError:
                continue
            yield row.cells[end], (point_to_wgs84(lon, lat, datum) if datum is Datum.GCJ02 else (lon, lat))


def _edge(row: Row, faults: list[Fault]) -> Edge | None:
    said = row.cells.get("metres", "")
    direction = DIRECTIONS.get(row.cells.get("direction", "").lower())
    if direction is None:
        wrong = Problem("direction", "centres.streets_direction", {"said": row.cells["direction"][:20]})
        faults.append(Fault(row.line, wrong))
        return None
    try:
        metres = float(said) if said else None
    except ValueError:
        faults.append(Fault(row.line, Problem("metres", "centres.streets_metres", {"said": said[:20]})))
        return None
    return Edge(row.line, row.cells["from"], row.cells["to"], metres, *direction)
