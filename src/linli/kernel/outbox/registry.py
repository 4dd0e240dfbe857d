"""Who wants to hear of what: subscribers are declared when apps get ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from linli.core.shared.outcomes import JsonValue

_NAMESPACE = UUID("5c0b7f0e-6f2b-4d0a-9a51-0d6f0c1b7e44")


@dataclass(frozen=True, slots=True)
class Happening:
    """One announced event as a subscriber gets it; it may come more than once.

    ``key`` stays the same every time and is a UUID: an act that a handler does takes it as ``act_id``,
    and so happens once.
    """

    event: str
    payload: Mapping[str, JsonValue]
    stream: str
    act_id: str
    recorded_at: datetime
    key: str
    at: datetime


Handler = Callable[[Happening], None]
_handlers: dict[tuple[str, str], Handler] = {}


def subscribe(event: str, name: str, handler: Handler) -> None:
    """Let ``handler`` hear of ``event``; ``name`` is kept with what is owed, so it never changes.

    Raises:
        ValueError: another handler has that name for this event.
    """
    if _handlers.setdefault((event, name), handler) is not handler:
        raise ValueError(f"{name} is subscribed to {event} twice")


def unsubscribe(event: str, name: str) -> None:
    """Stop hearing (tests)."""
    _handlers.pop((event, name), None)


def subscribers(event: str) -> tuple[str, ...]:
    """Return the names of those who hear of ``event``."""
    return tuple(sorted(name for known, name in _handlers if known == event))


def handler(event: str, name: str) -> Handler | None:
    """Return a handler; None when the program that owed the delivery is no longer part of it."""
    return _handlers.get((event, name))


def key_of(subscriber: str, act: int, position: int) -> str:
    """Return the UUID of one delivery."""
    return str(uuid5(_NAMESPACE, f"{subscriber}/{act}/{position}"))
