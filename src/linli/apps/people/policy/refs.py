"""References as they come in addresses and forms."""

from __future__ import annotations

from uuid import UUID

NOTHING = UUID(int=0)
"""No row ever has this ref."""


def as_uuid(text: str) -> UUID:
    """Read a ref; what is none becomes one that finds nothing."""
    try:
        return UUID(text)
    except ValueError:
        return NOTHING
