"""Times with a lawyer or a doctor. What was said is for the two alone; who came is known to nobody else either."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from linli.apps.centres.models.register import Centre
from linli.kernel.audit.overlap import NoOverlap

ADVISER_KINDS = ("lawyer", "doctor")
WAYS = ("on_site", "remote")
BOOKED, OFFERED, KEPT, MISSED, CANCELLED, LAPSED = (
    "booked",
    "offered",
    "kept",
    "missed",
    "cancelled",
    "lapsed",
)
CONSULTATION_STATES = (BOOKED, OFFERED, KEPT, MISSED, CANCELLED, LAPSED)


class Adviser(models.Model):
    """Somebody who advises at a centre; ``kept_days``: how long a record is kept at most."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="advisers")
    account = models.ForeignKey("identity.Account", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=[(one, one) for one in ADVISER_KINDS])
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    minutes = models.PositiveSmallIntegerField(default=30)
    on_site = models.BooleanField(default=True)
    remote = models.BooleanField(default=False)
    ahead_days = models.PositiveSmallIntegerField(default=28)
    kept_days = models.PositiveSmallIntegerField(default=180)
    is_active = models.BooleanField(default=True)

    class Meta:
        """Once at a centre; at least one way."""

        constraints = [
            models.UniqueConstraint(fields=["centre", "account"], name="centres_adviser_once"),
            models.CheckConstraint(
                condition=Q(on_site=True) | Q(remote=True), name="centres_adviser_some_way"
            ),
        ]


class AdviserHour(models.Model):
    """Minutes of a day of the week in which an adviser advises."""

    adviser = models.ForeignKey(Adviser, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()

    class Meta:
        """They end after they start."""

        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts"), ends__lte=1440, weekday__lte=6), name="centres_adviser_hour"
            )
        ]


class AdviserAbsence(models.Model):
    """Days on which an adviser does not advise; why is nobody's business."""

    adviser = models.ForeignKey(Adviser, models.CASCADE, related_name="absences")
    first = models.DateField()
    last = models.DateField()


class Consultation(models.Model):
    """A time of an adviser with a client. ``off`` rows (cancelled, lapsed, forgotten) leave the time free."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    adviser = models.ForeignKey(Adviser, models.PROTECT, related_name="+")
    client = models.ForeignKey("identity.Account", models.SET_NULL, null=True, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    way = models.CharField(max_length=8, choices=[(one, one) for one in WAYS])
    state = models.CharField(max_length=9, choices=[(one, one) for one in CONSULTATION_STATES])
    off = models.BooleanField(default=False)
    code = models.CharField(max_length=64, db_index=True)
    """Keyed digest of the digits that a caller tells."""
    room_sealed = models.BinaryField()
    offer_until = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        """Neither an adviser nor a client has two at once."""

        constraints = [
            NoOverlap(
                name="centres_adviser_apart", owner=["adviser"], starts="starts", ends="ends", unless="off"
            ),
            NoOverlap(
                name="centres_client_apart", owner=["client"], starts="starts", ends="ends", unless="off"
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="centres_consultation_ends"),
            models.CheckConstraint(
                condition=Q(off=True) | Q(client__isnull=False), name="centres_consultation_client"
            ),
        ]
        indexes = [models.Index(fields=["adviser", "starts"], name="centres_consultation_times")]


class ConsultationRecord(models.Model):
    """What the adviser noted: sealed, until a day, for the two alone."""

    consultation = models.OneToOneField(Consultation, models.CASCADE, related_name="record")
    text_sealed = models.BinaryField()
    written_at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)


class ConsultationWait(models.Model):
    """Somebody who wants the next time that becomes free; the row ends when one is offered."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    adviser = models.ForeignKey(Adviser, models.CASCADE, related_name="+")
    client = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        """Once with an adviser."""

        constraints = [
            models.UniqueConstraint(fields=["adviser", "client"], name="centres_consultation_waits_once")
        ]


class AdviceMonth(models.Model):
    """How many times of an adviser were booked, kept, missed, cancelled in a month: what stays when rows go."""

    adviser = models.ForeignKey(Adviser, models.CASCADE, related_name="+")
    month = models.DateField()
    booked = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)

    class Meta:
        """Each month once."""

        constraints = [models.UniqueConstraint(fields=["adviser", "month"], name="centres_advice_month_once")]
