"""What is known of a stored file; the bytes lie in the file storage under their own digest."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class StoredFile(models.Model):
    """One file somebody sent. ``owner_key`` ("case:…") names the thing it belongs to, whose app decides who sees it."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner_key = models.CharField(max_length=80)
    purpose = models.CharField(max_length=40)
    kind = models.CharField(max_length=8)
    media_type = models.CharField(max_length=40)
    name = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120)
    small_path = models.CharField(max_length=120, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    stored_at = models.DateTimeField()
    retained_until = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Indexes of the owner's pages and of the deletion job."""

        db_table = "files_stored_file"
        indexes = [
            models.Index(fields=["owner_key"], name="files_by_owner"),
            models.Index(
                fields=["retained_until"], condition=Q(deleted_at__isnull=True), name="files_to_delete"
            ),
        ]
