"""`/meetings`: a question, what was suggested, what bodies answered, and what still waits."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.council import facts, service
from linli.core.clock.instants import local
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.web.activities.reading import day, moment
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.operations.sittings import sitting_line
from linli.web.api.sent import CaseName
from linli.web.api.sent_activities import (
    AskIn,
    DecisionIn,
    GroupingIn,
    MeetingIn,
    ReplyIn,
    SuggestionIn,
    ThemeIn,
)
from linli.web.api.told_activities import Grouped, Made, Meetings, MeetingWhole, Unanswered

router = Router(tags=["meetings"])
KEEP, ANSWER = (Permission.COUNCIL_KEEP,), (Permission.COUNCIL_ANSWER,)


@router.get("/meetings", response={200: Meetings, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_meetings(request: HttpRequest, cursor: str = "") -> HttpResponse:
    """List the questions that were put, the latest first."""
    asking(request)
    page = facts.meetings(cursor=cursor[:20])
    return answer({"meetings": [_line(one) for one in page.rows], "cursor": page.cursor})


@router.get("/meetings/{meeting}", response={200: MeetingWhole, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_meeting(request: HttpRequest, meeting: CaseName) -> HttpResponse:
    """Tell a meeting with everything that was published and answered."""
    asking(request)
    return answer(_whole(meeting))


@router.get("/suggestions/unanswered", response={200: Unanswered, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_unanswered(request: HttpRequest) -> HttpResponse:
    """List what is published and not answered, the oldest first."""
    today = local(asking(request).at).date()
    rows = [
        _theme(one) | {"meeting": fact.ref, "age_days": max((today - local(one.since).date()).days, 0)}
        for fact, one in facts.unanswered()
    ]
    return answer({"unanswered": rows})


@router.post("/meetings", response={201: Made, **SAYS_NO}, **opens(KEEP, Scope.OPEN))
def open_meeting(request: HttpRequest, sent: MeetingIn, act_id: ActId) -> HttpResponse:
    """Put a question."""
    said = sent.model_dump() | {"ends_at": moment(sent.ends_at), "opens_at": moment(sent.opens_at)}
    return answer(
        {"ref": service.open_meeting(service.NewMeeting(**said), **_said(request, act_id))}, status=CREATED
    )


@router.post(
    "/meetings/{meeting}/suggestions", response={201: Made, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN)
)
def make_suggestion(
    request: HttpRequest, meeting: CaseName, sent: SuggestionIn, act_id: ActId
) -> HttpResponse:
    """Suggest something; staff also write down what was said in the hall or came on paper."""
    new = service.NewSuggestion(sent.text, sent.channel, sent.name)
    return answer({"ref": service.suggest(meeting, new, **_said(request, act_id))}, status=CREATED)


@router.post(
    "/meetings/{meeting}/suggestions/{suggestion}/look-over",
    response={200: MeetingWhole, **SAYS_NO},
    **opens(KEEP, Scope.MOVE),
)
def decide_suggestion(
    request: HttpRequest, meeting: CaseName, suggestion: CaseName, sent: DecisionIn, act_id: ActId
) -> HttpResponse:
    """Publish a suggestion, or say by a reason why not."""
    service.decide(meeting, suggestion, sent.reason, **_said(request, act_id))
    return answer(_whole(meeting))


@router.post("/meetings/{meeting}/themes", response={201: Made, **SAYS_NO}, **opens(KEEP, Scope.OPEN))
def make_theme(request: HttpRequest, meeting: CaseName, sent: ThemeIn, act_id: ActId) -> HttpResponse:
    """Make a theme."""
    ref = service.make_theme(meeting, sent.title_zh, sent.title_en, **_said(request, act_id))
    return answer({"ref": ref}, status=CREATED)


@router.post("/meetings/{meeting}/group", response={200: Grouped, **SAYS_NO}, **opens(KEEP, Scope.MOVE))
def group_suggestions(
    request: HttpRequest, meeting: CaseName, sent: GroupingIn, act_id: ActId
) -> HttpResponse:
    """Put suggestions under a theme, or on their own again."""
    moved = service.group(meeting, sent.suggestions, sent.theme or None, **_said(request, act_id))
    return answer({"moved": moved})


@router.post("/meetings/{meeting}/undo", response={200: Grouped, **SAYS_NO}, **opens(KEEP, Scope.MOVE))
def undo_grouping(request: HttpRequest, meeting: CaseName, act_id: ActId) -> HttpResponse:
    """Take the latest step of grouping back."""
    service.undo_grouping(meeting, **_said(request, act_id))
    return answer({"moved": 1})


@router.post("/meetings/{meeting}/ask", response={201: Made, **SAYS_NO}, **opens(KEEP, Scope.MOVE))
def ask_body(request: HttpRequest, meeting: CaseName, sent: AskIn, act_id: ActId) -> HttpResponse:
    """Put a theme or a lone suggestion to a body until a day."""
    said = _said(request, act_id)
    ref = service.ask_body(meeting, sent.about, sent.body, day(sent.promised_on), **said)
    return answer({"ref": ref}, status=CREATED)


@router.post("/replies/{reply}/answer", response={200: Made, **SAYS_NO}, **opens(ANSWER, Scope.MOVE))
def answer_suggestion(request: HttpRequest, reply: CaseName, sent: ReplyIn, act_id: ActId) -> HttpResponse:
    """Answer for one's own body, in public."""
    service.answer(reply, sent.text_zh, sent.text_en, **_said(request, act_id))
    return answer({"ref": reply})


@router.post("/meetings/{meeting}/close", response={200: MeetingWhole, **SAYS_NO}, **opens(KEEP, Scope.MOVE))
def close_meeting(request: HttpRequest, meeting: CaseName, act_id: ActId) -> HttpResponse:
    """Close a meeting: everything is looked over and answered."""
    service.close_meeting(meeting, **_said(request, act_id))
    return answer(_whole(meeting))


def _said(request: HttpRequest, act_id: str) -> dict[str, Any]:
    asked = asking(request)
    return {"actor": asked.actor, "act_id": act_id, "at": asked.at}


def _line(one: facts.MeetingFact) -> Json:
    row = one.row
    return {
        "ref": one.ref, "question": both(row.question_zh, row.question_en), "about": both(row.about_zh, row.about_en),
        "held_at": row.held_at, "opens_at": instant(row.opens_at), "ends_at": instant(row.ends_at),
        "closed_at": instant(row.closed_at), "published": one.published, "not_published": one.rejected,
    }  # fmt: skip


def _whole(ref: str) -> Json:
    found = facts.meeting(ref)
    return _line(found) | {
        "themes": [_theme(one) for one in facts.told(ref)],
        "sittings": [sitting_line(one) for one in facts.sittings(found.row)],
    }


def _theme(one: facts.Told) -> Json:
    reply = one.reply
    return {
        "ref": one.ref,
        "title": both(one.title_zh, one.title_en),
        "suggestions": [
            {"ref": each.ref, "text": each.text, "name": each.name, "channel": each.channel}
            for each in one.suggestions
        ],
        "reply": None if reply is None else {
            "ref": reply.ref, "body": reply.body.ref if reply.body else "", "promised_on": reply.promised_on.isoformat(),
            "answer": both(reply.text_zh, reply.text_en), "answered_at": instant(reply.answered_at),
        },
        "since": instant(one.since),
    }  # fmt: skip
