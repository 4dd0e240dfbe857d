"""Books, toys and tools that a centre lends. A loan is deleted when it ends: who borrowed what is kept nowhere."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from linli.apps.centres.models.register import Centre

TITLE_KINDS = ("book", "toy", "tool")
SHELF, OUT, HELD, LOST, DAMAGED = "shelf", "out", "held", "lost", "damaged"
COPY_STATES = (SHELF, OUT, HELD, LOST, DAMAGED)


class Library(models.Model):
    """The lending desk of a centre, with its rules."""

    centre = models.OneToOneField(Centre, models.PROTECT, related_name="library")
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    loan_days = models.PositiveSmallIntegerField(default=28)
    renewals = models.PositiveSmallIntegerField(default=1)
    most_loans = models.PositiveSmallIntegerField(default=5)
    held_days = models.PositiveSmallIntegerField(default=3)
    fine_fen = models.PositiveIntegerField(default=0)


class Title(models.Model):
    """Something that is lent, whichever copy; ``found`` is what searching looks through."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    library = models.ForeignKey(Library, models.PROTECT, related_name="titles")
    kind = models.CharField(max_length=8, choices=[(one, one) for one in TITLE_KINDS])
    name = models.CharField(max_length=120)
    author = models.CharField(max_length=80, blank=True)
    isbn = models.CharField(max_length=13, blank=True)
    found = models.CharField(max_length=240)
    loans_ended = models.PositiveIntegerField(default=0)

    class Meta:
        """An ISBN once in a library."""

        constraints = [
            models.UniqueConstraint(
                fields=["library", "isbn"], condition=~Q(isbn=""), name="centres_isbn_once"
            ),
        ]
        indexes = [models.Index(fields=["library", "name", "id"], name="centres_title_by_name")]


class Copy(models.Model):
    """One thing with a barcode on it."""

    title = models.ForeignKey(Title, models.PROTECT, related_name="copies")
    barcode = models.CharField(max_length=30, unique=True)
    state = models.CharField(max_length=8, choices=[(one, one) for one in COPY_STATES], default=SHELF)


class Loan(models.Model):
    """A copy that is out. The row ends with the loan."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    copy = models.OneToOneField(Copy, models.PROTECT, related_name="loan")
    borrower = models.ForeignKey("identity.Account", models.SET_NULL, null=True, related_name="+")
    lent_at = models.DateTimeField()
    due_on = models.DateField(db_index=True)
    renewals = models.PositiveSmallIntegerField(default=0)
    reminded_on = models.DateField(null=True)


class Reservation(models.Model):
    """Somebody waits for a title; ``copy`` is set aside until a day. The row ends when it is collected or given up."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    title = models.ForeignKey(Title, models.PROTECT, related_name="reservations")
    account = models.ForeignKey("identity.Account", models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    copy = models.OneToOneField(Copy, models.PROTECT, null=True, related_name="reservation")
    held_until = models.DateField(null=True)

    class Meta:
        """One for a person and title; a copy set aside has a day."""

        constraints = [
            models.UniqueConstraint(fields=["title", "account"], name="centres_reserved_once"),
            models.CheckConstraint(
                condition=Q(copy__isnull=True, held_until__isnull=True)
                | Q(copy__isnull=False, held_until__isnull=False),
                name="centres_set_aside_until",
            ),
        ]


class LendingDay(models.Model):
    """How many loans began and ended on a day: all that stays of them."""

    library = models.ForeignKey(Library, models.PROTECT, related_name="+")
    day = models.DateField()
    lent = models.PositiveIntegerField(default=0)
    renewed = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)

    class Meta:
        """Each day once."""

        constraints = [models.UniqueConstraint(fields=["library", "day"], name="centres_lending_day_once")]
