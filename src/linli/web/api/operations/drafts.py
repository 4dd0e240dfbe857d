"""`/drafts`: a form begun, gone on with from another program or page, sent or thrown away; one's own only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.cases import facts, service
from linli.apps.cases.facts import Saved
from linli.apps.cases.service import Begun
from linli.apps.people import facts as people
from linli.core.forms.answers import Answers, read_answers
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.ui.failures import problems_as_json
from linli.kernel.ui.show import local
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.operations.open_case import worked
from linli.web.api.sent import CaseName
from linli.web.api.sent_drafts import DraftIn, NewDraftIn
from linli.web.api.told import Opened
from linli.web.api.told_drafts import Draft, Drafts
from linli.web.portal import saving
from linli.web.portal import service_forms as forms
from linli.web.portal.service_forms import WHAT, Filled

router = Router(tags=["drafts"])


@router.get("/drafts", response={200: Drafts, **READ_SAYS_NO}, **opens(Open.PERSONS))
def list_drafts(request: HttpRequest) -> HttpResponse:
    """List the forms that one began and did not send, also those begun on a page."""
    asked = asking(request)
    agreed = {ref for ref, _ in people.represented(asked.actor, asked.at)}
    shown = [
        one for one in facts.saved_forms(asked.actor, asked.at) if not one.person or one.person in agreed
    ]
    return answer({"drafts": [_card(one) for one in shown]})


@router.post("/drafts", response={201: Draft, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def begin_draft(request: HttpRequest, sent: NewDraftIn, act_id: ActId) -> HttpResponse:
    """Begin a form; it is kept for a month. Nobody else sees it, and it is no case before it is sent."""
    asked = asking(request)
    _agreed(sent.person, asked)
    sha, definition = facts.current(sent.service)
    saved = _keep(definition, sha, act_id, sent, sent.person, asked)
    return answer(_draft(saved, asked.actor, asked.at), status=CREATED)


@router.get("/drafts/{draft}", response={200: Draft, **READ_SAYS_NO}, **opens(Open.PERSONS))
def read_draft(request: HttpRequest, draft: CaseName) -> HttpResponse:
    """Read a form of one's own, with what is still missing or wrong."""
    asked = asking(request)
    saved = _own(draft, asked)
    return answer(_draft(saved, asked.actor, asked.at))


