"""Finding one's cases: by number and query code, or one's own list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.bundles import facts as bundles
from linli.apps.cases import facts as cases
from linli.apps.certificates import facts as certificates
from linli.apps.grid import facts as grid
from linli.core.shared.numbers import read_case_number
from linli.core.shared.outcomes import Problem
from linli.kernel.access.capabilities import end_case_access, grant_case_access
from linli.kernel.access.pages import public_page, signed_in
from linli.kernel.access.throttle import allow_query_code
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language
from linli.web.near import places
from linli.web.portal.listing import rows
from linli.web.portal.visitor import actor_of, asked

LOOK_ALIKE = str.maketrans({"0": "O", "1": "I", "8": "B", " ": "", "-": ""})
"""Query codes have none of these digits, so a person who reads one meant the letter."""


@public_page
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Open one's case with its number and the query code of the receipt; a wrong pair says one thing only."""
    if request.method == "GET":
        number = request.GET.get("number", "")[:20]
        return render(request, "portal/find.html", {"number": number, "problems": ()})
    number, code = request.POST.get("number", "")[:40], request.POST.get("code", "")[:40]
    try:
        ref, page = _opened(request, number, code)
    except Invalid as wrong:
        return render(request, "portal/find.html", {"number": number, "problems": wrong.problems}, status=422)
    grant_case_access(asked(request), ref)
    return HttpResponseRedirect(reverse(page, args=[ref]))


def _opened(request: HttpRequest, number: str, code: str) -> tuple[str, str]:
    """Return the ref that number and code open, and its page: a case, or a bundle of several."""
    read = read_case_number(number)
    if isinstance(read, Problem):
        raise Invalid(read)
    allow_query_code(asked(request), read)
    said = code.translate(LOOK_ALIKE)
    try:
        return bundles.by_number(read, said), "portal-together-of"
    except Invalid:
        return cases.by_number(read, said), "portal-case"


@public_page
@require_POST
def done_here(request: HttpRequest) -> HttpResponse:
    """Forget what this browser opened by query code: for a computer that others use too."""
    end_case_access(asked(request))
    return HttpResponseRedirect(reverse("portal-home"))


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what one told, joined or follows, newest first."""
    actor = actor_of(request)
    page = cases.mine(actor, request.GET.get("from", "")[:200], without=bundles.part_cases(actor))
    context = {"together": own_bundles(request), "serves": bool(grid.own_households(actor)), "left": request.GET.get("done") == "household_left",
               "rows": rows(page.rows), "next": f"?from={page.cursor}" if page.cursor else None,
               "first": not request.GET.get("from"), "certificates": own_certificates(request), "own": places.own()}  # fmt: skip
    return render(request, "portal/mine.html", context)


def own_bundles(request: HttpRequest) -> list[dict[str, object]]:
    """Return the lines of one's bundles: what it is, how many parts are settled."""
    return [
        {
            "ref": row.ref,
            "title": bundles.definition(row.pack).text("title", language()),
            "settled": row.settled,
            "asked": row.asked,
            "done": row.done_at is not None,
        }
        for row in bundles.mine(actor_of(request))
    ]


def own_certificates(request: HttpRequest) -> list[dict[str, object]]:
    """Return the lines of one's certificates: what it is, until when, how it stands."""
    at = asked(request).at
    return [
        {"ref": row.ref, "kind": row.kind, "until": row.valid_until, "state": row.state(at)}
        for row in certificates.mine(actor_of(request))
        if row.signed
    ]
