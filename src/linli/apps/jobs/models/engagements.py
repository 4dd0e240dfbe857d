"""Engagements: one worker and one shift, from the first yes to the last fen."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.kernel.audit.overlap import NoOverlap

WISHED, OFFERED, AGREED, CONFIRMED = "wished", "offered", "agreed", "confirmed"
PAID_SAID, PAID, UNPAID = "paid_said", "paid", "unpaid"
DECLINED, CALLED_OFF, NOT_THERE = "declined", "called_off", "not_there"
ASKING = (WISHED, OFFERED)
RUNNING = (AGREED, CONFIRMED, PAID_SAID, PAID, UNPAID)
OVER = (DECLINED, CALLED_OFF, NOT_THERE)
STATES = (*ASKING, *RUNNING, *OVER)


class Engagement(models.Model):
    """A worker at a shift. ``loose``: it holds no time and no place (only asked, or over).

    ``agreement`` is the text that both confirmed, sealed; ``wants_case`` is the worker's consent in it that a wage
    case opens by itself, ``keeps_name`` the wish to stay unnamed there.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    post = models.ForeignKey("jobs.Post", models.PROTECT, related_name="+")
    worker = models.ForeignKey("jobs.WorkerProfile", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10)
    loose = models.BooleanField(default=True)
    wished_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    agreement_sealed = models.BinaryField(null=True)
    worker_confirmed_at = models.DateTimeField(null=True)
    employer_confirmed_at = models.DateTimeField(null=True)
    wants_case = models.BooleanField(default=False)
    keeps_name = models.BooleanField(default=False)
    worker_from = models.DateTimeField(null=True)
    worker_until = models.DateTimeField(null=True)
    employer_from = models.DateTimeField(null=True)
    employer_until = models.DateTimeField(null=True)
    sum_fen = models.PositiveIntegerField(default=0)
    due_on = models.DateField(null=True)
    paid_said_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    case = models.ForeignKey("cases.Case", models.SET_NULL, null=True, related_name="+")

    class Meta:
        """Nobody is at two places at once; a worker has one engagement at a post that is not over."""

        constraints = [
            NoOverlap(
                name="jobs_no_two_places",
                owner=("worker",),
                starts="starts_at",
                ends="ends_at",
                unless="loose",
            ),
            models.UniqueConstraint(
                fields=["post", "worker"], condition=~Q(state__in=OVER), name="jobs_wish_once"
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="jobs_engagement_state"),
            models.CheckConstraint(
                condition=Q(loose=True, state__in=(*ASKING, *OVER)) | Q(loose=False, state__in=RUNNING),
                name="jobs_loose_or_running",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="jobs_engagement_ends"),
        ]
        indexes = [
            models.Index(fields=["post", "state"], name="jobs_engaged_at"),
            models.Index(fields=["worker", "-id"], name="jobs_engaged"),
            models.Index(
                fields=["due_on"], condition=Q(state__in=(CONFIRMED, PAID_SAID)), name="jobs_pay_due"
            ),
        ]


class EngagementNote(models.Model):
    """What one side says of the other, for the two and the staff alone; sealed, never counted, never a score."""

    engagement = models.ForeignKey(Engagement, models.CASCADE, related_name="notes")
    side = models.CharField(max_length=8)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text_sealed = models.BinaryField()
    noted_at = models.DateTimeField()

    class Meta:
        """One of each side."""

        constraints = [models.UniqueConstraint(fields=["engagement", "side"], name="jobs_note_once")]
