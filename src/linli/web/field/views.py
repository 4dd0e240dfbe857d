"""A report from outdoors: a tap, a photo, the place; kept on the device until the network is back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from linli.apps.cases import facts as cases
from linli.apps.cases import service
from linli.apps.catalogue import facts as catalogue
from linli.core.shared.outcomes import Problem
from linli.core.shared.text import clean_text
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.act import Source
from linli.kernel.audit.outcomes import Invalid, Refused
from linli.kernel.ui import failures, show
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import language, t
from linli.web.portal import draft as drafts
from linli.web.portal.draft import Draft
from linli.web.portal.visitor import actor_of, at_of

CATEGORIES = Path(__file__).with_name("categories.yaml")
OLDEST = timedelta(days=30)
"""A device may have been without a network for so long; older claims count as made now."""


@cache
def categories() -> tuple[Mapping[str, str], ...]:
    """Return the taps, read once a process."""
    return tuple(yaml.safe_load(CATEGORIES.read_text(encoding="utf-8")))


@requires(Permission.CASE_SUBMIT_FOR)
@ensure_csrf_cookie
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the report form; the device keeps the page for when there is no network."""
    return _form(request, drafts.fresh(), "", ())


def _form(
    request: HttpRequest, draft: Draft, category: str, problems: tuple[Problem, ...], status: int = 200
) -> HttpResponse:
    start, end = _last_month(at_of(request))
    context: dict[str, Any] = {
        "draft": draft,
        "category": category,
        "categories": [(one["name"], t(f"field.category.{one['name']}")) for one in categories()],
        "problems": problems,
        "thanks": cases.reported_by(actor_of(request), start, end),
        "month": start,
        "latest": [_report_line(one) for one in cases.latest_reports(actor_of(request), at_of(request))],
        "asks_households": actor_of(request).may(Permission.HOUSEHOLD_TASK),
        "sent": request.GET.get("sent", "")[:11],
    }
    return render(request, "field/report.html", context, status=status)


def _report_line(one: cases.OwnReport) -> dict[str, Any]:
    stage = cases.definition(one.pack).text(f"stage.{one.stage}", language())
    return {"number": one.number, "title": one.title, "stage": stage, "at": one.opened_at}


def _last_month(at: datetime) -> tuple[datetime, datetime]:
    this = show.local(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (this - timedelta(days=1)).replace(day=1), this


@requires(Permission.CASE_SUBMIT_FOR)
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """Take a report: from the device's queue (answered with JSON) or from the plain form."""
    draft, category = drafts.read(request.POST), request.POST.get("category", "")
    try:
        number = _open(request, draft, category)
    except Invalid as wrong:
        if failures.for_program(request):
            raise
        return _form(request, draft, category, wrong.problems, status=422)
    except Refused as refused:
        if failures.for_program(request):
            raise
        return _form(request, draft, category, (Problem("", refused.refusal.code),), status=409)
    if failures.for_program(request):
        return JsonResponse({"number": number})
    return HttpResponseRedirect(f"{reverse('field')}?sent={number}")


def _open(request: HttpRequest, draft: Draft, category: str) -> str:
    draft, problems = drafts.take_files(request, draft, at_of(request), "photo")
    chosen = next((one for one in categories() if one["name"] == category), None)
    subject = chosen["subject"] if chosen else ""
    if problems:
        raise Invalid(*problems)
    if not draft.body.strip() and chosen is None:
        raise Invalid(Problem("category", "field.nothing_told"))
    known = subject if catalogue.snapshot().subject(subject) else ""
    body = draft.body.strip() or t(f"field.category.{category}")
    told = replace(replace(draft, body=body, subject=known).told(), channel="grid", on_behalf_of="")
    done = service.open_case(
        told,
        actor=actor_of(request),
        act_id=draft.act_id,
        at=at_of(request),
        source=Source.DEVICE,
        occurred_at=_occurred(request),
    )
    return str(done["number"])


def _occurred(request: HttpRequest) -> datetime | None:
    """When the device says it was; a claim, and one that cannot lie in the future."""
    at = at_of(request)
    try:
        said = datetime.fromisoformat(clean_text(request.POST.get("occurred_at", ""))[:40])
    except ValueError:
        return None
    return said if said.tzinfo and at - OLDEST <= said <= at else None
