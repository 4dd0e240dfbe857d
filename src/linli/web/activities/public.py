"""What takes place, for everybody."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from linli.apps.activities import facts
from linli.apps.activities.facts import KINDS
from linli.kernel.access.pages import public_page
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import t
from linli.web.activities.reading import named
from linli.web.portal.visitor import actor_of, at_of, new_act_id


@public_page
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """List what one can still sign up for, the nearest first, then what goes on without; by kind on wish."""
    kind = request.GET.get("kind", "")
    at = at_of(request)
    page = facts.calendar(at, kind=kind, cursor=request.GET.get("cursor", "")[:60])
    kinds = [("", t("activity.all")), *((one, t(f"activities.kind.{one}")) for one in KINDS)]
    context = {
        "rows": [card(one) for one in page.rows if not one.shut_at(at)],
        "running": [card(one) for one in page.rows if one.shut_at(at)],
        "tabs": [(f"{url('activities')}?kind={code}", label, code == kind) for code, label in kinds],
        "next": here(request, cursor=page.cursor) if page.cursor else None,
        "at": at,
        "helps": bool(facts.held_by_me(actor_of(request), at)),
    }
    return render(request, "activities/calendar.html", context)


@public_page
@require_safe
def activity(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Show one activity: when, where, for whom, what to bring, and whether there is a place."""
    return page_of(request, ref)


def page_of(request: HttpRequest, ref: uuid.UUID, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show one activity with what somebody just tried."""
    actor, at = actor_of(request), at_of(request)
    found = facts.activity(ref, actor)
    context = {
        **card(found),
        "sessions": facts.sessions(found.row),
        "questions": facts.answered(found.row),
        "mine": [one for one in facts.mine(actor, at) if one.activity.ref == found.ref],
        "open": found.open_at(at),
        "at": at,
        "holds": facts.holds(found.row, actor),
        "new_act_id": new_act_id,
        "problems": (),
        "because": "",
        "done": request.GET.get("done", ""),
    }
    return render(request, "activities/one.html", {**context, **more}, status=status)


def card(one: facts.ActivityFact) -> dict[str, Any]:
    """Return what a list shows of an activity, in the reader's language."""
    return {
        "one": one,
        "row": one.row,
        "title": named(one.row, "title"),
        "about": named(one.row, "about"),
        "bring": named(one.row, "bring"),
        "place": named(one.centre, "name") if one.centre else "",
        "address": named(one.centre, "address") if one.centre else "",
    }
