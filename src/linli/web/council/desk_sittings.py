"""Sittings at the desk: planned on the page of the question; there questions are answered and people counted."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from linli.apps.council import facts, service
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import t
from linli.web.activities.reading import moment, named, number
from linli.web.council.sittings import line
from linli.web.desk import seat
from linli.web.desk.buttons import Buttons, do_one

KEEP = Permission.COUNCIL_KEEP
HERE = "page:council"


@requires(KEEP)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def sitting(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Show one sitting to its keeper; do one thing with it."""
    if request.method == "GET":
        return _page(request, ref)
    return do_one(
        request, ref, _DOING, page=_page,
        address=lambda what: f"{url('council-sitting-keep', ref=ref)}?done={what}",
    )  # fmt: skip


def plan(request: ActorRequest, ref: uuid.UUID) -> None:
    """Plan a sitting of a meeting, as typed on its page."""
    post = request.POST
    new = service.NewSitting(
        moment(post.get("starts", "")), moment(post.get("ends", "")), post.get("place", "")[:400],
        post.get("link", "")[:400],
    )  # fmt: skip
    service.plan_sitting(ref, new, **_said(request))


def _said(request: ActorRequest) -> dict[str, Any]:
    return {"actor": request.actor, "act_id": request.POST.get("act_id", ""), "at": request.at}


def _ask(request: ActorRequest, ref: uuid.UUID) -> None:
    service.ask_question(ref, request.POST.get("text", "")[:6_000], "hall", **_said(request))


def _answer(request: ActorRequest, ref: uuid.UUID) -> None:
    post = request.POST
    zh, en = post.get("answer_zh", ""), post.get("answer_en", "")
    service.answer_question(ref, post.get("question", "")[:40], zh, en, **_said(request))


def _aside(request: ActorRequest, ref: uuid.UUID) -> None:
    post = request.POST
    service.set_aside(ref, post.get("question", "")[:40], post.get("reason", "")[:20], **_said(request))


_DOING: Buttons = {
    "ask": _ask,
    "answer": _answer,
    "aside": _aside,
    "replay": lambda request, ref: service.show_replay(
        ref, request.POST.get("replay", "")[:400], **_said(request)
    ),
    "close": lambda request, ref: service.close_sitting(
        ref, number(request.POST.get("in_hall", "")), **_said(request)
    ),
    "off": lambda request, ref: service.call_off_sitting(ref, **_said(request)),
}


def _page(
    request: ActorRequest, ref: uuid.UUID, *, problems: tuple[Any, ...] = (), because: str = ""
) -> HttpResponse:
    asked = facts.asked_in(ref, request.actor)
    found = facts.sitting(ref)
    done = request.GET.get("done", "")
    context = seat.frame(
        request, here=HERE, **line(found, request.at), meeting=found.row.meeting,
        question=named(found.row.meeting, "question"), waiting=[one for one in asked if one.settled_at is None],
        settled=[one for one in asked if one.settled_at is not None], answer=lambda one: named(one, "answer"),
        reasons=[(code, t(f"council.reason.{code}")) for code in facts.REASONS], problems=problems,
        because=because, done=done if done in _DOING else "", typed=request.POST,
        began=request.at >= found.row.starts, new_act_id=lambda: str(uuid.uuid4()),
    )  # fmt: skip
    return render(
        request, "council/sitting_keep.html", context, status=422 if problems else 409 if because else 200
    )
