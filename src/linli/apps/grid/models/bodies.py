"""Who: bodies, their posts, and who holds a post from when to when."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from linli.apps.grid.models.kinds import BodyKind
from linli.apps.grid.models.places import Area, Cell
from linli.kernel.audit.overlap import NoOverlap


class Body(models.Model):
    """A department, a street office, a committee, a company; ``office`` is its task, equal across areas."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in BodyKind])
    office = models.CharField(max_length=20, blank=True)
    name_zh = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    may_lead = models.BooleanField(default=False)
    phone = models.CharField(max_length=30, blank=True)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, null=True, related_name="+")

    class Meta:
        """A community assists and reports; it is never the lead body."""

        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=BodyKind.COMMUNITY.value, may_lead=True),
                name="grid_body_community_never_leads",
            ),
            models.UniqueConstraint(
                fields=["area", "kind", "office"], condition=~Q(office=""), name="grid_body_one_office"
            ),
        ]


class Post(models.Model):
    """A task that a person holds; with a cell, the grid worker's. ``shown`` posts are contacts for residents."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    title_zh = models.CharField(max_length=60)
    title_en = models.CharField(max_length=60, blank=True)
    cell = models.ForeignKey(Cell, models.PROTECT, null=True, related_name="+")
    phone = models.CharField(max_length=30, blank=True)  # of the office, never somebody's own
    shown = models.BooleanField(default=False)

    class Meta:
        """Codes are unique inside a body."""

        constraints = [models.UniqueConstraint(fields=["body", "code"], name="grid_post_code")]


class Appointment(models.Model):
    """Somebody holds a post from ``starts`` until the day before ``ends``."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField(null=True)

    class Meta:
        """Nobody holds a post twice at once."""

        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name="grid_appointment_ends_later"
            ),
            NoOverlap(name="grid_appointment_once", owner=["post", "account"], starts="starts", ends="ends"),
        ]


class ContactHousehold(models.Model):
    """A household that agreed to be its neighbours' contact; after withdrawal only the two dates remain."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    phone_sealed = models.BinaryField(null=True)
    consented_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    wants_letters = models.BooleanField(default=False)
    on_card = models.CharField(
        max_length=5, default="", blank=True
    )  # what the service card may show: "", name, phone

    class Meta:
        """Nothing personal outlives the consent."""

        constraints = [
            models.UniqueConstraint(
                fields=["area", "account"],
                condition=Q(withdrawn_at__isnull=True),
                name="grid_household_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | Q(name="", phone_sealed__isnull=True, account__isnull=True),
                name="grid_household_forgotten_when_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(on_card="") | Q(on_card__in=["name", "phone"], withdrawn_at__isnull=True),
                name="grid_household_on_card_by_consent",
            ),
        ]
