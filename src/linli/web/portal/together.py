"""One matter: everything is asked once, reviewed with what becomes of it, sent, and followed on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.bundles import facts, service
from linli.apps.bundles.facts import BundleView, Going, PartView
from linli.apps.cases import facts as cases
from linli.core.clock.instants import local
from linli.core.forms.questions import QuestionType
from linli.core.packs.bundle import BundleDefinition
from linli.core.packs.fan_out import Stand
from linli.core.shared.outcomes import Problem
from linli.kernel.access.capabilities import grant_case_access
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language, reason, t
from linli.web.portal import answered, areas, naming, service_asks
from linli.web.portal import service_forms as forms
from linli.web.portal.sending import carried_all, channels, consents, sent_of, whose_of, whose_options
from linli.web.portal.service_forms import Filled
from linli.web.portal.together_paper import paper
from linli.web.portal.visitor import actor_of, allow_writing, asked, at_of

CHIPS = {
    Stand.NOT_NEEDED: "plain", Stand.WAITING: "plain", Stand.OPEN: "run", Stand.GRANTED: "ok",
    Stand.REFUSED: "late", Stand.WITHDRAWN: "plain", Stand.STOPPED: "soon",
}  # fmt: skip


@public_page
@require_safe
def together(request: HttpRequest) -> HttpResponse:
    """List the bundles."""
    spoken = language()
    tiles = [(one.name, one.text("title", spoken), one.text("summary", spoken)) for one in facts.bundles()]
    return render(request, "portal/together.html", {"tiles": tiles})


@public_page
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, name: str) -> HttpResponse:
    """Ask once, show what becomes of it, and send it."""
    _, definition = facts.bundle(name)
    if request.method == "GET":
        return _form(request, definition, forms.empty())
    filled, problems = forms.read(definition.form, request), []
    if request.FILES:
        allow_writing(request, "files", 200)
        filled, problems = forms.take_files(definition.form, request, filled, at_of(request))
    verb, _, what = request.POST.get("go", "review").partition(":")
    if verb == "drop":
        filled = forms.drop_file(definition.form, filled, what, at_of(request))
    if verb == "nopoint":
        filled = replace(filled, lon="", lat="")
    if verb == "review" and not problems:
        return _review(request, definition, filled)
    if verb == "send" and not problems:
        return _send(request, definition, filled)
    return _form(request, definition, filled, problems)


def _review(request: HttpRequest, definition: BundleDefinition, filled: Filled) -> HttpResponse:
    """Show everything once more, with what happens to it: nothing is kept yet."""
    on = local(at_of(request)).date()
    now_asked = [one for one in forms.asked(definition.form, filled, on) if one not in filled.shown]
    if any(one.when is not None and one.name in now_asked for one in definition.form.questions):
        return _form(request, definition, filled, more=True)
    sent = sent_of(definition, filled, request)
    try:
        checked = service.check_sent(sent, at=at_of(request))
    except Invalid as wrong:
        return _form(request, definition, filled, forms.fields(definition.form, wrong.problems))
    except Refused as no:
        return _refused(request, definition, filled, no)
    going = facts.preview(definition, checked.answers.facts, checked.area_path, on)
    context = {
        **_frame(definition),
        "filled": filled,
        "answers": answered.told(definition, checked.answers.values),
        "parts_planned": [_planned(definition, one) for one in going],
        "carried": carried_all(definition, filled, request),
        "where": naming.trail(checked.area_path),
        "whose": dict(whose_options(request)).get(whose_of(request), "") if whose_of(request) else "",
    }
    return render(request, "portal/together_review.html", context)


def _refused(request: HttpRequest, definition: BundleDefinition, filled: Filled, no: Refused) -> HttpResponse:
    condition = str(no.refusal.because.get("condition", ""))
    if condition:
        say = definition.text(f"condition.{condition}", language())
        return _form(request, definition, filled, say=say, status=409)
    problem = Problem("", no.refusal.code, no.refusal.because)
    return _form(request, definition, filled, [problem], status=409)


def _send(request: HttpRequest, definition: BundleDefinition, filled: Filled) -> HttpResponse:
    allow_writing(request, "tell")
    actor = actor_of(request)
    try:
        done = service.open_bundle(
            sent_of(definition, filled, request), actor=actor, act_id=filled.act_id, at=at_of(request)
        )
    except Invalid as wrong:
        return _form(request, definition, filled, forms.fields(definition.form, wrong.problems))
    except Refused as no:
        return _refused(request, definition, filled, no)
    if filled.channel:
        return _read_out(request, definition, done["ref"], done["number"])
    if actor.is_stranger:
        grant_case_access(asked(request), done["ref"])
    return HttpResponseRedirect(reverse("portal-together-of", args=[done["ref"]]) + "?new=1")


def _read_out(request: HttpRequest, definition: BundleDefinition, ref: str, number: str) -> HttpResponse:
    code = cases.query_code(ref)
    again = reverse("portal-together-begin", args=[definition.name])
    context = {**_frame(definition), "number": number, "code": f"{code[:4]} {code[4:]}", "again": again}
    return render(request, "portal/together_told.html", context)


def _form(
    request: HttpRequest,
    definition: BundleDefinition,
    filled: Filled,
    problems: Sequence[Problem] = (),
    *,
    more: bool = False,
    say: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = forms.asked(definition.form, filled, local(at_of(request)).date())
    has_place = any(one.type is QuestionType.PLACE for one in definition.form.questions)
    context = {
        **_frame(definition),
        "asks": service_asks.asks(definition, filled, shown),
        "carried": list(service_asks.carried(definition.form, filled, shown)),
        "known_areas": areas.offered(definition.form),
        "filled": filled,
        "problems": tuple(problems),
        "more": more,
        "say": say,
        "areas": _areas() if has_place else [],
        "area": request.POST.get("area", "")[:20],
        "parts": [definition.text(f"part.{one.name}", language()) for one in definition.parts],
        "channels": channels(request),
        "consents": consents(),
        "whose_options": whose_options(request),
        "whose": whose_of(request),
    }
    wrong = status if status != 200 or not problems else 422  # noqa: PLR2004 - the plain status
    return render(request, "portal/together_form.html", context, status=wrong)


def _areas() -> list[tuple[str, str]]:
    """Return the communities and villages by the names that lead to them."""
    return [(code, name) for name, code in areas.known().items()]


def _frame(definition: BundleDefinition) -> dict[str, Any]:
    spoken = language()
    return {
        "name": definition.name,
        "title": definition.text("title", spoken),
        "summary": definition.text("summary", spoken),
        "privacy": definition.sensitivity.value,
    }


def _waits(definition: BundleDefinition, parts: Sequence[str], stand: Stand) -> list[str]:
    """Name what a part waits for; one that was not chosen waits for nothing."""
    waits = () if stand is Stand.NOT_NEEDED else parts
    return [definition.text(f"part.{name}", language()) for name in waits]


def _planned(definition: BundleDefinition, one: Going) -> dict[str, Any]:
    return {
        "title": definition.text(f"part.{one.name}", language()),
        "stand": one.stand.value,
        "label": t(f"together.will.{one.stand.value}"),
        "kind": CHIPS[one.stand],
        "body": naming.name_of(one.body) if one.body else "",
        "word": one.word if language() == "zh" else "",  # of a row of the matrix, as the county wrote it
        "after": _waits(definition, one.waits_for, one.stand),
    }


@public_page
@never_cache
@require_safe
def progress(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show how all the parts stand, or hand out what was sent as PDF."""
    actor = actor_of(request)
    view = facts.view(actor, ref)
    for part in view.parts if actor.is_stranger and view.own else ():
        if part.case and part.case not in actor.case_refs:
            grant_case_access(asked(request), part.case)  # who opened it all may open its parts
    code = cases.query_code(str(view.bundle.ref)) if view.own and not view.bundle.agent_id else ""
    context = {
        **told(view),
        "new": request.GET.get("new") == "1",
        "code": f"{code[:4]} {code[4:]}" if code and not view.bundle.account_id else "",
        "answers": answered.told(view.definition, view.bundle.answers),
        "where": view.bundle.place or naming.trail(view.bundle.area_path),
    }
    if view.own and "pdf" in request.GET:
        try:
            return paper(view, context["bundle_parts"], context["where"])
        except Refused as no:
            context["refused"] = reason(no.refusal)
    status = 409 if "refused" in context else 200
    return render(request, "portal/together_progress.html", context, status=status)


