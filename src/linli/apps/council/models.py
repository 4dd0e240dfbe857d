"""What is stored of suggestions meetings: the question, suggestions, themes, what bodies promise and answer."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.kernel.audit.overlap import NoOverlap

CHANNELS = ("online", "hall", "paper")
WAITING, PUBLISHED, REJECTED = "waiting", "published", "rejected"
STATES = (WAITING, PUBLISHED, REJECTED)
HALL, HOME = "hall", "home"
REASONS = ("about_a_person", "personal_data", "insult", "not_the_question", "repeat", "empty")
"""Why a suggestion is not published; the sentences are ``council.reason.<code>``."""


class Meeting(models.Model):
    """A question put to people; suggestions are taken from ``opens_at`` until ``ends_at``."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    body = models.ForeignKey("grid.Body", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    question_zh = models.CharField(max_length=200)
    question_en = models.CharField(max_length=300, blank=True)
    about_zh = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    held_at = models.CharField(max_length=120, blank=True)
    opens_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """It ends after it opened."""

        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("opens_at")), name="council_meeting_time")
        ]
        indexes = [models.Index(fields=["closed_at", "ends_at"], name="council_meetings")]


class Theme(models.Model):
    """What several suggestions have in common, in the words of the staff who grouped them."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="themes")
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)

    class Meta:
        """A title is used once in a meeting."""

        constraints = [
            models.UniqueConstraint(fields=["meeting", "title_zh"], name="council_theme_once"),
        ]


class Suggestion(models.Model):
    """What somebody suggests, sealed until it is published; ``name`` is shown only because its author chose so."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="suggestions")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=8, choices=[(one, one) for one in CHANNELS])
    text_sealed = models.BinaryField(null=True)
    name_sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=10, default=WAITING)
    reason = models.CharField(max_length=20, blank=True)
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Only what is not published has a reason."""

        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=STATES)
                & (Q(state=REJECTED) | Q(reason=""))
                & (~Q(state=REJECTED) | ~Q(reason="")),
                name="council_reason_of_no",
            ),
        ]
        indexes = [models.Index(fields=["meeting", "state"], name="council_suggestions")]


class Grouping(models.Model):
    """One step of grouping, so that it can be undone: a suggestion went from a theme, or none, to another."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="+")
    before = models.ForeignKey(Theme, models.SET_NULL, null=True, related_name="+")
    after = models.ForeignKey(Theme, models.SET_NULL, null=True, related_name="+")
    undone = models.BooleanField(default=False)


class Reply(models.Model):
    """A theme or a lone suggestion put to a body: by when it promised to answer, and its answer."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="replies")
    theme = models.OneToOneField(Theme, models.CASCADE, null=True, related_name="reply")
    suggestion = models.OneToOneField(Suggestion, models.CASCADE, null=True, related_name="reply")
    body = models.ForeignKey("grid.Body", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    promised_on = models.DateField()
    text_zh = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """It answers one thing."""

        constraints = [
            models.CheckConstraint(
                condition=Q(theme__isnull=True, suggestion__isnull=False)
                | Q(theme__isnull=False, suggestion__isnull=True),
                name="council_reply_to_one",
            ),
        ]


class Sitting(models.Model):
    """People sit together over a question, in a hall and from home.

    ``link`` is where somebody at home joins, ``replay`` where it can be seen later; ``in_hall`` and ``from_home`` are
    counts that are there once it is closed.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="sittings")
    starts = models.DateTimeField(db_index=True)
    ends = models.DateTimeField()
    place = models.CharField(max_length=120)
    link = models.URLField(max_length=300, blank=True)
    replay = models.URLField(max_length=300, blank=True)
    called_off = models.BooleanField(default=False)
    in_hall = models.PositiveIntegerField(null=True)
    from_home = models.PositiveIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """It has a length, and a meeting sits once at a time; what is closed is counted."""

        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="council_sitting_length"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(in_hall__isnull=False, from_home__isnull=False),
                name="council_sitting_counted",
            ),
            NoOverlap(
                name="council_one_sitting_at_a_time",
                owner=["meeting"],
                starts="starts",
                ends="ends",
                unless="called_off",
            ),
        ]


class Joined(models.Model):
    """Somebody joined from home: a keyed digest, so that nobody counts twice; it goes when the sitting is counted."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="joined")
    person = models.CharField(max_length=64)

    class Meta:
        """Each once."""

        constraints = [
            models.UniqueConstraint(fields=["sitting", "person"], name="council_joined_once"),
        ]


class Question(models.Model):
    """A question put while people sit together; shown without a name once it is answered, or set aside by a reason."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="questions")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=8, choices=[(one, one) for one in (HALL, HOME)])
    text_sealed = models.BinaryField(null=True)
    asked_at = models.DateTimeField()
    answer_zh = models.TextField(blank=True)
    answer_en = models.TextField(blank=True)
    reason = models.CharField(max_length=20, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """What is settled is answered or set aside, never both."""

        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, answer_zh="", reason="")
                | (Q(settled_at__isnull=False) & (Q(reason="") ^ Q(answer_zh=""))),
                name="council_question_settled_once",
            ),
        ]
        indexes = [models.Index(fields=["sitting", "settled_at"], name="council_questions")]
