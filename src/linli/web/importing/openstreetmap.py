"""Reads the walked streets of an OpenStreetMap file, plain or packed, without trusting it.

A file with a DOCTYPE is refused before anything in it is expanded; what unpacks to more than it may is refused while
it unpacks. Ways are read by the rule of ``core.reach.tags``.
"""

from __future__ import annotations

import bz2
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from xml.parsers import expat  # a DOCTYPE, and with it every entity, is refused below

from linli.core.reach.network import Edge
from linli.core.reach.tags import walked
from linli.core.shared.outcomes import Problem

UNPACKED_MOST = 1_500_000_000
NODES_MOST = 5_000_000
CHUNK = 1 << 20
PACKED = b"BZh"


@dataclass(slots=True)
class Drawn:
    """Places of nodes (lon, lat) and walked stretches, as they stand in a file; ``number`` counts the stretches."""

    nodes: dict[str, tuple[float, float]] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    not_walked: int = 0


class _RefusedError(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


def looks_like_osm(content: bytes) -> bool:
    """Tell XML, packed or not, from a table."""
    return content.startswith(PACKED) or content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")


def read_osm(content: bytes) -> Drawn | Problem:
    """Read nodes and the walked stretches between them, or say why the file is not taken."""
    reader = _Reader()
    try:
        for part in _unpacked(content):
            reader.feed(part)
        return reader.finish()
    except _RefusedError as refused:
        return refused.problem
    except expat.ExpatError as broken:
        return Problem("file", "centres.osm_broken", {"line": broken.lineno})
    except (OSError, EOFError):
        return Problem("file", "centres.osm_unpack")


def _unpacked(content: bytes) -> Iterator[bytes]:
    if not content.startswith(PACKED):
        yield from (content[at : at + CHUNK] for at in range(0, len(content), CHUNK))
        return
    packer, size = bz2.BZ2Decompressor(), 0
    part = packer.decompress(content, CHUNK)
    while True:
        size += len(part)
        if size > UNPACKED_MOST:
            raise _RefusedError(Problem("file", "centres.osm_too_big", {"mb": UNPACKED_MOST // 1_000_000}))
        yield part
        if packer.eof:
            if not packer.unused_data:
                return
            left, packer = packer.unused_data, bz2.BZ2Decompressor()  # bz2 files may be several in a row
            part = packer.decompress(left, CHUNK)
        elif packer.needs_input:
            raise EOFError
        else:
            part = packer.decompress(b"", CHUNK)


class _Reader:
    """Hears the parser; knows nodes before the ways that use them, as such files are written."""

    def __init__(self) -> None:
        self._drawn = Drawn()
        self._way: list[str] | None = None
        self._tags: dict[str, str] = {}
        self._seen_root = False
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.buffer_text = True

    def feed(self, part: bytes) -> None:
        """Take the next part."""
        self._parser.Parse(part, False)

    def finish(self) -> Drawn:
        """Return what was read, once the file is whole."""
        self._parser.Parse(b"", True)
        if not self._drawn.edges:
            raise _RefusedError(Problem("file", "centres.osm_no_streets"))
        return self._drawn

    def _refuse_doctype(self, *_: object) -> None:
        raise _RefusedError(Problem("file", "centres.osm_doctype"))

    def _start(self, name: str, said: dict[str, str]) -> None:
        if not self._seen_root:
            self._seen_root = True
            if name != "osm":
                raise _RefusedError(Problem("file", "centres.not_osm", {"root": name[:40]}))
        elif name == "node":
            self._node(said)
        elif name == "way" and said.get("visible") != "false" and said.get("action") != "delete":
            self._way, self._tags = [], {}
        elif self._way is not None:
            self._of_way(name, said)

    def _of_way(self, name: str, said: dict[str, str]) -> None:
        if self._way is not None and name == "nd":
            self._way.append(said.get("ref", ""))
        elif name == "tag":
            self._tags[said.get("k", "")] = said.get("v", "")

    def _node(self, said: dict[str, str]) -> None:
        if len(self._drawn.nodes) >= NODES_MOST:
            raise _RefusedError(Problem("file", "centres.osm_too_many", {"most": NODES_MOST}))
        try:
            self._drawn.nodes[said["id"]] = float(said["lon"]), float(said["lat"])
        except (KeyError, ValueError):  # a deleted node has no place; an edge to it is told as one to nowhere
            return

    def _end(self, name: str) -> None:
        if name != "way" or self._way is None:
            return
        way, self._way = self._way, None
        directions = walked(self._tags)
        if not directions:
            self._drawn.not_walked += "highway" in self._tags
            return
        for start, end in pairwise(way):
            number = len(self._drawn.edges) + 1
            edge = Edge(number, start, end, None, directions.forward, directions.backward)
            self._drawn.edges.append(edge)
