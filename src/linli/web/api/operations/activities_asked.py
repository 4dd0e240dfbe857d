"""`/activities/{activity}/questions` and what else makes an activity one for those at home: joining, answers, replay."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.activities import facts, service
from linli.kernel.access.tokens import Scope
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, answer, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName
from linli.web.api.sent_activities import ActivityAnswerIn, ActivityQuestionIn, ReplayIn
from linli.web.api.told_activities import ActivityQuestions, Done, Made, RoomLink

router = Router(tags=["activities"])


@router.post(
    "/activities/{activity}/questions",
    response={201: Made, **SAYS_NO},
    **opens(Open.PERSONS, Scope.OPEN),
)
def ask_activity(
    request: HttpRequest, activity: CaseName, sent: ActivityQuestionIn, act_id: ActId
) -> HttpResponse:
    """Ask something about an activity that one signed up for."""
    made = service.ask_question(activity, sent.text, **_said(request, act_id))
    return answer({"ref": made}, status=CREATED)


@router.get(
    "/activities/{activity}/questions",
    response={200: ActivityQuestions, **READ_SAYS_NO},
    **opens(Open.PERSONS),
)
def list_activity_questions(request: HttpRequest, activity: CaseName) -> HttpResponse:
    """List every question, those without an answer first, to who holds the activity; never who asked."""
    found = facts.questions(activity, asking(request).actor)
    return answer(
        {
            "questions": [
                {
                    "ref": one.ref, "text": one.text, "asked_at": instant(one.asked_at), "answer": one.answer,
                    "answered_at": instant(one.answered_at),
                }
                for one in found
            ]
        }
    )  # fmt: skip


@router.post(
    "/activities/{activity}/questions/{asked}/answer",
    response={200: Done, **SAYS_NO},
    **opens(Open.PERSONS, Scope.MOVE),
)
def answer_activity_question(
    request: HttpRequest, activity: CaseName, asked: CaseName, sent: ActivityAnswerIn, act_id: ActId
) -> HttpResponse:
    """Answer a question as who holds the activity; everybody then reads both."""
    service.answer_question(activity, asked, sent.answer, **_said(request, act_id))
    return answer({"done": True})


@router.post(
    "/activities/{activity}/replay", response={200: Done, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE)
)
def show_activity_again(
    request: HttpRequest, activity: CaseName, sent: ReplayIn, act_id: ActId
) -> HttpResponse:
    """Say where an activity can be seen again; an empty address takes it away."""
    service.show_replay(activity, sent.replay, **_said(request, act_id))
    return answer({"done": True})


@router.post(
    "/sign-ups/{sign_up}/sessions/{session}/join",
    response={200: RoomLink, **SAYS_NO},
    **opens(Open.PERSONS, Scope.MOVE),
)
def join_from_home(request: HttpRequest, sign_up: CaseName, session: int, act_id: ActId) -> HttpResponse:
    """Join a session from home: one is noted as there, and told the address of the room."""
    return answer({"link": service.attend_remote(sign_up, session, **_said(request, act_id))})


def _said(request: HttpRequest, act_id: str) -> dict[str, Any]:
    asked = asking(request)
    return {"actor": asked.actor, "act_id": act_id, "at": asked.at}
