"""`/sittings`: people sit together over a question, in a hall and from home."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.council import facts, service
from linli.core.shared.figures import SMALL
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.web.activities.reading import moment
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName
from linli.web.api.sent_activities import (
    AsideIn,
    CountIn,
    QuestionIn,
    ReplayIn,
    ReplyIn,
    SittingIn,
)
from linli.web.api.told_activities import AskedList, Made, RoomLink, SittingTold, SittingWhole

router = Router(tags=["meetings"])
KEEP = (Permission.COUNCIL_KEEP,)


@router.get("/sittings/{sitting}", response={200: SittingWhole, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_sitting(request: HttpRequest, sitting: CaseName) -> HttpResponse:
    """Tell a sitting with what was asked and answered."""
    asking(request)
    return answer(_whole(sitting))


@router.post(
    "/meetings/{meeting}/sittings", response={201: SittingTold, **SAYS_NO}, **opens(KEEP, Scope.OPEN)
)
def plan_sitting(request: HttpRequest, meeting: CaseName, sent: SittingIn, act_id: ActId) -> HttpResponse:
    """Plan a sitting; with ``link`` people can join from home."""
    new = service.NewSitting(moment(sent.starts), moment(sent.ends), sent.place, sent.link)
    made = service.plan_sitting(meeting, new, **_said(request, act_id))
    return answer(sitting_line(facts.sitting(made)), status=CREATED)


@router.post(
    "/sittings/{sitting}/call-off", response={200: SittingWhole, **SAYS_NO}, **opens(KEEP, Scope.MOVE)
)
def call_off_sitting(request: HttpRequest, sitting: CaseName, act_id: ActId) -> HttpResponse:
    """Call a sitting off before it begins."""
    service.call_off_sitting(sitting, **_said(request, act_id))
    return answer(_whole(sitting))


@router.post(
    "/sittings/{sitting}/join", response={200: RoomLink, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE)
)
def join_sitting(request: HttpRequest, sitting: CaseName, act_id: ActId) -> HttpResponse:
    """Join from home: counts one person once, and tells the address of the room."""
    return answer({"link": service.join_sitting(sitting, **_said(request, act_id))})


@router.post(
    "/sittings/{sitting}/questions", response={201: Made, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN)
)
def ask_in_sitting(request: HttpRequest, sitting: CaseName, sent: QuestionIn, act_id: ActId) -> HttpResponse:
    """Ask something; staff also write down what was asked in the hall."""
    made = service.ask_question(sitting, sent.text, sent.channel, **_said(request, act_id))
    return answer({"ref": made}, status=CREATED)


@router.get("/sittings/{sitting}/questions", response={200: AskedList, **READ_SAYS_NO}, **opens(KEEP))
def list_questions(request: HttpRequest, sitting: CaseName) -> HttpResponse:
    """List every question of a sitting, also what waits, to who keeps it."""
    found = facts.asked_in(sitting, asking(request).actor)
    return answer({"questions": [_question(one) for one in found]})


@router.post(
    "/sittings/{sitting}/questions/{question}/answer",
    response={200: SittingWhole, **SAYS_NO},
    **opens(KEEP, Scope.MOVE),
)
def answer_in_sitting(
    request: HttpRequest, sitting: CaseName, question: CaseName, sent: ReplyIn, act_id: ActId
) -> HttpResponse:
    """Answer a question; everybody then reads both."""
    service.answer_question(sitting, question, sent.text_zh, sent.text_en, **_said(request, act_id))
    return answer(_whole(sitting))


@router.post(
    "/sittings/{sitting}/questions/{question}/set-aside",
    response={200: SittingWhole, **SAYS_NO},
    **opens(KEEP, Scope.MOVE),
)
def set_question_aside(
    request: HttpRequest, sitting: CaseName, question: CaseName, sent: AsideIn, act_id: ActId
) -> HttpResponse:
    """Set a question aside by a reason; only its author reads it."""
    service.set_aside(sitting, question, sent.reason, **_said(request, act_id))
    return answer(_whole(sitting))


@router.post("/sittings/{sitting}/close", response={200: SittingWhole, **SAYS_NO}, **opens(KEEP, Scope.MOVE))
def close_sitting(request: HttpRequest, sitting: CaseName, sent: CountIn, act_id: ActId) -> HttpResponse:
    """Close a sitting with how many were in the hall; those at home are counted, and not known from then on."""
    service.close_sitting(sitting, sent.in_hall, **_said(request, act_id))
    return answer(_whole(sitting))


@router.post("/sittings/{sitting}/replay", response={200: SittingWhole, **SAYS_NO}, **opens(KEEP, Scope.MOVE))
def show_sitting_again(
    request: HttpRequest, sitting: CaseName, sent: ReplayIn, act_id: ActId
) -> HttpResponse:
    """Say where a sitting can be seen again; an empty address takes it away."""
    service.show_replay(sitting, sent.replay, **_said(request, act_id))
    return answer(_whole(sitting))


def sitting_line(one: facts.SittingFact) -> Json:
    """Tell a sitting as it stands in a list."""
    row = one.row
    return {
        "ref": one.ref, "meeting": str(row.meeting.ref), "starts": instant(row.starts), "ends": instant(row.ends),
        "place": row.place, "from_home": one.from_home, "called_off": row.called_off, "replay": row.replay,
        "closed_at": instant(row.closed_at), "in_hall": _shown(row.in_hall),
        "joined": _shown(one.joined) if row.closed_at else None,
    }  # fmt: skip


def _shown(n: int | None) -> int | None:
    """Tell a number of people unless it is small."""
    return None if n is None or 0 < n < SMALL else n


def _said(request: HttpRequest, act_id: str) -> dict[str, Any]:
    asked = asking(request)
    return {"actor": asked.actor, "act_id": act_id, "at": asked.at}


def _whole(ref: str) -> Json:
    found = facts.sitting(ref)
    return sitting_line(found) | {"questions": [_question(one) for one in facts.answered(found.row)]}


def _question(one: facts.QuestionFact) -> Json:
    return {
        "ref": one.ref, "text": one.text, "channel": one.channel, "asked_at": instant(one.asked_at),
        "answer": both(one.answer_zh, one.answer_en), "reason": one.reason, "settled_at": instant(one.settled_at),
    }  # fmt: skip
