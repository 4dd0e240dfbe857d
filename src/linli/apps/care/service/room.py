"""The day room: places, the line for them, who comes and goes, meals, incidents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from linli.apps.care import events
from linli.apps.care.models import (
    ABSENT,
    EXPECTED,
    HERE,
    IN,
    INCIDENTS,
    LEFT,
    MEALS,
    OVER,
    WAITING,
    Attendance,
    DayRoom,
    Enrolment,
    FamilyMember,
    Incident,
)
from linli.apps.care.policy import as_uuid, coordinates, free, is_next, sealed, works_for
from linli.apps.care.service.files import give_back
from linli.apps.care.service.writing import file_of, hand_of, text_of, who, words
from linli.apps.centres import facts as centres
from linli.apps.grid import facts as grid
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.identity.personal import index

MOST_PLACES = 500
WEEK = range(7)
ALONE = "alone"


def set_room(centre: str, places: int, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Open the day room of a centre, or change its places; returns the room's ref.

    Raises:
        NotVisible: no such centre, or not one of a body that the actor coordinates.
        Invalid: a number of places that cannot be, or fewer than are taken.
    """
    found = centres.centre(as_uuid(centre))
    if not coordinates(actor, found.body_id):
        raise NotVisible
    if not 0 < places <= MOST_PLACES:
        raise Invalid(Problem("places", "care.places", {"most": MOST_PLACES}))

    def work(acting: Acting) -> JsonValue:
        row = DayRoom.objects.select_related("stream").filter(centre_id=found.id).first()
        if row is not None and places < row.taken:
            raise Invalid(Problem("places", "care.fewer_than_taken", {"taken": row.taken}))
        public: dict[str, JsonValue] = {
            "centre": found.ref,
            "body": _body_ref(found.body_id),
            "places": places,
        }
        if row is None:
            row = DayRoom(centre_id=found.id, body_id=found.body_id, area_path=found.area_path, places=places)
            row.stream = acting.open_stream("day_room", events.ROOM_SET, public)
            row.save(force_insert=True)
        else:
            acting.enter(row.stream, events.ROOM_SET, public)
            DayRoom.objects.filter(pk=row.pk).update(places=places)
        return str(row.ref)

    return str(act("care.set_room", work, said=[centre, places], actor=actor, act_id=act_id, at=at))


def _body_ref(body_id: int) -> str:
    return grid.bodies_by_id([body_id])[body_id].ref


@dataclass(frozen=True, slots=True)
class NewEnrolment:
    """A place asked for: which room, on which days of the week (0 is Monday), which meal, what must not be given."""

    room: str
    days: tuple[int, ...]
    meal: str = "normal"
    needs: str = ""


