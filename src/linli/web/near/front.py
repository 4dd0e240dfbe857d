"""The page of the neighbourhood."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli.kernel.access.pages import public_page
from linli.kernel.ui.pages import render
from linli.web.near import places


@public_page
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show what there is round the corner."""
    return render(request, "near/front.html", {"places": places.there()})
