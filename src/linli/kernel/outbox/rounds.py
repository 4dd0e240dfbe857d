"""Jobs that come round again (what is nearly due, what may be forgotten): one worker does each."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q

from linli.kernel.outbox.models import Round

LEASE = timedelta(minutes=10)
Job = Callable[[datetime], object]
_jobs: dict[str, tuple[timedelta, Job]] = {}

log = logging.getLogger(__name__)


def every(period: timedelta, name: str, job: Job) -> None:
    """Let the worker call ``job`` with the time, once a period over all workers.

    Raises:
        ValueError: another job has that name.
    """
    if _jobs.setdefault(name, (period, job)) != (period, job):
        raise ValueError(f"the round {name} is declared twice")


def go_round(at: datetime) -> int:
    """Do the jobs that are due; returns how many."""
    known = dict(Round.objects.filter(name__in=_jobs).values_list("name", "next_at"))
    due = [name for name in sorted(_jobs) if known.get(name, at) <= at]
    return sum(_do(name, at) for name in due)


def _do(name: str, at: datetime) -> int:
    Round.objects.get_or_create(name=name, defaults={"next_at": at})
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=at)
    if not Round.objects.filter(free, name=name, next_at__lte=at).update(lease_until=at + LEASE):
        return 0
    period, job = _jobs[name]
    try:
        job(at)
    except Exception:  # the next round may go better, and the others must go on
        log.exception("the round %s failed", name)
    Round.objects.filter(name=name).update(lease_until=None, next_at=at + period)
    return 1
