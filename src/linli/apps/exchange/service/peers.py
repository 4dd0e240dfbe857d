"""Keeps the cities that this one exchanges cases with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from linli.apps.exchange import events
from linli.apps.exchange.facts.keys import HAS_IT, Told, our_code
from linli.apps.exchange.facts.trust import held_of
from linli.apps.exchange.models import Announcement, Peer, PeerKey
from linli.apps.exchange.service.announcing import has_key
from linli.core.exchange.keys import distrust
from linli.core.exchange.message import CODE
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused

KEY = re.compile(r"[0-9a-f]{64}")
URL = re.compile(r"https://[^\s/?#]+(:\d+)?|http://(127\.0\.0\.1|localhost)(:\d+)?")


@dataclass(frozen=True, slots=True)
class NewPeer:
    """A city as it is entered; ``services`` are those that each side handles for the other."""

    code: str
    name_zh: str
    name_en: str
    url: str
    key: str
    services: tuple[str, ...]


def add_peer(new: NewPeer, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Know a city from now on.

    Raises:
        Invalid: code, address or key are none.
        Refused: the city is known already and not closed, or this key was found not to be trusted.
    """
    if not actor.may(Permission.PEER_KEEP):
        raise NotVisible
    wrong = [
        Problem(field, code)
        for field, code, right in (
            ("code", "exchange.peer_code", CODE.fullmatch(new.code) and new.code != our_code()),
            ("key", "exchange.peer_key", KEY.fullmatch(new.key)),
            ("url", "exchange.peer_url", URL.fullmatch(new.url)),
        )
        if not right
    ]
    if wrong:
        raise Invalid(*wrong)

    def work(acting: Acting) -> JsonValue:
        row = Peer.objects.select_related("stream").filter(code=new.code).first()
        if row is not None:
            _refuse_again(row, new)
        public: dict[str, JsonValue] = {"peer": new.code, "key": new.key, "services": [*new.services]}
        if row is None:
            row = Peer(code=new.code, stream=acting.open_stream("peer", events.PEER_ADDED, public))
        else:
            acting.enter(row.stream, events.PEER_ADDED, public)
        row.name_zh, row.name_en, row.url = new.name_zh[:60], new.name_en[:60], new.url
        row.services, row.closed_at, row.distrusted_at = [*new.services], None, None
        row.save()
        known = {"since": at, "until": None, "vouched": "", "refused": 0, "refused_at": None}
        PeerKey.objects.update_or_create(peer=row, public=new.key, defaults=known)
        untold = Announcement.objects.filter(peer=row).exclude(state__in=HAS_IT)
        has_key(list(untold.values_list("pk", flat=True)), row, Told.ENTERED, at)
        return None

    said: JsonValue = [new.code, new.name_zh, new.name_en, new.url, new.key, [*new.services]]
    act("exchange.add_peer", work, said=said, actor=actor, act_id=act_id, at=at)


def _refuse_again(row: Peer, new: NewPeer) -> None:
    """A city that was closed is entered anew, by another key where the last one was not to be trusted."""
    if row.closed_at is None:
        raise Refused(Refusal("exchange.peer_there"))
    if PeerKey.objects.filter(peer=row, public=new.key, distrusted=True).exists():
        raise Refused(Refusal("exchange.peer_key_gone"))


def distrust_peer(code: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Believe no key of a city any more, at once: one may be lost or stolen, and have vouched for the next.

    What is on its way to that city waits. It goes on when the city was closed and entered anew.
    """
    if not actor.may(Permission.PEER_KEY):
        raise NotVisible

    def work(acting: Acting) -> JsonValue:
        row = (
            Peer.objects.select_related("stream")
            .filter(code=code, closed_at=None, distrusted_at=None)
            .first()
        )
        if row is None:
            raise NotVisible
        acting.enter(row.stream, events.PEER_DISTRUSTED, {"peer": code})
        Peer.objects.filter(pk=row.pk).update(distrusted_at=at)
        gone = [one.public for one in distrust(held_of(row), at) if one.distrusted]
        PeerKey.objects.filter(peer=row, public__in=gone, distrusted=False).update(until=at, distrusted=True)
        return None

    act("exchange.distrust_peer", work, said=code, actor=actor, act_id=act_id, at=at)


def close_peer(code: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Neither send to a city nor hear of it any more."""
    if not actor.may(Permission.PEER_KEEP):
        raise NotVisible

    def work(acting: Acting) -> JsonValue:
        row = Peer.objects.select_related("stream").filter(code=code, closed_at=None).first()
        if row is None:
            raise NotVisible
        acting.enter(row.stream, events.PEER_CLOSED, {"peer": code})
        Peer.objects.filter(pk=row.pk).update(closed_at=at)
        PeerKey.objects.filter(peer=row, until=None).update(until=at)
        return None

    act("exchange.close_peer", work, said=code, actor=actor, act_id=act_id, at=at)
