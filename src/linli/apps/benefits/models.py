"""What is stored of those who said so: kept answers, programmes that may look at them, and what was proposed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

OPEN, ACCEPTED, DECLINED, WITHDRAWN = "open", "accepted", "declined", "withdrawn"
STATES = (OPEN, ACCEPTED, DECLINED, WITHDRAWN)


class KeptAnswers(models.Model):
    """Somebody's answers to one entitlement, kept because they said so; sealed, until a day, deletable at any time.

    ``findable``: they also agreed that a programme looks whether they are entitled. Of a firm the credit code is kept
    as an index to find it by.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    benefit = models.CharField(max_length=60)
    rules = models.CharField(max_length=64)  # the version they were answered by
    answers_sealed = models.BinaryField()
    company_sealed = models.BinaryField(null=True)
    company_index = models.CharField(max_length=64, blank=True)
    company_masked = models.CharField(max_length=20, blank=True)
    kept_at = models.DateTimeField()
    until = models.DateTimeField()
    findable = models.BooleanField(default=False)

    class Meta:
        """One set of answers of a person, or firm, to an entitlement; they end after they began."""

        constraints = [
            models.UniqueConstraint(
                fields=["account", "benefit", "company_index"], name="benefits_kept_once"
            ),
            models.CheckConstraint(condition=Q(until__gt=F("kept_at")), name="benefits_kept_ends"),
        ]
        indexes = [
            models.Index(fields=["benefit"], condition=Q(findable=True), name="benefits_findable"),
            models.Index(fields=["until"], name="benefits_kept_until"),
        ]


class Programme(models.Model):
    """A body that looks for those who are entitled among those who agreed, with what its last run came to."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    benefit = models.CharField(max_length=60)
    body = models.ForeignKey("grid.Body", models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ran_at = models.DateTimeField(null=True)
    looked_at = models.PositiveIntegerField(default=0)
    entitled = models.PositiveIntegerField(default=0)

    class Meta:
        """A body runs one programme of an entitlement at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["benefit", "body"], condition=Q(ended_at=None), name="benefits_programme_once"
            ),
        ]


class Proposal(models.Model):
    """A word put to one person, "you would be entitled", who says yes or no; the count stays when the person goes."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    kept = models.ForeignKey(KeptAnswers, models.SET_NULL, null=True, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    rules = models.CharField(max_length=64)
    said = models.CharField(max_length=64)  # digest of rules and answers, so that a no is not asked again
    day = models.DateField()
    state = models.CharField(max_length=10, default=OPEN)
    reason = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    case = models.ForeignKey("cases.Case", models.SET_NULL, null=True, related_name="+")

    class Meta:
        """One open proposal for a set of answers; only a no has a reason."""

        constraints = [
            models.UniqueConstraint(fields=["kept"], condition=Q(state=OPEN), name="benefits_proposal_once"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="benefits_proposal_state"),
            models.CheckConstraint(condition=Q(reason="") | Q(state=DECLINED), name="benefits_reason_of_no"),
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="benefits_proposals"),
            models.Index(fields=["account", "state"], name="benefits_proposals_own"),
        ]
