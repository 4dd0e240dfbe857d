"""Sets up a hall: its hours and order, kinds of business, counters; and opens or closes a counter for the moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.apps.centres import events
from linli.apps.centres.facts import queue
from linli.apps.centres.models import Business, Centre, Counter, Hall
from linli.apps.centres.models.queue import REASONS
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Stale

DAY = 1440
LONGEST_VISIT = 240


@dataclass(frozen=True, slots=True)
class HallWish:
    """When a hall is open (minutes of the day) and in which order its numbers are called."""

    opens: int = 510
    closes: int = 1050
    every_day: bool = False
    early: int = 60
    reasons: tuple[str, ...] = REASONS
    run: int = 2
    back_after: int = 3
    most_absences: int = 2


@dataclass(frozen=True, slots=True)
class BusinessWish:
    """A kind of business: its letter, code and names, and how many minutes a visit is expected to take."""

    letter: str
    code: str
    name_zh: str
    name_en: str = ""
    minutes: int = 10


def set_hall(centre: UUID | str, wish: HallWish, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Let a centre give out numbers, or change when and how it does.

    Raises:
        NotVisible: no such centre, or not the actor's to keep.
        Invalid: hours or order that cannot be.
    """
    row = _kept(centre, actor)
    if problems := list(_wrong(wish)):
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        known = Hall.objects.select_related("stream").filter(centre=row).first()
        public: dict[str, JsonValue] = {
            "centre": str(row.ref), "opens": wish.opens, "closes": wish.closes, "every_day": wish.every_day,
            "reasons": [*wish.reasons], "run": wish.run, "back_after": wish.back_after,
            "most_absences": wish.most_absences,
        }  # fmt: skip
        hall = known or Hall(centre=row)
        if known is None:
            hall.stream = acting.open_stream("hall", events.HALL_SET, public)
        else:
            acting.enter(known.stream, events.HALL_SET, public)
        hall.opens, hall.closes, hall.every_day, hall.early = (
            wish.opens,
            wish.closes,
            wish.every_day,
            wish.early,
        )
        hall.reasons, hall.run = [*wish.reasons], wish.run
        hall.back_after, hall.most_absences = wish.back_after, wish.most_absences
        hall.save()
        return None

    said: JsonValue = [str(centre), repr(wish)]
    act("centres.set_hall", work, said=said, actor=actor, act_id=act_id, at=at)


