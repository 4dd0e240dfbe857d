"""Tiles and entry bundles of C2SP tlog-tiles: how a log is cut into files that never change once full."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from linli.core.ledger.hashes import node_hash
from linli.core.ledger.tree import HASH_BYTES, ReadNode
from linli.core.shared.outcomes import Problem

HEIGHT = 8
WIDTH = 1 << HEIGHT
LEVELS = 6
ReadTile = Callable[[int, int], bytes]
"""(tile level, number) -> the hashes that the tile holds so far."""

_PATH = re.compile(r"(?P<level>[0-5]|entries)/(?P<number>(?:x\d{3}/)*\d{3})(?:\.p/(?P<width>[1-9]\d{0,2}))?")


@dataclass(frozen=True, slots=True)
class Address:
    """One tile or, with level None, one bundle of entries; ``width`` 256 is a full one."""

    level: int | None
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """The path below ``tile/``."""
        groups = [f"{self.number % 1000:03d}"]
        rest = self.number // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03d}")
            rest //= 1000
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"{'entries' if self.level is None else self.level}/{'/'.join(groups)}{partial}"


def read_path(path: str) -> Address | Problem:
    """Read the path below ``tile/``; only the one right spelling is accepted."""
    found = _PATH.fullmatch(path)
    if found is None:
        return Problem("path", "ledger.no_tile_path")
    level = None if found["level"] == "entries" else int(found["level"])
    number = int(found["number"].replace("/", "").replace("x", ""))
    address = Address(level, number, int(found["width"] or WIDTH))
    return address if address.path == path else Problem("path", "ledger.no_tile_path")


def addresses(size: int) -> Iterator[Address]:
    """Yield every tile of a tree over ``size`` leaves, lowest level first."""
    level, count = 0, size
    while count:
        for number in range(-(-count // WIDTH)):
            yield Address(level, number, min(WIDTH, count - number * WIDTH))
        level, count = level + 1, count // WIDTH


def width_at(size: int, level: int, number: int) -> int:
    """Return how many hashes the tile holds in a tree over ``size`` leaves."""
    return max(0, min(WIDTH, (size >> HEIGHT * level) - number * WIDTH))


def grow(size: int, leaf_hashes: Sequence[bytes], read_tile: ReadTile) -> Mapping[tuple[int, int], bytes]:
    """Return the new content of every tile that changes when leaves are added after the first ``size``."""
    changed: dict[tuple[int, int], bytes] = {}
    level, added = 0, list(leaf_hashes)
    while added:
        count = size >> HEIGHT * level
        number, filled = divmod(count, WIDTH)
        data = (read_tile(level, number) if filled else b"") + b"".join(added)
        added = []
        for start in range(0, len(data), WIDTH * HASH_BYTES):
            tile = data[start : start + WIDTH * HASH_BYTES]
            changed[level, number] = tile
            number += 1
            if len(tile) == WIDTH * HASH_BYTES:
                added.append(_top(tile))
        level += 1
    return changed


def node_reader(read_tile: ReadTile) -> ReadNode:
    """Return a reader of single nodes that computes those between two tile levels."""

    def node(level: int, index: int) -> bytes:
        tile_level, height = divmod(level, HEIGHT)
        first = index << height
        number, offset = divmod(first, WIDTH)
        tile = read_tile(tile_level, number)
        return _top(tile[offset * HASH_BYTES : (offset + (1 << height)) * HASH_BYTES])

    return node


def write_bundle(leaves: Sequence[bytes]) -> bytes:
    """Join up to 256 leaves, each after its length in 16 bits."""
    return b"".join(len(leaf).to_bytes(2) + leaf for leaf in leaves)


def read_bundle(data: bytes) -> tuple[bytes, ...] | Problem:
    """Cut a bundle into its leaves."""
    leaves, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2])
        if len(data) < at + 2 or len(data) < end:
            return Problem("", "ledger.bundle_cut_short")
        leaves.append(data[at + 2 : end])
        at = end
    return tuple(leaves)


def _top(hashes: bytes) -> bytes:
    """Hash a row of 2^n nodes up to the one above them all."""
    while len(hashes) > HASH_BYTES:
        pairs = range(0, len(hashes), 2 * HASH_BYTES)
        hashes = b"".join(
            node_hash(hashes[at : at + HASH_BYTES], hashes[at + HASH_BYTES : at + 2 * HASH_BYTES])
            for at in pairs
        )
    return hashes
