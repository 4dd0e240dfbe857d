"""Puts the actor and the time on each request; nobody is looked up before a page asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from linli.kernel.access.actors import STRANGER
from linli.kernel.access.facts import actor_of_session
from linli.kernel.access.http import ActorRequest

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class ActorMiddleware:
    """Sets ``request.actor`` (lazy: no query without a session cookie) and, where missing, ``request.at``."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Mark the request and pass it on."""
        asked = cast("ActorRequest", request)
        asked.at = getattr(request, "at", None) or timezone.now()
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            load = partial(actor_of_session, asked.session, asked.at)
            asked.actor = SimpleLazyObject(load)  # type: ignore[assignment]
        else:
            asked.actor = STRANGER
        return self.get_response(request)
