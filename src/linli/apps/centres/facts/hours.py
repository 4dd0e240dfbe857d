"""When centres and rooms are open: their timetable, the legal calendar, and days that are closed besides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from linli.apps.catalogue import facts as catalogue
from linli.apps.centres.models import Centre, CentreHours, Closing, Room
from linli.core.clock.instants import local
from linli.core.shared.outcomes import Problem
from linli.core.slots.booking import Now, hours_on
from linli.core.slots.week import HOLIDAY, MOVED, Day, Hours, Week, read_week
from linli.kernel.audit.prepared import Select, asked

CLOSED = Week({})


@dataclass(frozen=True, slots=True)
class ClosingFact:
    """Days on which a centre is closed besides."""

    ref: str
    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True)
class DayHours:
    """The hours of a day, and why they are as they are: usual, holiday, moved, closing, year (not announced)."""

    day: date
    hours: Hours
    why: str
    reason: str = ""


def day_of(day: date) -> Day:
    """Return what the legal calendar knows of a day."""
    kind = catalogue.calendar().kind(day)
    return Day(day, kind.working, holiday=kind.name is not None, provisional=kind.provisional)


def now_of(at: datetime) -> Now:
    """Return the local day and minute."""
    here = local(at)
    return Now(here.date(), here.hour * 60 + here.minute)


@lru_cache(maxsize=256)
def week_of(text: str) -> Week:
    """Read a stored timetable; what cannot be read is closed, for nobody must stand before a door by our mistake."""
    read = read_week(text)
    return CLOSED if isinstance(read, Problem) else read


def timetable(centre_id: int) -> str:
    """Return a centre's timetable as it is typed."""
    return CentreHours.objects.filter(centre_id=centre_id).values_list("week", flat=True).first() or ""


def closings(centre_id: int, since: date) -> tuple[ClosingFact, ...]:
    """Return what is closed from a day on, the first one first."""
    rows = _CLOSINGS(centre_id, since)
    return tuple(ClosingFact(str(ref), first, last, reason) for ref, first, last, reason in rows)


def _closed_since() -> QuerySet[Closing, tuple[UUID, date, date, str]]:
    centre, since = asked(Centre, "id", 0), asked(Closing, "last", 1)
    rows = Closing.objects.filter(centre=centre, last__gte=since).order_by("first", "id")[:60]
    return rows.values_list("ref", "first", "last", "reason")


_CLOSINGS = Select(_closed_since)


def days(centre: Centre | int, first: date, count: int = 7, *, own: str = "") -> tuple[DayHours, ...]:
    """Return the hours of a centre, or of a room of its own hours, day by day. Two statements."""
    key = centre if isinstance(centre, int) else centre.pk
    week, shut = week_of(timetable(key)), closings(key, first)
    return tuple(hours_of(week, own, first + timedelta(days=n), shut) for n in range(count))


def hours_of(week: Week, own: str, day: date, shut: Sequence[ClosingFact]) -> DayHours:
    """Return the hours of one day, and why."""
    known = day_of(day)
    closing = next((one for one in shut if one.first <= day <= one.last), None)
    hours = hours_on(week, week_of(own) if own else None, known, closed=closing is not None)
    if closing is not None:
        return DayHours(day, hours, "closing", closing.reason)
    if known.provisional:
        return DayHours(day, hours, "year")
    return DayHours(day, hours, {HOLIDAY: "holiday", MOVED: "moved"}.get(_line(known), "usual"))


def _line(day: Day) -> str:
    if day.moved:
        return MOVED
    return HOLIDAY if day.holiday and not day.working else ""


def is_open(hours: Hours, minute: int) -> bool:
    """Say whether it is open at a minute of the day."""
    return any(one.start <= minute < one.end for one in hours)


def open_now(ids: Iterable[int], at: datetime) -> set[int]:
    """Return which of these centres are open now. Two statements."""
    now, wanted = now_of(at), {*ids}
    weeks = dict(CentreHours.objects.filter(centre_id__in=wanted).values_list("centre_id", "week"))
    shut = {*Closing.objects.filter(
        centre_id__in=wanted, first__lte=now.day, last__gte=now.day
    ).values_list("centre_id", flat=True)}  # fmt: skip
    known = day_of(now.day)
    return {
        key for key, week in weeks.items()
        if key not in shut and is_open(week_of(week).on(known), now.minute)
    }  # fmt: skip


def room_days(room: Room, first: date, count: int = 1) -> tuple[DayHours, ...]:
    """Return when a room is open."""
    return days(room.centre_id, first, count, own=room.hours)
