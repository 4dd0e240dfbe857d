"""What is within fifteen minutes of my home: the nearest of each kind, with minutes for two who walk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.centres import facts
from linli.apps.centres.facts import Nearest
from linli.kernel.access.pages import public_page
from linli.kernel.ui.pages import render
from linli.kernel.ui.show import local, now
from linli.web.portal.naming import trail
from linli.web.public.naming import name_of
from linli.web.reach.asked import asked

SOON = 15
FINEST = 15


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Ask where somebody lives and tell what is near; the place is neither stored nor put into an address."""
    place = asked(request)
    found = facts.around(*place.point, local(now()).date()) if place.point else None
    near = list(found.nearest) if found else []
    context = {
        "asked": place,
        "where": trail(place.area.path, finest=FINEST) if place.area else "",
        "found": found,
        "soon": [one for one in near if _old(one) <= SOON],
        "later": [one for one in near if _old(one) > SOON],
        "estimated": any(not one.by_streets for one in near),
        "apart": any(one.apart for one in near),
        "name": name_of,
        "trail": lambda area: trail(area.path, finest=FINEST),
    }
    status = 422 if place.problems and request.method == "POST" else 200
    return render(request, "reach/home.html", context, status=status)


def _old(one: Nearest) -> int:
    return dict(one.minutes).get("old", max(minutes for _, minutes in one.minutes))
