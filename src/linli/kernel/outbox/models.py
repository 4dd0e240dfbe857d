"""What is owed to whom."""

from __future__ import annotations

from django.db import models

from linli.kernel.audit.models import ActRecord


class Delivery(models.Model):
    """One event of one act for one subscriber; rows of a stream are handed over in the order of id."""

    subscriber = models.CharField(max_length=80)
    act = models.ForeignKey(ActRecord, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    event = models.CharField(max_length=80)
    stream = models.CharField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    fault = models.CharField(max_length=200, default="", blank=True)
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subscriber", "act", "position"], name="outbox_delivery_once"),
        ]
        indexes = [
            models.Index(
                "next_at",
                name="outbox_delivery_due",
                condition=models.Q(done_at__isnull=True, dead_at__isnull=True),
            ),
            models.Index(
                "subscriber",
                "stream",
                "id",
                name="outbox_delivery_order",
                condition=models.Q(done_at__isnull=True, dead_at__isnull=True),
            ),
            models.Index("dead_at", name="outbox_delivery_dead", condition=models.Q(dead_at__isnull=False)),
        ]


class Round(models.Model):
    """When a job that comes round again is due next, and who is at it."""

    name = models.CharField(max_length=80, unique=True)
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
