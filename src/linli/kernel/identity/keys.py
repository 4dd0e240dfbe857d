"""The key that seals personal data: made on first use, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

LENGTH = 32


def derived(purpose: str) -> bytes:
    """Return the key for one purpose, derived from the one on disk (``PERSONAL_KEY_FILE``)."""
    return _derived(str(settings.PERSONAL_KEY_FILE), purpose)


@lru_cache(maxsize=64)
def _derived(path: str, purpose: str) -> bytes:
    return HKDF(SHA256(), LENGTH, salt=None, info=f"linli/{purpose}/v1".encode()).derive(master(Path(path)))


def master(path: Path) -> bytes:
    """Return the key at ``path``, making it when absent; two processes at once end with the same one.

    The key is written whole under another name and then linked, so that nobody reads half of it.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()
