"""What goes wrong at the edge, in the six answers of the product: RFC 9457, each with a sentence in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.exceptions import ValidationError as InvalidRef
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from linli.core.shared.outcomes import Param, Problem, Refusal
from linli.kernel.audit.outcomes import Invalid, NotVisible, Outcome
from linli.kernel.ui.failures import Failure, answer
from linli.kernel.ui.outcomes import failure_of
from linli.kernel.ui.text import reason

MOST_PROBLEMS = 50
LONGEST = 100


class EdgeError(Exception):
    """A request that is answered before any service is asked."""

    status = 400
    kind = "400"

    def __init__(self, code: str = "", **params: Param) -> None:
        self.refusal = Refusal(code, params) if code else None
        super().__init__(code)

    def failure(self) -> Failure:
        """Describe it for the page or the program."""
        if self.refusal is None:
            return Failure(self.status, self.kind)
        return Failure(
            self.status,
            self.kind,
            code=self.refusal.code,
            because=reason(self.refusal),
            refusal=self.refusal,
        )


class UnreadableError(EdgeError):
    """The body is no JSON that can be understood in one way."""


class NobodyError(EdgeError):
    """Nobody is signed in, or the key shown is good for nothing."""

    status = 401
    kind = "401"


class ScopeError(EdgeError):
    """A good key that was not made for this."""

    status = 403
    kind = "403"

    def __init__(self, scope: str) -> None:
        super().__init__("api.scope_missing", scope=scope)


class ForgedError(EdgeError):
    """A browser's session wrote without the token of our pages."""

    status = 403
    kind = "csrf"


class TooLargeError(EdgeError):
    """More JSON than any form can hold."""

    status = 413
    kind = "413"


class WrongFormError(EdgeError):
    """Something else than the operation reads."""

    status = 415
    kind = "415"


def install(api: NinjaAPI) -> None:
    """Let the interface answer every foreseen failure itself; what is not foreseen goes on to Django."""
    for kind in (Outcome, EdgeError, RequestDataTooBig, InvalidRef, Http404, HttpError, ValidationError):
        api.add_exception_handler(kind, told)
    api.add_exception_handler(Exception, _unforeseen)


def told(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """Answer with the problem behind an exception."""
    failure = foreseen(error) if isinstance(error, Exception) else None
    if failure is None:
        raise error
    response = answer(request, failure)
    if failure.status == NobodyError.status:
        response.headers["WWW-Authenticate"] = 'Bearer realm="linli"'
    return response


def foreseen(error: Exception) -> Failure | None:
    """Describe an exception as a failure; None for a bug."""
    if isinstance(error, HttpError) and isinstance(error.__cause__, EdgeError | Outcome):
        return foreseen(error.__cause__)  # Ninja wraps what the reader of bodies says
    if isinstance(error, EdgeError):
        return error.failure()
    if isinstance(error, ValidationError):
        return failure_of(Invalid(*problems_of(error.errors)))
    if isinstance(error, Http404):
        return failure_of(NotVisible())
    return failure_of(error)


def _unforeseen(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    raise error


def problems_of(errors: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Translate what the reader of shapes found, field by field."""
    return [_problem(one) for one in errors[:MOST_PROBLEMS]]


def _problem(error: Mapping[str, Any]) -> Problem:
    kind, context = str(error["type"]), error.get("ctx") or {}
    field = _field(error["loc"])
    if kind in _PLAIN:
        return Problem(field, _PLAIN[kind])
    if kind in {"string_too_long", "too_long"}:
        return Problem(field, "api.too_long", {"limit": int(context.get("max_length", 0))})
    if kind.endswith(("_type", "_parsing")):
        return Problem(field, "api.wrong_type")
    return Problem(field, "api.wrong_value")


def _field(where: Sequence[object]) -> str:
    """Name a field as its sender does: without where it stood, and what the operation calls the whole."""
    parts = [str(part) for part in where]
    named = parts[1:] if parts[:1] and parts[0] in _PLACES else parts
    return ".".join(named[1:] if len(named) > 1 and named[0] in _WHOLES else named)[:LONGEST]


_PLACES = frozenset({"body", "query", "path", "header"})
_WHOLES = frozenset({"told", "sent"})
_PLAIN = {
    "missing": "api.missing",
    "extra_forbidden": "api.unknown_field",
    "literal_error": "api.not_a_choice",
    "enum": "api.not_a_choice",
    "string_too_short": "api.missing",
}
