"""References as they come in addresses and forms."""

from __future__ import annotations

from uuid import UUID

COMMUNITY = 5
"""Slashes before the end of a community's path."""
NOTHING = UUID(int=0)
"""No row ever has this ref."""


def as_uuid(text: UUID | str) -> UUID:
    """Read a ref; what is none becomes one that finds nothing."""
    try:
        return UUID(str(text))
    except ValueError:
        return NOTHING


def community_of(path: str) -> str:
    """Return the community that a place lies in, or the place where it is larger: "/9901/990101/990101001/990101001001/"."""
    return "/".join(path.split("/")[:COMMUNITY]) + "/" if path.count("/") > COMMUNITY else path
