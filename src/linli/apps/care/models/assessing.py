"""Assessments of what somebody is able to: two looks, a third where they differ, and the result."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.apps.care.models.files import CareFile

LOOKING, DIFFERING, ASSESSED = "looking", "differing", "assessed"
OPEN_STATES = (LOOKING, DIFFERING)
REASONS = ("first", "regular", "changed", "contested", "other")
"""首次, 常规, 即时, 对结果有疑问的复评, 其他."""
TURNS = (1, 2, 3)


class Assessment(models.Model):
    """One assessment by a standard; result and explanation are sealed."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey(CareFile, models.CASCADE, related_name="assessments")
    reason = models.CharField(max_length=10, choices=[(one, one) for one in REASONS])
    standard = models.CharField(max_length=40)
    state = models.CharField(max_length=10, default=LOOKING)
    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    result_sealed = models.BinaryField(null=True)
    begun_at = models.DateTimeField()
    due_at = models.DateField(null=True)  # when it was due, None for one that nobody had to make by a day
    assessed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    contested_at = models.DateTimeField(null=True)

    class Meta:
        """Two different assessors; one assessment of a person at a time."""

        constraints = [
            models.CheckConstraint(condition=~Q(first=F("second")), name="care_two_assessors"),
            models.UniqueConstraint(
                fields=["file"], condition=Q(state__in=OPEN_STATES), name="care_one_assessment"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(*OPEN_STATES, ASSESSED)), name="care_assessment_state"
            ),
        ]
        indexes = [models.Index(fields=["file", "-id"], name="care_assessments")]


class Look(models.Model):
    """What one assessor saw and signed, sealed; the third look has only what the two differ in."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="looks")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField()
    sheet_sealed = models.BinaryField()
    signed_at = models.DateTimeField()

    class Meta:
        """Nobody signs twice, and no turn is taken twice."""

        constraints = [
            models.UniqueConstraint(fields=["assessment", "account"], name="care_look_of_account"),
            models.UniqueConstraint(fields=["assessment", "turn"], name="care_look_turn"),
            models.CheckConstraint(condition=Q(turn__in=TURNS), name="care_look_turns"),
        ]
