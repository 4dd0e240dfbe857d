"""When a matter between two cities is over: nothing more is said of it, and its files are fetched for a while yet."""

from __future__ import annotations

from datetime import datetime

from linli.apps.exchange.models import Exchange


def end_matter(row: Exchange, at: datetime) -> None:
    """Take no more messages of a matter; ended twice, it keeps the first day."""
    Exchange.objects.filter(pk=row.pk, over=False).update(over=True, over_at=at)
    row.over = True
