"""A day in the day room: who is here, who fetched whom, meals for the kitchen, the line for a place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.care import facts, service
from linli.apps.care.service import INCIDENTS, MEALS
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.ui import show
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.web.care import reading
from linli.web.care.desk import HERE, words
from linli.web.care.reading import NOTHING, Outcome, carry_out, hand, named
from linli.web.desk import seat
from linli.web.portal.visitor import new_act_id


@requires(Permission.CARE_READ, Permission.CARE_VISIT)
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show the list of a day; note who comes and goes, order meals, admit the next in line."""
    on = _day(request)
    outcome = NOTHING
    if request.method == "POST":
        outcome = carry_out(request, _acts(request, ref, on))
        if outcome.done:
            return HttpResponseRedirect(f"{url('desk-care-room', ref=ref)}?day={on}&done={outcome.done}")
    return _page(request, ref, on, outcome)


def _day(request: ActorRequest) -> date:
    return reading.day(request.GET.get("day", "")) or show.local(request.at).date()


def _acts(request: ActorRequest, ref: UUID, on: date) -> dict[str, Any]:
    post, said = request.POST, hand(request)
    enrolment = post.get("enrolment", "")[:40]
    noted = service.Noted(
        post.get("state", "")[:10], fetched_by=post.get("fetched_by", "")[:40], note=post.get("note", "")
    )
    meals = [
        (name.removeprefix("meal_")[:40], value[:20])
        for name, value in post.items()
        if name.startswith("meal_")
    ]
    today = show.local(request.at).date()
    return {
        "note": lambda: service.note_attendance(enrolment, noted, day=on, **said),
        "meals": lambda: service.order_meals(str(ref), on, meals, **said),
        "admit": lambda: service.admit(enrolment, **said),
        "incident": lambda: service.note_incident(
            post.get("file", "")[:40], post.get("kind", "")[:20], today, post.get("text", ""), **said
        ),
    }


def _page(request: ActorRequest, ref: UUID, on: date, outcome: Outcome) -> HttpResponse:
    found = facts.room_day(request.actor, str(ref), on)
    keeps = any(one.ref == str(ref) for one in facts.kept_rooms(request.actor))
    done = request.GET.get("done", "")
    context = seat.frame(
        request,
        here=HERE,
        found=found,
        title=named(found.room.centre.name_zh, found.room.centre.name_en),
        keeps=keeps,
        leads=any(one.id == found.room.body_id for one in facts.own_bodies(request.actor)),
        here_now=sum(one.state == "here" for one in found.guests),
        meals=words("meal", MEALS),
        incidents=words("incident", INCIDENTS),
        today=show.local(request.at).date(),
        before=on - timedelta(days=1),
        after=on + timedelta(days=1),
        outcome=outcome,
        done=done if done in {"note", "meals", "admit", "incident"} else "",
        new_act_id=new_act_id,
    )
    return render(request, "care/room.html", context, status=outcome.status)


@requires(Permission.CARE_VISIT, Permission.CARE_COORDINATE)
@never_cache
@require_safe
def kitchen(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show meals of a day by number, and what must not be given, for the kitchen's wall."""
    on = _day(request)
    found = facts.room_day(request.actor, str(ref), on)
    title = named(found.room.centre.name_zh, found.room.centre.name_en)
    total = sum(n for _, n in found.meals)
    context = seat.frame(request, here=HERE, found=found, title=title, total=total)
    return render(request, "care/kitchen.html", context)
