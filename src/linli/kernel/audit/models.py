"""What the ledger stores: streams, entries, private items, first answers, and the public log over them."""

from __future__ import annotations

from django.db import models


class Stream(models.Model):
    """The head of one aggregate's entries. ``sid`` is random and says nothing about the aggregate."""

    sid = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=40)
    seq = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    sealed = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(seq__gte=1), name="audit_stream_seq")]


class Entry(models.Model):
    """One entry. ``body`` is the leaf to the byte; the other columns are read from it or found beside it."""

    stream = models.ForeignKey(Stream, models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    act = models.CharField(max_length=80)
    act_id = models.CharField(max_length=36)
    actor_key = models.CharField(max_length=80)
    body = models.TextField()
    leaf_hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    leaf_index = models.BigIntegerField(null=True, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="audit_entry_place")]
        indexes = [
            models.Index("id", name="audit_entry_waiting", condition=models.Q(leaf_index__isnull=True)),
            models.Index(
                "actor_key", "recorded_at", name="audit_entry_begun_by", condition=models.Q(seq=1)
            ),  # what somebody began: one row a stream, so that acts on it stay cheap
        ]


class PrivateItem(models.Model):
    """What an entry commits to and does not show; ``value`` is canonical JSON, gone once erased."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    retention = models.CharField(max_length=40)
    salt = models.CharField(max_length=64, null=True)  # noqa: DJ001 - absent once erased
    value = models.TextField(null=True)  # noqa: DJ001 - absent once erased

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "position"], name="audit_item_place"),
            models.CheckConstraint(
                condition=models.Q(salt__isnull=True, value__isnull=True)
                | models.Q(salt__isnull=False, value__isnull=False),
                name="audit_item_erased_whole",
            ),
        ]
        indexes = [
            models.Index("subject", name="audit_item_subject", condition=models.Q(value__isnull=False)),
        ]


class ActRecord(models.Model):
    """The first answer to an act, and the events that it announced (the outbox row)."""

    actor_key = models.CharField(max_length=80)
    act_id = models.CharField(max_length=36)
    name = models.CharField(max_length=80)
    input_hash = models.CharField(max_length=64)
    answer = models.TextField()
    recorded_at = models.DateTimeField()
    events = models.TextField(default="", blank=True)
    fanned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_key", "act_id"], name="audit_act_once")]
        indexes = [
            models.Index(
                "id",
                name="audit_act_to_fan_out",
                condition=models.Q(fanned_at__isnull=True) & ~models.Q(events=""),
            ),
        ]


class LogState(models.Model):
    """How many entries the tree holds: one row, raised by the sequencer's first write."""

    size = models.BigIntegerField(default=0)


class Tile(models.Model):
    """Up to 256 hashes of one level of the tree (core/ledger/tiles.py); full ones never change."""

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="audit_tile_place")]


class PublishedCheckpoint(models.Model):
    """A signed state of the log, and what witnesses added to it."""

    size = models.BigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    note = models.TextField()
    published_at = models.DateTimeField()
