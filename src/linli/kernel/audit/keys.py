"""The log's signing key: made on first use, readable by its owner only, never made twice."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from linli.core.ledger.notes import Key, Sign, is_name, read_key
from linli.core.shared.outcomes import Problem

SEED_BYTES = 32


@dataclass(frozen=True, slots=True)
class Signer:
    """A public key and the function that signs for it."""

    key: Key
    sign: Sign


def log_signer() -> Signer:
    """Return the key that signs checkpoints and promises.

    Raises:
        ImproperlyConfigured: the log's name or its key file is unusable.
    """
    return _signer(settings.LOG_ORIGIN, Path(settings.LOG_KEY_FILE))


def witnesses() -> Iterator[Key]:
    """Yield the keys of the outside witnesses that settings name.

    Raises:
        ImproperlyConfigured: one of them is no key.
    """
    for text in settings.LOG_WITNESSES:
        key = read_key(text)
        if isinstance(key, Problem):
            raise ImproperlyConfigured(f"LINLI_LOG_WITNESSES: {text!r} is no verifier key")
        yield key


def verify(public: bytes, signature: bytes, message: bytes) -> bool:
    """Check an Ed25519 signature."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@cache
def _signer(origin: str, path: Path) -> Signer:
    if not is_name(origin):
        raise ImproperlyConfigured(f"LINLI_LOG_ORIGIN={origin!r}: use a host and path, without space or plus")
    secret = Ed25519PrivateKey.from_private_bytes(seed_at(path))
    return Signer(Key(origin, secret.public_key().public_bytes_raw()), secret.sign)


def seed_at(path: Path) -> bytes:
    """Return the secret that is kept at a path, made on first use.

    Raises:
        ImproperlyConfigured: something else lies there.
    """
    if not path.exists():
        _make(path)
    try:
        seed = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        seed = b""
    if len(seed) != SEED_BYTES:
        raise ImproperlyConfigured(f"{path} must hold {SEED_BYTES} bytes as hex digits")
    return seed


def _make(path: Path) -> None:
    # Written whole under another name and linked into place: of two that start at once one wins,
    # and nobody reads half a key.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{os.urandom(SEED_BYTES).hex()}\n")
        file.flush()
        os.fsync(file.fileno())
    draft = Path(name)
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()
