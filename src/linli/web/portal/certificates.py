"""Certificates of one's own cases: asked for, kept, printed, handed on as a file, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.certificates import facts, service
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel import documents
from linli.kernel.access.pages import public_page, signed_in
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.ui.pages import render
from linli.web.portal.doing import must_see
from linli.web.portal.paper import copy, file_name, offered, sheet
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show which certificates a case of one's own allows, with every value they would hold, and issue one."""
    view = must_see(request, ref)
    if view.relation not in {"reporter", "agent"}:
        raise NotVisible
    if request.method == "GET":
        return _offered(request, view)
    allow_writing(request, "certificate", 30)
    wish = service.Wish(str(ref), request.POST.get("kind", ""), frozenset(request.POST.getlist("chosen")))
    try:
        made = service.issue(wish, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request))
    except Invalid as wrong:
        return _offered(request, view, problems=wrong.problems)
    except Refused as refused:
        return _offered(request, view, refusal=refused.refusal)
    return HttpResponseRedirect(f"{reverse('portal-certificate', args=[made['ref']])}?new=1")


def _offered(
    request: HttpRequest, view: Any, *, problems: Sequence[Problem] = (), refusal: Refusal | None = None
) -> HttpResponse:
    offers = [offered(one) for one in facts.offers(view)]
    context = {"view": view, "offers": offers, "problems": problems, "refusal": refusal}
    status = 422 if problems else 409 if refusal else 200
    return render(request, "portal/certificate_ask.html", context, status=status)


@signed_in
@never_cache
@require_safe
def certificate(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show one's certificate as it is printed, with what can be done with it."""
    row = facts.own(actor_of(request), ref)
    return render(
        request,
        "portal/certificate.html",
        {**sheet(request, row), "new": "new" in request.GET, "act_id": new_act_id()},
    )


@signed_in
@never_cache
@require_safe
def certificate_file(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Hand out the signed certificate, for a recipient who checks it with their own program."""
    row = facts.own(actor_of(request), ref)
    answer = HttpResponse(row.signed, content_type="application/vc+jwt")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(row)}.jwt"'
    return answer


@signed_in
@never_cache
@require_safe
def certificate_seal(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Hand out the city's seal, for a recipient who has it checked by its keeper."""
    row = facts.own(actor_of(request), ref)
    if not row.city_seal:
        raise NotVisible
    answer = JsonResponse({**row.city_seal, "digest": facts.digest_of(row.signed)})
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name(row)}.seal.json"'
    return answer


@signed_in
@never_cache
@require_safe
def certificate_pdf(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Hand out the verification copy; a machine that cannot make one says so beside the page for printing."""
    row = facts.own(actor_of(request), ref)
    try:
        return documents.download(copy(request, row), file_name(row))
    except Refused as refused:
        context = {**sheet(request, row), "refusal": refused.refusal, "act_id": new_act_id()}
        return render(request, "portal/certificate.html", context, status=409)


@signed_in
@require_POST
def end(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Take one's certificate back."""
    row = facts.own(actor_of(request), ref)
    try:
        service.revoke(
            row.ref, service.OF_HOLDER, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request)
        )
    except Refused as refused:
        context = {**sheet(request, row), "refusal": refused.refusal, "act_id": new_act_id()}
        return render(request, "portal/certificate.html", context, status=409)
    return HttpResponseRedirect(reverse("portal-certificate", args=[ref]))


@public_page
@require_safe
def keys(_request: HttpRequest) -> HttpResponse:
    """Publish the keys that certificates are checked with."""
    return JsonResponse(facts.keys(), content_type="application/jwk-set+json")


@public_page
@require_safe
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    """Publish which certificates are revoked, signed now."""
    answer = HttpResponse(facts.status_list(number, at_of(request)), content_type="application/vc+jwt")
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
