"""Duty: who is on duty now, the coming shifts, and fair rotation."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from linli.apps.catalogue import facts as catalogue
from linli.apps.grid import facts as grid
from linli.apps.grid import service
from linli.core.shared.outcomes import Problem
from linli.core.slots.rotation import Turn
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.access.register import staff_named
from linli.kernel.audit.outcomes import Invalid, NotVisible
from linli.kernel.ui.show import ZONE, local, read_day
from linli.web.county import words
from linli.web.county.frame import Said, Wrong, asked, attempt, done, page, said, today

DAYS_SHOWN = 28
MOST_DAYS = 92
FAIR_OVER = 90
"""Turns of so many days count when the next ones are shared."""
SHOWN = 200


@requires(Permission.ROSTER_READ)
@require_GET
def rosters(request: HttpRequest) -> HttpResponse:
    """List the duties with who is on duty now."""
    actor, at = asked(request).actor, asked(request).at
    found = grid.duties_under("/")[:SHOWN]
    bodies = grid.bodies_by_ref({one.body_ref for one in found})
    now: dict[str, list[grid.OnDuty]] = {}
    for ref in bodies:
        for shift in grid.who_is_on_duty(ref, at, actor=actor):
            now.setdefault(shift.roster.ref, []).append(shift)
    rows = [(one, words.named(one), words.named(bodies[one.body_ref]), now.get(one.ref, [])) for one in found]
    return page(request, "rosters", {"rows": rows})


@requires(Permission.ROSTER_READ)
@require_GET
def roster(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one duty."""
    return _roster(request, ref, None)


@requires(Permission.ROSTER_EDIT)
@require_POST
def roster_change(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Share the coming turns, note an absence, take a shift off."""
    what = request.POST.get("do", "")
    if what not in _CHANGES:
        raise NotVisible
    _, wrong = attempt(lambda: _CHANGES[what](ref, request, said(request)))
    return _roster(request, ref, wrong) if wrong else done(what, "roster", ref=ref)


def _plan(ref: str, request: HttpRequest, who: Said) -> None:
    post, people = request.POST, request.POST.getlist("people")
    first, days, places = (
        read_day(post.get("from", "")),
        _whole(post.get("days", "")),
        _whole(post.get("places", "1")),
    )
    start, hours = _clock(post.get("start", "")), _whole(post.get("hours", ""))
    wrong = [
        Problem(name, code)
        for name, code, bad in (
            ("people", "county.choose_people", not people),
            ("from", "county.not_a_day", first is None),
            ("days", "county.days_range", not 1 <= days <= MOST_DAYS),
            ("places", "county.places_range", not 1 <= places <= 20),  # noqa: PLR2004 - people on one turn
            ("start", "county.not_a_time", start is None),
            ("hours", "county.hours_range", not 1 <= hours <= 24),  # noqa: PLR2004 - hours of a day
        )
        if bad
    ]
    if wrong or first is None or start is None:
        raise Invalid(*(Problem(one.field, one.code, {"most": MOST_DAYS}) for one in wrong))
    on = [first + timedelta(n) for n in range(days)]
    only = post.get("only", "all")
    calendar = catalogue.calendar()
    on = [day for day in on if only == "all" or calendar.is_working(day) == (only == "working")]
    turns = [_turn(day, start, hours, places) for day in on]
    since = datetime.combine(first, time(), ZONE) - timedelta(FAIR_OVER)
    service.plan_roster(ref, people, turns, count_from=since, **who)


def _absent(ref: str, request: HttpRequest, who: Said) -> None:
    post = request.POST
    first, last = read_day(post.get("away_from", "")), read_day(post.get("away_to", ""))
    if not post.get("account"):
        raise Invalid(Problem("account", "county.choose_one"))
    if first is None or last is None:
        raise Invalid(Problem("away_from" if first is None else "away_to", "county.not_a_day"))
    start, end = (datetime.combine(day, time(), ZONE) for day in (first, last + timedelta(1)))
    service.report_absence(ref, start, end, account_ref=post["account"], **who)


def _cancel(_ref: str, request: HttpRequest, who: Said) -> None:
    service.cancel_shift(request.POST.get("shift", ""), **who)


_CHANGES = {"planned": _plan, "absent": _absent, "shift_cancelled": _cancel}


def _roster(request: HttpRequest, ref: str, wrong: Wrong | None) -> HttpResponse:
    one = grid.duty(ref)
    if one is None:
        raise NotVisible
    actor, at = asked(request).actor, asked(request).at
    start = datetime.combine(today(request), time(), ZONE)
    shifts = grid.shifts(ref, start, start + timedelta(DAYS_SHOWN), actor=actor)
    past = grid.shifts(ref, start - timedelta(FAIR_OVER), start, actor=actor)
    load = Counter(shift.account_ref for shift in (*past, *shifts))
    body = grid.body(one.body_ref)
    people = _people(one.body_ref, request, load)
    context: dict[str, Any] = {
        "one": one,
        "name": words.named(one),
        "body": body,
        "body_name": words.named(body) if body else "",
        "now": [shift for shift in shifts if shift.starts_at <= at < shift.ends_at],
        "days": _by_day(shifts),
        "load": [(name, load[account]) for account, name in people],
        "people": people,
        "may_roster": body is not None and actor.may(Permission.ROSTER_EDIT, area_path=body.area_path),
        "typed": request.POST,
        "chosen": request.POST.getlist("people") or [account for account, _ in people],
    }
    return page(request, "roster", context, wrong=wrong)


def _people(body_ref: str, request: HttpRequest, load: Counter[str]) -> list[tuple[str, str]]:
    """Return who can share a duty: those appointed to the body, and who had a turn before."""
    held = grid.appointments(body_ref, today(request), actor=asked(request).actor)
    found = {one.account_ref: one.name for one in held}
    missing = [ref for ref in load if ref not in found]
    return [*found.items(), *(staff_named(missing).items() if missing else ())]


def _by_day(shifts: list[grid.ShiftFact]) -> list[tuple[date, bool, list[grid.ShiftFact]]]:
    days: dict[date, list[grid.ShiftFact]] = {}
    for shift in shifts:
        days.setdefault(local(shift.starts_at).date(), []).append(shift)
    calendar = catalogue.calendar()
    return [(day, calendar.is_working(day), all_) for day, all_ in days.items()]


def _turn(day: date, start: time, hours: int, places: int) -> Turn:
    begins = datetime.combine(day, start, ZONE)
    return Turn(begins, begins + timedelta(hours=hours), places)


def _whole(text: str) -> int:
    return int(text) if text.strip().isdigit() and len(text.strip()) < 4 else 0  # noqa: PLR2004 - no such figure is longer


def _clock(text: str) -> time | None:
    try:
        return time.fromisoformat(text.strip())
    except ValueError:
        return None
