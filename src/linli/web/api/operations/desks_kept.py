"""What who keeps halls, lending desks and advisers sets there, and what advisers say of their own hours."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.centres import facts, service
from linli.apps.grid import facts as grid
from linli.core.shared.outcomes import Problem
from linli.core.slots.advising import Weekly
from linli.core.slots.lending import LendingRule
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import Invalid
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.operations.centres import ref_of
from linli.web.api.operations.centres_kept import said_day
from linli.web.api.sent import CaseName
from linli.web.api.sent_kept import (
    AdviserHoursIn,
    AdviserIn,
    AwayIn,
    BusinessIn,
    CodeIn,
    CopyNoteIn,
    CounterIn,
    HallIn,
    LendingRuleIn,
    TitleIn,
    WaitIn,
)
from linli.web.api.told_centres import CentreMade
from linli.web.api.told_counter import Halls
from linli.web.api.told_lending import DeskLoans

router = Router()
KEEP = (Permission.CENTRE_KEEP,)
SERVE = (Permission.LENDING_SERVE,)
ADVISE = (Permission.CONSULTATION_GIVE, Permission.CENTRE_KEEP)
BOOK = (Permission.CONSULTATION_BOOK,)
MADE = {201: CentreMade, **SAYS_NO}
DONE = {200: CentreMade, **SAYS_NO}


def _said(request: HttpRequest, act_id: str) -> dict[str, Any]:
    asked = asking(request)
    return {"actor": asked.actor, "act_id": act_id, "at": asked.at}


@router.get("/queues", tags=["counter"], response={200: Halls, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_halls(request: HttpRequest, area: str = "") -> HttpResponse:
    """List the halls of a city, a county or anything finer side by side: open, how many wait, for how long."""
    within = grid.area(area[:40].replace("\x00", "")) if area else None
    if area and within is None:
        raise Invalid(Problem("area", "centres.no_such_area"))
    rows = facts.halls_of(within.path if within else "/", asking(request).at)
    return answer({"halls": [_hall(one) for one in rows]})


def _hall(one: facts.HallLine) -> Json:
    return {
        "centre": one.centre, "name": both(one.name_zh, one.name_en or one.name_zh), "open": one.is_open,
        "waiting": one.waiting, "minutes": one.minutes, "counters": one.counters,
    }  # fmt: skip


@router.post("/queues/{centre}/hall", tags=["counter"], response=DONE, **opens(KEEP, Scope.MOVE))
def set_hall(request: HttpRequest, centre: CaseName, sent: HallIn, act_id: ActId) -> HttpResponse:
    """Let a centre give out numbers, or change when and how it does."""
    ref = ref_of(centre)
    wish = service.HallWish(**{**sent.model_dump(), "reasons": tuple(sent.reasons)})
    service.set_hall(ref, wish, **_said(request, act_id))
    return answer({"ref": str(ref)})


@router.post("/queues/{centre}/businesses", tags=["counter"], response=DONE, **opens(KEEP, Scope.MOVE))
def set_business(request: HttpRequest, centre: CaseName, sent: BusinessIn, act_id: ActId) -> HttpResponse:
    """Add a kind of business, or change the one with this letter."""
    ref = ref_of(centre)
    service.set_business(ref, service.BusinessWish(**sent.model_dump()), **_said(request, act_id))
    return answer({"ref": str(ref)})


@router.post("/queues/{centre}/counters", tags=["counter"], response=MADE, **opens(KEEP, Scope.MOVE))
def set_counter(request: HttpRequest, centre: CaseName, sent: CounterIn, act_id: ActId) -> HttpResponse:
    """Add a counter, or change what the one with this sign serves."""
    ref = service.set_counter(ref_of(centre), sent.sign, tuple(sent.businesses), **_said(request, act_id))
    return answer({"ref": ref}, status=CREATED)


@router.get(
    "/lending/{centre}/loans", tags=["lending"], response={200: DeskLoans, **READ_SAYS_NO}, **opens(SERVE)
)
def list_desk_loans(
    request: HttpRequest, centre: CaseName, late: bool = False, cursor: str = ""  # noqa: FBT001, FBT002 - asked in the address
) -> HttpResponse:  # fmt: skip
    """List what is out at a desk, the most urgent first, borrowers masked; page by page."""
    asked = asking(request)
    page = facts.loans_out(ref_of(centre), asked.actor, asked.at, late=late, after=cursor[:40])
    rows = [
        {
            "ref": one.ref, "kind": one.kind, "name": one.name, "barcode": one.barcode,
            "due_on": one.due_on.isoformat(), "late": one.late, "borrower": one.borrower, "phone": one.phone,
        }
        for one in page.loans
    ]  # fmt: skip
    return answer({"loans": rows, "cursor": page.cursor or None})


@router.post("/lending/{centre}/rules", tags=["lending"], response=DONE, **opens(KEEP, Scope.MOVE))
def set_library(request: HttpRequest, centre: CaseName, sent: LendingRuleIn, act_id: ActId) -> HttpResponse:
    """Let a centre lend, or change its rules."""
    ref = ref_of(centre)
    service.set_library(ref, LendingRule(**sent.model_dump()), **_said(request, act_id))
    return answer({"ref": str(ref)})


@router.post("/lending/{centre}/titles", tags=["lending"], response=MADE, **opens(SERVE, Scope.MOVE))
def add_title(request: HttpRequest, centre: CaseName, sent: TitleIn, act_id: ActId) -> HttpResponse:
    """Take a title in with its copies."""
    new = service.NewTitle(sent.name, sent.kind, sent.author, sent.isbn, sent.copies, sent.barcode)
    return answer({"ref": service.add_title(ref_of(centre), new, **_said(request, act_id))}, status=CREATED)


@router.post("/lending/{centre}/copies", tags=["lending"], response=DONE, **opens(SERVE, Scope.MOVE))
def note_copy(request: HttpRequest, centre: CaseName, sent: CopyNoteIn, act_id: ActId) -> HttpResponse:
    """Note that a copy on the shelf is lost or damaged, or fit again."""
    ref = ref_of(centre)
    service.note_copy(ref, sent.barcode, sent.state, **_said(request, act_id))
    return answer({"ref": str(ref)})


@router.post("/centres/{centre}/advisers", tags=["advice"], response=MADE, **opens(KEEP, Scope.MOVE))
def set_adviser(request: HttpRequest, centre: CaseName, sent: AdviserIn, act_id: ActId) -> HttpResponse:
    """Enter an adviser of a centre, or write one anew."""
    wish = service.AdviserWish(**sent.model_dump())
    ref = service.set_adviser(ref_of(centre), wish, **_said(request, act_id))
    return answer({"ref": ref}, status=CREATED)


@router.post("/advisers/{adviser}/hours", tags=["advice"], response=DONE, **opens(ADVISE, Scope.MOVE))
def set_hours(request: HttpRequest, adviser: CaseName, sent: AdviserHoursIn, act_id: ActId) -> HttpResponse:
    """Say in which hours of the week one advises; what is booked stays."""
    ref = ref_of(adviser)
    weekly = [Weekly(one.weekday, one.starts, one.ends) for one in sent.hours]
    service.set_hours(ref, weekly, **_said(request, act_id))
    return answer({"ref": str(ref)})


@router.post("/advisers/{adviser}/away", tags=["advice"], response=DONE, **opens(ADVISE, Scope.MOVE))
def be_away(request: HttpRequest, adviser: CaseName, sent: AwayIn, act_id: ActId) -> HttpResponse:
    """Say on which days one does not advise; what is booked on them is cancelled with a letter."""
    ref = ref_of(adviser)
    service.be_away(ref, said_day(sent.first, "first"), said_day(sent.last, "last"), **_said(request, act_id))
    return answer({"ref": str(ref)})


@router.post("/advisers/{adviser}/wait", tags=["advice"], response=DONE, **opens(Open.PERSONS, Scope.OPEN))
def wait_for_adviser(request: HttpRequest, adviser: CaseName, sent: WaitIn, act_id: ActId) -> HttpResponse:
    """Wait for the next time of an adviser that becomes free, or wait no longer."""
    ref = ref_of(adviser)
    service.wait_for(ref, wants=sent.wants, **_said(request, act_id))
    return answer({"ref": str(ref)})


@router.post("/consultation-codes", tags=["advice"], response=DONE, **opens(BOOK, Scope.MOVE))
def by_code(request: HttpRequest, sent: CodeIn, act_id: ActId) -> HttpResponse:
    """Say for somebody in the hall that they are here, or cancel for a caller who tells the digits."""
    do = service.arrive_by_code if sent.move == "arrive" else service.cancel_by_code
    found = facts.by_code(sent.code, asking(request).actor)
    do(sent.code, **_said(request, act_id))
    return answer({"ref": found.ref})
