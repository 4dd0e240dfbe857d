"""A showing: the plan of its seats, and the form that takes some."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.apps.centres import facts, service
from linli.kernel.access.pages import public_page, signed_in
from linli.kernel.audit.outcomes import Invalid, Refused, Stale
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason
from linli.web.centres import mine
from linli.web.centres.told import named, read_number
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def showing(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show the seats of a showing and take some."""
    if request.method == "GET":
        return _show(request, ref)
    allow_writing(request, "seats", 40)
    try:
        service.take_seats(
            ref, numbers_of(request), actor=actor_of(request), act_id=act_id_of(request), at=at_of(request)
        )
    except Invalid as wrong:
        return _show(request, ref, {"problems": wrong.problems}, status=422)
    except (Refused, Stale) as no:
        return _show(request, ref, {"refused": reason(no.refusal)}, status=409)
    return HttpResponseRedirect(f"{reverse('centres-mine')}?done=seats")


@signed_in
@require_POST
def give_back(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Give one's seat back."""
    try:
        service.give_back_seat(ref, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request))
    except (Refused, Stale) as no:
        return mine.show(request, because=reason(no.refusal))
    return HttpResponseRedirect(f"{reverse('centres-mine')}?done=seat")


def numbers_of(request: HttpRequest) -> tuple[int, ...]:
    """Return the seats that were ticked, each once."""
    return tuple(dict.fromkeys(read_number(one) for one in request.POST.getlist("seats")[:60]))


def plan(found: facts.ShowingFact, chosen: tuple[int, ...] = ()) -> list[tuple[int, list[dict[str, Any]]]]:
    """Return the rows of the room with their seats: number, place, taken, ticked."""
    taken = facts.taken_seats(found.id)
    rows: dict[int, list[dict[str, Any]]] = {}
    for number in range(1, found.seats + 1):
        row, place = facts.row_of(number, found.rows, found.seats)
        seat = {"number": number, "place": place, "taken": number in taken, "chosen": number in chosen}
        rows.setdefault(row, []).append(seat)
    return list(rows.items())


def _show(
    request: HttpRequest, ref: UUID, more: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    found = facts.showing(ref)
    context = {
        "one": found, "title": named(found.title_zh, found.title_en), "room": named(found.room_zh, found.room_en),
        "centre": named(found.centre_zh, found.centre_en),
        "plan": plan(found, numbers_of(request) if request.method == "POST" else ()),
        "own": facts.own_seats(found.id, actor_of(request)), "left": found.seats - found.taken,
        "is_open": not found.cancelled and at_of(request) < found.starts_at, "problems": (), "refused": "",
        "act_id": new_act_id(), **(more or {}),
    }  # fmt: skip
    return render(request, "centres/showing.html", context, status=status)
