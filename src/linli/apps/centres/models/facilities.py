"""What is within a walk: facilities, the street network, the shares measured over it, and studies of one more site."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from linli.apps.centres.models.register import Centre


class Facility(models.Model):
    """Something that people walk to; ``kind`` is a code of ``policy.kinds.KINDS``. One without a point is not measured."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=24)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    address_zh = models.CharField(max_length=120, blank=True)
    address_en = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)  # of the house, never somebody's own
    area = models.ForeignKey("grid.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=200, db_index=True)
    lon = models.FloatField(null=True)  # WGS84
    lat = models.FloatField(null=True)
    centre = models.ForeignKey(Centre, models.PROTECT, null=True, related_name="+")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        """A point has both degrees; what closes closes after it opened."""

        constraints = [
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True) | Q(lon__isnull=False, lat__isnull=False),
                name="centres_facility_point_whole",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                name="centres_facility_closes_later",
            ),
        ]
        indexes = [models.Index(fields=["kind", "area_path"], name="centres_facility_kinds")]


class StreetNetwork(models.Model):
    """Streets as they were brought in on a day. ``packed`` holds nodes and edges as columns.

    The one with the latest ``used_from`` is walked: that is when it was brought in, or taken up again.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    source = models.CharField(max_length=120)
    licence = models.CharField(max_length=80)
    day = models.DateField()
    digest = models.CharField(max_length=64, unique=True)
    nodes = models.PositiveIntegerField()
    edges = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField()
    pieces = models.JSONField()  # how many nodes each has, the largest first, at most a hundred
    pieces_count = models.PositiveIntegerField()
    packed = models.BinaryField()
    imported_at = models.DateTimeField()
    used_from = models.DateTimeField(db_index=True)


class ReachResult(models.Model):
    """Shares of households measured on a day, with all that they rest on; never changed, followed by the next."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    day = models.DateField()
    measured_at = models.DateTimeField(db_index=True)
    network = models.ForeignKey(StreetNetwork, models.PROTECT, null=True, related_name="+")
    rests_on = models.CharField(max_length=64)  # digest of homes, facilities, network, speeds and day
    speeds = models.JSONField()  # walker: centimetres a second
    facilities = models.PositiveIntegerField()
    without_point = models.JSONField()  # {"homes": households, "facilities": how many}
    off_network = models.PositiveIntegerField()  # households without a street near
    seconds = models.FloatField()


class ReachArea(models.Model):
    """The shares of one area, and of all below it: rows of kind, walker, minutes, reached, straight, cut off."""

    result = models.ForeignKey(ReachResult, models.CASCADE, related_name="+")
    path = models.CharField(max_length=200)
    households = models.PositiveIntegerField()
    shares = models.JSONField()

    class Meta:
        """An area is measured once a result."""

        constraints = [models.UniqueConstraint(fields=["result", "path"], name="centres_reach_area_once")]


class SiteStudy(models.Model):
    """The question where one more, or k more, of a kind would help most, and its answer once the worker has it."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    count = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    walker = models.CharField(max_length=10)
    area = models.ForeignKey("grid.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.JSONField(null=True)

    class Meta:
        """An answer has its time; between one and ten sites."""

        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer__isnull=True)
                | Q(answered_at__isnull=False, answer__isnull=False),
                name="centres_study_answered_whole",
            ),
            models.CheckConstraint(condition=Q(count__gte=1, count__lte=10), name="centres_study_count"),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(answered_at__isnull=True), name="centres_study_waiting"
            )
        ]
