"""Hands announced events over: once each, in order inside a stream, ten tries, then a dead letter."""

from __future__ import annotations

import json
import logging
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from linli.kernel.audit.models import ActRecord
from linli.kernel.outbox.models import Delivery
from linli.kernel.outbox.registry import Happening, handler, key_of, subscribers

ROWS = 200
TRIES = 10
LEASE = timedelta(minutes=2)
ROUND_SECONDS = 30
KEPT = timedelta(days=30)
LONGEST_WAIT = timedelta(hours=1)

log = logging.getLogger(__name__)


def fan_out(at: datetime) -> int:
    """Turn announced events into deliveries; returns how many acts were seen to.

    Acts on one stream are numbered in the order of their commits, so their deliveries are too.
    """
    waiting = ActRecord.objects.filter(fanned_at__isnull=True).exclude(events="").order_by("id")
    acts = list(waiting.values_list("id", "events")[:ROWS])
    if not acts:
        return 0
    owed = [delivery for act_id, events in acts for delivery in _owed(act_id, events, at)]
    with transaction.atomic():
        ActRecord.objects.filter(id__in=[act_id for act_id, _ in acts]).update(fanned_at=at)
        Delivery.objects.bulk_create(owed, ignore_conflicts=True, batch_size=ROWS)
    return len(acts)


def deliver(at: datetime) -> int:
    """Hand over what is due and returns how many handlers were called.

    A handler runs outside every transaction and under a lease: no lock is held while it sends a letter.
    """
    called = 0
    began = time.monotonic()
    for delivery in list(_due(at)[:ROWS]):
        if time.monotonic() - began > ROUND_SECONDS:
            break  # leases count from ``at``; the next round brings a new one
        if _take(delivery, at):
            called += _hand_over(delivery, at)
    return called


def dead_letters() -> QuerySet[Delivery]:
    """Return what nobody could deliver, oldest first."""
    return Delivery.objects.filter(dead_at__isnull=False).order_by("id")


def retry(letters: QuerySet[Delivery], at: datetime) -> int:
    """Give dead letters another ten tries; later events of their streams may have gone ahead."""
    return letters.filter(dead_at__isnull=False).update(
        dead_at=None, done_at=None, tries=0, next_at=at, lease_until=None
    )


def forget_done(at: datetime) -> int:
    """Remove what was delivered a month ago; returns how many rows."""
    return Delivery.objects.filter(done_at__lt=at - KEPT).delete()[0]


def _owed(act_id: int, events: str, at: datetime) -> list[Delivery]:
    return [
        Delivery(
            subscriber=name,
            act_id=act_id,
            position=position,
            event=told["event"],
            stream=told["stream"],
            next_at=at,
        )
        for position, told in enumerate(json.loads(events))
        for name in subscribers(told["event"])
    ]


def _due(at: datetime) -> QuerySet[Delivery]:
    open_ = Delivery.objects.filter(done_at__isnull=True, dead_at__isnull=True)
    earlier = open_.filter(
        subscriber=OuterRef("subscriber"), stream=OuterRef("stream"), id__lt=OuterRef("id")
    )
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=at)
    return open_.filter(free, ~Exists(earlier), next_at__lte=at).select_related("act").order_by("id")


def _take(delivery: Delivery, at: datetime) -> bool:
    """Take the lease with one conditional update; of two workers one gets it."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=at)
    mine = Delivery.objects.filter(free, id=delivery.id, done_at__isnull=True, dead_at__isnull=True)
    taken = mine.update(lease_until=at + LEASE, tries=F("tries") + 1)
    delivery.tries += taken
    return bool(taken)


def _hand_over(delivery: Delivery, at: datetime) -> int:
    handle = handler(delivery.event, delivery.subscriber)
    if delivery.tries > TRIES:  # whoever held the lease died over it each time
        _keep_fault(delivery, "LeaseExpired", at)
        return 0
    if handle is None:
        _keep_fault(delivery, "NoSuchSubscriber", at)
        return 0
    try:
        handle(_happening(delivery, at))
    except Exception as error:  # whatever goes wrong is tried again, and seen
        log.exception("delivery %s of %s to %s failed", delivery.id, delivery.event, delivery.subscriber)
        _keep_fault(delivery, type(error).__name__, at)
    else:
        Delivery.objects.filter(id=delivery.id).update(done_at=at, lease_until=None, fault="")
    return 1


def _keep_fault(delivery: Delivery, fault: str, at: datetime) -> None:
    # Only the kind of fault: a message may quote what a person said.
    dead = delivery.tries >= TRIES
    wait = min(timedelta(seconds=2**delivery.tries), LONGEST_WAIT)
    Delivery.objects.filter(id=delivery.id).update(
        fault=fault[:200], lease_until=None, next_at=at + wait, dead_at=at if dead else None
    )


def _happening(delivery: Delivery, at: datetime) -> Happening:
    told = json.loads(delivery.act.events)[delivery.position]
    return Happening(
        event=delivery.event,
        payload=told["payload"],
        stream=delivery.stream,
        act_id=delivery.act.act_id,
        recorded_at=delivery.act.recorded_at,
        key=key_of(delivery.subscriber, delivery.act_id, delivery.position),
        at=at,
    )
