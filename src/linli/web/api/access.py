"""Who asks: a session of our own pages, a program with a key, or nobody; and what each may ask for."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar, cast

from django.conf import settings
from django.http import HttpRequest
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from linli.kernel.access.actors import STRANGER, Actor
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.permissions import Permission
from linli.kernel.access.throttle import allow_address
from linli.kernel.access.tokens import Scope, machine_of
from linli.kernel.audit.outcomes import NotVisible
from linli.web.api.pace import PERSONS, PROGRAMS, STRANGERS, slow_down
from linli.web.api.problems import ForgedError, NobodyError, ScopeError

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
WRITES_IN_TEN_MINUTES = 30
FAILED_KEYS_IN_TEN_MINUTES = 30
MINUTE = 60


class Open(StrEnum):
    """To whom an operation is open, besides those with one of its permissions."""

    EVERYBODY = "public"
    PERSONS = "signed_in"
    PARTICIPANTS = "case"
    """Whoever may see the case: its people, its bodies, or number and query code."""


class Access(AuthBase):
    """Finds the actor behind a request and refuses who may not ask; each operation has its own."""

    openapi_type: ClassVar[str] = "http"
    openapi_scheme: ClassVar[str] = "bearer"

    def __init__(self, to: Open | tuple[Permission, ...], scope: Scope) -> None:
        self.to = to
        self.scope = scope
        super().__init__()

    @property
    def told(self) -> str | tuple[str, ...]:
        """Return the access as marks and the description of the interface tell it."""
        return self.to.value if isinstance(self.to, Open) else tuple(one.value for one in self.to)

    def __call__(self, request: HttpRequest) -> bool:
        """Put the actor on the request; everything but going through is an exception."""
        asked = cast("ActorRequest", request)
        secret = _key_shown(request)
        if secret:
            asked.actor = self._machine(asked, secret)
            slow_down(asked, PROGRAMS)
        else:
            _check_session(asked)
        self._admit(asked.actor)
        return True

    def _machine(self, request: ActorRequest, secret: str) -> Actor:
        machine = machine_of(secret, request.at)
        if machine is None:
            allow_address(request, "api-key", FAILED_KEYS_IN_TEN_MINUTES, 10 * MINUTE)
            raise NobodyError
        if self.scope.value not in machine.scopes:
            raise ScopeError(self.scope.value)
        return machine.actor

    def _admit(self, actor: Actor) -> None:
        if self.to in {Open.EVERYBODY, Open.PARTICIPANTS}:
            return
        if actor.is_stranger:
            raise NobodyError
        if isinstance(self.to, tuple) and not any(actor.may(one) for one in self.to):
            raise NotVisible


def opens(to: Open | tuple[Permission, ...], scope: Scope = Scope.READ) -> dict[str, Any]:
    """Return what an operation declares about its access: the check, and the words for the description."""
    access = Access(to, scope)
    told = access.told if isinstance(access.told, str) else list(access.told)
    return {"auth": access, "openapi_extra": {"x-access": told, "x-scope": scope.value}}


def _key_shown(request: HttpRequest) -> str:
    """Return the bearer key, or "" when none was shown.

    Raises:
        NobodyError: some other kind of credentials was sent.
    """
    header = request.headers.get("Authorization", "")
    if not header:
        return ""
    kind, _, secret = header.partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise NobodyError
    return secret.strip()


def _check_session(request: ActorRequest) -> None:
    """Hold strangers to a pace, and let a browser's session write only from our own pages."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        if request.method not in SAFE and check_csrf(request) is not None:
            raise ForgedError
        if not request.actor.is_stranger:
            slow_down(request, PERSONS)
            return
    else:
        request.actor = STRANGER
    slow_down(request, STRANGERS)
    if request.method not in SAFE:
        allow_address(request, "api-write", WRITES_IN_TEN_MINUTES, 10 * MINUTE)
