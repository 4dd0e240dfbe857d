"""Render a template with what every page needs to know about its reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from linli.kernel.ui.sentences import LANGUAGES
from linli.kernel.ui.text import language


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Answer with a page (or a fragment of one)."""
    return HttpResponse(
        get_template(template).render({**about(request), **(context or {})}, request), status=status
    )


def about(request: HttpRequest) -> dict[str, Any]:
    """Collect what layouts and components read: language, type size, who is looking, how to switch."""
    spoken = language()
    other = next(code for code in LANGUAGES if code != spoken)
    size = getattr(request, "text_size", "normal")
    return {
        "language": spoken,
        "html_lang": {"zh": "zh-Hans", "en": "en"}[spoken],
        "other_language": other,
        "other_html_lang": {"zh": "zh-Hans", "en": "en"}[other],
        "switch_language": here(request, lang=other),
        "size": size,
        "switch_size": here(request, size="normal" if size == "large" else "large"),
        "actor": getattr(request, "actor", None),
        "path": request.path,
    }


def here(request: HttpRequest, **changes: str) -> str:
    """Return this page's address with some parameters changed; "" removes one."""
    if request.method not in ("GET", "HEAD"):
        return "?" + urlencode(changes)
    query = request.GET.copy()
    for name, value in changes.items():
        query[name] = value
        if not value:
            del query[name]
    return "?" + query.urlencode()
