"""`/announcements`, `/announcement-keys`: what holds now, to write and publish it, and the keys of the telephone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.notices import facts, service
from linli.core.shared.outcomes import Problem
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import Invalid
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName
from linli.web.api.sent_notices import AnnouncementIn, AnnouncementMoveIn, KeyPressIn
from linli.web.api.told_notices import (
    AnnouncementMoved,
    AnnouncementsTold,
    AnnouncementWhole,
    EstimateTold,
    KeyTaken,
    Made,
    VisitsTold,
)
from linli.web.notices.places import chosen

router = Router(tags=["announcements"])
STAFF = (Permission.NOTICE_DRAFT, Permission.NOTICE_REVIEW)


@router.get("/announcements", response={200: AnnouncementsTold, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_announcements(
    request: HttpRequest, area: str = "", topic: str = "", cursor: str = ""
) -> HttpResponse:
    """List what holds now: said for an area, for what lies around it or in it."""
    place = chosen(area.replace("\x00", ""))
    page = facts.current(asking(request).at, place.path, topic[:20], before=cursor[:20])
    return answer({"announcements": [_told(one) for one in page.rows], "cursor": page.before or None})


@router.get("/announcement-drafts", response={200: AnnouncementsTold, **READ_SAYS_NO}, **opens(STAFF))
def list_announcement_drafts(request: HttpRequest, state: str = "", cursor: str = "") -> HttpResponse:
    """List the announcements that one may write or review, in any state."""
    page = facts.for_staff(asking(request).actor, state[:10].replace("\x00", ""), before=cursor[:20])
    return answer({"announcements": [_told(one) for one in page.rows], "cursor": page.before or None})


@router.get(
    "/announcement-visits", response={200: VisitsTold, **READ_SAYS_NO}, **opens((Permission.NOTICE_VISIT,))
)
def list_announcement_visits(request: HttpRequest) -> HttpResponse:
    """List where an emergency was not heard in time, so that somebody should come by: places and counts, nobody."""
    asked = asking(request)
    rows = [
        {
            "announcement": str(one.announcement.ref), "area": one.area_path.strip("/").rpartition("/")[2],
            "alerted_at": instant(one.alerted_at), "waiting": one.waiting,
        }
        for one in facts.alerts(asked.actor, asked.at)
    ]  # fmt: skip
    return answer({"visits": rows})


@router.get(
    "/announcements/{announcement}",
    response={200: AnnouncementWhole, **READ_SAYS_NO},
    **opens(Open.EVERYBODY),
)
def show_announcement(request: HttpRequest, announcement: CaseName) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Tell an announcement and how many were told and have heard; small counts are null."""
    row = facts.announcement(announcement)
    counts = [
        {"channel": one.channel, "told": one.told, "heard": one.heard} for one in facts.channel_counts(row)
    ]
    return answer({**_told(row), "told": counts})


@router.get(
    "/announcements/{announcement}/estimate",
    response={200: EstimateTold, **READ_SAYS_NO},
    **opens(STAFF),
)
def estimate_announcement(request: HttpRequest, announcement: CaseName) -> HttpResponse:
    """Tell whom it would reach, what that costs, how the text message reads and how it sounds."""
    row = facts.draft(announcement, asking(request).actor)
    found = facts.estimate(row)
    return answer(
        {
            "reach": dict(found.reach),
            "people": found.people,
            "unreached": found.unreached,
            "cost_fen": found.cost,
            "message": found.message.text,
            "message_signs": found.message.signs,
            "message_parts": found.message.parts,
            "message_cut": found.message.cut,
            "spoken": facts.said(row, "zh"),
        }
    )


@router.post(
    "/announcements",
    response={201: Made, **SAYS_NO},
    **opens((Permission.NOTICE_DRAFT,), Scope.OPEN),
)
def write_announcement(request: HttpRequest, sent: AnnouncementIn, act_id: ActId) -> HttpResponse:
    """Keep a draft; somebody else publishes it."""
    asked = asking(request)
    given = sent.model_dump() | {
        "expires_at": _moment(sent.expires_at, "expires_at"),
        "by": _moment(sent.by, "by"),
        "channels": tuple(sent.channels),
    }
    ref = service.write(service.Written(**given), actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.post(
    "/announcements/{announcement}/moves",
    response={200: AnnouncementMoved, **SAYS_NO},
    **opens(STAFF, Scope.MOVE),
)
def move_announcement(
    request: HttpRequest, announcement: CaseName, sent: AnnouncementMoveIn, act_id: ActId
) -> HttpResponse:
    """Hand in, give back, publish as the second person, stop, or draft a correction or withdrawal."""
    asked = asking(request)
    said: dict[str, Any] = {"actor": asked.actor, "act_id": act_id, "at": asked.at}
    ref = announcement
    match sent.move:
        case "hand_in":
            service.hand_in(announcement, **said)
        case "give_back":
            service.give_back(announcement, sent.why, **said)
        case "publish":
            service.publish(announcement, sent.version, agreed=sent.agreed, **said)
        case "stop":
            service.stop(announcement, **said)
        case _:
            ref = service.follow_up(announcement, sent.move, **said)
    row = facts.draft(ref, asked.actor)
    return answer({"ref": str(row.ref), "state": row.state})


@router.post("/announcement-keys", response={200: KeyTaken, **SAYS_NO}, **opens(Open.PERSONS, Scope.NOTE))
def press_announcement_key(request: HttpRequest, sent: KeyPressIn, act_id: ActId) -> HttpResponse:
    """Take the key that somebody pressed when an announcement was read to them on the telephone."""
    done = service.press(
        sent.told, sent.key, sent.stamp, sent.signature, act_id=act_id, at=asking(request).at
    )
    return answer({"done": done})


def _moment(text: str, field: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Invalid(Problem(field, "near.notices.no_instant"))
    return at


def _told(row: Any) -> Json:
    words = {
        name: both(getattr(row, f"{name}_zh"), getattr(row, f"{name}_en") or getattr(row, f"{name}_zh"))
        for name in ("title", "text", "do", "place")
    }
    return {
        "ref": str(row.ref),
        "kind": row.kind,
        "state": row.state,
        "about": str(row.of.ref) if row.of else None,
        "area": row.area.code,
        "area_name": both(row.area.name_zh, row.area.name_en or row.area.name_zh),
        "body_name": both(row.body.name_zh, row.body.name_en or row.body.name_zh) if row.body else None,
        "topic": row.topic,
        "age": row.age,
        **words,
        "by": instant(row.by),
        "emergency": row.emergency,
        "published_at": instant(row.published_at),
        "expires_at": instant(row.expires_at),
        "version": row.version,
    }
