"""Cities, matters and messages as others see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from linli.apps.exchange.models import Exchange, Message, Peer
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible

PAGE = 100


@dataclass(frozen=True, slots=True)
class PeerRow:
    """A city known here, with how many matters there are and how many messages wait or were refused."""

    code: str
    name_zh: str
    name_en: str
    url: str
    key: str
    services: tuple[str, ...]
    closed: bool
    matters: int = 0
    waiting: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message without what it says."""

    ref: str
    peer: str
    matter: str
    ours: bool
    n: int
    kind: str
    state: str
    code: str
    tries: int
    next_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The other side of a case: which city, its number, stage and date, which are not ours."""

    peer_zh: str
    peer_en: str
    side: str
    service: str
    number: str
    stage_zh: str
    stage_en: str
    due: str
    over: bool


def peers(*, counted: bool = False) -> Sequence[PeerRow]:
    """Return the cities known here."""
    rows = [_row(one) for one in Peer.objects.order_by("code")]
    if not counted:
        return rows
    named = dict(Exchange.objects.values_list("peer__code").annotate(n=Count("id")))
    waits = Count("id", filter=Q(state="waiting"))
    refused = Count("id", filter=Q(state="refused"))
    counts = {
        code: (w, r)
        for code, w, r in Message.objects.filter(ours=True)
        .values_list("exchange__peer__code")
        .annotate(w=waits, r=refused)
    }
    return [_row_with(one, named.get(one.code, 0), *counts.get(one.code, (0, 0))) for one in rows]


def _row(one: Peer) -> PeerRow:
    services = tuple(one.services)
    return PeerRow(one.code, one.name_zh, one.name_en, one.url, one.key, services, one.closed_at is not None)


def _row_with(one: PeerRow, matters: int, waiting: int, refused: int) -> PeerRow:
    said = (one.code, one.name_zh, one.name_en, one.url, one.key, one.services, one.closed)
    return PeerRow(*said, matters, waiting, refused)


def peer(code: str) -> PeerRow:
    """Return a city that can be asked; NotVisible when there is none, or it was closed."""
    found = Peer.objects.filter(code=code, closed_at=None).first()
    if found is None:
        raise NotVisible
    return _row(found)


def messages(actor: Actor) -> Sequence[MessageRow]:
    """Return the latest messages, for whoever keeps the peers; never what they say."""
    if not actor.may(Permission.PEER_READ):
        raise NotVisible
    columns = ("ref", "exchange__peer__code", "exchange__ref", "ours", "n", "kind", "state", "code", "tries")
    rows = Message.objects.order_by("-id").values_list(*columns, "next_at", "at")[:PAGE]
    return [MessageRow(str(row[0]), row[1], str(row[2]), *row[3:]) for row in rows]


def elsewhere(case: str | UUID) -> Elsewhere | None:
    """Return the other side of a case, for a page of somebody who may see the case; None for most cases."""
    row = Exchange.objects.select_related("peer").filter(case__ref=case).first()
    if row is None:
        return None
    return Elsewhere(
        row.peer.name_zh, row.peer.name_en or row.peer.name_zh, row.side, row.service, row.their_number,
        row.their_stage_zh, row.their_stage_en, row.their_due, row.over,
    )  # fmt: skip
