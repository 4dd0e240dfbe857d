"""The year as a sheet: days off, weekends that are worked, and taking in a year's notice."""

from __future__ import annotations

import calendar as months
import json
from datetime import date
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_http_methods

from linli.apps.catalogue import facts as catalogue
from linli.apps.catalogue import service
from linli.core.clock.calendar import Calendar
from linli.core.clock.steps import holiday
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid
from linli.kernel.ui.text import reason
from linli.web.county.frame import attempt, done, page, said, today

LARGEST = 200_000
SATURDAY = 5
MONTHS = range(1, 13)
BEYOND = 2
"""So many years after the last notice are shown, as provisional."""


@requires(Permission.CALENDAR_IMPORT)
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponseBase:
    """Show a year; take in a notice."""
    wrong = None
    if request.method == "POST":
        _, wrong = attempt(lambda: service.import_calendar(_notice(request), **said(request)))
        if wrong is None:
            return done("calendar_imported", "calendar")
    now = catalogue.calendar()
    years = [*range(now.first_year, now.last_year + BEYOND + 1)]
    named = {str(year): year for year in years}
    year = named.get(request.GET.get("year", ""), min(today(request).year, years[-1]))
    notice = now.notice(year)
    context: dict[str, Any] = {
        "version": now.version,
        "last_year": now.last_year,
        "year": year,
        "previous": year - 1 if year - 1 in years else None,
        "following": year + 1 if year + 1 in years else None,
        "years": years[::-1],
        "sheet": [(month, _weeks(now, year, month)) for month in MONTHS],
        "provisional": year > now.last_year,
        "holidays": [reason(holiday(one.name, one.first, one.last)) for one in notice.rests]
        if notice
        else [],
        "moved": notice.working if notice else (),
        "source": notice.source if notice else "",
        "working_days": _working_days(now, year),
        "typed": request.POST.get("notice", ""),
    }
    return page(request, "calendar", context, wrong=wrong)


def _weeks(now: Calendar, year: int, month: int) -> list[list[tuple[int, str]]]:
    """Return the weeks of a month: (day, what it is), day 0 for none."""
    return [
        [(day.day, _kind(now, day)) if day.month == month else (0, "") for day in week]
        for week in months.Calendar().monthdatescalendar(year, month)
    ]


def _kind(now: Calendar, day: date) -> str:
    """Tell a day for the sheet: off, moved (a weekend that is worked), weekend or plain."""
    kind = now.kind(day)
    if kind.working:
        return "moved" if day.weekday() >= SATURDAY else ""
    return "off" if kind.name else "weekend"


def _working_days(now: Calendar, year: int) -> int:
    return sum(now.is_working(day) for month in MONTHS for day in _days(year, month))


def _days(year: int, month: int) -> list[date]:
    return [date(year, month, n) for n in range(1, months.monthrange(year, month)[1] + 1)]


def _notice(request: HttpRequest) -> object:
    """Read the file, or what was pasted.

    Raises:
        Invalid: there is nothing, or it is neither YAML nor JSON.
    """
    file, text = request.FILES.get("file"), request.POST.get("notice", "")
    name = "file" if file else "notice"
    unreadable = Problem(name, "clock.notice_unreadable", {"file": (file.name or "") if file else "—"})
    try:
        text = file.read(LARGEST + 1).decode("utf-8-sig") if file else text
        if not text.strip():
            raise Invalid(Problem("file", "county.choose_file"))
        if len(text) > LARGEST:
            raise Invalid(unreadable)
        return _parse(text)
    except (UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError):
        raise Invalid(unreadable) from None


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return yaml.safe_load(text)
