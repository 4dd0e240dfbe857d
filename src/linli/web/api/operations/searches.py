"""`/subscriptions`, `/searches`: how one hears, and people and things that are looked for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.notices import facts, service
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking, day_said
from linli.web.api.sent import CaseName
from linli.web.api.sent_notices import MessageIn, SearchIn, SearchMoveIn, SubscriptionIn
from linli.web.api.told_notices import (
    Made,
    MessagesTold,
    NoticeDone,
    SearchesTold,
    SearchesWaiting,
    SearchTold,
    SubscriptionsTold,
)
from linli.web.notices.places import chosen
from linli.web.notices.subscribing import own_phone

router = Router(tags=["announcements"])
REVIEW = (Permission.SEARCH_REVIEW,)


@router.get("/subscriptions", response={200: SubscriptionsTold, **READ_SAYS_NO}, **opens(Open.PERSONS))
def list_subscriptions(request: HttpRequest) -> HttpResponse:
    """List one's own subscriptions."""
    return answer({"subscriptions": [_subscription(one) for one in facts.own(asking(request).actor)]})


@router.post("/subscriptions", response={201: Made, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def subscribe_announcements(request: HttpRequest, sent: SubscriptionIn, act_id: ActId) -> HttpResponse:
    """Subscribe with the number one signs in with; an address of mail is asked to confirm first."""
    asked = asking(request)
    given = sent.model_dump() | {"channels": tuple(sent.channels), "topics": tuple(sent.topics)}
    ref = service.subscribe(
        service.Wish(**given), own_phone(asked.actor), actor=asked.actor, act_id=act_id, at=asked.at
    )
    return answer({"ref": ref}, status=CREATED)


@router.post(
    "/subscriptions/{subscription}/end",
    response={200: NoticeDone, **SAYS_NO},
    **opens(Open.PERSONS, Scope.OPEN),
)
def end_subscription(request: HttpRequest, subscription: CaseName, act_id: ActId) -> HttpResponse:
    """End one's own subscription; its addresses are wiped."""
    asked = asking(request)
    service.leave_own(subscription, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"done": True})


@router.get("/searches", response={200: SearchesTold, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_searches(request: HttpRequest, kind: str = "", area: str = "", cursor: str = "") -> HttpResponse:
    """List what is looked for and what was found, the newest first."""
    place = chosen(area.replace("\x00", ""))
    page = facts.searches(asking(request).at, kind=kind[:20], area_path=place.path, before=cursor[:20])
    return answer({"searches": [_search(one) for one in page.rows], "cursor": page.before or None})


@router.get("/searches-waiting", response={200: SearchesWaiting, **READ_SAYS_NO}, **opens(REVIEW))
def list_searches_waiting(request: HttpRequest) -> HttpResponse:
    """List what waits to be looked at, people first, with the time by which somebody does."""
    rows = facts.waiting_searches(asking(request).actor)
    return answer({"searches": [_search(one) for one in rows], "due": [instant(one.due_at) for one in rows]})


@router.get("/searches/{search}", response={200: SearchTold, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def show_search(request: HttpRequest, search: CaseName) -> HttpResponse:
    """Tell one search notice."""
    asked = asking(request)
    return answer(_search(facts.search(search, asked.actor, asked.at)))


@router.post("/searches", response={201: Made, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def report_search(request: HttpRequest, sent: SearchIn, act_id: ActId) -> HttpResponse:
    """Put a search notice up for staff to look at. Pictures come by the page."""
    asked = asking(request)
    given = sent.model_dump() | {
        "seen_on": day_said(sent.seen_on, "seen_on", "near.search.no_day") if sent.seen_on else None
    }
    ref = service.report(service.Sought(**given), actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.post(
    "/searches/{search}/moves", response={200: NoticeDone, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE)
)
def move_search(request: HttpRequest, search: CaseName, sent: SearchMoveIn, act_id: ActId) -> HttpResponse:
    """Show or refuse it as staff; renew or close one's own."""
    asked = asking(request)
    said: dict[str, Any] = {"actor": asked.actor, "act_id": act_id, "at": asked.at}
    match sent.move:
        case "show":
            service.show(search, **said)
        case "refuse":
            service.refuse(search, sent.why, **said)
        case "renew":
            service.renew(search, **said)
        case _:
            service.end(search, sent.outcome, **said)
    return answer({"done": True})


@router.post(
    "/searches/{search}/messages",
    response={201: NoticeDone, **SAYS_NO},
    **opens(Open.EVERYBODY, Scope.OPEN),
)
def leave_search_message(
    request: HttpRequest, search: CaseName, sent: MessageIn, act_id: ActId
) -> HttpResponse:
    """Leave word for whoever put it up; a number is passed on only if it is sent."""
    asked = asking(request)
    service.leave_message(search, sent.text, sent.phone, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"done": True}, status=CREATED)


@router.get(
    "/searches/{search}/messages", response={200: MessagesTold, **READ_SAYS_NO}, **opens(Open.PERSONS)
)
def list_search_messages(request: HttpRequest, search: CaseName) -> HttpResponse:
    """List what was left about one's own search notice."""
    found = facts.messages(search, asking(request).actor)
    return answer(
        {
            "messages": [
                {"text": one.text, "phone": one.phone, "left_at": instant(one.left_at)} for one in found
            ]
        }
    )


def _subscription(one: facts.Own) -> Json:
    return {
        "ref": one.ref,
        "area": one.area_code,
        "area_name": both(one.area_zh, one.area_en),
        "channels": [*one.wanted],
        "topics": [*one.topics],
        "age": one.age,
        "language": one.language,
        "large": one.large,
        "phone": one.phone,
        "email": one.email,
        "email_confirmed": one.email_confirmed,
    }


def _search(row: Any) -> Json:
    return {
        "ref": str(row.ref),
        "kind": row.kind,
        "thing": row.thing,
        "state": row.state,
        "title": row.title,
        "text": row.text,
        "place": row.place,
        "area": row.area.code,
        "area_name": both(row.area.name_zh, row.area.name_en or row.area.name_zh),
        "seen_on": row.seen_on.isoformat() if row.seen_on else None,
        "minor": row.minor,
        "shown_name": row.shown_name,
        "photo": row.photo or None,
        "shown_at": instant(row.shown_at),
        "until": instant(row.until),
    }
