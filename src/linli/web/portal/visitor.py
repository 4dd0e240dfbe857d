"""The request as the views of this area read it, and how often an address may write."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import cast

from django.http import HttpRequest

from linli.kernel.access.actors import Actor
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.throttle import allow_address

HOUR = 3_600


def asked(request: HttpRequest) -> ActorRequest:
    """Return the request with actor, time and session."""
    return cast("ActorRequest", request)


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    return asked(request).actor


def at_of(request: HttpRequest) -> datetime:
    """Return the one reading of the clock."""
    return asked(request).at


def act_id_of(request: HttpRequest) -> str:
    """Return the form's act id, or a new one where the form carried none."""
    try:
        return str(uuid.UUID(request.POST.get("act_id", "")))
    except ValueError:
        return new_act_id()


def new_act_id() -> str:
    """Make the id of an act that a form may do once."""
    return str(uuid.uuid4())


def version_of(request: HttpRequest) -> int | None:
    """Return the version of the case that the form was made for."""
    said = request.POST.get("version", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None  # noqa: PLR2004 - a version


def allow_writing(request: HttpRequest, what: str, limit: int = 60) -> None:
    """Count one thing written from this address.

    Raises:
        Throttled: too many in an hour.
    """
    allow_address(request, f"portal-{what}", limit, HOUR)
