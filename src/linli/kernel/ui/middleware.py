"""Per request: the reader's language, type size and moment; and the headers that keep pages closed to strangers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from linli.kernel.ui import show
from linli.kernel.ui.sentences import DEFAULT_LANGUAGE, LANGUAGES

Handler = Callable[[HttpRequest], HttpResponseBase]

YEAR = 365 * 24 * 3600
SIZES = ("normal", "large")
DJANGO_CODES = {"zh": "zh-hans", "en": "en"}
CHOICES = {"lang": LANGUAGES, "size": SIZES}


class LanguageMiddleware:
    """Speaks the reader's language and reads their type size, from the address, a cookie or the browser."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Remember a choice made in the address; otherwise answer in the language chosen before."""
        chosen = {name: request.GET[name] for name in CHOICES if request.GET.get(name) in CHOICES[name]}
        if chosen and request.method == "GET":
            return remember(request, chosen)
        at = getattr(request, "at", None) or datetime.now(UTC)
        size = request.COOKIES.get("size", "normal")
        request.at = at  # type: ignore[attr-defined]
        request.text_size = size if size in SIZES else "normal"  # type: ignore[attr-defined]
        token = show.moment.set(at)
        try:
            with translation.override(DJANGO_CODES[language_of(request)]):
                response = self.get_response(request)
                response.headers.setdefault("Content-Language", translation.get_language() or "")
        finally:
            show.moment.reset(token)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response


def language_of(request: HttpRequest) -> str:
    """Choose: the address, then the cookie, then the browser, then Chinese."""
    asked = request.GET.get("lang") or request.COOKIES.get("lang")
    if asked in LANGUAGES:
        return asked
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        short = code.partition("-")[0]
        if short in LANGUAGES:
            return short
    return DEFAULT_LANGUAGE


def remember(request: HttpRequest, chosen: dict[str, str]) -> HttpResponse:
    """Keep the choice in a cookie and show the same page without it in the address."""
    query = request.GET.copy()
    for name in chosen:
        del query[name]
    path = "/" + request.path.lstrip("/\\")  # "//evil.example" would leave this site
    response = HttpResponseRedirect(f"{path}?{query.urlencode()}" if query else path)
    for name, value in chosen.items():
        response.set_cookie(
            name, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=False
        )
    return response


def content_policy() -> str:
    """Allow only our own files; map tiles of a configured provider are the one exception."""
    tiles = " ".join(getattr(settings, "TILE_ORIGINS", ()))
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: blob: {tiles}".strip(),
            "media-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


ALLOWED = ("geolocation", "camera", "microphone")
DENIED = (
    "accelerometer",
    "autoplay",
    "display-capture",
    "gyroscope",
    "magnetometer",
    "midi",
    "payment",
    "usb",
)
PERMISSIONS = ", ".join([f"{name}=(self)" for name in ALLOWED] + [f"{name}=()" for name in DENIED])


class PolicyMiddleware:
    """Adds the security headers that a page has not set itself."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.headers = {
            "Content-Security-Policy": content_policy(),
            "Permissions-Policy": PERMISSIONS,
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Permitted-Cross-Domain-Policies": "none",
        }

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the headers set; pages of a signed-in person are never kept by shared caches."""
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response
