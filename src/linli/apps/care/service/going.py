"""The carer's own notes of a visit: begun, done, a short note; times are the carer's word, nobody is tracked."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from linli.apps.care import events
from linli.apps.care.models import BEGUN, DONE, MISSED, PLANNED, VisitPart
from linli.apps.care.policy import as_uuid, sealed
from linli.apps.care.service.writing import text_of, who, words
from linli.apps.grid import facts as grid
from linli.core.clock.instants import local
from linli.core.shared.outcomes import JsonValue, Problem, Refusal
from linli.kernel.access.actors import Actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused
from linli.kernel.identity.personal import index

OLDEST = timedelta(hours=24)
"""How long a phone may have been without a network."""
MINUTE = timedelta(minutes=1)


def begin_visit(
    ref: UUID | str, *, actor: Actor, act_id: str, at: datetime, happened_at: datetime | None = None
) -> None:
    """Note that one is there.

    Raises:
        NotVisible: not a released visit of one's own.
        Invalid: a time that cannot be.
        Refused: begun already, or cancelled.
    """
    moment = _moment(happened_at, at)
    _own(ref, actor)

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor)
        if row.state not in {PLANNED, MISSED}:
            raise Refused(Refusal("care.visit_begun"))
        _enter(acting, row, actor, BEGUN, 0, "")
        VisitPart.objects.filter(pk=row.pk).update(state=BEGUN, begun_at=moment)
        return None

    said: JsonValue = [str(ref), moment.isoformat() if happened_at else None]
    act("care.begin_visit", work, said=said, actor=actor, act_id=act_id, at=at, occurred_at=moment)


def end_visit(
    ref: UUID | str,
    note: str = "",
    *,
    shared: bool = False,
    actor: Actor,
    act_id: str,
    at: datetime,
    happened_at: datetime | None = None,
) -> None:
    """Note that it is done, with a short note; ``shared`` lets the family whom the person named read it.

    Raises:
        NotVisible: not a released visit of one's own.
        Invalid: a note too long, or an end before the beginning.
        Refused: it was not begun.
    """
    text, moment = text_of("note", note), _moment(happened_at, at)
    begun = _own(ref, actor).begun_at
    if begun is not None and moment < begun:
        raise Invalid(Problem("happened_at", "care.ends_before_beginning"))

    def work(acting: Acting) -> JsonValue:
        row = _own(ref, actor)
        if row.state != BEGUN or row.begun_at is None:
            raise Refused(Refusal("care.begin_first"))
        _enter(acting, row, actor, DONE, (moment - row.begun_at) // MINUTE, text)
        VisitPart.objects.filter(pk=row.pk).update(
            state=DONE,
            ended_at=moment,
            note_sealed=sealed(text) if text else None,
            is_shared=shared and bool(text),
        )
        return None

    said: JsonValue = [str(ref), index(text, "said"), shared, moment.isoformat() if happened_at else None]
    act("care.end_visit", work, said=said, actor=actor, act_id=act_id, at=at, occurred_at=moment)


def _moment(happened_at: datetime | None, at: datetime) -> datetime:
    if happened_at is None:
        return at
    if not at - OLDEST <= happened_at <= at + MINUTE:
        raise Invalid(Problem("happened_at", "care.not_a_time"))
    return min(happened_at, at)


def _enter(acting: Acting, row: VisitPart, actor: Actor, state: str, minutes: int, text: str) -> None:
    office = grid.bodies_by_id([row.plan.body_id])[row.plan.body_id]
    public: dict[str, JsonValue] = {
        "body": office.ref, "day": local(row.starts_at).date().isoformat(), "state": state, "minutes": minutes,
    }  # fmt: skip
    file = row.requirement.file
    acting.enter(file.stream, events.VISIT_NOTED, public, [*words(file, "note", text), who(actor)])


def _own(ref: UUID | str, actor: Actor) -> VisitPart:
    rows = VisitPart.objects.select_related(
        "plan", "carer", "requirement__file__stream", "requirement__file__resident"
    )
    row = rows.filter(ref=as_uuid(ref), is_off=False, plan__released_at__isnull=False).first()
    if row is None or actor.account_id is None or row.carer.account_id != actor.account_id:
        raise NotVisible
    return row
