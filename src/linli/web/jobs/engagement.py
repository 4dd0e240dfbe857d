"""One engagement for its two sides, and for staff who stand in: each step is one key, what comes next is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.jobs import facts, service
from linli.core.clock.instants import BEIJING
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import signed_in
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason
from linli.web.desk import seat
from linli.web.jobs import reading
from linli.web.jobs.public import problems_of
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id

Do = Callable[..., Any]


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def engagement(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show where it stands and what the reader may do next; do it."""
    if request.method == "GET":
        return _one(request, ref)
    facts.engagement(actor_of(request), ref)
    allow_writing(request, "jobs")
    try:
        _do(request, ref)
    except (Invalid, Refused, Stale) as wrong:
        return _one(request, ref, wrong)
    return HttpResponseRedirect(reverse("jobs-engagement", args=[ref]))


def _do(request: HttpRequest, ref: UUID) -> None:
    said = {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}
    post = request.POST
    case = {"wants_case": post.get("wants_case") == "yes", "keeps_name": post.get("keeps_name") == "yes"}
    acts: dict[str, Do] = {
        "yes": lambda: service.answer(ref, yes=True, **said),
        "no": lambda: service.answer(ref, yes=False, **said),
        "confirm": lambda: service.confirm(ref, **case, **said),
        "case_wish": lambda: service.change_case_wish(ref, **case, **said),
        "call_off": lambda: service.call_off(ref, **said),
        "not_there": lambda: service.not_there(ref, **said),
        "hours": lambda: _hours(request, ref, said),
        "say_paid": lambda: service.say_paid(ref, **said),
        "got": lambda: service.confirm_paid(ref, **said),
        "not_got": lambda: service.confirm_paid(ref, got=False, **said),
        "open_case": lambda: service.open_wage_case(ref, **said),
        "note": lambda: service.note(ref, post.get("text", "")[:2000], **said),
    }
    if post.get("do", "") not in acts:
        raise NotVisible
    acts[post["do"]]()


def _hours(request: HttpRequest, ref: UUID, said: dict[str, Any]) -> None:
    one = facts.engagement(actor_of(request), ref)
    day = one.post.day.isoformat()
    starts = reading.moment(day, request.POST.get("starts", ""))
    ends = reading.moment(day, request.POST.get("ends", "")) if request.POST.get("ends") else None
    if starts is None:
        raise Invalid(_clock("starts"))
    service.note_hours(ref, starts, ends, **said)


def _clock(field: str) -> Any:
    from linli.core.shared.outcomes import Problem

    return Problem(field, "jobs.page.clock")


def _one(request: HttpRequest, ref: UUID, wrong: Invalid | Refused | Stale | None = None) -> HttpResponse:
    one = facts.engagement(actor_of(request), ref)
    problems, refused = ((), "")
    if isinstance(wrong, Invalid | Refused):
        problems, refused = problems_of(wrong)
    elif wrong is not None:
        refused = reason(wrong.refusal)
    at = at_of(request)
    today = at.astimezone(BEIJING).date()
    context = {
        "one": one,
        "name": reading.trade_name(one.post),
        "may": may(one, begun=one.post.starts_at <= at, late=one.due_on is not None and one.due_on < today),
        "now": at,
        "noted": {side for side, _ in one.notes},
        "problems": problems,
        "refused": refused,
        "new_act_id": new_act_id,
    }
    if one.side == "staff" or one.stands_in:
        context = seat.frame(cast(ActorRequest, request), here="page:jobs", **context)
    return render(
        request, "jobs/engagement.html", context, status=422 if problems else 409 if refused else 200
    )


def may(one: facts.EngagementFact, *, begun: bool, late: bool) -> set[str]:
    """Return what the reader may do now."""
    if one.side not in ("worker", "employer"):
        return set()
    worker, state = one.side == "worker", one.state
    confirmed = one.worker_confirmed if worker else one.employer_confirmed
    wanted = {
        "answer": one.mine_to_answer,
        "confirm": state == "agreed" and not confirmed,
        "call_off": state in ("wished", "offered", "agreed", "confirmed") and not begun,
        "hours": state in ("agreed", "confirmed", "paid_said") and begun,
        "not_there": not worker and state in ("agreed", "confirmed") and begun and one.hours[0][1] is None,
        "say_paid": not worker and state in ("confirmed", "unpaid") and begun and one.paid_said_at is None,
        "got": worker and state in ("confirmed", "paid_said", "unpaid") and begun,
        "case_wish": worker and state in ("confirmed", "paid_said") and not one.case_ref,
        "open_case": worker and state in ("confirmed", "paid_said") and late,
        "note": state in ("confirmed", "paid_said", "paid", "unpaid") and begun,
    }
    return {name for name, holds in wanted.items() if holds}


@signed_in
@never_cache
@require_safe
def paper(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show the agreement as a page of paper, to read aloud and to keep."""
    one = facts.engagement(actor_of(request), ref)
    if not one.agreement:
        raise NotVisible
    return render(request, "jobs/paper.html", {"one": one, "name": reading.trade_name(one.post)})
