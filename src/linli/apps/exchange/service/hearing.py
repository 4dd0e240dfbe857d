"""Hears another city: a message is checked, kept and signed for at once; what follows from it is done afterwards."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.apps.exchange import events
from linli.apps.exchange.facts.keys import CONTEXT, RECEIPT, our_code
from linli.apps.exchange.models import Exchange, Message, Peer
from linli.apps.exchange.service.announcing import hear_of_key
from linli.apps.exchange.service.enclosing import enclose
from linli.apps.exchange.service.signing import FORBIDDEN, NOBODY, judged, named_by, receipt
from linli.apps.exchange.service.writing import item, shown
from linli.core.exchange import message as wire
from linli.core.exchange.keys import is_about_keys
from linli.core.exchange.message import read_message
from linli.core.exchange.protocol import Known, Side, refusal_of
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Refused

CONFLICT, EARLY, WRONG, ABSENT = 409, 425, 422, 404
OK = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other city is told: a signed receipt, or why its message was not taken."""

    status: int
    receipt: str = ""
    refused: Refusal | Problem | None = None


def receive(data: bytes, code: str, signature: str, *, at: datetime) -> Answer:
    """Take a message, once; nothing is kept of one that is not taken."""
    if not our_code():
        return Answer(ABSENT, refused=Refusal("exchange.off"))
    peer, key = named_by(code, signature, CONTEXT, data)
    if peer is None or key is None:
        return Answer(FORBIDDEN, refused=NOBODY)
    if is_about_keys(data):
        said = hear_of_key(data, peer, key, at=at)
        return Answer(OK, said) if isinstance(said, str) else Answer(said.status, refused=said.refused)
    if unheard := judged(key, at):
        return Answer(unheard.status, refused=unheard.refused)
    message = read_message(data)
    if isinstance(message, Problem):
        return Answer(CONFLICT if message.code == "exchange.version" else WRONG, refused=message)
    return _taken(message, data, peer, at)


def _taken(message: wire.Message, data: bytes, peer: Peer, at: datetime) -> Answer:
    """Keep a message that the peer signed, unless it is there already or has no place here."""
    digest = hashlib.sha256(data).hexdigest()
    if Message.objects.filter(ref=message.id, digest=digest, ours=False, exchange__peer=peer).exists():
        return _receipt(message.id, digest, peer, at)
    refused = refusal_of(message, us=our_code(), signer=peer.code, known=_known(message))
    if refused is not None:
        return Answer(EARLY if refused.code == "exchange.too_early" else CONFLICT, refused=refused)
    try:
        _keep(message, digest, data.decode(), peer, at)
    except Refused as no:  # the id was used for something else
        return Answer(CONFLICT, refused=no.refusal)
    return _receipt(message.id, digest, peer, at)


def _receipt(ref: str, digest: str, peer: Peer, at: datetime) -> Answer:
    return Answer(OK, receipt(peer, RECEIPT + f"{ref}\n{digest}".encode(), at))


def _known(message: wire.Message) -> Known | None:
    row = Exchange.objects.select_related("peer").filter(ref=message.exchange).first()
    return Known(row.peer.code, Side(row.side), row.heard, row.over) if row else None


def _keep(message: wire.Message, digest: str, text: str, peer: Peer, at: datetime) -> None:
    files = message.files

    def work(acting: Acting) -> JsonValue:
        row = Exchange.objects.select_related("stream").filter(ref=message.exchange).first()
        heard = Message(
            ref=UUID(message.id), ours=False, n=message.n, kind=message.kind.value, body=text,
            digest=digest, state="heard", at=at,
        )  # fmt: skip
        if row is None:
            row = Exchange(
                ref=UUID(message.exchange), peer=peer, side=Side.HANDLING.value, heard=message.n,
                service=str(message.body["service"])[:80], opened_at=at,
            )  # fmt: skip
            heard.exchange = row
            public: dict[str, JsonValue] = {"peer": peer.code, "side": row.side, **shown(heard)}
            row.stream = acting.open_stream("exchange", events.MATTER_OPENED, public, [item(heard)])
            row.save(force_insert=True)
        else:
            heard.exchange = row
            acting.enter(row.stream, events.MESSAGE_HEARD, shown(heard), [item(heard)])
            Exchange.objects.filter(pk=row.pk).update(heard=message.n)
        heard.exchange = row
        heard.save(force_insert=True)
        if files:
            enclose(heard, files, at=at)
        acting.announce(events.MESSAGE_HEARD, {"message": message.id})
        return None

    actor = Actor(key=f"peer:{peer.code}")
    act("exchange.hear", work, said=[message.id, digest], actor=actor, act_id=message.id, at=at)


__all__ = ["Answer", "receive"]
