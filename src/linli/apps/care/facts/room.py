"""Day rooms: how many places are free, for everybody; who comes on a day, for those who keep the room."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from linli.apps.care.models import ABSENT, EXPECTED, IN, WAITING, Attendance, DayRoom, Enrolment
from linli.apps.care.policy import as_uuid, opened, oversees, works_for
from linli.apps.centres import facts as centres
from linli.apps.people import facts as people
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.identity.personal import unseal

SHOWN = 100


@dataclass(frozen=True, slots=True)
class RoomFact:
    """A day room as anybody may know it."""

    ref: str
    centre: centres.CentreFact
    body_id: int
    places: int
    taken: int
    waiting: int

    @property
    def free(self) -> int:
        """Return how many places are free."""
        return self.places - self.taken


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody on a day's list: whole name, needs, and who may fetch them, for those who keep the room."""

    ref: str
    file: str
    name: str
    state: str
    meal: str
    needs: str
    arrived_at: datetime | None
    left_at: datetime | None
    fetchers: tuple[tuple[str, str, str], ...]
    is_expected: bool


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody who waits for a place, first come first."""

    ref: str
    file: str
    name: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class RoomDay:
    """A day of a room: guests, the line, meals counted for the kitchen, what must not be given."""

    room: RoomFact
    day: date
    guests: tuple[Guest, ...]
    line: tuple[InLine, ...]
    meals: tuple[tuple[str, int], ...]
    avoid: tuple[tuple[str, str], ...]


def rooms(area_path: str = "/") -> tuple[RoomFact, ...]:
    """Return the day rooms of an area, by the names of their centres."""
    rows = DayRoom.objects.all() if area_path == "/" else DayRoom.objects.filter(area_path__under=area_path)
    waits = Count("enrolments", filter=Q(enrolments__state=WAITING))
    found = list(rows.annotate(waits=waits).order_by("pk")[:SHOWN])
    named = centres.centres_by_id([one.centre_id for one in found])
    facts = [
        RoomFact(str(one.ref), named[one.centre_id], one.body_id, one.places, one.taken, one.waits)
        for one in found
    ]
    return tuple(sorted(facts, key=lambda one: (one.centre.name_zh, one.ref)))


def kept_rooms(actor: Actor) -> tuple[RoomFact, ...]:
    """Return the rooms that the actor keeps or coordinates."""
    return tuple(one for one in rooms() if keeps(actor, one.body_id))


def keeps(actor: Actor, body_id: int) -> bool:
    """Say whether somebody keeps the rooms of a body."""
    return works_for(actor, Permission.CARE_VISIT, body_id) or works_for(
        actor, Permission.CARE_COORDINATE, body_id
    )


def room_day(actor: Actor, ref: str, on: date) -> RoomDay:
    """Return a day of a room to those who keep it; who oversees sees masked names and no needs.

    Raises:
        NotVisible: no such room for this actor.
    """
    row = DayRoom.objects.filter(ref=as_uuid(ref)).first()
    if row is None or not (keeps(actor, row.body_id) or oversees(actor, row)):
        raise NotVisible
    whole = keeps(actor, row.body_id)
    held = list(
        Enrolment.objects.filter(room=row, state__in=(IN, WAITING), file__closed_at=None)
        .select_related("file__resident").prefetch_related("file__family").order_by("asked_at", "pk")
    )  # fmt: skip
    names = _names(held) if whole else {}
    noted = {one.enrolment_id: one for one in Attendance.objects.filter(enrolment__in=held, day=on)}
    guests = tuple(_guest(one, noted.get(one.pk), names, on) for one in held if one.state == IN)
    guests = tuple(sorted(guests, key=lambda one: (not one.is_expected, one.name, one.ref)))
    line = tuple(
        InLine(
            str(one.ref), str(one.file.ref), names.get(one.pk, one.file.resident.name_masked), one.asked_at
        )
        for one in held
        if one.state == WAITING
    )
    eating = [one for one in guests if one.is_expected and one.state != ABSENT and one.meal != "none"]
    meals = tuple(sorted(Counter(one.meal for one in eating).items()))
    room = RoomFact(
        str(row.ref),
        centres.centres_by_id([row.centre_id])[row.centre_id],
        row.body_id,
        row.places,
        row.taken,
        len(line),
    )
    return RoomDay(room, on, guests, line, meals, tuple((one.name, one.needs) for one in eating if one.needs))


def _names(rows: list[Enrolment]) -> dict[int, str]:
    refs = {one.pk: str(one.file.resident.ref) for one in rows}
    found = people.contacts(refs.values())
    return {pk: found[ref].name for pk, ref in refs.items() if ref in found}


def _guest(row: Enrolment, noted: Attendance | None, names: dict[int, str], on: date) -> Guest:
    whole = row.pk in names
    fetchers = tuple(
        (str(one.ref), unseal(bytes(one.name_sealed), "name"), one.relation)
        for one in row.file.family.all()
        if whole and one.may_fetch and one.withdrawn_at is None and one.name_sealed
    )
    return Guest(
        ref=str(row.ref),
        file=str(row.file.ref),
        name=names.get(row.pk, row.file.resident.name_masked),
        state=noted.state if noted else EXPECTED,
        meal=noted.meal if noted else row.meal,
        needs=(opened(row.needs_sealed) or "") if whole else "",
        arrived_at=noted.arrived_at if noted else None,
        left_at=noted.left_at if noted else None,
        fetchers=fetchers,
        is_expected=on.weekday() in row.days or noted is not None,
    )
