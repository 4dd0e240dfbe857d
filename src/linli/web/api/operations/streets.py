"""`/street-networks`: the networks that ways are counted over, and bringing one in from a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router
from ninja.files import UploadedFile

from linli.apps.centres import facts, service
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.ui.text import LANGUAGES, reason
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName
from linli.web.api.told_reach import NetworkBrought, NetworksTold
from linli.web.reach import streets

router = Router(tags=["places"])


@router.get("/street-networks", response={200: NetworksTold, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_street_networks(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """List the street networks, the one in force first, with source, licence, day and the pieces each falls into."""
    return answer({"networks": [_told(one) for one in facts.networks()]})


@router.post(
    "/street-networks",
    response={201: NetworkBrought, **SAYS_NO},
    **opens((Permission.STREETS_IMPORT,), Scope.MOVE),
)
def bring_street_network(
    request: HttpRequest,
    act_id: ActId,
    file: File[UploadedFile],
    source: Form[str],
    licence: Form[str],
    day: Form[str] = "",
    datum: Form[str] = "wgs84",
) -> HttpResponse:
    """Bring in a network from a file (OpenStreetMap, or a table) of at most 20 MB; what is left out is told by stretch."""
    asked = asking(request)
    said = streets.Said(source[:200], licence[:200], day[:20], datum[:20])
    made = streets.bring(file, said, actor=asked.actor, act_id=act_id, at=asked.at)
    left = [
        {"stretch": number, **{spoken: reason(one, lang=spoken) for spoken in LANGUAGES}}
        for number, one in made.faults[: streets.FAULTS_SHOWN]
    ]
    pieces = [
        {"crossings": one.nodes, "lon": one.lon, "lat": one.lat, "near": one.near} for one in streets.pieces()
    ]
    told = {
        "ref": made.ref,
        "read": made.read,
        "left_out": len(made.faults),
        "faults": left,
        "cut_off": pieces,
    }
    return answer(told, status=CREATED)


@router.post(
    "/street-networks/{network}/use",
    response={200: NetworksTold, **SAYS_NO},
    **opens((Permission.STREETS_IMPORT,), Scope.MOVE),
)
def use_street_network(request: HttpRequest, network: CaseName, act_id: ActId) -> HttpResponse:
    """Use a network that was brought in before; answers with the list, on which it is the first now."""
    asked = asking(request)
    service.use_streets(network, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"networks": [_told(one) for one in facts.networks()]})


def _told(one: facts.StreetsFact) -> Json:
    return {
        "ref": one.ref, "source": one.source, "licence": one.licence, "day": one.day.isoformat(),
        "crossings": one.nodes, "stretches": one.edges, "left_out": one.left_out, "pieces": one.pieces_count,
        "imported_at": instant(one.imported_at),
    }  # fmt: skip
