"""Writes many letters at once, each once: for what a whole place is told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.kernel.identity import personal
from linli.kernel.messaging.models import Letter
from linli.kernel.messaging.quiet import QuietHours


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter to one of many; ``ref`` is made from its cause and reader, so that it is written once."""

    ref: UUID
    to: str
    channel: str
    subject: str
    body: str


def drafted(
    drafts: Sequence[Draft], at: datetime, *, quiet: QuietHours | None, expires_at: datetime | None = None
) -> list[Letter]:
    """Return the letters as rows, sealed: the slow part, for outside of a transaction."""
    not_before = quiet.next_moment(at) if quiet else at
    return [
        Letter(
            ref=one.ref,
            channel=one.channel,
            to_masked=personal.mask_email(one.to) if "@" in one.to else personal.mask_phone(one.to),
            to_sealed=personal.seal(one.to, "letter"),
            text_sealed=personal.seal(json.dumps([one.subject, one.body], ensure_ascii=False), "letter"),
            not_before=not_before,
            expires_at=expires_at,
            created_at=at,
        )
        for one in drafts
    ]


def keep(letters: Sequence[Letter]) -> None:
    """Write the rows, leaving out those that are there; the caller's transaction is theirs too."""
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
