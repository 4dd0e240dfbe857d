"""The two sides of the desk: a queue, and one case of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID, uuid4

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import CaseView
from linli.core.shared.numbers import DIGITS
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import has, t
from linli.web.desk import neighbourhood, seat
from linli.web.desk.case import Page, build
from linli.web.desk.controls import controls
from linli.web.desk.opening import act_form, move_form
from linli.web.desk.queue import SUPPORTING, Listing, Where, listing

READ = Permission.CASE_READ
ELSEWHERE = (
    (Permission.CARE_READ, "desk-care"),
    (Permission.CARE_VISIT, "care-round"),
    (Permission.CONSULTATION_GIVE, "desk-advice"),
    (Permission.MATRIX_READ, "county:start"),
    (Permission.CASE_SUBMIT_FOR, "volunteers"),
    (Permission.SHIFT_SWAP, "desk:duty"),
)
"""Where people who read no cases start instead: the first that is theirs."""
STARTS = dict.fromkeys((
    READ, Permission.SYSTEM_READ, *(permission for permission, _ in ELSEWHERE),
    *(permission for _, _, permissions in neighbourhood.PAGES for permission in permissions),
))  # fmt: skip
"""Whoever has a page in the menu starts somewhere."""


@requires(*STARTS)
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Start the day: the first queue of one's role, with what the shift before left; or the page of one's work."""
    actor = request.actor
    if seat.walks(actor):
        return HttpResponseRedirect(reverse("field"))
    if actor.may(READ):
        return _list(request, Where(queue=seat.seat_of(actor).first))
    for permission, name in ELSEWHERE:
        if actor.may(permission):
            try:
                return HttpResponseRedirect(reverse(name))
            except NoReverseMatch:
                continue
    pages = neighbourhood.links(actor, "")
    return HttpResponseRedirect(pages[0][0] if pages else reverse("account"))


@requires(READ)
@require_safe
def queue(request: ActorRequest, what: str) -> HttpResponse:
    """Show one queue."""
    if what not in cases.QUEUES:
        raise NotVisible
    return _list(request, replace(Where.read(request.GET), queue=what))


@requires(READ)
@require_safe
def everything(request: ActorRequest) -> HttpResponse:
    """Show all open cases, or those found by number or words."""
    where = replace(Where.read(request.GET), queue="")
    return _list(request, where)


def _list(request: ActorRequest, where: Where) -> HttpResponse:
    found = listing(request, where)
    if len(found.rows) == 1 and _is_number(where.words):
        return HttpResponseRedirect(found.rows[0].href)
    context = seat.frame(
        request,
        here=where.here,
        listing=found,
        **({"notes": []} if where.words else waiting_notes(request)),
        told=told(request),
    )
    return render(request, "desk/queue.html", context)


def waiting_notes(request: ActorRequest) -> dict[str, object]:
    """Return what the shift before left, each with an id for taking it over."""
    notes = cases.shift_notes(request.actor)
    return {"notes": notes, "note_ids": {note.ref: str(uuid4()) for note in notes}}


def _is_number(words: str) -> bool:
    return len(re.sub(r"\D", "", words)) == DIGITS


@requires(READ)
@require_safe
def case(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show one case beside its queue, with one form open if it was asked for."""
    where = Where.read(request.GET)
    page = opened(request, ref, where)
    return show(request, page)


def opened(request: ActorRequest, ref: UUID, where: Where) -> Page:
    """Return the page of a case with the form that the address names."""
    view = cases.case_view(request.actor, ref, at=request.at)
    where = where if where.pairs else home_of(view)
    move, act = request.GET.get("move", ""), request.GET.get("act", "")
    page = build(request, view, where, opened=move or act)
    if move:
        return replace(page, form=move_form(page, move))
    return replace(page, form=act_form(request, page, act)) if act else page


def home_of(view: CaseView) -> Where:
    """Return the list in which the reader would find the case: a queue, or what one's body only supports."""
    own = [one for one in view.parts if one.mine and one.state not in {"returned", "ended"}]
    if own and not any(one.part == "lead" for one in own):
        return Where(queue=SUPPORTING)
    return Where(queue=queue_of(view.case.stage, view.case.desk))


def queue_of(stage: str, desk: str) -> str:
    """Return the queue in which a case of this stage stands; "" for one that has ended."""
    by_stage = {
        "submitted": "intake", "prechecking": "pre_check", "accepted": "dispatch", "consulting": "dispatch",
        "returned": "returned", "dispatched": "offered", "waiting_resident": "waiting", "parked": "parked",
        "reported": "post_check", "call_back": "call_back", "contested": "contested",
    }  # fmt: skip
    return by_stage.get(stage, "handling" if desk == "body" else "")


def show(request: ActorRequest, page: Page, *, status: int = 200) -> HttpResponse:
    """Answer with the case alone where the queue stays as it is, else with both sides."""
    ref = str(page.view.case.ref)
    if request.headers.get("HX-Target") == "case":
        return render(request, "desk/case_pane.html", {"page": page, **controls(page)}, status=status)
    found: Listing = listing(request, page.where, open_ref=ref)
    page = replace(page, next=found.after(ref))
    context = seat.frame(
        request, here=page.where.here, listing=found, page=page, told=told(request), **controls(page)
    )
    return render(request, "desk/case.html", context, status=status)


def told(request: ActorRequest) -> str:
    """Say what the last act did, from the number and stage in the address; nothing else is believed."""
    number, stage = request.GET.get("done", ""), request.GET.get("stage", "")
    if not re.fullmatch(rf"\d{{{DIGITS}}}", number):
        return ""
    key = f"desk.stage.{stage}"
    return t("desk.done", number=number, stage=t(key)) if has(key) else t("desk.done_plain", number=number)


def after(where: Where, answer: Mapping[str, object], following: str) -> HttpResponseRedirect:
    """Go on to the next case of the list, and say there what was done."""
    told_ = {"done": str(answer.get("number", "")), "stage": str(answer.get("stage", ""))}
    if following:
        return HttpResponseRedirect(where.case(following, **told_))
    address = where.address() if where.pairs else url("desk:home")
    mark = "&" if "?" in address else "?"
    return HttpResponseRedirect(f"{address}{mark}done={told_['done']}&stage={told_['stage']}")
