"""One's own bookings, seats and applications: what is to come, cancelled with one press, undone within minutes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.apps.centres import facts, service
from linli.kernel.access.pages import signed_in
from linli.kernel.audit.outcomes import NotVisible, Refused, Stale
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason
from linli.web.centres.told import booking_said, named
from linli.web.portal.visitor import act_id_of, actor_of, at_of, new_act_id

DONE = frozenset({"cancelled", "restored", "seat", "withdrawn", "seats", "give_back", "take", "leave"})


@signed_in
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what one has booked, taken and applied for."""
    return show(request)


def show(request: HttpRequest, *, because: str = "") -> HttpResponse:
    """Show the list, with the reason where something was refused."""
    actor, at, done = actor_of(request), at_of(request), request.GET.get("done", "")
    rows = [booking_said(one, at) for one in facts.mine(actor, at)]
    context = {
        "coming": [one for one in rows if one["state"] in {"open", "now"}],
        "undoable": [one for one in rows if one["state"] == "cancelled" and one["may_undo"]],
        "past": [one for one in reversed(rows) if _is_past(one)][:20],
        "seats": facts.my_seats(actor, at), "applications": facts.own_applications(actor),
        "done": done if done in DONE else "", "because": because, "named": named, "at": at, "new_act_id": new_act_id,
    }  # fmt: skip
    return render(request, "centres/mine.html", context, status=409 if because else 200)


def _is_past(row: dict[str, Any]) -> bool:
    return row["state"] == "over" or (row["state"] == "cancelled" and not row["may_undo"])


@signed_in
@require_POST
def change(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Cancel a booking, or undo that."""
    what = request.POST.get("do", "")
    said = {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}
    try:
        if what == "cancel":
            service.cancel(ref, **said)
        elif what == "undo":
            service.undo(ref, **said)
        else:
            raise NotVisible
    except (Refused, Stale) as no:
        return show(request, because=reason(no.refusal))
    done = {"cancel": "cancelled", "undo": "restored"}[what]
    return HttpResponseRedirect(f"{reverse('centres-mine')}?done={done}")
