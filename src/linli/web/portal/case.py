"""The page of one case: for whoever has a part in it, and for a neighbour who meets the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.apps.bundles import facts as bundles
from linli.apps.cases import facts as cases
from linli.apps.cases.facts import CaseView
from linli.apps.exchange import facts as exchange
from linli.apps.exchange.service import SERVICE as CROSS_CITY
from linli.core.lifecycle.definition import Holder, Move, StageKind
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui import show
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import has, language, t
from linli.web.exchange.standing import Standing, standing
from linli.web.portal import answered, naming
from linli.web.portal.course import line, notes
from linli.web.portal.hero import hero_of, hero_of_public
from linli.web.portal.move_forms import fields_of
from linli.web.portal.visitor import actor_of, at_of, new_act_id
from linli.web.portal.worked_out import sums

PEOPLE = frozenset({"resident", "joined", "agent"})
LAST_RESORTS = frozenset({"withdraw"})
"""Moves that give a case up: offered at the end, and never as the answer to a question."""
ASKING = {"question": "portal.case.asked", "missing": "portal.case.missing"}
"""What is said under these names asks for something; everything else tells."""


@public_page
@never_cache
@require_safe
def case(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show a case as this visitor may see it; hidden and absent look alike."""
    view = own_view(request, ref)
    return page(request, view) if view else _public(request, ref)


def own_view(request: HttpRequest, ref: UUID) -> CaseView | None:
    """Return the case as seen by somebody who has a part in it as a person, or nothing."""
    try:
        view = cases.case_view(actor_of(request), ref, at=at_of(request))
    except NotVisible:
        return None
    return view if view.relation else None


def page(
    request: HttpRequest,
    view: CaseView,
    *,
    more: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page of one's own case, with a form in it that did not go through where there is one."""
    stage = view.definition.lifecycle.stages[view.case.stage]
    moves = own_moves(view)
    answers = [one for one in moves if one.name not in LAST_RESORTS]
    asks = stage.kind is not StageKind.END and stage.holder in {Holder.RESIDENT, Holder.CALLER}
    inline = answers[0] if asks and len(answers) == 1 else None
    done = request.GET.get("done", "")
    context: dict[str, Any] = {
        "view": view,
        "title": naming.title_of(view.title, view.definition),
        "hero": hero_of(view),
        "events": line(view.steps, view.definition, view.case.stage, view.relation),
        "told": _told(view) if asks else ("", ""),
        "inline": inline,
        "before_answer": before_answer(view, inline),
        "inline_label": move_label(view, inline) if inline else "",
        "fields": fields_of(inline, view.definition, {}) if inline else [],
        "choices": [
            (one.name, move_label(view, one), one.name in LAST_RESORTS) for one in moves if one is not inline
        ],
        "act_id": new_act_id(),
        "problems": (),
        "where": view.place or naming.trail(view.case.area_path),
        "done": done if has(f"portal.done.{done}") else "",
        "asks": asks,
        "there": other_side(view),
        "bundle": bundles.of_case(actor_of(request), view.case.ref),
        "answers": [*answered.told(view.definition, view.answers), *sums(view)],
        "roads": [
            view.definition.text(f"advice.{name}", language())
            for name in cases.advice_on(view.case, view.definition)
        ],
        **(more or {}),
    }
    return render(request, "portal/case.html", context, status=status)


def other_side(view: CaseView) -> Standing | None:
    """Return the city that handles a case with its number, stage, date and files; None for cases of our own."""
    found = exchange.elsewhere(view.case.ref) if view.case.service == CROSS_CITY else None
    if found is None:
        return None
    stage = found.stage_zh if language() == "zh" else found.stage_en
    due = show.near(datetime.fromisoformat(found.due), language()) if found.due else ""
    said = [
        (t("elsewhere.number"), found.number),
        (t("elsewhere.stage"), stage or t("elsewhere.not_yet")),
        (t("elsewhere.unsent"), t("elsewhere.unsent_n", n=found.unsent) if found.unsent else ""),
        (t("elsewhere.due"), due),
    ]
    return standing(found, [one for one in said if one[1]])


def own_moves(view: CaseView) -> Sequence[Move]:
    """Return the moves that are open to this person as a person, whatever post they hold."""
    return [one for one in view.moves if one.roles & view.roles & PEOPLE]


def before_answer(view: CaseView, move: Move | None) -> str:
    """Say before somebody answers how it went who sees the answer, and what of it becomes public."""
    if move is None or not cases.carries_rating(move):
        return ""
    public = view.case.sensitivity == "normal"
    return t("portal.rate.who_sees" if public else "portal.rate.who_sees_private")


def move_label(view: CaseView, move: Move) -> str:
    """Return what the button of a move says."""
    return view.definition.text(f"move.{move.name}", language())


def _told(view: CaseView) -> tuple[str, str]:
    """Return what the handler said with the step that led here, and what it is: a question, missing papers, or news."""
    for step in reversed(view.steps):
        if step.stage == view.case.stage and step.role not in PEOPLE:
            said = "\n".join(notes(step.texts, view.definition))
            heading = next((key for name, key in ASKING.items() if name in step.texts), "portal.case.said")
            return (t(heading), said) if said else ("", "")
    return "", ""


def _public(request: HttpRequest, ref: UUID) -> HttpResponse:
    found = cases.public_case(ref)
    context = {
        "case": found,
        "title": found.summary or naming.subject(found.subject) or found.definition.text("title", language()),
        "hero": hero_of_public(found),
        "events": line(found.steps, found.definition, found.stage, None),
        "where": naming.trail(found.area_path, finest=naming.COMMUNITY_DIGITS),
        "act_id": new_act_id(),
        "may_join": found.closed_at is None,
    }
    return render(request, "portal/public_case.html", context)
