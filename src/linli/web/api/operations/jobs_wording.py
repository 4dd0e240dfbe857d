"""`/jobs/wording`: what a post may not say, edition by edition: read by anybody, changed by two people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.jobs import facts, service
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent_jobs import WordingIn, WordingMoveIn
from linli.web.api.told_jobs import JobWording, JobWordingNow, JobWordings

router = Router(tags=["jobs"])
EITHER = (Permission.JOB_TABLES, Permission.JOB_WORDS_APPROVE)


@router.get("/jobs/wording", response={200: JobWordingNow, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def show_job_wording(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Tell the edition in force, and how long an agreement stays proof of a claim."""
    now = facts.wording()
    claims = [
        {
            "since": one.since.isoformat(), "years": one.years, "basis": both(one.basis["zh"], one.basis["en"]),
            "is_example": one.is_example,
        }
        for one in facts.claims()
    ]  # fmt: skip
    return answer({"edition": now.number, "sorts": [_sort(one) for one in now.sorts], "claims": claims})


@router.get("/jobs/wording/editions", response={200: JobWordings, **READ_SAYS_NO}, **opens(EITHER))
def list_job_wordings(request: HttpRequest) -> HttpResponse:
    """List what waits for its second person, and the editions that were decided on."""
    actor = asking(request).actor
    waits = facts.proposal(actor)
    rows = [_edition(one) for one in facts.editions(actor)]
    return answer({"proposal": _edition(waits) if waits else None, "editions": rows})


@router.post(
    "/jobs/wording/editions",
    response={201: JobWording, **SAYS_NO},
    **opens((Permission.JOB_TABLES,), Scope.OPEN),
)
def propose_job_wording(request: HttpRequest, sent: WordingIn, act_id: ActId) -> HttpResponse:
    """Propose an edition in which one sort of words is different; a second person puts it in force."""
    asked = asking(request)
    new = service.SortIn(
        sent.sort, tuple(sent.patterns), tuple(sent.excuses), sent.basis_zh, sent.basis_en, sent.confirmed
    )
    number = service.propose_wording(new, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(_numbered(request, number), status=CREATED)


@router.post(
    "/jobs/wording/editions/{edition}/moves",
    response={200: JobWording, **SAYS_NO},
    **opens(EITHER, Scope.MOVE),
)
def move_job_wording(request: HttpRequest, edition: int, sent: WordingMoveIn, act_id: ActId) -> HttpResponse:
    """Put a proposed edition in force as the second person, refuse it, or take one's own back."""
    asked = asking(request)
    said = {"actor": asked.actor, "act_id": act_id, "at": asked.at}
    if sent.move == "withdraw":
        service.withdraw_wording(edition, **said)
    else:
        service.decide_wording(edition, yes=sent.move == "approve", **said)
    return answer(_numbered(request, edition))


def _numbered(request: HttpRequest, number: int) -> Json:
    actor = asking(request).actor
    waits = facts.proposal(actor)
    return next(
        _edition(one) for one in (*([waits] if waits else ()), *facts.editions(actor)) if one.number == number
    )


def _edition(one: facts.EditionFact) -> Json:
    return {
        "edition": one.number, "state": one.state, "sorts": [_sort(each) for each in one.sorts],
        "proposed_at": instant(one.proposed_at), "decided_at": instant(one.decided_at),
    }  # fmt: skip


def _sort(one: facts.Sort) -> Json:
    return {
        "sort": one.code, "patterns": [*one.patterns], "excuses": [*one.excuses],
        "basis": both(one.basis["zh"], one.basis["en"]), "confirmed": one.confirmed,
    }  # fmt: skip
