"""The Merkle tree of RFC 9162: roots, proofs and their checks, over any place that holds the nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from linli.core.ledger.hashes import EMPTY_ROOT, node_hash
from linli.core.shared.outcomes import Problem

HASH_BYTES = 32
ReadNode = Callable[[int, int], bytes]
"""(level, index) -> the hash over leaves index*2^level up to (index+1)*2^level, all of them present."""

Proof = tuple[bytes, ...]


class Tree:
    """A tree in memory; level arrays, so that node (level, index) is one slice."""

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        self._levels = [bytearray()]
        for one in leaf_hashes:
            self.append(one)

    def __len__(self) -> int:
        return len(self._levels[0]) // HASH_BYTES

    def append(self, leaf_hash: bytes) -> None:
        """Add one leaf and every inner node that it completes."""
        index, level = len(self), 0
        self._levels[0] += leaf_hash
        while index & 1:
            pair = bytes(self._levels[level][-2 * HASH_BYTES :])
            level += 1
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += node_hash(pair[:HASH_BYTES], pair[HASH_BYTES:])
            index >>= 1

    def node(self, level: int, index: int) -> bytes:
        """Return one complete node."""
        return bytes(self._levels[level][index * HASH_BYTES : (index + 1) * HASH_BYTES])


def root(size: int, node: ReadNode) -> bytes:
    """Return the root over the first ``size`` leaves."""
    return _range(0, size, node) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, node: ReadNode) -> Proof | Problem:
    """Return the path that leads from leaf ``index`` to the root over ``size`` leaves."""
    if not 0 <= index < size:
        return Problem("index", "ledger.not_in_tree", {"index": index, "size": size})
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range(middle, end, node))
            end = middle
        else:
            path.append(_range(start, middle, node))
            start = middle
    return tuple(reversed(path))


def consistency_proof(old: int, new: int, node: ReadNode) -> Proof | Problem:
    """Return what shows that the tree over ``new`` leaves begins with the one over ``old``."""
    if not 0 < old <= new:
        return Problem("old", "ledger.not_older", {"old": old, "new": new})
    path: list[bytes] = []
    start, end, known = 0, new, True  # known: the verifier holds the root over [0, old) already
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range(middle, end, node))
            end = middle
        else:
            path.append(_range(start, middle, node))
            start, known = middle, False
    if not known:
        path.append(_range(start, end, node))
    return tuple(reversed(path))


def verify_inclusion(
    leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root_hash: bytes
) -> bool:
    """Check an inclusion proof (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root_hash


def verify_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Check a consistency proof (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    found = _fold_consistency(old, new, path)
    return found == (old_root, new_root)


def _fold_consistency(old: int, new: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_found = new_found = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old_found, new_found = node_hash(sibling, old_found), node_hash(sibling, new_found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new_found = node_hash(new_found, sibling)
        place, last = place >> 1, last >> 1
    return (old_found, new_found) if last == 0 else None


def _range(start: int, end: int, node: ReadNode) -> bytes:
    """Hash [start, end); ``start`` is always a multiple of the power of two that fits in."""
    count = end - start
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(count)
    return node_hash(_range(start, middle, node), _range(middle, end, node))


def _split(count: int) -> int:
    """Return the largest power of two below ``count`` (at least 2)."""
    return 1 << (count - 1).bit_length() - 1
