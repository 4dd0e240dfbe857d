"""`/advisers`, `/consultations`: a time with a lawyer or doctor; what was said is for the two alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.centres import facts, service
from linli.kernel.access.tokens import Scope
from linli.web.advice.public import read_moment
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName
from linli.web.api.sent_advice import ConsultationIn, ConsultationMoveIn, RecordIn
from linli.web.api.told_advice import Advisers, ConsultationMade, Consultations, ConsultationTold, FreeTimes

router = Router(tags=["advice"])


@router.get("/advisers", response={200: Advisers, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_advisers(request: HttpRequest) -> HttpResponse:
    """List who advises, with the next free time."""
    return answer({"advisers": [_adviser(one) for one in facts.advisers(asking(request).at)]})


@router.get("/advisers/{adviser}/times", response={200: FreeTimes, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_free_times(request: HttpRequest, adviser: CaseName) -> HttpResponse:
    """List the times of an adviser that can be booked now."""
    times = facts.free_times(adviser, asking(request).at)
    return answer({"times": [{"starts": instant(one.starts), "ends": instant(one.ends)} for one in times]})


@router.get("/consultations", response={200: Consultations, **READ_SAYS_NO}, **opens(Open.PERSONS))
def list_consultations(request: HttpRequest) -> HttpResponse:
    """List the asker's own consultations; nobody lists anybody else's."""
    asked = asking(request)
    return answer(
        {
            "as_client": [_told(one) for one in facts.my_consultations(asked.actor, asked.at)],
            "as_adviser": [_told(one) for one in facts.adviser_day(asked.actor, asked.at)],
        }
    )


@router.post("/consultations", response={201: ConsultationMade, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def book_consultation(request: HttpRequest, sent: ConsultationIn, act_id: ActId) -> HttpResponse:
    """Book a time, for oneself or by staff for a caller."""
    asked = asking(request)
    wish = service.ConsultationWish(sent.adviser, read_moment(sent.starts), sent.way, sent.phone)
    made = service.book_consultation(wish, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(made, status=CREATED)


@router.get(
    "/consultations/{consultation}",
    response={200: ConsultationTold, **READ_SAYS_NO},
    **opens(Open.PERSONS),
)
def show_consultation(request: HttpRequest, consultation: CaseName) -> HttpResponse:
    """Tell one of the two when, how, where and what was noted."""
    asked = asking(request)
    return answer(_told(facts.consultation(consultation, asked.actor, asked.at)))


@router.post(
    "/consultations/{consultation}/moves",
    response={200: ConsultationTold, **SAYS_NO},
    **opens(Open.PERSONS, Scope.OPEN),
)
def move_consultation(
    request: HttpRequest, consultation: CaseName, sent: ConsultationMoveIn, act_id: ActId
) -> HttpResponse:
    """Do what one of the two may do with a consultation."""
    asked = asking(request)
    said: dict[str, Any] = {"actor": asked.actor, "act_id": act_id, "at": asked.at}
    moves: dict[str, Callable[[], object]] = {
        "cancel": lambda: service.cancel_consultation(consultation, **said),
        "move": lambda: service.move_consultation(consultation, read_moment(sent.starts), **said),
        "yes": lambda: service.answer_offer(consultation, yes=True, **said),
        "no": lambda: service.answer_offer(consultation, yes=False, **said),
        "arrive": lambda: service.arrive(consultation, **said),
        "erase": lambda: service.erase_record(consultation, **said),
        "call": lambda: service.call_in(consultation, **said),
        "kept": lambda: service.end_consultation(consultation, "kept", **said),
        "missed": lambda: service.end_consultation(consultation, "missed", **said),
    }
    moves[sent.move]()
    return answer(_told(facts.consultation(consultation, asked.actor, asked.at)))


@router.post(
    "/consultations/{consultation}/record",
    response={200: ConsultationTold, **SAYS_NO},
    **opens(Open.PERSONS, Scope.NOTE),
)
def write_record(request: HttpRequest, consultation: CaseName, sent: RecordIn, act_id: ActId) -> HttpResponse:
    """Write the short record that the two alone read; again replaces it."""
    asked = asking(request)
    service.write_record(consultation, sent.text, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer(_told(facts.consultation(consultation, asked.actor, asked.at)))


def _adviser(one: facts.AdviserFact) -> Json:
    return {
        "ref": one.ref,
        "kind": one.kind,
        "name": both(one.name_zh, one.name_en or one.name_zh),
        "centre": one.centre,
        "centre_name": both(one.centre_zh, one.centre_en or one.centre_zh),
        "minutes": one.minutes,
        "ways": [*one.ways],
        "first": instant(one.first),
    }


def _told(one: facts.ConsultationFact) -> Json:
    return {
        "ref": one.ref,
        "adviser": one.adviser,
        "starts": instant(one.starts),
        "ends": instant(one.ends),
        "way": one.way,
        "state": one.state,
        "arrived_at": instant(one.arrived_at),
        "called_at": instant(one.called_at),
        "offer_until": instant(one.offer_until),
        "room": one.room,
        "record": one.record,
        "record_until": instant(one.record_until),
    }
