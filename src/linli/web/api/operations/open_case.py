"""`POST /cases`: tells a problem once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.cases import facts, service
from linli.core.clock.instants import local
from linli.core.forms.answers import Answers, read_answers
from linli.core.forms.questions import Form
from linli.core.packs.advice import advice
from linli.core.packs.amounts import amounts
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import Invalid
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer
from linli.web.api.asking import SAYS_NO, ActId, asking
from linli.web.api.cases_told import named
from linli.web.api.sent import CaseIn
from linli.web.api.told import Opened

router = Router(tags=["cases"])
IN_WORDS = "what"
"""The question that ``body`` answers."""


@router.post("/cases", response={201: Opened, **SAYS_NO}, **opens(Open.EVERYBODY, Scope.OPEN))
def open_case(request: HttpRequest, told: CaseIn, act_id: ActId) -> HttpResponse:
    """Open a case. The answer holds number and query code, which together open it without an account."""
    asked = asking(request)
    opened = service.open_case(told_by(told, asked.at), actor=asked.actor, act_id=act_id, at=asked.at)
    code = facts.query_code(str(opened["ref"]))
    _, definition = facts.current(told.service)
    raw = {IN_WORDS: told.body, **told.answers}
    return answer({**opened, "code": code, **worked(definition, raw, asked.at)}, status=CREATED)


def worked(definition: ServiceDefinition, raw: Mapping[str, JsonValue], at: datetime) -> Json:
    """Write the sentences of the limits that were told, and the sums that follow from the answers."""
    read = read_answers(definition.form, raw, local(at).date())
    facts_told, on = (read.facts if isinstance(read, Answers) else {}), local(at).date()
    names = advice(definition, facts_told, on) if isinstance(read, Answers) else ()
    sums = amounts(definition, facts_told, on)
    return {
        "advice": [{"code": one, **named(definition, f"advice.{one}")} for one in names],
        "amounts": [
            {
                "code": one.name,
                **named(definition, f"amount.{one.name}"),
                "unit": one.unit.value,
                "value": float(one.value) if isinstance(one.value, Decimal) else one.value,
            }
            for one in sums
        ],
    }


def told_by(sent: CaseIn, at: datetime) -> service.Told:
    """Return what was told, with the answers read by the service's own questions."""
    return service.Told(
        body=sent.body,
        service=sent.service,
        kind=sent.kind,
        channel=sent.channel,
        title=sent.title,
        subject=sent.subject,
        condition=sent.condition,
        link=sent.link,
        place=sent.place,
        lon=sent.lon,
        lat=sent.lat,
        area=sent.area,
        about_body=sent.about_body,
        answers=answers_of(sent.service, sent.answers, at),
        contact=service.Contact(sent.contact.name, sent.contact.phone),
        files=tuple(sent.files),
        on_behalf_of=sent.person,
        confidential=sent.confidential,
        urgent=sent.urgent,
        may_publish=sent.may_publish,
        letters=sent.letters,
        language=sent.language,
    )


def answers_of(name: str, raw: Mapping[str, JsonValue], at: datetime) -> Mapping[str, JsonValue]:
    """Read answers as the service asks for them; what was told in words has a field of its own.

    Raises:
        Invalid: an answer is wrong, unknown, or missing.
        Refused: there is no such service.
    """
    _, definition = facts.current(name)
    asked = [one for one in definition.form.questions if one.name != IN_WORDS or IN_WORDS in raw]
    read = read_answers(Form(tuple(asked)), raw, local(at).date())
    if isinstance(read, tuple):
        raise Invalid(*(Problem(f"answers.{one.field}", one.code, one.params) for one in read))
    return read.values
