"""Gives committed entries their place in the public log and publishes its signed state."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from linli.core.ledger import notes, tiles
from linli.core.shared.outcomes import Problem
from linli.kernel.audit import log
from linli.kernel.audit.keys import log_signer, verify, witnesses
from linli.kernel.audit.models import Entry, LogState, PublishedCheckpoint, Tile

SQLITE_ROWS = 200  # held under the write lock of everybody
POSTGRES_ROWS = 2_000


def sequence_all(at: datetime) -> int:
    """Sequence everything that waits, publish the result, and return how many entries were added."""
    added = 0
    while step := sequence_some():
        added += step
    publish(at)
    return added


def sequence_some() -> int:
    """Add the next entries to the tree; return how many.

    Everything is computed before the transaction. Its first write raises the size from the value that
    was read, so of two sequencers only one goes on; a crash leaves either all of a step or nothing.
    Entries go in by id: inside a stream that is the order of seq, because a stream's next entry is
    only written after the one before was committed.
    """
    size = log.size()
    rows = SQLITE_ROWS if connection.vendor == "sqlite" else POSTGRES_ROWS
    waiting = Entry.objects.filter(leaf_index__isnull=True).order_by("id").values_list("id", "leaf_hash")
    found = list(waiting[:rows])
    if not found:
        return 0
    changed = tiles.grow(size, [bytes.fromhex(leaf_hash) for _, leaf_hash in found], log.StoredTiles())
    with transaction.atomic(durable=True):
        if not _raise_size(size, size + len(found)):
            return 0
        _place([(size + offset, entry_id) for offset, (entry_id, _) in enumerate(found)])
        Tile.objects.bulk_create(
            [Tile(level=level, number=number, hashes=data) for (level, number), data in changed.items()],
            update_conflicts=True,
            unique_fields=["level", "number"],
            update_fields=["hashes"],
        )
    return len(found)


def publish(at: datetime) -> log.Published:
    """Sign the tree as it stands, unless that was done already.

    Raises:
        LogBrokenError: the tree no longer begins with what was signed before, or another key signed it.
    """
    signer = log_signer()
    before = log.checkpoint()
    size = log.size()
    if before.size == size:
        return before
    note = notes.read_note(before.note)
    if isinstance(note, Problem) or not notes.is_signed(note, signer.key, verify):
        raise log.LogBrokenError(f"the checkpoint of size {before.size} was signed with another key")
    if log.root(before.size) != before.root:
        raise log.LogBrokenError(f"the tree no longer begins with the published {before.size} entries")
    new = log.sign(signer, size, log.root(size))
    PublishedCheckpoint.objects.get_or_create(
        size=size, defaults={"root": new.root.hex(), "note": new.note, "published_at": at}
    )
    return new


def add_cosignatures(text: str) -> int | Problem:
    """Keep what witnesses signed under one of our checkpoints; return how many new signatures."""
    note = notes.read_note(text)
    if isinstance(note, Problem):
        return note
    said = notes.read_checkpoint(note.text)
    row = None if isinstance(said, Problem) else PublishedCheckpoint.objects.filter(size=said.size).first()
    kept = notes.read_note(row.note) if row else None
    if row is None or not isinstance(kept, notes.Note) or kept.text != note.text:
        return Problem("", "audit.unknown_checkpoint")
    right = {key.id for key in witnesses() if notes.cosigned_at(note, key, verify) is not None}
    new = [one for one in note.signatures if one.key_id in right and one not in kept.signatures]
    if new:
        row.note = notes.Note(kept.text, (*kept.signatures, *new)).written()
        row.save(update_fields=["note"])
    return len(new)


def _raise_size(old: int, new: int) -> bool:
    if LogState.objects.filter(id=1, size=old).update(size=new):
        return True
    if old:
        return False
    _, created = LogState.objects.get_or_create(id=1, defaults={"size": new})
    return created


def _place(places: list[tuple[int, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE audit_entry SET leaf_index = %s WHERE id = %s", places)
