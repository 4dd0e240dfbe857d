"""What is stored of a bundle: what was answered once, and how each of its parts stands."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Bundle(models.Model):
    """One bundle as it was sent. How its parts stand can be replayed from the entries of its stream."""

    ref = models.UUIDField(unique=True)
    number = models.CharField(max_length=11, unique=True)
    stream = models.OneToOneField("audit.Stream", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    pack = models.CharField(max_length=64)
    channel = models.CharField(max_length=20)
    source = models.CharField(max_length=10)
    sensitivity = models.CharField(max_length=12)
    area_path = models.CharField(max_length=200, blank=True)

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )  # who sent it by the consent of the person
    on_behalf_of = models.UUIDField(null=True)  # an agent's: whose consent it rests on (people)
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = models.BinaryField(default=b"")  # sealed by kernel.identity
    wants_letters = models.BooleanField(default=True)
    language = models.CharField(max_length=5, blank=True)
    consent = models.CharField(max_length=10, blank=True)  # how somebody agreed that staff write for them

    answers = models.JSONField(default=dict)
    place = models.CharField(max_length=200, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    erased_at = models.DateTimeField(null=True)
    forget_rule = models.CharField(max_length=80, blank=True)  # the ground on which it is erased once done
    forget_authority = models.CharField(max_length=80, blank=True)

    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        """Lists are one's own, and those of an area, the newest first."""

        constraints = [
            models.CheckConstraint(
                name="bundle_done_after_opened", condition=Q(done_at=None) | Q(done_at__gte=F("opened_at"))
            ),
            models.CheckConstraint(
                name="bundle_whole_point", condition=Q(lon=None, lat=None) | ~Q(lon=None) & ~Q(lat=None)
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-id"], name="bundle_account"),
            models.Index(fields=["area_path", "-id"], name="bundle_area"),
        ]


class BundlePart(models.Model):
    """One part: how it stands, and its case once it has begun."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    stand = models.CharField(max_length=12)
    since = models.DateTimeField()
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """A bundle has a part once, and an open part always has its case."""

        constraints = [
            models.UniqueConstraint(fields=["bundle", "name"], name="bundle_part_once"),
            models.CheckConstraint(
                name="bundle_part_has_case",
                condition=~Q(stand__in=["open", "granted", "refused", "withdrawn"]) | ~Q(case=None),
            ),
        ]
        ordering = ["position"]
