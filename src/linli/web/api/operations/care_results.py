"""`/care/files/{file}/assessments`, `/care/results`: two are named, the sheet is read, a result is told and contested; and what happened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.care import facts, service
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui import show
from linli.kernel.ui.text import LANGUAGES, t
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking, day_said
from linli.web.api.sent import CaseName
from linli.web.api.sent_care import AssessmentIn, IncidentIn, NothingMoreIn
from linli.web.api.told_care import CareAssessments, CareDone, CareMade, CareSheet

router = Router(tags=["care"])
COORDINATE, ASSESS = (Permission.CARE_COORDINATE,), (Permission.CARE_ASSESS,)
KEEP = (Permission.CARE_VISIT, Permission.CARE_COORDINATE)


@router.get(
    "/care/files/{file}/assessments", response={200: CareAssessments, **READ_SAYS_NO}, **opens(COORDINATE)
)
def list_care_file_assessments(request: HttpRequest, file: CaseName) -> HttpResponse:
    """List the results of somebody, told or not, and the colleagues who may look next."""
    asked = asking(request)
    row, part = facts.seat_at(asked.actor, file)
    if part != "coordinator":
        raise NotVisible
    found = facts.results(row, told_only=False)
    assessors = service.assessors_of(row.body_id, asked.at)
    return answer(
        {
            "results": [_result(one) for one in found],
            "assessors": [{"account": one.ref, "name": one.name} for one in assessors],
        }
    )


@router.post(
    "/care/files/{file}/assessments",
    response={201: CareMade, **SAYS_NO},
    **opens(COORDINATE, Scope.MOVE),
)
def begin_care_assessment(
    request: HttpRequest, file: CaseName, sent: AssessmentIn, act_id: ActId
) -> HttpResponse:
    """Name the two who look; what was contested is looked at by two others."""
    asked = asking(request)
    pair = tuple(sent.assessors)
    ref = service.begin_assessment(file, sent.reason, pair, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


@router.get("/care/assessments/{assessment}", response={200: CareSheet, **READ_SAYS_NO}, **opens(ASSESS))
def show_care_sheet(request: HttpRequest, assessment: CaseName) -> HttpResponse:
    """Show the sheet to fill in: each item with the most it can have; of a third look those in question alone."""
    found = facts.open_assessment(asking(request).actor, assessment)
    rules = facts.standard(found.standard)
    asked = {name for name, _, _ in found.question} if found.mine == "settle" else None
    items = [
        {
            "item": one.name,
            "group": group.name,
            "name": {lang: t(f"assessment.item.{one.name}", lang=lang) for lang in LANGUAGES},
            "most": one.most,
        }
        for group in rules.groups
        for one in group.items
        if asked is None or one.name in asked
    ]
    question = [{"item": name, "first": one, "second": other} for name, one, other in found.question]
    return answer(
        {
            "ref": found.ref, "file": found.file, "name": found.name, "reason": found.reason, "state": found.state,
            "mine": found.mine, "signed": found.signed, "standard": found.standard, "items": items,
            "question": question, "facts_differ": found.facts_differ,
        }
    )  # fmt: skip


@router.post(
    "/care/results/{assessment}/tell", response={200: CareDone, **SAYS_NO}, **opens(COORDINATE, Scope.MOVE)
)
def tell_care_result(
    request: HttpRequest,
    assessment: CaseName,
    sent: NothingMoreIn,  # noqa: ARG001 - an empty object, so that nothing else is taken for a wish
    act_id: ActId,
) -> HttpResponse:
    """Tell the person, and the family whom the person named, that the result is there."""
    asked = asking(request)
    service.tell_result(assessment, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"state": "told"})


@router.post(
    "/care/results/{assessment}/contest",
    response={200: CareDone, **SAYS_NO},
    **opens(Open.PERSONS, Scope.MOVE),
)
def contest_care_result(
    request: HttpRequest,
    assessment: CaseName,
    sent: NothingMoreIn,  # noqa: ARG001 - an empty object: nobody has to say why
    act_id: ActId,
) -> HttpResponse:
    """Say that one's own result is not right, within 30 days and without a reason; two others look again."""
    asked = asking(request)
    service.contest_result(assessment, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"state": "contested"})


@router.post("/care/files/{file}/incidents", response={201: CareMade, **SAYS_NO}, **opens(KEEP, Scope.MOVE))
def note_care_incident(request: HttpRequest, file: CaseName, sent: IncidentIn, act_id: ActId) -> HttpResponse:
    """Note a fall, a choking or whatever else happened; without a day, it happened today."""
    asked = asking(request)
    today = show.local(asked.at).date()
    on = day_said(sent.day, "day", "care.not_a_day") if sent.day else today
    ref = service.note_incident(file, sent.kind, on, sent.text, actor=asked.actor, act_id=act_id, at=asked.at)
    return answer({"ref": ref}, status=CREATED)


def _result(one: facts.ResultFact) -> Json:
    return {
        "ref": one.ref,
        "reason": one.reason,
        "level": one.level,
        "points": one.points,
        "assessed_at": instant(one.assessed_at),
        "told_at": instant(one.told_at),
        "contested_at": instant(one.contested_at),
    }