def enrol(ref: UUID | str, new: NewEnrolment, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Ask for a place: it is given at once where one is free and nobody waits, else one stands in line; returns the ref.

    Raises:
        NotVisible: no file of this actor, or no such room of its body.
        Invalid: no days, no such meal.
        Refused: enrolled or waiting already.
    """
    row = file_of(ref)
    hand_of(row, actor)
    room = _room(new.room)
    if room.body_id != row.body_id:
        raise NotVisible
    needs = _checked(new)

    def work(acting: Acting) -> JsonValue:
        fresh, place = file_of(ref), _room(new.room)
        if fresh.enrolments.filter(room=place).exclude(state=OVER).exists():
            raise Refused(Refusal("care.enrolled_already"))
        waits = Enrolment.objects.filter(room=place, state=WAITING).exists()
        state = IN if free(place) > 0 and not waits else WAITING
        public: dict[str, JsonValue] = {"room": str(place.ref), "state": state}
        acting.enter(fresh.stream, events.ENROLLED, public, [*words(fresh, "needs", needs), who(actor)])
        if state == IN:
            _take(place)
        made = Enrolment(
            room=place, file=fresh, state=state, days=sorted({*new.days}), meal=new.meal, asked_at=at
        )
        made.needs_sealed = sealed(needs) if needs else None
        made.since = at if state == IN else None
        made.save(force_insert=True)
        return str(made.ref)

    said: JsonValue = [str(ref), new.room, [*new.days], new.meal, index(needs, "said")]
    return str(act("care.enrol", work, said=said, actor=actor, act_id=act_id, at=at))


def _checked(new: NewEnrolment) -> str:
    problems = []
    if not new.days or any(one not in WEEK for one in new.days):
        problems.append(Problem("days", "care.days_missing"))
    if new.meal not in MEALS:
        problems.append(Problem("meal", "care.no_such_meal"))
    if problems:
        raise Invalid(*problems)
    return text_of("needs", new.needs)


def _take(room: DayRoom) -> None:
    """Count one place more as taken, unless somebody was quicker."""
    if not DayRoom.objects.filter(pk=room.pk, taken__lt=F("places")).update(taken=F("taken") + 1):
        raise Stale("care.room_full")


def admit(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Give a free place to whoever stands first in line.

    Raises:
        NotVisible: not an enrolment of a body that the actor coordinates.
        Refused: nobody waits under this name, no place is free, or somebody asked before.
    """
    _enrolment(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _enrolment(ref, actor)
        if row.state != WAITING:
            raise Refused(Refusal("care.does_not_wait"))
        if free(row.room) < 1:
            raise Refused(Refusal("care.room_full"))
        if not is_next(row):
            raise Refused(Refusal("care.not_first_in_line"))
        acting.enter(row.file.stream, events.ADMITTED, {"room": str(row.room.ref)}, [who(actor)])
        _take(row.room)
        Enrolment.objects.filter(pk=row.pk).update(state=IN, since=at)
        acting.announce(events.ADMITTED, {"file": str(row.file.ref)})
        return None

    act("care.admit", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def end_enrolment(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Give a place back, or leave the line.

    Raises:
        NotVisible: not an enrolment of this actor or their body.
        Stale: over already.
    """
    hand_of(_any_enrolment(ref).file, actor)

    def work(acting: Acting) -> JsonValue:
        row = _any_enrolment(ref)
        if row.state == OVER:
            raise Stale("care.enrolment_over")
        acting.enter(row.file.stream, events.ENROLMENT_ENDED, {"room": str(row.room.ref)}, [who(actor)])
        if row.state == IN:
            give_back(row.room_id)
        Enrolment.objects.filter(pk=row.pk).update(state=OVER, ended_at=at)
        return None

    act("care.end_enrolment", work, said=str(ref), actor=actor, act_id=act_id, at=at)


@dataclass(frozen=True, slots=True)
class Noted:
    """What is noted of a day: here, left or absent, the meal, a note; who fetched: a family member's ref, or alone."""

    state: str
    meal: str = ""
    fetched_by: str = ""
    note: str = ""


def note_attendance(
    ref: UUID | str, noted: Noted, *, actor: Actor, act_id: str, at: datetime, day: date | None = None
) -> None:
    """Note that somebody came, left or is absent; the family that the person named is told.

    Raises:
        NotVisible: not an enrolment of the actor's body.
        Invalid: not enrolled, no such state or meal, or fetched by somebody whom the person did not name.
    """
    on = day or local(at).date()
    row = _kept_enrolment(ref, actor)
    if on > local(at).date() and noted.state != ABSENT:
        raise Invalid(Problem("day", "care.day_to_come"))
    fetcher = _checked_note(row, noted)
    text = text_of("note", noted.note)

    def work(acting: Acting) -> JsonValue:
        fresh = _kept_enrolment(ref, actor)
        held = Attendance.objects.filter(enrolment=fresh, day=on).first() or Attendance(
            enrolment=fresh, day=on
        )
        if noted.state == LEFT and held.state != HERE:
            raise Refused(Refusal("care.left_before_coming"))
        public: dict[str, JsonValue] = {"day": on.isoformat(), "state": noted.state}
        acting.enter(
            fresh.file.stream, events.ATTENDANCE_NOTED, public, [*words(fresh.file, "note", text), who(actor)]
        )
        _fill(held, noted, fetcher, text, at)
        held.meal = noted.meal or held.meal or fresh.meal
        held.save()
        acting.announce(events.ATTENDANCE_NOTED, {"file": str(fresh.file.ref), "state": noted.state})
        return None

    said: JsonValue = [
        str(ref),
        on.isoformat(),
        noted.state,
        noted.meal,
        noted.fetched_by,
        index(text, "said"),
    ]
    act("care.note_attendance", work, said=said, actor=actor, act_id=act_id, at=at)


def _checked_note(row: Enrolment, noted: Noted) -> FamilyMember | None:
    if row.state != IN:
        raise Invalid(Problem("enrolment", "care.not_enrolled"))
    if noted.state not in {HERE, LEFT, ABSENT}:
        raise Invalid(Problem("state", "care.no_such_state"))
    if noted.meal and noted.meal not in MEALS:
        raise Invalid(Problem("meal", "care.no_such_meal"))
    if noted.state != LEFT or noted.fetched_by == ALONE:
        return None
    known = row.file.family.filter(ref=as_uuid(noted.fetched_by), may_fetch=True, withdrawn_at=None).first()
    if known is None:
        raise Invalid(Problem("fetched_by", "care.may_not_fetch"))
    return known


def _fill(held: Attendance, noted: Noted, fetcher: FamilyMember | None, text: str, at: datetime) -> None:
    held.state = noted.state
    if noted.state == HERE:
        held.arrived_at, held.left_at, held.fetched_by = held.arrived_at or at, None, None
    elif noted.state == LEFT:
        held.left_at, held.fetched_by = at, fetcher
    else:
        held.arrived_at, held.left_at, held.fetched_by = None, None, None
    if text:
        held.note_sealed = sealed(text)


def order_meals(
    room: str, day: date, chosen: Iterable[tuple[str, str]], *, actor: Actor, act_id: str, at: datetime
) -> int:
    """Order meals of a day for those enrolled: pairs of enrolment and meal; returns how many.

    Raises:
        NotVisible: not a room of the actor's body.
        Invalid: a meal we do not know, or somebody who is not enrolled.
    """
    place = _kept_room(room, actor)
    wanted = dict(chosen)
    rows = {str(one.ref): one for one in place.enrolments.filter(state=IN)}
    problems = [Problem("meal", "care.no_such_meal") for one in wanted.values() if one not in MEALS]
    problems += [Problem("enrolment", "care.not_enrolled") for one in wanted if one not in rows]
    if problems:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        fresh = _kept_room(room, actor)
        public: dict[str, JsonValue] = {
            "body": _body_ref(fresh.body_id), "day": day.isoformat(), "meals": len(wanted),
        }  # fmt: skip
        acting.enter(fresh.stream, events.MEALS_ORDERED, public, [who(actor)])
        _write_meals(rows, wanted, day)
        return len(wanted)

    said: JsonValue = [room, day.isoformat(), [[key, meal] for key, meal in sorted(wanted.items())]]
    return int(str(act("care.order_meals", work, said=said, actor=actor, act_id=act_id, at=at)))


def _write_meals(rows: Mapping[str, Enrolment], wanted: Mapping[str, str], day: date) -> None:
    held = Attendance.objects.filter(enrolment__in=[rows[key] for key in wanted], day=day)
    there = set(held.values_list("enrolment_id", flat=True))
    for meal in sorted({*wanted.values()}):
        of_meal = [rows[key].pk for key, one in wanted.items() if one == meal]
        held.filter(enrolment__in=of_meal).update(meal=meal)
    Attendance.objects.bulk_create(
        Attendance(enrolment=rows[key], day=day, meal=meal, state=EXPECTED)
        for key, meal in wanted.items()
        if rows[key].pk not in there
    )


def note_incident(
    ref: UUID | str, kind: str, day: date, text: str = "", *, actor: Actor, act_id: str, at: datetime
) -> str:
    """Note a fall, a choking, or anything else that happened; returns the ref.

    Raises:
        NotVisible: not a file of the actor's body.
        Invalid: no such kind, or a day to come.
    """
    if not _works_on(actor, file_of(ref).body_id):
        raise NotVisible
    problems = []
    if kind not in INCIDENTS:
        problems.append(Problem("kind", "care.no_such_incident"))
    if day > local(at).date():
        problems.append(Problem("day", "care.day_to_come"))
    if problems:
        raise Invalid(*problems)
    said_text = text_of("text", text)

    def work(acting: Acting) -> JsonValue:
        row = file_of(ref)
        public: dict[str, JsonValue] = {"kind": kind, "day": day.isoformat()}
        acting.enter(row.stream, events.INCIDENT_NOTED, public, [*words(row, "text", said_text), who(actor)])
        made = Incident(file=row, kind=kind, day=day, noted_at=at)
        made.text_sealed = sealed(said_text) if said_text else None
        made.save(force_insert=True)
        acting.announce(events.INCIDENT_NOTED, {"file": str(row.ref)})
        return str(made.ref)

    said: JsonValue = [str(ref), kind, day.isoformat(), index(said_text, "said")]
    return str(act("care.note_incident", work, said=said, actor=actor, act_id=act_id, at=at))


def _works_on(actor: Actor, body_id: int) -> bool:
    return works_for(actor, Permission.CARE_VISIT, body_id) or coordinates(actor, body_id)


def _room(ref: str) -> DayRoom:
    row = DayRoom.objects.select_related("stream").filter(ref=as_uuid(ref)).first()
    if row is None:
        raise NotVisible
    return row


def _kept_room(ref: str, actor: Actor) -> DayRoom:
    row = _room(ref)
    if not _works_on(actor, row.body_id):
        raise NotVisible
    return row


def _any_enrolment(ref: UUID | str) -> Enrolment:
    rows = Enrolment.objects.select_related("room", "file__stream", "file__resident")
    row = rows.filter(ref=as_uuid(ref), file__closed_at=None).first()
    if row is None:
        raise NotVisible
    return row


def _enrolment(ref: UUID | str, actor: Actor) -> Enrolment:
    row = _any_enrolment(ref)
    if not coordinates(actor, row.room.body_id):
        raise NotVisible
    return row


def _kept_enrolment(ref: UUID | str, actor: Actor) -> Enrolment:
    row = _any_enrolment(ref)
    if not _works_on(actor, row.room.body_id):
        raise NotVisible
    return row
