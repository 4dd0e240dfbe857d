"""`/programmes`: what a body's programmes come to, in counts, and to start, run and end them; never a person."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.benefits import facts, service
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.web.api.access import opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName, ProgrammeIn, RunIn
from linli.web.api.told_benefits import Programme, ProgrammeMade, ProgrammeRan, Programmes

router = Router(tags=["benefits"])
READ, RUN = (Permission.PROGRAMME_READ,), (Permission.PROGRAMME_RUN,)


@router.get("/programmes", response={200: Programmes, **READ_SAYS_NO}, **opens(READ))
def list_programmes(request: HttpRequest) -> HttpResponse:
    """List the programmes of one's body or area with what they came to, the newest first."""
    asked = asking(request)
    return answer({"programmes": [_told(one) for one in facts.programmes(asked.actor, asked.at)]})


@router.post("/programmes", response={201: ProgrammeMade, **SAYS_NO}, **opens(RUN, Scope.MOVE))
def start_programme(request: HttpRequest, sent: ProgrammeIn, act_id: ActId) -> HttpResponse:
    """Start to look for those who are entitled, for a body that the asker works for."""
    asked = asking(request)
    ref = service.start_programme(sent.benefit, sent.body, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.post("/programmes/{programme}/run", response={200: ProgrammeRan, **SAYS_NO}, **opens(RUN, Scope.MOVE))
def run_programme(request: HttpRequest, programme: CaseName, sent: RunIn, act_id: ActId) -> HttpResponse:
    """Look at the answers of all who agreed, or of one firm, and ask who is entitled."""
    asked = asking(request)
    _find(request, programme)
    ran = service.run_programme(
        programme, company=sent.company, actor=asked.actor, act_id=act_id, at=asked.at
    )
    return answer(asdict(ran))


@router.post("/programmes/{programme}/end", response={200: Programme, **SAYS_NO}, **opens(RUN, Scope.MOVE))
def end_programme(request: HttpRequest, programme: CaseName, act_id: ActId) -> HttpResponse:
    """End a programme; what nobody answered is withdrawn."""
    asked = asking(request)
    _find(request, programme)
    service.end_programme(programme, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(_told(_find(request, programme)))


def _find(request: HttpRequest, ref: str) -> facts.ProgrammeFact:
    """Return a programme of the asker; a name that is none is not there, rather than wrong."""
    asked = asking(request)
    return facts.programme(asked.actor, ref, asked.at)


def _told(one: facts.ProgrammeFact) -> Json:
    return {
        "ref": one.ref,
        "benefit": one.benefit,
        "body": one.body.ref,
        "body_name": both(one.body.name_zh, one.body.name_en or one.body.name_zh),
        "started_at": instant(one.started_at),
        "ended_at": instant(one.ended_at) if one.ended_at else None,
        "ran_at": instant(one.ran_at) if one.ran_at else None,
        "agreed": one.agreed,
        "looked_at": one.looked_at,
        "entitled": one.entitled,
        "states": dict(one.states),
        "reasons": dict(one.reasons),
    }
