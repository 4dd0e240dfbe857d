"""What a resident does with a case: every move the pack declares for them, and the acts beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from linli.apps.cases import service
from linli.apps.cases.facts import CaseView
from linli.core.lifecycle.definition import Move
from linli.core.shared.outcomes import Problem, Refusal
from linli.core.shared.text import clean_text
from linli.kernel.access.pages import public_page, signed_in
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.pages import render
from linli.web.portal import naming
from linli.web.portal.case import before_answer, move_label, own_moves, own_view, page
from linli.web.portal.move_forms import fields_of, keep_files, read_inputs, typed
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id, version_of

NOTE_LIMIT = 5_000


def must_see(request: HttpRequest, ref: UUID) -> CaseView:
    """Return the own case.

    Raises:
        NotVisible: absent, or not this person's.
    """
    view = own_view(request, ref)
    if view is None:
        raise NotVisible
    return view


def back_to(ref: UUID, done: str) -> HttpResponseRedirect:
    """Show the case again, saying what was done."""
    return HttpResponseRedirect(f"{reverse('portal-case', args=[ref])}?done={done}")


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, ref: UUID, move: str) -> HttpResponse:
    """Ask what a move asks, then make it."""
    if request.method == "POST":
        return _make(request, ref, move)
    view = must_see(request, ref)
    declared = next((one for one in own_moves(view) if one.name == move), None)
    if declared is None:
        return page(request, view, more={"refusal": Refusal("portal.not_now")}, status=409)
    return _ask(request, view, declared, new_act_id())


def _make(request: HttpRequest, ref: UUID, name: str) -> HttpResponse:
    view = must_see(request, ref)
    declared = view.definition.lifecycle.moves.get(name)
    if declared is None:
        raise NotVisible
    act_id = act_id_of(request)
    allow_writing(request, "move", 200)
    try:
        inputs = read_inputs(declared, request, act_id, at_of(request))
        service.move(
            ref,
            name,
            inputs,
            actor=actor_of(request),
            act_id=act_id,
            at=at_of(request),
            version=version_of(request),
        )
    except Invalid as wrong:
        said = typed(declared, request)
        return _ask(request, view, declared, act_id, said=said, problems=wrong.problems, status=422)
    except Stale as stale:
        more = {"refusal": stale.refusal, "unsent": _words(declared, request)}
        return page(request, must_see(request, ref), more=more, status=409)
    except Refused as refused:
        more = {"refusal": refused.refusal, "unsent": _words(declared, request)}
        return page(request, must_see(request, ref), more=more, status=409)
    return back_to(ref, name)


def _words(move: Move, request: HttpRequest) -> list[str]:
    """What was typed into a form that came too late, so that nobody has to write it twice."""
    return [said for said in typed(move, request).values() if len(said) > 3]  # noqa: PLR2004 - not a choice's code


def _ask(
    request: HttpRequest,
    view: CaseView,
    move: Move,
    act_id: str,
    *,
    said: dict[str, Any] | None = None,
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "view": view,
        "title": naming.title_of(view.title, view.definition),
        "move": move.name,
        "label": move_label(view, move),
        "fields": fields_of(move, view.definition, said or {}),
        "act_id": act_id,
        "problems": problems,
        "before_answer": before_answer(view, move),
    }
    return render(request, "portal/do.html", context, status=status)


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Add words or photos; no clock hears of it."""
    view = must_see(request, ref)
    if request.method == "GET":
        return _add_form(request, view, new_act_id(), "")
    act_id, text = act_id_of(request), clean_text(request.POST.get("text", ""))
    allow_writing(request, "note", 200)
    try:
        sent = keep_files(request, "photos", act_id, at_of(request))
        service.add_note(
            ref,
            text,
            files=sent,
            audience="resident",
            actor=actor_of(request),
            act_id=act_id,
            at=at_of(request),
        )
    except Invalid as wrong:
        return _add_form(request, view, act_id, text, wrong.problems)
    return back_to(ref, "add")


def _add_form(
    request: HttpRequest, view: CaseView, act_id: str, text: str, problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    context = {"view": view, "act_id": act_id, "text": text, "problems": problems, "limit": NOTE_LIMIT}
    return render(request, "portal/add.html", context, status=422 if problems else 200)


@signed_in
@require_POST
def join(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Me too: follow somebody else's public case and be told of its result."""
    try:
        service.join(ref, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request))
    except Refused as refused:
        if refused.refusal.code != "cases.already_joined":
            raise
    return back_to(ref, "join")


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def confidential(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Let only those who have a part in it see the case, after saying what that means."""
    return _after_asking(request, ref, "confidential", service.make_confidential)


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Stop following a case that one joined, or followed for somebody."""
    answer = _after_asking(request, ref, "leave", service.leave)
    return (
        HttpResponseRedirect(reverse("portal-home")) if isinstance(answer, HttpResponseRedirect) else answer
    )


def _after_asking(
    request: HttpRequest, ref: UUID, what: str, act: Callable[..., dict[str, Any]]
) -> HttpResponse:
    view = must_see(request, ref)
    if request.method == "GET":
        return render(request, "portal/sure.html", {"view": view, "what": what, "act_id": new_act_id()})
    try:
        act(ref, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request))
    except Refused as refused:
        return page(request, view, more={"refusal": refused.refusal}, status=409)
    return back_to(ref, what)
