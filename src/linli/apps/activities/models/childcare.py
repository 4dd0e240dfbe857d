"""Childcare places for children up to three: groups by age, applications, who is there."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

STARTED, LEFT, WITHDRAWN = "started", "left", "withdrawn"
ON_LIST = ("waiting", "offered", "taken", STARTED)
COURSE = (*ON_LIST, LEFT, WITHDRAWN, "declined", "lapsed")


class ChildcareGroup(models.Model):
    """A group of children of an age (full months), its places and the staff that is there for it."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    body = models.ForeignKey("grid.Body", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    months_from = models.PositiveSmallIntegerField()
    months_to = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField()
    staff = models.PositiveSmallIntegerField()
    fee_fen = models.PositiveIntegerField(default=0)
    hours = models.CharField(max_length=60, blank=True)
    last_turn = models.PositiveIntegerField(default=0)

    class Meta:
        """Ages go up."""

        constraints = [
            models.CheckConstraint(condition=Q(months_to__gt=F("months_from")), name="activities_months"),
        ]


class ChildcareApplication(models.Model):
    """A guardian applies for a place; ``priority`` is claimed and counts once staff saw its paper."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(ChildcareGroup, models.PROTECT, related_name="applications")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    child = models.BigIntegerField()
    name_sealed = models.BinaryField(null=True)
    name_masked = models.CharField(max_length=20, blank=True)
    born = models.DateField(null=True)
    wants_from = models.DateField()
    priority = models.CharField(max_length=20)
    paper_seen = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField()
    turn = models.PositiveIntegerField()
    standing = models.CharField(max_length=10)
    offered_until = models.DateTimeField(null=True)
    started_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        """A child is on a list once; only an offer has an end."""

        constraints = [
            models.UniqueConstraint(
                fields=["group", "child"],
                condition=Q(standing__in=ON_LIST),
                name="activities_application_once",
            ),
            models.CheckConstraint(
                condition=Q(standing__in=COURSE) & (~Q(standing="offered") | Q(offered_until__isnull=False)),
                name="activities_application_standing",
            ),
        ]
        indexes = [models.Index(fields=["account", "standing"], name="activities_childcare_own")]


CHILD, EXPECTING = "child", "expecting"


class Reminded(models.Model):
    """Somebody wishes to be reminded: of a child's check-ups by its birth, or of an expecting mother's by the day expected.

    No name and nothing about health: a day, and whose telephone it is. Ended, the row is gone.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one, one) for one in (CHILD, EXPECTING)])
    day = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        """Once for each."""

        constraints = [
            models.UniqueConstraint(fields=["account", "kind", "day"], name="activities_reminded_once"),
        ]
