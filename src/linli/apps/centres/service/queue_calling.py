"""Calls numbers to a counter: next, again, pass on, not here, done. All moves of a day go through one stream."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F, Q, QuerySet

from linli.apps.centres import events
from linli.apps.centres.facts import queue
from linli.apps.centres.models import Counter, QueueDay, QueueNumber
from linli.apps.centres.models.queue import CALLED, DONE, GONE, WAITING
from linli.apps.centres.service.queue_taking import public_of
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.slots.calling import Waiter, after_absence, choose, run_after
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.acting import LostRaceError
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.audit.prepared import Select, Update, asked

MOST_LOOKED_AT = 200
TRIES = 4


def call_next(counter: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> dict[str, str]:
    """Call whoever is next to a counter, and return the number's ref and name.

    Two who call at once get two numbers: the day's stream goes on by one for each, and the second looks again.

    Raises:
        NotVisible: no such counter, or not the actor's to serve.
        Refused: the counter is closed, somebody still stands there, or nobody waits.
    """
    known = queue.counter_row(counter, actor)
    if not known.is_open:
        raise Refused(Refusal("centres.queue.counter_closed", {"counter": known.sign}))

    def work(acting: Acting) -> JsonValue:
        day = queue.queue_day(known.hall, local(at).date())
        if day is None:
            raise Refused(Refusal("centres.queue.nobody_waits"))
        row, waiter = _next(day, known)
        public = _public(row, known) | {"calls": day.calls + 1}
        acting.enter(day.stream, events.NUMBER_CALLED, public)
        _CHANGE_DAY(day.pk, calls=day.calls + 1, run=run_after(day.run, waiter))
        _to_counter(row, known, at)
        return {"ref": str(row.ref), "number": queue.label(row.business.letter, row.number)}

    def call() -> JsonValue:
        return act("centres.call_next", work, said=str(counter), actor=actor, act_id=act_id, at=at)

    answer = _looked_again(call)
    return {key: str(value) for key, value in answer.items()} if isinstance(answer, dict) else {}


def _looked_again(do: Callable[[], JsonValue]) -> JsonValue:
    """Do an act again when somebody stands at the counter since it was looked at: then it sees that and says so."""
    for _ in range(TRIES):
        try:
            return do()
        except IntegrityError:
            continue
    raise Stale("centres.queue.not_waiting")


def call_again(number: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Call the number that stands at one's counter once more."""

    def change(row: QueueNumber, acting: Acting) -> None:
        public = public_of(row) | {"counter": row.counter.sign if row.counter else ""}
        acting.enter(row.queue_day.stream, events.NUMBER_RECALLED, public)
        QueueNumber.objects.filter(pk=row.pk).update(recalls=F("recalls") + 1, called_at=at)

    _move("centres.call_again", number, change, actor=actor, act_id=act_id, at=at)


def finish(number: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Say that the visit at one's counter is done."""

    def change(row: QueueNumber, acting: Acting) -> None:
        acting.enter(row.queue_day.stream, events.NUMBER_DONE, public_of(row))
        _end(row, DONE, at)

    _move("centres.finish", number, change, actor=actor, act_id=act_id, at=at)


def not_here(number: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Say that nobody came: the number comes back after the hall's count of calls, or is gone."""

    def change(row: QueueNumber, acting: Acting) -> None:
        day, absences = row.queue_day, row.absences + 1
        again = after_absence(absences, day.calls, queue.rule_of(day.hall))
        acting.enter(day.stream, events.NUMBER_ABSENT, public_of(row) | {"again_from": again})
        if again is None:
            _end(row, GONE, at)
            return
        QueueNumber.objects.filter(pk=row.pk, state=CALLED).update(
            state=WAITING, counter=None, passed=False, place=again, absences=absences
        )

    _move("centres.not_here", number, change, actor=actor, act_id=act_id, at=at)


def pass_on(number: UUID | str, counter: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Pass the visit at one's counter to another counter of the hall, which calls it first.

    Raises:
        Invalid: no such open counter in this hall.
    """
    other = queue.counter_row(counter, actor)

    def change(row: QueueNumber, acting: Acting) -> None:
        if other.hall_id != row.queue_day.hall_id or not other.is_open or other.pk == row.counter_id:
            raise Invalid(Problem("counter", "centres.queue.no_such_counter"))
        acting.enter(row.queue_day.stream, events.NUMBER_PASSED, _public(row, other))
        QueueNumber.objects.filter(pk=row.pk, state=CALLED).update(
            state=WAITING, counter=other, passed=True, place=0
        )

    _move("centres.pass_on", number, change, str(counter), actor=actor, act_id=act_id, at=at)


def _next(day: QueueDay, counter: Counter) -> tuple[QueueNumber, Waiter]:
    """Return whose turn it is, from the facts as they are now."""
    rows = _AT_COUNTER(day.pk, counter.pk)
    if any(one.state == CALLED for one in rows):
        raise Refused(Refusal("centres.queue.finish_first"))
    waiting = [Waiter(one.pk, one.priority, one.passed, one.place) for one in rows]
    chosen = choose(waiting, day.calls, day.run, queue.rule_of(counter.hall))
    if chosen is None:
        raise Refused(Refusal("centres.queue.nobody_waits"))
    row = next(one for one in rows if one.pk == chosen.key)
    row.queue_day = day
    row.queue_day.hall = counter.hall
    return row, chosen


def _at_counter() -> QuerySet[QueueNumber]:
    """Return who waits for a counter or stands there."""
    here = asked(Counter, "id", 1)
    mine = Counter.businesses.through.objects.filter(counter=here).values("business")
    rows = QueueNumber.objects.filter(
        Q(state=WAITING, counter=here) | Q(state=WAITING, counter=None, business__in=mine)
        | Q(state=CALLED, counter=here),
        queue_day=asked(QueueDay, "id", 0),
    )  # fmt: skip
    return rows.select_related("business").order_by("id")[:MOST_LOOKED_AT]


def _to_counter(row: QueueNumber, counter: Counter, at: datetime) -> None:
    """Take the number for this counter; whoever did so before makes the act look again."""
    if not _CHANGE(row.pk, WAITING, state=CALLED, counter_id=counter.pk, called_at=at, passed=False):
        raise LostRaceError


_AT_COUNTER = Select(_at_counter)
_CHANGE = Update(QueueNumber, "id", "state")
_CHANGE_DAY = Update(QueueDay, "id")


def _move(
    name: str,
    number: UUID | str,
    change: Callable[[QueueNumber, Acting], None],
    *more: str,
    actor: Actor,
    act_id: str,
    at: datetime,
) -> None:
    """Change the number that stands at a counter.

    Raises:
        NotVisible: no such number, or another hall's.
        Stale: it does not stand at a counter any more.
    """
    _standing(number, actor)

    def work(acting: Acting) -> JsonValue:
        row = _standing(number, actor)
        if row.state != CALLED or row.queue_day.day != local(at).date():
            raise Stale("centres.queue.not_called")
        change(row, acting)
        return None

    act(name, work, said=[str(number), *more], actor=actor, act_id=act_id, at=at)


def _standing(ref: UUID | str, actor: Actor) -> QueueNumber:
    known = queue.number_row(ref)
    if not queue.may_serve(actor, known.queue_day.hall):
        raise NotVisible
    return known


def _end(row: QueueNumber, state: str, at: datetime) -> None:
    if not _CHANGE(row.pk, CALLED, state=state, ended_at=at):
        raise Stale("centres.queue.not_called")


def _public(row: QueueNumber, counter: Counter) -> dict[str, JsonValue]:
    return public_of(row) | {"counter": counter.sign}
