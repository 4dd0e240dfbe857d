"""Which account holds which role, where and for how long."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.kernel.access.permissions import Role


class GrantRow(models.Model):
    """A role given for a time. Bodies are named by number and ref: the kernel knows no domain."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", related_query_name="grant"
    )
    role = models.CharField(max_length=32, choices=[(role.value, role.value) for role in Role])
    body_id = models.BigIntegerField(null=True, blank=True)
    body_ref = models.CharField(max_length=36, blank=True)
    area_path = models.CharField(max_length=200, default="/")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Constraints and indexes."""

        db_table = "access_grant"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="access_grant_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(area_path__startswith="/") & Q(area_path__endswith="/"),
                name="access_grant_area_is_a_path",
            ),
        ]
        indexes = [models.Index(fields=["body_id", "role"], name="access_grant_by_body")]
