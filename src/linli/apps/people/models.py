"""What is stored of people: residents, households, who belongs to which, and what was consented to."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

RELATIONS = ("head", "spouse", "child", "parent", "grandparent", "grandchild", "sibling", "other")
CONSENTS = ("agent", "contact_household", "proactive_aid", "publication", "roster", "reminders", "prefill")
"""What may be consented to: an agent who acts, being a contact, being found for aid, publication, a roster,
reminders, filling forms in. Each is voluntary and can be taken back as easily as it was given."""
EVERYBODY = "city"
"""Given to the city as a whole, not to one account or body."""


class Resident(models.Model):
    """A person. What identifies is kept sealed, with an index to find it by and a mask to show."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    area_path = models.CharField(max_length=120, blank=True)
    name_sealed = models.BinaryField(null=True)
    name_masked = models.CharField(max_length=20, blank=True)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    phone_masked = models.CharField(max_length=20, blank=True)
    id_number_sealed = models.BinaryField(null=True)
    id_number_index = models.CharField(max_length=64, blank=True)
    id_number_masked = models.CharField(max_length=20, blank=True)
    address_sealed = models.BinaryField(null=True)
    address_masked = models.CharField(max_length=120, blank=True)
    registered_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        """One record per identity number; nothing personal outlives being forgotten."""

        constraints = [
            models.UniqueConstraint(
                fields=["id_number_index"], condition=~Q(id_number_index=""), name="people_resident_once"
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True)
                | Q(
                    name_sealed__isnull=True, phone_sealed__isnull=True, id_number_sealed__isnull=True,
                    address_sealed__isnull=True, phone_index="", id_number_index="", account__isnull=True,
                ),
                name="people_resident_forgotten_whole",
            ),
        ]  # fmt: skip


class Household(models.Model):
    """People who live together at an address."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stream = models.ForeignKey("audit.Stream", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=120)
    address_sealed = models.BinaryField(null=True)
    opened_at = models.DateTimeField()


class Membership(models.Model):
    """Somebody belongs to a household, from a day until another."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="+")
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="+")
    relation = models.CharField(max_length=12, choices=[(one, one) for one in RELATIONS])
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        """Nobody is in a household twice at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["household", "resident"], condition=Q(until__isnull=True), name="people_member_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="people_member_leaves_later"
            ),
        ]


class Consent(models.Model):
    """A resident agreed to something, for somebody, until taken back."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.ForeignKey(Resident, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=[(one, one) for one in CONSENTS])
    given_to = models.CharField(max_length=60)  # the ref of an account or body, or "city"
    given_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    on_paper = models.BooleanField(default=False)  # taken down by staff on the resident's word

    class Meta:
        """The same consent is not given twice at a time."""

        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind", "given_to"],
                condition=Q(withdrawn_at__isnull=True),
                name="people_consent_once",
            ),
        ]
        indexes = [models.Index(fields=["given_to", "kind"], name="people_consent_holder")]
