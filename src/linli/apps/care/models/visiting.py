"""Home visits: what people require, who can go, and the plan of a day."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.apps.care.models.files import CareFile
from linli.kernel.audit.overlap import NoOverlap

SERVICES = (
    "meal",
    "bathing",
    "medication",
    "escort",
    "cleaning",
    "turning",
    "dressing",
    "company",
    "day_room",
)
"""助餐, 助浴, 服药提醒, 陪诊, 助洁, 翻身, 换药, 陪伴, 日间照料."""
SKILLS = SERVICES[:-1]
"""What is done at home, and so what a carer can be able to."""
PLANNED, BEGUN, DONE, MISSED, CANCELLED = "planned", "begun", "done", "missed", "cancelled"
DAY_MINUTES = 1440


class Carer(models.Model):
    """Somebody of a body who visits: skills, traits, working days and hours in minutes, where the day begins."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    body = models.ForeignKey("grid.Body", models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    skills = models.JSONField(default=list)
    traits = models.JSONField(default=list)
    days = models.JSONField(default=list)
    begins = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    lon = models.FloatField()
    lat = models.FloatField()
    is_active = models.BooleanField(default=True)

    class Meta:
        """One row a member of staff and body; the hours of a day end after they begin."""

        constraints = [
            models.UniqueConstraint(fields=["body", "account"], name="care_carer_once"),
            models.CheckConstraint(
                condition=Q(begins__lt=F("ends")) & Q(ends__lte=DAY_MINUTES), name="care_carer_hours"
            ),
        ]


class Requirement(models.Model):
    """A visit that comes round: one or two parts, a window in minutes of the day, the days of the week."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey(CareFile, models.CASCADE, related_name="requirements")
    key = models.CharField(max_length=40)
    parts = models.JSONField()  # [[service, minutes], ...]
    gap = models.JSONField(default=list)  # [least, most] between the starts of two parts; [] at once
    days = models.JSONField(default=list)
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()
    latest = models.PositiveSmallIntegerField()
    usual = models.JSONField(default=list)  # refs of carers the person knows
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        """A key of a file once; windows in order."""

        constraints = [
            models.UniqueConstraint(fields=["file", "key"], name="care_requirement_key"),
            models.CheckConstraint(
                condition=Q(opens__lte=F("closes")) & Q(closes__lte=F("latest")),
                name="care_requirement_window",
            ),
        ]


class VisitPlan(models.Model):
    """A body's visits of a day; carers see it once it is released. ``left_out``: requirement and why nobody goes."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    body = models.ForeignKey("grid.Body", models.PROTECT, related_name="+")
    day = models.DateField()
    planned_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    way = models.FloatField(default=0)
    late = models.FloatField(default=0)
    latest = models.FloatField(default=0)
    left_out = models.JSONField(default=dict)
    walked = models.JSONField(default=dict)  # over which streets; empty: straight lines with their detour
    away = models.JSONField(default=list)  # refs of carers who fell out on the day

    class Meta:
        """One plan a body and day."""

        constraints = [models.UniqueConstraint(fields=["body", "day"], name="care_visit_plan_once")]


class VisitPart(models.Model):
    """One carer at one visit. Beginning and end are noted by the carer; the note is sealed and short."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(VisitPlan, models.CASCADE, related_name="parts")
    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="+")
    turn = models.PositiveSmallIntegerField()
    carer = models.ForeignKey(Carer, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    late_minutes = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, default=PLANNED)
    is_off = models.BooleanField(default=False)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    note_sealed = models.BinaryField(null=True)
    is_shared = models.BooleanField(default=False)
    case = models.ForeignKey("cases.Case", models.SET_NULL, null=True, related_name="+")

    class Meta:
        """Nobody is at two visits at a time; each part of a visit is planned once a day."""

        constraints = [
            NoOverlap(
                name="care_carer_in_one_place",
                owner=["carer"],
                starts="starts_at",
                ends="ends_at",
                unless="is_off",
            ),
            models.UniqueConstraint(
                fields=["plan", "requirement", "turn"], condition=Q(is_off=False), name="care_part_once"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="care_part_ends"),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="care_parts_due")]
