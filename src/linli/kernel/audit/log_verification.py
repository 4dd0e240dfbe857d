"""Recomputes the whole tree from the stored entries and compares tiles and checkpoints with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Max

from linli.core.ledger import notes, tiles, tree
from linli.core.ledger.hashes import leaf_hash
from linli.core.ledger.tree import HASH_BYTES
from linli.core.shared.outcomes import Problem
from linli.kernel.audit import log
from linli.kernel.audit.findings import Finding
from linli.kernel.audit.keys import log_signer, verify
from linli.kernel.audit.models import Entry, PublishedCheckpoint, Tile

ENTRIES_AT_A_TIME = 5_000


@dataclass(slots=True)
class LogCheck:
    """What the log was found to be."""

    size: int = 0
    checkpoints: int = 0
    findings: list[Finding] = field(default_factory=list)


def check_log() -> LogCheck:
    """Check that the tree holds exactly the sequenced entries, and that every checkpoint was of this tree."""
    check = LogCheck(size=log.size())
    stored = {(row.level, row.number): bytes(row.hashes) for row in Tile.objects.all()}
    computed: dict[tuple[int, int], bytes] = {}
    done, pending = 0, []
    for hashed in _leaves(check, stored):
        pending.append(hashed)
        if len(pending) == ENTRIES_AT_A_TIME:
            done = _grow(computed, done, pending)
    done = _grow(computed, done, pending)
    check.findings += _compare(check.size, stored, computed)
    beyond = Entry.objects.aggregate(most=Max("leaf_index"))["most"]
    if beyond is not None and beyond >= log.size():
        check.findings.append(Finding("audit.leaf_beyond_log", {"index": beyond, "size": check.size}))
    _check_checkpoints(check, computed)
    return check


def _grow(computed: dict[tuple[int, int], bytes], done: int, pending: list[bytes]) -> int:
    computed.update(tiles.grow(done, pending, lambda level, number: computed[level, number]))
    done += len(pending)
    pending.clear()
    return done


def _leaves(check: LogCheck, stored: dict[tuple[int, int], bytes]) -> Iterator[bytes]:
    """Yield the hash of every leaf in order; for one that is lost, what the tile says it was."""
    expected = 0
    rows = Entry.objects.filter(leaf_index__lt=check.size).order_by("leaf_index")
    for index, body in rows.values_list("leaf_index", "body").iterator(chunk_size=2_000):
        while index is not None and expected < index:
            yield _lost(check, expected, stored)
            expected += 1
        yield leaf_hash(body.encode(errors="surrogateescape"))
        expected += 1
    while expected < check.size:
        yield _lost(check, expected, stored)
        expected += 1


def _lost(check: LogCheck, index: int, stored: dict[tuple[int, int], bytes]) -> bytes:
    check.findings.append(Finding("audit.leaf_lost", {"index": index}))
    number, offset = divmod(index, tiles.WIDTH)
    known = stored.get((0, number), b"")[offset * HASH_BYTES : (offset + 1) * HASH_BYTES]
    return known if len(known) == HASH_BYTES else bytes(HASH_BYTES)


def _compare(
    size: int, stored: dict[tuple[int, int], bytes], computed: dict[tuple[int, int], bytes]
) -> Iterator[Finding]:
    for address in tiles.addresses(size):
        place = (address.level or 0, address.number)
        right = computed[place]
        found = stored.get(place, b"")[: address.width * HASH_BYTES]
        for offset in range(address.width):
            part = slice(offset * HASH_BYTES, (offset + 1) * HASH_BYTES)
            if right[part] != found[part]:
                index = address.number * tiles.WIDTH + offset
                code = "audit.tree_differs" if address.level else "audit.leaf_differs"
                yield Finding(code, {"level": place[0], "index": index})


def _check_checkpoints(check: LogCheck, computed: dict[tuple[int, int], bytes]) -> None:
    node = tiles.node_reader(lambda level, number: computed[level, number])
    key = log_signer().key
    for row in PublishedCheckpoint.objects.order_by("size").iterator():
        note = notes.read_note(row.note)
        said = note if isinstance(note, Problem) else notes.read_checkpoint(note.text)
        if isinstance(note, Problem) or isinstance(said, Problem) or not notes.is_signed(note, key, verify):
            check.findings.append(Finding("audit.checkpoint_unsigned", {"size": row.size}))
        elif (said.size, said.root.hex(), said.origin) != (row.size, row.root, key.name):
            check.findings.append(Finding("audit.checkpoint_columns_differ", {"size": row.size}))
        elif said.size > log.size():
            check.findings.append(Finding("audit.log_shrunk", {"size": check.size, "published": said.size}))
        elif said.size <= check.size and tree.root(said.size, node) != said.root:
            check.findings.append(Finding("audit.checkpoint_differs", {"size": said.size}))
        check.checkpoints += 1
