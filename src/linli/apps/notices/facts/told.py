"""Whose link it is, who has not heard yet, and how many were told and have heard: counts for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from linli.apps.grid import facts as grid
from linli.apps.notices.models import Announcement, Subscription, Telling, VisitAlert
from linli.apps.notices.models.codes import PUBLISHED
from linli.apps.notices.policy.links import read_token, token
from linli.apps.notices.policy.refs import community_of
from linli.core.shared.figures import SMALL
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.access.queries import reachable, within
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.personal import unseal

MOST = 100


@dataclass(frozen=True, slots=True)
class Told:
    """One announcement as it was told to one person; ids never leave the server."""

    announcement: Announcement
    subscription: Subscription
    heard_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unheard:
    """Somebody who has not heard: masked for staff, whole for the neighbour whom they agreed to."""

    token: str
    name: str
    phone: str
    door: str
    channels: tuple[str, ...]
    told_at: datetime
    large: bool


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """How many were told over a channel and how many of them have heard; None where it would tell of few."""

    channel: str
    told: int | None
    heard: int | None


def told_by(text: str) -> Told:
    """Return what the end of a link stands for; NotVisible for anything we did not make."""
    found = read_token(text)
    rows = Telling.objects.filter(announcement_id=found[0], subscription_id=found[1]) if found else None
    row = (
        rows.select_related("announcement", "subscription__stream").order_by("step").first() if rows else None
    )
    if row is None:
        raise NotVisible
    return Told(row.announcement, row.subscription, row.heard_at)


def told_oneself(announcement: Announcement, actor: Actor) -> tuple[tuple[str, datetime | None], ...]:
    """Return the links by which somebody signed in was told, for themselves and others, and when they were heard."""
    if actor.account_id is None:
        return ()
    rows = Telling.objects.filter(
        announcement=announcement, subscription__account_id=actor.account_id, subscription__ended_at=None
    )
    heard = dict(rows.order_by("step").values_list("subscription_id", "heard_at"))
    return tuple((token(announcement.pk, one), at) for one, at in heard.items())


def channel_counts(announcement: Announcement) -> tuple[ChannelCount, ...]:
    """Return the public counts of an announcement, small ones hidden."""
    rows = (
        Telling.objects.filter(announcement=announcement)
        .values_list("channel")
        .annotate(told=Count("id"), heard=Count("id", filter=Q(heard_at__isnull=False)))
    )
    return tuple(
        ChannelCount(channel, _shown(told), _shown(heard, told)) for channel, told, heard in sorted(rows)
    )


def unheard(row: Announcement, actor: Actor) -> tuple[Unheard, ...]:
    """Return who has not heard and may be visited, masked, to staff of the area; the longest waiting first."""
    reach = reachable(
        actor, Permission.NOTICE_VISIT, area="subscription__area_path", body="announcement__body_id"
    )
    waiting = _waiting(Telling.objects.filter(reach, announcement=row))
    return tuple(_unheard(one, whole=False) for one in waiting)


def neighbours_waiting(actor: Actor, at: datetime) -> tuple[tuple[Announcement, Unheard], ...]:
    """Return who has not heard round a contact household, of those who agreed that a neighbour comes by."""
    paths = [community_of(one.area_path) for one in grid.own_households(actor)]
    rows = Telling.objects.filter(
        within(paths, "subscription__area_path"),
        subscription__neighbour=True, announcement__state=PUBLISHED, announcement__expires_at__gt=at,
    )  # fmt: skip
    return tuple((one.announcement, _unheard(one, whole=True)) for one in _waiting(rows))


def _waiting(rows: QuerySet[Telling]) -> Iterable[Telling]:
    later = Telling.objects.filter(
        announcement=OuterRef("announcement"),
        subscription=OuterRef("subscription"),
        step__gt=OuterRef("step"),
    )
    open_ = rows.filter(~Exists(later), heard_at__isnull=True, subscription__ended_at__isnull=True)
    return open_.select_related("announcement", "subscription").order_by("id")[:MOST]


def _unheard(row: Telling, *, whole: bool) -> Unheard:
    one = row.subscription
    return Unheard(
        token(row.announcement_id, one.pk),
        _open(one.name_sealed, "name") if whole else one.name_masked,
        "" if whole else one.phone_masked,
        _open(one.door_sealed, "door") if one.neighbour or "visit" in one.channels else "",
        tuple(one.channels.split(",")),
        row.told_at,
        one.large,
    )


def _open(sealed: bytes | None, purpose: str) -> str:
    return unseal(bytes(sealed), purpose) if sealed else ""


def _shown(count: int, of: int | None = None) -> int | None:
    """Hide a count that would tell of few people: a small one, or all but a few."""
    parts = [count] if of is None else [count, of, of - count]
    return None if any(0 < part < SMALL for part in parts) else count


@dataclass(frozen=True, slots=True)
class Alert:
    """An emergency that was not heard in a place of the actor's, and how many there still wait for somebody to come."""

    announcement: Announcement
    area_path: str
    alerted_at: datetime
    waiting: int


def alerts(actor: Actor, at: datetime) -> tuple[Alert, ...]:
    """Return where somebody should come by, to staff of those places; what all have heard is over. Two statements."""
    reach = reachable(actor, Permission.NOTICE_VISIT, area="area_path", body="announcement__body_id")
    rows = VisitAlert.objects.filter(
        reach, announcement__state=PUBLISHED, announcement__expires_at__gt=at
    ).select_related("announcement__of")
    found = list(rows.order_by("-alerted_at", "id")[:MOST])
    waiting = Telling.objects.filter(
        announcement__in={one.announcement_id for one in found}, heard_at=None, subscription__ended_at=None
    )
    people = set(waiting.values_list("announcement", "subscription", "subscription__area_path"))
    told = (
        Alert(
            one.announcement, one.area_path, one.alerted_at,
            sum(key == one.announcement_id and path.startswith(one.area_path) for key, _, path in people),
        )
        for one in found
    )  # fmt: skip
    return tuple(one for one in told if one.waiting)
