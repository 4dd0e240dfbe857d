"""Marks on views that are open to everybody or to anybody signed in; `access.pages` adds permissions."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Protocol, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

View = Callable[..., HttpResponseBase]


class Visitor(Protocol):
    """What this module needs to know of `access.actors.Actor`."""

    @property
    def is_stranger(self) -> bool:
        """Nobody is signed in."""
        ...


class Visited(Protocol):
    """A request after `access.middleware.ActorMiddleware`."""

    actor: Visitor


def mark(view: View, access: str | tuple[str, ...]) -> View:
    """Write on a view who may open it."""
    view.linli_access = access  # type: ignore[attr-defined]
    return view


def public_page(view: View) -> View:
    """Open a page to everybody."""

    @wraps(view)
    def open_to_all(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return mark(open_to_all, "public")


def signed_in(view: View) -> View:
    """Open a page to everybody who is signed in; others are asked to sign in and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if is_stranger(request):
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return mark(guarded, "signed_in")


def is_stranger(request: HttpRequest) -> bool:
    """Say whether nobody is signed in; costs no query without a session."""
    return cast("Visited", request).actor.is_stranger


def to_sign_in(request: HttpRequest, address: str | None = None) -> HttpResponseRedirect:
    """Send somebody to sign in and back to the page afterwards; out of a form's POST back to its page.

    Staff whose session ended meanwhile are told so (``ended``), and that a form was not sent.
    """
    plain = request.method in {"GET", "HEAD"}
    query = {"next": request.get_full_path() if plain else _form_of(request)}
    if address and not plain:
        query["ended"] = "unsent"
    elif address and request.COOKIES.get(settings.SESSION_COOKIE_NAME) and request.session.is_empty():
        query["ended"] = "idle"
    return HttpResponseRedirect(f"{address or settings.LOGIN_URL}?{urlencode(query)}")


def _form_of(request: HttpRequest) -> str:
    """Return the page that a form was sent from, if it is one of ours."""
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return "/"
    return f"{page.path}?{page.query}" if page.query else page.path
