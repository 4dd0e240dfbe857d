"""What care comes to in a month, for the public: small counts of people are not shown."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, F, Q, Sum

from linli.apps.care.models import (
    ASSESSED,
    CANCELLED,
    DONE,
    HERE,
    LEFT,
    MISSED,
    Assessment,
    Attendance,
    DayRoom,
    VisitPart,
)
from linli.core.clock.instants import local
from linli.core.shared.figures import Figure


def figures(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    """Return places taken, days in the room, visits done, missed and late, assessments made by their day."""
    return (
        *_rooms(since, until, area_path),
        *_visits(since, until, area_path),
        _assessed(since, until, area_path),
    )


def _rooms(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    rooms = DayRoom.objects.filter(area_path__under=area_path).aggregate(
        places=Sum("places"), taken=Sum("taken")
    )
    days = Attendance.objects.filter(
        enrolment__room__area_path__under=area_path, state__in=(HERE, LEFT),
        day__gte=local(since).date(), day__lt=local(until).date(),
    )  # fmt: skip
    return (
        Figure("care_places", rooms["taken"] or 0, rooms["places"] or 0, of_people=True),
        Figure("care_days", days.count(), of_people=True),
    )


def _visits(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    late = Q(state=DONE, begun_at__gt=F("starts_at"), late_minutes__gt=0)
    counted = VisitPart.objects.filter(
        requirement__file__area_path__under=area_path, plan__released_at__isnull=False,
        starts_at__gte=since, starts_at__lt=until,
    ).aggregate(
        all=Count("pk"), done=Count("pk", filter=Q(state=DONE)), missed=Count("pk", filter=Q(state=MISSED)),
        late=Count("pk", filter=late), off=Count("pk", filter=Q(state=CANCELLED)),
    )  # fmt: skip
    whole, left = counted["all"] - counted["off"], {"cancelled": counted["off"]} if counted["off"] else {}
    return (
        Figure("care_visits_done", counted["done"], whole, left, of_people=True),
        Figure("care_visits_missed", counted["missed"], whole, left, of_people=True),
        Figure("care_visits_late", counted["late"], counted["done"], of_people=True),
    )


def _assessed(since: datetime, until: datetime, area_path: str) -> Figure:
    rows = Assessment.objects.filter(
        file__area_path__under=area_path, state=ASSESSED, assessed_at__gte=since, assessed_at__lt=until
    )
    due = rows.filter(due_at__isnull=False)
    in_time = sum(local(one).date() <= day for one, day in due.values_list("assessed_at", "due_at"))
    first = rows.filter(due_at=None).count()
    return Figure(
        "care_assessed_in_time", in_time, due.count(), {"first": first} if first else {}, of_people=True
    )
