"""Pages of the design system itself: the living style page, its whole-page samples, the field worker script."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from linli.core.shared.outcomes import Problem
from linli.kernel.identity.marks import public_page
from linli.kernel.ui import failures, samples
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import t

WORKER = Path(__file__).parent / "static" / "ui" / "worker.js"
SAMPLES = ("portal", "case", "desk", "board", "field")


@public_page
def style(request: HttpRequest) -> HttpResponse:
    """Show every component with its words in the reader's language."""
    context = {**samples.whole(), "kinds": failures.KINDS if settings.DEBUG else ()}
    return render(request, "style/index.html", context)


@public_page
def sample(request: HttpRequest, page: str) -> HttpResponse:
    """Show one whole page made of the components."""
    if page not in SAMPLES:
        raise Http404
    return render(request, f"style/{page}.html", samples.whole())


@public_page
def failing(request: HttpRequest, kind: str) -> HttpResponse:
    """Show one error page; only while developing."""
    if not settings.DEBUG or kind not in failures.KINDS:
        raise Http404
    status = int(kind) if kind.isdigit() else {"csrf": 403, "stale": 409}[kind]
    problems = (Problem("number", "shared.number_check"),) if kind == "422" else ()
    because = t("lifecycle.ended") if kind == "409" else ""
    reference = "0a1b2c3d" if kind == "500" else ""
    failure = failures.Failure(status, kind, because=because, problems=problems, reference=reference)
    return failures.answer(request, failure)


@public_page
@never_cache
def field_worker(_request: HttpRequest) -> HttpResponse:
    """Serve the service worker from /field/, so that it may look after the field pages."""
    response = HttpResponse(WORKER.read_bytes(), content_type=mimetypes.types_map[".js"])
    response.headers["Service-Worker-Allowed"] = "/field/"
    return response


@public_page
@never_cache
def field_away(request: HttpRequest) -> HttpResponse:
    """Say that there is no network and nothing of today is kept; the field worker keeps this page ahead."""
    return render(request, "ui/away.html")
