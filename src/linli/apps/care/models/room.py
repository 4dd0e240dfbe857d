"""Day care: rooms with places, who is enrolled or waits, who came on a day, and what happened."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from linli.apps.care.models.files import CareFile, FamilyMember

WAITING, IN, OVER = "waiting", "in", "over"
EXPECTED, HERE, LEFT, ABSENT = "expected", "here", "left", "absent"
MEALS = ("none", "normal", "soft", "low_sugar", "low_salt", "vegetarian", "halal")
INCIDENTS = ("fall", "choking", "self_harm", "astray", "unwell", "other")
RISKS = ("fall", "choking", "self_harm", "astray")
"""What counts for the level (附录 C)."""


class DayRoom(models.Model):
    """The day room of a centre; ``taken`` is counted by the database so that no place is given twice."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    centre = models.OneToOneField("centres.Centre", models.PROTECT, related_name="+")
    body = models.ForeignKey("grid.Body", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120, db_index=True)
    places = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        """Never more people than places."""

        constraints = [models.CheckConstraint(condition=Q(taken__lte=F("places")), name="care_room_places")]


class Enrolment(models.Model):
    """Somebody's place in a day room, or in the line for one; meals and allergies are needs, the words sealed."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    room = models.ForeignKey(DayRoom, models.PROTECT, related_name="enrolments")
    file = models.ForeignKey(CareFile, models.CASCADE, related_name="enrolments")
    state = models.CharField(max_length=10, default=WAITING)
    days = models.JSONField(default=list)  # 0 is Monday
    meal = models.CharField(max_length=12, default="normal")
    needs_sealed = models.BinaryField(null=True)
    asked_at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Once in a room at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["room", "file"], condition=~Q(state=OVER), name="care_enrolled_once"
            ),
            models.CheckConstraint(condition=Q(state__in=(WAITING, IN, OVER)), name="care_enrolment_state"),
        ]
        indexes = [models.Index(fields=["room", "state", "asked_at"], name="care_enrolments")]


class Attendance(models.Model):
    """One person's day in the room; who fetched them is a family member, or nobody when they went alone."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendance")
    day = models.DateField()
    state = models.CharField(max_length=10)
    meal = models.CharField(max_length=12)
    arrived_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    fetched_by = models.ForeignKey(FamilyMember, models.SET_NULL, null=True, related_name="+")
    note_sealed = models.BinaryField(null=True)

    class Meta:
        """One row a person and day."""

        constraints = [
            models.UniqueConstraint(fields=["enrolment", "day"], name="care_attendance_once"),
            models.CheckConstraint(
                condition=Q(state__in=(EXPECTED, HERE, LEFT, ABSENT)), name="care_attendance_state"
            ),
        ]
        indexes = [models.Index(fields=["day", "state"], name="care_attendance_days")]


class Incident(models.Model):
    """Something that happened to somebody; the words are sealed."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey(CareFile, models.CASCADE, related_name="incidents")
    kind = models.CharField(max_length=12)
    day = models.DateField()
    text_sealed = models.BinaryField(null=True)
    noted_at = models.DateTimeField()

    class Meta:
        """Found by person and day."""

        constraints = [models.CheckConstraint(condition=Q(kind__in=INCIDENTS), name="care_incident_kind")]
        indexes = [models.Index(fields=["file", "-day"], name="care_incidents")]
