"""Takes a number, without an account, and gives it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from linli.apps.catalogue import facts as catalogue
from linli.apps.centres import events
from linli.apps.centres.facts import queue
from linli.apps.centres.models import Hall, QueueDay, QueueNumber
from linli.apps.centres.models.queue import GONE, WAITING
from linli.core.clock.instants import local, stamp
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.core.slots.hours import is_open, opens_next
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.acting import LostRaceError
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.audit.prepared import Insert

MOST = 999
BY_STAFF = frozenset({"phone", "staff"})


def take_number(
    centre: UUID | str,
    business: str,
    *,
    priority: str = "",
    channel: str = "online",
    actor: Actor,
    act_id: str,
    at: datetime,
) -> dict[str, str]:
    """Take the next number of a kind of business; ``priority`` is one of the hall's reasons, on the person's word.

    Returns the ref that its holder watches it by, and the number as it is called.

    Raises:
        NotVisible: no such hall, or a number for somebody else by who does not work here.
        Invalid: no such business here, or no such reason.
        Refused: closed, with when it opens; or nobody serves this business now.
    """
    wanted = queue.business_of(centre, business)
    hall = wanted.hall if wanted else queue.hall_of(centre)
    if channel in BY_STAFF and not queue.may_serve(actor, hall):
        raise NotVisible
    if wanted is None:
        missing = "no_such_business" if business else "choose_business"
        raise Invalid(Problem("business", f"centres.queue.{missing}"))
    if priority and priority not in hall.reasons:
        raise Invalid(Problem("priority", "centres.queue.no_such_reason"))
    refuse_closed(hall, at)

    def work(acting: Acting) -> JsonValue:
        today = local(at).date()
        day = queue.queue_day(hall, today)  # before the numbers: who is quicker moves its stream on
        serves, last = queue.served(wanted, today)
        if not serves:
            raise Refused(Refusal("centres.queue.nobody_serves"))
        if last >= MOST:
            raise Refused(Refusal("centres.queue.full"))
        public: dict[str, JsonValue] = {
            "centre": str(hall.centre.ref), "business": wanted.code, "channel": channel,
            "number": queue.label(wanted.letter, last + 1), "priority": bool(priority),
        }  # fmt: skip
        row = QueueNumber(
            queue_day=_enter(acting, hall, day, public), business=wanted, number=last + 1,
            priority=bool(priority), channel=channel, state=WAITING, taken_at=at,
        )  # fmt: skip
        _NUMBERS(row)
        return {"ref": str(row.ref), "number": queue.label(wanted.letter, row.number)}

    said: JsonValue = [str(centre), business, priority, channel]
    answer = act("centres.take_number", work, said=said, actor=actor, act_id=act_id, at=at)
    return {key: str(value) for key, value in answer.items()} if isinstance(answer, dict) else {}


def give_back(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Give one's number back; who holds its ref may.

    Raises:
        NotVisible: no such number today.
        Stale: it does not wait any more.
    """
    known = queue.number(ref, at)

    def work(acting: Acting) -> JsonValue:
        row = (
            QueueNumber.objects.select_related("queue_day__stream", "queue_day__hall__centre", "business")
            .filter(ref=known.ref)
            .first()
        )
        if row is None or row.state != WAITING or row.queue_day.day != local(at).date():
            raise Stale("centres.queue.not_waiting")
        acting.enter(row.queue_day.stream, events.NUMBER_GIVEN_BACK, public_of(row))
        QueueNumber.objects.filter(pk=row.pk, state=WAITING).update(state=GONE, ended_at=at)
        return None

    act("centres.give_back", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def refuse_closed(hall: Hall, at: datetime) -> None:
    """Refuse where the hall or its house is closed, and say when it opens."""
    calendar, hours, here = catalogue.calendar(), queue.hours_of(hall), local(at)
    house = queue.within_of(hall, here.date())
    if is_open(hours, here, calendar.is_working, early=hall.early, within=house):
        return
    opens = opens_next(hours, here, calendar.is_working, within=house)
    if opens is None:
        raise Refused(Refusal("centres.queue.closed_long"))
    raise Refused(Refusal("centres.queue.closed", {"opens": stamp(opens)}))


def public_of(row: QueueNumber) -> dict[str, JsonValue]:
    """Return what an entry shows of a number."""
    return {
        "centre": str(row.queue_day.hall.centre.ref), "business": row.business.code,
        "number": queue.label(row.business.letter, row.number),
    }  # fmt: skip


_NUMBERS = Insert(QueueNumber)


def _enter(acting: Acting, hall: Hall, known: QueueDay | None, public: dict[str, JsonValue]) -> QueueDay:
    """Write into the stream of the day, which begins with its first number."""
    if known is not None:
        acting.enter(known.stream, events.NUMBER_TAKEN, public)
        return known
    fresh = QueueDay(hall=hall, day=local(acting.at).date())
    fresh.stream = acting.open_stream("queue_day", events.NUMBER_TAKEN, public)
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError:
        raise LostRaceError from None  # somebody took the day's first number meanwhile
    return fresh
