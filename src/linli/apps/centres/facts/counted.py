"""What is counted of queues, lending and advice in public, each figure with its whole and what is left out."""

from __future__ import annotations

from datetime import datetime
from statistics import median

from django.db.models import Count, Q, QuerySet, Sum

from linli.apps.centres.models import AdviceMonth, LendingDay, QueueNumber, Title
from linli.apps.centres.models.queue import DONE
from linli.core.clock.instants import local
from linli.core.shared.figures import Figure

LOOKED_AT = 5_000
"""The median of waits is read off the latest so many calls; the rest is left out, in the open."""


def counter_figures(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    """Return what is counted of a time and an area. Five statements."""
    return (
        *_queue(since, until, area_path),
        *_lending(since, until, area_path),
        *_advice(since, until, area_path),
    )


def _queue(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    rows = QueueNumber.objects.filter(taken_at__gte=since, taken_at__lt=until)
    if area_path != "/":
        rows = rows.filter(queue_day__hall__centre__area_path__startswith=area_path)
    counted = rows.aggregate(
        taken=Count("pk"), done=Count("pk", filter=Q(state=DONE)), called=Count("pk", filter=_called())
    )
    latest = rows.filter(_called()).order_by("-taken_at").values_list("taken_at", "called_at")[:LOOKED_AT]
    waits = [(called - taken).total_seconds() / 60 for taken, called in latest]
    left = max(counted["called"] - LOOKED_AT, 0)
    return (
        Figure("counter_served", counted["done"], counted["taken"]),
        Figure("counter_wait", round(median(waits)) if waits else 0, None, {"older": left} if left else {}),
    )


def _called() -> Q:
    return Q(called_at__isnull=False)


def _lending(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    rows: QuerySet[LendingDay] = LendingDay.objects.filter(
        day__gte=local(since).date(), day__lt=local(until).date()
    )
    if area_path != "/":
        rows = rows.filter(library__centre__area_path__startswith=area_path)
    books = Title.objects.filter(kind="book")
    if area_path != "/":
        books = books.filter(library__centre__area_path__startswith=area_path)
    found = rows.aggregate(lent=Sum("lent"), returned=Sum("returned"), late=Sum("late"))
    return (
        Figure("counter_books", books.count()),
        Figure("counter_loans", found["lent"] or 0),
        Figure("counter_late", found["late"] or 0, found["returned"] or 0, of_people=True),
    )


def _advice(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    """Count the months that begin in the time."""
    rows = AdviceMonth.objects.filter(month__gte=local(since).date(), month__lt=local(until).date())
    if area_path != "/":
        rows = rows.filter(adviser__centre__area_path__startswith=area_path)
    found = rows.aggregate(booked=Sum("booked"), kept=Sum("kept"), cancelled=Sum("cancelled"))
    booked, cancelled = found["booked"] or 0, found["cancelled"] or 0
    return (
        Figure(
            "counter_advice", found["kept"] or 0, booked - cancelled, {"cancelled": cancelled}, of_people=True
        ),
    )
