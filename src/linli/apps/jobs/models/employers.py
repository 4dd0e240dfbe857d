"""Employers: firms by their credit code and private households, the people who act for them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

COMPANY, HOUSEHOLD = "company", "household"
KINDS = (COMPANY, HOUSEHOLD)
WAITING, LOOKED_AT, VERIFIED, REFUSED, SUSPENDED = "waiting", "looked_at", "verified", "refused", "suspended"
STATES = (WAITING, LOOKED_AT, VERIFIED, REFUSED, SUSPENDED)
DOCUMENTS = ("licence", "id_card", "mandate", "address")
REASONS = ("documents", "no_such_firm", "unpaid_wages", "unsafe", "false_posts", "left", "other")


class Employer(models.Model):
    """Who gives work. A household's name is its owner's and sealed; a firm's name and code are public anyway."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    firm = models.CharField(max_length=80, blank=True)
    credit_code = models.CharField(max_length=18, null=True, blank=True, unique=True)
    name_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField()
    phone_masked = models.CharField(max_length=20)
    area = models.ForeignKey("grid.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    state = models.CharField(max_length=10, default=WAITING)
    reason = models.CharField(max_length=20, blank=True)
    seen = models.CharField(max_length=80, blank=True)
    first_look = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    registered_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)

    class Meta:
        """A firm has a name and a code, a household neither; a state has its reason."""

        constraints = [
            models.CheckConstraint(
                condition=Q(kind=COMPANY, credit_code__isnull=False) & ~Q(firm="")
                | Q(kind=HOUSEHOLD, credit_code__isnull=True, firm=""),
                name="jobs_employer_kind",
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="jobs_employer_state"),
        ]
        indexes = [models.Index(fields=["state", "area_path"], name="jobs_employers")]


class EmployerPerson(models.Model):
    """Somebody who acts for an employer."""

    employer = models.ForeignKey(Employer, models.CASCADE, related_name="people")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        """Once each."""

        constraints = [models.UniqueConstraint(fields=["employer", "account"], name="jobs_person_once")]
