"""`/bundles`: matters asked for once and done by several bodies, and how far they are."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from linli.apps.bundles import facts, service
from linli.apps.bundles.facts import PartView
from linli.apps.cases import facts as cases
from linli.apps.cases.service import Contact
from linli.core.packs.bundle import BundleDefinition
from linli.core.shared.outcomes import Problem
from linli.kernel.access.tokens import Scope
from linli.kernel.audit.outcomes import Invalid
from linli.web.api.access import Open, opens
from linli.web.api.answers import CREATED, Json, answer, both, instant
from linli.web.api.asking import READ_SAYS_NO, SAYS_NO, ActId, asking
from linli.web.api.operations.benefits import question_of
from linli.web.api.sent import BundleIn, Code
from linli.web.api.told_bundles import Bundle, Bundles, BundleSent, BundleStanding

router = Router(tags=["bundles"])
WHILE = "public, max-age=60"
ANSWERS = "answers."


@router.get("/bundles", response={200: Bundles, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def list_bundles(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """List the bundles that are published now, with their questions and parts."""
    return answer({"bundles": [_bundle(one) for one in facts.bundles()]}, cache=WHILE)


@router.get("/bundles/{bundle}", response={200: Bundle, **READ_SAYS_NO}, **opens(Open.EVERYBODY))
def get_bundle(request: HttpRequest, bundle: Code) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """Return one bundle with its questions and parts."""
    return answer(_bundle(facts.bundle(bundle)[1]), cache=WHILE)


@router.post("/bundles", response={201: BundleSent, **SAYS_NO}, **opens(Open.EVERYBODY, Scope.OPEN))
def send_bundle(request: HttpRequest, sent: BundleIn, act_id: ActId) -> HttpResponse:
    """Send a bundle; the parts that wait for nothing begin at once. Nothing is kept of one that is refused."""
    asked = asking(request)
    filled = service.Sent(
        bundle=sent.bundle,
        answers=sent.answers,
        contact=Contact(sent.contact.name, sent.contact.phone),
        place=sent.place,
        lon=sent.lon,
        lat=sent.lat,
        area=sent.area,
        files=tuple(sent.files),
        channel="agent" if sent.person else "web",
        on_behalf_of=sent.person,
        letters=sent.letters,
        language=sent.language,
    )
    try:
        done = service.open_bundle(filled, actor=asked.actor, act_id=act_id, at=asked.at)
    except Invalid as wrong:
        named = {one.name for one in facts.bundle(sent.bundle)[1].form.questions}
        raise Invalid(*(_answered(one, named) for one in wrong.problems)) from wrong
    return answer({**done, "code": cases.query_code(done["ref"])}, status=CREATED)


def _answered(problem: Problem, named: set[str]) -> Problem:
    own = problem.field.partition(".")[0].partition("[")[0] in named
    return Problem(ANSWERS + problem.field, problem.code, problem.params) if own else problem


@router.get("/bundles/sent/{ref}", response={200: BundleStanding, **READ_SAYS_NO}, **opens(Open.PARTICIPANTS))
def get_sent_bundle(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Return how the parts of a bundle stand, for whoever sent it and for staff of its place or bodies."""
    view = facts.view(asking(request).actor, ref)
    row = view.bundle
    return answer(
        {
            "ref": str(row.ref),
            "number": row.number,
            "bundle": row.name,
            "opened_at": instant(row.opened_at),
            "done_at": instant(row.done_at),
            "parts": [_standing(view.definition, one, one.name in view.tells) for one in view.parts],
        }
    )


def _standing(definition: BundleDefinition, one: PartView, tells: bool) -> Json:  # noqa: FBT001 - a value
    return {
        "part": one.name,
        "title": _text(definition, f"part.{one.name}"),
        "stand": one.stand.value,
        "since": instant(one.since),
        "case": one.case or None,
        "body": both(*one.body) if one.body[0] else None,
        "due": instant(one.due),
        "waits_for": [*one.waits_for],
        "means": _text(definition, f"refused.{one.name}") if tells else None,
    }


def _bundle(one: BundleDefinition) -> Json:
    return {
        "bundle": one.name,
        "version": one.version,
        "events": [event.value for event in one.events],
        "title": _text(one, "title"),
        "summary": _text(one, "summary"),
        "questions": [question_of(one, each, each.name) for each in one.form.questions],
        "parts": [
            {
                "part": part.name,
                "title": _text(one, f"part.{part.name}"),
                "service": part.service,
                "after": {other: need.value for other, need in part.after.items()},
            }
            for part in one.parts
        ],
    }


def _text(one: BundleDefinition, key: str) -> Json:
    return both(one.text(key, "zh"), one.text(key, "en"))
