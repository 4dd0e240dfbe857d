"""The code that a participant shows, as it is typed."""

from __future__ import annotations

from datetime import timedelta

LENGTH = 8
EARLY = timedelta(hours=1)
"""How long before a session its list may be ticked, and who stays at home may join."""


def read_code(said: str) -> str:
    """Read a code: with or without the line in its middle, in small letters too, or the whole address of a QR."""
    return said.strip().upper().replace("-", "").replace(" ", "")[-LENGTH:]


def written(code: str) -> str:
    """Write a code for people: two groups of four."""
    return f"{code[:4]}-{code[4:]}"
