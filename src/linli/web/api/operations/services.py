"""`GET /services`, `POST /services/{service}/bring`: what there is, what it asks, what somebody needs to bring."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from linli.apps.cases import facts
from linli.apps.catalogue import facts as catalogue
from linli.core.clock.instants import local
from linli.core.forms.answers import Answers, read_answers
from linli.core.forms.questions import Question
from linli.core.packs import search
from linli.core.packs.definition import LANGUAGES, ServiceDefinition
from linli.core.packs.materials import to_bring
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.web.api.access import Open, opens
from linli.web.api.answers import Json, answer, both
from linli.web.api.asking import READ_SAYS_NO, asking
from linli.web.api.cases_told import named
from linli.web.api.sent import BringIn, Code
from linli.web.api.told_services import Bringing, Service, Services

router = Router(tags=["catalogue"])
WHILE = "public, max-age=60"


Words = Annotated[
    str, Query("", max_length=search.LONGEST, description="Plain words; the likeliest comes first.")
]
Word = Annotated[
    str, Query("", max_length=100, description="Only those of this life event, or of this body.")
]


@router.get("/services", response={200: Services, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_services(request: HttpRequest, q: Words, event: Word, body: Word) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """List the services that are published now, with their questions and what to know before."""
    offered = {one.name: one for one in facts.offered()}
    found = search.find(q, [_entry(one) for one in offered.values()])
    chosen = [offered[name] for name in found.keys] if q.strip() else list(offered.values())
    told = [
        _service(one)
        for one in chosen
        if (not event or event in facts.events_of(one)) and (not body or body == facts.body_of(one))
    ]
    return answer({"services": told, "unmatched": list(found.unmatched)}, cache=WHILE)


def _entry(one: ServiceDefinition) -> search.Entry:
    return facts.search_entry(one.name, [one.texts.get(lang, {}) for lang in LANGUAGES])


@router.get("/services/{service}", response={200: Service, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_service(request: HttpRequest, service: Code) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Return one service with its questions."""
    return answer(_service(_published(service)), cache=WHILE)


@router.post(
    "/services/{service}/bring",
    response={200: Bringing, 400: None, 413: None, 415: None, **READ_SAYS_NO},
    **opens(Open.EVERYBODY),
)
def what_to_bring(request: HttpRequest, service: Code, sent: BringIn) -> HttpResponse:
    """Say what somebody with these answers needs to bring, and what to ask next; nothing of it is kept."""
    definition = _published(service)
    if definition.guide is None:
        raise NotVisible
    answers = read_answers(definition.guide.form, sent.answers, local(asking(request).at).date())
    if not isinstance(answers, Answers):
        raise Invalid(*answers)
    found = to_bring(definition.guide, answers, frozenset(sent.passed))
    return answer(
        {
            "service": definition.name,
            "version": definition.version,
            "asks_next": found.next,
            "materials": {lang: facts.bringing_told(definition, found, lang) for lang in LANGUAGES},
        }
    )


def _published(service: str) -> ServiceDefinition:
    sha = catalogue.snapshot().current_pack(service)
    if sha is None:
        raise NotVisible
    return facts.definition(sha)


def _service(definition: ServiceDefinition) -> Json:
    return {
        "service": definition.name,
        "version": definition.version,
        "kind": definition.kind,
        "sensitivity": definition.sensitivity.value,
        "definition": catalogue.snapshot().current_pack(definition.name),
        "title": named(definition, "title"),
        "summary": named(definition, "summary"),
        "questions": [_question(one, definition, one.name) for one in definition.form.questions],
        "effective_from": definition.effective_from.isoformat(),
        "events": [one.value for one in facts.events_of(definition)],
        "body": facts.body_of(definition),
        "guide": {lang: _guide(definition, lang) for lang in LANGUAGES},
        "asks_before": [
            _question(one, definition, one.name, "guide.")
            for one in (definition.guide.form.questions if definition.guide else ())
        ],
    }


def _guide(definition: ServiceDefinition, lang: str) -> Json:
    return {key: one for key, one in facts.guide_told(definition, lang).items() if key != "questions"}


def _question(question: Question, definition: ServiceDefinition, path: str, before: str = "") -> Json:
    key = f"{before}question.{path}"
    return {
        "name": question.name,
        "type": question.type.value,
        "required": question.required,
        "title": named(definition, key),
        "help": _if_any(definition, f"{key}.help"),
        "max_length": question.max_length if question.type.value in {"text", "long_text"} else None,
        "choices": [
            {"value": one, "name": named(definition, f"{before}choice.{path}.{one}")}
            for one in question.choices
        ],
        "when": question.when.text if question.when else None,
        "fields": [_question(one, definition, f"{path}.{one.name}") for one in question.fields],
    }


def _if_any(definition: ServiceDefinition, key: str) -> Json:
    return both(*(definition.texts.get(lang, {}).get(key, "") for lang in ("zh", "en")))
