"""A sitting for everybody: when and where, joining from home, questions and answers, and where to see it again."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from linli.apps.council import facts, service
from linli.core.shared.figures import SMALL
from linli.kernel.access.pages import public_page, signed_in
from linli.kernel.audit.outcomes import Invalid, Refused, Stale
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason, t
from linli.web.activities.reading import named
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id


@public_page
@never_cache
@require_safe
def sitting(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Show one sitting."""
    return _page(request, ref)


@signed_in
@never_cache
@require_POST
def join(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Join from home: counted once, then the room is shown."""
    try:
        service.join_sitting(ref, **_said(request))
    except (Refused, Stale) as no:
        return _page(request, ref, status=409, because=reason(no.refusal))
    return HttpResponseRedirect(reverse("council-sitting", args=[ref]) + "?done=joined")


@signed_in
@never_cache
@sensitive_post_parameters()
@require_POST
def ask(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Take the reader's own question."""
    allow_writing(request, "sitting-ask", 30)
    try:
        service.ask_question(ref, request.POST.get("text", ""), **_said(request))
    except Invalid as wrong:
        return _page(request, ref, status=422, problems=wrong.problems)
    except (Refused, Stale) as no:
        return _page(request, ref, status=409, because=reason(no.refusal))
    return HttpResponseRedirect(reverse("council-sitting", args=[ref]) + "?done=asked")


def line(one: facts.SittingFact, at: Any) -> dict[str, Any]:
    """Return what a list shows of a sitting: how it stands, and how many came."""
    row = one.row
    if row.called_off:
        state, tone = "off", "late"
    elif row.closed_at is not None or at >= row.ends:
        state, tone = "over", "plain"
    else:
        state, tone = ("now", "ok") if at >= row.starts else ("to_come", "run")
    came = None
    if row.closed_at is not None:
        came = t("meeting.came", hall=_count(row.in_hall or 0), home=_count(one.joined))
    return {
        "sat": one, "state": t(f"meeting.sitting_{state}"), "tone": tone, "came": came,
    }  # fmt: skip


def _count(n: int) -> str:
    """Say a number of people; a few are not counted out."""
    return t("meeting.few", n=SMALL) if 0 < n < SMALL else str(n)


def _said(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}


def _page(request: HttpRequest, ref: uuid.UUID, *, status: int = 200, **more: Any) -> HttpResponse:
    actor, at = actor_of(request), at_of(request)
    found = facts.sitting(ref)
    done = request.GET.get("done", "")
    context = {
        **line(found, at),
        "question": named(found.row.meeting, "question"),
        "meeting": found.row.meeting,
        "asked": facts.answered(found.row),
        "answer": lambda one: named(one, "answer"),
        "mine": [one for one in facts.my_questions(found.row, actor) if one.settled_at is None or one.reason],
        "open": found.open_at(at),
        "room": facts.room_of(found.row, actor) if found.open_at(at) else "",
        "signed": not actor.is_stranger,
        "at": at,
        "new_act_id": new_act_id,
        "typed": request.POST,
        "problems": (),
        "because": "",
        "done": done if done in {"joined", "asked"} else "",
    }
    return render(request, "council/sitting.html", {**context, **more}, status=status)
