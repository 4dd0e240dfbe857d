"""What the account itself holds about its owner."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from linli.kernel.identity.held import Held
from linli.kernel.identity.models import Account, SessionRow
from linli.kernel.identity.service import phone_of


def what_is_held(account_id: int, account_ref: str, at: datetime) -> Iterable[Held]:
    """Tell the lines of one's own account; the owner sees the telephone number whole."""
    account = Account.objects.get(pk=account_id, ref=account_ref)
    sessions = SessionRow.objects.filter(account_id=account_id, expire_date__gt=at).count()
    lines = (
        Held("identity.held_name", account.name, "identity.held_why_told"),
        Held("identity.held_phone", phone_of(account), "identity.held_why_sign_in"),
        Held("identity.held_since", account.created_at, "identity.held_why_sign_in"),
        Held("identity.held_sessions", sessions, "identity.held_why_sign_in"),
    )
    return tuple(line for line in lines if line.value)
