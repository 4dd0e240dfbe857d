"""What is done to one case: a move, an act beside its course, a look at the whole contact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from linli.apps.cases import facts as cases
from linli.apps.cases import service
from linli.apps.cases.facts import CaseView
from linli.core.lifecycle.advance import check_inputs
from linli.core.packs.definition import ServiceDefinition
from linli.core.shared.outcomes import JsonValue, Refusal
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.text import reason
from linli.web.desk import asking, telling
from linli.web.desk.besides import BESIDES, Doing
from linli.web.desk.case import Page, build
from linli.web.desk.names import pack_text
from linli.web.desk.opening import Again, act_form, move_form
from linli.web.desk.queue import Where, listing
from linli.web.desk.views import after, home_of, show
from linli.web.portal import answered

READ = Permission.CASE_READ


@requires(READ)
@require_POST
def move(request: ActorRequest, ref: UUID, what: str) -> HttpResponse:
    """Make a move, then open the next case; what is wrong is shown in the form, with everything typed."""
    view = cases.case_view(request.actor, ref, at=request.at)
    declared = view.definition.lifecycle.moves.get(what)
    if declared is None:
        raise NotVisible
    act_id = request.POST.get("act_id", "")
    sent = asking.read(declared.inputs, request.POST, request.FILES, act_id=act_id, at=request.at)
    again = Again(act_id, sent.kept, sent.problems)
    version = _version(request)
    if sent.problems:
        missing = check_inputs(declared.inputs, sent.inputs)
        named = {one.field for one in sent.problems}
        problems = (*sent.problems, *(one for one in missing if one.field not in named))
        return _move_again(request, view, what, replace(again, problems=problems), status=422)
    try:
        answer = service.move(
            ref, what, sent.inputs, actor=request.actor, act_id=act_id, at=request.at, version=version
        )
    except Invalid as invalid:
        return _move_again(request, view, what, replace(again, problems=invalid.problems), status=422)
    except Stale:
        return _stale(request, ref, what, again, version or 0)
    except Refused as refused:
        said = refusal_of(view.definition, refused.refusal)
        return _move_again(request, view, what, replace(again, refused=said), status=409)
    where = _where(request, view)
    stays = answer["stage"] == view.case.stage
    return after(where, answer, str(ref) if stays else _following(request, where, str(ref)))


def refusal_of(definition: ServiceDefinition, refusal: Refusal) -> str:
    """Say why not: a guard in the words of its service, anything else in the engine's."""
    if refusal.code.startswith("guard."):
        return pack_text(definition, refusal.code) or reason(refusal)
    return reason(refusal)


def _version(request: ActorRequest) -> int | None:
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 10 else None  # noqa: PLR2004 - a column's digits


def _where(request: ActorRequest, view: CaseView) -> Where:
    where = Where.read(request.POST)
    return where if where.pairs else home_of(view)


def _following(request: ActorRequest, where: Where, ref: str) -> str:
    """Return the case to open next: the one the page had below, as long as it is still in the list."""
    wanted = request.POST.get("next", "")
    refs = [row.ref for row in listing(request, where).rows if row.ref != ref]
    if wanted in refs:
        return wanted
    return refs[0] if refs else ""


def _page(request: ActorRequest, view: CaseView, opened: str) -> Page:
    return build(request, view, _where(request, view), opened=opened)


def _move_again(
    request: ActorRequest, view: CaseView, name: str, again: Again, *, status: int
) -> HttpResponse:
    page = _page(request, view, name)
    form = move_form(page, name, again)
    return show(request, replace(page, form=form, refused="" if form else again.refused), status=status)


def _stale(request: ActorRequest, ref: UUID, name: str, again: Again, version: int) -> HttpResponse:
    """Show the case as it is now, who did what meanwhile, and what was typed if the move is still open."""
    view = cases.case_view(request.actor, ref, at=request.at)
    page = _page(request, view, name)
    meanwhile = telling.since(view, version, page.bodies)
    return show(request, replace(page, form=move_form(page, name, again), meanwhile=meanwhile), status=409)


@requires(READ)
@require_POST
def act(request: ActorRequest, ref: UUID, what: str) -> HttpResponse:
    """Do something beside the course and stay on the case."""
    if what not in BESIDES:
        raise NotVisible
    view = cases.case_view(request.actor, ref, at=request.at)
    beside = BESIDES[what]
    act_id = request.POST.get("act_id", "")
    sent = asking.read(beside.inputs, request.POST, request.FILES, act_id=act_id, at=request.at)
    again = Again(act_id, sent.kept, words=request.POST.get("words", "")[:100])
    problems = (*sent.problems, *check_inputs(beside.inputs, sent.inputs))
    if problems:
        return _act_again(request, view, what, replace(again, problems=problems), status=422)
    try:
        answer = beside.run(str(ref), sent.inputs, Doing(request.actor, act_id, request.at))
    except Invalid as invalid:
        problems = asking.readable(invalid.problems)
        return _act_again(request, view, what, replace(again, problems=problems), status=422)
    except Refused as refused:
        said = reason(refused.refusal)
        return _act_again(request, view, what, replace(again, refused=said), status=409)
    return _stay(_where(request, view), str(ref), answer)


def _stay(where: Where, ref: str, answer: Mapping[str, JsonValue]) -> HttpResponseRedirect:
    return after(where, {"number": answer.get("number", "")}, ref)


def _act_again(
    request: ActorRequest, view: CaseView, name: str, again: Again, *, status: int
) -> HttpResponse:
    page = _page(request, view, name)
    form = act_form(request, page, name, again)
    return show(request, replace(page, form=form, refused="" if form else again.refused), status=status)


@requires(Permission.CASE_UNMASK)
@require_POST
def unmask(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show the whole contact once; the look and its purpose are an entry of the case."""
    contact = service.unmasked_contact(
        ref,
        purpose=request.POST.get("purpose", ""),
        actor=request.actor,
        act_id=request.POST.get("act_id", ""),
        at=request.at,
    )
    view = cases.case_view(request.actor, ref, at=request.at)
    answers = answered.told(view.definition, view.answers)
    response = show(request, replace(_page(request, view, ""), contact=contact, answers=answers))
    response.headers["Cache-Control"] = "no-store"
    return response


@requires(Permission.CASE_SUPERVISE)
@require_POST
def decide_exclusion(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Grant or refuse the wish to leave a case out of a rate."""
    answer = service.decide_exclusion(
        ref,
        rate=request.POST.get("rate", ""),
        granted=request.POST.get("granted") == "yes",
        actor=request.actor,
        act_id=request.POST.get("act_id", ""),
        at=request.at,
    )
    return _stay(Where.read(request.POST), str(ref), answer)
