"""The time bank: accounts in minutes, bookings whose lines add up to nothing."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

PERSON, POOL, SOURCE = "person", "pool", "source"
EARNED, GIFT, HELP, EXPIRY, UNDO = "earned", "gift", "help", "expiry", "undo"


class TimeAccount(models.Model):
    """Minutes of a person or of a neighbourhood's pool. The source stands against them: minus all that was earned."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=[(one, one) for one in (PERSON, POOL, SOURCE)])
    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    area = models.OneToOneField("grid.Area", models.PROTECT, null=True, related_name="+")
    minutes = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()

    class Meta:
        """Nobody owes time; there is one source."""

        constraints = [
            models.CheckConstraint(condition=Q(kind=SOURCE) | Q(minutes__gte=0), name="volunteers_no_overdraft"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind=SOURCE), name="volunteers_one_source"
            ),
        ]  # fmt: skip


class Booking(models.Model):
    """Minutes went from accounts to accounts; never changed, undone only by a booking against it."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=[(one, one) for one in (EARNED, GIFT, HELP, EXPIRY, UNDO)])
    at = models.DateTimeField(db_index=True)
    hours = models.OneToOneField("volunteers.Hours", models.PROTECT, null=True, related_name="+")
    match = models.OneToOneField("volunteers.FavourMatch", models.PROTECT, null=True, related_name="+")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")


class BookingLine(models.Model):
    """What a booking did to one account; what was put in runs out on a day."""

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="lines")
    time_account = models.ForeignKey(TimeAccount, models.PROTECT, related_name="lines")
    minutes = models.IntegerField()
    runs_out = models.DateField(null=True)

    class Meta:
        """A line moves something."""

        constraints = [models.CheckConstraint(condition=~Q(minutes=0), name="volunteers_line_moves")]
        indexes = [models.Index(fields=["time_account", "runs_out"], name="volunteers_lines_of")]
