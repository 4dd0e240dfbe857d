"""`/childcare/reminders`: check-ups and vaccinations of children and expecting mothers, by one's own wish."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.activities import facts, service
from linli.kernel.access.tokens import Scope
from linli.web.activities.reading import day
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, answer
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.sent import CaseName
from linli.web.api.sent_activities import RemindersIn
from linli.web.api.told_activities import Done, Made, RemindersList

router = Router(tags=["activities"])


@router.get("/childcare/reminders", response={200: RemindersList, **READ_SAYS_NO}, **opens(Open.PERSONS))
def list_reminders(request: HttpRequest) -> HttpResponse:
    """List one's own reminders with what is to come."""
    asked = asking(request)
    rows = [
        {
            "ref": one.ref, "kind": one.kind, "day": one.day.isoformat(),
            "to_come": [{"what": each.what, "n": each.n, "day": each.day.isoformat()} for each in one.to_come],
        }
        for one in facts.my_reminders(asked.actor, asked.at)
    ]  # fmt: skip
    return answer({"reminders": rows})


@router.post("/childcare/reminders", response={201: Made, **SAYS_NO}, **opens(Open.PERSONS, Scope.OPEN))
def want_reminders(request: HttpRequest, sent: RemindersIn, act_id: ActId) -> HttpResponse:
    """Ask to be reminded by text message."""
    said = _said(request, act_id)
    made = service.want_reminders(sent.kind, day(sent.day), agrees=sent.agrees, **said)
    return answer({"ref": made}, status=CREATED)


@router.post(
    "/childcare/reminders/{reminders}/end", response={200: Done, **SAYS_NO}, **opens(Open.PERSONS, Scope.MOVE)
)
def end_reminders(request: HttpRequest, reminders: CaseName, act_id: ActId) -> HttpResponse:
    """End reminders; what was kept for them is deleted."""
    service.end_reminders(reminders, **_said(request, act_id))
    return answer({"done": True})


def _said(request: HttpRequest, act_id: str) -> dict[str, Any]:
    asked = asking(request)
    return {"actor": asked.actor, "act_id": act_id, "at": asked.at}
