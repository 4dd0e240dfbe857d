"""Childcare places: what there is, applying, one's own application, the lists at the desk."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.activities import facts, service
from linli.apps.centres import facts as centres
from linli.apps.people import facts as people
from linli.apps.people import service as people_service
from linli.core.clock.instants import local
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import public_page, requires, signed_in
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason, t
from linli.web.activities.reading import as_typed, day, group_of, named, number
from linli.web.desk import seat
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id

READ, KEEP = Permission.ACTIVITY_READ, Permission.ACTIVITY_KEEP
HERE = "page:childcare"


@public_page
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """Show all groups with their places, for everybody."""
    return render(request, "activities/childcare.html", {"rows": [card(one) for one in facts.groups()]})


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Ask about the child, and apply."""
    problems: tuple[Any, ...] = ()
    because = ""
    if request.method == "POST":
        allow_writing(request, "childcare", 30)
        post = request.POST
        new = service.NewApplication(
            name=post.get("name", "")[:60], born=day(post.get("born", "")), wants_from=day(post.get("wants_from", "")),
            priority=post.get("priority", "")[:20], agrees=post.get("agrees") == "yes",
        )  # fmt: skip
        try:
            service.apply_for_place(ref, new, **_said(request))
            return HttpResponseRedirect(reverse("childcare-mine") + "?done=applied")
        except Invalid as wrong:
            problems = wrong.problems
        except (Refused, Stale) as no:
            because = reason(no.refusal)
    context = {
        **card(facts.group(ref)),
        "priorities": [(code, t(f"activities.priority.{code}")) for code in facts.rules().priorities],
        "typed": request.POST, "problems": problems, "because": because, "act_id": new_act_id(),
    }  # fmt: skip
    return render(
        request,
        "activities/childcare_apply.html",
        context,
        status=422 if problems else 409 if because else 200,
    )


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Show one's own applications; accept, withdraw, ask for reminders or end them."""
    because, what = "", request.POST.get("do", "")
    if request.method == "POST":
        try:
            if what not in _OWN:
                raise NotVisible
            _OWN[what](request, request.POST.get("application", "")[:40])
            return HttpResponseRedirect(f"{reverse('childcare-mine')}?done={what}")
        except (Refused, Stale) as no:
            because = reason(no.refusal)
    actor, at, done = actor_of(request), at_of(request), request.GET.get("done", "")
    me = people.me(actor)
    context = {
        "rows": [{**card(one.group), "mine": one} for one in facts.my_applications(actor)],
        "me": me,
        "reminded": me is not None and people.has_consent(me.ref, "reminders", "city", at),
        "because": because,
        "done": done if done in {*_OWN, "applied"} else "",
        "new_act_id": new_act_id,
    }
    return render(request, "activities/childcare_mine.html", context, status=409 if because else 200)


@requires(READ)
@never_cache
@require_http_methods(["GET", "POST"])
def desk(request: ActorRequest) -> HttpResponse:
    """List groups with how full they are, and open one."""
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            made = service.open_group(group_of(request.POST), **_said(request))
            return HttpResponseRedirect(url("childcare-desk-one", ref=made))
        except Invalid as wrong:
            problems = as_typed(wrong.problems)
    grants = request.actor.grants_for(KEEP)
    today = local(request.at).date()
    places = {one.ref: one for grant in grants for one in centres.centres_in(grant.area_path, on=today)}
    context = seat.frame(
        request, here=HERE, rows=[card(one) for one in facts.groups()], may_plan=bool(grants), problems=problems,
        typed=request.POST, centres=[(one.ref, named(one, "name")) for one in places.values()],
        bands=facts.rules().bands, act_id=str(uuid.uuid4()),
    )  # fmt: skip
    return render(request, "activities/childcare_desk.html", context, status=422 if problems else 200)


@requires(KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def desk_one(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Show the list of one group; do one thing with it."""
    problems: tuple[Any, ...] = ()
    because = ""
    if request.method == "POST":
        try:
            what = request.POST.get("do", "")
            if what not in _KEEPING:
                raise NotVisible
            _KEEPING[what](request, ref)
            return HttpResponseRedirect(url("childcare-desk-one", ref=ref))
        except Invalid as wrong:
            problems = wrong.problems
        except (Refused, Stale) as no:
            because = reason(no.refusal)
    context = seat.frame(
        request, here=HERE, **card(facts.group(ref)), people=facts.applications(ref, request.actor),
        problems=problems, because=because, today=local(request.at).date().isoformat(),
        new_act_id=lambda: str(uuid.uuid4()),
    )  # fmt: skip
    return render(
        request,
        "activities/childcare_group.html",
        context,
        status=422 if problems else 409 if because else 200,
    )


def card(one: facts.GroupFact) -> dict[str, Any]:
    """Return what a list shows of a group, in the reader's language."""
    return {
        "one": one, "row": one.row, "name": named(one.row, "name"),
        "place": named(one.centre, "name") if one.centre else "",
    }  # fmt: skip


def _said(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}


def _remind(request: HttpRequest, _: str) -> None:
    me = people.me(actor_of(request))
    if me is None:
        raise NotVisible
    people_service.give_consent(me.ref, "reminders", **_said(request))


def _no_reminders(request: HttpRequest, _: str) -> None:
    actor = actor_of(request)
    me = people.me(actor)
    given = people.consents(me.ref, actor=actor) if me else ()
    held = [one.ref for one in given if one.kind == "reminders" and one.withdrawn_at is None]
    if not held:
        raise NotVisible
    people_service.withdraw_consent(held[0], **_said(request))


_OWN: Mapping[str, Callable[[HttpRequest, str], None]] = {
    "accept": lambda request, ref: service.accept_childcare(ref, **_said(request)),
    "leave": lambda request, ref: service.leave_childcare(ref, **_said(request)),
    "remind": _remind,
    "no_reminders": _no_reminders,
}


def _paper(request: ActorRequest, _: uuid.UUID) -> None:
    seen = request.POST.get("seen") == "yes"
    service.see_paper(request.POST.get("application", "")[:40], seen=seen, **_said(request))


def _start(request: ActorRequest, _: uuid.UUID) -> None:
    service.start_childcare(
        request.POST.get("application", "")[:40], day(request.POST.get("on", "")), **_said(request)
    )


def _size(request: ActorRequest, ref: uuid.UUID) -> None:
    post = request.POST
    service.change_group(ref, number(post.get("places", "")), number(post.get("staff", "")), **_said(request))


_KEEPING: Mapping[str, Callable[[ActorRequest, uuid.UUID], None]] = {
    "paper": _paper,
    "start": _start,
    "leave": lambda request, _: service.leave_childcare(
        request.POST.get("application", "")[:40], **_said(request)
    ),
    "size": _size,
}
