"""Questions, suggestions and answers, for everybody; one's own suggestion for who signed in."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from linli.apps.council import facts, service
from linli.core.clock.instants import local
from linli.kernel.access.pages import public_page, signed_in
from linli.kernel.audit.outcomes import Invalid, Refused, Stale
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import language, reason
from linli.web.activities.reading import named
from linli.web.council.sittings import line
from linli.web.portal.naming import name_of
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id


@public_page
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """List the questions that were put, the latest first."""
    page = facts.meetings(cursor=request.GET.get("cursor", "")[:20])
    context = {
        "rows": [card(one) for one in page.rows],
        "next": here(request, cursor=page.cursor) if page.cursor else None,
        "at": at_of(request),
    }
    return render(request, "council/meetings.html", context)


@public_page
@require_safe
def unanswered(request: HttpRequest) -> HttpResponse:
    """List what nobody answered yet, the oldest first, with its age."""
    at = at_of(request)
    rows = [{**card(fact), **told(one, at)} for fact, one in facts.unanswered()]
    return render(request, "council/unanswered.html", {"rows": rows})


@public_page
@require_safe
def meeting(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Show one question with everything that was published and answered."""
    return page_of(request, ref)


@signed_in
@never_cache
@sensitive_post_parameters()
@require_POST
def suggest(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Take the reader's own suggestion."""
    allow_writing(request, "suggestion", 40)
    name = request.POST.get("name", "")[:60] if request.POST.get("shown") == "yes" else ""
    try:
        service.suggest(
            ref, service.NewSuggestion(request.POST.get("text", ""), name=name),
            actor=actor_of(request), act_id=act_id_of(request), at=at_of(request),
        )  # fmt: skip
    except Invalid as wrong:
        return page_of(request, ref, status=422, problems=wrong.problems)
    except (Refused, Stale) as no:
        return page_of(request, ref, status=409, because=reason(no.refusal))
    return HttpResponseRedirect(reverse("council-meeting", args=[ref]) + "?done=said")


def page_of(request: HttpRequest, ref: uuid.UUID, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show one meeting with what somebody just tried."""
    actor, at = actor_of(request), at_of(request)
    found = facts.meeting(ref)
    context = {
        **card(found),
        "said": [told(one, at) for one in facts.told(ref)],
        "sittings": [line(one, at) for one in facts.sittings(found.row)],
        "mine": facts.mine(ref, actor),
        "open": found.row.opens_at <= at < found.row.ends_at and found.row.closed_at is None,
        "signed": not actor.is_stranger,
        "own_name": actor.name,
        "at": at,
        "act_id": new_act_id(),
        "typed": request.POST,
        "problems": (),
        "because": "",
        "done": request.GET.get("done", ""),
    }
    return render(request, "council/meeting.html", {**context, **more}, status=status)


def card(one: facts.MeetingFact) -> dict[str, Any]:
    """Return what a list shows of a meeting, in the reader's language."""
    return {
        "one": one,
        "row": one.row,
        "question": named(one.row, "question"),
        "about": named(one.row, "about"),
    }


def told(one: facts.Told, at: Any) -> dict[str, Any]:
    """Return a theme, or a suggestion that stands alone, with its answer and age."""
    reply = one.reply
    return {
        "told": one,
        "title": named(one, "title"),
        "body": name_of(reply.body) if reply and reply.body else "",
        "answer": ""
        if reply is None
        else reply.text_zh
        if language() == "zh"
        else reply.text_en or reply.text_zh,
        "late": one.late(local(at).date()),
        "age": max((local(at).date() - local(one.since).date()).days, 0),
    }
