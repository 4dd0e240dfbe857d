"""Who is meant by an announcement, by place, age and what they subscribed to; how many, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, F, QuerySet

from linli.apps.notices.facts.letters import message_of
from linli.apps.notices.models import Announcement, Subscription, Telling
from linli.apps.notices.models.codes import topic_bits
from linli.apps.notices.policy.messages import Measured, cost, next_channel


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many would be told over which channel first, how many not at all, and what it costs in fen."""

    reach: Mapping[str, int]
    unreached: int
    cost: int
    message: Measured

    @property
    def people(self) -> int:
        """Return how many would be told."""
        return sum(self.reach.values())


def audience(row: Announcement) -> QuerySet[Subscription]:
    """Return the subscriptions that an announcement is for: those it corrects were for, or by place, topic and age."""
    live = Subscription.objects.filter(ended_at__isnull=True)
    if row.of_id is not None:
        told = Telling.objects.filter(announcement_id=row.of_id, step=0)
        return live.filter(pk__in=told.values("subscription_id"))
    meant = live.filter(area_path__under=row.area_path)
    if not row.emergency:
        wants = F("topics").bitand(topic_bits([row.topic]))
        meant = meant.annotate(wants=wants).filter(wants__gt=0)
    return meant.filter(age=row.age) if row.age else meant


def estimate(row: Announcement) -> Estimate:
    """Count the audience by the channel that each would be told over first; one statement."""
    reach: dict[str, int] = {}
    unreached = 0
    groups = audience(row).values_list("channels").annotate(n=Count("id")).order_by()
    for channels, count in groups:
        first = next_channel(channels, row.channels)
        if first:
            reach[first] = reach.get(first, 0) + count
        else:
            unreached += count
    message = message_of(row, "zh", "0" * 24)
    return Estimate(reach, unreached, cost(reach, message.parts, settings.PRICES), message)
