"""Answers requests whose body the server did not take in, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from linli.kernel.ui.failures import Failure, answer
from linli.site.serving.bridge import REFUSED


class RefusedBodyMiddleware:
    """Stands behind the language and before everything that would read a body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Say that it was too large; pass every other request on."""
        if REFUSED in request.META:
            return answer(request, Failure(413, "413"))
        return self.get_response(request)
