"""What is counted of centres in public: bookings, what was cancelled, who did not come; floors, with what is left out."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from linli.apps.centres.models import Booking, Centre
from linli.core.clock.instants import local
from linli.core.shared.figures import Figure


def room_figures(since: datetime, until: datetime, area_path: str) -> tuple[Figure, ...]:
    """Return what is counted of a time and an area: bookings by when they begin, centres as they stood at its end.

    Who did not come is a share of the bookings at which the door noted something; the others are left out, in the
    open. Showings are no bookings of people. Two statements.
    """
    rows = Booking.objects.filter(starts_at__gte=since, starts_at__lt=until).exclude(purpose="showing")
    if area_path != "/":
        rows = rows.filter(room__centre__area_path__startswith=area_path)
    counted = rows.aggregate(
        made=Count("pk"),
        ended=Count("pk", filter=Q(cancelled=True)),
        noted=Count("pk", filter=Q(cancelled=False, came__isnull=False)),
        absent=Count("pk", filter=Q(cancelled=False, came=False)),
    )
    made, cancelled, noted = counted["made"], counted["ended"], counted["noted"]
    return (
        Figure("centres_bookings", made, of_people=True),
        Figure("centres_cancelled", cancelled, made, of_people=True),
        Figure(
            "centres_absent",
            counted["absent"],
            noted,
            {"not_noted": made - cancelled - noted},
            of_people=True,
        ),
        *floors(until, area_path),
    )


def floors(until: datetime, area_path: str) -> tuple[Figure, ...]:
    """Return the floor area in square metres over the centres that have one, now and before; means are left to the reader."""
    day = local(until).date()
    rows: QuerySet[Centre] = Centre.objects.filter(opened_on__lte=day).exclude(closed_on__lte=day)
    if area_path != "/":
        rows = rows.filter(area_path__startswith=area_path)
    found = rows.aggregate(
        all=Count("pk"), with_floor=Count("floor_area"), floor=Sum("floor_area"),
        with_before=Count("floor_area_before"), before=Sum("floor_area_before"),
    )  # fmt: skip
    return (
        Figure(
            "centres_floor",
            found["floor"] or 0,
            found["with_floor"],
            _left(found["all"], found["with_floor"]),
        ),
        Figure(
            "centres_floor_before",
            found["before"] or 0,
            found["with_before"],
            _left(found["all"], found["with_before"]),
        ),
    )


def _left(all_of_them: int, counted: int) -> dict[str, int]:
    return {"no_floor_area": all_of_them - counted} if all_of_them > counted else {}
