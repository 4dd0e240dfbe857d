"""What figures keep: rounds folded from the log, the monthly summary, closed months and their corrections."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Reading(models.Model):
    """How far the public log has been read: one row, raised by the reader's first write."""

    size = models.BigIntegerField(default=0)
    as_of = models.DateTimeField()

    class Meta:
        """There is only one."""

        constraints = [models.CheckConstraint(condition=Q(id=1), name="insight_reading_is_one")]


class RoundRow(models.Model):
    """A round (policy/rounds.py) as the database keeps it: codes, counts and times from public entries."""

    stream = models.ForeignKey("audit.Stream", on_delete=models.PROTECT, related_name="+")
    sid = models.CharField(max_length=32)
    number = models.PositiveSmallIntegerField()
    service = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    source = models.CharField(max_length=10)
    subject = models.CharField(max_length=80, blank=True)
    area = models.CharField(max_length=21, blank=True)
    lead = models.CharField(max_length=36, blank=True)
    opened_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    dispatched_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    ended = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    redone = models.PositiveSmallIntegerField(default=0)
    extensions = models.PositiveSmallIntegerField(default=0)
    reopened = models.BooleanField(default=False)
    reached = models.CharField(max_length=8, blank=True)
    contacted = models.CharField(max_length=8, blank=True)
    solved = models.CharField(max_length=8, blank=True)
    satisfaction = models.CharField(max_length=20, blank=True)
    objected = models.BooleanField(default=False)
    minutes = models.PositiveIntegerField(null=True)
    left_contact = models.CharField(max_length=40, blank=True)
    left_resolution = models.CharField(max_length=40, blank=True)
    left_satisfaction = models.CharField(max_length=40, blank=True)
    left_on_time = models.CharField(max_length=40, blank=True)

    class Meta:
        """Each figure's cohort has an index of its own."""

        db_table = "insight_round"
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="insight_round_once")]
        indexes = [
            models.Index(fields=["due"], name="insight_round_due"),
            models.Index(fields=["closed_at"], name="insight_round_closed"),
            models.Index(fields=["dispatched_at"], name="insight_round_dispatched"),
            models.Index(fields=["reported_at"], name="insight_round_reported"),
            models.Index(fields=["opened_at"], name="insight_round_opened"),
            models.Index(fields=["due"], name="insight_round_open_due", condition=Q(done_at=None)),
        ]


class Month(models.Model):
    """A month that has figures; closed once nothing can lawfully change it any more."""

    name = models.CharField(max_length=7, unique=True)
    as_of = models.DateTimeField()
    log_size = models.BigIntegerField()
    stream = models.ForeignKey("audit.Stream", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)


class MonthFigures(models.Model):
    """The figures of one group in one month (policy/figures.py): what the board reads, whatever is stored."""

    month = models.CharField(max_length=7)
    area = models.CharField(max_length=12, blank=True)
    body = models.CharField(max_length=36, blank=True)
    subject = models.CharField(max_length=80, blank=True)
    figures = models.JSONField()

    class Meta:
        """Read by month (a table) or by group (a trend)."""

        constraints = [
            models.UniqueConstraint(fields=["month", "area", "body", "subject"], name="insight_figures_once"),
            models.CheckConstraint(condition=Q(body="") | Q(subject=""), name="insight_figures_one_split"),
        ]
        indexes = [models.Index(fields=["area", "body", "subject", "month"], name="insight_figures_group")]


class Correction(models.Model):
    """A closed month's figure that changed, before and after for everywhere, and in how many groups."""

    month = models.CharField(max_length=7)
    rate = models.CharField(max_length=20)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    groups = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        """Newest first."""

        indexes = [models.Index(fields=["-at"], name="insight_correction_at")]


class ErasureCount(models.Model):
    """How many private items were erased under a rule in a month, as their entries say."""

    month = models.CharField(max_length=7)
    rule = models.CharField(max_length=80)
    acts = models.PositiveIntegerField(default=0)
    items = models.PositiveIntegerField(default=0)

    class Meta:
        """One row a rule and month."""

        constraints = [models.UniqueConstraint(fields=["month", "rule"], name="insight_erasure_once")]