def set_business(centre: UUID | str, wish: BusinessWish, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Add a kind of business, or change the one with this letter.

    Raises:
        NotVisible: no such hall, or not the actor's to keep.
        Invalid: a letter that is none, a name that is missing, minutes that cannot be.
    """
    hall = _hall(centre, actor)
    problems = [*_wrong_business(wish)]
    if Business.objects.filter(hall=hall, code=wish.code).exclude(letter=wish.letter).exists():
        problems.append(Problem("code", "centres.queue.code_taken"))
    if problems:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        fresh = _hall(centre, actor)
        public: dict[str, JsonValue] = {
            "centre": str(hall.centre.ref), "business": wish.code, "letter": wish.letter,
            "minutes": wish.minutes,
        }  # fmt: skip
        acting.enter(fresh.stream, events.BUSINESS_SET, public)
        known = Business.objects.filter(hall=hall, letter=wish.letter).first()
        row = known or Business(hall=hall, letter=wish.letter)
        row.code, row.name_zh, row.name_en = wish.code, wish.name_zh[:40], wish.name_en[:60]
        row.minutes = wish.minutes
        row.save()
        return None

    said: JsonValue = [str(centre), repr(wish)]
    act("centres.set_business", work, said=said, actor=actor, act_id=act_id, at=at)


def set_counter(
    centre: UUID | str, sign: str, businesses: tuple[str, ...], *, actor: Actor, act_id: str, at: datetime
) -> str:
    """Add a counter, or change what the one with this sign serves; returns its ref.

    Raises:
        NotVisible: no such hall, or not the actor's to keep.
        Invalid: no sign, or no such business.
    """
    hall, sign = _hall(centre, actor), sign.strip()
    rows = list(Business.objects.filter(hall=hall, code__in=businesses))
    problems = []
    if not 0 < len(sign) <= 8 or not sign.isalnum() or not sign.isascii():  # noqa: PLR2004 - as on the wall
        problems.append(Problem("sign", "centres.queue.sign"))
    if not rows or len(rows) != len({*businesses}):
        problems.append(Problem("businesses", "centres.queue.no_such_business"))
    if problems:
        raise Invalid(*problems)

    def work(acting: Acting) -> JsonValue:
        fresh = _hall(centre, actor)
        public: dict[str, JsonValue] = {
            "centre": str(hall.centre.ref), "counter": sign, "businesses": [one.code for one in rows],
        }  # fmt: skip
        acting.enter(fresh.stream, events.COUNTER_SET, public)
        row, _ = Counter.objects.get_or_create(hall=hall, sign=sign)
        row.businesses.set(rows)
        return str(row.ref)

    said: JsonValue = [str(centre), sign, [*businesses]]
    return str(act("centres.set_counter", work, said=said, actor=actor, act_id=act_id, at=at))


def turn_counter(ref: UUID | str, *, opens: bool, actor: Actor, act_id: str, at: datetime) -> None:
    """Open a counter, or close it for the moment; the clerk who sits there does.

    Raises:
        NotVisible: no such counter, or not the actor's to serve.
        Stale: it is so already.
    """
    queue.counter_row(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = queue.counter_row(ref, actor)
        if row.is_open == opens:
            raise Stale("centres.queue.so_already")
        hall = Hall.objects.select_related("stream").get(pk=row.hall_id)
        public: dict[str, JsonValue] = {
            "centre": str(row.hall.centre.ref), "counter": row.sign, "open": opens,
        }  # fmt: skip
        acting.enter(hall.stream, events.COUNTER_TURNED, public)
        Counter.objects.filter(pk=row.pk).update(is_open=opens)
        return None

    act("centres.turn_counter", work, said=[str(ref), opens], actor=actor, act_id=act_id, at=at)


def _kept(centre: UUID | str, actor: Actor) -> Centre:
    row = Centre.objects.filter(ref=centre).first()
    if row is None or not actor.may(Permission.CENTRE_KEEP, area_path=row.area_path, body_id=row.body_id):
        raise NotVisible
    return row


def _hall(centre: UUID | str, actor: Actor) -> Hall:
    _kept(centre, actor)
    row = Hall.objects.select_related("centre", "stream").filter(centre__ref=centre).first()
    if row is None:
        raise NotVisible
    return row


def _wrong(wish: HallWish) -> Iterator[Problem]:
    if not 0 <= wish.opens < wish.closes <= DAY:
        yield Problem("closes", "centres.queue.hours")
    if not 0 <= wish.early <= DAY:
        yield Problem("early", "centres.queue.early")
    if {*wish.reasons} - {*REASONS}:
        yield Problem("reasons", "centres.queue.no_such_reason")
    if not 1 <= wish.run <= 9 or not 1 <= wish.back_after <= 20 or not 1 <= wish.most_absences <= 5:  # noqa: PLR2004 - what a hall can keep track of
        yield Problem("run", "centres.queue.order")


def _wrong_business(wish: BusinessWish) -> Iterator[Problem]:
    if len(wish.letter) != 1 or not "A" <= wish.letter <= "Z":
        yield Problem("letter", "centres.queue.letter")
    if not wish.code or not wish.code.isascii() or not wish.code.replace("_", "").isalnum():
        yield Problem("code", "centres.queue.code")
    if not wish.name_zh.strip():
        yield Problem("name_zh", "centres.queue.name")
    if not 1 <= wish.minutes <= LONGEST_VISIT:
        yield Problem("minutes", "centres.queue.minutes", {"most": LONGEST_VISIT})
