"""The digests of the ledger: leaves and nodes of RFC 9162, and commitments to private items."""

from __future__ import annotations

import hashlib
import re

from linli.core.ledger.canonical import canonical
from linli.core.shared.outcomes import Problem

SALT_BYTES = 32
COMMITMENT_TAG = b"linli/item/v1"
EMPTY_ROOT = hashlib.sha256(b"").digest()
_HEX_DIGEST = re.compile(r"[0-9a-f]{64}")


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf, told apart from nodes by its first byte."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def is_digest(text: object) -> bool:
    """Say whether ``text`` is 64 lower-case hex digits."""
    return isinstance(text, str) and _HEX_DIGEST.fullmatch(text) is not None


def commitment(salt: bytes, name: str, value: object) -> str | Problem:
    """Return the commitment to one private item, 64 hex digits.

    The salt keeps a small set of values (a yes or no, a telephone number) from being guessed;
    without salt and value nobody can tell what was committed.
    """
    if len(salt) != SALT_BYTES:
        return Problem("salt", "ledger.salt_length", {"bytes": SALT_BYTES})
    item = canonical([name, value])
    if isinstance(item, Problem):
        return item
    return hashlib.sha256(COMMITMENT_TAG + salt + item).hexdigest()
