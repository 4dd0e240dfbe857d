"""A place that a winner gives back goes to the next in the drawn order, who is written to and has time to answer.

The order is the published one; nobody is passed over but who wants something else, has a place, or said no. Each step is
an entry of the draw's public stream by the place in the order, so that anybody can follow it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from linli.apps.centres import events
from linli.apps.centres.facts.drawing import keeps_draws
from linli.apps.centres.models import DRAWN, Applicant, Draw
from linli.apps.centres.models.drawing import LAPSED, LEFT, OFFERED, TAKEN
from linli.apps.centres.service.booking import who
from linli.core.shared.outcomes import JsonValue, Refusal
from linli.kernel.access.actors import Actor, system_actor
from linli.kernel.audit.act import Acting, act
from linli.kernel.audit.outcomes import NotVisible, Refused, Stale

TIME_TO_ANSWER = timedelta(days=2)
HANDED_ON_FOR = timedelta(days=60)
"""So long after the draw a place that comes back is handed on; later there is hardly anything left of it."""
AT_ONCE = 100


def give_back_place(applicant: UUID | str, *, actor: Actor, act_id: str, at: datetime) -> None:
    """Give back the place that one has from a draw; the next in the order is asked.

    Raises:
        NotVisible: not the actor's own, nor at a centre where they keep draws.
        Refused: there is no place to give back.
        Stale: it was given back already.
    """
    _application(applicant, actor)

    def work(acting: Acting) -> JsonValue:
        row = _application(applicant, actor)
        if row.given_back_at is not None:
            raise Stale("centres.place_given_back")
        choice = row.later if row.later_state == TAKEN else row.given
        if not choice:
            raise Refused(Refusal("centres.no_place"))
        row.given_back_at = at
        _pass_on(acting, row, choice, events.PLACE_GIVEN_BACK, actor)
        row.save(update_fields=["given_back_at"])
        return None

    act("centres.give_back_place", work, said=str(applicant), actor=actor, act_id=act_id, at=at)


def answer_place(applicant: UUID | str, *, yes: bool, actor: Actor, act_id: str, at: datetime) -> None:
    """Take the place that was handed on to one, or leave it to the next.

    Raises:
        NotVisible: not the actor's own, nor at a centre where they keep draws.
        Refused: nothing is offered.
        Stale: the time to answer is over.
    """
    _application(applicant, actor)

    def work(acting: Acting) -> JsonValue:
        row = _application(applicant, actor)
        if row.later_state != OFFERED or row.later_until is None:
            raise Refused(Refusal("centres.nothing_offered"))
        if at >= row.later_until:
            raise Stale("centres.offer_over")
        if yes:
            public: dict[str, JsonValue] = {"place": row.place or 0, "choice": row.later}
            acting.enter(row.draw.stream, events.PLACE_TAKEN, public, [who(actor)])
        else:
            _pass_on(acting, row, row.later, events.PLACE_LEFT, actor)
        row.later_state = TAKEN if yes else LEFT
        row.save(update_fields=["later_state"])
        return None

    act("centres.answer_place", work, said=[str(applicant), yes], actor=actor, act_id=act_id, at=at)


def look_after_places(at: datetime) -> int:
    """Hand on what nobody answered in time; returns how many. Each is an act of its own."""
    late = Applicant.objects.filter(later_state=OFFERED, later_until__lte=at).order_by("later_until")
    refs = list(late.values_list("ref", flat=True)[:AT_ONCE])
    for ref in refs:
        _lapse(ref, at)
    return len(refs)


def _lapse(ref: UUID, at: datetime) -> None:
    actor = system_actor("centres")

    def work(acting: Acting) -> JsonValue:
        row = _row(ref)
        if row is None or row.later_state != OFFERED:
            return None
        _pass_on(acting, row, row.later, events.PLACE_LEFT, actor)
        row.later_state = LAPSED
        row.save(update_fields=["later_state"])
        return None

    act("centres.lapse_place", work, said=str(ref), actor=actor, act_id=str(uuid5(ref, "lapsed")), at=at)


def _pass_on(acting: Acting, row: Applicant, choice: str, event: str, actor: Actor) -> None:
    """Write into the draw's public stream which place in the order comes after which, and offer it to that one.

    The stream is one for all of a draw, so two places that come back at once never go to the same person.
    """
    after = _next(row.draw, choice, acting.at)
    public: dict[str, JsonValue] = {
        "place": row.place or 0, "choice": choice, "next": (after.place or 0) if after else 0,
    }  # fmt: skip
    acting.enter(row.draw.stream, event, public, [who(actor)])
    if after is not None:
        after.later, after.later_state, after.later_until = choice, OFFERED, acting.at + TIME_TO_ANSWER
        after.save(update_fields=["later", "later_state", "later_until"])
        acting.announce(events.PLACE_OFFERED, {"applicant": str(after.ref)})


def _next(draw: Draw, choice: str, at: datetime) -> Applicant | None:
    """Return who is next in the order, wants this, and was neither given nor asked anything yet."""
    if draw.drawn_at is None or at >= draw.drawn_at + HANDED_ON_FOR:
        return None
    rows = Applicant.objects.filter(draw=draw, place__isnull=False, given="", later_state="")
    waiting = rows.exclude(person_key="").order_by("place").iterator(chunk_size=200)
    return next((one for one in waiting if choice in one.wanted.split()), None)


def _row(ref: UUID | str) -> Applicant | None:
    return Applicant.objects.select_related("stream", "draw__centre", "draw__stream").filter(ref=ref).first()


def _application(ref: UUID | str, actor: Actor) -> Applicant:
    row = _row(ref)
    own = row is not None and row.account_id is not None and row.account_id == actor.account_id
    if row is None or not (own or keeps_draws(actor, row.draw.centre.area_path, row.draw.centre.body_id)):
        raise NotVisible
    if row.draw.state != DRAWN:
        raise Refused(Refusal("centres.not_drawn"))
    return row
