"""The page of entitlements: found by what happened, asked one question at a time, answered with reasons; nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.benefits import facts
from linli.core.clock.instants import BEIJING
from linli.core.forms.facts import facts_of
from linli.core.forms.questions import PREFIX, TABLES, Question
from linli.core.packs.benefit import Benefit
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language
from linli.web.portal import listed, service_asks
from linli.web.portal import service_forms as forms
from linli.web.portal.answering import State, question_of, read_state
from linli.web.portal.visitor import actor_of, at_of, new_act_id

SALT = "portal.entitled"


@public_page
@require_safe
def entitled(request: HttpRequest) -> HttpResponse:
    """List what there is, by what happens in a life, or by plain words."""
    words = request.GET.get("q", "").strip()[:100]
    spoken = language()
    context = {
        "words": words,
        "found": [_card(one, spoken) for one in facts.find(words)] if words else [],
        "groups": [(event.value, [_card(one, spoken) for one in group]) for event, group in facts.by_event()],
    }
    return render(request, "portal/entitled.html", context)


def _card(one: Benefit, spoken: str) -> tuple[str, str, str]:
    return one.name, one.text("title", spoken), one.text("summary", spoken)


@public_page
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def entitled_to(request: HttpRequest, name: str) -> HttpResponse:
    """Ask the one question that decides most, or give the answer."""
    fresh = State(version=facts.hash_of(name))
    if request.method == "GET":
        return _show(request, facts.benefit(name), _kept(request, name, fresh))
    state = read_state(request.POST.get("state", ""), SALT)
    if state is None:
        return _show(request, facts.benefit(name), fresh, [Problem("", "entitled.state_broken")])
    benefit = facts.version(name, state.version)
    verb, _, what = request.POST.get("go", "next").partition(":")
    asked = question_of(benefit.form, request.POST.get("asked", ""))
    if asked is not None and verb in {"next", "rows"}:
        return _answer(request, benefit, state, asked, more=verb == "rows")
    return _show(request, benefit, state.turned(benefit.form, verb, what or (asked.name if asked else "")))


def _kept(request: HttpRequest, name: str, fresh: State) -> State:
    """Begin with the answers that somebody let us keep, as far as the rules of today still read them."""
    wanted = request.GET.get("kept", "")
    one = next((one for one in facts.mine(actor_of(request), at_of(request)) if one.ref == wanted), None)
    if one is None or one.benefit != name:
        return fresh
    begun = replace(fresh, answers=one.answers)
    try:
        _decide(request, facts.benefit(name), begun)
    except (Invalid, Refused):
        return fresh
    return begun


def _answer(
    request: HttpRequest, benefit: Benefit, state: State, asked: Question, *, more: bool
) -> HttpResponse:
    """Take up one answer; a table may be given more rows first."""
    filled = forms.read(benefit.form, request)
    if more:
        return _ask(request, benefit, state, asked, forms.more_rows(filled, asked))
    said = filled.raw.get(asked.name) or listed.only_one(benefit, asked, request)
    if forms.is_empty(said) and listed.is_looking(request, asked):
        return _ask(request, benefit, state, asked, filled)
    if forms.is_empty(said):
        return _ask(
            request, benefit, state, asked, filled, [Problem(forms.Q + asked.name, "entitled.say_or_pass")]
        )
    new = state.saying(asked.name, said)
    try:
        _decide(request, benefit, new)
    except Invalid as wrong:
        return _ask(request, benefit, state, asked, filled, forms.fields(benefit.form, wrong.problems))
    except Refused as no:
        refused = Problem(forms.Q + asked.name, no.refusal.code, no.refusal.because)
        return _ask(request, benefit, state, asked, filled, [refused])
    return _show(request, benefit, new)


def _decide(request: HttpRequest, benefit: Benefit, state: State) -> facts.Decided:
    return facts.decide_by(benefit, state.answers, at_of(request).astimezone(BEIJING).date(), state.passed)


def _show(
    request: HttpRequest, benefit: Benefit, state: State, problems: Sequence[Problem] = ()
) -> HttpResponse:
    decided = _decide(request, benefit, state)
    if decided.outcome.next is not None:
        asked = question_of(benefit.form, decided.outcome.next)
        if asked is not None:
            return _ask(request, benefit, state, asked, forms.empty(), problems)
    context = {
        **_frame(benefit, state, decided),
        "told": facts.told(decided, language()),
        "may_keep": actor_of(request).account_id is not None,
        "of_firms": facts.is_of_firms(benefit),
        "keep_act_id": new_act_id(),
    }
    return render(request, "portal/entitled_answer.html", context)


def _ask(
    request: HttpRequest,
    benefit: Benefit,
    state: State,
    asked: Question,
    filled: forms.Filled,
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    decided = _decide(request, benefit, state)
    shown = service_asks.asks(
        benefit, replace(filled, raw={asked.name: filled.raw.get(asked.name, "")}), [asked.name]
    )
    finder = listed.finder(benefit, asked, request)
    problems = (*problems, *(finder.problems if finder else ()))
    context = {
        **_frame(benefit, state, decided),
        "one": replace(shown[0], required=True),
        "finder": finder,
        "listing": listed.in_force(benefit, asked, decided.outcome.on),
        "asked": asked.name,
        "filled": filled,
        "problems": problems,
        "rows": filled.rows.get(asked.name, forms.ROWS) if asked.type in TABLES else 0,
        "so_far": decided.outcome.entitled,
    }
    return render(request, "portal/entitled_ask.html", context, status=422 if problems else 200)


def _frame(benefit: Benefit, state: State, decided: facts.Decided) -> dict[str, Any]:
    spoken = language()
    said = facts_of(benefit.form, decided.answers.values)
    given = [
        (
            one.name,
            benefit.text(f"question.{one.name}", spoken),
            facts.answered(benefit, one, said[PREFIX + one.name], spoken),
        )
        for one in benefit.form.questions
        if one.name in decided.answers.values
    ]
    return {
        "name": benefit.name,
        "title": benefit.text("title", spoken),
        "summary": benefit.text("summary", spoken),
        "state": state.signed(SALT),
        "given": given,
        "passed": [
            (one.name, benefit.text(f"question.{one.name}", spoken))
            for one in benefit.form.questions
            if one.name in state.passed and one.name in decided.outcome.waits_for
        ],
    }  # fmt: skip
