"""`GET /benefits`, `POST /benefits/{benefit}/decide`: what there is to be had, and what the rules say of answers."""

from __future__ import annotations

from typing import Protocol

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.benefits import facts
from linli.core.clock.instants import local
from linli.core.forms.questions import Question
from linli.core.packs.benefit import Benefit
from linli.web.api.access import Open, opens
from linli.web.api.answers import Json, answer, both
from linli.web.api.asking import READ_SAYS_NO, asking, day_said
from linli.web.api.sent import AnswersIn, Code
from linli.web.api.told_benefits import Benefit as BenefitTold
from linli.web.api.told_benefits import Benefits, Entitlement

router = Router(tags=["benefits"])
WHILE = "public, max-age=60"
LANGUAGES = ("zh", "en")


@router.get("/benefits", response={200: Benefits, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_benefits(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """List the entitlements whose rules are published now, with their questions."""
    return answer({"benefits": [_benefit(one) for one in facts.benefits()]}, cache=WHILE)


@router.get("/benefits/{benefit}", response={200: BenefitTold, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_benefit(request: HttpRequest, benefit: Code) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Return one entitlement with its questions."""
    return answer(_benefit(facts.benefit(benefit)), cache=WHILE)


@router.post(
    "/benefits/{benefit}/decide",
    response={200: Entitlement, 400: None, 409: None, 413: None, 415: None, **READ_SAYS_NO},
    **opens(Open.EVERYBODY),
)
def decide_benefit(request: HttpRequest, benefit: Code, sent: AnswersIn) -> HttpResponse:
    """Say what the rules make of these answers on a day; nothing of them is kept."""
    today = local(asking(request).at).date()
    decided = facts.decide(
        benefit,
        sent.answers,
        day_said(sent.on, "on", "api.wrong_value") if sent.on else today,
        sent.passed,
        today=today,
    )
    outcome = decided.outcome
    return answer(
        {
            "benefit": decided.benefit.name,
            "on": outcome.on.isoformat(),
            "entitled": outcome.entitled,
            "examples": outcome.examples,
            "waits_for": list(outcome.waits_for),
            "asks_next": outcome.next,
            "told": {lang: facts.told(decided, lang) for lang in LANGUAGES},
        }
    )


def _benefit(one: Benefit) -> Json:
    return {
        "benefit": one.name,
        "version": one.version,
        "events": [event.value for event in one.events],
        "title": _named(one, "title"),
        "summary": _named(one, "summary"),
        "questions": [question_of(one, each, each.name) for each in one.form.questions],
    }


def _named(one: Worded, key: str) -> Json:
    return both(one.text(key, "zh"), one.text(key, "en"))


class Worded(Protocol):
    """Whatever has sentences by key and language: an entitlement, a bundle."""

    def text(self, key: str, lang: str) -> str:
        """Return the sentence."""


def question_of(one: Worded, question: Question, path: str) -> Json:
    """Write a question with its sentences."""
    return {
        "name": question.name,
        "type": question.type.value,
        "required": question.required,
        "title": _named(one, f"question.{path}"),
        "help": _named(one, f"question.{path}.help"),
        "max_length": question.max_length if question.type.value in {"text", "long_text"} else None,
        "choices": [
            {"value": each, "name": _named(one, f"choice.{path}.{each}")} for each in question.choices
        ],
        "when": question.when.text if question.when else None,
        "fields": [question_of(one, each, f"{path}.{each.name}") for each in question.fields],
    }
