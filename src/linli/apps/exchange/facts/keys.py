"""The keys this city signs with: Ed25519, made on first use, kept beside the database; for a while there are two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from linli.apps.exchange.models import Announcement, OwnKey, Peer
from linli.core.exchange.keys import Step, signs_with
from linli.kernel.audit import keys

CONTEXT = b"linli/exchange/1\n"
RECEIPT = b"linli/exchange/1/receipt\n"
ASK = b"linli/exchange/2/file\n"
ASK_RECEIPT = b"linli/exchange/2/file/receipt\n"
PROOF = b"linli/exchange/3/key\n"
KEY_RECEIPT = b"linli/exchange/3/key/receipt\n"
"""What is put before the signed bytes, so that a signature for one purpose is none for another."""


class Told(StrEnum):
    """Whether a city has our new key."""

    WAITING = "waiting"
    TOLD = "told"  # it signed that it has it
    ENTERED = "entered"  # somebody there entered it by hand, as we were told
    REFUSED = "refused"
    UNKNOWN = "unknown"  # its software does not know how keys are changed
    HAND = "hand"  # the old key was lost: it can only be told by hand


HAS_IT = (Told.TOLD.value, Told.ENTERED.value)


@dataclass(frozen=True, slots=True)
class Signing:
    """A public key, and the function that signs for it."""

    public: str
    sign: Callable[[bytes], bytes]


def our_code() -> str:
    """Return the code of this city; empty while cross-city handling is not open here."""
    return str(settings.EXCHANGE_CODE)


def own_key() -> Signing:
    """Return the newest key of this installation: the one to give to others."""
    row = newest_row()
    return key_in(row.file) if row else first_key()


def newest_row() -> OwnKey | None:
    """Return what is known of our newest key; nothing before the first change."""
    return OwnKey.objects.select_related("stream").filter(until=None).first()


def first_key() -> Signing:
    """Return the key of the time before the first change, made on first use."""
    return _key(Path(settings.EXCHANGE_KEY_FILE))


def key_in(name: str) -> Signing:
    """Return the key that lies in one of our files.

    Raises:
        ImproperlyConfigured: the file is not there; a new one in its place would be another key.
    """
    path = place_of(name)
    if not path.exists():
        raise ImproperlyConfigured(
            f"{name} is missing: bring it back from the backup, or change the key as lost"
        )
    return _key(path)


def place_of(name: str) -> Path:
    """Return where a file of ours lies."""
    return Path(settings.EXCHANGE_KEY_FILE).with_name(name)


def make_key(name: str) -> Signing:
    """Return the key of a file, made now where there is none."""
    return _key(place_of(name))


def signing_for(peer: Peer, at: datetime) -> Signing | None:
    """Return the key that a city believes us by; None while it knows none that we still sign with."""
    newest = own_key()
    untold = first_untold(peer)
    if untold is None or untold.key.replaces is None:
        return newest
    old = untold.key.replaces
    chosen = signs_with(newest.public, Step(old.public, old.until or at), at)
    return key_in(old.file) if chosen == old.public else None


def first_untold(peer: Peer) -> Announcement | None:
    """Return the first change of our key that a city does not have."""
    rows = Announcement.objects.filter(peer=peer).exclude(state__in=HAS_IT)
    return rows.select_related("key__replaces").order_by("id").first()


def is_signed(public: str, signature: str, context: bytes, data: bytes) -> bool:
    """Check a signature in hexadecimal."""
    try:
        return keys.verify(bytes.fromhex(public), bytes.fromhex(signature), context + data)
    except ValueError:
        return False


@cache
def _key(path: Path) -> Signing:
    secret = Ed25519PrivateKey.from_private_bytes(keys.seed_at(path))
    return Signing(secret.public_key().public_bytes_raw().hex(), secret.sign)