def told(view: BundleView) -> dict[str, Any]:
    """Return what pages show of a bundle: for the resident and for staff the same."""
    spoken = language()
    asked_for = view.asked
    return {
        "view": view,
        "title": view.definition.text("title", spoken),
        "bundle_parts": [part_line(view.definition, one) for one in asked_for],
        "left_out": [
            view.definition.text(f"part.{one.name}", spoken)
            for one in view.parts
            if one.stand is Stand.NOT_NEEDED
        ],
        "tells": [
            (
                view.definition.text(f"part.{name}", spoken),
                view.definition.text(f"refused.{name}", spoken),
                next((one.case for one in view.parts if one.name == name), None),
            )
            for name in view.tells
        ],
        "settled": view.settled,
        "asked_for": len(asked_for),
    }


def part_line(definition: BundleDefinition, one: PartView) -> dict[str, Any]:
    """Return one part as a line: its name, how it stands, who has it, by when."""
    spoken = language()
    stage = cases.definition(one.pack).text(f"stage.{one.stage}", spoken) if one.case else ""
    return {
        "title": definition.text(f"part.{one.name}", spoken),
        "label": stage or t(f"together.stand.{one.stand.value}"),
        "kind": CHIPS[one.stand],
        "body": one.body[0] if spoken == "zh" else one.body[1] or one.body[0],
        "case": one.case,
        "number": one.number,
        "due": one.due,
        "since": one.since,
        "after": _waits(definition, one.waits_for, one.stand),
        "stand": one.stand.value,
    }
