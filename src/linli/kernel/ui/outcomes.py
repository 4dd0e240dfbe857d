"""Middleware that turns the six foreseen outcomes of a service into answers; anything else stays a bug."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from linli.kernel.audit.outcomes import Busy, Invalid, NotVisible, Outcome, Refused, Stale, Throttled
from linli.kernel.ui.failures import Failure, answer
from linli.kernel.ui.text import reason

BUSY_SECONDS = 5
WRONG_METHOD = 405


class OutcomeMiddleware:
    """Answers what a view raised as an outcome; the transaction is already rolled back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; an address that does not take this method says so in a sentence."""
        response = self.get_response(request)
        if response.status_code == WRONG_METHOD and response.get("Content-Type", "").startswith("text/html"):
            allowed = response.get("Allow", "")
            response = answer(request, Failure(WRONG_METHOD, "405"))
            response.headers["Allow"] = allowed
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Translate an outcome; leave every other exception to Django."""
        failure = failure_of(exception)
        return answer(request, failure) if failure else None


def failure_of(exception: Exception) -> Failure | None:
    """Describe an outcome as a failure with its status, sentences and reasons."""
    match exception:
        case Invalid(problems=problems):
            return Failure(422, "422", problems=tuple(problems))
        case Stale(refusal=refusal) | Refused(refusal=refusal):
            kind = "stale" if isinstance(exception, Stale) else "409"
            return Failure(409, kind, code=refusal.code, because=reason(refusal), refusal=refusal)
        case Throttled(retry_after=wait):
            return Failure(429, "429", retry_after=wait)
        case _:
            return next((failure for kind, failure in PLAIN.items() if isinstance(exception, kind)), None)


PLAIN: dict[type[Exception], Failure] = {
    NotVisible: Failure(404, "404"),
    Busy: Failure(503, "503", retry_after=BUSY_SECONDS),
    RequestDataTooBig: Failure(413, "413"),
    ValidationError: Failure(404, "404"),  # a column was asked for a ref that is no UUID: there is none such
    Outcome: Failure(500, "500"),
}
