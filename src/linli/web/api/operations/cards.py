"""`/cards` and `/card-lines`: the service card of an area as it stands today, and its lines."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.centres import facts, service
from linli.apps.grid import facts as grid
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.show import local
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName, Code
from linli.web.api.sent_reach import CardLineIn
from linli.web.api.told_reach import Made, ServiceCard
from linli.web.reach.carding import Line, area_with_card, card_of

router = Router(tags=["places"])
KEEP = (Permission.CARD_KEEP,)


@router.get("/cards/{area}", response={200: ServiceCard, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_card(request: HttpRequest, area: Code) -> HttpResponse:
    """Return the service card of a sub-district, community, village or anything finer; private numbers by consent only."""
    found, on = area_with_card(area), local(asking(request).at).date()
    card = card_of(found, on)
    told = {
        "area": found.code, "place": both(card.place.zh, card.place.en), "on": on.isoformat(),
        "urgent": [_line(one) for one in card.urgent], "people": [_person(one) for one in card.people],
        "lines": [_line(one) for one in card.lines], "kinds": [*facts.ENTRIES],
    }  # fmt: skip
    return answer(told)


@router.post("/card-lines", response={201: Made, **SAYS_NO}, **opens(KEEP, Scope.MOVE))
def enter_card_line(request: HttpRequest, sent: CardLineIn, act_id: ActId) -> HttpResponse:
    """Enter a line for an area and all below it; the one of the same kind that stood there ends."""
    asked = asking(request)
    ref = service.enter_line(
        service.NewLine(**sent.model_dump()), actor=asked.actor, act_id=act_id, at=asked.at
    )
    return answer({"ref": ref}, status=CREATED)


@router.post("/card-lines/{line}/end", response={200: Made, **SAYS_NO}, **opens(KEEP, Scope.MOVE))
def end_card_line(request: HttpRequest, line: CaseName, act_id: ActId) -> HttpResponse:
    """Take a line off; what the area above says stands there again."""
    asked = asking(request)
    if not grid.is_ref(line):
        raise NotVisible
    service.end_line(line, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": line})


def _line(one: Line) -> Json:
    return {
        "kind": one.kind, "label": both(one.label.zh, one.label.en), "name": both(one.name.zh, one.name.en),
        "phone": one.phone, "where": both(one.where.zh, one.where.en), "hours": one.hours,
    }  # fmt: skip


def _person(one: Line) -> Json:
    return {
        "label": both(one.label.zh, one.label.en), "name": one.name.zh, "phone": one.phone,
        "where": both(one.where.zh, one.where.en), "since": one.since.isoformat() if one.since else None,
    }  # fmt: skip
