"""The waiting list: an offered place is accepted, a place is given up, and the list moves up by itself."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from linli.apps.activities import events
from linli.apps.activities.facts.counting import line_of
from linli.apps.activities.facts.finding import own_sign_up
from linli.apps.activities.models import (
    CANCELLED,
    DECLINED,
    LAPSED,
    LIVE,
    OFFERED,
    PUBLISHED,
    TAKEN,
    Activity,
    Seat,
    SignUp,
)
from linli.core.shared.outcomes import JsonValue, Refusal
from linli.core.slots import waiting
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.audit.act import Acting, Item, act
from linli.kernel.audit.outcomes import Refused, Stale
from linli.kernel.identity.personal import index

MOST = 200
"""Activities looked at in one round."""


def accept_place(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take the place that was offered.

    Raises:
        NotVisible: not this actor's.
        Refused: nothing is offered, the offer ended, or who comes is somewhere else at that time.
    """
    own_sign_up(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = own_sign_up(ref, actor)
        if no := _no_offer(row, at):
            raise Refused(no)
        refuse_clash(row, row.activity)
        acting.enter(row.activity.stream, events.PLACE_ACCEPTED, {"by": hand(row, actor)}, [who(actor)])
        SignUp.objects.filter(pk=row.pk).update(standing=TAKEN, offered_until=None)
        give_seats(row, row.activity)
        return None

    act("activities.accept_place", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def give_up(ref: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Take oneself, or one's child, off the list; what becomes free is offered to the next at once.

    Raises:
        NotVisible: not this actor's.
        Refused: it is over.
        Stale: it was given up already.
    """
    own_sign_up(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = own_sign_up(ref, actor)
        if row.standing not in LIVE:
            raise Stale("activities.given_up_already")
        if row.activity.ends <= at:
            raise Refused(Refusal("activities.over"))
        standing = DECLINED if row.standing == OFFERED else CANCELLED
        moved = settled(row.activity, at, without=row.pk)
        public: dict[str, JsonValue] = {
            "was": row.standing, "offered": len(moved.offered), "by": hand(row, actor),
        }  # fmt: skip
        acting.enter(row.activity.stream, events.PLACE_GIVEN_UP, public, [who(actor)])
        SignUp.objects.filter(pk=row.pk).update(standing=standing, offered_until=None)
        Seat.objects.filter(sign_up=row, came_at=None).delete()
        store(acting, moved)
        return None

    act("activities.give_up", work, said=str(ref), actor=actor, act_id=act_id, at=at)


def sweep(at: datetime) -> int:
    """Move up the lists in which an offer ended unanswered; returns how many. The worker does it."""
    ended = SignUp.objects.filter(
        standing=OFFERED, offered_until__lte=at, activity__state=PUBLISHED
    ).values_list("activity_id", flat=True)
    rows = Activity.objects.select_related("stream").filter(pk__in=set(ended[:MOST]))
    for row in rows:
        _move_up(row, at)
    return len(rows)


def _move_up(row: Activity, at: datetime) -> None:
    def work(acting: Acting) -> JsonValue:
        fresh = Activity.objects.select_related("stream").get(pk=row.pk)
        moved = settled(fresh, at)
        counts = {"lapsed": len(moved.lapsed), "offered": len(moved.offered)}
        acting.enter(fresh.stream, events.LIST_MOVED, counts)
        store(acting, moved)
        return None

    act_id = str(uuid5(row.ref, f"moved up after {row.stream.seq}"))
    act("activities.move_up", work, said=str(row.ref), actor=system_actor("activities"), act_id=act_id, at=at)


def settled(row: Activity, at: datetime, *, without: int | None = None) -> waiting.Settled:
    """Ask the core who moves up, as if ``without`` had left."""
    line = [one for one in line_of(row) if one.ref != str(without)]
    return waiting.settle(
        row.places, line, at, answer_in=timedelta(hours=row.answer_hours), closes=row.starts
    )


def store(acting: Acting, moved: waiting.Settled) -> None:
    """Write down who lapsed and who is offered a place, and let those be told."""
    if moved.lapsed:
        SignUp.objects.filter(pk__in=moved.lapsed).update(standing=LAPSED, offered_until=None)
    if moved.offered:
        rows = SignUp.objects.filter(pk__in=moved.offered)
        rows.update(standing=OFFERED, offered_until=moved.until)
        for ref in rows.values_list("ref", flat=True):
            acting.announce(events.PLACE_OFFERED, {"sign_up": str(ref)})


def give_seats(row: SignUp, activity: Activity) -> None:
    """Give a place in every session that is still to come; two rooms at a time are refused by the database too."""
    seats = [
        Seat(
            sign_up=row, session=one, person=row.person, starts=one.starts, ends=one.ends,
            code=code_of(row, one.pk),
        )
        for one in activity.sessions.all()
    ]  # fmt: skip
    try:
        with transaction.atomic():
            Seat.objects.bulk_create(seats)
    except IntegrityError as clash:
        raise Stale("activities.elsewhere") from clash


def code_of(row: SignUp, session: int) -> str:
    """Return what a participant shows: eight signs made with our key, so that nobody can make one up."""
    digest = bytes.fromhex(index(f"{row.ref}/{session}", "activities.code"))
    return base64.b32encode(digest[:5]).decode()


def refuse_clash(row: SignUp, activity: Activity) -> None:
    """Refuse somebody who has a seat elsewhere at the time of a session."""
    mine = list(
        Seat.objects.filter(
            person=row.person, ends__gt=activity.starts, starts__lt=activity.ends
        ).values_list("starts", "ends")
    )
    spans: Sequence[tuple[datetime, datetime]] = (
        list(activity.sessions.values_list("starts", "ends")) if mine else []
    )
    for starts, ends in spans:
        if any(start < ends and starts < end for start, end in mine):
            raise Refused(Refusal("activities.elsewhere", {"at": starts.isoformat()}))


def hand(row: SignUp, actor: Actor) -> str:
    """Say in what part somebody acts."""
    if row.account_id == actor.account_id:
        return "resident"
    return "agent" if row.agent_id is not None and row.agent_id == actor.account_id else "staff"


def who(actor: Actor) -> Item:
    """Note who did it."""
    return Item("actor", actor.key, actor.key, "activity")


def _no_offer(row: SignUp, at: datetime) -> Refusal | None:
    one = waiting.InLine(str(row.pk), (0, row.turn), waiting.Standing.WAITING)
    if row.standing == OFFERED:
        one = waiting.InLine(str(row.pk), (0, row.turn), waiting.Standing.OFFERED, row.offered_until)
    return waiting.answer(one, at)
