"""The query code that opens a case together with its number; derived, so it is stored nowhere."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from base64 import b32encode

from django.conf import settings


def query_code(ref: str | uuid.UUID) -> str:
    """Return eight letters and digits, 40 bits, that only the server can compute."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"query-code:{ref}".encode(), hashlib.sha256).digest()
    return b32encode(digest)[:8].decode()
