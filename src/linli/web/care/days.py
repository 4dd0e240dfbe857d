"""The coordinator's plan of a day: by carer, by person, changed by hand, planned anew; and the carers of the body."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.care import facts, service
from linli.apps.care.service import SKILLS, WISHES
from linli.apps.grid import facts as grid
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui import show
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.web.care import reading
from linli.web.care.desk import HERE, weekdays, words
from linli.web.care.reading import NOTHING, Outcome, carry_out, hand, named
from linli.web.desk import seat
from linli.web.portal.visitor import new_act_id

PLANS_FROM = 12
"""From noon on the page opens tomorrow: that is what is planned at four."""


@requires(Permission.CARE_COORDINATE)
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: ActorRequest, body: UUID) -> HttpResponse:
    """Show the plan of a day, and plan, change, release it."""
    office, on = _office(body), _day(request)
    outcome = NOTHING
    if request.method == "POST":
        outcome = carry_out(request, _acts(request, office, on))
        if outcome.done:
            return HttpResponseRedirect(f"{url('desk-care-day', body=body)}?day={on}&done={outcome.done}")
    return _page(request, office, on, outcome)


def _office(body: UUID) -> grid.BodyFact:
    found = grid.body(str(body))
    if found is None:
        raise NotVisible
    return found


def _day(request: ActorRequest) -> date:
    now = show.local(request.at)
    usual = now.date() + timedelta(days=1) if now.hour >= PLANS_FROM else now.date()
    return reading.day(request.GET.get("day", "")) or usual


def _acts(request: ActorRequest, office: grid.BodyFact, on: date) -> dict[str, Any]:
    post, said = request.POST, hand(request)
    plan = post.get("plan", "")[:40]
    return {
        "make": lambda: service.plan_day(office.ref, on, **said),
        "release": lambda: service.release_day(plan, **said),
        "without": lambda: service.replan_without(plan, post.get("carer", "")[:40], **said),
        "cancel": lambda: service.cancel_visit(plan, post.get("requirement", "")[:40], **said),
        "move": lambda: service.move_part(
            post.get("part", "")[:40],
            post.get("carer", "")[:40],
            reading.minute(post.get("starts", "")),
            **said,
        ),
    }


def _page(request: ActorRequest, office: grid.BodyFact, on: date, outcome: Outcome) -> HttpResponse:
    found = facts.day(request.actor, office.id, on)
    known = facts.carers(request.actor, office.id)
    by_carer = [
        (name, list(rows))
        for (_, name), rows in groupby(
            sorted(found.parts, key=lambda one: (one.carer_name, one.carer, one.starts_at)),
            key=lambda one: (one.carer, one.carer_name),
        )
    ]
    chosen = next((one for one in found.parts if one.ref == request.GET.get("part", "")), None)
    done = request.GET.get("done", "")
    context = seat.frame(
        request,
        here=HERE,
        found=found,
        office=named(office.name_zh, office.name_en),
        body=office.ref,
        by_carer=by_carer,
        by_person=sorted(found.parts, key=lambda one: (one.name, one.starts_at)),
        carers=[(one.ref, one.name) for one in known if one.is_active],
        away=[one.name for one in known if one.ref in found.away],
        view="person" if request.GET.get("view") == "person" else "carer",
        chosen=chosen,
        before=on - timedelta(days=1),
        after=on + timedelta(days=1),
        visits=len({one.requirement for one in found.parts}),
        outcome=outcome,
        done=done if done in {"make", "release", "without", "cancel", "move"} else "",
        new_act_id=new_act_id,
    )
    return render(request, "care/day.html", context, status=outcome.status)


@requires(Permission.CARE_COORDINATE)
@never_cache
@require_http_methods(["GET", "POST"])
def carers(request: ActorRequest, body: UUID) -> HttpResponse:
    """Show the carers of a body, and enter one or write one anew."""
    office = _office(body)
    known = facts.carers(request.actor, office.id)
    outcome = NOTHING
    if request.method == "POST":
        outcome = carry_out(
            request, {"set": lambda: service.set_carer(office.ref, _carer(request), **hand(request))}
        )
        if outcome.done:
            return HttpResponseRedirect(url("desk-care-carers", body=body))
    context = seat.frame(
        request,
        here=HERE,
        office=named(office.name_zh, office.name_en),
        body=office.ref,
        rows=known,
        clock=_clock,
        colleagues=[(one.ref, one.name) for one in service.carers_of(office.id, request.at)],
        skills=words("service", SKILLS),
        wishes=words("wish", WISHES),
        days=weekdays(),
        said=reading.typed(request, outcome, "set"),
        outcome=outcome,
        act_id=new_act_id(),
    )
    return render(request, "care/carers.html", context, status=outcome.status)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _carer(request: ActorRequest) -> service.NewCarer:
    post = request.POST
    lon, lat = (reading.degrees(post.get(name, "")) for name in ("lon", "lat"))
    return service.NewCarer(
        account=post.get("account", "")[:40],
        skills=reading.many(request, "skills"),
        begins=reading.minute(post.get("begins", "")),
        ends=reading.minute(post.get("ends", "")),
        lon=999.0 if lon is None else lon,
        lat=999.0 if lat is None else lat,
        traits=reading.many(request, "traits"),
        days=reading.numbers(request, "days"),
        is_active=post.get("active", "yes") == "yes",
    )
