"""Accounts, their sessions, one-time codes, keys of programs and the count of tries."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from linli.kernel.audit.models import Stream

LANGUAGES = ("zh", "en")
TEXT_SIZES = ("normal", "large")


class AccountKind(models.TextChoices):
    """How somebody signs in: by telephone and code, by name and password, or never."""

    RESIDENT = "resident"
    STAFF = "staff"
    SYSTEM = "system"


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by the name staff sign in with."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the member of staff with this sign-in name."""
        return self.get(login=username)


class Account(AbstractBaseUser):
    """Somebody who can sign in. The telephone number is kept sealed, with an index to find it by."""

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=AccountKind.choices)
    name = models.CharField(max_length=60, blank=True)
    login = models.CharField(max_length=60, unique=True, null=True, blank=True)
    phone_index = models.CharField(max_length=64, unique=True, null=True, blank=True)
    phone_sealed = models.BinaryField(null=True, blank=True)
    phone_masked = models.CharField(max_length=20, blank=True)
    email_sealed = models.BinaryField(null=True, blank=True)
    email_masked = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2, choices=[(one, one) for one in LANGUAGES], default="zh")
    text_size = models.CharField(max_length=6, choices=[(one, one) for one in TEXT_SIZES], default="normal")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    stream = models.ForeignKey(Stream, models.PROTECT, null=True, blank=True, related_name="+")

    objects = Accounts()

    class Meta:
        """Constraints."""

        db_table = "identity_account"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="resident") | Q(phone_index__isnull=False) | Q(is_active=False),
                name="identity_residents_have_a_telephone",
            ),
            models.CheckConstraint(
                condition=~Q(kind="staff") | Q(login__isnull=False), name="identity_staff_have_a_name"
            ),
        ]

    def __str__(self) -> str:
        """Name an account by its ref: residents have no sign-in name."""
        return str(self.ref)


class SessionRow(AbstractBaseSession):
    """A session that knows its account, so that a person can see and end all of them."""

    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    device = models.CharField(max_length=10, default="other")
    started_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Name the table."""

        db_table = "identity_session"


class OneTimeCode(models.Model):
    """The one code that is good for a telephone number and a purpose just now, as a keyed digest."""

    phone_index = models.CharField(max_length=64)
    purpose = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    tries_left = models.PositiveSmallIntegerField()
    expires_at = models.DateTimeField()

    class Meta:
        """Constraints."""

        db_table = "identity_one_time_code"
        constraints = [
            models.UniqueConstraint(fields=["phone_index", "purpose"], name="identity_one_code_at_a_time"),
        ]


class ApiToken(models.Model):
    """The key of a program: a keyed digest, what it may ask for, and the account that it acts as.

    Each has an account of its own, of kind "system": where it may work is told by that account's roles.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Name the table."""

        db_table = "identity_api_token"


class Bucket(models.Model):
    """How far ahead of its allowance a key has run: microseconds since 1970 (see `throttle`)."""

    key = models.CharField(max_length=64, primary_key=True)
    next_at = models.BigIntegerField(db_index=True)

    class Meta:
        """Name the table."""

        db_table = "identity_bucket"
