"""The key this city signs its messages with: Ed25519, made on first use, kept beside the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from linli.kernel.audit import keys

CONTEXT = b"linli/exchange/1\n"
RECEIPT = b"linli/exchange/1/receipt\n"
ASK = b"linli/exchange/2/file\n"
ASK_RECEIPT = b"linli/exchange/2/file/receipt\n"
"""What is put before the signed bytes, so that a signature for one purpose is none for another."""


@dataclass(frozen=True, slots=True)
class Signing:
    """A public key, and the function that signs for it."""

    public: str
    sign: Callable[[bytes], bytes]


def our_code() -> str:
    """Return the code of this city; empty while cross-city handling is not open here."""
    return str(settings.EXCHANGE_CODE)


def own_key() -> Signing:
    """Return the key of this installation."""
    return _key(Path(settings.EXCHANGE_KEY_FILE))


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
