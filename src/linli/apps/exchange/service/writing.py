"""Writes a message into the matter it is about, within the act that causes it; it is sent after the commit."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from linli.apps.exchange import events
from linli.apps.exchange.facts.keys import our_code
from linli.apps.exchange.models import Exchange, Message
from linli.core.exchange import message as wire
from linli.core.exchange.message import Kind
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.audit.act import Acting, Item, act

ACTOR = system_actor("exchange")
RETENTION = "case"


def draft(row: Exchange, ref: UUID, kind: Kind, body: Mapping[str, JsonValue], at: datetime) -> Message:
    """Return our next message of a matter, not yet stored."""
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    said = wire.Message(str(ref), our_code(), row.peer.code, str(row.ref), row.said + 1, kind, moment, body)
    text = said.written()
    return Message(
        exchange=row, ref=ref, ours=True, n=said.n, kind=kind.value, body=text.decode(),
        digest=hashlib.sha256(text).hexdigest(), state="waiting", next_at=at, at=at,
    )  # fmt: skip


def write(row: Exchange, kind: Kind, body: Mapping[str, JsonValue], *, act_id: str, at: datetime) -> None:
    """Say something about a matter; said twice under one id, it is said once."""
    actor: Actor = ACTOR

    def work(acting: Acting) -> JsonValue:
        fresh = Exchange.objects.select_related("stream", "peer").get(pk=row.pk)
        message = draft(fresh, UUID(act_id), kind, body, at)
        acting.enter(fresh.stream, events.MESSAGE_WRITTEN, shown(message), [item(message)])
        message.save(force_insert=True)
        Exchange.objects.filter(pk=fresh.pk).update(said=message.n)
        acting.announce(events.MESSAGE_WRITTEN, {"message": str(message.ref)})
        return None

    said: JsonValue = [str(row.ref), kind.value, dict(body)]
    act("exchange.write", work, said=said, actor=actor, act_id=act_id, at=at)


def shown(message: Message) -> dict[str, JsonValue]:
    """Return what the public part of an entry says of a message."""
    return {"n": message.n, "kind": message.kind, "digest": message.digest}


def item(message: Message) -> Item:
    """Return the message as a private item, so that it can be erased alone."""
    return Item("message", message.body, str(message.exchange.ref), RETENTION)
