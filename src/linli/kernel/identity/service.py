"""Opens accounts."""

from __future__ import annotations

from datetime import datetime

from linli.core.shared.outcomes import Problem
from linli.kernel.identity import personal
from linli.kernel.identity.models import Account, AccountKind


def open_resident(phone: str, *, name: str = "", at: datetime) -> Account:
    """Return the resident's account behind a telephone number, opening it when there is none.

    Raises:
        ValueError: not a mobile number; callers have read it with `personal.read_phone`.
    """
    number = personal.read_phone(phone)
    if isinstance(number, Problem):
        raise ValueError(number.code)  # noqa: TRY004 - a wrong value, not a wrong type
    fresh = Account(
        kind=AccountKind.RESIDENT,
        name=name,
        phone_sealed=personal.seal(number, "phone"),
        phone_masked=personal.mask_phone(number),
        created_at=at,
    )
    fresh.set_unusable_password()
    values = {field: getattr(fresh, field) for field in _KEPT}
    return Account.objects.get_or_create(phone_index=personal.index(number, "phone"), defaults=values)[0]


_KEPT = ("ref", "kind", "name", "phone_sealed", "phone_masked", "created_at", "password")
