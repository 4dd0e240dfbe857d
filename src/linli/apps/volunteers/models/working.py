"""What is to be done, who took it, the hours that came of it and what was disputed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.kernel.audit.overlap import NoOverlap

KINDS = ("errand", "escort", "snow", "visit", "event", "tidy", "talk", "teach", "mend", "other")
CARE = ("none", "children", "frail")
OPEN, CANCELLED = "open", "cancelled"
WAITING, TAKEN, STARTED, FINISHED, GIVEN_BACK = "waiting", "taken", "started", "finished", "given_back"
PARTS = (WAITING, TAKEN, STARTED, FINISHED, GIVEN_BACK)
HELPED, ORGANISER, RULING = "helped", "organiser", "ruling"


class Task(models.Model):
    """Something volunteers may help with. What is personal is sealed and shown to those who took it only."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one, one) for one in KINDS])
    state = models.CharField(max_length=10, default=OPEN)
    body = models.ForeignKey("grid.Body", models.PROTECT, related_name="+")
    area = models.ForeignKey("grid.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120, db_index=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey("volunteers.Team", models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=60)
    words = models.CharField(max_length=400, blank=True)
    place = models.CharField(max_length=80)
    safety = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    wanted = models.PositiveSmallIntegerField(default=1)
    taken = models.PositiveSmallIntegerField(default=0)
    skills = models.JSONField(default=list)
    care = models.CharField(max_length=10, default="none")
    insured = models.BooleanField(default=False)
    details_sealed = models.BinaryField(null=True)
    helped = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        """It ends after it starts; no more places are taken than there are; children are never with one adult alone."""

        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="volunteers_task_ends"),
            models.CheckConstraint(condition=Q(taken__lte=F("wanted")), name="volunteers_task_places"),
            models.CheckConstraint(condition=Q(care__in=CARE), name="volunteers_task_care"),
            models.CheckConstraint(
                condition=~Q(care="children") | Q(wanted__gte=2), name="volunteers_two_adults"
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="volunteers_tasks_next")]


class Engagement(models.Model):
    """Somebody took a task, or waits for a place. Start and end are moments, never positions."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, models.PROTECT, related_name="engagements")
    volunteer = models.ForeignKey("volunteers.Volunteer", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10)
    off = models.BooleanField(default=False)  # waits or was given back: takes no time
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    slip_index = models.CharField(max_length=64, unique=True)  # of the code on the slip, which is derived

    class Meta:
        """Nobody is in two places at a time, nor twice in one task."""

        constraints = [
            NoOverlap(
                name="volunteers_one_place_at_a_time",
                owner=("volunteer",), starts="starts_at", ends="ends_at", unless="off",
            ),
            models.UniqueConstraint(
                fields=["task", "volunteer"], condition=~Q(state=GIVEN_BACK), name="volunteers_taken_once"
            ),
            models.CheckConstraint(condition=Q(state__in=PARTS), name="volunteers_engagement_state"),
        ]  # fmt: skip


class Hours(models.Model):
    """Minutes that somebody else confirmed. Nothing is overwritten: a correction is a new row, one of them stands."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="hours")
    volunteer = models.ForeignKey("volunteers.Volunteer", models.PROTECT, related_name="+")
    body = models.ForeignKey("grid.Body", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120, db_index=True)
    on = models.DateField()
    minutes = models.PositiveIntegerField()
    by = models.CharField(max_length=10, choices=[(one, one) for one in (HELPED, ORGANISER, RULING)])
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_index=True)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    stands = models.BooleanField(default=True)
    banked = models.BooleanField(default=False)  # the minutes are in the time bank
    entered_as = models.CharField(max_length=40, blank=True)  # of the register that certificates rest on

    class Meta:
        """One row stands for an engagement; nobody helps for more than a day in a day."""

        constraints = [
            models.UniqueConstraint(
                fields=["engagement"], condition=Q(stands=True), name="volunteers_hours_once"
            ),
            models.CheckConstraint(condition=Q(minutes__lte=1440), name="volunteers_hours_a_day"),
        ]
        indexes = [models.Index(fields=["volunteer", "on"], name="volunteers_hours_of")]


class Dispute(models.Model):
    """A volunteer says that the hours are not right; the organiser's supervisor decides."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="disputes")
    words_sealed = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)

    class Meta:
        """One at a time about an engagement."""

        constraints = [
            models.UniqueConstraint(
                fields=["engagement"], condition=Q(decided_at=None), name="volunteers_dispute_once"
            ),
        ]
