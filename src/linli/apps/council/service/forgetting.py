"""Lets go of a person: their name and account leave; what was published stays without them, what was not goes."""

from __future__ import annotations

from datetime import datetime

from linli.apps.council.models import PUBLISHED, Suggestion


def forget_account(account: str, *, at: datetime) -> None:
    """Forget an account's suggestions; words that nobody has published yet go with it. Again changes nothing."""
    if not account:
        return
    rows = Suggestion.objects.filter(account__ref=account, made_at__lte=at)
    rows.exclude(state=PUBLISHED).update(text_sealed=None)
    rows.update(account=None, name_sealed=None)
