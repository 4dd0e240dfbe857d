"""Circuits: the public calendar and the team's sheet; planned and counted at the desk."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.activities import facts, service
from linli.apps.grid import facts as grid
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import public_page, requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import reason
from linli.web.activities.reading import moment, named, number
from linli.web.desk import seat
from linli.web.portal.naming import name_of
from linli.web.portal.visitor import actor_of, at_of

READ, KEEP = Permission.ACTIVITY_READ, Permission.ACTIVITY_KEEP
HERE, ROWS, KINDS = "page:circuits", 6, ("community", "village")
LINES = ("title_zh", "title_en", "team", "members", "kit")


@public_page
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """List rounds that are to come, or on wish those that were."""
    over = request.GET.get("over") == "yes"
    page = facts.circuits(at_of(request), cursor=request.GET.get("cursor", "")[:20], over=over)
    context = {
        "rows": cards(page.rows),
        "next": here(request, cursor=page.cursor) if page.cursor else None,
        "over": over,
    }
    return render(request, "activities/circuits.html", context)


@public_page
@require_safe
def circuit(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Show one round: stops, and the sheet that its team prints."""
    found = facts.circuit(ref, actor_of(request))
    office = grid.bodies_by_id({found.row.body_id}).get(found.row.body_id)
    context = {
        **cards([found])[0],
        "body": name_of(office) if office else "",
        "phone": office.phone if office else "",
    }
    return render(request, "activities/circuit.html", context)


@requires(READ)
@never_cache
@require_http_methods(["GET", "POST"])
def desk(request: ActorRequest) -> HttpResponse:
    """List rounds, and plan one."""
    problems: tuple[Any, ...] = ()
    because = ""
    if request.method == "POST":
        try:
            made = service.plan_circuit(_new(request), **_said(request))
            return HttpResponseRedirect(url("circuits-desk-one", ref=made))
        except Invalid as wrong:
            problems = wrong.problems
        except (Refused, Stale) as no:
            because = reason(no.refusal)
    over = request.GET.get("over") == "yes"
    page = facts.circuits(request.at, cursor=request.GET.get("cursor", "")[:20], over=over)
    may_plan = request.actor.may(KEEP)
    context = seat.frame(
        request, here=HERE, rows=cards(page.rows), over=over, may_plan=may_plan,
        next=here(request, cursor=page.cursor) if page.cursor else None, problems=problems, because=because,
        typed=request.POST, act_id=str(uuid.uuid4()), rows_to_fill=range(1, ROWS + 1),
        areas=_areas(request) if may_plan else [], bodies=_bodies(request) if may_plan else [],
    )  # fmt: skip
    return render(
        request, "activities/circuits_desk.html", context, status=422 if problems else 409 if because else 200
    )


@requires(READ)
@never_cache
@require_http_methods(["GET", "POST"])
def desk_one(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Show one round at the desk: note who was reached, drop a stop."""
    problems: tuple[Any, ...] = ()
    because = ""
    if request.method == "POST":
        what, stop = request.POST.get("do", ""), number(request.POST.get("stop", "")) or 0
        try:
            if what == "reached":
                service.note_reached(ref, stop, number(request.POST.get("reached", "")), **_said(request))
            elif what == "drop":
                service.drop_stop(ref, stop, **_said(request))
            else:
                raise NotVisible
            return HttpResponseRedirect(url("circuits-desk-one", ref=ref))
        except Invalid as wrong:
            problems = wrong.problems
        except (Refused, Stale) as no:
            because = reason(no.refusal)
    found = facts.circuit(ref, request.actor)
    context = seat.frame(
        request, here=HERE, **cards([found])[0], problems=problems, because=because, at=request.at,
        may_plan=facts.keeps_circuit(found.row, request.actor), new_act_id=lambda: str(uuid.uuid4()),
    )  # fmt: skip
    return render(
        request, "activities/circuit_desk.html", context, status=422 if problems else 409 if because else 200
    )


def cards(rows: Sequence[facts.CircuitFact]) -> list[dict[str, Any]]:
    """Return what a list shows of rounds, in the reader's language; the names of all places in one statement."""
    paths = {stop.area for one in rows for stop in one.stops}
    steps = {path: [step for step in path.split("/") if step][-2:] for path in paths}
    names = {
        area.code: name_of(area)
        for area in grid.areas(sorted({step for two in steps.values() for step in two}))
    }
    told = {path: " ".join(names.get(step, step) for step in two) for path, two in steps.items()}
    return [
        {
            "one": one,
            "row": one.row,
            "title": named(one.row, "title"),
            "stops": [(stop, told[stop.area]) for stop in one.stops],
        }
        for one in rows
    ]


def _new(request: ActorRequest) -> service.NewCircuit:
    post = request.POST
    stops = []
    for n in range(1, ROWS + 1):
        day, area = post.get(f"day_{n}", "")[:10], post.get(f"area_{n}", "")[:40]
        if not (day or area):
            continue
        starts, ends = (moment(f"{day}T{post.get(f'{name}_{n}', '')[:5]}") for name in ("from", "to"))
        stops.append(service.NewStop(area, starts, ends, post.get(f"place_{n}", "")[:100]))
    lines = {name: post.get(name, "")[:3000] for name in LINES}
    return service.NewCircuit(body=post.get("body", "")[:40], stops=tuple(stops), **lines)


def _areas(request: ActorRequest) -> list[tuple[str, str]]:
    paths = {grant.area_path for grant in request.actor.grants_for(KEEP)}
    found = [one for path in sorted(paths) for one in grid.subtree(path, *KINDS)]
    return [("", ""), *((one.code, name_of(one)) for one in found[:400])]


def _bodies(request: ActorRequest) -> list[tuple[str, str]]:
    grants = request.actor.grants_for(KEEP)
    found = [
        one
        for one in grid.bodies()
        if grid.is_office(one) and any(one.area_path.startswith(grant.area_path) for grant in grants)
    ]
    return [(one.ref, name_of(one)) for one in found[:300]]


def _said(request: ActorRequest) -> dict[str, Any]:
    return {"actor": request.actor, "act_id": request.POST.get("act_id", ""), "at": request.at}
