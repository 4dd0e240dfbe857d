"""Somebody has heard: they say so by a tap, by a key, or to who came by."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings

from linli.apps.grid import facts as grid
from linli.apps.notices import events
from linli.apps.notices.facts.told import Told, told_by
from linli.apps.notices.models import Telling
from linli.apps.notices.policy.refs import community_of
from linli.apps.notices.service.subscribing import leave
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

STALE = timedelta(minutes=5)
HEARD_KEY, LEAVE_KEY = "1", "9"


def hear(token: str, *, by: str = "link", actor: Actor, act_id: str, at: datetime) -> bool:
    """Note that the person of a link has heard, once; says whether this was the first time.

    Raises:
        NotVisible: no link of ours.
    """
    told = told_by(token)
    if told.heard_at is not None:
        return False

    def work(acting: Acting) -> JsonValue:
        fresh = told_by(token)
        if fresh.heard_at is not None:
            raise Stale("notices.heard_already")
        public: dict[str, JsonValue] = {"announcement": str(fresh.announcement.ref), "by": by}
        who = [] if actor.is_stranger else [Item("actor", actor.key, actor.key, "actor")]
        acting.enter(fresh.subscription.stream, events.HEARD, public, who)
        waiting = Telling.objects.filter(
            announcement=fresh.announcement, subscription=fresh.subscription, heard_at=None
        )
        waiting.update(heard_at=at, heard_by=by, next_at=None)
        return None

    try:
        act("notices.hear", work, said=[token, by], actor=actor, act_id=act_id, at=at)
    except Stale:
        return False
    return True


def leave_by_link(token: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """End the subscription of the person of a link, without signing in.

    Raises:
        NotVisible: no link of ours.
        Stale: it ended already.
    """
    leave(told_by(token).subscription.ref, "link", actor=actor, act_id=act_id, at=at)


def note_visit(token: str, *, actor: Actor, act_id: str, at: datetime) -> bool:
    """Note that somebody was told at the door: by staff of the area, or by a neighbour whom they agreed to.

    Raises:
        NotVisible: not a link of ours, or the person is neither's to visit.
    """
    told = told_by(token)
    by = _visitor(told, actor)
    if by is None:
        raise NotVisible
    return hear(token, by=by, actor=actor, act_id=act_id, at=at)


def press(token: str, key: str, stamp: str, signature: str, *, act_id: str, at: datetime) -> str:
    """Take the key that somebody pressed on the telephone, from the gateway that called them; says what it did.

    Raises:
        Refused: no gateway is set up, or the signature is not its.
        Invalid: a key that means nothing.
        NotVisible: no call of ours.
    """
    _check(f"{stamp}.{token}.{key}", stamp, signature, at)
    actor = system_actor("telephone")
    if key == HEARD_KEY:
        return "heard" if hear(token, by="key", actor=actor, act_id=act_id, at=at) else "heard_already"
    if key == LEAVE_KEY:
        leave_by_link(token, actor=actor, act_id=act_id, at=at)
        return "left"
    raise Invalid(Problem("key", "notices.no_such_key"))


def sign(token: str, key: str, stamp: str) -> str:
    """Return the signature that the gateway sends: HMAC-SHA256 over time, token and key."""
    text = f"{stamp}.{token}.{key}"
    return hmac.new(settings.PHONE_GATEWAY_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def _check(text: str, stamp: str, signature: str, at: datetime) -> None:
    if not settings.PHONE_GATEWAY_KEY:
        raise Refused(Refusal("notices.no_gateway"))
    made = hmac.new(settings.PHONE_GATEWAY_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
    fresh = stamp.isascii() and stamp.isdigit() and abs(int(stamp[:12]) - at.timestamp()) <= STALE.seconds
    if not fresh or not hmac.compare_digest(made.encode(), signature.encode(errors="replace")):
        raise Refused(Refusal("notices.wrong_signature"))


def _visitor(told: Told, actor: Actor) -> str | None:
    one = told.subscription
    if one.ended_at is not None:
        return None
    if actor.may(Permission.NOTICE_VISIT, area_path=one.area_path):
        return "visit"
    near = any(one.area_path.startswith(community_of(own.area_path)) for own in grid.own_households(actor))
    return "neighbour" if one.neighbour and near else None
