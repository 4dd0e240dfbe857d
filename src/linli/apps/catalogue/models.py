"""What the catalogue stores: subjects, conditions, the matrix, duty lists, packs, calendars, and one epoch."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

PATH_LENGTH = 120
KEY_LENGTH = 80


class Epoch(models.Model):
    """One row: its number tells every process whether its picture of the catalogue is still the latest.

    ``stamp`` is new with each change, so a change that was rolled back can never be mistaken for a later one.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveIntegerField(default=0)
    stamp = models.UUIDField(default=uuid.uuid4)


class Standard(models.Model):
    """Where classes or conditions come from."""

    key = models.CharField(max_length=40, unique=True)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200)
    in_use = models.CharField(max_length=10)  # "default", or "beside" it for reference
    source_zh = models.CharField(max_length=300)
    source_en = models.CharField(max_length=400)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")


class Subject(models.Model):
    """What a case can be about: a class of a standard, or a big class (which has no parent)."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    standard = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=100)
    local = models.BooleanField(default=False)
    links = models.JSONField(default=list)
    words_zh = models.CharField(max_length=300, blank=True)
    words_en = models.CharField(max_length=300, blank=True)

    class Meta:
        """The same code means different things in different kinds."""

        constraints = [
            models.UniqueConstraint(fields=["standard", "kind", "code"], name="catalogue_subject_once")
        ]


class Condition(models.Model):
    """Under what condition a case of a subject is accepted, and its limit. Edited by a new version only."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    standard = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    current = models.BooleanField(default=True)
    text_zh = models.CharField(max_length=300)
    text_en = models.CharField(max_length=400, blank=True)
    limit = models.CharField(max_length=40)
    abridged = models.BooleanField(default=False)
    example = models.BooleanField(default=False)
    since = models.DateField(null=True)

    class Meta:
        """One current version of each condition."""

        constraints = [
            models.UniqueConstraint(
                fields=["subject", "standard", "number", "version"], name="catalogue_condition_version"
            ),
            models.UniqueConstraint(
                fields=["subject", "standard", "number"],
                condition=Q(current=True),
                name="catalogue_condition_current",
            ),
        ]


class SubjectMapping(models.Model):
    """Which new class an old class became; without ``new`` it waits for somebody's decision."""

    old = models.CharField(max_length=KEY_LENGTH, unique=True)
    new = models.CharField(max_length=KEY_LENGTH, blank=True)
    how = models.CharField(max_length=30)
    candidate = models.CharField(max_length=KEY_LENGTH, blank=True)
    similarity_percent = models.PositiveSmallIntegerField(default=0)


class MatrixRow(models.Model):
    """Who answers for a subject in a link and an area. With a pilot area it holds there first."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(unique=True)  # how people call it
    state = models.CharField(max_length=12)
    subject = models.CharField(max_length=KEY_LENGTH)
    link = models.CharField(max_length=30)
    area_path = models.CharField(max_length=PATH_LENGTH)
    pilot_area = models.CharField(max_length=PATH_LENGTH, blank=True)
    valid_from = models.DateField()
    everywhere_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    lead = models.CharField(max_length=60)
    supporting = models.JSONField(default=list)
    article_zh = models.CharField(max_length=300, blank=True)
    article_en = models.CharField(max_length=400, blank=True)
    proposed_by = models.CharField(max_length=80)
    decided_by = models.CharField(max_length=80, blank=True)

    class Meta:
        """Nobody approves what they proposed; a row in force was decided by somebody."""

        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("proposed_by")),
                name="catalogue_row_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed") | ~Q(decided_by=""), name="catalogue_row_decided"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="catalogue_row_ends_later",
            ),
        ]


class DutyListRow(models.Model):
    """What communities of an area do for a subject; anything else may not be asked of them."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    subject = models.CharField(max_length=KEY_LENGTH)
    area_path = models.CharField(max_length=PATH_LENGTH)
    duty = models.CharField(max_length=10)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    text_zh = models.CharField(max_length=200)
    text_en = models.CharField(max_length=300, blank=True)

    class Meta:
        """A duty is listed once from a day."""

        constraints = [
            models.UniqueConstraint(
                fields=["subject", "area_path", "duty", "valid_from"], name="catalogue_duty_once"
            )
        ]


class PublishedPack(models.Model):
    """One version of a service or of an entitlement's rules, frozen under the SHA-256 of its canonical JSON."""

    kind = models.CharField(max_length=12, default="service")  # or "rules", "bundle", "certificate"
    sha256 = models.CharField(max_length=64, unique=True)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    definition = models.TextField()
    status = models.CharField(max_length=12)
    proposed_by = models.CharField(max_length=80)
    published_by = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        """One current version of a name."""

        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="catalogue_pack_version"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(status="current"), name="catalogue_pack_one_current"
            ),
        ]


class PackDraft(models.Model):
    """A service that is being written; nothing of it is in force."""

    name = models.CharField(max_length=60, unique=True)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField()


class PackDraftEdition(models.Model):
    """The files of a draft as somebody left them; never changed, so that every step can be taken back."""

    draft = models.ForeignKey(PackDraft, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    files = models.JSONField()
    what = models.CharField(max_length=12)  # opened, saved, removed, restored, imported
    path = models.CharField(max_length=120, blank=True)
    saved_by = models.CharField(max_length=80)
    saved_at = models.DateTimeField()

    class Meta:
        """One edition of a number."""

        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="catalogue_pack_draft_edition"),
        ]


class PackMigration(models.Model):
    """How cases leave a faulty version: every stage of it has a place in the next."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    old = models.ForeignKey(PublishedPack, models.PROTECT, related_name="+")
    new = models.ForeignKey(PublishedPack, models.PROTECT, related_name="+")
    stages = models.JSONField()
    proposed_by = models.CharField(max_length=80)
    approved_by = models.CharField(max_length=80, blank=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        """A second person approves."""

        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="catalogue_migration_once"),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("proposed_by")),
                name="catalogue_migration_second",
            ),
        ]


class CalendarVersion(models.Model):
    """A calendar with all notices known at a time; the latest imported counts."""

    version = models.CharField(max_length=40, unique=True)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    calendar = models.JSONField()
    imported_at = models.DateTimeField()
