"""Circuits: a team goes through villages; stops with times, what it takes along, how many it reached."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from linli.kernel.audit.overlap import NoOverlap


class Circuit(models.Model):
    """A team's round; ``team_key`` is a digest of the team's name, so that no team is in two places at a time."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    body = models.ForeignKey("grid.Body", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)
    team = models.CharField(max_length=60)
    team_key = models.BigIntegerField()
    members = models.CharField(max_length=200, blank=True)
    kit = models.TextField(blank=True)
    starts = models.DateTimeField(db_index=True)
    ends = models.DateTimeField()


class Stop(models.Model):
    """Where a circuit halts; ``reached`` is a count, entered afterwards."""

    circuit = models.ForeignKey(Circuit, models.CASCADE, related_name="stops")
    area = models.ForeignKey("grid.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    place = models.CharField(max_length=80, blank=True)
    starts = models.DateTimeField(db_index=True)
    ends = models.DateTimeField()
    team_key = models.BigIntegerField()
    dropped = models.BooleanField(default=False)
    reached = models.PositiveIntegerField(null=True)

    class Meta:
        """A stop has a length, and a team one stop at a time."""

        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="activities_stop_length"),
            NoOverlap(
                name="activities_team_in_one_place",
                owner=["team_key"],
                starts="starts",
                ends="ends",
                unless="dropped",
            ),
        ]
