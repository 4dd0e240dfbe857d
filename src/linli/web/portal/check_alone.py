"""The recipient's page to take away: one file that checks certificates on their own machine, without a network."""

from __future__ import annotations

import json
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from linli.apps.certificates import facts, service
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.pages import public_page
from linli.kernel.access.throttle import allow_address
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import catalogue, t
from linli.web.portal.visitor import at_of

FAULTS = (
    "shape", "algorithm", "other_issuer", "altered", "not_yet", "expired", "revoked", "status_other", "status_old",
)  # fmt: skip
COUNTED = ("hours", "times")
CHECKS, MINUTES_10, LONGEST = 60, 600, 60


@public_page
@require_safe
def check_alone(request: HttpRequest) -> HttpResponse:
    """Hand out the page with the keys, the status lists of now and every word it can say.

    It is no page of this site: it carries its script within it, and is opened from the recipient's own disk.
    """
    at = at_of(request)
    tally = request.build_absolute_uri(reverse("portal-check-tally"))
    context = {"held": _held(at, tally), "made": at, "tally": tally}
    answer = render(request, "portal/check_alone.html", context)
    answer.headers["Content-Type"] = "application/octet-stream"
    answer.headers["Content-Disposition"] = 'attachment; filename="linli-check.html"'
    return answer


@public_page
@never_cache
@csrf_exempt
@require_POST
def tally(request: HttpRequest) -> HttpResponse:
    """Count a check that a page taken away made, if its reader lets it: kind and result, no word of any certificate.

    The page lies on the reader's own disk, so that its origin is none: whoever asks may read that it was counted.
    """
    allow_address(request, "certificate-tally", CHECKS, MINUTES_10)
    said = (request.POST.get(name, "")[:LONGEST] for name in ("kind", "result"))
    status = 204
    try:
        service.count_told(*said, at_of(request))
    except Invalid:
        status = 422
    answer = HttpResponse(status=status)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _held(at: datetime, tally: str) -> Markup:
    told: JsonValue = {
        "keys": facts.keys()["keys"],
        "lists": dict(facts.status_lists(at)),
        "made": at.isoformat(),
        "tally": tally,
        "words": _words(),
    }
    safe = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704 - no sign is left in it that HTML would read


def _words() -> dict[str, JsonValue]:
    faults = {name: t(f"certificates.fault.{name}") for name in FAULTS}
    return {
        "good": t("portal.check.good"),
        "bad": t("portal.check.bad"),
        "faults": {**faults, "browser": t("portal.check.alone_browser")},
        "kinds": _named("certificates.kind."),
        "fields": _named("certificates.field."),
        "order": [*facts.FIELDS, "presence"],
        "presence": _named("certificates.presence."),
        "counted": {name: t(f"certificates.told.{name}", n="#") for name in COUNTED},
        "sum": t("portal.check.alone_sum", n="#"),
        "issuer": t("portal.check.alone_issuer"),
        "from": t("portal.check.alone_from"),
        "until": t("portal.check.alone_until"),
        "told": {name: t(f"portal.check.told_{name}") for name in ("counted", "silent", "unwanted")},
    }


def _named(prefix: str) -> dict[str, JsonValue]:
    keys = [key for key in catalogue()["zh"] if key.startswith(prefix)]
    return {key.removeprefix(prefix): t(key) for key in keys}
