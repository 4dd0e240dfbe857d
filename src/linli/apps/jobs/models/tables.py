"""What staff keep: trades, the minimum wage by area and day, and editions of what a post may not say."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

WAITING, IN_FORCE, REPLACED, REFUSED, WITHDRAWN = "waiting", "in_force", "replaced", "refused", "withdrawn"


class Trade(models.Model):
    """A kind of casual work; ``occupation`` is its code in the national classification of 2022 where it is known."""

    code = models.CharField(max_length=30, unique=True)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    occupation = models.CharField(max_length=12, blank=True)
    dangerous = models.BooleanField(default=False)  # closed to who is 16 or 17
    open = models.BooleanField(default=True)


class MinimumWageRow(models.Model):
    """The least pay by the hour, in fen, in an area and below, from a day on; with its source."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    area_code = models.CharField(max_length=20)
    since = models.DateField()
    hourly = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    is_example = models.BooleanField(default=True)

    class Meta:
        """One figure for an area and a day."""

        constraints = [
            models.UniqueConstraint(fields=["area_path", "since"], name="jobs_wage_once"),
            models.CheckConstraint(condition=Q(hourly__gt=0), name="jobs_wage_above_nought"),
        ]


class WordingEdition(models.Model):
    """An edition of the dictionary of what a post may not say: the whole of it, and what it was made from.

    ``rules`` and ``before`` are JSON text of all sorts; before the first edition the shipped dictionary is in force.
    """

    number = models.PositiveIntegerField(unique=True)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10)
    rules = models.TextField()
    before = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """One waits at most, one is in force at most."""

        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state__in=(WAITING, IN_FORCE)), name="jobs_one_edition"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(WAITING, IN_FORCE, REPLACED, REFUSED, WITHDRAWN)),
                name="jobs_edition_state",
            ),
        ]
