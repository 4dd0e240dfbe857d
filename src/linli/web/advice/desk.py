"""For advisers: their day, a consultation, their hours. For clerks: book for a caller. For keepers: who advises."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.centres import facts, service
from linli.core.shared.outcomes import Problem
from linli.core.slots.advising import Weekly
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.access.throttle import allow_address
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason, t
from linli.web.advice.public import by_day, read_moment
from linli.web.counter.public import named
from linli.web.desk import seat
from linli.web.portal.visitor import act_id_of, new_act_id

HERE = "page:advice"
HOUR, TRIES = 3600, 60
RECORD = 2000


@requires(Permission.CONSULTATION_GIVE)
@never_cache
@require_safe
def day(request: ActorRequest) -> HttpResponse:
    """Show an adviser who comes when, and who is here."""
    context = seat.frame(
        request, here=HERE, rows=facts.adviser_day(request.actor, request.at), named=named,
        past=facts.adviser_past(request.actor, request.at),
    )  # fmt: skip
    return render(request, "advice/day.html", context)


@sensitive_post_parameters()
@requires(Permission.CONSULTATION_GIVE)
@never_cache
@require_http_methods(["GET", "POST"])
def consultation(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show one consultation to its adviser: the room around the hour, the record, how it went."""
    problems: tuple[Problem, ...] = ()
    refused = ""
    if request.method == "POST":
        try:
            _do(request, ref)
            return HttpResponseRedirect(url("desk-consultation", ref=str(ref)))
        except Invalid as wrong:
            problems = wrong.problems
        except (Refused, Stale) as no:
            refused = reason(no.refusal)
    found = facts.consultation(ref, request.actor, request.at)
    if found.is_client:
        raise NotVisible
    context = seat.frame(
        request, here=HERE, found=found, problems=problems, refused=refused, most=RECORD,
        new_act_id=new_act_id, text=request.POST.get("text", "") if problems else found.record,
        centre=named(found.centre_zh, found.centre_en),
    )  # fmt: skip
    status = 422 if problems else 409 if refused else 200
    return render(request, "advice/desk_consultation.html", context, status=status)


def _do(request: ActorRequest, ref: UUID) -> None:
    said: dict[str, Any] = {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}
    what = request.POST.get("do", "")
    acts: dict[str, Callable[[], object]] = {
        "call": lambda: service.call_in(ref, **said),
        "kept": lambda: service.end_consultation(ref, "kept", **said),
        "missed": lambda: service.end_consultation(ref, "missed", **said),
        "cancel": lambda: service.cancel_consultation(ref, **said),
        "record": lambda: service.write_record(ref, request.POST.get("text", "")[: RECORD * 2], **said),
    }
    if what not in acts:
        raise NotVisible
    acts[what]()


@requires(Permission.CONSULTATION_GIVE)
@never_cache
@require_http_methods(["GET", "POST"])
def hours(request: ActorRequest) -> HttpResponse:
    """Set one's hours of the week and days away."""
    problems: tuple[Problem, ...] = ()
    told = ""
    if request.method == "POST":
        try:
            told = _set_hours(request)
        except Invalid as wrong:
            problems = wrong.problems
    context = seat.frame(
        request, here=HERE, rows=facts.own_hours(request.actor, request.at), problems=problems,
        told_here=told, named=named, new_act_id=new_act_id, clock=_clock,
    )  # fmt: skip
    return render(request, "advice/hours.html", context, status=422 if problems else 200)


def _set_hours(request: ActorRequest) -> str:
    said: dict[str, Any] = {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}
    sent, adviser = request.POST, request.POST.get("adviser", "")[:40]
    if sent.get("do") == "away":
        gone = service.be_away(adviser, _date(sent, "first"), _date(sent, "last"), **said)
        return t("advice.away_done", n=gone)
    if sent.get("do") != "hours":
        raise NotVisible
    weekly = [
        Weekly(
            weekday,
            _minute(sent.get(f"from-{weekday}-{part}", "")),
            _minute(sent.get(f"to-{weekday}-{part}", "")),
        )
        for weekday in range(7)
        for part in (0, 1)
        if sent.get(f"from-{weekday}-{part}") or sent.get(f"to-{weekday}-{part}")
    ]
    service.set_hours(adviser, weekly, **said)
    return t("advice.hours_done")


