"""People sit together over a question: planned, joined from home, counted when it is over, seen again later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.db import IntegrityError, transaction

from linli.apps.council import events
from linli.apps.council.facts.finding import any_sitting, kept_meeting, kept_sitting
from linli.apps.council.models import Joined, Sitting
from linli.apps.council.policy import EARLY, person_of
from linli.apps.council.service.meetings import who
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale

MOST, MOST_IN_HALL, LONGEST_PLACE, LONGEST_LINK = 12, 20_000, 120, 300
LONGEST_SITTING = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class NewSitting:
    """When and where people sit together; ``link`` is the room for those at home, empty where there is none."""

    starts: datetime | None
    ends: datetime | None
    place: str
    link: str = ""


def plan_sitting(ref: UUID | str, new: NewSitting, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Plan a sitting of a meeting and return its ref.

    Raises:
        NotVisible: no such meeting of this actor.
        Invalid: what is missing or cannot be, by field.
        Refused: the meeting is closed, sits at that time already, or has very many sittings.
    """
    kept_meeting(ref, actor)
    place, link = new.place.strip(), new.link.strip()
    starts, ends = new.starts, new.ends
    if (found := [*_wrong(new, at)]) or starts is None or ends is None:
        raise Invalid(*found)

    def work(acting: Acting) -> JsonValue:
        row = kept_meeting(ref, actor)
        if row.closed_at is not None:
            raise Refused(Refusal("council.over"))
        others = row.sittings.filter(called_off=False)
        if others.filter(starts__lt=ends, ends__gt=starts).exists():
            raise Refused(Refusal("council.sitting_overlaps"))
        if others.count() >= MOST:
            raise Refused(Refusal("council.sittings_many", {"n": MOST}))
        made = Sitting(meeting=row, starts=starts, ends=ends, place=place, link=link)
        public: dict[str, JsonValue] = {"sitting": str(made.ref), "from_home": bool(link)}
        acting.enter(row.stream, events.SITTING_PLANNED, public, [who(actor)])
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as clash:
            raise Stale("council.sitting_overlaps") from clash
        return str(made.ref)

    said: JsonValue = [str(ref), starts.isoformat(), ends.isoformat(), place, link]
    return str(act("council.plan_sitting", work, said=said, actor=actor, act_id=act_id, at=at))


