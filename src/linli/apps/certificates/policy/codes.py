"""The code of a certificate: sixteen signs without the ones that look alike, in groups of four."""

from __future__ import annotations

import secrets
import unicodedata

from linli.core.shared.outcomes import Problem

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", " ": "", "-": ""})


def new_code() -> str:
    """Make a code: 80 bits that nobody guesses."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def read_code(said: str) -> str | Problem:
    """Read a code however it was typed."""
    code = unicodedata.normalize("NFKC", said).strip().upper().translate(MEANT)
    if len(code) != LENGTH or set(code) - set(SIGNS):
        return Problem("code", "certificates.code_form")
    return code


def write_code(code: str) -> str:
    """Write a code as it is printed."""
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))
