"""What somebody signed up for: themselves or a child, with the codes to show; and what is held about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from linli.apps.activities.facts.calendar import ActivityFact, _facts
from linli.apps.activities.facts.counting import line_of, with_counts
from linli.apps.activities.facts.finding import own_rows, own_sign_up
from linli.apps.activities.facts.reminders import reminders_held
from linli.apps.activities.models import (
    LIVE,
    TAKEN,
    WAITING,
    Activity,
    AskedQuestion,
    ChildcareApplication,
    Helper,
    Seat,
    SignUp,
)
from linli.apps.activities.models.activities import ROOM
from linli.core.slots.waiting import position
from linli.kernel.access.actors import Actor
from linli.kernel.identity.held import Held
from linli.kernel.identity.personal import unseal

MOST = 100
AFTER = timedelta(days=90)
"""How long what is over stays in one's own list."""


@dataclass(frozen=True, slots=True)
class SeatFact:
    """A place in one session, with the code to show there."""

    session: int
    starts: datetime
    ends: datetime
    code: str
    came_at: datetime | None


@dataclass(frozen=True, slots=True)
class Mine:
    """One of the actor's sign-ups; ``position`` counts who waits in front, and them."""

    ref: str
    name: str
    child: bool
    consent: str
    mode: str
    standing: str
    offered_until: datetime | None
    position: int
    activity: ActivityFact
    seats: tuple[SeatFact, ...]


def mine(actor: Actor, at: datetime) -> tuple[Mine, ...]:
    """Return what the actor signed up for: what is to come first, with what ended in the last three months. Four statements."""
    if actor.account_id is None:
        return ()
    rows = own_rows(actor).filter(activity__ends__gt=at - AFTER)
    found = list(rows.select_related("activity").order_by("activity__starts", "id")[:MOST])
    return _told(found)


def sign_up(ref: UUID | str, actor: Actor) -> Mine:
    """Return one sign-up of the actor's, with its place in the list; raises NotVisible for all others."""
    row = own_sign_up(ref, actor)
    (told,) = _told([row], place=True)
    return told


def is_waited_for(one: Mine) -> bool:
    """Say whether somebody moves up when this sign-up is given up."""
    rows = SignUp.objects.filter(activity=one.activity.row, standing=WAITING)
    return one.standing == TAKEN and one.mode == ROOM and rows.exists()


def held_by_me(actor: Actor, at: datetime) -> tuple[ActivityFact, ...]:
    """Return the activities that the actor holds as organiser or teacher and that are not long over."""
    if actor.account_id is None:
        return ()
    helped = Helper.objects.filter(account_id=actor.account_id).values("activity_id")
    rows = with_counts(Activity.objects.filter(pk__in=helped, ends__gt=at - timedelta(days=7)))
    return _facts(list(rows.order_by("starts")[:MOST]))


def name_of(row: SignUp) -> str:
    """Read the name of who comes."""
    return unseal(bytes(row.name_sealed), "name") if row.name_sealed else ""


def what_is_held(account_id: int, _ref: str, _at: datetime) -> Iterable[Held]:
    """Tell what is held about somebody here."""
    yield from _sign_ups_held(account_id)
    yield from reminders_held(account_id)
    for one in AskedQuestion.objects.filter(account_id=account_id).order_by("id"):
        yield Held("activities.held_question", one.text, "activities.held_why")

    for child in (
        ChildcareApplication.objects.filter(account_id=account_id).select_related("group").order_by("id")
    ):
        name = unseal(bytes(child.name_sealed), "name") if child.name_sealed else ""
        said = f"{child.group.name_zh} · {name} · {child.born.isoformat() if child.born else ''}"
        yield Held("activities.held_childcare", said, "activities.held_why")


def _sign_ups_held(account_id: int) -> Iterator[Held]:
    rows = SignUp.objects.filter(account_id=account_id).select_related("activity").order_by("id")
    for one in rows:
        said = f"{one.activity.title_zh} · {name_of(one)}"
        born = f" · {one.born.isoformat()}" if one.born else ""
        yield Held("activities.held_sign_up", said + born, "activities.held_why")


def _told(rows: list[SignUp], *, place: bool = False) -> tuple[Mine, ...]:
    activities = {
        one.row.pk: one for one in _facts(list({one.activity_id: one.activity for one in rows}.values()))
    }
    seats: dict[int, list[SeatFact]] = {}
    for seat in Seat.objects.filter(sign_up__in=[one.pk for one in rows]).order_by("starts"):
        fact = SeatFact(seat.session_id, seat.starts, seat.ends, seat.code, seat.came_at)
        seats.setdefault(seat.sign_up_id, []).append(fact)
    return tuple(
        Mine(
            str(one.ref), name_of(one), one.child, one.consent, one.mode, one.standing, one.offered_until,
            position(line_of(one.activity), str(one.pk)) if place and one.standing == WAITING else 0,
            activities[one.activity_id], tuple(seats.get(one.pk, ())),
        )
        for one in rows
    )  # fmt: skip


def is_live(one: Mine) -> bool:
    """Say whether a sign-up still counts."""
    return one.standing in LIVE
