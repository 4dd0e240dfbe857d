"""What may be known of the queue: by everybody the board of a hall, by a number's holder its wait, by clerks their counter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from linli.apps.catalogue import facts as catalogue
from linli.apps.centres.facts import hours as timetables
from linli.apps.centres.models import Business, Centre, Counter, Hall, QueueDay, QueueNumber
from linli.apps.centres.models.queue import CALLED, DONE, WAITING
from linli.core.clock.instants import local
from linli.core.slots.calling import CallingRule, Estimate, estimate
from linli.core.slots.hours import Hours, Within, is_open, opens_next
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.audit.prepared import Select, asked

LAST = 20
"""So many of today's visits tell how long one takes."""
SHOWN = 6

HALLS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class BusinessFact:
    """A kind of business with its queue: who waits, how many counters serve it now."""

    code: str
    letter: str
    name_zh: str
    name_en: str
    waiting: int
    counters: int
    wait: Estimate


@dataclass(frozen=True, slots=True)
class CalledFact:
    """A number that was called to a counter."""

    ref: str
    label: str
    counter: str
    called_at: datetime
    recalls: int
    state: str


@dataclass(frozen=True, slots=True)
class BoardFact:
    """What a hall's screen shows: numbers, never names."""

    centre: str
    name_zh: str
    name_en: str
    is_open: bool
    takes: bool
    opens_next: datetime | None
    called: tuple[CalledFact, ...]
    businesses: tuple[BusinessFact, ...]
    reasons: tuple[str, ...]
    rule: CallingRule


@dataclass(frozen=True, slots=True)
class NumberFact:
    """A number as its holder sees it; ``wait`` while it waits."""

    ref: str
    label: str
    centre: str
    centre_zh: str
    centre_en: str
    business_zh: str
    business_en: str
    state: str
    priority: bool
    counter: str
    again: bool
    taken_at: datetime
    day: date
    wait: Estimate | None


@dataclass(frozen=True, slots=True)
class CounterFact:
    """A counter as clerks choose it."""

    ref: str
    sign: str
    is_open: bool
    centre: str
    centre_zh: str
    centre_en: str
    businesses: tuple[tuple[str, str, str], ...]
    may_keep: bool


@dataclass(frozen=True, slots=True)
class WaitingFact:
    """A number that waits, as the clerk sees it."""

    ref: str
    label: str
    business_zh: str
    business_en: str
    priority: bool
    passed: bool
    again: bool
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class SeatFact:
    """A counter at work: who stands here, who waits for it, where a visit can be passed on to."""

    counter: CounterFact
    now: CalledFact | None
    waiting: tuple[WaitingFact, ...]
    others: tuple[tuple[str, str], ...]
    done: int


def rule_of(hall: Hall) -> CallingRule:
    """Return the declared order of a hall."""
    return CallingRule(hall.run, hall.back_after, hall.most_absences)


def hours_of(hall: Hall) -> Hours:
    """Return when a hall is open."""
    return Hours(hall.opens, hall.closes, hall.every_day)


def within_of(hall: Hall, since: date) -> Within | None:
    """Return the hours of the hall's house day by day, for nobody stands in a hall whose house is shut.

    Nothing where the house has no timetable. One statement.
    """
    typed = _timetable(hall)
    if not typed:
        return None
    week, shut = timetables.week_of(typed), timetables.closings(hall.centre_id, since)
    return lambda day: timetables.hours_of(week, "", day, shut).hours


def _timetable(hall: Hall) -> str:
    known = getattr(hall.centre, "timetable", None)
    return known.week if known is not None else ""


def _shut_houses(found: Sequence[Hall], at: datetime) -> set[int]:
    """Return which halls are in a house with a timetable that is shut now. Two statements."""
    timed = [one for one in found if _timetable(one)]
    open_ = timetables.open_now([one.centre_id for one in timed], at) if timed else set()
    return {one.pk for one in timed if one.centre_id not in open_}


def label(letter: str, number: int) -> str:
    """Write a number as it is called: A012."""
    return f"{letter}{number:03d}"


def may_serve(actor: Actor, hall: Hall) -> bool:
    """Say whether somebody works at the counters of this hall."""
    centre = hall.centre
    return actor.may(Permission.COUNTER_SERVE, area_path=centre.area_path, body_id=centre.body_id)


def hall_of(centre: UUID | str) -> Hall:
    """Return the hall of a centre; raises NotVisible where there is none."""
    try:
        row = _HALL.one(centre)
    except ValidationError:
        row = None
    if row is None:
        raise NotVisible
    return row


