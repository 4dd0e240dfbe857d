"""For residents: who advises, a time, one's bookings; the record that only the two see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.apps.centres import facts, service
from linli.core.clock.instants import local
from linli.core.shared.outcomes import Problem
from linli.kernel.access.pages import public_page, signed_in
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason
from linli.web.counter.public import named
from linli.web.portal.visitor import act_id_of, actor_of, allow_writing, at_of, new_act_id

SHOWN = 60
WATCH_SECONDS = 20


@public_page
@never_cache
@require_safe
def advisers(request: HttpRequest) -> HttpResponse:
    """List who advises, and when next."""
    context = {"rows": facts.advisers(at_of(request)), "named": named}
    return render(request, "advice/advisers.html", context)


@public_page
@never_cache
@require_http_methods(["GET", "POST"])
def adviser(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show the free times of an adviser, and book one."""
    if request.method == "GET":
        return _adviser(request, ref)
    allow_writing(request, "advice", 40)
    said = {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}
    try:
        if request.POST.get("do") in {"wait", "leave"}:
            service.wait_for(ref, wants=request.POST["do"] == "wait", **said)
            return HttpResponseRedirect(reverse("advice-adviser", args=[ref]))
        wish = service.ConsultationWish(
            ref, read_moment(request.POST.get("starts", "")), request.POST.get("way", "on_site")[:10]
        )
        made = service.book_consultation(wish, **said)
    except Invalid as wrong:
        return _adviser(request, ref, problems=wrong.problems)
    except (Refused, Stale) as no:
        return _adviser(request, ref, refused=reason(no.refusal))
    return HttpResponseRedirect(reverse("advice-consultation", args=[made["ref"]]) + "?new=1")


@signed_in
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show one's bookings."""
    rows = facts.my_consultations(actor_of(request), at_of(request))
    return render(request, "advice/mine.html", {"rows": rows, "named": named})


@signed_in
@never_cache
@require_safe
def consultation(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Show one booking to its client: when, where, the room around the hour, the record."""
    return _one(request, ref)


@signed_in
@require_POST
def change(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Do what one may with one's booking: cancel, move, answer an offer, arrive, erase the record."""
    said: dict[str, Any] = {"actor": actor_of(request), "act_id": act_id_of(request), "at": at_of(request)}
    starts, what = request.POST.get("starts", ""), request.POST.get("do", "")
    acts: dict[str, Callable[[], object]] = {
        "cancel": lambda: service.cancel_consultation(ref, **said),
        "move": lambda: service.move_consultation(ref, read_moment(starts), **said),
        "yes": lambda: service.answer_offer(ref, yes=True, **said),
        "no": lambda: service.answer_offer(ref, yes=False, **said),
        "arrive": lambda: service.arrive(ref, **said),
        "erase": lambda: service.erase_record(ref, **said),
    }
    if what not in acts:
        raise NotVisible
    try:
        acts[what]()
    except Invalid as wrong:
        return _one(request, ref, problems=wrong.problems)
    except (Refused, Stale) as no:
        return _one(request, ref, refused=reason(no.refusal))
    return HttpResponseRedirect(reverse("advice-consultation", args=[ref]) + f"?done={what}")


def read_moment(text: str) -> datetime:
    """Read the moment that a form sends back as it was given.

    Raises:
        Invalid: it is none.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Invalid(Problem("starts", "advice.starts_missing"))
    return found


def by_day(times: Sequence[Any]) -> list[tuple[Any, list[tuple[str, datetime]]]]:
    """Return times under their days, each as a form sends it and as it is shown."""
    days = groupby(times[:SHOWN], key=lambda one: local(one.starts).date())
    return [(day, [(one.starts.isoformat(), one.starts) for one in each]) for day, each in days]


def _adviser(
    request: HttpRequest, ref: UUID, *, problems: Sequence[Problem] = (), refused: str = ""
) -> HttpResponse:
    found, actor = facts.adviser(ref, at_of(request)), actor_of(request)
    if not found.is_active:
        raise NotVisible
    context = {
        "found": found, "name": named(found.name_zh, found.name_en), "named": named,
        "days": by_day(facts.free_times(ref, at_of(request))), "problems": tuple(problems),
        "refused": refused, "waits": found.ref in facts.waited_for(actor), "act_id": new_act_id(),
        "may_book": actor.account_id is not None, "chosen": request.POST.get("starts", ""),
    }  # fmt: skip
    status = 422 if problems else 409 if refused else 200
    return render(request, "advice/adviser.html", context, status=status)


def _one(
    request: HttpRequest, ref: UUID, *, problems: Sequence[Problem] = (), refused: str = ""
) -> HttpResponse:
    found = facts.consultation(ref, actor_of(request), at_of(request))
    if not found.is_client:
        raise NotVisible
    done = request.GET.get("done", "")
    movable = found.state == "booked" and found.starts > at_of(request)
    context = {
        "found": found, "adviser": named(found.adviser_zh, found.adviser_en), "problems": tuple(problems),
        "centre": named(found.centre_zh, found.centre_en), "refused": refused, "new_act_id": new_act_id,
        "days": by_day(facts.free_times(found.adviser, at_of(request))) if movable else [],
        "movable": movable, "today": local(found.starts).date() == local(at_of(request)).date(),
        "done": done if done in {"cancel", "move", "yes", "no", "arrive", "erase"} else "",
        "new": "new" in request.GET,
    }  # fmt: skip
    status = 422 if problems else 409 if refused else 200
    answer = render(request, "advice/consultation.html", context, status=status)
    if found.arrived_at and not found.called_at and not found.is_over and status == 200:  # noqa: PLR2004 - HTTP
        answer.headers["Refresh"] = str(WATCH_SECONDS)
    return answer
