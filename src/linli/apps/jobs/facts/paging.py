"""Pages of lists: a cursor after a moment and a key."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from linli.core.shared.outcomes import Problem
from linli.kernel.audit.outcomes import Invalid

PAGE = 50
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows and where the next begin; None at the end."""

    rows: tuple[T, ...]
    next: str | None


def write_cursor(moment: datetime, key: int) -> str:
    """Return where a page ends."""
    return urlsafe_b64encode(f"{moment.isoformat()} {key}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[datetime, int]:
    """Read where a page begins.

    Raises:
        Invalid: no cursor of ours.
    """
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        moment, _, key = text.partition(" ")
        read = datetime.fromisoformat(moment), int(key)
    except ValueError:
        raise Invalid(Problem("cursor", "jobs.cursor")) from None
    if read[0].tzinfo is None:
        raise Invalid(Problem("cursor", "jobs.cursor"))
    return read
