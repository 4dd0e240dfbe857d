"""The recipient's page: is this certificate genuine, in force and not revoked? Nothing is kept of who asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.certificates import facts, service
from linli.apps.certificates.facts import Verdict
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import public_page
from linli.kernel.access.throttle import allow_address
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.ui.pages import render
from linli.web.portal.paper import full_day, pairs
from linli.web.portal.visitor import at_of

LARGEST = 100_000
MINUTES_10 = 600


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Check what was typed, pasted or uploaded."""
    if request.method == "GET":
        return _page(request)
    upload = request.FILES.get("file")
    given = request.FILES.get("status")
    status = given.read(LARGEST).decode("utf-8", errors="replace") if given else ""
    said = upload.read(LARGEST).decode("utf-8", errors="replace") if upload else request.POST.get("said", "")
    said = said.strip()[:LARGEST]
    if not said:
        return _page(request, problems=(Problem("said", "portal.check.nothing"),))
    way = partial(facts.check_text, status=status) if "." in said else facts.check_code
    return _checked(request, said, way, typed="" if upload else said)


@public_page
@never_cache
@require_safe
def check_code(request: HttpRequest, code: str) -> HttpResponse:
    """Check the certificate that a QR names."""
    return _checked(request, code, facts.check_code, typed="")


def _checked(
    request: HttpRequest, said: str, way: Callable[[str, datetime], Verdict], *, typed: str
) -> HttpResponse:
    allow_address(request, "certificate-check", 60, MINUTES_10)
    try:
        verdict = way(said, at_of(request))
    except Invalid as wrong:
        problems = tuple(Problem("said", one.code, one.params) for one in wrong.problems)
        return _page(request, typed=typed, problems=problems)
    service.count_check(verdict, at_of(request))
    return _page(request, verdict, typed=typed)


def _page(
    request: HttpRequest,
    verdict: Verdict | None = None,
    *,
    typed: str = "",
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    context = {
        "verdict": verdict,
        "pairs": pairs(dict(verdict.fields or {})) if verdict else [],
        "since": full_day(verdict.valid_from) if verdict else "",
        "until": full_day(verdict.valid_until) if verdict else "",
        "typed": typed[:2_000],
        "problems": problems,
    }
    return render(request, "portal/check.html", context, status=422 if problems else 200)
