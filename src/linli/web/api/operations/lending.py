"""`/titles`, `/loans`, `/reservations`, `/lending`: what there is to borrow, one's own loans, the desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.centres import facts, service
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName
from linli.web.api.sent_lending import LendingMoveIn, LoanMoveIn, ReservationIn
from linli.web.api.told_lending import (
    LendingDone,
    LentTitle,
    LentTitles,
    LoanRenewed,
    OwnLoans,
    ReservationMade,
)

router = Router(tags=["lending"])
SERVE = (Permission.LENDING_SERVE,)


@router.get("/titles", response={200: LentTitles, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_titles(
    request: HttpRequest,  # noqa: ARG001 - the same for everybody
    q: str = "",
    kind: str = "",
    centre: str = "",
    cursor: str = "",
) -> HttpResponse:
    """List what there is to borrow by name, found by words of name, author or ISBN."""
    words = q[:80].replace("\x00", "")
    page = facts.titles(words=words, kind=kind[:8].replace("\x00", ""), centre=centre[:40], after=cursor[:40])
    return answer({"titles": [_title(one) for one in page.titles], "cursor": page.cursor or None})


@router.get("/titles/{title}", response={200: LentTitle, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def show_title(request: HttpRequest, title: CaseName) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Tell of one title whether it is in and how many people wait."""
    return answer(_title(facts.title(title)))


@router.get("/loans", response={200: OwnLoans, **READ_SAYS_NO}, **opens(Open.PERSONS))
def list_loans(request: HttpRequest) -> HttpResponse:
    """List what the asker has borrowed and waits for; what is back is not kept."""
    asked = asking(request)
    return answer(
        {
            "loans": [
                {
                    "ref": one.ref,
                    "kind": one.kind,
                    "name": one.name,
                    "due_on": one.due_on.isoformat(),
                    "late": one.late,
                    "may_renew": one.may_renew,
                }
                for one in facts.my_loans(asked.actor, asked.at)
            ],
            "reservations": [
                {
                    "ref": one.ref,
                    "title": one.title,
                    "name": one.name,
                    "ahead": one.ahead,
                    "held_until": one.held_until.isoformat() if one.held_until else None,
                }
                for one in facts.my_reservations(asked.actor)
            ],
        }
    )


@router.post("/reservations", response={201: ReservationMade, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def reserve_title(request: HttpRequest, sent: ReservationIn, act_id: ActId) -> HttpResponse:
    """Join the line for a title that is out."""
    asked = asking(request)
    ref = service.reserve(sent.title, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.post(
    "/reservations/{reservation}/end",
    response={200: OwnLoans, **SAYS_NO},
    **opens(Open.PERSONS, Scope.OPEN),
)
def end_reservation(request: HttpRequest, reservation: CaseName, act_id: ActId) -> HttpResponse:
    """Leave the line; what was set aside goes to the next."""
    asked = asking(request)
    service.end_reservation(reservation, actor=asked.actor, act_id=act_id, at=asked.at)
    return list_loans(request)


@router.post("/loans/{loan}/moves", response={200: LoanRenewed, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def move_loan(
    request: HttpRequest,
    loan: CaseName,
    sent: LoanMoveIn,  # noqa: ARG001 - its shape holds the only move there is
    act_id: ActId,
) -> HttpResponse:
    """Renew a loan of one's own, unless somebody waits for it."""
    asked = asking(request)
    day = service.renew(loan, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"due_on": day.isoformat()})


@router.post("/lending/{centre}/moves", response={200: LendingDone, **SAYS_NO}, **opens(SERVE, Scope.MOVE))
def move_at_lending_desk(
    request: HttpRequest, centre: CaseName, sent: LendingMoveIn, act_id: ActId
) -> HttpResponse:
    """Lend a copy to whoever has a telephone number, or take it back from whoever brings it."""
    asked = asking(request)
    said = {"actor": asked.actor, "act_id": act_id, "at": asked.at}
    if sent.move == "lend":
        lent = service.lend(centre, sent.barcode, sent.phone, **said)
        return answer({"due_on": lent["due"], "set_aside": False, "fine": 0})
    back = service.take_back(centre, sent.barcode, sent.condition, **said)
    return answer({"due_on": None, "set_aside": bool(back["set_aside"]), "fine": back["fine"]})


def _title(one: facts.TitleFact) -> Json:
    return {
        "ref": one.ref,
        "kind": one.kind,
        "name": one.name,
        "author": one.author,
        "isbn": one.isbn,
        "centre": one.centre,
        "centre_name": both(one.centre_zh, one.centre_en or one.centre_zh),
        "copies": one.copies,
        "shelf": one.shelf,
        "waiting": one.waiting,
    }
