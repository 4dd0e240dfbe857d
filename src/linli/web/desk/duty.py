"""Who is on duty, one's own shifts, and swaps: one asks, the colleague answers."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from linli.apps.grid import facts as grid
from linli.apps.grid import service
from linli.apps.grid.facts import OnDuty, RosterFact, ShiftFact
from linli.core.shared.outcomes import JsonValue, Problem
from linli.kernel.access.actors import Actor
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.show import clock, day, local
from linli.kernel.ui.text import language, reason, t
from linli.web.desk import seat
from linli.web.desk.names import body_names, either

WEEKS = timedelta(days=14)
ROSTER = (Permission.ROSTER_READ, Permission.SHIFT_SWAP)


@dataclass(frozen=True, slots=True)
class Plan:
    """A roster with its shifts of the coming two weeks, by day."""

    roster: RosterFact
    name: str
    days: Sequence[tuple[str, Sequence[ShiftFact]]]


@requires(*ROSTER)
@require_safe
def roster(request: ActorRequest) -> HttpResponse:
    """Show who is on duty now and in the next two weeks."""
    return _show(request)


def _show(
    request: ActorRequest, *, problems: tuple[Problem, ...] = (), refused: str = "", status: int = 200
) -> HttpResponse:
    actor, at = request.actor, request.at
    refs = sorted({grant.body_ref for grant in actor.grants if grant.body_ref})
    names = body_names(refs)
    plans = [plan for ref in refs for plan in _plans(ref, actor, at)]
    now = [(names.get(ref, ""), one) for ref in refs for one in grid.who_is_on_duty(ref, at, actor=actor)]
    mine = grid.my_shifts(at, actor=actor)
    swaps = grid.swaps(actor=actor)
    context = seat.frame(
        request,
        here="page:duty",
        now=[(body, _name(one.roster), one) for body, one in now],
        plans=plans,
        mine=mine,
        swaps=swaps,
        shifts=[(one.ref, _span(one)) for one in mine if one.starts_at > at],
        others=_others(plans, actor),
        act_id=request.POST.get("act_id") or str(uuid.uuid4()),
        ids={one.ref: str(uuid.uuid4()) for one in swaps},
        said=request.POST,
        span=_span,
        problems=problems,
        refused=refused,
        told=t("desk.duty.done") if request.GET.get("done") else "",
    )
    return render(request, "desk/duty.html", context, status=status)


def _name(one: RosterFact) -> str:
    return either(one.name_zh, one.name_en)


def _plans(body: str, actor: Actor, at: datetime) -> list[Plan]:
    found: dict[str, dict[str, list[ShiftFact]]] = {}
    for shift in grid.body_shifts(body, at, at + WEEKS, actor=actor):
        days = found.setdefault(shift.roster_ref, {})
        days.setdefault(day(local(shift.starts_at).date(), language()), []).append(shift)
    return [Plan(one, _name(one), list(found.get(one.ref, {}).items())) for one in grid.rosters(body)]


def _span(one: ShiftFact | OnDuty) -> str:
    """Write a shift: its day and hours; an end on another day carries that day."""
    same = local(one.starts_at).date() == local(one.ends_at).date()
    until = (
        clock(one.ends_at) if same else f"{day(local(one.ends_at).date(), language())} {clock(one.ends_at)}"
    )
    on = day(local(one.starts_at).date(), language())
    return t("desk.duty.span", day=on, start=clock(one.starts_at), end=until)


def _others(plans: Sequence[Plan], actor: Actor) -> list[tuple[str, str]]:
    """Return colleagues' shifts to swap with, and colleagues who may take one as a favour."""
    every = [shift for plan in plans for _, shifts in plan.days for shift in shifts if not shift.mine]
    swaps = [
        (f"{one.account_ref}|{one.ref}", t("desk.duty.for_shift", name=one.name, span=_span(one)))
        for one in every
    ]
    people = {one.account_ref: one.name for one in every if one.account_ref != actor.account_ref}
    favours = [(f"{ref}|", t("desk.duty.favour", name=name)) for ref, name in people.items()]
    return [*swaps, *favours]


@requires(Permission.SHIFT_SWAP)
@require_POST
def ask(request: ActorRequest) -> HttpResponse:
    """Ask a colleague to take one's shift."""
    colleague, _, instead = request.POST.get("with", "").partition("|")
    shift = request.POST.get("shift", "")
    missing = tuple(
        Problem(name, "lifecycle.required")
        for name, said in (("shift", shift), ("with", colleague))
        if not said
    )
    if missing:
        return _show(request, problems=missing, status=422)
    return _act(
        request,
        lambda act_id: service.ask_swap(
            shift, colleague, instead or None, actor=request.actor, act_id=act_id, at=request.at
        ),
    )


@requires(Permission.SHIFT_SWAP)
@require_POST
def answer(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Agree, decline, or take back what one asked."""
    said = request.POST.get("answer", "")

    def work(act_id: str) -> JsonValue:
        if said == "withdraw":
            return service.withdraw_swap(str(ref), actor=request.actor, act_id=act_id, at=request.at)
        agree = said == "agree"
        return service.answer_swap(str(ref), agree=agree, actor=request.actor, act_id=act_id, at=request.at)

    return _act(request, work)


def _act(request: ActorRequest, work: Callable[[str], JsonValue]) -> HttpResponse:
    try:
        work(request.POST.get("act_id", ""))
    except Invalid as invalid:
        return _show(request, problems=tuple(invalid.problems), status=422)
    except (Refused, Stale) as refused:
        return _show(request, refused=reason(refused.refusal), status=409)
    return HttpResponseRedirect(f"{url('desk:duty')}?done=1")
