"""Bookings of rooms, showings, and their seats: nothing twice, because the database does not take it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.kernel.audit.overlap import NoOverlap

PURPOSES = ("dance", "meeting", "reading", "course", "family", "sport", "music", "showing", "other")
"""What somebody wants a room for: chosen, never written."""
ENDED_BY = ("person", "staff", "closing", "erasure")


class Booking(models.Model):
    """A room for a span. Who it is for is an account, or a name and a number taken down at the counter (sealed).

    ``turn`` counts an account's open bookings from 1: two acts at once cannot take the same one, so nobody gets
    more than the room allows. ``series`` ties weekly bookings together. ``came`` is what the door noted, or nothing.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    room = models.ForeignKey("centres.Room", models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    contact_sealed = models.BinaryField(null=True)
    name_masked = models.CharField(max_length=60, blank=True)
    phone_masked = models.CharField(max_length=20, blank=True)
    taken_down = models.BooleanField(default=False)
    purpose = models.CharField(max_length=20, choices=[(one, one) for one in PURPOSES])
    people = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    series = models.UUIDField(null=True, db_index=True)
    turn = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()
    cancelled = models.BooleanField(default=False)
    ended_by = models.CharField(max_length=10, blank=True)
    came = models.BooleanField(null=True)
    noted_at = models.DateTimeField(null=True)

    class Meta:
        """A room once at a time; a turn once of an account; it ends after it began; only what ended says by whom."""

        constraints = [
            NoOverlap(
                name="centres_room_at_once",
                owner=["room"],
                starts="starts_at",
                ends="ends_at",
                unless="cancelled",
            ),
            models.UniqueConstraint(fields=["account", "turn"], name="centres_turn_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="centres_booking_ends"),
            models.CheckConstraint(
                condition=Q(cancelled=True) | Q(ended_by=""), name="centres_booking_ended_by"
            ),
        ]
        indexes = [
            models.Index(fields=["room", "starts_at"], name="centres_bookings"),
            models.Index(fields=["account", "starts_at"], name="centres_bookings_own"),
        ]


class Showing(models.Model):
    """Something shown in a room with numbered seats; it holds the room by a booking of its own."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    booking = models.OneToOneField(Booking, models.PROTECT, related_name="showing")
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80, blank=True)
    rows = models.PositiveSmallIntegerField()
    seats = models.PositiveSmallIntegerField()
    most_each = models.PositiveSmallIntegerField(default=4)


class Seat(models.Model):
    """A seat of a showing that somebody has. ``turn`` counts the seats of one account there, from 1."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    showing = models.ForeignKey(Showing, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    contact_sealed = models.BinaryField(null=True)
    name_masked = models.CharField(max_length=60, blank=True)
    phone_masked = models.CharField(max_length=20, blank=True)
    turn = models.PositiveSmallIntegerField(null=True)
    taken_at = models.DateTimeField()
    given_back_at = models.DateTimeField(null=True)

    class Meta:
        """A seat once; a turn once of an account."""

        constraints = [
            models.UniqueConstraint(
                fields=["showing", "number"], condition=Q(given_back_at=None), name="centres_seat_once"
            ),
            models.UniqueConstraint(
                fields=["showing", "account", "turn"],
                condition=Q(given_back_at=None),
                name="centres_seats_each",
            ),
        ]
        indexes = [models.Index(fields=["account", "taken_at"], name="centres_seats_own")]