def halls(on: date) -> tuple[tuple[str, str, str], ...]:
    """Return the centres where numbers are taken: ref and names."""
    rows = Hall.objects.filter(centre__opened_on__lte=on).exclude(centre__closed_on__lte=on)
    found = rows.order_by("centre__name_zh").values_list("centre__ref", "centre__name_zh", "centre__name_en")
    return tuple((str(ref), zh, en) for ref, zh, en in found[:200])


@dataclass(frozen=True, slots=True)
class HallLine:
    """A hall beside others: whether it is open, how many wait there, and for how long the last of them is likely to."""

    centre: str
    name_zh: str
    name_en: str
    is_open: bool
    waiting: int
    minutes: int
    counters: int


def halls_of(area_path: str, at: datetime) -> tuple[HallLine, ...]:
    """Return the halls of a city, a county or anything finer as a screen shows them side by side; five statements."""
    here, calendar = local(at), catalogue.calendar()
    rows = Hall.objects.select_related("centre__timetable").filter(
        centre__area_path__startswith=area_path, centre__opened_on__lte=here.date()
    )
    found = list(rows.exclude(centre__closed_on__lte=here.date()).order_by("centre__name_zh")[:HALLS_SHOWN])
    numbers = QueueNumber.objects.filter(queue_day__hall__in=found, queue_day__day=here.date(), state=WAITING)
    waits = numbers.values_list("business__hall").annotate(n=Count("id"), minutes=Sum("business__minutes"))
    waiting = {hall: (n, minutes) for hall, n, minutes in waits}
    counters = dict(
        Counter.objects.filter(hall__in=found, is_open=True).values_list("hall").annotate(n=Count("id"))
    )
    lines, shut = [], _shut_houses(found, at)
    for one in found:
        n, minutes = waiting.get(one.pk, (0, 0))
        sits = counters.get(one.pk, 0)
        lines.append(
            HallLine(
                str(one.centre.ref), one.centre.name_zh, one.centre.name_en,
                one.pk not in shut and is_open(hours_of(one), here, calendar.is_working), n, -(-minutes // sits) if sits else 0, sits,
            )
        )  # fmt: skip
    return tuple(lines)


def board(centre: UUID | str, at: datetime) -> BoardFact:
    """Return what a hall's screen shows at a moment."""
    hall, here, calendar = hall_of(centre), local(at), catalogue.calendar()
    numbers = _today(hall, here.date())
    hours, house = hours_of(hall), within_of(hall, here.date())
    latest = numbers.filter(state__in=(CALLED, DONE), called_at__isnull=False).select_related(
        "counter", "business"
    )
    called = tuple(_called(one) for one in latest.order_by("-called_at", "-id")[:SHOWN])
    return BoardFact(
        str(hall.centre.ref), hall.centre.name_zh, hall.centre.name_en,
        is_open(hours, here, calendar.is_working, within=house),
        is_open(hours, here, calendar.is_working, early=hall.early, within=house),
        opens_next(hours, here, calendar.is_working, within=house), called, _businesses(hall, numbers),
        tuple(hall.reasons), rule_of(hall),
    )  # fmt: skip


def number(ref: UUID | str, at: datetime) -> NumberFact:
    """Return a number to whoever holds its ref; it is shown until the day is over."""
    row = number_row(ref)
    hall, day = row.queue_day.hall, row.queue_day.day
    state = row.state if day == local(at).date() else "gone"
    return NumberFact(
        str(row.ref), label(row.business.letter, row.number), str(hall.centre.ref), hall.centre.name_zh,
        hall.centre.name_en, row.business.name_zh, row.business.name_en, state, row.priority,
        row.counter.sign if row.counter and row.state == CALLED else "", row.absences > 0, row.taken_at, day,
        _wait(row) if state == WAITING else None,
    )  # fmt: skip


def counters(actor: Actor) -> tuple[CounterFact, ...]:
    """Return the counters at which somebody may sit."""
    rows = Counter.objects.select_related("hall__centre").prefetch_related("businesses")
    found = (
        one for one in rows.order_by("hall__centre__name_zh", "sign")[:300] if may_serve(actor, one.hall)
    )
    return tuple(
        _counter(one, actor, [(each.code, each.name_zh, each.name_en) for each in one.businesses.all()])
        for one in found
    )


def seat(ref: UUID | str, actor: Actor, at: datetime) -> SeatFact:
    """Return a counter at work to who may sit there."""
    row, today = counter_row(ref, actor), local(at).date()
    here = _HERE(row.hall_id, today, row.pk)
    now = next((one for one in here if one.state == CALLED), None)
    return SeatFact(
        _counter(row, actor, _SERVES(row.pk)), _called(now) if now else None,
        tuple(_waiting(one) for one in here if one.state == WAITING),
        tuple((str(other), sign) for other, sign in _OPEN(row.hall_id) if other != row.ref),
        (_DONE.one(row.hall_id, today, row.pk) or (0,))[0],
    )  # fmt: skip


def counter_row(ref: UUID | str, actor: Actor) -> Counter:
    """Return a counter's row to who may sit there."""
    try:
        row = _COUNTER.one(ref)
    except ValidationError:
        row = None
    if row is None or not may_serve(actor, row.hall):
        raise NotVisible
    return row


def number_row(ref: UUID | str) -> QueueNumber:
    """Return a number's row with its day, hall and stream."""
    try:
        row = _NUMBER.one(ref)
    except ValidationError:
        row = None
    if row is None:
        raise NotVisible
    return row


def _today(hall: Hall, day: date) -> QuerySet[QueueNumber]:
    return QueueNumber.objects.filter(queue_day__hall=hall, queue_day__day=day)


def _businesses(hall: Hall, numbers: QuerySet[QueueNumber]) -> tuple[BusinessFact, ...]:
    waiting = dict(numbers.filter(state=WAITING).values_list("business").annotate(n=Count("id")))
    rows = Business.objects.filter(hall=hall).annotate(
        open=Count("counters", filter=Q(counters__is_open=True))
    )
    times: dict[int, list[int]] = {}
    for business, called, ended in _visits(numbers)[: LAST * 4]:
        times.setdefault(business, []).append(round((ended - called).total_seconds()))
    return tuple(
        BusinessFact(
            one.code, one.letter, one.name_zh, one.name_en, waiting.get(one.pk, 0), one.open,  # type: ignore[attr-defined]
            estimate(waiting.get(one.pk, 0), one.open, times.get(one.pk, [])[:LAST], one.minutes),  # type: ignore[attr-defined]
        )
        for one in rows.order_by("letter")
    )  # fmt: skip


def _visits(numbers: QuerySet[QueueNumber]) -> QuerySet[QueueNumber, tuple[int, datetime, datetime]]:
    done = numbers.filter(state="done", called_at__isnull=False, ended_at__isnull=False)
    return done.order_by("-ended_at").values_list("business_id", "called_at", "ended_at")


def _wait(row: QueueNumber) -> Estimate:
    waiting = QueueNumber.objects.filter(queue_day=row.queue_day, business=row.business, state=WAITING)
    if row.priority:
        ahead = waiting.filter(priority=True, pk__lt=row.pk).count()
    else:
        ahead = waiting.filter(Q(priority=True) | Q(pk__lt=row.pk)).exclude(pk=row.pk).count()
    day = QueueNumber.objects.filter(queue_day=row.queue_day, business=row.business)
    times: Sequence[int] = [
        round((ended - called).total_seconds()) for _, called, ended in _visits(day)[:LAST]
    ]
    return estimate(ahead, row.business.counters.filter(is_open=True).count(), times, row.business.minutes)


def _called(row: QueueNumber) -> CalledFact:
    name = label(row.business.letter, row.number)
    sign = row.counter.sign if row.counter else ""
    return CalledFact(str(row.ref), name, sign, row.called_at or row.taken_at, row.recalls, row.state)


def _waiting(row: QueueNumber) -> WaitingFact:
    return WaitingFact(
        str(row.ref), label(row.business.letter, row.number), row.business.name_zh, row.business.name_en,
        row.priority, row.passed, row.absences > 0, row.taken_at,
    )  # fmt: skip


def _counter(row: Counter, actor: Actor, serves: Sequence[tuple[str, str, str]]) -> CounterFact:
    centre = row.hall.centre
    return CounterFact(
        str(row.ref), row.sign, row.is_open, str(centre.ref), centre.name_zh, centre.name_en,
        tuple(serves),
        actor.may(Permission.CENTRE_KEEP, area_path=centre.area_path, body_id=centre.body_id),
    )  # fmt: skip


def queue_day(hall: Hall, day: date) -> QueueDay | None:
    """Return a day of a hall with its stream."""
    return _DAY.one(hall.pk, day)


def business_of(centre: UUID | str, code: str) -> Business | None:
    """Return a kind of business of a centre's hall, with both, or nothing."""
    try:
        return _BUSINESS.one(centre, code)
    except ValidationError:
        return None


def served(business: Business, day: date) -> tuple[bool, int]:
    """Say whether a counter serves this business now, and which number was the last of that day."""
    found = _SERVED.one(business.pk, day)
    return (found[0], found[1] or 0) if found else (False, 0)


def _how_served() -> QuerySet[Business, tuple[bool, int | None]]:
    counters = Counter.objects.filter(businesses=OuterRef("pk"), is_open=True)
    numbers = QueueNumber.objects.filter(
        business=OuterRef("pk"), queue_day__hall=OuterRef("hall"), queue_day__day=asked(QueueDay, "day", 1)
    )
    last = numbers.order_by("-number").values("number")[:1]
    return Business.objects.annotate(now=Exists(counters), last=Subquery(last)).values_list("now", "last")


def _in_sight() -> QuerySet[QueueNumber]:
    """Return who stands at a counter or may be called to it, of a hall, a day and a counter."""
    here = asked(Counter, "id", 2)
    mine = Counter.businesses.through.objects.filter(counter=here).values("business")
    rows = _of_day().filter(
        Q(state=CALLED, counter=here) | Q(state=WAITING, counter=None, business__in=mine)
        | Q(state=WAITING, counter=here)
    )  # fmt: skip
    return rows.select_related("business", "counter").order_by("-passed", "-priority", "id")[:100]


def _done_here() -> QuerySet[QueueNumber, tuple[int]]:
    rows = _of_day().filter(counter=asked(Counter, "id", 2), state=DONE).order_by()
    return rows.values("counter").annotate(n=Count("id")).values_list("n")


def _of_day() -> QuerySet[QueueNumber]:
    hall, day = asked(Hall, "id", 0), asked(QueueDay, "day", 1)
    return QueueNumber.objects.filter(queue_day__hall=hall, queue_day__day=day)


_HERE = Select(_in_sight)
_DONE = Select(_done_here)
_SERVES = Select(
    lambda: Business.objects.order_by("letter").values_list("code", "name_zh", "name_en"), "counters__id"
)
_OPEN = Select(
    lambda: Counter.objects.filter(is_open=True).order_by("sign").values_list("ref", "sign"), "hall_id"
)
_HALL = Select(lambda: Hall.objects.select_related("centre__timetable"), "centre__ref")
_BUSINESS = Select(
    lambda: Business.objects.select_related("hall__centre__timetable"), "hall__centre__ref", "code"
)
_COUNTER = Select(lambda: Counter.objects.select_related("hall__centre"), "ref")
_NUMBER = Select(
    lambda: QueueNumber.objects.select_related(
        "business", "counter", "queue_day__hall__centre", "queue_day__stream"
    ),
    "ref",
)
_DAY = Select(lambda: QueueDay.objects.select_related("stream"), "hall_id", "day")
_SERVED = Select(_how_served, "id")


@dataclass(frozen=True, slots=True)
class HallSetup:
    """How a hall is set up, for who keeps the centre; ``is_set`` False: it gives out no numbers yet."""

    centre: str
    name_zh: str
    name_en: str
    is_set: bool
    hall: Hall
    businesses: tuple[BusinessFact, ...]
    counters: tuple[tuple[str, bool, tuple[str, ...]], ...]

    @property
    def hours(self) -> tuple[str, str]:
        """Return opening and closing as they are typed."""
        first, last = self.hall.opens, self.hall.closes
        return (
            f"{first // 60:02d}:{first % 60:02d}",
            f"{min(last, 1439) // 60:02d}:{min(last, 1439) % 60:02d}",
        )


def hall_setup(centre: UUID | str, actor: Actor) -> HallSetup:
    """Return how a hall is set up."""
    row = Centre.objects.filter(ref=centre).first()
    if row is None or not actor.may(Permission.CENTRE_KEEP, area_path=row.area_path, body_id=row.body_id):
        raise NotVisible
    known = Hall.objects.filter(centre=row).first()
    hall = known or Hall(centre=row)
    shown = known.counters.prefetch_related("businesses").order_by("sign") if known else ()
    return HallSetup(
        str(row.ref), row.name_zh, row.name_en, known is not None, hall,
        _businesses(known, QueueNumber.objects.none()) if known else (),
        tuple((one.sign, one.is_open, tuple(each.letter for each in one.businesses.all())) for one in shown),
    )  # fmt: skip
