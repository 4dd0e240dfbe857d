"""Letters to people: to whom, on which channel, and how far they got."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class LetterState(models.TextChoices):
    """Where a letter is."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"


class Letter(models.Model):
    """One message to one person. Address and text are sealed; the address is shown masked."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(max_length=10)
    to_masked = models.CharField(max_length=80)
    to_sealed = models.BinaryField()
    text_sealed = models.BinaryField(null=True, blank=True)
    is_secret = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=LetterState.choices, default=LetterState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=40, blank=True)

    class Meta:
        """Indexes of the worker and of the page of letters that could not be delivered."""

        db_table = "messaging_letter"
        indexes = [
            models.Index(fields=["state", "channel", "not_before"], name="messaging_letter_due"),
            models.Index(fields=["id"], condition=Q(state="dead"), name="messaging_letter_dead"),
        ]
