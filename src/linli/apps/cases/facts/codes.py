"""The query code that opens a case together with its number; derived, so it is stored nowhere."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from base64 import b32encode

from django.conf import settings


def query_code(ref: str | uuid.UUID) -> str:
    """Return eight letters and digits, 40 bits, that only the server can compute."""
    return _derived("query-code", ref)


def saved_code(ref: str | uuid.UUID) -> str:
    """Return the code with which, and the telephone number, a saved form is gone on with."""
    return _derived("saved-form", ref)


def _derived(what: str, ref: str | uuid.UUID) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{what}:{ref}".encode(), hashlib.sha256).digest()
    return b32encode(digest)[:8].decode()
