"""Keeps the cities that this one exchanges cases with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from linli.apps.exchange import events
from linli.apps.exchange.facts.keys import our_code
from linli.apps.exchange.models import Peer
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
        Refused: the city is known already; another key is another city, or the old one is closed first.
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
        if Peer.objects.filter(code=new.code).exists():
            raise Refused(Refusal("exchange.peer_there"))
        public: dict[str, JsonValue] = {"peer": new.code, "key": new.key, "services": [*new.services]}
        row = Peer(
            code=new.code, name_zh=new.name_zh[:60], name_en=new.name_en[:60], url=new.url, key=new.key,
            services=[*new.services],
        )  # fmt: skip
        row.stream = acting.open_stream("peer", events.PEER_ADDED, public)
        row.save(force_insert=True)
        return None

    said: JsonValue = [new.code, new.name_zh, new.name_en, new.url, new.key, [*new.services]]
    act("exchange.add_peer", work, said=said, actor=actor, act_id=act_id, at=at)


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
        return None

    act("exchange.close_peer", work, said=code, actor=actor, act_id=act_id, at=at)
