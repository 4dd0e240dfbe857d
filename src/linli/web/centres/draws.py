"""Draws for everybody: apply, see one's number, see the result, and check it oneself."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.centres import facts, service
from linli.kernel.access.pages import public_page, signed_in
from linli.kernel.audit.outcomes import Invalid, Refused, Stale
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason
from linli.web.centres import mine
from linli.web.centres.told import named
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id


@public_page
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """List the draws that one may apply for, that wait, and that were drawn lately."""
    at = at_of(request)
    return render(request, "centres/draws.html", {"rows": facts.draws(at), "named": named, "at": at})


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show a draw, and take an application."""
    if request.method == "GET":
        return _show(request, ref)
    allow_writing(request, "draw", 40)
    try:
        service.apply(
            ref, wanted_of(request), actor=actor_of(request), act_id=act_id_of(request), at=at_of(request)
        )
    except Invalid as wrong:
        return _show(request, ref, {"problems": wrong.problems}, status=422)
    except (Refused, Stale) as no:
        return _show(request, ref, {"refused": reason(no.refusal)}, status=409)
    return HttpResponseRedirect(f"{reverse('centres-draw', args=[ref])}?done=applied")


@public_page
@require_safe
def file(request: HttpRequest, ref: UUID) -> HttpResponse:  # noqa: ARG001 - anybody may have it
    """Hand out the file from which anybody can draw again."""
    text = json.dumps(facts.draw_file(ref), ensure_ascii=False, indent=2)
    answer = HttpResponse(text, content_type="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="draw-{ref}.json"'
    return answer


@signed_in
@require_POST
def withdraw(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Take one's application back."""
    try:
        service.withdraw(ref, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request))
    except (Refused, Stale) as no:
        return mine.show(request, because=reason(no.refusal))
    return HttpResponseRedirect(f"{reverse('centres-mine')}?done=withdrawn")


def wanted_of(request: HttpRequest) -> tuple[str, ...]:
    """Return the choices in their order: the dearest first, then what would do as well."""
    said = [request.POST.get(name, "")[:20] for name in ("first", "second", "third")]
    return tuple(one for one in dict.fromkeys(said) if one)


def _show(
    request: HttpRequest, ref: UUID, more: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    found, at = facts.draw(ref), at_of(request)
    results = facts.results(found.id) if found.state == "drawn" else ()
    context = {
        "one": found, "title": named(found.title_zh, found.title_en), "centre": named(found.centre_zh, found.centre_en),
        "choices": [(each.code, named(each.name_zh, each.name_en), each.places) for each in found.choices],
        "names": {each.code: named(each.name_zh, each.name_en) for each in found.choices},
        "own": facts.own_application(found.id, actor_of(request)), "results": results,
        "open": found.takes_applications(at), "at": at, "said": request.POST, "problems": (), "refused": "",
        "done": request.GET.get("done") == "applied", "act_id": new_act_id(), **(more or {}),
    }  # fmt: skip
    return render(request, "centres/draw.html", context, status=status)
