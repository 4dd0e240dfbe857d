"""Lets go of a person: their name and account leave; what was published or answered stays without them, what was not goes."""

from __future__ import annotations

from datetime import datetime

from linli.apps.council.models import PUBLISHED, Question, Suggestion


def forget_account(account: str, *, at: datetime) -> None:
    """Forget an account's suggestions and questions; words that nobody reads yet go with it. Again changes nothing."""
    if not account:
        return
    rows = Suggestion.objects.filter(account__ref=account, made_at__lte=at)
    rows.exclude(state=PUBLISHED).update(text_sealed=None)
    rows.update(account=None, name_sealed=None)
    asked = Question.objects.filter(account__ref=account, asked_at__lte=at)
    asked.filter(answer_zh="").update(text_sealed=None)
    asked.update(account=None)
