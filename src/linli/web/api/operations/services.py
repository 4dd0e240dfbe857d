"""`GET /services`: what a case can be opened as, and what each service asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.cases import facts
from linli.apps.catalogue import facts as catalogue
from linli.core.forms.questions import Question
from linli.core.packs.definition import ServiceDefinition
from linli.kernel.audit.outcomes import NotVisible
from linli.web.api.access import Open, opens
from linli.web.api.answers import Json, answer, both
from linli.web.api.asking import READ_SAYS_NO
from linli.web.api.cases_told import named
from linli.web.api.sent import Code
from linli.web.api.told import Service, Services

router = Router(tags=["catalogue"])
WHILE = "public, max-age=60"


@router.get("/services", response={200: Services, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_services(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """List the services that are published now, with their questions."""
    current = catalogue.snapshot().packs
    return answer({"services": [_service(sha) for _, sha in sorted(current.items())]}, cache=WHILE)


@router.get("/services/{service}", response={200: Service, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_service(request: HttpRequest, service: Code) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Return one service with its questions."""
    sha = catalogue.snapshot().current_pack(service)
    if sha is None:
        raise NotVisible
    return answer(_service(sha), cache=WHILE)


def _service(sha: str) -> Json:
    definition = facts.definition(sha)
    return {
        "service": definition.name,
        "version": definition.version,
        "kind": definition.kind,
        "sensitivity": definition.sensitivity.value,
        "definition": sha,
        "title": named(definition, "title"),
        "summary": named(definition, "summary"),
        "questions": [_question(one, definition, one.name) for one in definition.form.questions],
    }


def _question(question: Question, definition: ServiceDefinition, path: str) -> Json:
    key = f"question.{path}"
    return {
        "name": question.name,
        "type": question.type.value,
        "required": question.required,
        "title": named(definition, key),
        "help": _if_any(definition, f"{key}.help"),
        "max_length": question.max_length if question.type.value in {"text", "long_text"} else None,
        "choices": [
            {"value": one, "name": named(definition, f"choice.{path}.{one}")} for one in question.choices
        ],
        "when": question.when.text if question.when else None,
        "fields": [_question(one, definition, f"{path}.{one.name}") for one in question.fields],
    }


def _if_any(definition: ServiceDefinition, key: str) -> Json:
    return both(*(definition.texts.get(lang, {}).get(key, "") for lang in ("zh", "en")))
