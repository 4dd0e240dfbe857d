"""Codes that only the server can compute: of invitations, of the start of a task, of a slip. None of them is stored."""

from __future__ import annotations

import hashlib
import hmac
from uuid import UUID

from linli.kernel.identity import keys
from linli.kernel.identity.personal import index

ALPHABET = "234679ACDEFGHJKMNPQRTUVWXY"
"""Nothing that reads like something else."""
LONG, SHORT = 8, 6


def invitation_code(ref: UUID | str) -> str:
    """Return the code that lets one person join a team."""
    return _derived("invitation", ref, LONG)


def start_code(task: UUID | str) -> str:
    """Return what the organiser or the person helped shows at the start and at the end."""
    return _derived("start", task, SHORT)


def slip_code(engagement: UUID | str) -> str:
    """Return the code on the slip of the person helped: with it they confirm, without a telephone of their own."""
    return _derived("slip", engagement, LONG)


def same(said: str, code: str) -> bool:
    """Compare a typed code, however it was written."""
    return hmac.compare_digest(plain(said).encode(), code.encode())


def plain(said: str) -> str:
    """Return a code as it is kept: capitals, without gaps."""
    return "".join(sign for sign in said.upper() if sign.isascii() and sign.isalnum())[:40]


def code_index(code: str) -> str:
    """Return the keyed digest by which a code is found."""
    return index(plain(code), "volunteer_code")


def _derived(what: str, ref: UUID | str, length: int) -> str:
    digest = hmac.new(keys.derived("volunteers"), f"{what}:{ref}".encode(), hashlib.sha256).digest()
    number, signs = int.from_bytes(digest), []
    for _ in range(length):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)
