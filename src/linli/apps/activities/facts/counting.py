"""How many places there are, are held and are waited for; and what the public may count."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from linli.apps.activities.models import LIVE, PUBLISHED, TAKEN, WAITING, Activity, Seat, SignUp
from linli.apps.activities.models.activities import ROOM
from linli.core.shared.figures import Figure
from linli.core.slots.waiting import InLine, Standing


def line_of(row: Activity) -> list[InLine]:
    """Return who holds, is offered or waits for a place in the room, as the core reads it."""
    found = SignUp.objects.filter(activity=row, standing__in=LIVE, mode=ROOM).values_list(
        "pk", "turn", "standing", "offered_until"
    )
    return [InLine(str(pk), (0, turn), Standing(standing), until) for pk, turn, standing, until in found]


def with_counts(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """Add to activities how many places are held (``held``), waited for (``waits``) and joined from home."""
    return rows.annotate(
        held=Count("sign_ups", filter=Q(sign_ups__standing__in=("taken", "offered"), sign_ups__mode=ROOM)),
        waits=Count("sign_ups", filter=Q(sign_ups__standing=WAITING)),
        from_home=Count("sign_ups", filter=Q(sign_ups__standing=TAKEN) & ~Q(sign_ups__mode=ROOM)),
    )


def figures(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    """Count what took place: activities, places taken of all, attendance, children by consent."""
    held = Activity.objects.filter(state=PUBLISHED, starts__gte=since, starts__lt=until)
    if area_path != "/":
        held = held.filter(area_path__startswith=area_path)
    places = held.aggregate(n=Count("pk"), places=Sum("places"))
    taken = SignUp.objects.filter(activity__in=held, standing=TAKEN)
    counts = taken.aggregate(
        room=Count("pk", filter=Q(mode=ROOM)), children=Count("pk", filter=Q(child=True)),
        agreed=Count("pk", filter=Q(child=True) & ~Q(consent="")),
    )  # fmt: skip
    seats = Seat.objects.filter(session__activity__in=held, session__ends__lt=until)
    came = seats.aggregate(all=Count("pk"), came=Count("pk", filter=Q(came_at__isnull=False)))
    return (
        Figure("activities.held", places["n"]),
        Figure("activities.places", counts["room"], places["places"] or 0, of_people=True),
        Figure("activities.came", came["came"], came["all"], of_people=True),
        Figure("activities.children", counts["agreed"], counts["children"], of_people=True),
    )
