"""A person's care by a body: the file, the family members the person named, the plans agreed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

AGREED = ("spoken", "paper", "self")
"""How somebody agreed: said so and it was written down, signed a paper, or did it with their own account."""
RELATIONS = ("child", "spouse", "sibling", "grandchild", "relative", "neighbour", "guardian")
WISHES = ("woman", "man", "dialect", "mandarin")
"""What a person may wish of who comes; carers have them as traits."""


class CareFile(models.Model):
    """One person's care by one body. Where the home lies is sealed; ``due_on`` is the day of the next assessment."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    resident = models.ForeignKey("people.Resident", models.PROTECT, related_name="+")
    body = models.ForeignKey("grid.Body", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120, db_index=True)
    point_sealed = models.BinaryField(null=True)
    wishes = models.JSONField(default=list)
    consent = models.CharField(max_length=10)
    due_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """A person has one open file with a body."""

        constraints = [
            models.UniqueConstraint(
                fields=["resident", "body"], condition=Q(closed_at=None), name="care_file_once"
            ),
            models.CheckConstraint(condition=Q(consent__in=AGREED), name="care_file_consent"),
        ]
        indexes = [models.Index(fields=["body", "closed_at", "id"], name="care_files_of_body")]


class FamilyMember(models.Model):
    """Somebody whom the person named: may see the daily page, may fetch, is told of coming and going."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey(CareFile, models.CASCADE, related_name="family")
    relation = models.CharField(max_length=12, choices=[(one, one) for one in RELATIONS])
    name_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    may_view = models.BooleanField(default=False)
    may_fetch = models.BooleanField(default=False)
    is_told = models.BooleanField(default=False)
    since = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        """A telephone is named once at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["file", "phone_index"],
                condition=Q(withdrawn_at=None) & ~Q(phone_index=""),
                name="care_family_once",
            ),
        ]


class CarePlan(models.Model):
    """What was agreed: needs, services, the family's part and goals, sealed; the newest version holds."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey(CareFile, models.CASCADE, related_name="plans")
    version = models.PositiveIntegerField()
    content_sealed = models.BinaryField()
    agreed_how = models.CharField(max_length=10)
    agreed_at = models.DateTimeField()
    review_on = models.DateField()

    class Meta:
        """Versions follow each other."""

        constraints = [
            models.UniqueConstraint(fields=["file", "version"], name="care_plan_version"),
            models.CheckConstraint(condition=Q(agreed_how__in=AGREED), name="care_plan_agreed"),
        ]
