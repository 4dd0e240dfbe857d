"""`/care/.../enrolments`, `/care/rooms/.../meals`: a place in a day room asked for, given and given back; meals ordered."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from linli.apps.care import service
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, answer
from linli.web.api.asking import SAYS_NO, ActId, asking, day_said
from linli.web.api.sent import CaseName
from linli.web.api.sent_care import EnrolmentIn, MealsIn, NothingMoreIn
from linli.web.api.told_care import CareDone, CareMade, CareOrdered

router = Router(tags=["care"])
COORDINATE = (Permission.CARE_COORDINATE,)
KEEP = (Permission.CARE_VISIT, Permission.CARE_COORDINATE)
Day = Annotated[str, Path(max_length=10, description="A day, 2026-12-01.")]


@router.post(
    "/care/files/{file}/enrolments", response={201: CareMade, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE)
)
def ask_care_place(request: HttpRequest, file: CaseName, sent: EnrolmentIn, act_id: ActId) -> HttpResponse:
    """Ask for a place in a day room: given at once where one is free and nobody waits, else one stands in line."""
    asked = asking(request)
    new = service.NewEnrolment(sent.room, tuple(sent.days), sent.meal, sent.needs)
    return answer(
        {"ref": service.enrol(file, new, actor=asked.actor, act_id=act_id, at=asked.at)}, status=CREATED
    )


@router.post(
    "/care/enrolments/{enrolment}/admit",
    response={200: CareDone, **SAYS_NO},
    **opens(COORDINATE, Scope.MOVE),
)
def give_care_place(
    request: HttpRequest,
    enrolment: CaseName,
    sent: NothingMoreIn,  # noqa: ARG001 - an empty object, so that nothing else is taken for a wish
    act_id: ActId,
) -> HttpResponse:
    """Give a free place to whoever stands first in line."""
    asked = asking(request)
    service.admit(enrolment, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"state": "in"})


@router.post(
    "/care/enrolments/{enrolment}/end",
    response={200: CareDone, **SAYS_NO},
    **opens(Open.PERSONS, Scope.MOVE),
)
def end_care_place(
    request: HttpRequest,
    enrolment: CaseName,
    sent: NothingMoreIn,  # noqa: ARG001 - an empty object: nobody has to say why
    act_id: ActId,
) -> HttpResponse:
    """Give a place back or leave the line; the person's own act, or the coordinator's."""
    asked = asking(request)
    service.end_enrolment(enrolment, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"state": "over"})


@router.post(
    "/care/rooms/{room}/days/{day}/meals", response={200: CareOrdered, **SAYS_NO}, **opens(KEEP, Scope.MOVE)
)
def order_care_meals(
    request: HttpRequest, room: CaseName, day: Day, sent: MealsIn, act_id: ActId
) -> HttpResponse:
    """Order the meals of a day for those who have a place."""
    asked = asking(request)
    on = day_said(day, "day", "care.not_a_day")
    chosen = [(one.enrolment, one.meal) for one in sent.meals]
    n = service.order_meals(room, on, chosen, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"n": n})
