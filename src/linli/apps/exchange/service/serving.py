"""Hands a file to the city whose message named it, and hears what became of it; every time leaves an entry."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid5

from django.db.models import F

from linli.apps.exchange import events
from linli.apps.exchange.facts.keys import ASK, ASK_RECEIPT, our_code
from linli.apps.exchange.models import Enclosure
from linli.apps.exchange.service.signing import Unheard, heard_from, receipt
from linli.core.exchange import fetching
from linli.core.exchange.fetching import Ask, Does, KnownFile, Stand, read_ask, refusal_of_ask
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import NotVisible, Refused
from linli.kernel.files.facts import Opened, open_for

ABSENT, CONFLICT, GONE, WRONG, EARLY = 404, 409, 410, 422, 425
STATUS = {fetching.UNKNOWN: ABSENT, fetching.CLOSED: GONE, fetching.GONE_THERE: GONE, fetching.STALE: EARLY}
STANDS = {Does.TAKEN: Stand.TAKEN, Does.REFUSED: Stand.REFUSED}


@dataclass(frozen=True, slots=True)
class Served:
    """What the other city gets: the file, or a signed receipt, or why neither."""

    status: int
    opened: Opened | None = None
    receipt: str = ""
    refused: Refusal | Problem | None = None


def hear_ask(data: bytes, code: str, signature: str, *, at: datetime) -> Served:
    """Follow a request about a file of ours; nothing is read of it before its signature was checked."""
    if not our_code():
        return Served(ABSENT, refused=Refusal("exchange.off"))
    peer = heard_from(code, signature, ASK, data, at)
    if isinstance(peer, Unheard):
        return Served(peer.status, refused=peer.refused)
    ask = read_ask(data)
    if isinstance(ask, Problem):
        return Served(CONFLICT if ask.code == "exchange.version" else WRONG, refused=ask)
    row = _row(ask)
    refused = refusal_of_ask(ask, us=our_code(), signer=peer.code, known=_known(row), at=at)
    if refused is not None or row is None:
        refused = refused or Refusal(fetching.UNKNOWN)
        return Served(STATUS.get(refused.code, CONFLICT), refused=refused)
    if ask.does is Does.FETCH:
        return _fetched(row, data, at)
    _ended(row, ask, data, at)
    digest = hashlib.sha256(data).hexdigest().encode()
    return Served(200, receipt=receipt(peer, ASK_RECEIPT + digest, at))


def _row(ask: Ask) -> Enclosure | None:
    named = Enclosure.objects.select_related("exchange__peer", "exchange__case", "message")
    return named.filter(ours=True, ref=ask.file, exchange__ref=ask.exchange).first()


def _known(row: Enclosure | None) -> KnownFile | None:
    return KnownFile(row.exchange.peer.code, Stand(row.state), row.exchange.over_at) if row else None


def _fetched(row: Enclosure, data: bytes, at: datetime) -> Served:
    case = str(row.exchange.case.ref) if row.exchange.case else ""
    peer = Actor(key=f"peer:{row.exchange.peer.code}", case_refs=frozenset({case}))
    try:
        opened = open_for(peer, row.stored, at)
    except NotVisible:  # erased since it was named
        Enclosure.objects.filter(pk=row.pk, state=Stand.OFFERED.value).update(
            state=Stand.GONE.value, settled_at=at
        )
        return Served(GONE, refused=Refusal(fetching.GONE_THERE))

    def work(acting: Acting) -> JsonValue:
        fresh = Enclosure.objects.select_related("exchange__stream", "message").get(pk=row.pk)
        acting.enter(fresh.exchange.stream, events.FILE_SERVED, shown(fresh))
        Enclosure.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
        return None

    try:
        _act("exchange.serve_file", work, row, peer, data, at)
    except BaseException:
        opened.file.close()
        raise
    return Served(200, opened=opened)


def _ended(row: Enclosure, ask: Ask, data: bytes, at: datetime) -> None:
    """Take up that the other city has the file, or why it does not; said again, nothing changes."""
    stand = STANDS[ask.does]

    def work(acting: Acting) -> JsonValue:
        fresh = Enclosure.objects.select_related("exchange__stream", "message").get(pk=row.pk)
        if fresh.state != Stand.OFFERED.value:
            raise Refused(Refusal(fetching.CLOSED))
        refused: dict[str, JsonValue] = {"code": ask.code[:60]} if stand is Stand.REFUSED else {}
        event = events.FILE_REFUSED if refused else events.FILE_TAKEN
        acting.enter(fresh.exchange.stream, event, {**shown(fresh), **refused})
        Enclosure.objects.filter(pk=row.pk).update(
            state=stand.value, code=ask.code[:60], because=dict(ask.because or {}), settled_at=at
        )
        return None

    with suppress(Refused):
        _act("exchange.hear_of_file", work, row, Actor(key=f"peer:{row.exchange.peer.code}"), data, at)


def _act(
    name: str, work: Callable[[Acting], JsonValue], row: Enclosure, actor: Actor, data: bytes, at: datetime
) -> None:
    digest = hashlib.sha256(data).hexdigest()
    act(name, work, said=digest, actor=actor, act_id=str(uuid5(row.ref, digest)), at=at)


def shown(row: Enclosure) -> dict[str, JsonValue]:
    """Return what the public part of an entry says of a file: which of which message."""
    return {"n": row.message.n, "place": row.place}
