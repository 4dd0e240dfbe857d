"""For residents: what there is to borrow, what one has borrowed, what one waits for."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.centres import facts, service
from linli.core.clock.instants import local
from linli.kernel.access.pages import public_page, signed_in
from linli.kernel.audit.outcomes import NotVisible, Refused, Stale
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import reason
from linli.web.counter.public import named
from linli.web.portal.visitor import act_id_of, actor_of, at_of, new_act_id

KINDS = ("book", "toy", "tool")
DONE = frozenset({"reserved", "renewed", "ended"})


@public_page
@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Look for something to borrow by name, author or ISBN."""
    asked = request.GET
    kind = asked.get("kind", "") if asked.get("kind", "") in KINDS else ""
    words, centre = asked.get("q", "")[:80].replace("\x00", ""), asked.get("centre", "")[:40]
    try:
        found = facts.titles(words=words, kind=kind, centre=centre, after=asked.get("after", "")[:40])
    except NotVisible:
        found = facts.TitlePage((), "")
    context = {
        "found": found, "words": words, "kind": kind, "centre": centre, "kinds": KINDS, "named": named,
        "libraries": facts.libraries(local(at_of(request)).date()),
        "next": here(request, after=found.cursor) if found.cursor else None,
    }  # fmt: skip
    return render(request, "lending/search.html", context)


@public_page
@never_cache
@require_safe
def title(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show one title: whether it is in, how many wait."""
    return _title(request, ref)


@signed_in
@require_POST
def reserve(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Join the line for a title."""
    try:
        service.reserve(ref, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request))
    except Refused as no:
        return _title(request, ref, refused=reason(no.refusal))
    return HttpResponseRedirect(f"{reverse('lending-mine')}?done=reserved")


@signed_in
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show what one has borrowed and waits for."""
    return _mine(request)


@signed_in
@require_POST
def renew(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Keep something longer."""
    try:
        service.renew(ref, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request))
    except Refused as no:
        return _mine(request, refused=reason(no.refusal))
    return HttpResponseRedirect(f"{reverse('lending-mine')}?done=renewed")


@signed_in
@require_POST
def end(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Wait no longer."""
    try:
        service.end_reservation(ref, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request))
    except Stale as no:
        return _mine(request, refused=reason(no.refusal))
    return HttpResponseRedirect(f"{reverse('lending-mine')}?done=ended")


def _title(request: HttpRequest, ref: UUID, *, refused: str = "") -> HttpResponse:
    found, (have, waits) = facts.title(ref), facts.own_of_title(actor_of(request), ref)
    context = {
        "found": found, "have": have, "waits": waits, "centre": named(found.centre_zh, found.centre_en), "refused": refused,
        "act_id": new_act_id(),
    }  # fmt: skip
    return render(request, "lending/title.html", context, status=409 if refused else 200)


def _mine(request: HttpRequest, *, refused: str = "") -> HttpResponse:
    actor, done = actor_of(request), request.GET.get("done", "")
    context = {
        "loans": facts.my_loans(actor, at_of(request)), "waiting": facts.my_reservations(actor),
        "refused": refused, "done": done if done in DONE else "", "new_act_id": new_act_id,
    }  # fmt: skip
    return render(request, "lending/mine.html", context, status=409 if refused else 200)