def call_off_sitting(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Call a sitting off before it begins; the page goes on saying so.

    Raises:
        NotVisible: no such sitting of this actor.
        Refused: it has begun.
        Stale: it is called off.
    """
    kept_sitting(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = kept_sitting(ref, actor)
        if row.called_off:
            raise Stale("council.sitting_off")
        if at >= row.starts:
            raise Refused(Refusal("council.sitting_began"))
        acting.enter(row.meeting.stream, events.SITTING_CALLED_OFF, {"sitting": str(row.ref)}, [who(actor)])
        Sitting.objects.filter(pk=row.pk).update(called_off=True)
        return None

    act("council.call_off_sitting", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def join_sitting(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Join from home: counts one person once, and returns the address of the room. No name is kept.

    Raises:
        NotVisible: no such sitting, or none that can be joined from home.
        Refused: nobody is signed in, it is called off, has not begun or is over.
    """
    if not any_sitting(ref).link:
        raise NotVisible
    if actor.account_id is None:
        raise Refused(Refusal("council.sign_in"))

    def work(acting: Acting) -> JsonValue:
        row = any_sitting(ref)
        if row.called_off:
            raise Refused(Refusal("council.sitting_off"))
        if not row.starts - EARLY <= at < row.ends or row.closed_at is not None:
            raise Refused(Refusal("council.sitting_not_now", {"at": row.starts.isoformat()}))
        acting.enter(row.meeting.stream, events.SITTING_JOINED, {"sitting": str(row.ref)})
        Joined.objects.get_or_create(sitting=row, person=person_of(row, actor))
        return row.link

    return str(act("council.join_sitting", work, said=str(ref), actor=actor, act_id=act_id, at=at))


def close_sitting(
    ref: UUID | str, in_hall: int | None, *, actor: Actor, act_id: str, at: datetime
) -> tuple[int, int]:
    """Close a sitting with how many were in the hall; returns that and how many joined from home.

    Who joined is not known from then on: only the count stays.

    Raises:
        NotVisible: no such sitting of this actor.
        Invalid: no such number.
        Refused: it has not begun, is called off, or a question is not settled.
        Stale: it is closed.
    """
    kept_sitting(ref, actor)
    if in_hall is None or not 0 <= in_hall <= MOST_IN_HALL:
        raise Invalid(Problem("in_hall", "council.in_hall", {"n": MOST_IN_HALL}))

    def work(acting: Acting) -> JsonValue:
        row = kept_sitting(ref, actor)
        if row.closed_at is not None:
            raise Stale("council.sitting_closed")
        if row.called_off:
            raise Refused(Refusal("council.sitting_off"))
        if at < row.starts:
            raise Refused(Refusal("council.sitting_not_begun", {"at": row.starts.isoformat()}))
        if n := row.questions.filter(settled_at=None).count():
            raise Refused(Refusal("council.questions_open", {"n": n}))
        from_home = row.joined.count()
        public: dict[str, JsonValue] = {"sitting": str(row.ref), "in_hall": in_hall, "from_home": from_home}
        acting.enter(row.meeting.stream, events.SITTING_CLOSED, public, [who(actor)])
        Sitting.objects.filter(pk=row.pk).update(closed_at=at, in_hall=in_hall, from_home=from_home)
        row.joined.all().delete()
        return [in_hall, from_home]

    hall, home = act(
        "council.close_sitting", work, said=[str(ref), in_hall], actor=actor, act_id=act_id, at=at
    )
    return int(hall), int(home)


def show_replay(ref: UUID | str, link: str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Say where a sitting can be seen again; nothing takes the link away.

    Raises:
        NotVisible: no such sitting of this actor.
        Invalid: no https address.
        Refused: it has not begun, or is called off.
    """
    kept_sitting(ref, actor)
    said = link.strip()
    if said and not is_link(said):
        raise Invalid(Problem("replay", "council.link"))

    def work(acting: Acting) -> JsonValue:
        row = kept_sitting(ref, actor)
        if row.called_off:
            raise Refused(Refusal("council.sitting_off"))
        if at < row.starts:
            raise Refused(Refusal("council.sitting_not_begun", {"at": row.starts.isoformat()}))
        acting.enter(row.meeting.stream, events.REPLAY_SHOWN, {"sitting": str(row.ref)}, [who(actor)])
        Sitting.objects.filter(pk=row.pk).update(replay=said)
        return None

    act("council.show_replay", work, said=[str(ref), said], actor=actor, act_id=act_id, at=at)


def is_link(text: str) -> bool:
    """Tell an https address of a room or a recording."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return (
        parts.scheme == "https"
        and bool(parts.hostname)
        and len(text) <= LONGEST_LINK
        and text.isprintable()
        and " " not in text
    )


def _wrong(new: NewSitting, at: datetime) -> Iterator[Problem]:
    if new.starts is None:
        yield Problem("starts", "council.sitting_when")
    elif new.starts <= at:
        yield Problem("starts", "council.sitting_past")
    if new.ends is None:
        yield Problem("ends", "council.sitting_when")
    elif new.starts is not None and not new.starts < new.ends <= new.starts + LONGEST_SITTING:
        yield Problem("ends", "council.sitting_ends")
    if not new.place.strip():
        yield Problem("place", "council.place_missing")
    elif len(new.place.strip()) > LONGEST_PLACE:
        yield Problem("place", "council.too_long", {"n": LONGEST_PLACE})
    if new.link.strip() and not is_link(new.link.strip()):
        yield Problem("link", "council.link")
