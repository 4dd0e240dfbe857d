"""The public list of cases and the public page of one: codes, places, dates, and a reviewed sentence at most."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from linli.apps.cases import facts as cases
from linli.apps.cases.facts import CaseRow, PublicCase, Step, Wanted
from linli.apps.insight import facts as insight
from linli.core.lifecycle.definition import StageKind
from linli.kernel.access.pages import public_page
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.show import now
from linli.kernel.ui.text import language, t
from linli.web.public import naming
from linli.web.public.asking import area_of, below, crumbs, tabs

STAGES = (
    "submitted", "accepted", "dispatched", "returned", "handling", "waiting_resident", "parked", "reported",
    "call_back", "closed", "not_accepted", "transferred", "merged", "withdrawn",
)  # fmt: skip
QUIET = frozenset({"cases.noted", "cases.contact_unmasked", "cases.left"})
"""Acts that are entries of a case and tell the public nothing about its course."""

LATE = ("overdue", "near", "returned_twice", "reopened")


@public_page
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List public cases, newest first; a number goes straight to its case."""
    said = request.GET.get("q", "").strip()
    problems: tuple[object, ...] = ()
    if said:
        try:
            ref = cases.public_ref(said)
        except Invalid as invalid:
            ref, problems = None, invalid.problems
        if ref:
            return redirect("public:case", ref=ref)
    area = area_of(request.GET.get("area", ""))
    page = cases.public_list(_wanted(request, area.path if area else ""), at=now())
    months = [one.name for one in insight.months()]
    context = {
        "tabs": tabs("cases"),
        "area": area,
        "place": naming.name_of(area) if area else "",
        "crumbs": crumbs(area, request.path),
        "areas": [(one.code, naming.name_of(one)) for one in below(area)],
        "months": [(one, t("public.month_long", month=one)) for one in months],
        "stages": [(name, t(f"public.stage.{name}")) for name in STAGES],
        "subjects": _subjects(months[:2], area.code if area else ""),
        "chosen": {name: request.GET.get(name, "") for name in ("area", "subject", "stage", "month", "late")},
        "said": said,
        "problems": problems,
        "not_found": bool(said) and not problems,
        "rows": _rows(page.rows),
        "next": here(request, cursor=page.cursor) if page.cursor else None,
        "first": here(request, cursor="") if request.GET.get("cursor") else None,
    }
    return render(request, "public/cases.html", context, status=422 if problems else 200)


def _wanted(request: HttpRequest, area_path: str) -> Wanted:
    period = insight.period_named(request.GET.get("month", "") or "-")
    late = request.GET.get("late", "")
    return Wanted(
        area_path=area_path,
        subject=request.GET.get("subject", ""),
        stage=request.GET.get("stage", ""),
        late=late if late in LATE else "",
        cursor=request.GET.get("cursor", ""),
        opened=(period.start, period.end) if period else None,
    )


def _subjects(months: Iterable[str], area: str) -> list[tuple[str, str]]:
    """Return the subjects that had cases in these months, by name."""
    keys = insight.subjects_told(months, area[:6])
    return sorted(naming.subjects(keys).items(), key=lambda pair: pair[1])


def _rows(found: Iterable[CaseRow]) -> list[dict[str, object]]:
    rows = list(found)
    places = naming.places(row.area_path for row in rows)
    subjects, at = naming.subjects(row.subject for row in rows), now()
    return [_row(row, subjects[row.subject], places[row.area_path], at) for row in rows]


def _row(row: CaseRow, subject: str, place: str, at: datetime) -> dict[str, object]:
    definition = cases.definition(row.pack)
    return {
        "ref": row.ref,
        "number": row.number,
        "title": subject if row.subject else definition.text("title", language()),
        "summary": row.title,
        "place": place,
        "stage": naming.stage(row.stage, definition),
        "kind": kind_of(row.stage, row.promise, ended=row.closed_at is not None, at=at),
        "opened_at": row.opened_at,
        "closed_at": row.closed_at,
        "promise": row.promise,
        "joined": row.joined,
    }


def kind_of(stage: str, promise: datetime | None, *, ended: bool, at: datetime) -> str:
    """Return how a chip looks: done, late, waiting, under way."""
    if ended:
        return "ok" if stage == "closed" else "plain"
    if promise is not None and promise < at:
        return "late"
    return "soon" if stage in {"waiting_resident", "parked"} else "run"


@public_page
@require_safe
def case(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Show one public case from its entries."""
    found = cases.public_case(ref)
    stage = found.definition.lifecycle.stages.get(found.stage)
    bodies = naming.bodies([found.lead or "", *(step.body or "" for step in found.steps)])
    ended = stage is not None and stage.kind is StageKind.END
    service = found.definition.text("title", language())
    subject = naming.subjects([found.subject])[found.subject]
    steps = [step for step in found.steps if step.act not in QUIET]
    context = {
        "tabs": tabs("cases"),
        "case": found,
        "title": naming.about(subject, found.link) if found.subject else service,
        "service": service,
        "place": naming.places([found.area_path])[found.area_path],
        "stage": naming.stage(found.stage, found.definition),
        "kind": kind_of(
            found.stage, found.promise.told_due if found.promise else None, ended=ended, at=now()
        ),
        "ended": ended,
        "lead": bodies.get(found.lead or "", ""),
        "outcome": naming.outcome(found.outcome, found.definition),
        "events": [_event(step, found, bodies) for step in steps],
        "hero": _hero(found, ended=ended),
        "leaf": next(
            (step.leaf_index for step in reversed(found.steps) if step.leaf_index is not None), None
        ),
        "join": _join(found, ended=ended),
        "feed_area": next(iter(reversed(naming.community_of(found.area_path))), ""),
    }
    return render(request, "public/case.html", context)


def _event(step: Step, found: PublicCase, bodies: dict[str, str]) -> dict[str, object]:
    if step.move:
        title = naming.move(step.move, cases.of_step(step.pack, found.definition))
    else:
        title = t(f"public.act.{step.act.partition('.')[2]}")
    return {
        "title": title or t("public.act.other"),
        "at": step.at,
        "iso": step.at.isoformat(),
        "who": bodies.get(step.body or "", ""),
        "leaf": step.leaf_index,
        "state": "done",
    }


def _hero(found: PublicCase, *, ended: bool) -> dict[str, object] | None:
    """Return the promise: running, late, waiting or kept."""
    promise = found.promise
    if promise is None:
        return None
    if promise.stopped is not None or ended:
        done = promise.stopped or found.closed_at
        kept = done is not None and done <= promise.told_due
        return {
            "kind": "done" if kept else "late",
            "at": done,
            "due": promise.told_due,
            "word": "kept" if kept else "broken",
        }
    if promise.paused_since is not None:
        return {"kind": "waiting", "at": promise.paused_since, "due": promise.told_due, "word": "waiting"}
    late = promise.told_due < now()
    return {
        "kind": "late" if late else "run",
        "at": promise.told_due,
        "due": promise.told_due,
        "word": "late" if late else "run",
    }


def _join(found: PublicCase, *, ended: bool) -> str:
    """Return where to say "me too", if the portal is part of this installation and the case is open."""
    if ended:
        return ""
    try:
        return reverse("portal-case", kwargs={"ref": found.ref})
    except NoReverseMatch:
        return ""
