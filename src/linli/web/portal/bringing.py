"""What somebody needs to bring: the next question that decides it, then only what applies; nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from linli.apps.cases import facts as cases
from linli.apps.catalogue import facts as catalogue
from linli.core.clock.instants import BEIJING
from linli.core.forms.answers import Answers, read_answers
from linli.core.forms.questions import Form, Question, QuestionType
from linli.core.packs.definition import ServiceDefinition
from linli.core.packs.guide import Guide
from linli.core.packs.materials import Bringing, to_bring
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui import show
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language, t
from linli.web.portal import service_asks
from linli.web.portal import service_forms as forms
from linli.web.portal.answering import State, question_of, read_state
from linli.web.portal.services import IN_THREE_STEPS
from linli.web.portal.visitor import at_of

SALT = "portal.bring"


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of a guide with their sentences, as a page shows the questions of any form."""

    form: Form
    texts: dict[str, dict[str, str]]


@public_page
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, name: str) -> HttpResponse:
    """Ask the next question, or show the list."""
    sha = catalogue.snapshot().current_pack(name)
    if sha is None:
        raise NotVisible
    definition = cases.definition(sha)
    guide = definition.guide
    if guide is None or not guide.materials:
        return HttpResponseRedirect(reverse("portal-service-about", args=[name]))
    if request.method == "GET":
        return _show(request, definition, guide, State())
    state = read_state(request.POST.get("state", ""), SALT)
    if state is None or isinstance(_read(request, guide, state), tuple):
        return _show(request, definition, guide, State(), [Problem("", "entitled.state_broken")])
    verb, _, what = request.POST.get("go", "next").partition(":")
    asked = question_of(guide.form, request.POST.get("asked", ""))
    if asked is not None and verb == "next":
        return _answer(request, definition, guide, state, asked)
    turned = state.turned(guide.form, verb, what or (asked.name if asked else ""))
    return _show(request, definition, guide, turned)


def _answer(
    request: HttpRequest, definition: ServiceDefinition, guide: Guide, state: State, asked: Question
) -> HttpResponse:
    """Take up one answer, or say what is wrong with it."""
    said = forms.read(guide.form, request).raw.get(asked.name)
    field = forms.Q + asked.name
    if forms.is_empty(said):
        return _ask(request, definition, guide, state, asked, said, [Problem(field, "entitled.say_or_pass")])
    new = state.saying(asked.name, said)
    wrong = _read(request, guide, new)
    if isinstance(wrong, tuple):
        return _ask(request, definition, guide, state, asked, said, forms.fields(guide.form, wrong))
    return _show(request, definition, guide, new)


def _today(request: HttpRequest) -> date:
    return at_of(request).astimezone(BEIJING).date()


def _read(request: HttpRequest, guide: Guide, state: State) -> Answers | tuple[Problem, ...]:
    return read_answers(guide.form, state.answers, _today(request))


def _show(
    request: HttpRequest,
    definition: ServiceDefinition,
    guide: Guide,
    state: State,
    problems: Sequence[Problem] = (),
) -> HttpResponse:
    answers = _read(request, guide, state)
    if not isinstance(answers, Answers):  # answers to an older version of the questions
        return _show(request, definition, guide, State(), [Problem("", "entitled.state_broken")])
    found = to_bring(guide, answers, frozenset(state.passed))
    asked = question_of(guide.form, found.next or "")
    if asked is not None:
        return _ask(request, definition, guide, state, asked, "", problems)
    context = {**_frame(definition, guide, state, answers), **_list(definition, found, answers)}
    return render(request, "portal/bring_list.html", context)


def _list(definition: ServiceDefinition, found: Bringing, answers: Answers) -> dict[str, Any]:
    spoken = language()
    lines = cases.bringing_told(definition, found, spoken)
    said = {name: answered(definition, question_of(answers.form, name), answers) for name in answers.values}
    for one in lines:
        one["said"] = [(each["label"], said[each["name"]]) for each in one["because"] if each["name"] in said]
    return {
        "lines": {
            standing: [one for one in lines if one["standing"] == standing]
            for standing in ("bring", "perhaps", "held")
        },
        "told": cases.guide_told(definition, spoken),
        "way": reverse("portal-home")
        if definition.name in IN_THREE_STEPS
        else reverse("portal-service", args=[definition.name]),
    }


def answered(definition: ServiceDefinition, question: Question | None, answers: Answers) -> str:
    """Write an answer as the person gave it."""
    spoken = language()
    value: JsonValue = answers.values.get(question.name) if question else None
    if question is None or value is None:
        return ""
    match question.type:
        case QuestionType.CHOICE:
            return definition.text(f"guide.choice.{question.name}.{value}", spoken)
        case QuestionType.YES_NO:
            return t("ui.yes" if value else "ui.no")
        case QuestionType.MONEY:
            return show.money(value, spoken)
        case QuestionType.DATE:
            return show.day(date.fromisoformat(str(value)), spoken)
        case _:
            return str(value)


def _ask(
    request: HttpRequest,
    definition: ServiceDefinition,
    guide: Guide,
    state: State,
    asked: Question,
    said: JsonValue,
    problems: Sequence[Problem],
) -> HttpResponse:
    texts = {
        lang: {key.removeprefix("guide."): one for key, one in told.items() if key.startswith("guide.")}
        for lang, told in definition.texts.items()
    }
    filled = replace(forms.empty(), raw={asked.name: said or ""})
    shown = service_asks.asks(Asked(guide.form, texts), filled, [asked.name])
    answers = _read(request, guide, state)
    context = {
        **_frame(
            definition, guide, state, answers if isinstance(answers, Answers) else Answers(guide.form, {})
        ),
        "one": replace(shown[0], required=True),
        "asked": asked.name,
        "filled": filled,
        "problems": tuple(problems),
    }
    return render(request, "portal/bring_ask.html", context, status=422 if problems else 200)


def _frame(definition: ServiceDefinition, guide: Guide, state: State, answers: Answers) -> dict[str, Any]:
    spoken = language()
    return {
        "name": definition.name,
        "title": definition.text("title", spoken),
        "state": state.signed(SALT),
        "given": [
            (
                one.name,
                definition.text(f"guide.question.{one.name}", spoken),
                answered(definition, one, answers),
            )
            for one in guide.form.questions
            if one.name in answers.values
        ],
    }
