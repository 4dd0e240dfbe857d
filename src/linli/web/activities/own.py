"""Signing up, one's own list, an offered place, the code to show, joining from home, asking."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.activities import facts, service
from linli.apps.people import facts as people
from linli.kernel.access.pages import signed_in
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason, t
from linli.web.activities.public import card, page_of
from linli.web.activities.reading import wish_of
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Ask who comes, and sign them up."""
    if request.method == "GET":
        return _form(request, ref)
    allow_writing(request, "activity", 60)
    try:
        made = service.sign_up(
            ref, wish_of(request.POST),
            actor=actor_of(request), act_id=act_id_of(request), at=at_of(request),
        )  # fmt: skip
    except Invalid as wrong:
        return _form(request, ref, problems=wrong.problems)
    except (Refused, Stale) as no:
        return _form(request, ref, because=reason(no.refusal))
    return HttpResponseRedirect(reverse("activities-own", args=[made]) + "?done=new")


def _form(
    request: HttpRequest, ref: uuid.UUID, *, problems: tuple[Any, ...] = (), because: str = ""
) -> HttpResponse:
    actor = actor_of(request)
    found = facts.activity(ref, actor)
    me = people.me(actor)
    others = () if facts.for_children(found.row) else people.represented(actor, at_of(request))
    context = {
        **card(found),
        "children": facts.for_children(found.row),
        "adults": (found.row.age_from or 0) >= facts.ADULT,
        "aged": found.row.age_from is not None or found.row.age_to is not None,
        "represented": [("", t("activity.for_me")), *others] if others else [],
        "own_name": me.name if me else actor.name,
        "typed": request.POST,
        "problems": problems,
        "because": because,
        "at": at_of(request),
        "act_id": act_id_of(request) if problems else new_act_id(),
    }
    status = 422 if problems else 409 if because else 200
    return render(request, "activities/sign_up.html", context, status=status)


@signed_in
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what one signed up for, oneself and one's children, and what one holds."""
    actor, at = actor_of(request), at_of(request)
    rows = [{**card(one.activity), "mine": one} for one in facts.mine(actor, at)]
    return render(
        request,
        "activities/mine.html",
        {
            "waiting": [one for one in rows if one["mine"].standing == "offered"],
            "live": [one for one in rows if one["mine"].standing in {"taken", "waiting"} and one["row"].ends > at],
            "over": [one for one in rows if one["mine"].standing not in {"taken", "waiting", "offered"} or one["row"].ends <= at],
            "held": [card(one) for one in facts.held_by_me(actor, at)],
            "at": at,
        },
    )  # fmt: skip


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Show one sign-up with its codes; accept the offered place, give it up, join from home."""
    if request.method == "GET":
        return _own(request, ref)
    said = {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}
    what = request.POST.get("do", "")
    try:
        if what == "accept":
            service.accept_place(ref, **said)
        elif what == "give_up":
            service.give_up(ref, **said)
        elif what == "join":
            session = request.POST.get("session", "")
            key = int(session) if session.isascii() and session.isdigit() and len(session) < 18 else 0  # noqa: PLR2004 - a key
            service.attend_remote(ref, key, **said)
        else:
            raise NotVisible
    except (Refused, Stale) as no:
        return _own(request, ref, because=reason(no.refusal))
    return HttpResponseRedirect(f"{reverse('activities-own', args=[ref])}?done={what}")


def _own(request: HttpRequest, ref: uuid.UUID, *, because: str = "") -> HttpResponse:
    found = facts.sign_up(ref, actor_of(request))
    at = at_of(request)
    coming = [one for one in found.seats if one.ends > at]
    done = request.GET.get("done", "")
    context = {
        **card(found.activity),
        "mine": found,
        "waited_for": facts.is_waited_for(found),
        "seat": coming[0] if coming else None,
        "room": found.activity.row.link if coming and coming[0].came_at else "",
        "scan": request.build_absolute_uri(reverse("activities-code", args=[coming[0].code]))
        if coming
        else "",
        "written": facts.written,
        "because": because,
        "done": done if done in {"new", "accept", "give_up", "join"} else "",
        "at": at,
        "early": facts.EARLY,
        "new_act_id": new_act_id,
    }
    return render(request, "activities/own.html", context, status=409 if because else 200)


@signed_in
@require_POST
def ask(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Ask something about an activity."""
    allow_writing(request, "activity-ask", 30)
    try:
        service.ask_question(
            ref, request.POST.get("text", ""),
            actor=actor_of(request), act_id=act_id_of(request), at=at_of(request),
        )  # fmt: skip
    except Invalid as wrong:
        return page_of(request, ref, status=422, problems=wrong.problems)
    except (Refused, Stale) as no:
        return page_of(request, ref, status=409, because=reason(no.refusal))
    return HttpResponseRedirect(reverse("activity", args=[ref]) + "?done=asked")
