"""`/registers`: what bodies entered for oneself, what of it can be certified, and new entries by a body."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from linli.apps.certificates import facts, service
from linli.apps.people import facts as people
from linli.kernel.access.tokens import Scope
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import Code, EntryIn, RegisterWishIn
from linli.web.api.told_certificates import EntryMade, Issued, Registers, RepresentedPeople

router = Router(tags=["certificates"])
Register = Annotated[Code, Path(description="volunteers, training, activities, assistance or contracts.")]


@router.get("/represented", response={200: RepresentedPeople, **READ_SAYS_NO}, **opens(Open.PERSONS))
def list_represented(request: HttpRequest) -> HttpResponse:
    """List the people who agreed that the asker acts for them; their refs are what `person` takes elsewhere."""
    asked = asking(request)
    found = people.represented(asked.actor, asked.at)
    return answer({"people": [{"person": ref, "name": name} for ref, name in found]})


@router.get("/registers", response={200: Registers, **READ_SAYS_NO}, **opens(Open.PERSONS))
def list_registers(request: HttpRequest, person: Code = "") -> HttpResponse:
    """List what bodies entered for the asker, and the certificates that it allows.

    With `person`, a resident whose agent the asker is: only the certificates that an agent may take.
    """
    asked = asking(request)
    actor = asked.actor
    if person:
        found = service.registered_of(person, actor=actor, at=asked.at)
        return answer({"entries": [], "offers": [_offer(one) for one in found]})
    found = facts.registered(actor.account_id) if actor.account_id is not None else ()
    entries = [
        {
            "ref": one.ref,
            "register_name": one.register,
            "body": both(one.body_zh, one.body_en),
            "on": one.on.isoformat(),
            "until": one.until.isoformat(),
            "amount": one.amount,
            "unit": one.unit,
            "title": one.title,
            "number": one.number,
            "state": one.state,
        }
        for one in facts.my_entries(actor)
    ]
    return answer({"entries": entries, "offers": [_offer(one) for one in found]})


def _offer(one: facts.Offer) -> Json:
    return {
        "kind": one.kind.code,
        "source": one.source,
        "values": dict(one.values),
        "always": [*one.kind.always],
        "chosen": [*one.kind.chosen],
    }


@router.post("/certificates", response={201: Issued, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def issue_registered(request: HttpRequest, sent: RegisterWishIn, act_id: ActId) -> HttpResponse:
    """Issue a certificate of one's own entries in a register, or by consent of another's: as /registers offers them."""
    asked = asking(request)
    wish = service.RegisterWish(sent.kind, sent.source, frozenset(sent.chosen), person=sent.person)
    made = service.issue_registered(wish, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(made, status=CREATED)


@router.post(
    "/registers/{name}/entries",
    response={201: EntryMade, **SAYS_NO},
    **opens(Open.PERSONS, Scope.NOTE),
)
def record_entry(request: HttpRequest, name: Register, sent: EntryIn, act_id: ActId) -> HttpResponse:
    """Enter something in a register, as the body that the asker works for; a second person confirms it."""
    asked = asking(request)
    ref = service.record(name, sent.model_dump(), actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)
