"""Numbers at the counters of a hall: what counters there are, what each serves, who waits today. Never a person."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from linli.apps.centres.models.register import Centre

WAITING, CALLED, DONE, GONE = "waiting", "called", "done", "gone"
STATES = (WAITING, CALLED, DONE, GONE)
CHANNELS = ("screen", "online", "phone", "staff")
REASONS = ("frail", "pregnant", "disabled", "infant")
"""Whom a hall may let go ahead, on their own word."""


def all_reasons() -> list[str]:
    """Return the reasons that a new hall accepts."""
    return [*REASONS]


class Hall(models.Model):
    """The counters of one centre: when they are open, in which order numbers are called. Minutes of the day."""

    centre = models.OneToOneField(Centre, models.PROTECT, related_name="hall")
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    opens = models.PositiveSmallIntegerField(default=510)
    closes = models.PositiveSmallIntegerField(default=1050)
    every_day = models.BooleanField(default=False)
    early = models.PositiveSmallIntegerField(default=60)
    """Minutes before opening from which a number can be taken away from the hall."""
    reasons = models.JSONField(default=all_reasons)
    run = models.PositiveSmallIntegerField(default=2)
    back_after = models.PositiveSmallIntegerField(default=3)
    most_absences = models.PositiveSmallIntegerField(default=2)

    class Meta:
        """It closes after it opened, on the same day."""

        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens"), closes__lte=1440), name="centres_hall_hours"
            ),
        ]


class Business(models.Model):
    """A kind of business that numbers are taken for; its letter begins the number."""

    hall = models.ForeignKey(Hall, models.PROTECT, related_name="businesses")
    letter = models.CharField(max_length=1)
    code = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60, blank=True)
    minutes = models.PositiveSmallIntegerField(default=10)
    """How long a visit is expected to take, until the day itself tells."""

    class Meta:
        """A letter and a code once in a hall."""

        constraints = [
            models.UniqueConstraint(fields=["hall", "letter"], name="centres_business_letter"),
            models.UniqueConstraint(fields=["hall", "code"], name="centres_business_code"),
        ]


class Counter(models.Model):
    """A counter with its sign; open while somebody sits there."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    hall = models.ForeignKey(Hall, models.PROTECT, related_name="counters")
    sign = models.CharField(max_length=8)
    businesses = models.ManyToManyField(Business, related_name="counters")
    is_open = models.BooleanField(default=False)

    class Meta:
        """A sign once in a hall."""

        constraints = [models.UniqueConstraint(fields=["hall", "sign"], name="centres_counter_sign")]


class QueueDay(models.Model):
    """One day of a hall, with the stream of all its calls; ``run``: how many with priority were called in a row."""

    hall = models.ForeignKey(Hall, models.PROTECT, related_name="+")
    day = models.DateField()
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    calls = models.PositiveIntegerField(default=0)
    run = models.PositiveSmallIntegerField(default=0)

    class Meta:
        """Each day once."""

        constraints = [models.UniqueConstraint(fields=["hall", "day"], name="centres_queue_day_once")]


class QueueNumber(models.Model):
    """A number of one day. Whoever knows its ref holds it; nothing else is known of them."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    queue_day = models.ForeignKey(QueueDay, models.PROTECT, related_name="numbers")
    business = models.ForeignKey(Business, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    priority = models.BooleanField(default=False)
    channel = models.CharField(max_length=8, choices=[(one, one) for one in CHANNELS])
    state = models.CharField(max_length=8, choices=[(one, one) for one in STATES], default=WAITING)
    counter = models.ForeignKey(Counter, models.PROTECT, null=True, related_name="+")
    passed = models.BooleanField(default=False)
    place = models.PositiveIntegerField(default=0)
    absences = models.PositiveSmallIntegerField(default=0)
    recalls = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A number once a day; one visit at a counter at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["queue_day", "business", "number"], name="centres_queue_number_once"
            ),
            models.UniqueConstraint(
                fields=["queue_day", "counter"], condition=Q(state=CALLED), name="centres_one_visit_a_counter"
            ),
            models.CheckConstraint(
                condition=~Q(state=CALLED) | Q(counter__isnull=False, called_at__isnull=False),
                name="centres_called_somewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["queue_day", "state", "business"], name="centres_number_waits"),
            models.Index(fields=["taken_at"], name="centres_number_taken"),
        ]
