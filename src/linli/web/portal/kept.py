"""Answers that somebody lets us keep, and what a programme proposes to them: theirs to read, to end, to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.benefits import facts, service
from linli.apps.benefits.service import GENERAL, REASONS, service_of
from linli.apps.cases import facts as cases
from linli.apps.grid import facts as grid
from linli.core.forms.facts import facts_of
from linli.core.forms.questions import PREFIX
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import signed_in
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language, reason
from linli.web.portal import service_forms as forms
from linli.web.portal.answering import read_state
from linli.web.portal.service_asks import asks as asks_of
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id

SALT = "portal.entitled"
DONE = frozenset({"kept", "deleted", "agreed", "withdrawn", "no"})


@signed_in
@sensitive_post_parameters()
@require_POST
def keep(request: HttpRequest, name: str) -> HttpResponse:
    """Keep the answers that the page carried, because the person says so."""
    state = read_state(request.POST.get("state", ""), SALT)
    if state is None:
        return HttpResponseRedirect(reverse("portal-entitled-to", args=[name]))
    allow_writing(request, "kept", 60)
    days = request.POST.get("days", "")
    wish = service.Wish(
        benefit=name,
        rules=state.version,
        answers=state.answers,
        days=int(days) if days.isascii() and days.isdigit() and len(days) < 5 else 0,  # noqa: PLR2004 - a number of days
        findable=request.POST.get("findable") == "yes",
        company=request.POST.get("company", "")[:40],
    )
    try:
        service.keep(wish, actor=actor_of(request), act_id=act_id_of(request), at=at_of(request))
    except Invalid as wrong:
        return _list(request, problems=wrong.problems)
    return HttpResponseRedirect(f"{reverse('portal-kept')}?done=kept")


@signed_in
@never_cache
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """List what one let us keep, until when, and what was proposed to oneself."""
    return _list(request)


def _list(request: HttpRequest, *, problems: Sequence[Problem] = (), because: str = "") -> HttpResponse:
    actor, at, done = actor_of(request), at_of(request), request.GET.get("done", "")
    waiting = facts.proposals(actor)
    bodies = grid.bodies_by_id({one.body_id for one in waiting})
    context = {
        "rows": [_row(one) for one in facts.mine(actor, at)],
        "waiting": [
            (one, facts.any_version(one.rules).text("title", language()), _name(bodies[one.body_id]))
            for one in waiting
        ],
        "problems": tuple(problems),
        "because": because,
        "done": done if done in DONE else "",
        "new_act_id": new_act_id,
    }
    status = 422 if problems else 409 if because else 200
    return render(request, "portal/kept.html", context, status=status)


def _row(one: facts.Kept) -> dict[str, Any]:
    benefit, spoken = facts.any_version(one.rules), language()
    return {
        "one": one,
        "title": benefit.text("title", spoken),
        "answers": told_answers(benefit, one.answers, spoken),
    }


def told_answers(benefit: Any, answers: Any, spoken: str) -> list[tuple[str, str]]:
    """Return questions and answers as the person gave them."""
    said = facts_of(benefit.form, answers)
    return [
        (
            benefit.text(f"question.{one.name}", spoken),
            facts.answered(benefit, one, said[PREFIX + one.name], spoken),
        )
        for one in benefit.form.questions
        if one.name in answers
    ]


def _name(body: grid.BodyFact) -> str:
    return body.name_zh if language() == "zh" else body.name_en or body.name_zh


@signed_in
@require_POST
def change(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Delete kept answers, or agree to be found by them, or take that back."""
    what = request.POST.get("do", "")
    said = {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}
    try:
        if what == "delete":
            service.delete_kept(ref, **said)
        elif what in {"agree", "withdraw"}:
            service.let_be_found(ref, wants=what == "agree", **said)
        else:
            raise NotVisible
    except Stale as no:
        return _list(request, because=reason(no.refusal))
    done = {"delete": "deleted", "agree": "agreed", "withdraw": "withdrawn"}[what]
    return HttpResponseRedirect(f"{reverse('portal-kept')}?done={done}")


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show what one would be entitled to and why, and take the yes or no."""
    if opened := facts.opened_by(actor_of(request), ref):  # a yes said twice, or a link in an old message
        return HttpResponseRedirect(reverse("portal-receipt", args=[opened["ref"]]))
    one = facts.proposal(actor_of(request), ref)
    definition = cases.current(service_of(one.rules))[1]
    if request.method == "GET":
        return _show(request, one, definition, forms.empty())
    if request.POST.get("go") == "no":
        return _no(request, one, definition)
    return _yes(request, one, definition)


def _yes(request: HttpRequest, one: facts.Proposed, definition: ServiceDefinition) -> HttpResponse:
    typed = forms.read(definition.form, request)
    said = {name: one for name, one in typed.raw.items() if not forms.is_empty(one)}
    filled = replace(typed, raw={**facts.known(definition.form, one, actor_of(request)), **said})
    wrong = forms.wrong(definition.form, filled, one.day) if _asks(request, definition, one) else ()
    if wrong:
        return _show(request, one, definition, filled, wrong)
    allow_writing(request, "tell")
    try:
        opened = service.accept(
            one.ref, filled.raw, language=language(),
            actor=actor_of(request), act_id=act_id_of(request), at=at_of(request),
        )  # fmt: skip
    except Invalid as no:
        return _show(request, one, definition, filled, forms.fields(definition.form, no.problems))
    except (Refused, Stale) as no:
        return _show(request, one, definition, filled, [Problem("", no.refusal.code, no.refusal.because)])
    return HttpResponseRedirect(reverse("portal-receipt", args=[str(opened["ref"])]) + "?new=1")


def _no(request: HttpRequest, one: facts.Proposed, definition: ServiceDefinition) -> HttpResponse:
    try:
        service.decline(
            one.ref, request.POST.get("reason", "")[:20],
            actor=actor_of(request), act_id=act_id_of(request), at=at_of(request),
        )  # fmt: skip
    except Invalid as wrong:
        return _show(request, one, definition, forms.empty(), wrong.problems)
    return HttpResponseRedirect(f"{reverse('portal-kept')}?done=no")


def _asks(request: HttpRequest, definition: ServiceDefinition, one: facts.Proposed) -> tuple[str, ...]:
    """Return what the service must know besides; the service of last resort asks nothing more."""
    if definition.name == GENERAL:
        return ()
    known = facts.known(definition.form, one, actor_of(request))
    return tuple(each.name for each in definition.form.questions if each.required and each.name not in known)


def _show(
    request: HttpRequest,
    one: facts.Proposed,
    definition: ServiceDefinition,
    filled: forms.Filled,
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    decided, spoken = facts.decided_then(one), language()
    asks = _asks(request, definition, one)
    context = {
        "one": one,
        "title": decided.benefit.text("title", spoken),
        "told": facts.told(decided, spoken),
        "given": told_answers(decided.benefit, one.answers, spoken),
        "body": _name(grid.bodies_by_id({one.body_id})[one.body_id]),
        "service": definition.text("title", spoken),
        "ready": definition.name != GENERAL and not asks,
        "asks": asks_of(definition, filled, list(asks)) if asks else (),
        "filled": filled,
        "problems": tuple(problems),
        "reasons": REASONS,
        "act_id": filled.act_id,
    }
    return render(request, "portal/proposal.html", context, status=422 if problems else 200)
