"""Lines of the service card that an area's people enter; what is not entered comes from the area above."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

ENTRIES = (
    "centre",    "legal_aid", "bank", "meals", "police", "clinic", "water", "power", "gas", "heating", "property", "repairs",
    "hotline", "psychological", "emergency_police", "fire", "ambulance",
)  # fmt: skip
"""What a line may be about. The last ones are national numbers that ship with the software and can be overwritten."""


class CardEntry(models.Model):
    """One line: whom to call or where to go, in an area and all below it, until a deeper area says otherwise."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    area = models.ForeignKey("grid.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(max_length=20, choices=[(one, one) for one in ENTRIES])
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    where_zh = models.CharField(max_length=80, blank=True)
    where_en = models.CharField(max_length=80, blank=True)
    hours = models.CharField(max_length=40, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        """One line of a kind in an area at a time; each says a number or a place."""

        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind"], condition=Q(ends__isnull=True), name="centres_card_line_once"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="centres_card_ends_later"
            ),
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(where_zh=""), name="centres_card_says_something"
            ),
        ]
