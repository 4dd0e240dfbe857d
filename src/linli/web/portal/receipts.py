"""The receipt: on the page, on a slip, as a file that anybody can check, and the page that checks it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import CaseView
from linli.core.shared.numbers import spoken
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import public_page
from linli.kernel.ui import show
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language, t
from linli.web.portal import naming
from linli.web.portal.checking import check_text
from linli.web.portal.doing import must_see
from linli.web.portal.hero import date_label
from linli.web.portal.visitor import actor_of

LARGEST = 200_000


@public_page
@never_cache
@require_safe
def receipt(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show the receipt with everything needed to come back."""
    return render(request, "portal/receipt.html", {**_about(request, ref), "new": "new" in request.GET})


@public_page
@never_cache
@require_safe
def slip(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show the receipt alone, as it is printed on A6."""
    return render(request, "portal/slip.html", _about(request, ref))


@public_page
@never_cache
@require_safe
def receipt_file(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Hand out the receipt as the file that tools/linli_verify.py accepts."""
    found = cases.receipt_of(actor_of(request), ref)
    response = JsonResponse(
        dict(found.proof), json_dumps_params={"ensure_ascii": False, "indent": 1, "sort_keys": True}
    )
    response.headers["Content-Disposition"] = f'attachment; filename="linli-{found.number}.json"'
    return response


def _about(request: HttpRequest, ref: UUID) -> dict[str, Any]:
    found = cases.receipt_of(actor_of(request), ref)
    view = must_see(request, ref)
    address = request.build_absolute_uri(
        reverse("portal-find") if found.confidential else reverse("portal-case", args=[ref])
    )
    rows = [(t("portal.receipt.code"), f"{found.code[:4]} {found.code[4:]}")]
    if not found.confidential:
        rows += [(t("portal.receipt.what"), naming.title_of(view.title, view.definition)), _standing(view)]
    if view.case.lead_body and not found.confidential:
        lead = naming.bodies({str(view.case.lead_body.ref)})
        rows += [(t("portal.receipt.body"), naming.name_of(one)) for one in lead.values()]
    rows.append((t("portal.receipt.told_at"), show.when(found.opened_at, language())))
    return {
        "receipt": found,
        "view": view,
        "rows": rows,
        "address": address,
        "title": t("portal.receipt.discreet" if found.confidential else "portal.receipt.title"),
        "spoken": spoken(found.number),
        "entry": found.leaf_index,
    }


def _standing(view: CaseView) -> tuple[str, str]:
    """The promise with its full date, for paper stays; before there is one, where the case stands."""
    if view.promise is not None and view.promise.running:
        at = show.when(view.promise.told_due, language())
        return date_label(view.definition, view.promise, "ui.promise"), t("portal.hero.by_date", at=at)
    return t("portal.hero.now"), view.definition.text(f"stage.{view.case.stage}", language())


@public_page
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Explain how a receipt is checked, and check one that is pasted or uploaded."""
    context: dict[str, Any] = {"problems": (), "result": None, "pasted": ""}
    if request.method == "GET":
        return render(request, "portal/verify.html", context)
    upload = request.FILES.get("file")
    pasted = request.POST.get("receipt", "")[:LARGEST]
    text = upload.read(LARGEST).decode("utf-8", errors="replace") if upload else pasted
    if not text.strip():
        context["problems"] = (Problem("receipt", "portal.verify.nothing"),)
        return render(request, "portal/verify.html", context, status=422)
    context |= {"result": check_text(text), "pasted": "" if upload else pasted}
    return render(request, "portal/verify.html", context)
