"""For everybody: that there is care and how to ask for it. For the person and the family: today, and what was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.care import facts, service
from linli.apps.care.service import RELATIONS
from linli.apps.grid import facts as grid
from linli.apps.people import facts as people
from linli.core.shared.outcomes import Reason
from linli.kernel.access.pages import public_page, signed_in
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import t
from linli.web.care.reading import NOTHING, Outcome, carry_out, hand, named, typed
from linli.web.portal.visitor import actor_of, allow_writing, at_of, new_act_id

OFFERS = ("meal", "bathing", "medication", "escort", "company", "day_room")


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def front(request: HttpRequest) -> HttpResponse:
    """Tell what there is, how full the rooms are and how to ask; take the wish of a person who is signed in."""
    outcome = NOTHING
    if request.method == "POST":
        allow_writing(request, "care", 20)
        outcome = carry_out(request, {"ask": lambda: _ask(request)})
        if outcome.done:
            return HttpResponseRedirect(f"{url('care')}?done=asked")
    actor = actor_of(request)
    me, mine = people.me(actor), facts.my_files(actor)
    context = {
        "rooms": facts.rooms(),
        "bodies": _bodies(),
        "offers": OFFERS,
        "mine": mine,
        "can_ask": me is not None and not any(relation == "" for _, _, relation in mine),
        "has_record": me is not None,
        "outcome": outcome,
        "done": request.GET.get("done") == "asked",
        "act_id": new_act_id(),
        "named": named,
    }
    return render(request, "care/front.html", context, status=outcome.status)


def _ask(request: HttpRequest) -> None:
    me = people.me(actor_of(request))
    if me is None:
        raise NotVisible
    agreed = "self" if request.POST.get("agree") == "yes" else ""
    new = service.NewFile(me.ref, request.POST.get("body", "")[:40], agreed)
    service.open_file(new, **hand(request))  # type: ignore[arg-type]


def _bodies() -> list[tuple[str, str]]:
    found = grid.bodies_by_id({one.body_id for one in facts.rooms()})
    return [
        (one.ref, named(one.name_zh, one.name_en)) for one in sorted(found.values(), key=lambda one: one.code)
    ]


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def daily(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show today, the visits, the plan and the result; let the person name family, contest, end."""
    outcome = NOTHING
    if request.method == "POST":
        outcome = carry_out(request, _acts(request, ref))
        if outcome.done == "close":
            return HttpResponseRedirect(url("care"))
        if outcome.done:
            return HttpResponseRedirect(f"{url('care-daily', ref=ref)}?done={outcome.done}")
    return _daily(request, ref, outcome)


def _acts(request: HttpRequest, ref: UUID) -> dict[str, Any]:
    said, post = hand(request), request.POST
    return {
        "family": lambda: service.name_family(ref, family_of(request), **said),
        "withdraw": lambda: service.withdraw_family(ref, post.get("member", "")[:40], **said),
        "contest": lambda: service.contest_result(post.get("assessment", "")[:40], **said),
        "leave": lambda: service.end_enrolment(post.get("enrolment", "")[:40], **said),
        "close": lambda: service.close_file(ref, **said),
    }


def family_of(request: HttpRequest) -> service.NewFamily:
    """Read a family member from a form."""
    post = request.POST
    may = {name: name in post.getlist("may") for name in ("may_view", "may_fetch", "is_told")}
    return service.NewFamily(
        post.get("name", "")[:80], post.get("phone", "")[:30], post.get("relation", "")[:20], **may
    )


def _daily(request: HttpRequest, ref: UUID, outcome: Outcome) -> HttpResponse:
    found = facts.daily(actor_of(request), ref, at_of(request))
    done = request.GET.get("done", "")
    context = {
        "found": found,
        "today": found.came[0] if found.came and found.came[0].day == local_day(request) else None,
        "results": [(one, steps_of(one.steps)) for one in found.results],
        "relations": relations(),
        "said": typed(request, outcome, "family"),
        "named": named,
        "outcome": outcome,
        "done": done if done in {"family", "withdraw", "contest", "leave"} else "",
        "new_act_id": new_act_id,
    }
    return render(request, "care/daily.html", context, status=outcome.status)


def relations() -> list[tuple[str, str]]:
    """Return what somebody may be to a person."""
    return [(one, t(f"care.relation.{one}")) for one in RELATIONS]


def local_day(request: HttpRequest) -> Any:
    """Return the day of this request in the city."""
    from linli.kernel.ui import show

    return show.local(at_of(request)).date()


def steps_of(steps: Sequence[dict[str, Any]]) -> list[Reason]:
    """Return the kept steps of a result, to be said in the reader's language."""
    return [Reason(one["code"], one["params"]) for one in steps]


@signed_in
@never_cache
@require_safe
def result(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show the newest result as a sheet for paper."""
    found = facts.daily(actor_of(request), ref, at_of(request))
    if not found.results:
        raise NotVisible
    newest = found.results[0]
    context = {"found": found, "result": newest, "steps": steps_of(newest.steps)}
    return render(request, "care/result.html", context)
