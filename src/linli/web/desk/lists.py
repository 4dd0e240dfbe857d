"""Lists beside the queues: supporting parts, orders to answer, visits to print, the sheet of a month."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from linli.apps.cases import facts as cases
from linli.apps.cases import service
from linli.apps.cases.facts import Answers, CaseRow, SheetLine
from linli.core.shared.outcomes import Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.show import ZONE, local
from linli.kernel.ui.text import reason, t
from linli.web.desk import seat
from linli.web.desk.names import area_names, body_names, joined, pack_text
from linli.web.desk.queue import SUPPORTING, Chip, Where, chips, listing, read
from linli.web.desk.views import told, waiting_notes

READ = Permission.CASE_READ
OUTDOORS = ("handling", "post_check", "pre_check", "offered")
"""Queues whose cases somebody goes to see."""

SHEET_KINDS = (
    "holder_late", "promise_late", "redone", "return_dismissed",
)  # fmt: skip


@requires(READ)
@require_safe
def supporting(request: ActorRequest) -> HttpResponse:
    """Show the cases in which one's body supports, was consulted or was called to the site."""
    where = replace(Where.read(request.GET), queue=SUPPORTING)
    context = seat.frame(
        request,
        here=where.here,
        listing=listing(request, where),
        **waiting_notes(request),
        told=told(request),
    )
    return render(request, "desk/queue.html", context)


@requires(READ)
@require_safe
def orders(request: ActorRequest) -> HttpResponse:
    """Show the supervision orders that one's body must answer, and those one's area has open."""
    return _orders(request)


def _orders(
    request: ActorRequest,
    *,
    ref: str = "",
    text: str = "",
    problems: tuple[Problem, ...] = (),
    refused: str = "",
) -> HttpResponse:
    mine = cases.orders_to_answer(request.actor)
    issued = cases.orders_issued(request.actor)
    answered = cases.orders_answered(request.actor)
    context = seat.frame(
        request,
        here="page:orders",
        mine=mine,
        issued=issued,
        answered=answered,
        wishes=cases.exclusions_to_decide(request.actor),
        bodies=body_names(order.body for order in (*mine, *issued, *answered)),
        ids={order.ref: str(uuid.uuid4()) for order in mine},
        ref=ref,
        text=text,
        problems=problems,
        refused=refused,
        told=told(request),
    )
    return render(request, "desk/orders.html", context, status=422 if problems else 409 if refused else 200)


@requires(Permission.ASSIGNMENT_REPORT)
@require_POST
def answer_order(request: ActorRequest, ref: uuid.UUID) -> HttpResponse:
    """Answer a supervision order; its clock stops."""
    text = request.POST.get("text", "")
    try:
        answer = service.answer_order(
            ref, text, actor=request.actor, act_id=request.POST.get("act_id", ""), at=request.at
        )
    except Invalid as invalid:
        return _orders(request, ref=str(ref), text=text, problems=tuple(invalid.problems))
    except Refused as refused:
        return _orders(request, ref=str(ref), text=text, refused=reason(refused.refusal))
    return HttpResponseRedirect(f"{url('desk:orders')}?done={answer['number']}")


@dataclass(frozen=True, slots=True)
class Visit:
    """A case to go and see: where it is in the words of who told it, and by when."""

    row: CaseRow
    place: str
    chips: list[Chip]


@requires(READ)
@require_safe
def visits(request: ActorRequest) -> HttpResponse:
    """Group the cases of a queue by area, to be printed and taken along."""
    places = seat.seat_of(request.actor)
    where = Where.read(request.GET)
    outdoors = [name for name in OUTDOORS if name in places.queues] or ["handling"]
    queue = where.queue if where.queue in outdoors else outdoors[0]
    rows = list(read(request, Where(queue=queue)).rows)
    words = cases.places(request.actor, [row.ref for row in rows])
    ordered = sorted(rows, key=lambda row: (row.area_path, row.due is None, row.due or request.at))
    names = area_names(row.area_path for row in rows)
    groups = [
        (names[path], [Visit(row, words.get(row.ref, ""), chips(row, request.at)) for row in group])
        for path, group in groupby(ordered, key=lambda row: row.area_path)
    ]
    tabs = [
        (f"{url('desk:visits')}?queue={name}", t(f"desk.queue.{name}"), name == queue) for name in outdoors
    ]
    context = seat.frame(
        request, here="page:visits", groups_of_visits=groups, tabs=tabs, queue=queue, count=len(rows)
    )
    return render(request, "desk/visits.html", context)


@requires(Permission.ASSIGNMENT_REPORT)
@require_safe
def sheet(request: ActorRequest) -> HttpResponse:
    """Show what counts against one's body in a month and why, before the month ends."""
    first = month_of(request.GET.get("month", ""), local(request.at).date())
    following = (first + timedelta(days=32)).replace(day=1)
    start, end = _midnight(first), _midnight(following)
    lines = cases.sheet(request.actor, start, end, at=request.at)
    counted = [line for line in lines if not line.excluded]
    summary = [(kind, sum(1 for line in counted if line.kind == kind)) for kind in SHEET_KINDS]
    context = seat.frame(
        request,
        here="page:sheet",
        month=first,
        before=(first - timedelta(days=1)).replace(day=1),
        after=following if following <= local(request.at).date() else None,
        lines=[(line, _clock(line)) for line in lines],
        summary=[(t(f"desk.sheet.{kind}"), n) for kind, n in summary if n],
        counted=len(counted),
        answers=_answered(cases.answers(request.actor, start, end)),
        excluded=len(lines) - len(counted),
    )
    return render(request, "desk/sheet.html", context)


def _answered(found: Sequence[Answers]) -> list[str]:
    """Write what residents answered; under the smallest number, why nothing is said."""
    names = body_names(one.body for one in found) if len({one.body for one in found}) > 1 else {}
    said = [
        t(f"desk.sheet.few.{one.kind}", n=cases.FEWEST)
        if one.many is None
        else t(f"desk.sheet.{one.kind}", low=one.low, many=one.many)
        for one in found
    ]
    return [joined((names.get(one.body, ""), line)) for one, line in zip(found, said, strict=True)]


def month_of(said: str, today: date) -> date:
    """Return the first day of the month that an address names, else of this month."""
    try:
        first = date.fromisoformat(f"{said}-01")
    except ValueError:
        return today.replace(day=1)
    return min(max(first, date(2004, 1, 1)), today.replace(day=1))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZONE).astimezone(UTC)


def _clock(line: SheetLine) -> str:
    if not line.clock:
        return ""
    return pack_text(cases.definition(line.pack), f"clock.{line.clock}") or t("desk.clock_unnamed")
