"""The seal: the key that certificates are signed with, and the keys they are believed by."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils.module_loading import import_string

from linli.core.credentials.check import Trust
from linli.core.credentials.signed import PublicKey, Sign
from linli.kernel.audit import keys as kernel_keys


@dataclass(frozen=True, slots=True)
class Seal:
    """A key and the function that signs for it; an adapter to a city's seal returns one of these."""

    key: PublicKey
    sign: Sign


def seal() -> Seal:
    """Return the seal that settings name."""
    adapter: Callable[[], Seal] = import_string(settings.CERTIFICATE_SEAL)
    return adapter()


def own_key() -> Seal:
    """Return the seal of an installation without another: Ed25519, made on first use."""
    return _own(settings.CERTIFICATE_ISSUER, Path(settings.CERTIFICATE_KEY_FILE))


def trust() -> Trust:
    """Return whom this installation believes: its own seal."""
    return Trust((seal().key,), verify)


def verify(algorithm: str, public: bytes, signature: bytes, message: bytes) -> bool:
    """Verify by the algorithm that the key has."""
    return algorithm == "EdDSA" and kernel_keys.verify(public, signature, message)


@cache
def _own(issuer: str, path: Path) -> Seal:
    secret = Ed25519PrivateKey.from_private_bytes(kernel_keys.seed_at(path))
    public = secret.public_key().public_bytes_raw()
    name = f"{issuer}#{hashlib.sha256(public).hexdigest()[:16]}"
    return Seal(PublicKey(name, "EdDSA", public), secret.sign)
