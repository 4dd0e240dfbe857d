"""Changes the key of this city: the old one vouches for the new one, and signs beside it until it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from django.conf import settings
from django.db import IntegrityError

from linli.apps.exchange import events
from linli.apps.exchange.facts.keys import (
    CONTEXT,
    PROOF,
    Signing,
    Told,
    first_key,
    key_in,
    make_key,
    newest_row,
    our_code,
    place_of,
)
from linli.apps.exchange.models import Announcement, OwnKey, Peer
from linli.apps.exchange.service.writing import ACTOR
from linli.core.exchange import keys as core
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.ui import show


@dataclass(frozen=True, slots=True)
class NewKey:
    """``days`` that both keys are used; or the old one is ``lost``: then it signs nothing more from now on."""

    days: int | None = None
    lost: bool = False


def change_key(wish: NewKey, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Make the next key, tell every city of it, and return it.

    A lost key vouches for nothing: then every city has to be told of the new one by hand.

    Raises:
        Invalid: so many days are none, or too many.
        Refused: cross-city handling is not open, or a change is under way.
    """
    if not actor.may(Permission.PEER_KEY):
        raise NotVisible
    days = int(settings.EXCHANGE_OVERLAP_DAYS) if wish.days is None else wish.days
    if not core.SHORTEST <= days <= core.LONGEST:
        raise Invalid(Problem("days", "exchange.key_days", {"days": core.LONGEST}))
    if not our_code():
        raise Refused(Refusal("exchange.off"))
    until = at if wish.lost else at + timedelta(days=days)

    def work(acting: Acting) -> JsonValue:
        return _changed(acting, until, lost=wish.lost)

    said: JsonValue = [wish.days, wish.lost]
    try:
        done = act("exchange.change_key", work, said=said, actor=actor, act_id=act_id, at=at)
    except IntegrityError:  # two at once, before the first change of all: one of them was quicker
        raise Refused(_under_way(until)) from None
    end_keys(at)
    return str(done)


def _changed(acting: Acting, until: datetime, *, lost: bool) -> JsonValue:
    row = newest_row()
    before = row.replaces if row else None
    if not lost and before is not None and before.until is not None and before.until > acting.at:
        raise Refused(_under_way(before.until))
    old = None if lost else key_in(row.file) if row else first_key()
    public = row.public if row else first_key().public
    name = f"{Path(settings.EXCHANGE_KEY_FILE).stem}.{acting.act_id}.key"
    new = make_key(name)
    told: dict[str, JsonValue] = {"old": public, "key": new.public, "until": until.isoformat(), "lost": lost}
    if row is None:
        stream = acting.open_stream("exchange_key", events.KEY_CHANGED, told)
        row = OwnKey(
            stream=stream, public=public, file=Path(settings.EXCHANGE_KEY_FILE).name, since=acting.at
        )
    else:
        acting.enter(row.stream, events.KEY_CHANGED, told)
    row.until = until
    row.save()
    if lost:
        OwnKey.objects.filter(until__gt=acting.at).update(until=acting.at)
    fresh = OwnKey.objects.create(
        stream=row.stream, public=new.public, file=name, replaces=row, since=acting.at
    )
    peers = Peer.objects.filter(closed_at=None, distrusted_at=None).order_by("id")
    Announcement.objects.bulk_create(_told(peer, fresh, old, new, until, acting) for peer in peers)
    acting.announce(events.KEY_CHANGED, {"key": new.public})
    return new.public


def _under_way(until: datetime) -> Refusal:
    return Refusal("exchange.key_changing", {"until": show.local(until).date().isoformat()})


def _told(
    peer: Peer, fresh: OwnKey, old: Signing | None, new: Signing, until: datetime, acting: Acting
) -> Announcement:
    """Return what a city is told. It is signed now: who hears of it late hears it from the old key all the same."""
    if old is None:
        return Announcement(key=fresh, peer=peer, state=Told.HAND.value)
    ref = str(uuid5(UUID(acting.act_id), peer.code))
    parts = (ref, our_code(), peer.code, old.public, new.public, acting.at, until)
    proof = new.sign(PROOF + core.Announcement(*parts).vouched()).hex()
    body = core.Announcement(*parts, proof).written()
    signature = old.sign(CONTEXT + body).hex()
    return Announcement(
        key=fresh, peer=peer, body=body.decode(), signature=signature, state=Told.WAITING.value,
        next_at=acting.at,
    )  # fmt: skip


def end_keys(at: datetime) -> int:
    """Erase the secrets of our keys that have ended; returns how many. A job calls this."""
    due = list(OwnKey.objects.filter(until__lte=at, erased_at=None).order_by("id"))
    for row in due:
        _erase(row, at)
    return len(due)


def _erase(row: OwnKey, at: datetime) -> None:
    place_of(row.file).unlink(missing_ok=True)

    def work(acting: Acting) -> JsonValue:
        fresh = OwnKey.objects.select_related("stream").get(pk=row.pk)
        acting.enter(fresh.stream, events.KEY_ERASED, {"key": row.public})
        OwnKey.objects.filter(pk=row.pk).update(erased_at=at)
        return None

    act_id = str(uuid5(UUID(int=row.pk), row.public))
    act("exchange.erase_key", work, said=row.public, actor=ACTOR, act_id=act_id, at=at)
