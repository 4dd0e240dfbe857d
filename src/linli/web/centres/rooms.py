"""One room: what is free on a day, and the form that books it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.centres import facts, service
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import Invalid, Refused, Stale
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason, t
from linli.web.centres.told import (
    ends,
    hours_said,
    lengths,
    named,
    read_day,
    read_number,
    room_said,
    starts,
    still,
    today,
    why_said,
)
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id

FIELDS = {
    "start": "start",
    "end": "minutes",
    "day": "day",
    "people": "people",
    "purpose": "purpose",
    "weeks": "weeks",
}
"""The field of the page that shows what is wrong with a part of a booking."""


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def room(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show a room's day and book it."""
    if request.method == "GET":
        return show(request, ref, "centres/room.html", {})
    allow_writing(request, "booking", 40)
    try:
        told = service.book(
            wish(request, ref), actor=actor_of(request), act_id=act_id_of(request), at=at_of(request)
        )
    except Invalid as wrong:
        return show(request, ref, "centres/room.html", {"problems": shown(wrong.problems)}, status=422)
    except (Refused, Stale) as no:
        return show(request, ref, "centres/room.html", {"refused": reason(no.refusal)}, status=409)
    return render(request, "centres/booked.html", booked(request, ref, told))


def wish(request: HttpRequest, ref: UUID, contact: service.Contact | None = None) -> service.NewBooking:
    """Return what the form asks for."""
    said = request.POST
    start = said.get("start", "")[:5]
    return service.NewBooking(
        room=str(ref), day=read_day(said.get("day", ""), today(at_of(request))), start=start,
        end=ends(start, said.get("minutes", "")), people=read_number(said.get("people", ""), -1),
        purpose=said.get("purpose", "")[:20], weeks=read_number(said.get("weeks", "1"), 1), contact=contact,
    )  # fmt: skip


def shown(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Name the page's fields instead of those of the service."""
    return tuple(Problem(FIELDS.get(one.field, one.field), one.code, one.params) for one in problems)


def booked(request: HttpRequest, ref: UUID, told: dict[str, Any]) -> dict[str, Any]:
    """Return what was booked and what was left out, for the page that says so."""
    found = facts.room(ref)
    rows = [facts.booking(one["ref"], actor_of(request)) for one in told["booked"][:1]]
    left = [
        (date.fromisoformat(one["day"]), reason(Refusal(one["code"], one["params"])))
        for one in told["left_out"]
    ]
    return {
        **room_said(found), "centre": named(found.centre_zh, found.centre_en), "first": rows[0] if rows else None,
        "days": [date.fromisoformat(one["day"]) for one in told["booked"]], "left_out": left,
    }  # fmt: skip


def show(
    request: HttpRequest, ref: UUID, page: str, more: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Show a room's day with the form."""
    return render(request, page, {**day_of(request, ref), **more}, status=status)


def day_of(request: HttpRequest, ref: UUID) -> dict[str, Any]:
    """Return all that the page of a room's day shows."""
    found, at = facts.room(ref), at_of(request)
    now = today(at)
    said = request.POST if request.method == "POST" else request.GET
    day = max(read_day(said.get("day", ""), now), now)
    day_hours = facts.free_day(ref, day)
    last = now + timedelta(days=found.days_ahead)
    free = still(day_hours.free, facts.now_of(at).minute if day == now else 0)
    not_yet = facts.not_yet(found, day, at)
    return {
        **room_said(found),
        "centre": named(found.centre_zh, found.centre_en),
        "day": day, "days": _days(now, day, last), "earlier": _step(min(day, last) - timedelta(days=7), now, last),
        "later": _step(day + timedelta(days=7), now, last),
        "hours": hours_said(day_hours.hours.hours), "why": why_said(day_hours.hours),
        "is_open": bool(day_hours.hours.hours), "free": hours_said(free) if free else "",
        "is_over": not free and bool(day_hours.free), "starts": [] if not_yet else starts(free),
        "not_yet": reason(not_yet) if not_yet else "",
        "lengths": lengths(found.longest), "purposes": purposes(), "weeks": _weeks(found.days_ahead),
        "said": said, "problems": (), "refused": "", "act_id": new_act_id(),
        "phone": facts.centre(found.centre_ref).phone,
        "showings": facts.showings(at, centre_id=found.centre_id) if found.rows else (), "named": named,
    }  # fmt: skip


def purposes() -> list[tuple[str, str]]:
    """Return what a room may be booked for."""
    return [(one, t(f"centres.purpose.{one}")) for one in facts.PURPOSES if one != "showing"]


def _weeks(days_ahead: int) -> list[tuple[str, str]]:
    most = min(service.MOST_WEEKS, days_ahead // 7 + 1)
    return [("1", t("centres_page.once"))] + [
        (str(n), t("centres_page.weeks", n=n)) for n in range(2, most + 1)
    ]


def _days(now: date, day: date, last: date) -> list[tuple[date, bool]]:
    """Return the week of a day, or the last that can be booked where it is beyond."""
    first = now + timedelta(days=(min(day, last) - now).days // 7 * 7)
    found = [first + timedelta(days=n) for n in range(7)]
    return [(one, one == day) for one in found if now <= one <= last]


def _step(day: date, now: date, last: date) -> date | None:
    return day if now <= day <= last else None
