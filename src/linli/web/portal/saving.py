"""A form that is gone on with later: kept for an account, or for a telephone number with a code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.cases import facts as cases
from linli.apps.cases import service
from linli.apps.cases.facts import Saved
from linli.apps.cases.service import Begun
from linli.apps.catalogue import facts as catalogue
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import public_page, signed_in
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language
from linli.web.portal import services
from linli.web.portal.finding import LOOK_ALIKE
from linli.web.portal.service_forms import Filled
from linli.web.portal.visitor import actor_of, allow_writing, at_of


def save(request: HttpRequest, definition: ServiceDefinition, filled: Filled) -> Saved:
    """Keep what was filled in so far.

    Raises:
        Invalid: too much, or no number to come back with.
        Refused: too many forms begun, or this one is kept elsewhere.
    """
    allow_writing(request, "save")
    sha = catalogue.snapshot().current_pack(definition.name) or ""
    said = {**asdict(filled), "shown": sorted(filled.shown), "heard": False, "advised": False}
    begun = Begun(definition.name, sha, filled.act_id, said)
    phone = request.POST.get("save_phone", "")[:40] or filled.phone
    return service.save_form(begun, actor=actor_of(request), phone=phone, at=at_of(request))


def kept(request: HttpRequest, definition: ServiceDefinition, saved: Saved) -> HttpResponse:
    """Say until when it is kept, and how to come back."""
    context = {
        "title": definition.text("title", language()),
        "until": saved.expires_at,
        "code": f"{saved.code[:4]} {saved.code[4:]}" if saved.code else "",
        "address": request.build_absolute_uri(reverse("portal-saved")),
    }
    return render(request, "portal/service_saved.html", context)


@public_page
@never_cache
@sensitive_post_parameters("phone", "code")
@require_http_methods(["GET", "POST"])
def saved(request: HttpRequest) -> HttpResponse:
    """List what one began, or open it by telephone number and code."""
    if request.method == "GET":
        return _page(request)
    phone, code = request.POST.get("phone", "")[:40], request.POST.get("code", "")[:40]
    allow_writing(request, "saved", 30)
    try:
        _, begun = service.resume_by_code(phone, code.translate(LOOK_ALIKE).upper(), at_of(request))
    except Invalid as wrong:
        return _page(request, phone=phone, problems=wrong.problems)
    if request.POST.get("go") == "erase":
        service.erase_form(begun.act_id, at_of(request))
        return HttpResponseRedirect(f"{reverse('portal-saved')}?done=erased")
    return _resumed(request, begun)


@signed_in
@never_cache
@require_safe
def resume(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Go on with a form of one's own."""
    actor, at = actor_of(request), at_of(request)
    if cases.saved_form(str(ref), actor=actor, at=at).person:
        return _page(request, problems=(Problem("", "cases.saved_for_other"),))
    return _resumed(request, service.resume(str(ref), actor=actor, at=at))


@signed_in
@require_POST
def erase(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Wipe a form of one's own."""
    service.erase_own(str(ref), actor=actor_of(request), at=at_of(request))
    return HttpResponseRedirect(f"{reverse('portal-saved')}?done=erased")


def _resumed(request: HttpRequest, begun: Begun) -> HttpResponse:
    """Show the form as it was left; questions that are not asked any more are left out."""
    sha = catalogue.snapshot().current_pack(begun.service)
    if sha is None:
        return HttpResponseRedirect(reverse("portal-service-about", args=[begun.service]))
    definition = cases.definition(sha)
    filled = filled_of(begun.said if isinstance(begun.said, dict) else {}, definition)
    note = "changed" if sha != begun.pack else ""
    return services.show(request, definition, replace(filled, act_id=begun.act_id), note=note)


def filled_of(said: Mapping[str, Any], definition: ServiceDefinition) -> Filled:
    """Return a form from what was kept of it."""
    names = {one.name for one in definition.form.questions}
    plain = {key: one for key, one in said.items() if key in Filled.__dataclass_fields__}
    raw, rows = plain.get("raw", {}), plain.get("rows", {})
    plain["raw"] = {name: one for name, one in raw.items() if name in names}
    plain["rows"] = {name: one for name, one in rows.items() if name in names}
    return Filled(**{**plain, "shown": frozenset(plain.get("shown", ()))})


def _page(request: HttpRequest, *, phone: str = "", problems: tuple[Problem, ...] = ()) -> HttpResponse:
    actor = actor_of(request)
    mine = [(one, _title(one)) for one in cases.saved_forms(actor, at_of(request))]
    context = {
        "mine": mine,
        "own": actor.account_id is not None,
        "phone": phone,
        "problems": problems,
        "done": request.GET.get("done") == "erased",
    }
    return render(request, "portal/saved.html", context, status=422 if problems else 200)


def _title(one: Saved) -> str:
    return cases.definition(one.pack).text("title", language())
