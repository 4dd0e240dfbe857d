"""Search notices: a person or thing that is missed or was found, and what was left for whoever put it up."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

MISSING_PERSON, FOUND_PERSON, LOST_THING, FOUND_THING = (
    "missing_person", "found_person", "lost_thing", "found_thing",
)  # fmt: skip
SEARCHES = (MISSING_PERSON, FOUND_PERSON, LOST_THING, FOUND_THING)
OF_PEOPLE = frozenset({MISSING_PERSON, FOUND_PERSON})
THINGS = ("keys", "wallet", "phone", "card", "bag", "pet", "vehicle", "other")
WAITING, SHOWN, REFUSED, ENDED = "waiting", "shown", "refused", "ended"
SEARCH_STATES = (WAITING, SHOWN, REFUSED, ENDED)
OUTCOMES = ("found", "returned", "given_up", "expired", "mistake", "erased")
AUTHORITIES = ("guardian", "police", "court")
"""Who may allow that name or picture of a minor, or of somebody who was found, is shown."""


class SearchNotice(models.Model):
    """Put up by somebody with an account, shown once staff looked at it, gone with all it said when it is over."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reporter_key = models.CharField(max_length=60)
    kind = models.CharField(max_length=14, choices=[(one, one) for one in SEARCHES])
    thing = models.CharField(max_length=8, blank=True)
    area = models.ForeignKey("grid.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    minor = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    title = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    place = models.CharField(max_length=80, blank=True)
    seen_on = models.DateField(null=True)
    shown_name = models.CharField(max_length=30, blank=True)
    photo = models.CharField(max_length=36, blank=True)
    authority = models.CharField(max_length=8, blank=True)
    authority_by_sealed = models.BinaryField(null=True)
    police_sealed = models.BinaryField(null=True)
    has_police = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default=WAITING)
    refused = models.CharField(max_length=200, blank=True)
    reviewed_key = models.CharField(max_length=60, blank=True)
    reported_at = models.DateTimeField()
    due_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    renewed = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)

    class Meta:
        """A found person has a police report; a minor is named and pictured by authority; the end leaves nothing."""

        constraints = [
            models.CheckConstraint(condition=Q(state__in=SEARCH_STATES), name="notices_search_state"),
            models.CheckConstraint(
                condition=~Q(kind=FOUND_PERSON) | Q(has_police=True), name="notices_found_person_police"
            ),
            models.CheckConstraint(
                condition=Q(minor=False) | Q(shown_name="", photo="") | ~Q(authority=""),
                name="notices_minor_by_authority",
            ),
            models.CheckConstraint(
                condition=~Q(state=SHOWN)
                | (~Q(reviewed_key="") & ~Q(reviewed_key=F("reporter_key")) & Q(until__isnull=False)),
                name="notices_search_reviewed",
            ),
            models.CheckConstraint(
                condition=~Q(state=ENDED)
                | Q(
                    title="", text="", place="", shown_name="", photo="", police_sealed__isnull=True,
                    authority_by_sealed__isnull=True,
                ),
                name="notices_search_ended_whole",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state=WAITING), name="notices_search_waiting"),
            models.Index(fields=["-id"], condition=Q(state=SHOWN), name="notices_search_shown"),
            models.Index(fields=["until"], condition=Q(state=SHOWN), name="notices_search_until"),
        ]


class RelayedMessage(models.Model):
    """What somebody left for whoever put a search notice up; their number goes along only if they said so."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    search = models.ForeignKey(SearchNotice, models.CASCADE, related_name="+")
    text_sealed = models.BinaryField()
    phone_sealed = models.BinaryField(null=True)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    left_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
