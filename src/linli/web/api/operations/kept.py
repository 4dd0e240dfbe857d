"""`/kept-answers` and `/proposals`: what somebody lets us keep, and what was proposed to them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.benefits import facts, service
from linli.kernel.access.tokens import Scope
from linli.web.api.access import Open, opens
from linli.web.api.answers import answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName, ProposalIn
from linli.web.api.told_benefits import Answered, KeptAnswers

router = Router(tags=["benefits"])


@router.get("/kept-answers", response={200: KeptAnswers, **READ_SAYS_NO}, **opens(Open.PERSONS))
def list_kept_answers(request: HttpRequest) -> HttpResponse:
    """List the answers that one let us keep, and what waits for one's yes or no."""
    asked = asking(request)
    return answer(
        {
            "kept": [
                {
                    "ref": one.ref,
                    "benefit": one.benefit,
                    "answers": dict(one.answers),
                    "company": one.company,
                    "kept_at": instant(one.kept_at),
                    "until": instant(one.until),
                    "findable": one.findable,
                }
                for one in facts.mine(asked.actor, asked.at)
            ],
            "proposals": [
                {
                    "ref": one.ref,
                    "benefit": one.benefit,
                    "title": both(
                        *(facts.any_version(one.rules).text("title", lang) for lang in ("zh", "en"))
                    ),
                    "made_at": instant(one.made_at),
                    "service": service.service_of(one.rules),
                }
                for one in facts.proposals(asked.actor)
            ],
        }
    )


@router.post(
    "/proposals/{proposal}",
    response={200: Answered, **SAYS_NO},
    **opens(Open.PERSONS, Scope.OPEN),
)
def answer_proposal(
    request: HttpRequest, proposal: CaseName, sent: ProposalIn, act_id: ActId
) -> HttpResponse:
    """Say yes to what was proposed, which opens the case of its service, or no, with or without a reason."""
    asked = asking(request)
    if sent.answer == "no":
        service.decline(proposal, sent.reason, actor=asked.actor, act_id=act_id, at=asked.at)
        return answer({"state": "declined", "case": None, "number": None})
    opened = service.accept(proposal, sent.answers, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"state": "accepted", "case": str(opened["ref"]), "number": str(opened["number"])})
