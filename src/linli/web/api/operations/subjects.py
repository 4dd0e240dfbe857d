"""`GET /subjects`: what plain words may mean, and the limits of a subject."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue.facts import ConditionFact, SubjectFact
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.show import limit as limit_name
from linli.kernel.ui.text import LANGUAGES
from linli.web.api.access import Open, opens
from linli.web.api.answers import Json, answer, both
from linli.web.api.asking import READ_SAYS_NO
from linli.web.api.sent import Code
from linli.web.api.told import Subjects, SubjectWithConditions

router = Router(tags=["catalogue"])
WHILE = "public, max-age=60"
Words = Annotated[str, Query(description="Plain words: 井盖, street lamp.", min_length=1, max_length=200)]
Count = Annotated[int, Query(ge=1, le=50)]


@router.get("/subjects", response={200: Subjects, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def find_subjects(request: HttpRequest, q: Words, limit: Count = 8) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Find the subjects that plain words may mean, the likeliest first."""
    found = catalogue.find_subjects(q, limit)
    return answer({"subjects": [subject(one) for one in found]}, cache=WHILE)


@router.get("/subjects/{key}", response={200: SubjectWithConditions, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_subject(request: HttpRequest, key: Code) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Return a subject with the conditions and limits under which it is accepted."""
    now = catalogue.snapshot()
    found = now.subject(key)
    if found is None:
        raise NotVisible
    conditions = [_condition(one) for one in now.conditions_of(key)]
    links = [_link(one) for one in catalogue.asked_links(key)]
    return answer({**subject(found), "conditions": conditions, "links": links}, cache=WHILE)


def subject(found: SubjectFact) -> Json:
    """Write a subject."""
    return {
        "key": found.key,
        "standard": found.standard,
        "kind": found.kind,
        "code": found.code,
        "name": both(found.name_zh, found.name_en),
        "parent": found.parent,
    }


def _link(name: str) -> Json:
    return {"link": name, "name": both(*(catalogue.link_name(name, lang) for lang in ("zh", "en")))}


def _condition(one: ConditionFact) -> Json:
    return {
        "key": one.key,
        "text": both(one.text_zh, one.text_en),
        "limit": one.limit,
        "limit_name": {lang: limit_name(one.limit, lang) for lang in LANGUAGES},
        "abridged": one.abridged,
    }