@router.post("/drafts/{draft}", response={200: Draft, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def save_draft(request: HttpRequest, draft: CaseName, sent: DraftIn, act_id: ActId) -> HttpResponse:  # noqa: ARG001 - saving twice is saving once
    """Put what was written in the place of what was there; it is kept a month from now."""
    asked = asking(request)
    saved = _own(draft, asked)
    begun = service.resume(draft, actor=asked.actor, at=asked.at)
    sha, definition = facts.current(begun.service)
    saved = _keep(definition, sha, begun.act_id, sent, saved.person, asked)
    return answer(_draft(saved, asked.actor, asked.at))


@router.post("/drafts/{draft}/send", response={201: Opened, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def send_draft(request: HttpRequest, draft: CaseName, act_id: ActId) -> HttpResponse:  # noqa: ARG001 - the draft has its own
    """Send a form: it becomes a case and the draft is gone. Sent again within a week, the answer is the same case.

    The key with which the draft was begun is the key of the case, so that a page and a program cannot send it twice.
    """
    asked = asking(request)
    if (sent := facts.sent_form(_uuid(draft), actor=asked.actor, at=asked.at)) is not None:
        _agreed(sent.person, asked)
        return answer(dict(sent.answer), status=CREATED)
    saved = _own(draft, asked)
    begun = service.resume(draft, actor=asked.actor, at=asked.at)
    _, definition = facts.current(begun.service)
    filled = _filled(begun, definition)
    if wrong := _wrong(definition, filled, asked.at):
        raise Invalid(*wrong)
    told = replace(
        forms.told(definition, filled),
        channel="agent" if saved.person else "api",
        on_behalf_of=saved.person,
    )
    opened = service.open_case(told, actor=asked.actor, act_id=begun.act_id, at=asked.at)
    code = facts.query_code(str(opened["ref"]))
    told_back: Json = {**opened, "code": code, **worked(definition, filled.raw, asked.at)}
    service.mark_sent(begun.act_id, saved.person, told_back, asked.at)
    return answer(told_back, status=CREATED)


@router.post("/drafts/{draft}/discard", response={200: Drafts, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def discard_draft(request: HttpRequest, draft: CaseName, act_id: ActId) -> HttpResponse:  # noqa: ARG001 - thrown away once is thrown away
    """Throw a form away with its files, also one for somebody who no longer agrees; what is left is listed."""
    asked = asking(request)
    service.erase_own(_uuid(draft), actor=asked.actor, at=asked.at)
    return list_drafts(request)


def _agreed(person: str, asked: ActorRequest) -> None:
    """Refuse to write for somebody who did not agree, or no longer does; nothing tells whether there is such a person."""
    if person and people.agent_for(asked.actor, person, asked.at) is None:
        raise NotVisible


def _own(draft: str, asked: ActorRequest) -> Saved:
    saved = facts.saved_form(_uuid(draft), actor=asked.actor, at=asked.at)
    _agreed(saved.person, asked)
    return saved


def _uuid(draft: str) -> str:
    try:
        return str(UUID(draft))
    except ValueError:
        raise NotVisible from None


def _keep(
    definition: ServiceDefinition, sha: str, act_id: str, sent: DraftIn, person: str, asked: ActorRequest
) -> Saved:
    names = {one.name for one in definition.form.questions}
    in_words = WHAT in names
    odd = [name for name in sent.answers if name not in names]
    if odd:
        raise Invalid(
            *(Problem(f"answers.{name[:60]}", "forms.unknown_question", {"name": name[:60]}) for name in odd)
        )
    filled = Filled(
        act_id=act_id,
        raw={**({WHAT: sent.body} if in_words and sent.body else {}), **sent.answers},
        words="" if in_words else sent.body,
        lon="" if sent.lon is None else str(sent.lon),
        lat="" if sent.lat is None else str(sent.lat),
        name=sent.contact.name,
        phone=sent.contact.phone,
        confidential=sent.confidential,
        no_letters=not sent.letters,
    )
    said = {**asdict(filled), "shown": [], "person": person}
    return service.save_form(Begun(definition.name, sha, act_id, said), actor=asked.actor, at=asked.at)


def _filled(begun: Begun, definition: ServiceDefinition) -> Filled:
    said: Mapping[str, Any] = begun.said if isinstance(begun.said, dict) else {}
    return replace(saving.filled_of(said, definition), act_id=begun.act_id, channel="")


def _wrong(definition: ServiceDefinition, filled: Filled, at: datetime) -> list[Problem]:
    """Return all that keeps a form from being sent, by the names of the interface."""
    told = forms.told(definition, filled)
    found = service.check_told(told, in_words=False)
    read = read_answers(definition.form, filled.raw, local(at).date())
    answers = () if isinstance(read, Answers) else read
    return [*found, *(Problem(f"answers.{one.field}", one.code, one.params) for one in answers)]


def _card(saved: Saved) -> Json:
    definition = facts.definition(saved.pack)
    return {
        "ref": saved.ref,
        "service": saved.service,
        "title": both(definition.text("title", "zh"), definition.text("title", "en")),
        "person": saved.person or None,
        "saved_at": instant(saved.saved_at),
        "expires_at": instant(saved.expires_at),
    }


def _draft(saved: Saved, actor: Actor, at: datetime) -> Json:
    begun = service.resume(saved.ref, actor=actor, at=at)
    sha, definition = facts.current(begun.service)
    filled = _filled(begun, definition)
    point = forms.point_of(filled)
    return {
        **_card(saved),
        "key": begun.act_id,
        "body": filled.words or str(filled.raw.get(WHAT) or ""),
        "answers": dict(filled.raw),
        "contact": {"name": filled.name, "phone": filled.phone},
        "lon": point[0] if point else None,
        "lat": point[1] if point else None,
        "confidential": filled.confidential,
        "letters": not filled.no_letters,
        "changed": sha != begun.pack,
        "wrong": problems_as_json(_wrong(definition, filled, at)),
        **worked(definition, filled.raw, at),
    }
