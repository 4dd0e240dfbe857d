"""For clerks: one's counter with its next number, by keyboard; and the set-up of a hall by who keeps the centre."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.apps.centres import facts, service
from linli.core.shared.outcomes import Problem
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import render
from linli.kernel.ui.text import reason
from linli.web.counter.public import how, named
from linli.web.desk import seat
from linli.web.portal.visitor import act_id_of, new_act_id

HERE = "page:counter"
Do = Callable[..., Any]


@requires(Permission.COUNTER_SERVE, Permission.CENTRE_KEEP)
@never_cache
@require_http_methods(["GET"])
def choose(request: ActorRequest) -> HttpResponse:
    """Choose the counter at which one sits today; who keeps centres sets up their halls from here."""
    actor = request.actor
    kept = [
        (one.ref, named(one.name_zh, one.name_en))
        for one in (facts.centres_in() if actor.may(Permission.CENTRE_KEEP) else ())
        if actor.may(Permission.CENTRE_KEEP, area_path=one.area_path, body_id=one.body_id)
    ]
    context = seat.frame(request, here=HERE, rows=facts.counters(actor), kept=kept, named=named)
    return render(request, "counter/choose.html", context)


@requires(Permission.COUNTER_SERVE)
@never_cache
@require_http_methods(["GET", "POST"])
def counter(request: ActorRequest, ref: UUID) -> HttpResponse:
    """Show one's counter, and do what its keys say: next, again, done, not here, pass on, open, close, a number."""
    if request.method == "GET":
        return _counter(request, ref)
    try:
        told = _do(request, ref)
    except Invalid as wrong:
        return _counter(request, ref, refused=" ".join(reason(one) for one in wrong.problems), status=422)
    except (Refused, Stale) as no:
        return _counter(request, ref, refused=reason(no.refusal), status=409)
    if told:
        return _counter(request, ref, told=told)
    return HttpResponseRedirect(url("desk-counter", ref=str(ref)))


def _do(request: ActorRequest, ref: UUID) -> str:
    """Do what was pressed; returns the number that was given out."""
    said = {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}
    number, what = request.POST.get("number", "")[:40], request.POST.get("do", "")
    if what == "give":
        centre = facts.seat(ref, request.actor, request.at).counter.centre
        made = service.take_number(
            centre, request.POST.get("business", "")[:40], priority=request.POST.get("priority", "")[:20],
            channel="phone" if request.POST.get("channel") == "phone" else "staff", **said,
        )  # fmt: skip
        return made["number"]
    acts: dict[str, Callable[[], object]] = {
        "next": lambda: service.call_next(ref, **said),
        "again": lambda: service.call_again(number, **said),
        "done": lambda: service.finish(number, **said),
        "absent": lambda: service.not_here(number, **said),
        "pass": lambda: service.pass_on(number, request.POST.get("counter", "")[:40], **said),
        "open": lambda: service.turn_counter(ref, opens=True, **said),
        "close": lambda: service.turn_counter(ref, opens=False, **said),
    }
    if what not in acts:
        raise NotVisible
    acts[what]()
    return ""


def _counter(
    request: ActorRequest, ref: UUID, *, refused: str = "", told: str = "", status: int = 200
) -> HttpResponse:
    found = facts.seat(ref, request.actor, request.at)
    board = facts.board(found.counter.centre, request.at)
    context = seat.frame(
        request, here=HERE, found=found, board=board, refused=refused, given=told, named=named, how=how,
        centre=named(found.counter.centre_zh, found.counter.centre_en), new_act_id=new_act_id,
    )  # fmt: skip
    return render(request, "counter/desk.html", context, status=status)


@requires(Permission.CENTRE_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def hall(request: ActorRequest, centre: UUID) -> HttpResponse:
    """Set up a hall: hours and order, kinds of business, counters."""
    if request.method == "GET":
        return _hall(request, centre)
    said = {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}
    try:
        _set(request, centre, said)
    except Invalid as wrong:
        return _hall(request, centre, wrong.problems)
    return HttpResponseRedirect(url("desk-hall", centre=str(centre)))


def _set(request: ActorRequest, centre: UUID, said: dict[str, Any]) -> None:
    sent, what = request.POST, request.POST.get("do", "")
    if what == "hall":
        wish = service.HallWish(
            opens=_minute(sent.get("opens", "")), closes=_minute(sent.get("closes", "")),
            every_day=sent.get("every_day") == "yes", early=_count(sent.get("early", "")),
            reasons=tuple(sent.getlist("reasons"))[:9], run=_count(sent.get("run", "")),
            back_after=_count(sent.get("back_after", "")), most_absences=_count(sent.get("most_absences", "")),
        )  # fmt: skip
        service.set_hall(centre, wish, **said)
    elif what == "business":
        made = service.BusinessWish(
            sent.get("letter", "").strip()[:2], sent.get("code", "").strip()[:40],
            sent.get("name_zh", "").strip(), sent.get("name_en", "").strip(), _count(sent.get("minutes", "")),
        )  # fmt: skip
        service.set_business(centre, made, **said)
    elif what == "counter":
        service.set_counter(centre, sent.get("sign", "")[:20], tuple(sent.getlist("businesses"))[:30], **said)
    else:
        raise NotVisible


def _minute(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return _count(hours) * 60 + _count(minutes) if hours and minutes else -1


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1  # noqa: PLR2004 - minutes of a day


def _hall(request: ActorRequest, centre: UUID, problems: Sequence[Problem] = ()) -> HttpResponse:
    known = facts.hall_setup(centre, request.actor)
    context = seat.frame(
        request, here=HERE, found=known, problems=tuple(problems), named=named, new_act_id=new_act_id,
        centre=named(known.name_zh, known.name_en), all_reasons=facts.REASONS,
    )  # fmt: skip
    return render(request, "counter/hall.html", context, status=422 if problems else 200)
