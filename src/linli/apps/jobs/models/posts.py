"""Posts: shifts of a day with their pay, what is given, what is asked."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

WAITING, OPEN, REFUSED, WITHDRAWN = "waiting", "open", "refused", "withdrawn"
STATES = (WAITING, OPEN, REFUSED, WITHDRAWN)
UNITS = ("hour", "day", "piece")
WAYS = ("cash", "bank", "mobile")
TOOLS = ("given", "own")
INSURANCES = ("injury", "accident", "none")
MEALS = ("none", "one", "all")
DEMANDS = ("lifting_10", "lifting_25", "heights", "standing", "outdoors", "night", "fine_work")
REASONS = ("unclear", "words", "pay", "safety", "twice", "other")
LATEST_PAY = 30


class Post(models.Model):
    """A shift: what, where, when, how many, for how much. ``filled`` never exceeds ``places``."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    employer = models.ForeignKey("jobs.Employer", models.PROTECT, related_name="+")
    trade = models.ForeignKey("jobs.Trade", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, default=WAITING)
    reason = models.CharField(max_length=20, blank=True)
    area = models.ForeignKey("grid.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    lon = models.FloatField()  # WGS84
    lat = models.FloatField()
    place = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    day = models.DateField()
    places = models.PositiveSmallIntegerField()
    filled = models.PositiveSmallIntegerField(default=0)
    pay_fen = models.PositiveIntegerField()
    pay_unit = models.CharField(max_length=5)
    pieces_an_hour = models.PositiveSmallIntegerField(default=0)
    pay_way = models.CharField(max_length=6)
    pay_days = models.PositiveSmallIntegerField(default=0)  # days after the shift
    tools = models.CharField(max_length=5, default="given")
    protection = models.CharField(max_length=80, blank=True)
    insurance = models.CharField(max_length=8, default="none")
    meals = models.CharField(max_length=4, default="none")
    demands = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=500, blank=True)
    posted_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        """A shift has an end after its start, at least one place, never more people than places, and pay."""

        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="jobs_post_ends_later"),
            models.CheckConstraint(condition=Q(filled__lte=F("places")), name="jobs_post_not_overfull"),
            models.CheckConstraint(condition=Q(places__gte=1, pay_fen__gte=1), name="jobs_post_places_pay"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="jobs_post_state"),
            models.CheckConstraint(condition=Q(pay_unit__in=UNITS), name="jobs_post_unit"),
        ]
        indexes = [
            models.Index(fields=["state", "starts_at", "id"], name="jobs_posts"),
            models.Index(fields=["employer", "-id"], name="jobs_posts_of"),
        ]
