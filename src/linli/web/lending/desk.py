"""For the desk: lend and take back by barcode, see what is out, take titles in, print labels, set the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from linli.apps.centres import facts, service
from linli.core.shared.outcomes import Problem
from linli.core.slots.lending import LendingRule
from linli.kernel.access.http import ActorRequest
from linli.kernel.access.pages import requires
from linli.kernel.access.permissions import Permission
from linli.kernel.audit.outcomes import Invalid, NotVisible, Refused, Stale
from linli.kernel.ui.jinja import url
from linli.kernel.ui.pages import here, render
from linli.kernel.ui.text import reason, t
from linli.web.counter.public import named
from linli.web.desk import seat
from linli.web.lending.public import KINDS
from linli.web.portal.visitor import act_id_of, new_act_id

HERE = "page:lending"


@requires(Permission.LENDING_SERVE)
@never_cache
@require_safe
def desks(request: ActorRequest) -> HttpResponse:
    """List the desks at which somebody works; where there is one, go there."""
    rows = facts.desks(request.actor)
    if len(rows) == 1:
        return HttpResponseRedirect(url("desk-lending-at", centre=rows[0].centre))
    context = seat.frame(request, here=HERE, rows=rows, named=named)
    return render(request, "lending/desks.html", context)


@sensitive_post_parameters()
@requires(Permission.LENDING_SERVE)
@never_cache
@require_http_methods(["GET", "POST"])
def desk(request: ActorRequest, centre: UUID) -> HttpResponse:
    """Lend and take back; show what is late and what is set aside."""
    if request.method == "GET":
        return _desk(request, centre)
    try:
        told = _do(request, centre)
    except Invalid as wrong:
        return _desk(request, centre, problems=[_of_its_form(one, request) for one in wrong.problems])
    except (Refused, Stale) as no:
        return _desk(request, centre, refused=reason(no.refusal))
    return _desk(request, centre, told=told)


def _do(request: ActorRequest, centre: UUID) -> str:
    said: dict[str, Any] = {"actor": request.actor, "act_id": act_id_of(request), "at": request.at}
    sent, what = request.POST, request.POST.get("do", "")
    barcode = sent.get("barcode", "")[:40]
    if what == "lend":
        lent = service.lend(centre, barcode, sent.get("phone", "")[:40], **said)
        return t("lending.lent", name=facts.copy_name(centre, barcode, request.actor), due=_day(lent["due"]))
    if what == "back":
        back = service.take_back(centre, barcode, sent.get("condition", "good")[:10], **said)
        name = facts.copy_name(centre, barcode, request.actor)
        told = t("lending.set_aside_now" if back["set_aside"] else "lending.returned", name=name)
        return f"{told} {t('lending.fine', money=back['fine'])}" if back["fine"] else told
    if what == "renew":
        return t("lending.renewed_until", day=service.renew(sent.get("loan", "")[:40], **said))
    if what == "note":
        service.note_copy(centre, barcode, sent.get("state", "")[:10], **said)
        return t("lending.noted")
    raise NotVisible


def _of_its_form(one: Problem, request: ActorRequest) -> Problem:
    """Both forms of the page ask for a barcode; what is wrong is told at the one that was sent."""
    returned = one.field == "barcode" and request.POST.get("do") == "back"
    return replace(one, field="back") if returned else one


def _day(text: str) -> Any:
    from datetime import date

    return date.fromisoformat(text)


def _desk(
    request: ActorRequest,
    centre: UUID,
    *,
    problems: Sequence[Problem] = (),
    refused: str = "",
    told: str = "",
) -> HttpResponse:
    found, late = facts.library(centre, request.actor), request.GET.get("show") != "all"
    after = request.GET.get("after", "")[:40]
    out = facts.loans_out(centre, request.actor, request.at, late=late, after=after)
    context = seat.frame(
        request, here=HERE, found=found, name=named(found.name_zh, found.name_en), problems=tuple(problems),
        refused=refused, told_here=told, late=late, new_act_id=new_act_id,
        loans=out.loans, next=here(request, after=out.cursor) if out.cursor else None,
        aside=facts.set_aside(centre, request.actor), sent=request.POST,
    )  # fmt: skip
    status = 422 if problems else 409 if refused else 200
    return render(request, "lending/desk.html", context, status=status)


@requires(Permission.LENDING_SERVE)
@never_cache
@require_http_methods(["GET", "POST"])
def stock(request: ActorRequest, centre: UUID) -> HttpResponse:
    """Take a title in; look one up with its copies."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        sent = request.POST
        copies = sent.get("copies", "")
        new = service.NewTitle(
            sent.get("name", "")[:200], sent.get("kind", "")[:10], sent.get("author", "")[:200],
            sent.get("isbn", "")[:40], int(copies) if copies.isascii() and copies.isdigit() and len(copies) < 4 else 0,  # noqa: PLR2004 - a small number
            sent.get("barcode", "")[:40],
        )  # fmt: skip
        try:
            ref = service.add_title(
                centre, new, actor=request.actor, act_id=act_id_of(request), at=request.at
            )
            return HttpResponseRedirect(f"{url('desk-lending-labels', centre=str(centre))}?title={ref}")
        except Invalid as wrong:
            problems = wrong.problems
    found = facts.library(centre, request.actor)
    words = request.GET.get("q", "")[:80].replace("\x00", "")
    rows = facts.titles(words=words, centre=str(centre)).titles if words else ()
    context = seat.frame(
        request, here=HERE, found=found, name=named(found.name_zh, found.name_en), problems=problems,
        kinds=KINDS, sent=request.POST, act_id=new_act_id(), new_act_id=new_act_id, words=words,
        rows=[(one, facts.copies(one.ref, request.actor)) for one in rows],
    )  # fmt: skip
    return render(request, "lending/stock.html", context, status=422 if problems else 200)


@requires(Permission.LENDING_SERVE)
@never_cache
@require_safe
def labels(request: ActorRequest, centre: UUID) -> HttpResponse:
    """Print labels with the barcode as a square that any telephone reads."""
    title = request.GET.get("title", "")[:40]
    found = facts.library(centre, request.actor)
    context = seat.frame(
        request, here=HERE, found=found, name=named(found.name_zh, found.name_en),
        rows=facts.labels(centre, request.actor, title),
    )  # fmt: skip
    return render(request, "lending/labels.html", context)


@requires(Permission.CENTRE_KEEP)
@never_cache
@require_http_methods(["GET", "POST"])
def rules(request: ActorRequest, centre: UUID) -> HttpResponse:
    """Let a centre lend, or change its rules; by who keeps the centre."""
    known = facts.lending_rule(centre, request.actor)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            service.set_library(
                centre, _rule(request), actor=request.actor, act_id=act_id_of(request), at=request.at
            )
            return HttpResponseRedirect(url("desk-lending-rules", centre=str(centre)))
        except Invalid as wrong:
            problems = wrong.problems
    context = seat.frame(
        request, here=HERE, rule=known or LendingRule(), lends=known is not None, problems=problems,
        centre=str(centre), act_id=new_act_id(),
    )  # fmt: skip
    return render(request, "lending/rules.html", context, status=422 if problems else 200)


def _rule(request: ActorRequest) -> LendingRule:
    def number(name: str) -> int:
        text = request.POST.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1  # noqa: PLR2004 - fen a day

    return LendingRule(
        *(number(one) for one in ("loan_days", "renewals", "most_loans", "held_days", "fine_fen"))
    )
