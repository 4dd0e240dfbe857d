"""The request as views get it: with the actor and the one reading of the clock."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from linli.kernel.access.actors import Actor


class ActorRequest(HttpRequest):
    """For annotations only: ``ActorMiddleware`` puts both on Django's own request."""

    actor: Actor
    at: datetime
    session: SessionBase
