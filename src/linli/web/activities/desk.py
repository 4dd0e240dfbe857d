"""Activities at the desk: the list of plans, a new plan, one activity with who holds it, signing up at the counter."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.activities import facts, service
from linli.apps.activities.facts import KINDS
from linli.apps.centres import facts as centres
from linli.core.clock.instants import local
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import reason, t
from linli.web.activities.public import card
from linli.web.activities.reading import as_typed, named, plan_of, wish_of
from linli.web.desk import seat
from linli.web.desk.buttons import Buttons, do_one

READ, KEEP = Permission.ACTIVITY_READ, Permission.ACTIVITY_KEEP
HERE = "page:activities"


@requires(READ)
@never_cache
@require_safe
def listing(request: ActorRequest) -> HttpResponse:
    """List plans and activities with how many places are taken."""
    page = facts.planned(request.actor, cursor=request.GET.get("cursor", "")[:60])
    context = seat.frame(
        request,
        here=HERE,
        rows=[card(one) for one in page.rows],
        next=here(request, cursor=page.cursor) if page.cursor else None,
        may_plan=request.actor.may(KEEP),
    )
    return render(request, "activities/desk.html", context)


@requires(KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def plan(request: ActorRequest) -> HttpResponse:
    """Plan an activity."""
    if request.method == "GET":
        return _form(request, request.GET)
    try:
        made = service.plan_activity(plan_of(request.POST), **_said(request))
    except Invalid as wrong:
        return _form(request, request.POST, problems=as_typed(wrong.problems))
    return HttpResponseRedirect(url("activities-desk-one", ref=made))


@requires(KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def change(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Plan anew what is not published."""
    found = facts.activity(ref, request.actor)
    if not facts.plans(found.row, request.actor):
        raise NotVisible
    if request.method == "GET":
        return _form(request, _typed(found), ref=ref)
    try:
        service.change_activity(ref, plan_of(request.POST), **_said(request))
    except Invalid as wrong:
        return _form(request, request.POST, problems=wrong.problems, ref=ref)
    except (Refused, Stale) as no:
        return _form(request, request.POST, because=reason(no.refusal), ref=ref)
    return HttpResponseRedirect(url("activities-desk-one", ref=ref))


