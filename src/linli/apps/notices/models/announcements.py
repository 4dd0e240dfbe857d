"""Announcements, who subscribed to them, and what was told to whom over which channel."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.apps.notices.models.codes import (
    DRAFT,
    HEARD_BY,
    KINDS,
    LANGUAGES,
    PLAIN,
    PUBLISHED,
    SOURCES,
    STATES,
    TOPICS,
    WITHDRAWN,
)


class Announcement(models.Model):
    """One text for everybody it concerns: drafted by one person, published by another.

    ``cursor`` is the last subscription that was told; ``told_at`` says that all were. ``of`` is what a correction or
    withdrawal is about: it goes to the same people.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, default=PLAIN)
    of = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey("grid.Body", models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey("grid.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120, db_index=True)
    topic = models.CharField(max_length=12, choices=[(one, one) for one in TOPICS])
    age = models.CharField(max_length=8, blank=True)
    title_zh = models.CharField(max_length=60)
    title_en = models.CharField(max_length=120, blank=True)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True)
    do_zh = models.CharField(max_length=120, blank=True)
    do_en = models.CharField(max_length=240, blank=True)
    place_zh = models.CharField(max_length=80, blank=True)
    place_en = models.CharField(max_length=160, blank=True)
    by = models.DateTimeField(null=True)
    channels = models.CharField(max_length=40, blank=True)
    resend_hours = models.PositiveSmallIntegerField(default=0)
    emergency = models.BooleanField(default=False)
    emergency_reason = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, default=DRAFT)
    version = models.PositiveIntegerField(default=1)
    returned = models.CharField(max_length=200, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    drafted_key = models.CharField(max_length=60)
    reviewed_key = models.CharField(max_length=60, blank=True)
    drafted_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    reach = models.PositiveIntegerField(default=0)
    cost = models.PositiveIntegerField(default=0)  # fen, as estimated when it was published
    cursor = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True)

    class Meta:
        """Nothing is public without a second person; what waits to be told is found at once."""

        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="notices_state"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="notices_kind"),
            models.CheckConstraint(condition=Q(kind=PLAIN) | Q(of__isnull=False), name="notices_of"),
            models.CheckConstraint(
                condition=~Q(state__in=[PUBLISHED, WITHDRAWN])
                | (~Q(reviewed_key="") & ~Q(reviewed_key=F("drafted_key")) & Q(published_at__isnull=False)),
                name="notices_two_people",
            ),
            models.CheckConstraint(
                condition=Q(emergency=False) | ~Q(emergency_reason=""), name="notices_emergency_has_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(state=PUBLISHED, told_at__isnull=True), name="notices_to_tell"
            ),
            models.Index(fields=["state", "-published_at"], name="notices_latest"),
        ]


class Subscription(models.Model):
    """Somebody said where and how they want to hear announcements; addresses are sealed, it ends by one tap.

    ``wanted`` is the order they chose, ``channels`` what of it works now (an e-mail address counts once confirmed).
    ``for_resident``: told in place of a resident, whose agent this is by consent.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    for_resident = models.CharField(max_length=36, blank=True)
    area = models.ForeignKey("grid.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120, db_index=True)
    name_sealed = models.BinaryField(null=True)
    name_masked = models.CharField(max_length=20, blank=True)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.CharField(max_length=64, blank=True)
    phone_masked = models.CharField(max_length=20, blank=True)
    email_sealed = models.BinaryField(null=True)
    email_masked = models.CharField(max_length=80, blank=True)
    email_confirmed_at = models.DateTimeField(null=True)
    door_sealed = models.BinaryField(null=True)
    neighbour = models.BooleanField(default=False)
    wanted = models.CharField(max_length=40)
    channels = models.CharField(max_length=40, blank=True)
    topics = models.PositiveIntegerField()
    age = models.CharField(max_length=8, blank=True)
    language = models.CharField(max_length=2, choices=[(one, one) for one in LANGUAGES], default="zh")
    large = models.BooleanField(default=False)
    source = models.CharField(max_length=8, choices=[(one, one) for one in SOURCES])
    recorded_key = models.CharField(max_length=60)
    consented_on = models.DateField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A telephone subscribes once for an area and person; nothing personal outlives the end."""

        constraints = [
            models.UniqueConstraint(
                fields=["phone_index", "area", "for_resident"],
                condition=Q(ended_at__isnull=True) & ~Q(phone_index=""),
                name="notices_subscribed_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                | Q(
                    phone_sealed__isnull=True, email_sealed__isnull=True, name_sealed__isnull=True,
                    door_sealed__isnull=True, phone_index="", account__isnull=True,
                ),
                name="notices_ended_whole",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["id"], condition=Q(ended_at__isnull=True), name="notices_subscribed"),
        ]


class Telling(models.Model):
    """An announcement told to one subscription over one channel; ``next_at`` is when the next channel is tried."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="+", db_index=False)
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="+")
    channel = models.CharField(max_length=5)
    step = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    heard_by = models.CharField(max_length=9, blank=True)

    class Meta:
        """Once per person and channel; who hears, hears somehow."""

        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "subscription", "channel"], name="notices_told_once"
            ),
            models.CheckConstraint(
                condition=Q(heard_at__isnull=True, heard_by="")
                | Q(heard_at__isnull=False, heard_by__in=HEARD_BY),
                name="notices_heard_somehow",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(next_at__isnull=False, heard_at__isnull=True),
                name="notices_next_channel",
            ),
        ]


class VisitAlert(models.Model):
    """An emergency that was not heard in a community in time, so that somebody should come by; the place, nobody."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="+")
    area_path = models.CharField(max_length=120)
    alerted_at = models.DateTimeField()

    class Meta:
        """Each community once."""

        constraints = [
            models.UniqueConstraint(fields=["announcement", "area_path"], name="notices_alerted_once"),
        ]