def _date(sent: Any, name: str) -> date:
    try:
        return date.fromisoformat(sent.get(name, ""))
    except ValueError:
        raise Invalid(Problem(name, "advice.day_missing")) from None


def _minute(text: str) -> int:
    hours, _, minutes = text.partition(":")
    right = all(part.isascii() and part.isdigit() and len(part) < 3 for part in (hours, minutes))  # noqa: PLR2004 - HH:MM
    return int(hours) * 60 + int(minutes) if right else -1


def _clock(minute: int) -> str:
    return f"{min(minute, 1439) // 60:02d}:{min(minute, 1439) % 60:02d}"


@sensitive_post_parameters()
@requires(Permission.CONSULTATION_BOOK)
@never_cache
@require_http_methods(["GET", "POST"])
def book(request: ActorRequest) -> HttpResponse:
    """Book for a caller; find a booking again by the digits that a caller tells."""
    problems: tuple[Problem, ...] = ()
    refused = told = ""
    if request.method == "POST":
        try:
            told = _book(request)
        except Invalid as wrong:
            problems = wrong.problems
        except (Refused, Stale) as no:
            refused = reason(no.refusal)
        except NotVisible:
            problems = (Problem("code", "advice.no_such_code"),)
    rows = facts.advisers(request.at, actor=request.actor)
    chosen = request.GET.get("adviser", "")
    picked = next((one for one in rows if one.ref == chosen), None)
    context = seat.frame(
        request, here="page:advice_book", rows=rows, picked=picked, problems=problems, refused=refused,
        told_here=told, named=named, new_act_id=new_act_id, sent=request.POST,
        days=by_day(facts.free_times(picked.ref, request.at)) if picked else [],
    )  # fmt: skip
    status = 422 if problems else 409 if refused else 200
    return render(request, "advice/book.html", context, status=status)


def _book(request: ActorRequest) -> str:
    said: dict[str, Any] = {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}
    sent, code = request.POST, request.POST.get("code", "")[:20]
    what = sent.get("do", "")
    if what == "book":
        phone = sent.get("phone", "").strip()[:40]
        if not phone:
            raise Invalid(Problem("phone", "identity.phone_missing"))
        wish = service.ConsultationWish(
            request.GET.get("adviser", "")[:40],
            read_moment(sent.get("starts", "")),
            sent.get("way", "")[:10],
            phone,
        )
        made = service.book_consultation(wish, **said)
        return t("advice.booked_for", code=f"{made['code'][:4]} {made['code'][4:]}")
    allow_address(request, "advice-code", TRIES, HOUR)
    acts: dict[str, Callable[[], object]] = {
        "arrive": lambda: service.arrive_by_code(code, **said),
        "cancel": lambda: service.cancel_by_code(code, **said),
    }
    if what not in acts:
        raise NotVisible
    acts[what]()
    return t(f"advice.done_{what}")


@requires(Permission.CENTRE_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def advisers(request: ActorRequest, centre: UUID) -> HttpResponse:
    """Enter who advises at a centre."""
    problems: Sequence[Problem] = ()
    if request.method == "POST":
        try:
            service.set_adviser(
                centre, _wish(request), actor=request.actor, act_id=act_id_of(request), at=request.at
            )
            return HttpResponseRedirect(url("desk-advisers", centre=str(centre)))
        except Invalid as wrong:
            problems = wrong.problems
    context = seat.frame(
        request, here="page:counter", rows=facts.kept_advisers(centre, request.actor, request.at),
        problems=problems, named=named, sent=request.POST, act_id=new_act_id(), centre=str(centre),
        remote=facts.is_remote_possible(),
    )  # fmt: skip
    return render(request, "advice/set_up.html", context, status=422 if problems else 200)


def _wish(request: ActorRequest) -> service.AdviserWish:
    sent = request.POST

    def number(name: str) -> int:
        text = sent.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1  # noqa: PLR2004 - days

    return service.AdviserWish(
        sent.get("login", "")[:60], sent.get("kind", "")[:10], sent.get("name_zh", ""), sent.get("name_en", ""),
        number("minutes"), "on_site" in sent.getlist("ways"), "remote" in sent.getlist("ways"),
        number("kept_days"), sent.get("active") == "yes",
    )  # fmt: skip
