"""For workers: five questions, one a screen; then one's shifts, a pause, help, leaving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from linli.apps.jobs import facts, service
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import signed_in
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import reason
from linli.web.jobs import half_way, reading, support
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id

STEPS = ("trades", "times", "place", "self", "help")
ASKED = {
    "trades": ("trades",),
    "times": ("days", "parts"),
    "place": ("area", "reach"),
    "self": ("name", "born"),
    "help": ("helps", "key_group"),
}
STEP_OF = {
    "trades": "trades",
    "free": "times",
    "area": "place",
    "reach": "place",
    "name": "self",
    "born": "self",
}


@signed_in
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask one question a screen; who looks at a post in between comes back to the question they were at."""
    said = request.POST.copy() if request.method == "POST" else _known(request)
    step = said.get("step", STEPS[0])
    if step not in STEPS:
        raise NotVisible
    if request.method == "GET":
        return _ask(request, step, said)
    if request.POST.get("go") == "back":
        return _ask(request, STEPS[max(STEPS.index(step) - 1, 0)], said)
    if wrong := _missing(step, said):
        return _ask(request, step, said, wrong)
    if step != STEPS[-1]:
        return _ask(request, STEPS[STEPS.index(step) + 1], said)
    return _enter(request, said)


def _known(request: HttpRequest) -> QueryDict:
    said = half_way.answers(request)
    known = {} if said else reading.worker_fields(facts.my_entry(actor_of(request)))
    for name, value in known.items():
        said.setlist(name, value) if isinstance(value, list) else said.__setitem__(name, value)
    if request.GET.get("post"):
        said["post"] = request.GET["post"][:40]
    return said


def _missing(step: str, said: QueryDict) -> Sequence[Problem]:
    """Ask again at once for what a later page could not mend."""
    if step == "trades" and not said.getlist("trades"):
        return (Problem("trades", "jobs.trades_missing"),)
    if step == "times" and not reading.free_of(said):
        return (Problem("days", "jobs.free_missing"),)
    if step == "place" and not reading.area_code(said.get("area", "")).isdecimal():
        return (Problem("area", "jobs.no_such_area"),)
    return ()


def _enter(request: HttpRequest, said: QueryDict) -> HttpResponse:
    allow_writing(request, "jobs")
    try:
        service.enter_worker(
            reading.new_worker(said), actor=actor_of(request), act_id=act_id_of(request), at=at_of(request)
        )
    except Invalid as wrong:
        step = STEP_OF.get(wrong.problems[0].field, "help")
        return _ask(request, step, said, wrong.problems)
    half_way.forget(request)
    wanted = said.get("post", "")
    if wanted and _is_ref(wanted):
        return HttpResponseRedirect(reverse("jobs-post", args=[wanted]))
    return HttpResponseRedirect(f"{reverse('jobs-mine')}?done=entered")


def _is_ref(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _ask(request: HttpRequest, step: str, said: QueryDict, problems: Sequence[Problem] = ()) -> HttpResponse:
    if request.method == "POST":
        half_way.keep(request, step, said)
    now = set(ASKED[step])
    if step == "trades":
        now |= {name for name in said if name.startswith("level_")}
    carried = [
        (name, value)
        for name, values in said.lists()
        if name not in now | {"step", "go", "csrfmiddlewaretoken", "act_id"}
        for value in values
    ]
    context = {
        "step": step,
        "number": STEPS.index(step) + 1,
        "steps": len(STEPS),
        "said": said,
        "many": {name: said.getlist(name) for name in ("trades", "days", "parts", "helps")},
        "carried": carried,
        "trades": [(one.code, reading.trade_name(one)) for one in facts.trades()],
        "names": reading.area_names() if step == "place" else [],
        "problems": tuple(problems),
        "act_id": said.get("act_id") or new_act_id(),
        **offered(),
    }
    return render(request, "jobs/enter.html", context, status=422 if problems else 200)


def offered() -> dict[str, Any]:
    """Return the choices of the form."""
    return {
        "weekdays": reading.choices("jobs.page.weekday_", reading.WEEKDAYS),
        "day_parts": reading.choices("jobs.page.part_", reading.PARTS),
        "reaches": reading.choices("jobs.page.reach_", reading.REACHES),
        "levels": reading.choices("jobs.page.level_", reading.NAMED_LEVELS),
        "helps": reading.choices("jobs.page.help_", service.HELPS),
        "key_groups": reading.choices("jobs.group.", service.KEY_GROUPS),
    }


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Show one's entry and shifts, and the employers one acts for; pause, leave, ask for help."""
    if request.method == "GET":
        return _mine(request)
    entry = facts.my_entry(actor_of(request))
    if entry is None:
        raise NotVisible
    said = {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}
    what = request.POST.get("do", "")
    try:
        if what in ("pause", "resume"):
            service.pause(entry.ref, wants=what == "pause", **said)
        elif what == "leave":
            service.leave(entry.ref, **said)
        elif what == "help":
            service.ask_for_help(
                entry.ref,
                request.POST.get("words", "")[:500],
                says_group=request.POST.get("says_group") == "yes",
                **said,
            )
        else:
            raise NotVisible
    except (Refused, Stale) as no:
        return _mine(request, refused=reason(no.refusal))
    return HttpResponseRedirect(f"{reverse('jobs-mine')}?done={what}")


def _mine(request: HttpRequest, refused: str = "") -> HttpResponse:
    actor, done = actor_of(request), request.GET.get("done", "")
    page, entry = (
        facts.my_engagements(actor, cursor=request.GET.get("cursor", "")[:200]),
        facts.my_entry(actor),
    )
    context = {
        "entry": entry,
        "support": support.of(entry) if entry else (),
        "rows": page.rows,
        "next": here(request, cursor=page.next) if page.next else None,
        "employers": facts.mine(actor),
        "trades": reading.trade_names(),
        "name": reading.trade_name,
        "refused": refused,
        "done": done if done in ("entered", "pause", "resume", "leave", "help") else "",
        "new_act_id": new_act_id,
    }
    return render(request, "jobs/mine.html", context, status=409 if refused else 200)
