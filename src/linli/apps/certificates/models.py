"""What is stored of a certificate, and how often certificates were checked."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Certificate(models.Model):
    """One issued certificate: what was signed, for whom, by whom, and its place in a status list."""

    ref = models.UUIDField(unique=True)
    code = models.CharField(max_length=16, unique=True)  # what the QR and the paper carry
    stream = models.OneToOneField("audit.Stream", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    body = models.ForeignKey("grid.Body", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(
        max_length=80, blank=True
    )  # where it rests on a register: register/body or entry
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )  # who asked for it by the holder's consent
    area_path = models.CharField(max_length=200, blank=True)
    confidential = models.BooleanField(default=False)
    presence = models.CharField(max_length=12)  # how it was made sure who the holder is
    fields = models.JSONField(default=dict)
    signed = models.TextField(blank=True)  # empty when the holder was forgotten
    digest = models.CharField(max_length=64)  # of what was signed
    city_seal = models.JSONField(default=dict)  # what the keeper of the city's seal gave; empty without one
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    status_list = models.PositiveIntegerField()
    status_index = models.PositiveIntegerField()
    revoked_at = models.DateTimeField(null=True)
    revoked_for = models.CharField(max_length=12, blank=True)

    class Meta:
        """No two share a bit; lists are by holder, by area, and by what was revoked."""

        constraints = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="certificate_bit_once"),
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from")), name="certificate_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_for="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_for=""),
                name="certificate_revoked_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "-id"], name="certificate_holder"),
            models.Index(fields=["area_path", "-id"], name="certificate_area"),
            models.Index(
                fields=["status_list", "status_index"],
                name="certificate_revoked",
                condition=Q(revoked_at__isnull=False),
            ),
        ]


class EntryState(models.TextChoices):
    """How an entry stands: one person wrote it, another confirmed or refused it, a later one took its place."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    REPLACED = "replaced"


class RegisterEntry(models.Model):
    """What a responsible body entered for a person: hours, a course, attendance, assistance, a contract."""

    ref = models.UUIDField(unique=True)
    stream = models.OneToOneField("audit.Stream", on_delete=models.PROTECT, related_name="+")
    register = models.CharField(max_length=20)
    body = models.ForeignKey("grid.Body", on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    name = models.CharField(max_length=60, blank=True)  # as the body knows the person; empty when forgotten
    on = models.DateField()
    until = models.DateField()
    amount = models.PositiveBigIntegerField()  # minutes, times or fen, as the register counts
    title = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=EntryState.choices, default=EntryState.WAITING)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=200, blank=True)  # of a correction or a refusal
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Lists are by register and area, and by person."""

        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("on")), name="entry_ends_after_it_began"),
            models.UniqueConstraint(
                fields=["corrects"],
                name="entry_corrected_once",
                condition=Q(corrects__isnull=False) & ~Q(state="refused"),
            ),
        ]
        indexes = [
            models.Index(fields=["register", "state", "-id"], name="entry_register"),
            models.Index(fields=["person", "register"], name="entry_person"),
        ]


class Kiosk(models.Model):
    """A device that staff opened for people to serve themselves, until it is closed or the day is over."""

    ref = models.UUIDField(unique=True)
    stream = models.OneToOneField("audit.Stream", on_delete=models.PROTECT, related_name="+")
    secret = models.CharField(max_length=64, unique=True)  # digest of what the device holds
    body = models.ForeignKey("grid.Body", on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()


class KioskVisit(models.Model):
    """Somebody at a kiosk. When they leave, or stand idle, nothing is left but that somebody was there."""

    ref = models.UUIDField(unique=True)
    secret = models.CharField(max_length=64, unique=True)
    kiosk = models.ForeignKey(Kiosk, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )  # empty once it is over
    way = models.CharField(max_length=8)  # card or code
    began_at = models.DateTimeField()
    until = models.DateTimeField()  # put off by each step
    seen_at = models.DateTimeField(null=True)  # when staff looked and said that it is the person
    over = models.BooleanField(default=False)

    class Meta:
        """The desk asks for those that wait."""

        indexes = [models.Index(fields=["kiosk", "over", "-id"], name="kiosk_waiting")]


class CheckCount(models.Model):
    """How often certificates of a kind were checked on a day, and what came of it; nothing about who asked."""

    day = models.DateField()
    kind = models.CharField(max_length=40, blank=True)  # empty where it could not be read
    result = models.CharField(max_length=20)
    way = models.CharField(max_length=10, default="here")  # or alone: told by the page that was taken away
    n = models.PositiveIntegerField(default=0)

    class Meta:
        """One number a day, kind, result and way."""

        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "result", "way"], name="check_count_once")
        ]
