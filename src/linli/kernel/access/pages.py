"""Marks on views that say who may open them; a test walks every address and finds none unmarked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase

from linli.kernel.access.http import ActorRequest
from linli.kernel.access.permissions import Permission
from linli.kernel.identity.marks import View, is_stranger, mark, public_page, signed_in, to_sign_in

__all__ = ["public_page", "requires", "signed_in"]


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Open a page to those who hold one of ``permissions`` anywhere; the service checks the place.

    Somebody without it is told the same as for a page that does not exist.
    """

    def marked(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if is_stranger(request):
                return to_sign_in(request, settings.STAFF_LOGIN_URL)
            actor = cast("ActorRequest", request).actor
            if not any(actor.may(permission) for permission in permissions):
                raise Http404
            return view(request, *args, **kwargs)

        return mark(guarded, tuple(permission.value for permission in permissions))

    return marked
