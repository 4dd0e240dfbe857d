"""Say what went wrong and what to do: a page for people, RFC 9457 problem JSON for programs."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme

from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.ui import show
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import LANGUAGES, has, language, reason, t

log = logging.getLogger(__name__)

MACHINE_PATHS = ("/api/", "/open311/", "/log/")
MEGABYTE = 1024 * 1024
KINDS = ("400", "401", "403", "csrf", "404", "405", "409", "stale", "413", "415", "422", "429", "500", "503")


@dataclass(frozen=True, slots=True)
class Failure:
    """An answer that is not what was asked for.

    ``kind`` names the sentences (error.<kind>.title, .happened, .do); ``because`` is the reason from the
    rules and ``refusal`` what it was said from; ``problems`` are the fields to mend.
    """

    status: int
    kind: str
    code: str = ""
    because: str = ""
    problems: tuple[Problem, ...] = ()
    retry_after: int | None = None
    reference: str = ""
    refusal: Refusal | None = None

    def say(self, part: str, lang: str | None = None) -> str:
        """Say one of the three sentences of this kind of failure."""
        spoken = lang or language()
        wait = show.span(timedelta(seconds=self.retry_after or 60), spoken)
        mb = settings.UPLOAD_LIMIT_BYTES // MEGABYTE
        return t(f"error.{self.kind}.{part}", lang=spoken, wait=wait, mb=mb)

    def in_both(self) -> dict[str, str]:
        """Say what happened in every language, for programs that speak to people of both."""
        if self.refusal is not None:
            return {lang: reason(self.refusal, lang=lang) for lang in LANGUAGES}
        return {lang: self.say("happened", lang) for lang in LANGUAGES}


def answer(request: HttpRequest, failure: Failure) -> HttpResponse:
    """Answer a program with problem JSON, htmx with a notice, a person with a page."""
    if for_program(request):
        response: HttpResponse = as_json(request, failure)
    elif getattr(request, "htmx", False):
        response = render(request, "errors/notice.html", {"failure": failure}, status=failure.status)
        response.headers["HX-Retarget"] = "#notices"
        response.headers["HX-Reswap"] = "innerHTML"
    else:
        response = _page(request, failure)
    if failure.retry_after is not None:
        response.headers["Retry-After"] = str(failure.retry_after)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, failure: Failure) -> HttpResponse:
    try:
        context = {"failure": failure, "back": _came_from(request)}
        return render(request, "errors/page.html", context, status=failure.status)
    except Exception:  # the last resort: the page that says sorry must not fail itself
        log.exception("the error page failed")
        words = "\n".join(failure.say(part) for part in ("title", "happened", "do"))
        return HttpResponse(words, content_type="text/plain; charset=utf-8", status=failure.status)


def _came_from(request: HttpRequest) -> str:
    """Return the page before, if it was one of ours."""
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if ours else ""


def for_program(request: HttpRequest) -> bool:
    """Tell whether the asker is a program: by the address, or because it takes only JSON."""
    accept = request.headers.get("Accept", "")
    return request.path.startswith(MACHINE_PATHS) or ("json" in accept and "html" not in accept)


def as_json(request: HttpRequest, failure: Failure) -> JsonResponse:
    """Write the failure as an RFC 9457 problem."""
    body: dict[str, Any] = {
        "type": f"/about/problems#{failure.kind}",
        "title": failure.say("title"),
        "status": failure.status,
        "detail": failure.because or failure.say("happened"),
        "instance": request.path,
        **failure.in_both(),
    }
    if failure.code:
        body["code"] = failure.code
    if failure.problems:
        body["problems"] = problems_as_json(failure.problems)
    if failure.reference:
        body["reference"] = failure.reference
    return JsonResponse(
        body,
        status=failure.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def problems_as_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Write what is to mend, field by field, in both languages."""
    return [
        {
            "field": each.field,
            "code": each.code,
            "detail": reason(each),
            **{lang: reason(each, lang=lang) for lang in LANGUAGES},
            "params": dict(each.params),
        }
        for each in problems
    ]


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400."""
    kind = "413" if isinstance(exception, RequestDataTooBig) else "400"
    return answer(request, Failure(int(kind), kind))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler403; a PermissionDenied may carry the code of a sentence."""
    code = str(exception or "")
    return answer(
        request, Failure(403, "403", code=code if has(code) else "", because=t(code) if has(code) else "")
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Django's CSRF_FAILURE_VIEW."""
    return answer(request, Failure(403, "csrf"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Django's handler404: absent and hidden look alike."""
    return answer(request, Failure(404, "404"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500; the reference ties a call for help to a line in the log."""
    reference = secrets.token_hex(4)
    log.error("server error %s at %s", reference, request.path)
    return answer(request, Failure(500, "500", reference=reference))
