"""The public log as it is stored: tiles, roots and proofs, and the latest signed checkpoint."""

from __future__ import annotations

from dataclasses import dataclass

from linli.core.ledger import notes, tiles, tree
from linli.core.ledger.hashes import EMPTY_ROOT
from linli.core.ledger.tree import HASH_BYTES, Proof
from linli.core.shared.outcomes import Problem
from linli.kernel.audit.keys import Signer, log_signer
from linli.kernel.audit.models import LogState, PublishedCheckpoint, Tile


class LogBrokenError(Exception):
    """What is stored contradicts what was published; the log must not sign anything more."""


@dataclass(frozen=True, slots=True)
class Published:
    """A signed checkpoint: its size, its root and the note to hand out."""

    size: int
    root: bytes
    note: str


class StoredTiles:
    """Reads tiles once each; made anew for every question, so that nothing stale is kept."""

    def __init__(self) -> None:
        self._read: dict[tuple[int, int], bytes] = {}

    def __call__(self, level: int, number: int) -> bytes:
        """Return what the tile holds."""
        place = level, number
        if place not in self._read:
            row = Tile.objects.filter(level=level, number=number).values_list("hashes", flat=True).first()
            if row is None:
                raise LogBrokenError(f"tile {tiles.Address(level, number).path} is lost")
            self._read[place] = bytes(row)
        return self._read[place]


def size() -> int:
    """Return how many entries the tree holds."""
    return LogState.objects.filter(id=1).values_list("size", flat=True).first() or 0


def root(at_size: int) -> bytes:
    """Return the root over the first ``at_size`` entries."""
    return tree.root(at_size, tiles.node_reader(StoredTiles()))


def inclusion(index: int, at_size: int) -> Proof | Problem:
    """Return the proof that entry ``index`` is among the first ``at_size``."""
    return tree.inclusion_proof(index, at_size, tiles.node_reader(StoredTiles()))


def consistency(old: int, new: int) -> Proof | Problem:
    """Return the proof that the log of ``new`` entries begins with the one of ``old``."""
    return tree.consistency_proof(old, new, tiles.node_reader(StoredTiles()))


def leaf_hash_at(index: int) -> bytes:
    """Return the hash of one sequenced entry as the tree has it."""
    number, offset = divmod(index, tiles.WIDTH)
    return StoredTiles()(0, number)[offset * HASH_BYTES : (offset + 1) * HASH_BYTES]


def checkpoint() -> Published:
    """Return the latest checkpoint; an empty log has one too."""
    row = PublishedCheckpoint.objects.order_by("-size").first()
    return _published(row) if row else sign(log_signer(), 0, EMPTY_ROOT)


def checkpoint_of(at_size: int) -> Published | None:
    """Return the checkpoint that was published at a size."""
    row = PublishedCheckpoint.objects.filter(size=at_size).first()
    return _published(row) if row else None


def sign(signer: Signer, at_size: int, root_hash: bytes) -> Published:
    """Sign a state of the log."""
    text = notes.Checkpoint(signer.key.name, at_size, root_hash).written()
    note = notes.sign_note(notes.Note(text), signer.key, signer.sign)
    return Published(at_size, root_hash, note.written())


def _published(row: PublishedCheckpoint) -> Published:
    return Published(row.size, bytes.fromhex(row.root), row.note)
