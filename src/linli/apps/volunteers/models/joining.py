"""Who joined: volunteers and riders, their teams, invitations, and what staff noted for safety."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

VOLUNTEER, RIDER = "volunteer", "rider"
APPLIED, ACTIVE, PAUSED, REFUSED, LEFT = "applied", "active", "paused", "refused", "left"
STATES = (APPLIED, ACTIVE, PAUSED, REFUSED, LEFT)
TEAM_KINDS = ("policy", "trades", "mediation", "environment", "civility")
"""The five types of the page: 政策宣讲, 产业带动, 矛盾化解, 环境保护, 文明创建."""
CHILDREN, FRAIL = "children", "frail"


class Volunteer(models.Model):
    """Somebody who lends a hand. No birthday is kept of adults, no place finer than an area, no position ever.

    ``adult_on`` is the eighteenth birthday, of those who are not eighteen. ``banks``: confirmed hours go to the time bank.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=10, default=VOLUNTEER)
    state = models.CharField(max_length=10, default=APPLIED)
    name_sealed = models.BinaryField(null=True)
    name_masked = models.CharField(max_length=20, blank=True)
    area = models.ForeignKey("grid.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120, db_index=True)
    radius = models.PositiveIntegerField(default=2000)  # metres around the middle of the area
    skills = models.JSONField(default=list)
    times = models.JSONField(default=list)  # "6am": Saturday morning
    languages = models.JSONField(default=list)
    platform = models.CharField(max_length=30, blank=True)
    adult_on = models.DateField(null=True)
    guardian_sealed = models.BinaryField(null=True)
    guardian_index = models.CharField(max_length=64, blank=True, db_index=True)
    guardian_agreed_at = models.DateTimeField(null=True)
    guardian_on_paper = models.BooleanField(default=False)
    insured_until = models.DateField(null=True)
    banks = models.BooleanField(default=False)
    grant_number = models.BigIntegerField(null=True)
    applied_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=20, blank=True)

    class Meta:
        """Only known states; who has gone keeps nothing that identifies."""

        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="volunteers_state"),
            models.CheckConstraint(condition=Q(kind__in=(VOLUNTEER, RIDER)), name="volunteers_kind"),
            models.CheckConstraint(
                condition=Q(account__isnull=False)
                | Q(name_sealed__isnull=True, guardian_index="", state=LEFT),
                name="volunteers_forgotten_whole",
            ),
        ]
        indexes = [models.Index(fields=["state", "area_path"], name="volunteers_by_state")]


class Clearance(models.Model):
    """Staff looked at what the law asks before somebody is with children, or alone with frail people; until a day."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="clearances")
    kind = models.CharField(max_length=10, choices=[(one, one) for one in (CHILDREN, FRAIL)])
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField()
    until = models.DateField()

    class Meta:
        """One of a kind for each; noted anew it is the same row."""

        constraints = [
            models.UniqueConstraint(fields=["volunteer", "kind"], name="volunteers_clearance_once")
        ]


class Team(models.Model):
    """A team of one of the five types, of a body, in an area."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[(one, one) for one in TEAM_KINDS])
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    body = models.ForeignKey("grid.Body", models.PROTECT, related_name="+")
    area = models.ForeignKey("grid.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120, db_index=True)
    leader = models.ForeignKey(Volunteer, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """One name in one area; a closed one frees it."""

        constraints = [
            models.UniqueConstraint(
                fields=["area", "name_zh"], condition=Q(closed_at=None), name="volunteers_team_name_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")), name="volunteers_team_closes"
            ),
        ]


class TeamMember(models.Model):
    """Somebody belongs to a team, from a moment until another."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        """Once in a team at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["team", "volunteer"], condition=Q(until=None), name="volunteers_member_once"
            ),
        ]


class Invitation(models.Model):
    """A code that lets one person join a team, once, until a day. The code itself is derived, never stored."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    team = models.ForeignKey(Team, models.CASCADE, related_name="invitations")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    code_index = models.CharField(max_length=64, unique=True)
