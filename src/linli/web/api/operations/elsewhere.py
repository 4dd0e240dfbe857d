"""`/cities`: handed in here, handled in another city; the other side of a case, and the files between the two."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.cases import facts as cases
from linli.apps.cases.service import Contact
from linli.apps.catalogue import facts as catalogue
from linli.apps.exchange import facts, service
from linli.apps.exchange.facts import FileRow, PeerRow
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import Problem
from linli.kernel.access.permissions import Permission
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.ui.text import LANGUAGES
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, QueryCode, asking, meant
from linli.web.api.operations.benefits import question_of
from linli.web.api.sent import CaseName, Code
from linli.web.api.sent_exchange import HandingIn
from linli.web.api.told_exchange import Cities, FilesBetween, Handed, Messages, OtherSide
from linli.web.exchange.standing import why

router = Router(tags=["cities"])
WHILE = "public, max-age=60"
ANSWERS = "answers."


@router.get("/cities", response={200: Cities, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_cities(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """List the cities that cases are exchanged with, and what can be handed in here for each."""
    known = facts.peers() if facts.our_code() else ()
    return answer({"cities": [_city(one) for one in known if one.is_open]}, cache=WHILE)


@router.post("/cities/{city}/cases", response={201: Handed, **SAYS_NO}, **opens(Open.EVERYBODY, Scope.OPEN))
def hand_over(request: HttpRequest, city: Code, sent: HandingIn, act_id: ActId) -> HttpResponse:
    """Hand a case in here that the other city handles; files sent ahead go along to it."""
    asked = asking(request)
    wish = service.Handing(
        peer=city,
        service=sent.service,
        answers=sent.answers,
        contact=Contact(sent.contact.name, sent.contact.phone),
        words=sent.words,
        language=sent.language,
        files=tuple(sent.files),
    )
    try:
        done = service.hand_over(wish, actor=asked.actor, act_id=act_id, at=asked.at)
    except Invalid as wrong:
        raise Invalid(*(_answered(one, sent) for one in wrong.problems)) from wrong
    return answer({**done, "code": cases.query_code(done["ref"])}, status=CREATED)


def _answered(problem: Problem, sent: HandingIn) -> Problem:
    own = problem.field in HandingIn.model_fields or problem.field in {"body", "phone", "act_id"}
    named = {one.name for one in cases.current(sent.service)[1].form.questions}
    is_answer = problem.field.partition(".")[0].partition("[")[0] in named and not own
    return Problem(ANSWERS + problem.field, problem.code, problem.params) if is_answer else problem


@router.get("/cases/{case}/elsewhere", response={200: OtherSide, **READ_SAYS_NO}, **opens(Open.PARTICIPANTS))
def get_other_side(request: HttpRequest, case: CaseName, code: QueryCode = "") -> HttpResponse:
    """Return what the other city said of its side of a case, and how the files between the two stand."""
    which = meant(request, case, code)
    view = cases.case_view(which.actor, which.ref, at=which.at)
    found = facts.elsewhere(view.case.ref)
    if found is None:
        raise NotVisible
    return answer(
        {
            "city": both(found.peer_zh, found.peer_en),
            "side": found.side,
            "service": found.service,
            "number": found.number,
            "stage": both(found.stage_zh, found.stage_en) if found.stage_zh else None,
            "due": instant(datetime.fromisoformat(found.due)) if found.due else None,
            "over": found.over,
            "unsent": found.unsent,
            "files": [_file(one) for one in found.files],
        }
    )


@router.get("/exchange/messages", response={200: Messages, **READ_SAYS_NO}, **opens((Permission.PEER_READ,)))
def list_messages(request: HttpRequest) -> HttpResponse:
    """List the latest messages between this city and others, and how each stands."""
    rows = facts.messages(asking(request).actor)
    told = [
        {
            "ref": one.ref,
            "city": one.peer,
            "matter": one.matter,
            "ours": one.ours,
            "n": one.n,
            "kind": one.kind,
            "state": one.state,
            "code": one.code,
            "why": _why(one.code, {}),
            "tries": one.tries,
            "at": instant(one.at),
        }
        for one in rows
    ]
    return answer({"messages": told})


@router.get("/exchange/files", response={200: FilesBetween, **READ_SAYS_NO}, **opens((Permission.PEER_READ,)))
def list_files(request: HttpRequest) -> HttpResponse:
    """List the latest files that messages named, and how each stands."""
    return answer({"files": [_file(one) for one in facts.files(asking(request).actor)]})


def _city(one: PeerRow) -> Json:
    now = catalogue.snapshot().packs
    offered = [cases.definition(now[name]) for name in one.services if name in now]
    return {
        "city": one.code,
        "name": both(one.name_zh, one.name_en or one.name_zh),
        "services": [_service(each) for each in offered],
    }


def _service(one: ServiceDefinition) -> Json:
    return {
        "service": one.name,
        "title": both(one.text("title", "zh"), one.text("title", "en")),
        "summary": both(one.text("summary", "zh"), one.text("summary", "en")),
        "questions": [question_of(one, each, each.name) for each in one.form.questions],
    }


def _file(one: FileRow) -> Json:
    return {
        "ref": one.ref or None,
        "city": one.peer,
        "ours": one.ours,
        "name": one.name,
        "media_type": one.media_type,
        "size": one.size,
        "stands": one.state,
        "code": one.code,
        "why": _why(one.code, dict(one.because)),
        "named_at": instant(one.at),
        "settled_at": instant(one.settled_at),
    }


def _why(code: str, because: dict[str, str | int]) -> Json | None:
    return {lang: why(code, because, lang=lang) for lang in LANGUAGES} if code else None
