"""The register: centres, where they are, what they are for."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

FUNCTIONS = ("members", "council", "services", "culture", "elderly", "mediation", "legal", "children", "work")
"""The six centres of the page (党员活动, 居民议事, 便民服务, 文化娱乐, 老年服务, 矛盾纠纷调解), and what some have besides."""


class Centre(models.Model):
    """A neighbourhood service centre; ``floor_area_before`` is what stood there before it was enlarged (m2)."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    body = models.ForeignKey("grid.Body", models.PROTECT, related_name="+")
    area = models.ForeignKey("grid.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120, db_index=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    address_zh = models.CharField(max_length=120, blank=True)
    address_en = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    lon = models.FloatField(null=True)  # WGS84
    lat = models.FloatField(null=True)
    floor_area = models.PositiveIntegerField(null=True)
    floor_area_before = models.PositiveIntegerField(null=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        """A point has both degrees; a centre closes after it opened."""

        constraints = [
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True) | Q(lon__isnull=False, lat__isnull=False),
                name="centres_point_whole",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                name="centres_closes_later",
            ),
        ]


class CentreFunction(models.Model):
    """One thing that a centre is for."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="functions")
    code = models.CharField(max_length=20, choices=[(one, one) for one in FUNCTIONS])

    class Meta:
        """Each once."""

        constraints = [
            models.UniqueConstraint(fields=["centre", "code"], name="centres_function_once"),
        ]