@requires(READ)
@never_cache
@require_http_methods(["GET", "POST"])
def one(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Show one activity; name who holds it, publish it, call it off."""
    if request.method == "GET":
        return _one(request, ref)
    return do_one(
        request, ref, _DOING, page=_one, address=lambda _what: url("activities-desk-one", ref=ref), as_typed=as_typed
    )  # fmt: skip


@sensitive_post_parameters()
@requires(KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def counter(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Sign somebody up who stands at the counter or calls."""
    problems: tuple[Any, ...] = ()
    because, told = "", ""
    if request.method == "POST":
        try:
            made = service.sign_up(ref, wish_of(request.POST, counter=True), **_said(request))
            told = facts.sign_up(made, request.actor).standing
        except Invalid as wrong:
            problems = wrong.problems
        except (Refused, Stale) as no:
            because = reason(no.refusal)
    found = facts.activity(ref, request.actor)
    if not facts.plans(found.row, request.actor):
        raise NotVisible
    context = seat.frame(
        request, here=HERE, **card(found), typed=QueryDict() if told else request.POST, problems=problems,
        because=because, signed=told, children=facts.for_children(found.row), act_id=str(uuid.uuid4()),
        aged=found.row.age_from is not None or found.row.age_to is not None,
    )  # fmt: skip
    status = 422 if problems else 409 if because else 200
    return render(request, "activities/counter.html", context, status=status)


def _said(request: ActorRequest) -> dict[str, Any]:
    return {"actor": request.actor, "act_id": request.POST.get("act_id", ""), "at": request.at}


def _name(request: ActorRequest, ref: uuid.UUID) -> None:
    service.name_helper(
        ref, request.POST.get("who", "")[:60], request.POST.get("part", "")[:10], **_said(request)
    )


def _dismiss(request: ActorRequest, ref: uuid.UUID) -> None:
    service.dismiss_helper(ref, str(_uuid(request.POST.get("helper", ""))), **_said(request))


def _uuid(said: str) -> uuid.UUID:
    try:
        return uuid.UUID(said)
    except ValueError as wrong:
        raise NotVisible from wrong


_DOING: Buttons = {
    "name": _name,
    "dismiss": _dismiss,
    "publish": lambda request, ref: service.publish_activity(ref, **_said(request)),
    "call_off": lambda request, ref: service.call_off(ref, **_said(request)),
}


def _one(
    request: ActorRequest, ref: uuid.UUID, *, problems: tuple[Any, ...] = (), because: str = ""
) -> HttpResponse:
    found = facts.activity(ref, request.actor)
    may_plan = facts.plans(found.row, request.actor)
    context = seat.frame(
        request, here=HERE, **card(found), sessions=facts.sessions(found.row), may_plan=may_plan,
        helpers=facts.helpers(ref, request.actor) if may_plan else (), children=facts.for_children(found.row),
        ways=[(one, t(f"activities.part.{one}")) for one in ("teacher", "organiser")],
        problems=problems, because=because, act_id=str(uuid.uuid4()), new_act_id=lambda: str(uuid.uuid4()),
        typed=request.POST,
    )  # fmt: skip
    status = 422 if problems else 409 if because else 200
    return render(request, "activities/desk_one.html", context, status=status)


def _form(
    request: ActorRequest,
    typed: Mapping[str, Any],
    *,
    problems: tuple[Any, ...] = (),
    because: str = "",
    ref: uuid.UUID | None = None,
) -> HttpResponse:
    grants = request.actor.grants_for(KEEP)
    found = [
        one for grant in grants for one in centres.centres_in(grant.area_path, on=local(request.at).date())
    ]
    days = typed.getlist("weekdays") if isinstance(typed, QueryDict) else typed.get("weekdays", [])
    context = seat.frame(
        request, here=HERE, typed=typed, days=days, problems=problems, because=because,
        kinds=[(one, t(f"activities.kind.{one}")) for one in KINDS],
        centres=[(one.ref, named(one, "name")) for one in {one.ref: one for one in found}.values()],
        weekdays=[(str(n), t(f"activity.weekday_{n}")) for n in range(1, 8)],
        action=url("activities-change", ref=ref) if ref else url("activities-plan"),
        changing=ref, act_id=str(uuid.uuid4()),
    )  # fmt: skip
    return render(
        request, "activities/desk_plan.html", context, status=422 if problems else 409 if because else 200
    )


def _typed(found: facts.ActivityFact) -> dict[str, Any]:
    """Return a plan as it would be typed again."""
    row, sessions = found.row, facts.sessions(found.row)
    first, last = local(sessions[0].starts), local(sessions[-1].starts)
    said: dict[str, Any] = {
        name: getattr(row, name)
        for name in ("title_zh", "title_en", "about_zh", "about_en", "bring_zh", "bring_en", "room", "link")
    }
    return said | {
        "kind": row.kind, "centre": found.centre.ref if found.centre else "", "first": first.date().isoformat(),
        "last": last.date().isoformat(), "starts": f"{first:%H:%M}", "ends": f"{local(sessions[0].ends):%H:%M}",
        "weekdays": sorted({str(local(one.starts).isoweekday()) for one in sessions}) if len(sessions) > 1 else [],
        "places": str(row.places), "age_from": _blank(row.age_from), "age_to": _blank(row.age_to),
        "fee": f"{row.fee_fen / 100:.2f}", "answer_hours": str(row.answer_hours),
        "skip_holidays": "yes" if _leaves_out(sessions) else "",
        "opens_at": f"{local(row.opens_at):%Y-%m-%dT%H:%M}", "closes_at": f"{local(row.closes_at):%Y-%m-%dT%H:%M}",
    }  # fmt: skip


def _leaves_out(sessions: Sequence[facts.SessionFact]) -> bool:
    """Say whether a weekday that has a session has none in some week between the first and the last."""
    days = [local(one.starts).date() for one in sessions]
    weekdays = {one.weekday() for one in days}
    between = ((days[0] + timedelta(days=n)) for n in range((days[-1] - days[0]).days + 1))
    return len(days) < sum(day.weekday() in weekdays for day in between)


def _blank(value: int | None) -> str:
    return "" if value is None else str(value)
