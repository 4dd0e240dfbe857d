"""What the person and the family see of care: today, the visits, the plan, the result; whole only to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from linli.apps.care.facts.files import FamilyFact, PlanFact, ResultFact, family, plan, results, seat_at
from linli.apps.care.facts.visiting import PartFact, visits_of
from linli.apps.care.models import OVER, Attendance, CareFile
from linli.apps.care.policy import opened
from linli.apps.people import facts as people
from linli.core.clock.instants import local
from linli.kernel.access.actors import Actor
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.personal import unseal

SHOWN = 14


@dataclass(frozen=True, slots=True)
class Came:
    """One day in the day room: when somebody came and left, who fetched them, the meal, the note."""

    day: date
    state: str
    meal: str
    arrived_at: datetime | None
    left_at: datetime | None
    fetched_by: str
    note: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a room, or in its line."""

    ref: str
    room: str
    room_en: str
    state: str
    asked_at: datetime
    meal: str
    needs: str
    """What the room was told not to give, in the words of those who told it."""


@dataclass(frozen=True, slots=True)
class Daily:
    """All of it, for one person; ``seat`` is self or family."""

    file: str
    seat: str
    name: str
    due_on: date | None
    came: tuple[Came, ...]
    places: tuple[Place, ...]
    visits: tuple[tuple[PartFact, str], ...]
    plan: PlanFact | None
    results: tuple[ResultFact, ...]
    family: tuple[FamilyFact, ...]


def daily(actor: Actor, ref: UUID | str, at: datetime) -> Daily:
    """Return it to the person, and to family members while the person lets them; raises NotVisible for all others."""
    row, seat = seat_at(actor, ref)
    if seat not in {"self", "family"}:
        raise NotVisible
    known = people.contacts([str(row.resident.ref)]).get(str(row.resident.ref))
    return Daily(
        file=str(row.ref),
        seat=seat,
        name=known.name if known else row.resident.name_masked,
        due_on=row.due_on,
        came=_came(row, at),
        places=_places(row),
        visits=visits_of(row, at),
        plan=plan(row),
        results=results(row, told_only=True, limit=3),
        family=family(row) if seat == "self" else (),
    )


def _came(row: CareFile, at: datetime) -> tuple[Came, ...]:
    since = local(at).date() - timedelta(days=SHOWN)
    rows = Attendance.objects.filter(enrolment__file=row, day__gte=since, day__lte=local(at).date())
    return tuple(_day(one) for one in rows.select_related("fetched_by").order_by("-day", "-pk")[:SHOWN])


def _day(row: Attendance) -> Came:
    who = row.fetched_by
    fetched = unseal(bytes(who.name_sealed), "name") if who is not None and who.name_sealed else ""
    return Came(
        row.day, row.state, row.meal, row.arrived_at, row.left_at, fetched, opened(row.note_sealed) or ""
    )


def _places(row: CareFile) -> tuple[Place, ...]:
    rows = row.enrolments.exclude(state=OVER).select_related("room__centre").order_by("pk")
    return tuple(
        Place(
            str(one.ref),
            one.room.centre.name_zh,
            one.room.centre.name_en,
            one.state,
            one.asked_at,
            one.meal,
            opened(one.needs_sealed) or "",
        )
        for one in rows
    )
