"""Search notices: 110 first; to read, put up, print, answer without a number; one's own with what was left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.notices import facts, service
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import public_page, signed_in
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.files import service as files
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import reason
from linli.web.notices.places import chosen, named
from linli.web.notices.subscribing import own_phone
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id

HIDDEN = "noindex, noarchive, noimageindex"
TEXTS = (
    "kind",
    "area",
    "title",
    "text",
    "thing",
    "place",
    "shown_name",
    "authority",
    "authority_by",
    "police",
)
NOTHING = service.Sought("", "", "", "")


def _page(request: HttpRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    """Answer with a page that search engines are asked not to keep."""
    answer = render(request, template, context, status=status)
    answer.headers["X-Robots-Tag"] = HIDDEN
    return answer


@public_page
@require_safe
def searches(request: HttpRequest) -> HttpResponse:
    """List what is looked for and what was found."""
    kind, place = request.GET.get("kind", ""), chosen(request.GET.get("area", ""), below_city=True)
    page = facts.searches(
        at_of(request), kind=kind, area_path=place.path, before=request.GET.get("before", "")
    )
    context = {
        "rows": page.rows,
        "kind": kind if kind in facts.SEARCHES else "",
        "kinds": facts.SEARCHES,
        "place": place,
        "named": named,
        "next": here(request, before=page.before) if page.before else None,
        "here": lambda **changes: here(request, before="", **changes),
    }
    return _page(request, "notices/searches.html", context)


@public_page
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show one, and take a message for whoever put it up, or what became of it from them."""
    actor, at = actor_of(request), at_of(request)
    row = facts.search(ref, actor, at)
    if request.method == "GET":
        if facts.is_own(row, actor):
            service.note_read(ref, actor=actor, at=at)
        return _one(request, row)
    try:
        done = _do(request, ref)
    except Invalid as wrong:
        return _one(request, row, wrong.problems, status=422)
    except (Refused, Stale) as no:
        return _one(request, row, refused=reason(no.refusal), status=409)
    if done == "ended":
        return HttpResponseRedirect(f"{url('notices-search-mine')}?done=ended")
    return HttpResponseRedirect(f"{url('notices-search', ref=ref)}?done={done}")


def _do(request: HttpRequest, ref: UUID) -> str:
    said = {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}
    what = request.POST.get("do", "")
    if what == "message":
        allow_writing(request, "search-message", 10)
        phone = request.POST.get("phone", "")[:30] if request.POST.get("reveal") == "yes" else ""
        if request.POST.get("reveal") == "yes" and not phone.strip():
            raise Invalid(Problem("phone", "identity.phone_missing"))
        service.leave_message(ref, request.POST.get("message", "")[:2000], phone, **said)
        return "message"
    if what == "renew":
        service.renew(ref, **said)
        return "renewed"
    if what != "end":
        raise NotVisible
    service.end(ref, request.POST.get("outcome", "")[:20], **said)
    return "ended"


def _one(
    request: HttpRequest,
    row: object,
    problems: Sequence[Problem] = (),
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    own = facts.is_own(row, actor)  # type: ignore[arg-type]
    context = {
        "row": row,
        "own": own,
        "area": named(row.area),  # type: ignore[attr-defined]
        "messages": facts.messages(row.ref, actor) if own else (),  # type: ignore[attr-defined]
        "phone": own_phone(actor) if not own else "",
        "given": {name: request.POST.get(name, "") for name in ("message", "reveal", "phone")},
        "problems": tuple(problems),
        "refused": refused,
        "done": request.GET.get("done", ""),
        "new_act_id": new_act_id,
    }
    return _page(request, "notices/search.html", context, status)


@public_page
@require_safe
def search_poster(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show a search notice as it goes on a wall, with a QR code to leave word by."""
    row = facts.search(ref, actor_of(request), at_of(request))
    address = request.build_absolute_uri(url("notices-search", ref=ref))
    return _page(
        request, "notices/search_poster.html", {"row": row, "area": named(row.area), "address": address}
    )


@signed_in
@never_cache
@require_safe
def own_searches(request: HttpRequest) -> HttpResponse:
    """List what one put up, with how many messages wait."""
    context = {"rows": facts.own_searches(actor_of(request)), "done": request.GET.get("done", "")}
    return _page(request, "notices/search_mine.html", context)


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Put one up."""
    if request.method == "GET":
        kind = request.GET.get("kind", "")
        return _form(request, service.Sought(kind if kind in facts.SEARCHES else "", "", "", ""))
    allow_writing(request, "search", 20)
    try:
        sought = _sought(request)
        ref = service.report(sought, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request))
    except Invalid as wrong:
        return _form(request, _typed(request), wrong.problems)
    except Refused as no:
        return _form(request, _typed(request), [Problem("", no.refusal.code, no.refusal.because)])
    return HttpResponseRedirect(f"{url('notices-search', ref=ref)}?done=reported")


def _typed(request: HttpRequest) -> service.Sought:
    said = {name: request.POST.get(name, "")[:2000] for name in TEXTS}
    return service.Sought(
        **said, minor=request.POST.get("minor") == "yes", seen_on=_day(request.POST.get("seen_on", ""))
    )


def _sought(request: HttpRequest) -> service.Sought:
    """Read the form; a picture is kept under the form's own key until the act takes it."""
    typed = _typed(request)
    upload = request.FILES.get("photo")
    if upload is None:
        return typed
    kept = files.store(
        upload, owner_key=f"form:{act_id_of(request)}", purpose="search", at=at_of(request),
        field="photo", once=True,
    )  # fmt: skip
    if kept.kind not in {"jpeg", "png", "webp"}:
        raise Invalid(Problem("photo", "near.search.photo_only"))
    return service.Sought(
        **{name: getattr(typed, name) for name in TEXTS},
        minor=typed.minor,
        seen_on=typed.seen_on,
        photo=kept.ref,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _form(request: HttpRequest, given: service.Sought, problems: Sequence[Problem] = ()) -> HttpResponse:
    context = {
        "given": given,
        "kinds": facts.SEARCHES,
        "things": facts.THINGS,
        "authorities": facts.AUTHORITIES,
        "place": chosen(given.area or request.GET.get("area", ""), below_city=True),
        "problems": tuple(problems),
        "here": lambda **changes: here(request, **changes),
        "act_id": new_act_id(),
    }
    return _page(request, "notices/search_form.html", context, 422 if problems else 200)
