"""Writes many letters at once, each once: for what a whole place is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from linli.kernel.audit.prepared import Insert
from linli.kernel.identity import personal
from linli.kernel.messaging.models import Letter
from linli.kernel.messaging.quiet import QuietHours

LARGE = "large"
"""Written behind subject and body where the reader asked for large type."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter to one of many; ``ref`` is made from its cause and reader, so that it is written once."""

    ref: UUID
    to: str
    channel: str
    subject: str
    body: str
    large: bool = False


def ref_of(cause: UUID, channel: str, reader: int) -> UUID:
    """Return the ref of a letter: the same every time, and letters of one cause lie side by side in the index.

    With a random ref each row of a batch would dirty a page of its own, which took half of the time in the lock.
    """
    prefix = _prefix(cause, channel)
    return UUID(int=prefix >> 12 << 80 | 8 << 76 | (prefix & 0xFFF) << 64 | 0b10 << 62 | reader)


@lru_cache(maxsize=64)
def _prefix(cause: UUID, channel: str) -> int:
    """Return 60 bits, enough to tell causes apart; with the version and the reader they are a UUID (RFC 9562, 8)."""
    return int.from_bytes(hashlib.sha256(cause.bytes + channel.encode()).digest()[:8], "big") >> 4


@dataclass(frozen=True, slots=True)
class Sheaf:
    """Letters of one channel that leave at one moment: what they share, and the columns of each, sealed."""

    shared: Mapping[str, Any]
    rows: Sequence[tuple[UUID, str, bytes, bytes]]


def drafted(
    drafts: Iterable[Draft], at: datetime, *, quiet: QuietHours | None, expires_at: datetime | None = None
) -> list[Sheaf]:
    """Return the letters as rows, sealed: the slow part, for outside of a transaction."""
    by_channel: dict[str, list[Draft]] = {}
    for one in drafts:
        by_channel.setdefault(one.channel, []).append(one)
    not_before = quiet.next_moment(at) if quiet else at
    shared = {"not_before": not_before, "expires_at": expires_at, "created_at": at}
    return [
        Sheaf({**shared, "channel": channel}, [_row(one) for one in some])
        for channel, some in by_channel.items()
    ]


def _row(one: Draft) -> tuple[UUID, str, bytes, bytes]:
    masked = personal.mask_email(one.to) if "@" in one.to else personal.mask_phone(one.to)
    said = [one.subject, one.body, *([LARGE] if one.large else [])]
    text = json.dumps(said, ensure_ascii=False)
    return one.ref, masked, personal.seal(one.to, "letter"), personal.seal(text, "letter")


def keep(sheaves: Iterable[Sheaf]) -> None:
    """Write the rows, leaving out those that are there; the caller's transaction is theirs too."""
    for one in sheaves:
        _LETTERS.alike(one.shared, ("ref", "to_masked", "to_sealed", "text_sealed"), one.rows)


_LETTERS = Insert(Letter)
