"""Favours between neighbours: what is asked and offered, one's own, and what goes on between two."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.grid import facts as grid
from linli.apps.volunteers import facts, service
from linli.apps.volunteers.service import NewFavour
from linli.kernel.access.pages import public_page, signed_in
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import t
from linli.web.county import words
from linli.web.portal import areas
from linli.web.portal.visitor import actor_of, allow_writing, at_of
from linli.web.volunteers.asking import attempt, cursor, frame, line, minutes, number, place, said

SIDES = ("ask", "offer")


@public_page
@never_cache
@require_safe
def favours(request: HttpRequest) -> HttpResponse:
    """List what neighbours ask and offer, and what one has going on."""
    actor, side = actor_of(request), request.GET.get("side", "")
    side = side if side in SIDES else ""
    rows, more = facts.shown(actor, at_of(request), side=side, after=cursor(request) or None)
    own = facts.own_favours(actor)
    names = words.names(one.area_path for one in (*rows, *own))
    context = frame(
        request,
        rows=[(one, names.area(one.area_path)) for one in rows],
        own=[(one, names.area(one.area_path)) for one in own],
        matches=facts.matches(actor),
        side=side,
        more=more,
    )
    return render(request, "volunteers/favours.html", context)


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask or offer; contact households also for a neighbour who has no telephone for it."""
    actor = actor_of(request)
    for_others = bool(grid.own_households(actor))

    def page(**more: object) -> HttpResponse:
        status, known = int(str(more.pop("status", 200))), areas.known()
        side = request.POST.get("side") or request.GET.get("side") or "ask"
        context = frame(
            request, side=side if side in SIDES else "ask", for_others=for_others, options=favour_options(),
            places=list(known)[: areas.MOST_OFFERED], **more,
        )  # fmt: skip
        return render(request, "volunteers/favour_new.html", context, status=status)

    if request.method == "GET":
        return page()
    allow_writing(request, "favour", 30)
    return attempt(
        lambda: service.put_up(favour_form(request), **said(request)),
        page,
        f"{reverse('favours')}?done=put_up",
    )


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def favour(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show one; answer it, take one's own back, report it."""

    def page(**more: object) -> HttpResponse:
        status = int(str(more.pop("status", 200)))
        one = facts.favour(ref, actor=actor_of(request), at=at_of(request))
        where = words.names([one.area_path]).area(one.area_path)
        abuse = [(why, t(f"volunteers.abuse.{why}")) for why in facts.ABUSE]
        context = frame(request, one=one, place=where, abuse=abuse, **more)
        return render(request, "volunteers/favour.html", context, status=status)

    if request.method == "GET":
        return page()
    what, to = line(request, "do"), f"{reverse('favours')}?done="
    if what == "answer":
        match = lambda made: reverse("favour-match", args=[made])  # noqa: E731 - where it goes on
        return attempt(lambda: service.answer(ref, **said(request)), page, match)
    if what == "end":
        return attempt(lambda: service.end_favour(ref, **said(request)), page, f"{to}ended")
    if what == "report":
        why = line(request, "why")
        return attempt(lambda: service.report_abuse(ref, why, **said(request)), page, f"{to}reported")
    raise NotVisible


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def match(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show what goes on between two neighbours: lines, numbers, done."""

    def page(**more: object) -> HttpResponse:
        status = int(str(more.pop("status", 200)))
        one = facts.match(ref, actor=actor_of(request))
        return render(request, "volunteers/match.html", frame(request, one=one, **more), status=status)

    if request.method == "GET":
        return page()
    what, bank = line(request, "do"), request.POST.get("bank") == "yes"
    acts = {
        "write": lambda: service.write(ref, line(request, "text", 1000), **said(request)),
        "show": lambda: service.show_number(ref, wants=True, **said(request)),
        "hide": lambda: service.show_number(ref, wants=False, **said(request)),
        "done": lambda: service.say_done(ref, minutes(request), bank=bank, **said(request)),
        "break": lambda: service.break_off(ref, **said(request)),
    }
    if what not in acts:
        raise NotVisible
    return attempt(acts[what], page, f"{reverse('favour-match', args=[ref])}?done={what}")


def favour_form(request: HttpRequest) -> NewFavour:
    """Return the favour that a form describes."""
    return NewFavour(
        side=line(request, "side"),
        kind=line(request, "kind"),
        words=line(request, "words", 1000),
        area=place(request),
        days=number(request, "days", 7),
        knows=request.POST.get("knows") == "yes",
        phone=line(request, "phone"),
        name=line(request, "name", 30),
        consent=line(request, "consent", 10),
    )


def favour_options() -> dict[str, list[tuple[str, str]]]:
    """Return what may be chosen, with its words."""
    return {
        "side": [(one, t(f"lend.side_{one}")) for one in SIDES],
        "kind": [(one, t(f"volunteers.favour.{one}")) for one in facts.FAVOURS],
        "days": [(str(one), t("lend.days_of", n=one)) for one in facts.terms().favour_days],
    }
