"""Writes a message into the matter it is about, within the act that causes it; it is sent after the commit."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid5

from linli.apps.exchange import events
from linli.apps.exchange.facts.keys import our_code
from linli.apps.exchange.models import Enclosure, Exchange, Message
from linli.apps.exchange.service.enclosing import enclose
from linli.core.exchange import message as wire
from linli.core.exchange.fetching import Stand
from linli.core.exchange.message import Kind, read_message
from linli.core.exchange.named import Named
from linli.core.shared.outcomes import JsonValue
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.ui.text import t

ACTOR = system_actor("exchange")
RETENTION = "case"


def draft(
    row: Exchange,
    ref: UUID,
    kind: Kind,
    body: Mapping[str, JsonValue],
    at: datetime,
    files: Sequence[Named] = (),
) -> Message:
    """Return our next message of a matter, not yet stored."""
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    matter = (str(ref), our_code(), row.peer.code, str(row.ref), row.said + 1)
    text = wire.Message(*matter, kind, moment, body, tuple(files)).written()
    return Message(
        exchange=row, ref=ref, ours=True, n=row.said + 1, kind=kind.value, body=text.decode(),
        digest=hashlib.sha256(text).hexdigest(), state="waiting", next_at=at, at=at,
    )  # fmt: skip


def write(
    row: Exchange,
    kind: Kind,
    body: Mapping[str, JsonValue],
    *,
    act_id: str,
    at: datetime,
    files: Sequence[Named] = (),
) -> None:
    """Say something about a matter; said twice under one id, it is said once, as it was said first."""
    if Message.objects.filter(ref=act_id).exists():
        return
    actor: Actor = ACTOR

    def work(acting: Acting) -> JsonValue:
        fresh = Exchange.objects.select_related("stream", "peer").get(pk=row.pk)
        message = draft(fresh, UUID(act_id), kind, body, at, files)
        acting.enter(fresh.stream, events.MESSAGE_WRITTEN, shown(message), [item(message)])
        message.save(force_insert=True)
        if files:
            enclose(message, files, at=at)
        Exchange.objects.filter(pk=fresh.pk).update(said=message.n)
        acting.announce(events.MESSAGE_WRITTEN, {"message": str(message.ref)})
        return None

    said: JsonValue = [str(row.ref), kind.value, dict(body), *([[one.ref for one in files]] if files else [])]
    act("exchange.write", work, said=said, actor=actor, act_id=act_id, at=at)


def write_anew(message: Message, *, at: datetime) -> None:
    """Say the same without its files, to a city whose software knows none, and tell it so in words.

    Nothing of the first spelling was kept there. The entry shows the hash of the second beside that of the first.
    """
    first = read_message(message.body.encode())
    if not isinstance(first, wire.Message):
        return
    text = first.without_files(t("exchange.untold_files", lang="zh", n=len(first.files))).written()

    def work(acting: Acting) -> JsonValue:
        row = Exchange.objects.select_related("stream").get(pk=message.exchange_id)
        message.body, message.digest = text.decode(), hashlib.sha256(text).hexdigest()
        acting.enter(row.stream, events.MESSAGE_WRITTEN_ANEW, shown(message), [item(message)])
        Message.objects.filter(pk=message.pk).update(
            body=message.body, digest=message.digest, state="waiting", code="", tries=0, next_at=at
        )
        Enclosure.objects.filter(message=message).update(state=Stand.UNTOLD.value, settled_at=at)
        acting.announce(events.MESSAGE_WRITTEN, {"message": str(message.ref)})
        return None

    act_id = str(uuid5(message.ref, "anew"))
    act("exchange.write_anew", work, said=str(message.ref), actor=ACTOR, act_id=act_id, at=at)


def shown(message: Message) -> dict[str, JsonValue]:
    """Return what the public part of an entry says of a message."""
    return {"n": message.n, "kind": message.kind, "digest": message.digest}


def item(message: Message) -> Item:
    """Return the message as a private item, so that it can be erased alone."""
    return Item("message", message.body, str(message.exchange.ref), RETENTION)
