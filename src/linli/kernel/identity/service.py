"""Opens accounts and finds out who wants to sign in."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string
from django_otp.plugins.otp_totp.models import TOTPDevice

from linli.core.shared.outcomes import Problem
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.identity import codes, personal
from linli.kernel.identity.models import Account, AccountKind
from linli.kernel.identity.throttle import allow

_KEPT = ("ref", "kind", "name", "phone_sealed", "phone_masked", "language", "created_at", "password")


def request_code(phone: str, at: datetime, *, language: str = "zh", purpose: str = codes.SIGN_IN) -> str:
    """Send a one-time code to a telephone number and return the number as read.

    The answer does not tell whether there is an account: whoever can read the message may open one.

    Raises:
        Invalid: not a mobile number.
        Throttled: asked too often.
    """
    number = personal.read_phone(phone)
    if isinstance(number, Problem):
        raise Invalid(number)
    code = codes.issue(number, purpose, at)
    import_string(settings.CODE_SENDER)(number, code, language=language, at=at)
    return number


def account_of_code(phone: str, code: str, at: datetime, *, language: str = "zh") -> Account:
    """Return the resident behind a telephone number and the code sent to it.

    Raises:
        Invalid: wrong code; an account that was closed gets the same answer.
    """
    codes.spend(phone, codes.SIGN_IN, code, at)
    account = open_resident(phone, at=at, language=language)
    if not account.is_active:
        raise Invalid(Problem("code", "identity.code_wrong"))
    return account


def account_of_password(login: str, password: str, token: str, at: datetime, *, address: str) -> Account:
    """Return the member of staff behind a name, a password and, when enrolled, the second factor.

    Raises:
        Invalid: something is not right; which is not told.
        Throttled: too many tries for this name, here or altogether.
    """
    name = login.strip().lower()
    allow(f"staff/{name}/{address}", 5, 900, at)
    allow(f"staff/{name}", 50, 900, at)
    account = Account.objects.filter(login=name, kind=AccountKind.STAFF, is_active=True).first()
    if account is None:
        Account().set_password(password)  # takes as long as a real check
        raise Invalid(Problem("password", "identity.staff_wrong"))
    if not account.check_password(password) or not _second_factor(account, token):
        raise Invalid(Problem("password", "identity.staff_wrong"))
    return account


def open_resident(phone: str, *, name: str = "", at: datetime, language: str = "zh") -> Account:
    """Return the resident's account behind a telephone number, opening it when there is none.

    Raises:
        Invalid: not a mobile number.
    """
    number = personal.read_phone(phone)
    if isinstance(number, Problem):
        raise Invalid(number)
    fresh = Account(
        kind=AccountKind.RESIDENT,
        name=name,
        phone_sealed=personal.seal(number, "phone"),
        phone_masked=personal.mask_phone(number),
        language=language,
        created_at=at,
    )
    fresh.set_unusable_password()
    values = {field: getattr(fresh, field) for field in _KEPT}
    return Account.objects.get_or_create(phone_index=personal.index(number, "phone"), defaults=values)[0]


def change_password(account: Account, old: str, new: str, at: datetime) -> None:
    """Give oneself a new password; the caller ends the sessions made with the old one.

    Raises:
        Invalid: the old one is not right, or the new one too weak.
        Throttled: too many tries.
    """
    allow(f"password/{account.pk}", 5, 900, at)
    if not account.check_password(old):
        raise Invalid(Problem("password", "identity.password_wrong"))
    if weak := password_problem(new, field="new_password"):
        raise Invalid(weak)
    account.set_password(new)
    account.save(update_fields=["password"])


def password_problem(password: str, field: str = "password") -> Problem | None:
    """Say whether a new password is too weak."""
    try:
        validate_password(password)
    except ValidationError:
        return Problem(field, "identity.password_weak")
    return None


def phone_of(account: Account) -> str:
    """Return the whole telephone number, for sending to it; showing it is `access.service.unmask_phone`."""
    return personal.unseal(bytes(account.phone_sealed), "phone") if account.phone_sealed else ""


def _second_factor(account: Account, token: str) -> bool:
    device = TOTPDevice.objects.filter(user=account, confirmed=True).first()
    return device is None or bool(device.verify_token(token.strip()))
