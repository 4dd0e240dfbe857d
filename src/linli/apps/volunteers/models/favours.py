"""Favours between neighbours: what is asked or offered, who found whom, what they wrote, what was reported."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

ASK, OFFER = "ask", "offer"
REVIEW, SHOWN, REFUSED, TAKEN, ENDED = "review", "shown", "refused", "taken", "ended"
FAVOURS = ("letter", "medicine", "shopping", "carry", "pet", "plants", "phone_lesson", "company", "other")
CONSENTS = ("spoken", "paper")
TALKING, AGREED, DONE, BROKEN = "talking", "agreed", "done", "broken"
ABUSE = ("money", "medical", "rude", "unsafe", "untrue", "other")


class Favour(models.Model):
    """A small thing that somebody asks or offers; the place is the estate, the words were looked at before.

    For somebody without a telephone ``account`` is that of who goes between (staff, a contact household), ``consent`` how
    that person agreed, and the name is sealed, for the go-between alone, until the favour is over.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    taken_down = models.BooleanField(default=False)  # by staff, for somebody without a telephone of that kind
    consent = models.CharField(max_length=6, blank=True)
    name_sealed = models.BinaryField(null=True)
    side = models.CharField(max_length=6, choices=[(one, one) for one in (ASK, OFFER)])
    kind = models.CharField(max_length=14, choices=[(one, one) for one in FAVOURS])
    state = models.CharField(max_length=8, default=REVIEW)
    words = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey("grid.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120, db_index=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    why = models.CharField(max_length=20, blank=True)

    class Meta:
        """It ends after it began."""

        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("made_at")), name="volunteers_favour_ends")
        ]
        indexes = [models.Index(fields=["state", "area_path"], name="volunteers_favours_shown")]


class FavourMatch(models.Model):
    """Two neighbours who found each other; numbers are shown when both agreed, minutes booked when both wish."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    favour = models.ForeignKey(Favour, models.PROTECT, related_name="matches")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    helper = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, default=TALKING)
    asker_shows = models.BooleanField(default=False)
    helper_shows = models.BooleanField(default=False)
    asker_minutes = models.PositiveIntegerField(null=True)  # said by each; booked when equal and both wish
    helper_minutes = models.PositiveIntegerField(null=True)
    asker_banks = models.BooleanField(default=False)
    helper_banks = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One running match of a favour; nobody helps themselves."""

        constraints = [
            models.UniqueConstraint(
                fields=["favour"], condition=Q(ended_at=None), name="volunteers_match_once"
            ),
            models.CheckConstraint(
                condition=Q(asker=None) | Q(helper=None) | ~Q(asker=F("helper")), name="volunteers_two_neighbours"
            ),
        ]  # fmt: skip


class FavourMessage(models.Model):
    """A line from one to the other; nobody else reads it, and it goes with the match's end."""

    match = models.ForeignKey(FavourMatch, models.CASCADE, related_name="messages")
    by_asker = models.BooleanField()
    text_sealed = models.BinaryField()
    at = models.DateTimeField()


class AbuseReport(models.Model):
    """Somebody says that something is not right with a favour; staff look at it."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    favour = models.ForeignKey(Favour, models.CASCADE, related_name="reports")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    why = models.CharField(max_length=10, choices=[(one, one) for one in ABUSE])
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """One person reports a favour once."""

        constraints = [models.UniqueConstraint(fields=["favour", "account"], name="volunteers_report_once")]
