"""The public log as files: what /log/ serves, and a folder of them for mirrors and the verifier."""

from __future__ import annotations

from pathlib import Path

from linli.core.ledger import tiles
from linli.core.ledger.tree import HASH_BYTES
from linli.kernel.audit import log
from linli.kernel.audit.keys import log_signer
from linli.kernel.audit.models import Entry, Tile


def tile(address: tiles.Address) -> bytes:
    """Return a tile of hashes or, for an address without level, a bundle of entries."""
    if address.level is None:
        first = address.number * tiles.WIDTH
        rows = Entry.objects.filter(leaf_index__gte=first, leaf_index__lt=first + address.width)
        bodies = rows.order_by("leaf_index").values_list("body", flat=True)
        return tiles.write_bundle([body.encode() for body in bodies])
    row = Tile.objects.filter(level=address.level, number=address.number).values_list("hashes", flat=True)
    return bytes(row.first() or b"")[: address.width * HASH_BYTES]


def export(folder: Path) -> int:
    """Write the log up to its last checkpoint and return its size; files that cannot change are left."""
    published = log.checkpoint()
    for address in tiles.addresses(published.size):
        _write(folder, address)
        if address.level == 0:
            _write(folder, tiles.Address(None, address.number, address.width))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "key").write_text(f"{log_signer().key.text}\n", encoding="utf-8")
    (folder / "checkpoint").write_text(published.note, encoding="utf-8")
    return published.size


def _write(folder: Path, address: tiles.Address) -> None:
    path = folder / "tile" / address.path
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(tile(address))
