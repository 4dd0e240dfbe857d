"""Workers: trades with levels, hours, how far; what helps them only if they said so. No history, no marks."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

ACTIVE, PAUSED, LEFT = "active", "paused", "left"
CONSENTS = ("own", "spoken", "paper")
KEY_GROUPS = ("long_unemployed", "low_income", "disabled", "older", "landless", "veteran", "graduate")
HELPS = ("tools", "transport", "insurance", "training")


class WorkerProfile(models.Model):
    """Somebody who looks for casual work. The day of birth (for the law's limits) and a key group are sealed.

    ``key_group`` is there only if the person said so, for help; no employer ever sees it. Who left is a row without a
    person, for the sums of engagements that are over.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name_sealed = models.BinaryField(null=True)
    born_sealed = models.BinaryField(null=True)
    area = models.ForeignKey("grid.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    lon = models.FloatField()
    lat = models.FloatField()
    reach = models.PositiveIntegerField()  # metres
    helps = models.CharField(max_length=60, blank=True)
    key_group_sealed = models.BinaryField(null=True)
    help_case = models.ForeignKey("cases.Case", models.SET_NULL, null=True, related_name="+")
    by_phone = models.BooleanField(default=False)
    consent = models.CharField(max_length=6)
    state = models.CharField(max_length=6, default=ACTIVE)
    entered_at = models.DateTimeField()
    waiting_since = models.DateTimeField()

    class Meta:
        """Constraints."""

        constraints = [
            models.CheckConstraint(condition=Q(reach__gt=0), name="jobs_worker_reach"),
            models.CheckConstraint(condition=Q(consent__in=CONSENTS), name="jobs_worker_consent"),
        ]
        indexes = [models.Index(fields=["state", "area_path"], name="jobs_workers")]


class WorkerTrade(models.Model):
    """A trade with its level, 1 to 8, and how it is known: the person says so, or a paper was seen."""

    worker = models.ForeignKey(WorkerProfile, models.CASCADE, related_name="trades")
    trade = models.ForeignKey("jobs.Trade", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    paper_seen = models.BooleanField(default=False)

    class Meta:
        """Each once."""

        constraints = [
            models.UniqueConstraint(fields=["worker", "trade"], name="jobs_trade_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=8), name="jobs_trade_level"),
        ]


class WorkerTime(models.Model):
    """A stretch of a weekday on which somebody has time, in minutes after midnight."""

    worker = models.ForeignKey(WorkerProfile, models.CASCADE, related_name="times")
    weekday = models.PositiveSmallIntegerField()
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()

    class Meta:
        """Within a day."""

        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7, end__lte=1440, end__gt=F("start")),
                name="jobs_time_in_a_day",
            ),
        ]
