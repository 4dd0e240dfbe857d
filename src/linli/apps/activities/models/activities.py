"""Activities, their sessions, who holds them, who signed up and who was there."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.kernel.audit.overlap import NoOverlap

KINDS = ("holiday_care", "class", "clinic", "checkup", "talk", "other")
DRAFT, PUBLISHED, CANCELLED = "draft", "published", "cancelled"
HELPS = ("organiser", "teacher")
WAITING, OFFERED, TAKEN = "waiting", "offered", "taken"
DECLINED, LAPSED = "declined", "lapsed"
LIVE = (WAITING, OFFERED, TAKEN)
STANDINGS = (*LIVE, DECLINED, LAPSED, CANCELLED)
CONSENTS = ("", "household", "declared", "paper")
"""How a guardian agreed: as the household's record shows them, by their own declaration, on paper at the counter."""
ROOM, REMOTE = "room", "remote"


class Activity(models.Model):
    """Something people may come to; ``code`` is its own name in a file, places are those in the room.

    ``link`` is where somebody at home joins, ``replay`` where it can be seen later.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=[(one, one) for one in KINDS])
    centre = models.ForeignKey("centres.Centre", models.PROTECT, related_name="+")
    body = models.ForeignKey("grid.Body", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    room = models.CharField(max_length=60, blank=True)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)
    about_zh = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    bring_zh = models.CharField(max_length=200, blank=True)
    bring_en = models.CharField(max_length=300, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True)
    age_to = models.PositiveSmallIntegerField(null=True)
    places = models.PositiveIntegerField()
    fee_fen = models.PositiveIntegerField(default=0)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    answer_hours = models.PositiveSmallIntegerField(default=24)
    link = models.URLField(max_length=300, blank=True)
    replay = models.URLField(max_length=300, blank=True)
    state = models.CharField(max_length=10, default=DRAFT)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    last_turn = models.PositiveIntegerField(default=0)

    class Meta:
        """The window ends after it opened; ages go up."""

        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="activities_window"),
            models.CheckConstraint(
                condition=Q(age_from__isnull=True) | Q(age_to__isnull=True) | Q(age_to__gte=F("age_from")),
                name="activities_ages",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(DRAFT, PUBLISHED, CANCELLED)), name="activities_state"
            ),
        ]
        indexes = [models.Index(fields=["state", "ends"], name="activities_calendar")]


class Session(models.Model):
    """One date of an activity; ``entered_at``: its list was closed and went to the register of attendance."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="sessions")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)

    class Meta:
        """Sessions of an activity are apart."""

        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="activities_session_length"),
            NoOverlap(name="activities_sessions_apart", owner=["activity"], starts="starts", ends="ends"),
        ]


class Helper(models.Model):
    """An adult who holds an activity: organiser or, often a volunteer, teacher."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="helpers")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    part = models.CharField(max_length=10, choices=[(one, one) for one in HELPS])

    class Meta:
        """Each once."""

        constraints = [
            models.UniqueConstraint(fields=["activity", "account"], name="activities_helper_once"),
        ]


class SignUp(models.Model):
    """Somebody wants to come: ``account`` signed up (the guardian for a child), ``person`` is a keyed digest of who comes.

    ``agent`` did it for the account by a consent; while that holds the agent sees it and may give it up.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="sign_ups")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    person = models.BigIntegerField()
    name_sealed = models.BinaryField(null=True)
    name_masked = models.CharField(max_length=20, blank=True)
    born = models.DateField(null=True)
    child = models.BooleanField(default=False)
    consent = models.CharField(max_length=10, blank=True)
    consent_by_sealed = models.BinaryField(null=True)
    mode = models.CharField(max_length=6, default=ROOM)
    standing = models.CharField(max_length=10)
    turn = models.PositiveIntegerField()
    offered_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    at_counter = models.BooleanField(default=False)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        """Nobody is on a list twice; a child is there by consent; only an offer has an end."""

        constraints = [
            models.UniqueConstraint(
                fields=["activity", "person"], condition=Q(standing__in=LIVE), name="activities_sign_up_once"
            ),
            models.UniqueConstraint(fields=["activity", "turn"], name="activities_turn_once"),
            models.CheckConstraint(
                condition=Q(child=False) | ~Q(consent=""), name="activities_child_by_consent"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=STANDINGS) & (~Q(standing=OFFERED) | Q(offered_until__isnull=False)),
                name="activities_standing",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "standing"], name="activities_own"),
            models.Index(fields=["offered_until"], condition=Q(standing=OFFERED), name="activities_offers"),
        ]


class Seat(models.Model):
    """A taken place in one session, and whether its person came; ``code`` is what they show, good for this session."""

    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="seats")
    session = models.ForeignKey(Session, models.CASCADE, related_name="+")
    person = models.BigIntegerField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    code = models.CharField(max_length=8, unique=True)
    came_at = models.DateTimeField(null=True)
    came_by = models.CharField(max_length=6, blank=True)

    class Meta:
        """One seat a session; nobody is in two rooms at a time."""

        constraints = [
            models.UniqueConstraint(fields=["sign_up", "session"], name="activities_seat_once"),
            NoOverlap(name="activities_one_place_at_a_time", owner=["person"], starts="starts", ends="ends"),
        ]


class AskedQuestion(models.Model):
    """A question to those who hold an activity; shown without a name once it is answered."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
