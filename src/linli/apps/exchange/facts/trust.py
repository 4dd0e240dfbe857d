"""By which of its keys another city signed, and whether that key holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from linli.apps.exchange.facts.keys import is_signed
from linli.apps.exchange.models import Peer, PeerKey
from linli.core.exchange.keys import Held, refusal_of_key

MOST = 10
"""Keys of one city that are tried: the one without an end, then those that ended last."""


def open_peer(code: str) -> Peer | None:
    """Return a city that is known and not closed, believed or not."""
    return Peer.objects.filter(code=code[:40], closed_at=None).first()


def signer_of(peer: Peer, signature: str, context: bytes, data: bytes) -> PeerKey | None:
    """Return the key that made a signature, also one that has ended; None when it is none of theirs."""
    latest = (F("until").desc(nulls_first=True), "-id")
    rows = PeerKey.objects.filter(peer=peer).order_by(*latest)[:MOST]
    return next((one for one in rows if is_signed(one.public, signature[:200], context, data)), None)


def is_signed_by(peer: Peer, signature: str, context: bytes, data: bytes, at: datetime) -> bool:
    """Say whether a city signed with a key that holds."""
    row = signer_of(peer, signature, context, data)
    return row is not None and refusal_of_key(held(row), at) is None


def held(row: PeerKey) -> Held:
    """Return a key as the core judges it."""
    return Held(row.public, row.since, row.until, row.distrusted)


def held_of(peer: Peer) -> tuple[Held, ...]:
    """Return every key of a city, the oldest first."""
    return tuple(map(held, _rows(peer)))


def _rows(peer: Peer) -> Iterable[PeerKey]:
    return PeerKey.objects.filter(peer=peer).order_by("id")
