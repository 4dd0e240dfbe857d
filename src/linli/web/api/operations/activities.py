"""`/activities`: the calendar for everybody; planning, signing up, waiting, and who was there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.activities import facts, service
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.web.activities.reading import clock, day, moment
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName
from linli.web.api.sent_activities import ActivityIn, AttendanceIn, HelperIn, SignUpIn
from linli.web.api.told_activities import (
    Activities,
    ActivityList,
    ActivityWhole,
    Greeted,
    ListClosed,
    Made,
    SignUps,
    SignUpTold,
)

router = Router(tags=["activities"])
KEEP = (Permission.ACTIVITY_KEEP,)


@router.get("/activities", response={200: Activities, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_activities(request: HttpRequest, kind: str = "", cursor: str = "") -> HttpResponse:
    """List what is published and not over: what one can still sign up for, the nearest first, then the rest."""
    page = facts.calendar(asking(request).at, kind=kind[:20], cursor=cursor[:60])
    return answer({"activities": [_line(one) for one in page.rows], "cursor": page.cursor})


@router.get("/activities/{activity}", response={200: ActivityWhole, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_activity(request: HttpRequest, activity: CaseName) -> HttpResponse:
    """Tell one activity with its sessions, questions and answers."""
    return answer(_whole(request, activity))


@router.post("/activities", response={201: Made, **SAYS_NO}, **opens(KEEP, Scope.OPEN))
def plan_activity(request: HttpRequest, sent: ActivityIn, act_id: ActId) -> HttpResponse:
    """Plan an activity; nobody sees it before it is published."""
    said = sent.model_dump() | {
        "first": day(sent.first), "last": day(sent.last), "starts": clock(sent.starts), "ends": clock(sent.ends),
        "opens_at": moment(sent.opens_at), "closes_at": moment(sent.closes_at), "weekdays": tuple(sent.weekdays),
    }  # fmt: skip
    ref = service.plan_activity(service.NewActivity(**said), **_said(request, act_id))
    return answer({"ref": ref}, status=CREATED)


@router.post(
    "/activities/{activity}/helpers", response={200: ActivityWhole, **SAYS_NO}, **opens(KEEP, Scope.MOVE)
)
def name_helper(request: HttpRequest, activity: CaseName, sent: HelperIn, act_id: ActId) -> HttpResponse:
    """Name an adult who holds it."""
    service.name_helper(activity, sent.who, sent.part, **_said(request, act_id))
    return answer(_whole(request, activity))


@router.post(
    "/activities/{activity}/publish", response={200: ActivityWhole, **SAYS_NO}, **opens(KEEP, Scope.MOVE)
)
def publish_activity(request: HttpRequest, activity: CaseName, act_id: ActId) -> HttpResponse:
    """Publish it; with children two adults have to hold it."""
    service.publish_activity(activity, **_said(request, act_id))
    return answer(_whole(request, activity))


@router.post(
    "/activities/{activity}/call-off", response={200: ActivityWhole, **SAYS_NO}, **opens(KEEP, Scope.MOVE)
)
def call_off_activity(request: HttpRequest, activity: CaseName, act_id: ActId) -> HttpResponse:
    """Call it off; everybody who signed up is told."""
    service.call_off(activity, **_said(request, act_id))
    return answer(_whole(request, activity))


@router.post(
    "/activities/{activity}/sign-ups",
    response={201: SignUpTold, **SAYS_NO},
    **opens(Open.PERSONS, Scope.OPEN),
)
def sign_up(request: HttpRequest, activity: CaseName, sent: SignUpIn, act_id: ActId) -> HttpResponse:
    """Sign up oneself or a child; with ``phone`` somebody at the counter. A full activity makes one wait."""
    wish = service.Wish(**(sent.model_dump() | {"born": day(sent.born)}))
    made = service.sign_up(activity, wish, **_said(request, act_id))
    return answer(_own(facts.sign_up(made, asking(request).actor)), status=CREATED)


@router.get("/sign-ups", response={200: SignUps, **READ_SAYS_NO}, **opens(Open.PERSONS))
def list_sign_ups(request: HttpRequest) -> HttpResponse:
    """List what one signed up for."""
    asked = asking(request)
    return answer({"sign_ups": [_own(one) for one in facts.mine(asked.actor, asked.at)]})


@router.post(
    "/sign-ups/{sign_up}/accept", response={200: SignUpTold, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE)
)
def accept_place(request: HttpRequest, sign_up: CaseName, act_id: ActId) -> HttpResponse:
    """Take the place that was offered."""
    service.accept_place(sign_up, **_said(request, act_id))
    return answer(_own(facts.sign_up(sign_up, asking(request).actor)))


@router.post(
    "/sign-ups/{sign_up}/give-up", response={200: SignUpTold, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE)
)
def give_up_place(request: HttpRequest, sign_up: CaseName, act_id: ActId) -> HttpResponse:
    """Give the place, or the turn, up; it goes to the next in line."""
    service.give_up(sign_up, **_said(request, act_id))
    return answer(_own(facts.sign_up(sign_up, asking(request).actor)))


@router.get(
    "/activities/{activity}/sessions/{session}/list",
    response={200: ActivityList, **READ_SAYS_NO},
    **opens(Open.PERSONS),
)
def get_activity_list(request: HttpRequest, activity: CaseName, session: int) -> HttpResponse:
    """Tell the list of one session to who holds the activity; names, no telephone numbers."""
    people = facts.roster(activity, session, asking(request).actor)
    return answer(
        {
            "people": [
                {
                    "sign_up": one.ref, "name": one.name, "age": one.age, "consent": one.consent, "mode": one.mode,
                    "standing": one.standing, "came_at": instant(one.came_at),
                }
                for one in people
            ]
        }
    )  # fmt: skip


@router.post(
    "/activities/{activity}/sessions/{session}/attendance",
    response={200: Greeted, **SAYS_NO},
    **opens(Open.PERSONS, Scope.MOVE),
)
def note_attendance(
    request: HttpRequest, activity: CaseName, session: int, sent: AttendanceIn, act_id: ActId
) -> HttpResponse:
    """Note that somebody came: by the code they show, or by their place on the list."""
    said = _said(request, act_id)
    if sent.code or not sent.sign_up:
        return answer({"name": service.check_in(activity, session, sent.code, **said)})
    service.tick(activity, session, sent.sign_up, came=sent.came, **said)
    return answer({"name": ""})


@router.post(
    "/activities/{activity}/sessions/{session}/close",
    response={200: ListClosed, **SAYS_NO},
    **opens(KEEP, Scope.MOVE),
)
def close_activity_list(
    request: HttpRequest, activity: CaseName, session: int, act_id: ActId
) -> HttpResponse:
    """Close the list of a session that is over; it goes to the register of attendance."""
    return answer({"came": service.close_list(activity, session, **_said(request, act_id))})


def _said(request: HttpRequest, act_id: str) -> dict[str, Any]:
    asked = asking(request)
    return {"actor": asked.actor, "act_id": act_id, "at": asked.at}


def _line(one: facts.ActivityFact) -> Json:
    row, centre = one.row, one.centre
    texts = {
        name: both(getattr(row, f"{name}_zh"), getattr(row, f"{name}_en"))
        for name in ("title", "about", "bring")
    }
    return texts | {
        "ref": one.ref, "code": row.code, "kind": row.kind, "state": row.state,
        "centre": both(centre.name_zh, centre.name_en) if centre else both("", ""), "room": row.room,
        "starts": instant(row.starts), "ends": instant(row.ends), "opens_at": instant(row.opens_at),
        "closes_at": instant(row.closes_at), "age_from": row.age_from, "age_to": row.age_to, "fee_fen": row.fee_fen,
        "places": row.places, "held": one.held, "waits": one.waits, "free": one.free, "from_home": bool(row.link),
        "replay": row.replay,
    }  # fmt: skip


def _whole(request: HttpRequest, ref: str) -> Json:
    found = facts.activity(ref, asking(request).actor)
    return _line(found) | {
        "sessions": [
            {
                "session": one.id,
                "starts": instant(one.starts),
                "ends": instant(one.ends),
                "closed": one.entered_at is not None,
            }
            for one in facts.sessions(found.row)
        ],
        "questions": [{"text": one.text, "answer": one.answer} for one in facts.answered(found.row)],
    }


def _own(one: facts.Mine) -> Json:
    row = one.activity.row
    return {
        "ref": one.ref, "activity": one.activity.ref, "title": both(row.title_zh, row.title_en), "name": one.name,
        "mode": one.mode, "standing": one.standing, "consent": one.consent,
        "offered_until": instant(one.offered_until), "codes": {str(seat.session): seat.code for seat in one.seats},
    }  # fmt: skip
