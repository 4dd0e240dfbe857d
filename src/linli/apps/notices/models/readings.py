"""How words and names of places sound in this city when announcements are read aloud."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Reading(models.Model):
    """A word with one syllable for each character (``hai4 zhou1``), and why it is said so; taken back, it has ended."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    word = models.CharField(max_length=12)
    pinyin = models.CharField(max_length=100)
    why = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A word sounds one way at a time."""

        constraints = [
            models.UniqueConstraint(fields=["word"], condition=Q(ended_at=None), name="notices_reading_once"),
        ]
