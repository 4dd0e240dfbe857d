"""Who was there: ticked on the list, by a code that is shown, or by joining from home; for one session only."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from linli.apps.activities import events
from linli.apps.activities.facts.finding import held_row, kept_row, own_sign_up
from linli.apps.activities.models import TAKEN, Activity, Seat, Session
from linli.apps.activities.policy.codes import EARLY, read_code
from linli.apps.activities.service.lists import who
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale


def tick(
    ref: UUID | str, session: int, sign_up: UUID | str, *, came: bool, actor: Actor, act_id: str, at: datetime
) -> None:
    """Note that somebody is there, or take that back while the list is open.

    Raises:
        NotVisible: the actor does not hold this activity, or there is no such session.
        Refused: the session has not begun, the list is closed, or this person has no place in it.
        Stale: it is noted so already.
    """
    held_row(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = held_row(ref, actor)
        _open_session(row, session, at)
        seat = Seat.objects.filter(
            session_id=session, sign_up__ref=_uuid(sign_up), sign_up__standing=TAKEN
        ).first()
        if seat is None:
            raise Refused(Refusal("activities.not_signed_up"))
        if (seat.came_at is not None) == came:
            raise Stale("activities.ticked_already" if came else "activities.not_ticked")
        _note(acting, row, seat, "list" if came else "", actor)
        return None

    said: JsonValue = [str(ref), session, str(sign_up), came]
    act("activities.tick", work, said=said, actor=actor, act_id=act_id, at=at)


def check_in(ref: UUID | str, session: int, code: str, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Note that the person who shows this code is there; returns their name, so that they can be greeted.

    Raises:
        NotVisible: the actor does not hold this activity, or there is no such session.
        Invalid: no such code.
        Refused: the code is of another session or activity, or the session has not begun.
        Stale: the code was used.
    """
    held_row(ref, actor)
    said = read_code(code)

    def work(acting: Acting) -> JsonValue:
        row = held_row(ref, actor)
        seat = Seat.objects.select_related("sign_up").filter(code=said, sign_up__standing=TAKEN).first()
        if seat is None:
            raise Invalid(Problem("code", "activities.no_such_code"))
        if seat.session_id != session:
            raise Refused(Refusal("activities.other_session"))
        _open_session(row, session, at)
        if seat.came_at is not None:
            raise Stale("activities.code_used")
        _note(acting, row, seat, "code", actor)
        return seat.sign_up.name_masked

    asked: JsonValue = [str(ref), session, said]
    return str(act("activities.check_in", work, said=asked, actor=actor, act_id=act_id, at=at))


def attend_remote(ref: UUID | str, session: int, *, actor: Actor, act_id: str, at: datetime) -> str:
    """Join from home: notes that one is there, and returns the address of the room.

    Raises:
        NotVisible: not this actor's sign-up, or no such session of it.
        Refused: it has not begun or is over, there is no room, or the place is not taken.
    """
    own_sign_up(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = own_sign_up(ref, actor)
        seat = Seat.objects.select_related("session").filter(sign_up=row, session_id=session).first()
        if seat is None or not row.activity.link:
            raise NotVisible
        if not seat.starts - EARLY <= at < seat.ends:
            raise Refused(Refusal("activities.not_now", {"at": seat.starts.isoformat()}))
        _note(acting, row.activity, seat, "remote", actor)
        return row.activity.link

    return str(
        act("activities.attend_remote", work, said=[str(ref), session], actor=actor, act_id=act_id, at=at)
    )


def close_list(ref: UUID | str, session: int, *, actor: Actor, act_id: str, at: datetime) -> int:
    """Close a session's list: nothing is ticked any more, and what it says goes to the register of attendance.

    Raises:
        NotVisible: the actor does not plan this activity, or there is no such session.
        Refused: the session is not over yet.
        Stale: it is closed.
    """
    kept_row(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = kept_row(ref, actor)
        one = Session.objects.filter(activity=row, pk=session).first()
        if one is None:
            raise NotVisible
        if one.entered_at is not None:
            raise Stale("activities.list_closed")
        if at < one.ends:
            raise Refused(Refusal("activities.not_over"))
        came = Seat.objects.filter(session=one, came_at__isnull=False).count()
        starts = one.starts.date().isoformat()
        acting.enter(row.stream, events.SESSION_ENTERED, {"session": starts, "came": came}, [who(actor)])
        Session.objects.filter(pk=one.pk).update(entered_at=at)
        if actor.account_id is not None:
            acting.announce(events.LIST_CLOSED, {"session": one.pk, "account": actor.account_id})
        return came

    return int(
        str(act("activities.close_list", work, said=[str(ref), session], actor=actor, act_id=act_id, at=at))
    )


def _open_session(row: Activity, session: int, at: datetime) -> None:
    one = Session.objects.filter(activity=row, pk=session).first()
    if one is None:
        raise NotVisible
    if at < one.starts - EARLY:
        raise Refused(Refusal("activities.not_begun", {"at": one.starts.isoformat()}))
    if one.entered_at is not None:
        raise Refused(Refusal("activities.list_closed"))


def _note(acting: Acting, row: Activity, seat: Seat, by: str, actor: Actor) -> None:
    acting.enter(row.stream, events.CAME, {"by": by or "list", "came": bool(by)}, [who(actor)])
    Seat.objects.filter(pk=seat.pk).update(came_at=acting.at if by else None, came_by=by)


def _uuid(ref: UUID | str) -> UUID:
    try:
        return UUID(str(ref))
    except ValueError as wrong:
        raise NotVisible from wrong
