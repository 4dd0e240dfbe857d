"""Sends what other cities are told of our new key, and takes what they say of theirs."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db.models import F, OuterRef, Subquery

from linli.apps.exchange import events
from linli.apps.exchange.facts.keys import HAS_IT, KEY_RECEIPT, PROOF, Told, is_signed, our_code
from linli.apps.exchange.facts.trust import held_of, is_signed_by
from linli.apps.exchange.models import Announcement, Enclosure, Message, Peer, PeerKey
from linli.apps.exchange.service import line
from linli.apps.exchange.service.signing import FORBIDDEN, Unheard, judged, receipt
from linli.core.exchange.keys import (
    EARLY,
    after,
    read_announcement,
    refusal_of_announcement,
)
from linli.core.exchange.keys import Announcement as Said
from linli.core.exchange.protocol import wait_seconds
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import NotVisible, Refused

PATH = "/exchange/v1/messages"
SECONDS = 30
LEASE = timedelta(minutes=2)
OK, CONFLICT, WRONG = 200, 409, 422
UNSIGNED, FAULT, OLDER = "unsigned", "fault", "exchange.version"
TRIED = (Told.WAITING.value, Told.UNKNOWN.value)


def announce_due(at: datetime) -> int:
    """Tell the cities that are due of our new key, the first change first; returns how many signed for it."""
    untold = Announcement.objects.filter(peer=OuterRef("peer")).exclude(state__in=HAS_IT)
    first = Subquery(untold.order_by("id").values("pk")[:1])
    due = Announcement.objects.filter(pk=first, state__in=TRIED, next_at__lte=at)
    open_ = due.filter(peer__closed_at=None, peer__distrusted_at=None).select_related("peer")
    return sum(_announce(one, at) for one in list(open_.order_by("id")))


def announce_again(at: datetime) -> int:
    """Let every city that does not have our new key be told at once, those that refused it too."""
    untold = Announcement.objects.exclude(state__in=[*HAS_IT, Told.HAND.value])
    untold.filter(state=Told.REFUSED.value).update(state=Told.WAITING.value)
    return untold.update(next_at=at)


def _announce(row: Announcement, at: datetime) -> int:
    mine = Announcement.objects.filter(pk=row.pk, state=row.state, next_at__lte=at)
    if not mine.update(next_at=at + LEASE, tries=F("tries") + 1):
        return 0  # another worker has it
    data = row.body.encode()
    heard = line.ask(row.peer, PATH, data, row.signature, seconds=SECONDS)
    digest = hashlib.sha256(data).hexdigest().encode()
    if heard.status == OK and is_signed_by(row.peer, heard.field("receipt"), KEY_RECEIPT, digest, at):
        has_key([row.pk], row.peer, Told.TOLD, at)
        return 1
    state, code = _said(heard)
    later = at + timedelta(seconds=wait_seconds(row.tries + 1))
    Announcement.objects.filter(pk=row.pk).update(
        state=state.value, code=code, next_at=None if state is Told.REFUSED else later
    )
    return 0


def _said(heard: line.Heard) -> tuple[Told, str]:
    """Say how it stands where no receipt came: of a reason of the protocol a person has to know."""
    code = heard.field("code")[:60]
    if heard.fault or heard.status == OK:
        return Told.WAITING, heard.fault or UNSIGNED
    if code == OLDER:
        return Told.UNKNOWN, code
    return (Told.REFUSED if code.startswith("exchange.") and code != EARLY else Told.WAITING), code or FAULT


def has_key(rows: list[int], peer: Peer, told: Told, at: datetime) -> None:
    """Write down that a city has our key: what waited for that is sent now."""
    Announcement.objects.filter(pk__in=rows).update(state=told.value, code="", next_at=None, settled_at=at)
    Message.objects.filter(exchange__peer=peer, ours=True, state="waiting").update(next_at=at)
    mine = Enclosure.objects.filter(exchange__peer=peer, ours=False)
    mine.exclude(next_at=None).update(next_at=at)


def note_key_entered(code: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take down that a city entered our new key by hand; from now on it is signed with that one there.

    Raises:
        Refused: that city has it already.
    """
    if not actor.may(Permission.PEER_KEY):
        raise NotVisible

    def work(acting: Acting) -> JsonValue:
        peer = Peer.objects.select_related("stream").filter(code=code, closed_at=None).first()
        if peer is None:
            raise NotVisible
        untold = Announcement.objects.filter(peer=peer).exclude(state__in=HAS_IT)
        rows = list(untold.order_by("id").values_list("pk", "key__public"))
        if not rows:
            raise Refused(Refusal("exchange.key_known_there"))
        acting.enter(peer.stream, events.PEER_HAS_OUR_KEY, {"peer": code, "key": rows[-1][1]})
        has_key([row[0] for row in rows], peer, Told.ENTERED, at)
        return None

    act("exchange.note_key_entered", work, said=code, actor=actor, act_id=act_id, at=at)


def hear_of_key(data: bytes, peer: Peer, key: PeerKey, *, at: datetime) -> str | Unheard:
    """Take a change of key that an old key of theirs signed, at once, and return our receipt; or say why not.

    What was taken before is signed for again, also when the key that vouched for it has ended since.
    """
    digest = hashlib.sha256(data).hexdigest()
    signed_for = KEY_RECEIPT + digest.encode()
    if not key.distrusted and PeerKey.objects.filter(peer=peer, vouched=digest).exists():
        return receipt(peer, signed_for, at)
    if unheard := judged(key, at):
        return unheard
    said = read_announcement(data)
    if isinstance(said, Problem):
        return Unheard(WRONG, said)
    if not is_signed(said.new, said.proof, PROOF, said.vouched()):
        return Unheard(FORBIDDEN, Refusal("exchange.key_proof"))
    try:
        _take(said, digest, peer, key.public, at)
    except Refused as no:
        return Unheard(CONFLICT, no.refusal)
    return receipt(peer, signed_for, at)


def _take(said: Said, digest: str, peer: Peer, key: str, at: datetime) -> None:
    def work(acting: Acting) -> JsonValue:
        fresh = Peer.objects.select_related("stream").get(pk=peer.pk)
        known = held_of(fresh)
        refused = refusal_of_announcement(said, us=our_code(), signer=peer.code, key=key, known=known, at=at)
        if refused is not None:
            raise Refused(refused)
        newest = after(known, said)[-1]
        public: dict[str, JsonValue] = {
            "peer": peer.code, "old": said.old, "key": newest.public, "until": said.until.isoformat(),
            "digest": digest,
        }  # fmt: skip
        acting.enter(fresh.stream, events.PEER_KEY_CHANGED, public)
        PeerKey.objects.filter(peer=fresh, public=said.old).update(until=said.until)
        PeerKey.objects.create(peer=fresh, public=newest.public, since=newest.since, vouched=digest)
        return None

    actor = Actor(key=f"peer:{peer.code}")
    act("exchange.hear_of_key", work, said=digest, actor=actor, act_id=said.id, at=at)
