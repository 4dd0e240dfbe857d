"""Subscriptions: one's own whole, those of an area masked for the staff who write them down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.apps.notices.models import RelayedMessage, SearchNotice, Subscription
from linli.apps.notices.models.codes import topics_of
from linli.apps.notices.models.search import ENDED
from linli.apps.notices.policy.refs import as_uuid
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import reachable
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.held import Held
from linli.kernel.identity.personal import unseal

MOST = 50


@dataclass(frozen=True, slots=True)
class Own:
    """One's own subscription, whole."""

    ref: str
    area_code: str
    area_zh: str
    area_en: str
    wanted: tuple[str, ...]
    topics: tuple[str, ...]
    age: str
    language: str
    large: bool
    name: str
    phone: str
    email: str
    email_confirmed: bool
    door: str
    neighbour: bool
    for_resident: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A subscription as staff see it: masked."""

    ref: str
    name: str
    phone: str
    email: str
    area_zh: str
    area_en: str
    channels: tuple[str, ...]
    source: str
    began_at: datetime


def mine(ref: UUID | str, actor: Actor) -> Subscription:
    """Return a subscription of one's own; raises NotVisible for any other."""
    rows = Subscription.objects.select_related("stream", "area").filter(ref=as_uuid(ref), ended_at=None)
    row = rows.filter(account_id=actor.account_id).first() if actor.account_id is not None else None
    if row is None:
        raise NotVisible
    return row


def own(actor: Actor) -> tuple[Own, ...]:
    """Return one's own subscriptions."""
    if actor.account_id is None:
        return ()
    rows = Subscription.objects.filter(account_id=actor.account_id, ended_at=None).select_related("area")
    return tuple(_own(one) for one in rows.defer("area__boundary").order_by("id")[:MOST])


def listed(actor: Actor, *, before: str = "", limit: int = 30) -> tuple[tuple[Listed, ...], str]:
    """Return the subscriptions that staff may write down and end, the newest first, masked."""
    rows = Subscription.objects.filter(
        reachable(actor, Permission.SUBSCRIPTION_RECORD, body="pk"), ended_at=None
    )
    if before.isascii() and before.isdecimal():
        rows = rows.filter(pk__lt=int(before[:18]))
    found = list(rows.select_related("area").defer("area__boundary").order_by("-pk")[: limit + 1])
    shown = found[:limit]
    return tuple(_listed(one) for one in shown), str(shown[-1].pk) if len(found) > limit else ""


def what_is_held(account_id: int, _ref: str, _at: datetime) -> list[Held]:
    """Tell a person what is held: their subscriptions, their search notices, the messages they left."""
    held = [
        Held(
            "notices.held_subscription", f"{one.area_zh} {one.phone} {one.email}".strip(), "notices.held_why"
        )
        for one in own(Actor(key="held", account_id=account_id))
    ]
    rows = SearchNotice.objects.filter(account_id=account_id).exclude(state=ENDED).order_by("id")[:MOST]
    held += [Held("notices.held_search", one.title, "notices.held_search_why", one.until) for one in rows]
    left = RelayedMessage.objects.filter(sender_id=account_id).order_by("id")[:MOST]
    held += [
        Held("notices.held_message", unseal(bytes(one.text_sealed), "relayed"), "notices.held_message_why")
        for one in left
    ]
    return held


def _own(row: Subscription) -> Own:
    whole = {
        name: unseal(bytes(getattr(row, f"{name}_sealed")), name) if getattr(row, f"{name}_sealed") else ""
        for name in ("name", "phone", "email", "door")
    }
    return Own(
        ref=str(row.ref), area_code=row.area.code, area_zh=row.area.name_zh,
        area_en=row.area.name_en or row.area.name_zh, wanted=tuple(row.wanted.split(",")),
        topics=topics_of(row.topics), age=row.age, language=row.language, large=row.large,
        email_confirmed=row.email_confirmed_at is not None, neighbour=row.neighbour,
        for_resident=row.for_resident, **whole,
    )  # fmt: skip


def _listed(row: Subscription) -> Listed:
    return Listed(
        str(row.ref), row.name_masked, row.phone_masked, row.email_masked, row.area.name_zh,
        row.area.name_en or row.area.name_zh, tuple(row.wanted.split(",")), row.source, row.began_at,
    )  # fmt: skip
