"""Telling a problem in three short steps: what, where, check and send. Works as a plain form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from linli.apps.cases import facts as cases
from linli.apps.cases import service
from linli.apps.cases.facts import Near
from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue.facts import SubjectFact
from linli.apps.grid import facts as grid
from linli.apps.people import facts as people
from linli.core.shared.outcomes import Problem, Refusal
from linli.kernel.access.capabilities import grant_case_access
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language, t
from linli.web.portal import draft as drafts
from linli.web.portal import naming
from linli.web.portal.dangers import dangers_in
from linli.web.portal.draft import Draft
from linli.web.portal.visitor import actor_of, allow_writing, asked, at_of

STEPS = ("what", "where", "send")
FIELDS = {
    "what": frozenset({"body", "title", "photos", "files"}),
    "where": frozenset({"place", "area"}),
    "send": frozenset({"kind", "subject", "phone", "name", "whose", "contact"}),
}
"""Which step mends which problem."""


@public_page
@sensitive_post_parameters("body", "place", "phone", "name")
@require_http_methods(["GET", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """Take one step; every button says where it goes, and everything typed so far goes along."""
    if request.method == "GET":
        return show(request, "what", drafts.fresh())
    draft = drafts.read(request.POST)
    problems: list[Problem] = []
    if request.FILES:
        allow_writing(request, "files", 200)
        draft, problems = drafts.take_files(request, draft, at_of(request))
    return _go(request, draft, request.POST.get("go", "where"), problems)


def _go(request: HttpRequest, draft: Draft, to: str, problems: list[Problem]) -> HttpResponse:
    verb, _, what = to.partition(":")
    if verb == "drop":
        return show(request, "what", drafts.drop_file(draft, what, at_of(request)), problems)
    if verb == "area":
        return show(request, "where", replace(draft, area=_below(request, what)), problems)
    if verb == "noplace":
        return show(request, "where", replace(draft, lon="", lat="", from_photo=False), problems)
    if verb == "done":
        return _send(request, draft)
    wanted = verb if verb in STEPS else "what"
    problems += _problems_before(draft, wanted)
    return _stop_at(request, draft, problems) if problems else show(request, wanted, draft)


def _below(request: HttpRequest, code: str) -> str:
    """An area chosen from the list; "" goes back to the whole city."""
    chosen = request.POST.get("choose_area", "") if code == "chosen" else code
    found = grid.area(chosen) if chosen else None
    return found.code if found else ""


def _problems_before(draft: Draft, step: str) -> list[Problem]:
    """What keeps a person from going on to a step; going back is always free."""
    earlier = STEPS[: STEPS.index(step)]
    found = service.check_told(draft.told()) if earlier else []
    if "where" in earlier and draft.point:
        located = grid.locate(*draft.point)
        if isinstance(located, Refusal):
            found.append(Problem("place", "portal.outside_city"))
    return [one for one in found if any(one.field in FIELDS[name] for name in earlier)]


def _stop_at(
    request: HttpRequest, draft: Draft, problems: Sequence[Problem], status: int = 422
) -> HttpResponse:
    """Show the first step that has something to mend."""
    step = next((name for name in STEPS if any(one.field in FIELDS[name] for one in problems)), "send")
    return show(request, step, draft, problems, status=status)


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    allow_writing(request, "tell")
    actor = actor_of(request)
    try:
        done = service.open_case(draft.told(), actor=actor, act_id=draft.act_id, at=at_of(request))
    except Invalid as wrong:
        return _stop_at(request, draft, wrong.problems)
    except Refused as refused:
        return show(
            request, "send", draft, [Problem("", refused.refusal.code, refused.refusal.because)], status=409
        )
    if actor.is_stranger:
        grant_case_access(asked(request), str(done["ref"]))
    return HttpResponseRedirect(reverse("portal-receipt", args=[done["ref"]]) + "?new=1")


def show(
    request: HttpRequest, step: str, draft: Draft, problems: Sequence[Problem] = (), *, status: int = 200
) -> HttpResponse:
    """Show a step; what other steps hold goes along unseen."""
    context: dict[str, Any] = {
        "draft": draft,
        "step": STEPS.index(step) + 1,
        "problems": tuple(problems),
        "dangers": dangers_in(draft.body),
        "files": drafts.cards(draft) if draft.files else [],
        **_CONTEXTS[step](request, draft),
    }
    wrong = status if status != 200 or not problems else 422  # noqa: PLR2004 - the plain status
    return render(request, f"portal/tell_{step}.html", context, status=wrong)


def _what(_request: HttpRequest, draft: Draft) -> dict[str, Any]:
    return {"carried": draft.carried("body")}


def _where(_request: HttpRequest, draft: Draft) -> dict[str, Any]:
    here = grid.area(draft.area) if draft.area else None
    path = here.path if here else "/"
    lists = grid.children(path) if here is None or len(here.code) < naming.ESTATE_DIGITS else []
    if here is None and len(lists) == 1:
        lists = grid.children(lists[0].path)
    return {
        "carried": draft.carried("place", "lon", "lat", "area", "from_photo"),
        "trail": grid.breadcrumbs(path)[1:] if here else [],
        "areas": lists,
        "point_name": naming.around(draft.point),
    }


def _check(request: HttpRequest, draft: Draft) -> dict[str, Any]:
    found = catalogue.find_subjects(draft.body, 4) if not draft.subject else ()
    represented = people.represented(actor_of(request), at_of(request))
    chosen = catalogue.snapshot().subject(draft.subject) if draft.subject else None
    return {
        "carried": draft.carried("subject", "kind", "name", "phone", "whose", "publish", "confidential",
                                 "no_letters", "urgent"),
        "subject_options": _options([chosen] if chosen else found),
        "area_name": naming.trail(draft.area) if draft.area else naming.around(draft.point),
        "near": near_to(draft),
        "whose_options": [("", t("portal.send.mine")), *represented] if represented else [],
        "kind_options": [(kind, t(f"portal.kind.{kind}")) for kind in service.KINDS],
    }  # fmt: skip


def _options(found: Sequence[SubjectFact]) -> list[tuple[str, str]]:
    """What it may be, as radio buttons; saying nothing leaves it to the staff."""
    named = [(one.key, one.name_zh if language() == "zh" else one.name_en or one.name_zh) for one in found]
    return [*named, ("", t("portal.send.subject_none"))] if named else []


_CONTEXTS = {"what": _what, "where": _where, "send": _check}


def near_to(draft: Draft) -> list[dict[str, Any]]:
    """Open cases around the point, or on the likely subjects in the area chosen: is it one of these?"""
    found = cases.nearby(*draft.point, subject=draft.subject, limit=3) if draft.point else _in_area(draft)
    return [
        {
            "ref": one.ref,
            "what": naming.subject(one.subject) or naming.title_of_pack(one.pack),
            "metres": one.metres,
            "joined": one.joined,
            "opened_at": one.opened_at,
            "stage": cases.definition(one.pack).text(f"stage.{one.stage}", language()),
        }
        for one in found
    ]


def _in_area(draft: Draft) -> list[Near]:
    here = grid.area(draft.area) if draft.area else None
    if here is None:
        return []
    likely = [one.key for one in catalogue.find_subjects(draft.body, 3)] if draft.body.strip() else []
    return cases.nearby_in(here.path, [draft.subject] if draft.subject else likely, limit=3)


@public_page
@require_POST
def hints(request: HttpRequest) -> HttpResponse:
    """While somebody types: whom to call at once, and what others told from here."""
    draft = drafts.read(request.POST)
    context = {"dangers": dangers_in(draft.body), "near": near_to(draft)}
    return render(request, "portal/hints.html", context)
