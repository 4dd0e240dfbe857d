"""How keys stand: ours, which city has the newest one, and those of the other cities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from linli.apps.exchange.facts.keys import HAS_IT, first_key
from linli.apps.exchange.facts.lists import PAGE
from linli.apps.exchange.models import Announcement, OwnKey, PeerKey
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible

LATEST = 5


@dataclass(frozen=True, slots=True)
class OurKey:
    """A key of ours; ``until``: from then on it signs nothing. Before the first change there is no ``since``."""

    key: str
    since: datetime | None
    until: datetime | None
    erased: bool


@dataclass(frozen=True, slots=True)
class KeyTold:
    """Whether a city has our newest key (apps.exchange.facts.keys.Told), and until when it is signed for with the old."""

    peer: str
    name_zh: str
    name_en: str
    state: str
    code: str
    tries: int
    until: datetime | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class TheirKey:
    """A key of another city; ``refused``: how often something that it signed came and was not taken any more."""

    peer: str
    key: str
    since: datetime
    until: datetime | None
    distrusted: bool
    by_hand: bool
    refused: int
    refused_at: datetime | None


def our_keys(actor: Actor) -> Sequence[OurKey]:
    """Return our latest keys, the newest first."""
    _check(actor)
    rows = OwnKey.objects.order_by("-id")[:LATEST]
    found = [OurKey(one.public, one.since, one.until, one.erased_at is not None) for one in rows]
    return found or [OurKey(first_key().public, None, None, erased=False)]


def told(actor: Actor) -> Sequence[KeyTold]:
    """Return for each open city whether it has our newest key; of several changes the first that it lacks counts."""
    _check(actor)
    open_ = Announcement.objects.filter(peer__closed_at=None, peer__distrusted_at=None)
    rows = open_.select_related("peer", "key__replaces").defer("body").order_by("peer__code", "id")
    found: dict[str, Announcement] = {}
    for one in rows:
        before = found.get(one.peer.code)
        if before is None or before.state in HAS_IT:
            found[one.peer.code] = one
    return [_told(one) for one in found.values()]


def their_keys(actor: Actor) -> Sequence[TheirKey]:
    """Return the keys of the other cities, the newest of each first."""
    _check(actor)
    rows = PeerKey.objects.select_related("peer").order_by("peer__code", "-id")[:PAGE]
    return [
        TheirKey(
            one.peer.code, one.public, one.since, one.until, one.distrusted, not one.vouched, one.refused,
            one.refused_at,
        )
        for one in rows
    ]  # fmt: skip


def _told(one: Announcement) -> KeyTold:
    peer, old = one.peer, one.key.replaces
    plain = KeyTold(
        peer.code, peer.name_zh, peer.name_en or peer.name_zh, one.state, one.code, one.tries, None,
        one.settled_at,
    )  # fmt: skip
    return replace(plain, until=old.until if old else None)


def _check(actor: Actor) -> None:
    if not (actor.may(Permission.PEER_READ) or actor.may(Permission.PEER_KEY)):
        raise NotVisible
