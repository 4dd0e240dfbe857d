"""Asking contact households: for the grid worker on the way, and shared with the county's page of an area."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.grid import facts as grid
from linli.apps.grid import service
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, Refused, Stale
from linli.kernel.identity.personal import mask_phone
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason
from linli.web.county import words
from linli.web.portal.household import asked_by
from linli.web.portal.visitor import act_id_of, actor_of, at_of, new_act_id

KINDS = ("look_in", "notice", "look_at", "meeting", "other")
SHOWN = 100
EVERYWHERE = "/"
DONE = frozenset({"task_asked", "task_taken_back"})


@requires(Permission.HOUSEHOLD_TASK)
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Ask a household of one's area, see what was answered, take something back."""
    if request.method == "GET":
        return _page(request)
    try:
        done = do(request)
    except Invalid as wrong:
        return _page(request, problems=wrong.problems, status=422)
    except (Refused, Stale) as no:
        return _page(request, because=reason(no.refusal), status=409)
    return HttpResponseRedirect(f"{reverse('field-households')}?done={done}")


def do(request: HttpRequest) -> str:
    """Do what a form of `context` asks for and return the name of what was done.

    Raises:
        Invalid: a field is missing or wrong.
    """
    actor, act_id, at = actor_of(request), act_id_of(request), at_of(request)
    said = request.POST
    if said.get("do") == "take_back":
        service.withdraw_task(said.get("task", "")[:40], actor=actor, act_id=act_id, at=at)
        return "task_taken_back"
    household = said.get("household", "")[:40]
    if not household:
        raise Invalid(Problem("household", "field.households.choose"))
    new = service.NewTask(said.get("kind", "")[:10], said.get("words", ""), _day(said.get("day", "")))
    service.ask_household(household, new, actor=actor, act_id=act_id, at=at)
    return "task_asked"


def context(
    request: HttpRequest, area_path: str, households: list[grid.HouseholdFact] | None = None
) -> dict[str, Any]:
    """Return who can be asked below a path, what was asked and how it stands."""
    actor = actor_of(request)
    known = grid.contact_households(area_path, actor=actor) if households is None else households
    mine = [one for one in known if actor.may(Permission.HOUSEHOLD_TASK, area_path=one.area_path)]
    tasks = grid.asked_tasks(area_path, actor=actor)
    names = words.names([*(one.area_path for one in mine), *(one.area_path for one in tasks)])
    return {
        "can_answer": [(one.ref, _choice(one, names)) for one in mine if one.can_answer][:SHOWN],
        "on_paper": [
            (one.name, names.area(one.area_path), mask_phone(one.phone)) for one in mine if not one.can_answer
        ][:SHOWN],
        "asked": sorted(
            ((one, names.area(one.area_path), asked_by(one)) for one in tasks), key=lambda row: not row[0].is_open
        ),
        "task_kinds": KINDS,
        "asking": request.POST if request.POST.get("do") == "ask" else {},
        "new_act_id": new_act_id,
    }  # fmt: skip


def _page(
    request: HttpRequest, *, problems: tuple[Problem, ...] = (), because: str = "", status: int = 200
) -> HttpResponse:
    done = request.GET.get("done", "")
    whole = {
        **context(request, EVERYWHERE),
        "problems": problems,
        "because": because,
        "done": done if done in DONE else "",
    }
    return render(request, "field/households.html", whole, status=status)


def _choice(one: grid.HouseholdFact, names: words.Names) -> str:
    return f"{one.name} · {names.area(one.area_path)}"


def _day(typed: str) -> date | None:
    typed = typed.strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise Invalid(Problem("day", "field.households.day_unreadable")) from error
