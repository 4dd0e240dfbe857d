"""Cities, matters, messages and files as others see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from linli.apps.exchange.models import Enclosure, Exchange, Message, Peer, PeerKey
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
    distrusted: bool
    matters: int = 0
    waiting: int = 0
    refused: int = 0

    @property
    def is_open(self) -> bool:
        """Say whether anything can be handed in for it now."""
        return not (self.closed or self.distrusted)


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
class FileRow:
    """A file that a message named and how it stands (core.exchange.fetching.Stand); a photo has no name.

    ``because`` fills the sentence of ``code``. ``tries`` counts fetches: by the other city where it is ours.
    """

    ref: str
    peer: str
    ours: bool
    name: str
    media_type: str
    size: int
    state: str
    code: str
    because: Mapping[str, str | int]
    tries: int
    at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The other side of a case: which city, its number, stage and date, which are not ours; files between the two.

    ``unsent`` counts what we wrote that they have not signed for yet.
    """

    peer_zh: str
    peer_en: str
    side: str
    service: str
    number: str
    stage_zh: str
    stage_en: str
    due: str
    over: bool
    files: Sequence[FileRow] = ()
    unsent: int = 0


FILE_COLUMNS = (
    "stored", "exchange__peer__code", "ours", "name", "media_type", "size", "state", "code", "because", "tries",
    "at", "settled_at",
)  # fmt: skip


def peers(*, counted: bool = False) -> Sequence[PeerRow]:
    """Return the cities known here."""
    newest = PeerKey.objects.filter(peer=OuterRef("pk")).order_by("-id").values("public")[:1]
    rows = Peer.objects.annotate(key=Coalesce(Subquery(newest), Value(""))).order_by("code")
    if not counted:
        return [_row(one) for one in rows]
    sent = Message.objects.filter(ours=True, exchange__peer=OuterRef("pk"))
    rows = rows.annotate(
        matters=_count(Exchange.objects.filter(peer=OuterRef("pk")), "peer"),
        waiting=_count(sent.filter(state="waiting"), "exchange__peer"),
        refused=_count(sent.filter(state="refused"), "exchange__peer"),
    )
    return [replace(_row(one), matters=one.matters, waiting=one.waiting, refused=one.refused) for one in rows]


def _count(rows: QuerySet[Any], of: str) -> Coalesce:
    """Return how many there are of each city, within the statement that asks for the cities."""
    counted = rows.order_by().values(of).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _row(one: Any) -> PeerRow:
    ended = (one.closed_at is not None, one.distrusted_at is not None)
    return PeerRow(one.code, one.name_zh, one.name_en, one.url, one.key, tuple(one.services), *ended)


def peer(code: str) -> PeerRow:
    """Return a city that can be asked; NotVisible when there is none, or it is closed or not believed."""
    found = next((one for one in peers() if one.code == code and one.is_open), None)
    if found is None:
        raise NotVisible
    return found


def messages(actor: Actor) -> Sequence[MessageRow]:
    """Return the latest messages, for whoever keeps the peers; never what they say."""
    if not actor.may(Permission.PEER_READ):
        raise NotVisible
    columns = ("ref", "exchange__peer__code", "exchange__ref", "ours", "n", "kind", "state", "code", "tries")
    rows = Message.objects.order_by("-id").values_list(*columns, "next_at", "at")[:PAGE]
    return [MessageRow(str(row[0]), row[1], str(row[2]), *row[3:]) for row in rows]


def files(actor: Actor) -> Sequence[FileRow]:
    """Return the latest files between cities, for whoever keeps the peers; never what they are called."""
    if not actor.may(Permission.PEER_READ):
        raise NotVisible
    rows = Enclosure.objects.order_by("-id").values_list(*FILE_COLUMNS)[:PAGE]
    return [FileRow("", row[1], row[2], "", *row[4:]) for row in rows]


def elsewhere(case: str | UUID) -> Elsewhere | None:
    """Return the other side of a case, for a page of somebody who may see the case; None for most cases."""
    row = Exchange.objects.select_related("peer").filter(case__ref=case).first()
    if row is None:
        return None
    return Elsewhere(
        row.peer.name_zh, row.peer.name_en or row.peer.name_zh, row.side, row.service, row.their_number,
        row.their_stage_zh, row.their_stage_en, row.their_due, row.over, _files_of(row),
        Message.objects.filter(exchange=row, ours=True, state="waiting").count(),
    )  # fmt: skip


def _files_of(row: Exchange) -> list[FileRow]:
    rows = Enclosure.objects.filter(exchange=row).order_by("id").values_list(*FILE_COLUMNS)
    return [FileRow(str(one[0]), *one[1:]) for one in rows]
