"""Rooms of a centre: what they are for, what stands in them, when and how far they may be booked; days that are closed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

ROOM_KINDS = (
    "meeting", "council", "mediation", "services", "dance", "music", "reading", "cinema", "craft", "sports", "children",
    "elderly", "training", "kitchen",
)  # fmt: skip
"""What a room is for."""
EQUIPMENT = (
    "projector", "screen", "sound", "microphone", "whiteboard", "piano", "mirrors", "computers", "tables", "kitchen",
    "step_free", "hearing_loop", "air_conditioning",
)  # fmt: skip
"""What stands in it."""
CLOSING_REASONS = ("repairs", "cleaning", "weather", "election", "power_cut", "other")


class Room(models.Model):
    """A room that can be booked: by the room and a span, or by the numbered seat of a showing.

    ``hours`` is written as `core/slots/week.py` reads it; blank means the centre's. How far ahead, how long and how
    many bookings one account may hold open are the room's own figures.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="rooms")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=[(one, one) for one in ROOM_KINDS])
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    places = models.PositiveSmallIntegerField()
    rows = models.PositiveSmallIntegerField(default=0)
    hours = models.CharField(max_length=400, blank=True)
    days_ahead = models.PositiveSmallIntegerField(default=30)
    longest = models.PositiveSmallIntegerField(default=120)
    most_open = models.PositiveSmallIntegerField(default=3)
    bookable = models.BooleanField(default=True)
    closed_on = models.DateField(null=True)

    class Meta:
        """A code once in a centre; a room has places, and rows only as many as places."""

        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="centres_room_once"),
            models.CheckConstraint(
                condition=Q(places__gt=0, rows__lte=F("places")), name="centres_room_places"
            ),
        ]


class RoomEquipment(models.Model):
    """One thing that stands in a room."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="equipment")
    code = models.CharField(max_length=20, choices=[(one, one) for one in EQUIPMENT])

    class Meta:
        """Each once."""

        constraints = [models.UniqueConstraint(fields=["room", "code"], name="centres_equipment_once")]


class CentreHours(models.Model):
    """The opening hours of a centre, as `core/slots/week.py` reads them."""

    centre = models.OneToOneField("centres.Centre", models.CASCADE, related_name="timetable")
    week = models.CharField(max_length=400)


class Closing(models.Model):
    """Days on which a centre is closed besides, from the first up to the last."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    centre = models.ForeignKey("centres.Centre", models.CASCADE, related_name="closings")
    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=20, choices=[(one, one) for one in CLOSING_REASONS])

    class Meta:
        """It ends on the day it begins or later."""

        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="centres_closing_ends")]
        indexes = [models.Index(fields=["centre", "last"], name="centres_closings")]
