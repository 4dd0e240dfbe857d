"""The board and the lists behind its numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import CaseRow, Standing
from linli.apps.grid import facts as grid
from linli.apps.grid.facts import AreaFact
from linli.apps.insight import facts as insight
from linli.apps.insight.facts import COMPARABLE, Period
from linli.kernel.access.actors import Actor
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import NotVisible
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import t
from linli.web.board import rates
from linli.web.board.asking import Asked, asked, others
from linli.web.board.mending import NONE, address, sentences, to_mend
from linli.web.desk import seat
from linli.web.desk.names import lead_name
from linli.web.public import naming
from linli.web.public.showing import Trend

COUNTS = ("near", "late", "returned_twice", "reopened", "parked", "waiting", "without_lead")
LISTED = (*COUNTS, "open", "fresh")
ALARMING = frozenset({"late", "returned_twice", "without_lead"})
MONTHS = 13
Count = tuple[str, str, int, str, bool]


@requires(Permission.BOARD_READ)
@require_safe
def board(request: ActorRequest) -> HttpResponse:
    """Show what to mend, what is late, the rates and how they split."""
    actor, at = request.actor, request.at
    wanted = asked(actor, request.GET.get("area", ""))
    month = insight.current(at)
    trend = _trend(wanted, month)
    standing = cases.standing(actor, wanted.watch, at=at)
    found = to_mend(actor, wanted.watch, at)
    late_bodies, late_areas = _late(actor, wanted, at)
    by_body = {} if wanted.body else insight.by_body(month.name, wanted.group.area)
    names = naming.bodies({*by_body, *late_bodies, *(one.trouble.body for one in found)})
    below = wanted.below
    context = {
        "asked": wanted,
        "others": others(wanted),
        "month": month,
        "last": month.before(),
        "state": insight.month_state(month.name),
        "begun": any(figures.counts for _period, figures in trend),
        "standing": standing,
        "mends": sentences(found, wanted.watch, names),
        "counts": _counts(standing, wanted),
        "cards": rates.cards(trend),
        "lines": rates.lines(trend),
        "columns": rates.split_columns(),
        "bodies": [] if wanted.body else rates.split(by_body, late_bodies, names.get),
        "areas": _areas(wanted, below, late_areas, month.name),
        "comparable": COMPARABLE,
        "at": at,
    }
    return render(request, "board/board.html", seat.frame(request, here="page:board", **context))


def _trend(wanted: Asked, month: Period) -> Trend:
    """Return the figures over time; a body sees no more of its few answers than the public does."""
    trend = insight.trend(wanted.group, month, MONTHS)
    if wanted.body is None:
        return trend
    return [(period, figures.without(insight.small(figures))) for period, figures in trend]


def _counts(standing: Standing, wanted: Asked) -> list[Count]:
    """Return the counts that are watched: name, words, number, where its cases are, whether it alarms."""
    return [
        (
            kind,
            t(f"board.kind.{kind}"),
            standing.counts[kind],
            address(kind, area=wanted.watch.area_path),
            kind in ALARMING and standing.counts[kind] > 0,
        )
        for kind in COUNTS
    ]


def _late(actor: Actor, wanted: Asked, at: datetime) -> tuple[Counter[str], Counter[str]]:
    """Count the late cases by body and by place. One statement."""
    bodies: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for one in cases.piles(actor, wanted.watch, ("body", "area_path"), at=at):
        places[one.area_path] += one.n
        if one.body:
            bodies[one.body] += one.n
    return bodies, places


def _areas(wanted: Asked, below: list[AreaFact], late: Counter[str], month: str) -> list[rates.Row]:
    table = insight.by_area(month, [one.code for one in below], wanted.group.body)
    table = insight.screened(table) if wanted.body else table
    names = {one.code: naming.name_of(one) for one in below}
    inside = {one.code: sum(n for path, n in late.items() if path.startswith(one.path)) for one in below}
    return rates.split(table, inside, names.get)


@requires(Permission.BOARD_READ)
@require_safe
def watched(request: ActorRequest) -> HttpResponse:
    """List the cases behind a number of the board, without anybody's words."""
    said = request.GET
    kind = said.get("kind", "late")
    if kind not in LISTED:
        raise NotVisible
    wanted = asked(request.actor, said.get("area", ""))
    body, subject = said.get("body", ""), said.get("subject", "")[:80]
    lead = grid.body(body) if body not in ("", NONE) else None
    if lead is None and body not in ("", NONE):
        raise NotVisible
    body = lead.ref if lead else body
    watch = replace(wanted.watch, kind=kind, body=body, subject=subject, cursor=said.get("cursor", "")[:200])
    page = cases.watched(request.actor, watch, at=request.at)
    context = {
        "asked": wanted,
        "kind": kind,
        "narrowed": _narrowed(
            wanted, naming.name_of(lead) if lead else t("board.no_body") if body else "", subject
        ),
        "rows": _rows(page.rows),
        "opens": request.actor.may(Permission.CASE_READ),
        "next": address(kind, area=watch.area_path, body=body, subject=subject, cursor=page.cursor)
        if page.cursor
        else None,
        "at": request.at,
    }
    return render(request, "board/cases.html", seat.frame(request, here="page:board", **context))


def _narrowed(wanted: Asked, lead: str, subject: str) -> list[str]:
    """Say what the list is narrowed to."""
    words = [wanted.place, lead]
    if subject:
        key = "" if subject == NONE else subject
        words.append(naming.subjects([key])[key])
    return [word for word in words if word]


def _rows(rows: Sequence[CaseRow]) -> list[tuple[CaseRow, str, str, str]]:
    subjects = naming.subjects(row.subject for row in rows)
    places = naming.places(row.area_path for row in rows)
    return [
        (row, row.title or subjects[row.subject], places[row.area_path], lead_name(row) or t("board.no_body"))
        for row in rows
    ]
