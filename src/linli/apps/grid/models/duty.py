"""When: duty rosters, their shifts, absences and swaps."""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.apps.grid.models.bodies import Body
from linli.kernel.audit.overlap import NoOverlap


class SwapState(StrEnum):
    """How far a swap has come."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class DutyRoster(models.Model):
    """A duty of a body that people share: night duty, the hall on Sundays, storm watch."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)

    class Meta:
        """Codes are unique inside a body."""

        constraints = [models.UniqueConstraint(fields=["body", "code"], name="grid_roster_code")]


class Shift(models.Model):
    """Somebody is on duty from ``starts_at`` up to ``ends_at``."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    roster = models.ForeignKey(DutyRoster, models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cancelled = models.BooleanField(default=False)

    class Meta:
        """Nobody is in two places at once, whichever roster says so."""

        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="grid_shift_ends_later"),
            NoOverlap(
                name="grid_shift_no_overlap",
                owner=["account"],
                starts="starts_at",
                ends="ends_at",
                unless="cancelled",
            ),
        ]
        indexes = [models.Index(fields=["roster", "starts_at"], name="grid_shift_by_roster")]


class Absence(models.Model):
    """A time in which somebody takes no shift of a roster; the reason is not asked."""

    roster = models.ForeignKey(DutyRoster, models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        """Spans have a length."""

        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="grid_absence_ends_later")
        ]


class Swap(models.Model):
    """Somebody asks a colleague to take ``shift``, for ``instead`` or as a favour."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="+")
    instead = models.ForeignKey(Shift, models.PROTECT, null=True, related_name="+")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in SwapState])
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """A shift is offered to one colleague at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["shift"], condition=Q(state=SwapState.ASKED.value), name="grid_swap_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state=SwapState.ASKED.value, answered_at__isnull=True)
                | (~Q(state=SwapState.ASKED.value) & Q(answered_at__isnull=False)),
                name="grid_swap_answered_once",
            ),
        ]
