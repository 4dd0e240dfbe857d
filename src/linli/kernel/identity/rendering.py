"""Shows a page through the renderer named in the settings: ui stands above this app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import get_language


def render(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Answer with a page."""
    return cast(
        "HttpResponse", import_string(settings.PAGE_RENDERER)(request, template, context or {}, status=status)
    )


def language() -> str:
    """Return the language of this request: zh or en."""
    return "en" if (get_language() or "").startswith("en") else "zh"
