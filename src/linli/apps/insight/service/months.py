"""Counts months anew: the open ones freely, a closed one only together with an announced correction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from linli.apps.insight.facts import grouped
from linli.apps.insight.facts.settings import satisfaction_weights
from linli.apps.insight.models import Month, MonthFigures
from linli.apps.insight.policy import figures
from linli.apps.insight.policy.figures import Figures, Group
from linli.apps.insight.policy.periods import Period, months_between, read_period
from linli.apps.insight.service import closing

Everything = dict[Group, Figures]


def while_overdue(due: datetime, until: datetime) -> set[str]:
    """Return the months in which a promise weighs on its body: from its date until it was kept."""
    return {one.name for one in months_between(due, until)} if until >= due else set()


def recount(touched: Collection[str], *, at: datetime, log_size: int) -> tuple[str, ...]:
    """Count the touched months and all open ones, close those whose time is over; return their names."""
    open_now = set(Month.objects.filter(closed_at=None).values_list("name", flat=True))
    names = sorted({*touched, *open_now})
    for name in names:
        _recount_one(_month(name), at=at, log_size=log_size)
    closing.close_old(at)
    return tuple(names)


def _month(name: str) -> Period:
    read = read_period(name)
    if not isinstance(read, Period):
        raise TypeError(f"no month: {name}")
    return read


def _recount_one(period: Period, *, at: datetime, log_size: int) -> None:
    new = count(period, at)
    stored = Month.objects.filter(name=period.name).first()
    if stored is not None and stored.closed_at is not None:
        closing.correct(stored, new, at=at, log_size=log_size, write=lambda: write(period.name, new))
        return
    with transaction.atomic():
        write(period.name, new)
        Month.objects.update_or_create(name=period.name, defaults={"as_of": at, "log_size": log_size})


def count(period: Period, at: datetime) -> Everything:
    """Count all groups of a month. Nine statements."""
    weights = satisfaction_weights()
    return figures.rolled_up(grouped.cells(period, at, weights=weights), grouped.minutes(period))


def write(month: str, everything: Everything) -> None:
    """Replace the summary of a month; what did not change is not touched."""
    rows = MonthFigures.objects.filter(month=month)
    stored = {
        Group(area, body, subject): (key, kept)
        for key, area, body, subject, kept in rows.values_list("pk", "area", "body", "subject", "figures")
    }
    wanted = {group: figures.to_json(of_group) for group, of_group in everything.items()}
    MonthFigures.objects.filter(
        pk__in=[key for group, (key, _kept) in stored.items() if group not in wanted]
    ).delete()
    MonthFigures.objects.bulk_create(
        [
            MonthFigures(month=month, area=group.area, body=group.body, subject=group.subject, figures=kept)
            for group, kept in wanted.items()
            if group not in stored or stored[group][1] != kept
        ],
        update_conflicts=True,
        unique_fields=["month", "area", "body", "subject"],
        update_fields=["figures"],
        batch_size=500,
    )
